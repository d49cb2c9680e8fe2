/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/mado-plan-file.h"

#include "core/exchange/mado-plan-columns.h"
#include "core/stats/mado-kpi-rate.h"
#include "core/stats/mado-plan-compare.h"
#include "core/stats/mado-plan-review.h"

#include <string.h>

/* --- columns --------------------------------------------------------------------- */

static int
compare_ints (gconstpointer a,
              gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

static void
add_year (GArray *years,
          int     year)
{
  for (guint i = 0; i < years->len; i++)
    if (g_array_index (years, int, i) == year)
      return;
  g_array_append_val (years, year);
}

/* "r7": in the names that the file gave the years */
static void
add_named_years (GArray     *years,
                 const char *extra)
{
  const char *p = extra != NULL ? strstr (extra, "\"periods\"") : NULL;
  const char *end = p != NULL ? strchr (p, '}') : NULL;

  for (p = p != NULL ? strstr (p, "\"r") : NULL; p != NULL && p < end; p = strstr (p + 1, "\"r"))
    {
      int n = (int) g_ascii_strtoll (p + 2, NULL, 10);

      if (n > 0 && n < 100)
        add_year (years, 2018 + n);
    }
}

GArray *
mado_plan_kpi_columns (const MadoPlanBook *book)
{
  GArray *years = mado_kpi_list_years (book);
  int end = *book->period_end != 0 ? (int) g_ascii_strtoll (book->period_end, NULL, 10) - 1 : 0;
  int last = years->len > 0 ? g_array_index (years, int, years->len - 1) : 0;

  for (int year = last + 1; last > 0 && year <= end && year < last + 20; year++)
    add_year (years, year);
  add_named_years (years, book->kpi.extra);
  g_array_sort (years, compare_ints);
  return years;
}

char *
mado_plan_row_number (const MadoInitiative *row)
{
  return row->no > 0 ? g_strdup_printf ("%d", row->no) : g_strdup (*row->mark != 0 ? row->mark : "―");
}

char *
mado_plan_row_title (const MadoInitiative *row)
{
  return g_strconcat (row->title, *row->title_note != 0 ? " " : "", row->title_note, NULL);
}

/* --- cells ------------------------------------------------------------------------- */

static void
put_cell (GString    *out,
          const char *text,
          gboolean    last)
{
  if (strpbrk (text, ",\"\n\r") == NULL)
    g_string_append (out, text);
  else
    {
      g_string_append_c (out, '"');
      for (const char *p = text; *p != 0; p++)
        {
          if (*p == '"')
            g_string_append_c (out, '"');
          g_string_append_c (out, *p);
        }
      g_string_append_c (out, '"');
    }
  g_string_append (out, last ? "\r\n" : ",");
}

static void
put_int (GString *out,
         int      number)
{
  g_string_append_printf (out, "%d,", number);
}

static void
put_place (GString            *out,
           const MadoPlanBook *book,
           int                 goal,
           int                 measure)
{
  const MadoPlanGoal *g = mado_plan_book_find_goal (book, goal);
  const MadoPlanMeasure *m = mado_plan_book_find_measure (book, goal, measure);

  put_int (out, goal);
  put_cell (out, g != NULL ? g->title : "", FALSE);
  put_int (out, measure);
  put_cell (out, m != NULL ? m->title : "", FALSE);
}

/* --- rows ----------------------------------------------------------------------------- */

static void
put_row (GString              *out,
         const MadoPlanBook   *book,
         const MadoInitiative *row)
{
  const MadoInitiative *of = mado_id_is_null (&row->repost_of) ? NULL : mado_plan_book_find_initiative (book, &row->repost_of);
  g_autofree char *number = mado_plan_row_number (row);
  g_autofree char *title = mado_plan_row_title (row);
  g_autofree char *summary = mado_plan_lines_print (row->summary, TRUE);
  g_autofree char *status = mado_plan_lines_print (row->status, TRUE);
  g_autofree char *departments = mado_plan_book_dup_department_names (book, (const char *const *) row->departments);
  g_autofree char *repost = of != NULL && of->no > 0 ? g_strdup_printf ("%d", of->no) : g_strdup ("");

  put_cell (out, number, FALSE);
  put_place (out, book, row->goal, row->measure);
  put_cell (out, title, FALSE);
  put_cell (out, summary, FALSE);
  put_cell (out, status, FALSE);
  put_cell (out, departments, FALSE);
  put_cell (out, repost, TRUE);
}

char *
mado_plan_csv_write (const MadoPlanBook *book)
{
  GString *out = g_string_sized_new (128 * 1024);
  g_autofree char *year = mado_plan_year_print (book->year);

  g_string_append (out, "\xef\xbb\xbfNo,基本目標,基本目標名,施策,施策名,主な取組,事業概要,");
  g_string_append_printf (out, "%s 実施状況・実施予定,担当課,再掲元No\r\n",
                          *book->plan.fiscal_year != 0 ? book->plan.fiscal_year : year);
  for (guint i = 0; i < book->initiatives->len; i++)
    put_row (out, book, book->initiatives->pdata[i]);
  return g_string_free (out, FALSE);
}

/* --- KPI -------------------------------------------------------------------------------- */

static const char *
printed (const MadoKpi *kpi,
         const char    *when)
{
  const MadoKpiValue *cell = mado_kpi_find_value (kpi, when);

  return cell != NULL ? cell->printed : "";
}

static const char *
number (const MadoKpi *kpi,
        const char    *when)
{
  const MadoKpiValue *cell = mado_kpi_find_value (kpi, when);

  return cell != NULL ? cell->value : "";
}

static void
put_kpi (GString            *out,
         const MadoPlanBook *book,
         const MadoKpi      *kpi,
         GArray             *years,
         GArray             *filled)
{
  g_auto (MadoKpiRate) rate = { 0 };
  g_autofree char *judgement = NULL;

  mado_kpi_rate_init (&rate, kpi, &book->rule);
  judgement = mado_kpi_class_print (rate.kpi_class, &book->rule);
  put_int (out, kpi->no);
  put_place (out, book, kpi->goal, kpi->measure);
  put_cell (out, kpi->name, FALSE);
  put_cell (out, kpi->unit, FALSE);
  put_cell (out, printed (kpi, "target"), FALSE);
  for (guint i = 0; i < years->len; i++)
    {
      g_autofree char *when = g_strdup_printf ("%d", g_array_index (years, int, i));

      put_cell (out, printed (kpi, when), FALSE);
    }
  put_cell (out, judgement, FALSE);
  put_cell (out, number (kpi, "target"), FALSE);
  for (guint i = 0; i < filled->len; i++)
    {
      g_autofree char *when = g_strdup_printf ("%d", g_array_index (filled, int, i));

      put_cell (out, number (kpi, when), FALSE);
    }
  put_cell (out, kpi->note, TRUE);
}

char *
mado_plan_csv_write_kpis (const MadoPlanBook *book)
{
  g_autoptr (GArray) years = mado_plan_kpi_columns (book);
  g_autoptr (GArray) filled = mado_kpi_list_years (book);
  GString *out = g_string_sized_new (32 * 1024);

  g_string_append (out, "\xef\xbb\xbf番号,基本目標,基本目標名,施策,施策名,指標,単位,目標値,");
  for (guint i = 0; i < years->len; i++)
    {
      g_autofree char *year = mado_plan_year_print (g_array_index (years, int, i));

      g_string_append_printf (out, "%s,", year);
    }
  g_string_append (out, "KPI達成度,目標値（数値）,");
  for (guint i = 0; i < filled->len; i++)
    {
      g_autofree char *year = mado_plan_year_print (g_array_index (filled, int, i));

      g_string_append_printf (out, "%s（数値）,", year);
    }
  g_string_append (out, "備考\r\n");
  for (guint i = 0; i < book->kpis->len; i++)
    put_kpi (out, book, book->kpis->pdata[i], years, filled);
  return g_string_free (out, FALSE);
}

/* --- changes ---------------------------------------------------------------------------- */

static void
put_change (GString              *out,
            const MadoInitiative *row,
            const char           *member,
            const char           *before,
            const char           *after)
{
  g_autofree char *number = mado_plan_row_number (row);

  if (strcmp (before, after) == 0)
    return;
  put_cell (out, number, FALSE);
  put_cell (out, row->title, FALSE);
  put_cell (out, member, FALSE);
  put_cell (out, *before == 0 ? "新規" : *after == 0 ? "削除" : "変更", FALSE);
  put_cell (out, before, FALSE);
  put_cell (out, after, TRUE);
}

char *
mado_plan_csv_write_changes (const MadoPlanBook *older,
                             const MadoPlanBook *newer)
{
  GString *out = g_string_new ("\xef\xbb\xbfNo,主な取組,欄,区分,旧,新\r\n");
  g_autoptr (GArray) pairs = mado_plan_books_compare (older, newer);
  g_autoptr (MadoInitiative) none = mado_initiative_new ();

  for (guint i = 0; i < pairs->len; i++)
    {
      const MadoPlanRowPair *pair = &g_array_index (pairs, MadoPlanRowPair, i);
      const MadoInitiative *before = pair->older != NULL ? pair->older : none;
      const MadoInitiative *after = pair->newer != NULL ? pair->newer : none;
      const MadoInitiative *row = pair->newer != NULL ? pair->newer : pair->older;
      g_autofree char *old_summary = mado_plan_lines_print (before->summary, TRUE);
      g_autofree char *new_summary = mado_plan_lines_print (after->summary, TRUE);
      g_autofree char *old_status = mado_plan_lines_print (before->status, TRUE);
      g_autofree char *new_status = mado_plan_lines_print (after->status, TRUE);
      g_autofree char *old_departments = mado_plan_book_dup_department_names (older, (const char *const *) before->departments);
      g_autofree char *new_departments = mado_plan_book_dup_department_names (newer, (const char *const *) after->departments);

      put_change (out, row, "主な取組", before->title, after->title);
      put_change (out, row, "事業概要", old_summary, new_summary);
      put_change (out, row, "実施状況・実施予定", old_status, new_status);
      put_change (out, row, "担当課", old_departments, new_departments);
    }
  return g_string_free (out, FALSE);
}

/* --- reminders -------------------------------------------------------------------------- */

char *
mado_plan_csv_write_reminders (const MadoPlanBook *book,
                               GPtrArray          *progress)
{
  GString *out = g_string_new ("\xef\xbb\xbf担当課,推進員,行数,未更新,入力中,差戻し\r\n");

  for (guint i = 0; i < progress->len; i++)
    {
      const MadoPlanProgress *one = progress->pdata[i];
      g_autofree char *officers = mado_plan_book_dup_officer_names (book, one->department);

      if (!mado_plan_is_missing (one))
        continue;
      put_cell (out, mado_plan_book_get_department_name (book, one->department), FALSE);
      put_cell (out, officers, FALSE);
      g_string_append_printf (out, "%u,%u,%u,%u\r\n", one->rows, one->none, one->draft, one->returned);
    }
  return g_string_free (out, FALSE);
}
