/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/stats/mado-plan-review.h"

#include "core/form/mado-plan-text.h"
#include "core/stats/mado-kpi-rate.h"

#include <glib/gi18n-lib.h>
#include <string.h>

const char *
mado_review_kind_print (MadoReviewKind kind)
{
  switch (kind)
    {
    case MADO_REVIEW_PAST_PLAN:
      return _("Planned for a date that has passed");
    case MADO_REVIEW_UNCHANGED:
      return _("The text is that of the last editions");
    case MADO_REVIEW_NOTATION:
      return _("Written in another way than elsewhere");
    case MADO_REVIEW_NO_DATE:
      return _("A figure without an as-of date");
    case MADO_REVIEW_LOW_KPI:
      return _("A low KPI without an explanation");
    case MADO_REVIEW_CONFLICT:
      return _("Two texts stand for one line");
    }
  return "";
}

void
mado_review_free (MadoReview *self)
{
  g_free (self->title);
  g_free (self->line);
  g_free (self->words);
  g_free (self->suggestion);
  g_free (self);
}

static MadoReview *
add (GPtrArray            *found,
     MadoReviewKind        kind,
     const MadoInitiative *row,
     MadoPlanText          text,
     const MadoPlanLine   *line,
     const char           *words)
{
  MadoReview *review = g_new0 (MadoReview, 1);

  review->kind = kind;
  review->record = row->id;
  review->no = row->no;
  review->title = g_strdup (row->title);
  review->text = text;
  review->line = g_strdup (line != NULL ? line->id : "");
  review->words = g_strdup (words);
  review->suggestion = g_strdup ("");
  g_ptr_array_add (found, review);
  return review;
}

/* --- notation ------------------------------------------------------------------------ */

static int
digit_value (gunichar c)
{
  if (c >= '0' && c <= '9')
    return (int) (c - '0');
  return c >= 0xff10 && c <= 0xff19 ? (int) (c - 0xff10) : -1;
}

static gboolean
is_letter (gunichar c)
{
  return (c < 128 && g_ascii_isalpha ((char) c)) || (c >= 0xff21 && c <= 0xff3a) || (c >= 0xff41 && c <= 0xff5a);
}

static gunichar
at (const gunichar *text,
    glong           length,
    glong           i)
{
  return i >= 0 && i < length ? text[i] : 0;
}

/* Digits that belong to a word, a point or a comma: RPA2, 3.5, 12,034. */
static gboolean
is_bound (const gunichar *text,
          glong           length,
          glong           from,
          glong           until)
{
  gunichar before = at (text, length, from - 1);
  gunichar after = at (text, length, until);

  return is_letter (before) || is_letter (after) || strchr (".,-/:", before < 128 && before > 0 ? (int) before : 'x') != NULL ||
         strchr (".,-/:", after < 128 && after > 0 ? (int) after : 'x') != NULL;
}

static void
put_digits (GString        *out,
            const gunichar *text,
            glong           from,
            glong           until,
            gboolean        bound)
{
  gboolean wide = until - from == 1 && !bound;

  for (glong i = from; i < until; i++)
    g_string_append_unichar (out, (wide ? 0xff10 : '0') + (gunichar) digit_value (text[i]));
}

/* R6年, R６：, R6.4 → 令和６年…; R2D2 stays. */
static glong
read_era (const gunichar *text,
          glong           length,
          glong           i)
{
  glong until = i + 1;
  gunichar after;

  if ((text[i] != 'R' && text[i] != 0xff32) || is_letter (at (text, length, i - 1)) || digit_value (at (text, length, i - 1)) >= 0)
    return 0;
  while (until < length && until - i <= 2 && digit_value (text[until]) >= 0)
    until++;
  after = at (text, length, until);
  return until > i + 1 && after == 0x5e74 ? until : 0; /* 年 */
}

static gboolean
is_space (gunichar c)
{
  return c == ' ' || c == 0x3000 || c == '\t';
}

char *
mado_plan_unify (const char *text)
{
  glong length;
  g_autofree gunichar *in = g_utf8_to_ucs4_fast (text, -1, &length);
  GString *out = g_string_new (NULL);

  for (glong i = 0; i < length;)
    {
      gunichar c = in[i];
      glong until = i + 1;

      if (is_space (c))
        {
          while (until < length && is_space (in[until]))
            until++;
          if (i > 0 && until < length)
            g_string_append_c (out, ' ');
        }
      else if (digit_value (c) >= 0)
        {
          while (until < length && digit_value (in[until]) >= 0)
            until++;
          put_digits (out, in, i, until, is_bound (in, length, i, until));
        }
      else if ((until = read_era (in, length, i)) > 0)
        {
          g_string_append (out, "令和");
          put_digits (out, in, i + 1, until, FALSE);
        }
      else
        {
          until = i + 1;
          if (c == 0x3007 || c == 0x25ef) /* 〇 ◯ */
            c = 0x25cb;
          else if (is_letter (c) && c > 128)
            c -= 0xfee0;
          g_string_append_unichar (out, c);
        }
      i = until;
    }
  return g_string_free (out, FALSE);
}

/* --- plans of the past ----------------------------------------------------------------- */

/* The last day that a date in the text can mean; 年 is optional. @end: behind it. */
static gboolean
read_month (const gunichar *text,
            glong           length,
            glong           i,
            int             fiscal_year,
            MadoDate       *day,
            glong          *end)
{
  int numbers[3] = { 0 };
  gboolean era = at (text, length, i - 1) == 0x548c || at (text, length, i - 1) == 'R'; /* 和 of 令和 */
  guint n = 0;
  glong at_i = i;
  gboolean year = FALSE;

  for (; n < 3; n++)
    {
      glong from = at_i;

      while (at_i < length && digit_value (text[at_i]) >= 0 && at_i - from < 4)
        numbers[n] = numbers[n] * 10 + digit_value (text[at_i++]);
      if (at_i == from)
        break;
      if (n == 0 && at (text, length, at_i) == 0x5e74)
        year = TRUE, at_i++;
      else if (at (text, length, at_i) == 0x6708) /* 月 */
        at_i++;
      else if (at (text, length, at_i) == 0x65e5) /* 日 */
        {
          at_i++;
          n++;
          break;
        }
      else
        return FALSE;
    }
  *end = at_i;
  day->year = year ? (era ? 2018 : 0) + numbers[0] : 0;
  day->month = numbers[year ? 1 : 0];
  day->day = n > (year ? 2u : 1u) ? numbers[year ? 2 : 1] : 0;
  if (day->month < 1 || day->month > 12)
    return FALSE;
  if (!year)
    day->year = day->month < 4 ? fiscal_year + 1 : fiscal_year;
  if (!mado_date_is_valid (day))
    return FALSE;
  *day = mado_date_latest (day);
  return TRUE;
}

/* The latest date that the line names; FALSE: none. */
static gboolean
find_latest (const char *line,
             int         fiscal_year,
             MadoDate   *latest)
{
  glong length;
  g_autofree gunichar *text = g_utf8_to_ucs4_fast (line, -1, &length);
  gboolean found = FALSE;

  for (glong i = 0; i < length; i++)
    {
      MadoDate day;
      glong end;

      if (digit_value (text[i]) < 0 || digit_value (at (text, length, i - 1)) >= 0)
        continue;
      if (!read_month (text, length, i, fiscal_year, &day, &end))
        continue;
      if (at (text, length, end) == 0x4ee5) /* 以降: no end */
        return FALSE;
      if (!found || mado_date_compare (&day, latest) > 0)
        *latest = day;
      found = TRUE;
      i = end - 1;
    }
  return found;
}

static gboolean
is_past_plan (const MadoPlanLine *line,
              int                 fiscal_year,
              const MadoDate     *as_of)
{
  MadoDate latest;

  return strstr (line->text, "予定") != NULL && strstr (line->text, "時点") == NULL &&
         find_latest (line->text, fiscal_year, &latest) && mado_date_compare (&latest, as_of) <= 0;
}

/* --- rows --------------------------------------------------------------------------------- */

static gboolean
same_text (GPtrArray *a,
           GPtrArray *b)
{
  g_autofree char *one = mado_plan_lines_print (a, TRUE);
  g_autofree char *two = mado_plan_lines_print (b, TRUE);

  return strcmp (one, two) == 0;
}

static gboolean
is_unchanged (const MadoInitiative *row,
              GPtrArray            *editions)
{
  for (guint i = 0; i < editions->len; i++)
    {
      const MadoPlanBook *book = editions->pdata[i];
      const MadoInitiative *then = mado_plan_book_find_initiative (book, &row->id);

      if (then == NULL && !mado_id_is_null (&row->previous))
        then = mado_plan_book_find_initiative (book, &row->previous);
      if (then == NULL || !same_text (row->status, then->status))
        return FALSE;
    }
  return editions->len > 0;
}

static void
review_line (GPtrArray            *found,
             const MadoInitiative *row,
             MadoPlanText          text,
             const MadoPlanLine   *line,
             const MadoDate       *as_of)
{
  g_autofree char *unified = mado_plan_unify (line->text);
  g_autofree char *marker = line->marker != NULL ? mado_plan_unify (line->marker) : NULL;

  if (line->conflict != NULL)
    add (found, MADO_REVIEW_CONFLICT, row, text, line, line->text);
  if (text == MADO_PLAN_STATUS && is_past_plan (line, row->year, as_of))
    add (found, MADO_REVIEW_PAST_PLAN, row, text, line, line->text);
  if (strcmp (unified, line->text) != 0 || (line->kind == MADO_PLAN_LINE_ITEM && g_strcmp0 (marker, line->marker) != 0))
    {
      MadoReview *review = add (found, MADO_REVIEW_NOTATION, row, text, line, line->text);

      g_free (review->suggestion);
      review->suggestion = g_steal_pointer (&unified);
    }
  for (guint i = 0; text == MADO_PLAN_STATUS && i < line->figures->len; i++)
    {
      const MadoPlanFigure *figure = line->figures->pdata[i];

      if (figure->kind == MADO_FIGURE_ACTUAL && *figure->as_of == 0 && *figure->period == 0)
        add (found, MADO_REVIEW_NO_DATE, row, text, line, figure->printed);
    }
}

static void
review_row (GPtrArray            *found,
            const MadoInitiative *row,
            const MadoDate       *as_of,
            GPtrArray            *editions)
{
  for (guint i = 0; i < row->status->len; i++)
    review_line (found, row, MADO_PLAN_STATUS, row->status->pdata[i], as_of);
  for (guint i = 0; i < row->summary->len; i++)
    review_line (found, row, MADO_PLAN_SUMMARY, row->summary->pdata[i], as_of);
  if (editions != NULL && mado_id_is_null (&row->repost_of) && is_unchanged (row, editions))
    add (found, MADO_REVIEW_UNCHANGED, row, MADO_PLAN_STATUS, NULL, "");
}

static void
review_kpi (GPtrArray          *found,
            const MadoPlanBook *book,
            const MadoKpi      *kpi)
{
  g_auto (MadoKpiRate) rate = { 0 };
  MadoReview *review;

  mado_kpi_rate_init (&rate, kpi, &book->rule);
  if (rate.kpi_class != MADO_KPI_OTHER || *kpi->explanation != 0)
    return;
  review = g_new0 (MadoReview, 1);
  review->kind = MADO_REVIEW_LOW_KPI;
  review->record = kpi->id;
  review->no = kpi->no;
  review->is_kpi = TRUE;
  review->title = g_strdup (kpi->name);
  review->line = g_strdup ("");
  review->words = rate.overall == rate.overall ? g_strdup_printf ("%.1f％", rate.overall * 100)
                                               : g_strdup (mado_kpi_rate_why_print (rate.why));
  review->suggestion = g_strdup ("");
  g_ptr_array_add (found, review);
}

GPtrArray *
mado_plan_review (const MadoPlanBook *book,
                  const MadoDate     *as_of,
                  GPtrArray          *editions)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_review_free);

  for (guint i = 0; i < book->initiatives->len; i++)
    if (!((MadoInitiative *) book->initiatives->pdata[i])->removed)
      review_row (found, book->initiatives->pdata[i], as_of, editions);
  for (guint i = 0; i < book->kpis->len; i++)
    if (!((MadoKpi *) book->kpis->pdata[i])->removed)
      review_kpi (found, book, book->kpis->pdata[i]);
  return found;
}

/* --- how far they are -------------------------------------------------------------------------- */

static void
progress_free (gpointer data)
{
  g_free (((MadoPlanProgress *) data)->department);
  g_free (data);
}

static void
count_answer (MadoPlanProgress     *progress,
              const MadoPlanAnswer *answer)
{
  MadoAnswerState state = answer != NULL ? answer->state : MADO_ANSWER_NONE;

  progress->rows++;
  progress->none += state == MADO_ANSWER_NONE;
  progress->draft += state == MADO_ANSWER_DRAFT;
  progress->confirmed += state == MADO_ANSWER_CONFIRMED;
  progress->accepted += state == MADO_ANSWER_ACCEPTED;
  progress->returned += state == MADO_ANSWER_RETURNED;
  progress->unchanged += answer != NULL && answer->unchanged && (state == MADO_ANSWER_CONFIRMED || state == MADO_ANSWER_ACCEPTED);
}

GPtrArray *
mado_plan_progress (const MadoPlanBook *book,
                    const char         *round)
{
  GPtrArray *out = g_ptr_array_new_with_free_func (progress_free);

  for (guint i = 0; i < book->departments->len; i++)
    {
      const MadoDepartment *department = book->departments->pdata[i];
      MadoPlanProgress *progress = g_new0 (MadoPlanProgress, 1);

      progress->department = g_strdup (department->id);
      for (guint k = 0; k < book->initiatives->len; k++)
        {
          const MadoInitiative *row = book->initiatives->pdata[k];

          /* A relisted row is answered where it stands first. */
          if (!row->removed && mado_id_is_null (&row->repost_of) && mado_initiative_has_department (row, department->id))
            count_answer (progress, mado_initiative_find_answer (row, department->id, round));
        }
      if (progress->rows > 0)
        g_ptr_array_add (out, progress);
      else
        progress_free (progress);
    }
  return out;
}

gboolean
mado_plan_is_missing (const MadoPlanProgress *progress)
{
  return progress->none + progress->draft + progress->returned > 0;
}

GPtrArray *
mado_plan_not_updated_since (const MadoPlanBook *book,
                             gint64              ms)
{
  GPtrArray *out = g_ptr_array_new ();

  for (guint i = 0; i < book->initiatives->len; i++)
    {
      MadoInitiative *row = book->initiatives->pdata[i];

      if (!row->removed && row->stamp.at < ms)
        g_ptr_array_add (out, row);
    }
  return out;
}
