/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/mado-plan-import.h"

#include "core/form/mado-plan-text.h"
#include "core/model/mado-plan-match.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* --- figures ---------------------------------------------------------------------- */

static gboolean
has_label (GPtrArray  *figures,
           const char *label)
{
  for (guint i = 0; i < figures->len; i++)
    if (strcmp (((MadoPlanFigure *) figures->pdata[i])->label, label) == 0)
      return TRUE;
  return FALSE;
}

/* An older figure whose words are still there stays as it is; the rest of the
 * line is looked through anew. */
static void
adopt_figures (MadoPlanLine       *line,
               const MadoPlanLine *older,
               GPtrArray          *lines,
               guint               place,
               int                 year)
{
  g_autoptr (GPtrArray) found = NULL;

  if (older != NULL && line->extra == NULL)
    line->extra = g_strdup (older->extra);
  for (guint i = 0; older != NULL && i < older->figures->len; i++)
    {
      const MadoPlanFigure *figure = older->figures->pdata[i];

      if (strstr (line->text, figure->printed) != NULL)
        g_ptr_array_add (line->figures, mado_plan_figure_copy (figure));
    }
  if (older != NULL && strcmp (older->text, line->text) == 0)
    return;
  found = mado_plan_figures_find (lines, place, year);
  for (guint i = 0; i < found->len; i++)
    {
      MadoPlanFigure *figure = found->pdata[i];
      gboolean is_known = has_label (line->figures, figure->label);

      for (guint k = 0; k < line->figures->len && !is_known; k++)
        is_known = strstr (((MadoPlanFigure *) line->figures->pdata[k])->printed, figure->printed) != NULL;
      if (!is_known)
        g_ptr_array_add (line->figures, mado_plan_figure_copy (figure));
    }
}

static void
adopt_lines (GPtrArray *lines,
             GPtrArray *older, /* nullable */
             int        year,
             guint     *order)
{
  g_autoptr (GPtrArray) none = mado_plan_lines_new ();
  g_autoptr (GArray) match = mado_plan_lines_match (older != NULL ? older : none, lines);

  for (guint i = 0; i < lines->len; i++)
    {
      MadoPlanLine *line = lines->pdata[i];
      int place = g_array_index (match, int, i);

      adopt_figures (line, place >= 0 ? older->pdata[place] : NULL, lines, i, year);
      for (guint k = 0; k < line->figures->len; k++)
        {
          MadoPlanFigure *figure = line->figures->pdata[k];

          if (place < 0 || *figure->id == 0)
            figure->order = (*order)++;
          else
            *order = MAX (*order, figure->order + 1);
        }
    }
}

void
mado_plan_lines_adopt (GPtrArray *lines,
                       GPtrArray *older,
                       int        year)
{
  guint order = 0;

  adopt_lines (lines, older, year, &order);
}

static void
adopt_rows (MadoPlanBook       *book,
            const MadoPlanBook *known)
{
  for (guint i = 0; i < book->initiatives->len; i++)
    {
      MadoInitiative *row = book->initiatives->pdata[i];
      MadoInitiative *older = known != NULL ? mado_plan_book_find_initiative (known, &row->id) : NULL;
      guint order = 0;

      adopt_lines (row->status, older != NULL ? older->status : NULL, book->year, &order);
      adopt_lines (row->summary, older != NULL ? older->summary : NULL, book->year, &order);
    }
}

/* --- what the file does not say stays as it is ----------------------------------------- */

static void
keep (char       **member,
      const char  *known)
{
  if (**member != 0)
    return;
  g_free (*member);
  *member = g_strdup (known);
}

static void
keep_document (MadoPlanDocument       *document,
               const MadoPlanDocument *known)
{
  keep (&document->title, known->title);
  keep (&document->number, known->number);
  keep (&document->as_of, known->as_of);
  keep (&document->as_of_printed, known->as_of_printed);
  keep (&document->period, known->period);
  if (document->extra == NULL)
    document->extra = g_strdup (known->extra);
}

static void
keep_rows (MadoPlanBook       *book,
           const MadoPlanBook *known)
{
  for (guint i = 0; i < book->initiatives->len; i++)
    {
      MadoInitiative *row = book->initiatives->pdata[i];
      const MadoInitiative *older = mado_plan_book_find_initiative (known, &row->id);

      if (older == NULL)
        continue;
      keep (&row->title_note, older->title_note);
      keep (&row->mark, older->mark);
      if (row->extra == NULL)
        row->extra = g_strdup (older->extra);
      row->previous = older->previous;
    }
}

/* A table has no kinds: what is known of a KPI stays. */
static void
keep_kpis (MadoPlanBook       *book,
           const MadoPlanBook *known)
{
  for (guint i = 0; i < book->kpis->len; i++)
    {
      MadoKpi *kpi = book->kpis->pdata[i];
      const MadoKpi *older = mado_plan_book_find_kpi (known, kpi->no);

      if (older == NULL)
        continue;
      keep (&kpi->explanation, older->explanation);
      kpi->lower_is_better |= older->lower_is_better;
      kpi->cumulative |= older->cumulative;
      if (kpi->extra == NULL)
        kpi->extra = g_strdup (older->extra);
      if (*kpi->departments == NULL)
        {
          g_strfreev (kpi->departments);
          kpi->departments = g_strdupv (older->departments);
        }
      for (guint k = 0; k < kpi->components->len && k < older->components->len; k++)
        {
          MadoKpiComponent *component = kpi->components->pdata[k];
          const MadoKpiComponent *was = older->components->pdata[k];

          if (strcmp (component->label, was->label) == 0 || *component->label == 0)
            {
              g_free (component->key);
              component->key = g_strdup (was->key);
            }
        }
    }
}

static void
keep_head (MadoPlanBook       *book,
           const MadoPlanBook *known)
{
  keep (&book->period_start, known->period_start);
  keep (&book->period_end, known->period_end);
  if (book->year == 0 || book->year == known->year)
    {
      if (book->year == 0)
        book->year = known->year;
      keep_document (&book->plan, &known->plan);
    }
  if (book->rule.year == known->rule.year)
    keep_document (&book->kpi, &known->kpi);
}

/* --- links -------------------------------------------------------------------------------- */

static void
link_reposts (MadoPlanReading    *reading,
              const MadoPlanBook *known)
{
  for (guint i = 0; i < reading->book->initiatives->len; i++)
    {
      MadoInitiative *row = reading->book->initiatives->pdata[i];
      int no = GPOINTER_TO_INT (g_hash_table_lookup (reading->reposts, row));
      const MadoInitiative *target = mado_plan_book_find_no (reading->book, no);

      if (target == NULL && known != NULL)
        target = mado_plan_book_find_no (known, no);
      if (target != NULL)
        row->repost_of = target->id;
    }
}

static void
name_plan (MadoPlanReading    *reading,
           const MadoPlanBook *known,
           const char         *name)
{
  MadoPlanBook *book = reading->book;

  keep (&book->name, known != NULL ? known->name : name != NULL ? name : "");
}

/* The one whose name people know: 情報政策課 gathers in most cities. */
static void
guess_gather (MadoPlanBook *book)
{
  const MadoDepartment *found = mado_plan_book_find_department_named (book, "情報政策課");

  if (*book->gather != 0 || found == NULL)
    return;
  g_free (book->gather);
  book->gather = g_strdup (found->id);
}

gboolean
mado_plan_import_prepare (MadoPlanReading  *reading,
                          MadoPlanSet      *set,
                          const char       *city,
                          const char       *name,
                          MadoPlanUpdate   *update,
                          GError          **error)
{
  g_autoptr (GHashTable) none = g_hash_table_new (mado_id_hash, mado_id_equal);
  MadoPlanUpdateOptions options = { city, set != NULL ? set->records : none, MADO_SOURCE_IMPORT, "import" };
  const MadoPlanBook *known = set != NULL ? set->book : NULL;
  MadoPlanBook *book = reading->book;

  g_return_val_if_fail (reading->faults->len == 0, FALSE);
  name_plan (reading, known, name);
  if (*book->name == 0)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NEEDS_PERSON,
                           _("The file does not say which plan it belongs to. Please give the plan's name."));
      return FALSE;
    }
  if (known != NULL && strcmp (known->name, book->name) != 0)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_CONFLICT, _("The file is of the plan “%s”, but here is “%s”."),
                   book->name, known->name);
      return FALSE;
    }
  if (known != NULL)
    keep_head (book, known);
  guess_gather (book);
  mado_plan_book_settle_ids (book, &options);
  link_reposts (reading, known);
  if (known != NULL)
    {
      keep_rows (book, known);
      keep_kpis (book, known);
    }
  if (reading->figures_missing)
    adopt_rows (book, known);
  mado_plan_update_make (update, book, &options);
  return TRUE;
}

/* --- for people ------------------------------------------------------------------------------ */

static char *
shorten (const char *text)
{
  g_autofree char *line = g_strdelimit (g_strdup (text), "\n", ' ');
  gsize length = (gsize) g_utf8_strlen (line, -1);

  if (length <= 60)
    return g_steal_pointer (&line);
  *g_utf8_offset_to_pointer (line, 60) = 0;
  return g_strconcat (line, "…", NULL);
}

static char *
join_lines (char  **lines,
            guint   from,
            guint   to)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = from; i < to; i++)
    g_string_append_printf (text, "%s%s", i > from ? "\n" : "", lines[i]);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Of two texts the lines that differ. */
static void
take_difference (const char  *before,
                 const char  *after,
                 char       **out_before,
                 char       **out_after)
{
  g_auto (GStrv) old_lines = g_strsplit (before, "\n", -1);
  g_auto (GStrv) new_lines = g_strsplit (after, "\n", -1);
  guint n_old = g_strv_length (old_lines), n_new = g_strv_length (new_lines), same = 0;

  while (same < n_old && same < n_new && strcmp (old_lines[same], new_lines[same]) == 0)
    same++;
  while (n_old > same && n_new > same && strcmp (old_lines[n_old - 1], new_lines[n_new - 1]) == 0)
    n_old--, n_new--;
  *out_before = join_lines (old_lines, same, n_old);
  *out_after = join_lines (new_lines, same, n_new);
}

/* As many letters from where two lines begin to differ, with some before it. */
static char *
shorten_from (const char *text,
              gsize       same)
{
  const char *from = text + same;

  for (guint i = 0; i < 12 && from > text; i++)
    from = g_utf8_find_prev_char (text, from);
  if (from == NULL || from == text || g_utf8_strlen (text, -1) <= 60)
    return shorten (text);
  else
    {
      g_autofree char *rest = shorten (from);

      return g_strconcat ("…", rest, NULL);
    }
}

static char *
print_difference (const char *subject,
                  const char *member,
                  const char *before,
                  const char *after)
{
  g_autofree char *old_lines = NULL, *new_lines = NULL, *shown_old = NULL, *shown_new = NULL;
  gsize same = 0;

  /* A sub-item that becomes a note, for example, is printed as before. */
  if (g_str_equal (before, after))
    return g_strdup_printf (_("%s, %s: the words stay, levels or marks of lines change"), subject, member);
  take_difference (before, after, &old_lines, &new_lines);
  while (old_lines[same] != 0 && old_lines[same] == new_lines[same])
    same++;
  while (same > 0 && ((guchar) old_lines[same] & 0xc0) == 0x80)
    same--;
  shown_old = shorten_from (old_lines, same);
  shown_new = shorten_from (new_lines, same);
  return g_strdup_printf (_("%s, %s: %s → %s"), subject, member, shown_old, shown_new);
}

char *
mado_plan_change_print_subject (const MadoPlanChange *change)
{
  switch (change->of)
    {
    case MADO_PLAN_OF_INITIATIVE:
      return change->no > 0 ? g_strdup_printf (_("No %d %s"), change->no, change->name) : g_strdup (change->name);
    case MADO_PLAN_OF_KPI:
      return g_strdup_printf (_("KPI %d %s"), change->no, change->name);
    case MADO_PLAN_OF_DEPARTMENT:
      return g_strdup_printf (_("Department %s"), change->name);
    default:
      return g_strdup_printf (_("Plan %s"), change->name);
    }
}

/* What people call a member. */
static const char *
print_member (const char *member)
{
  static const struct { const char *member; const char *label; } labels[] = {
    { "title", N_("Title") }, { "summary", N_("Summary") }, { "status", N_("Status and plans") },
    { "departments", N_("Departments") }, { "name", N_("Name") }, { "unit", N_("Unit") }, { "note", N_("Note") },
    { "explanation", N_("Explanation") }, { "target", N_("Target") }, { "judgement", N_("Judgement") },
    { "title_note", N_("Remark") }, { "mark", N_("Mark") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (strcmp (labels[i].member, member) == 0)
      return _(labels[i].label);
  return member;
}

char *
mado_plan_change_print (const MadoPlanChange *change)
{
  g_autofree char *subject = mado_plan_change_print_subject (change);
  g_autofree char *after = shorten (change->after);

  if (*change->member == 0 && change->type == MADO_PLAN_CHANGED)
    return g_strdup_printf (_("%s: changed"), subject);
  if (*change->member == 0)
    return g_strdup_printf (change->type == MADO_PLAN_REMOVED ? _("%s: taken out") : _("%s: new"), subject);
  if (change->type == MADO_PLAN_ADDED)
    return g_strdup_printf (_("%s, %s: new: %s"), subject, print_member (change->member), after);
  return print_difference (subject, print_member (change->member), change->before, change->after);
}
