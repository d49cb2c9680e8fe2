/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-plan-report.h"

#include "core/stats/mado-kpi-rate.h"
#include "print/mado-plan-page-private.h"

#include <string.h>

/* --- 資料1-1 ------------------------------------------------------------------------ */

enum { STATUS_NO, STATUS_TITLE, STATUS_SUMMARY, STATUS_STATUS, STATUS_DEPARTMENTS, N_STATUS };

static void
add_lines (MadoTableFlow *flow,
           guint          column,
           GPtrArray     *lines)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const MadoPlanLine *line = lines->pdata[i];
      g_autofree char *text = mado_plan_line_dup_printed (line);
      glong marker = line->marker != NULL ? g_utf8_strlen (line->marker, -1) : 0;
      gboolean bold = line->kind == MADO_PLAN_LINE_HEADING || line->kind == MADO_PLAN_LINE_DEPARTMENT;
      gboolean was = mado_table_flow_set_bold (flow, bold);

      mado_table_flow_add_text (flow, column, line->level > 1 ? line->level - 1 : 0, (double) MIN (marker, 2), text, NULL, 0);
      mado_table_flow_set_bold (flow, was);
    }
}

static void
add_departments (MadoTableFlow        *flow,
                 guint                 column,
                 const MadoPlanBook   *book,
                 const MadoInitiative *row)
{
  for (guint i = 0; row->departments[i] != NULL; i++)
    mado_table_flow_add_text (flow, column, 0, 0, mado_plan_book_get_department_name (book, row->departments[i]), NULL, 0);
}

static void
add_row (MadoTableFlow        *flow,
         const MadoPlanBook   *book,
         const MadoInitiative *row)
{
  g_autofree char *number = row->no > 0 ? g_strdup_printf ("%d", row->no) : g_strdup (*row->mark != 0 ? row->mark : "―");

  mado_table_flow_add_row (flow);
  mado_table_flow_add_text (flow, STATUS_NO, 0, 0, number, NULL, 0);
  mado_table_flow_add_text (flow, STATUS_TITLE, 0, 0, row->title, NULL, 0);
  if (*row->title_note != 0)
    mado_table_flow_add_text (flow, STATUS_TITLE, 0, 0, row->title_note, NULL, 0);
  add_lines (flow, STATUS_SUMMARY, row->summary);
  add_lines (flow, STATUS_STATUS, row->status);
  add_departments (flow, STATUS_DEPARTMENTS, book, row);
}

/* The headings over a row, where they change. */
typedef struct
{
  int goal;
  int measure;
} Under;

static void
add_headings (MadoTableFlow      *flow,
              const MadoPlanBook *book,
              Under              *under,
              int                 goal,
              int                 measure)
{
  if (goal != under->goal)
    {
      g_autofree char *text = plan_goal_heading (book, goal);

      mado_table_flow_add_heading (flow, 0, text);
      under->measure = -1;
    }
  if (goal != under->goal || measure != under->measure)
    {
      g_autofree char *text = plan_measure_heading (book, goal, measure);

      mado_table_flow_add_heading (flow, 1, text);
    }
  under->goal = goal;
  under->measure = measure;
}

static char *
status_title (const MadoPlanBook *book)
{
  if (*book->plan.title != 0)
    return g_strdup (book->plan.title);
  return g_strconcat (book->name, "の取組状況について", NULL);
}

GBytes *
mado_plan_report_status (const MadoPlanBook  *book,
                         guint               *pages,
                         GError             **error)
{
  g_autofree char *title = status_title (book);
  g_autofree char *year = mado_plan_year_print (book->year);
  g_autofree char *status = g_strconcat (*book->plan.fiscal_year != 0 ? book->plan.fiscal_year : year,
                                         "　実施状況・実施予定", NULL);
  const PlanPage page = PLAN_LANDSCAPE (title, book->plan.number, book->plan.period);
  const MadoTableColumn columns[N_STATUS] = {
    { "No", 9, MADO_TEXT_CENTRE, TRUE },
    { "主な取組", 45, MADO_TEXT_LEFT, TRUE },
    { "事業概要", 76, MADO_TEXT_LEFT, FALSE },
    { status, 115, MADO_TEXT_LEFT, FALSE },
    { "担当課", 32, MADO_TEXT_LEFT, FALSE },
  };
  MadoTableStyle style = plan_page_table_style (&page, 3.05);
  g_autoptr (MadoPdf) pdf = mado_pdf_new (page.width, page.height, title);
  g_autoptr (MadoTableFlow) flow = mado_table_flow_new (mado_pdf_get_cairo (pdf), columns, N_STATUS, &style);
  Under under = { -1, -1 };

  mado_table_flow_set_first_top (flow, plan_page_draw_head (&page, mado_pdf_get_cairo (pdf)));
  for (guint i = 0; i < book->initiatives->len; i++)
    {
      const MadoInitiative *row = book->initiatives->pdata[i];

      if (row->removed)
        continue;
      add_headings (flow, book, &under, row->goal, row->measure);
      add_row (flow, book, row);
    }
  return plan_page_finish (&page, pdf, flow, pages, error);
}

/* --- 資料1-2 ------------------------------------------------------------------------- */

#define MAX_YEARS 12

static const char *
cell_of (const MadoKpi *kpi,
         const char    *when)
{
  const MadoKpiValue *cell = mado_kpi_find_value (kpi, when);

  return cell != NULL ? cell->printed : "";
}

static void
add_cell (MadoTableFlow *flow,
          guint          column,
          const char    *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != 0)
      mado_table_flow_add_text (flow, column, 0, 0, lines[i], NULL, 0);
}

static void
add_kpi (MadoTableFlow      *flow,
         const MadoPlanBook *book,
         const MadoKpi      *kpi,
         GArray             *years)
{
  g_auto (MadoKpiRate) rate = { 0 };
  g_autofree char *judgement = NULL;
  g_autofree char *number = g_strdup_printf ("%d", kpi->no);

  mado_kpi_rate_init (&rate, kpi, &book->rule);
  judgement = mado_kpi_class_print (rate.kpi_class, &book->rule);
  mado_table_flow_add_row (flow);
  mado_table_flow_add_text (flow, 0, 0, 0, number, NULL, 0);
  mado_table_flow_add_text (flow, 1, 0, 0, kpi->name, NULL, 0);
  add_cell (flow, 2, cell_of (kpi, "target"));
  for (guint i = 0; i < years->len; i++)
    {
      g_autofree char *when = g_strdup_printf ("%d", g_array_index (years, int, i));

      add_cell (flow, 3 + i, cell_of (kpi, when));
    }
  add_cell (flow, 3 + years->len, judgement);
  for (guint i = 0; i < rate.rates->len; i++)
    {
      double one = g_array_index (rate.rates, double, i);
      g_autofree char *text = one == one ? g_strdup_printf ("%.1f％", one * 100) : g_strdup ("―");

      mado_table_flow_add_text (flow, 4 + years->len, 0, 0, text, NULL, 0);
    }
  if (rate.rates->len == 0)
    mado_table_flow_add_text (flow, 4 + years->len, 0, 0, "―", NULL, 0);
}

/* Years of the table: those with values and the rest of the plan's period. */
static GArray *
list_years (const MadoPlanBook *book)
{
  GArray *years = mado_kpi_list_years (book);
  int end = *book->period_end != 0 ? (int) g_ascii_strtoll (book->period_end, NULL, 10) - 1 : 0;

  for (int year = years->len > 0 ? g_array_index (years, int, years->len - 1) + 1 : 0;
       years->len > 0 && year <= end && years->len < MAX_YEARS; year++)
    g_array_append_val (years, year);
  while (years->len > MAX_YEARS)
    g_array_remove_index (years, 0);
  return years;
}

static double
draw_summary (const MadoPlanBook *book,
              const PlanPage     *page,
              cairo_t            *cr,
              double              y)
{
  g_autofree char *year = mado_plan_year_print (book->rule.year);
  g_autofree char *baseline = mado_plan_year_print (book->rule.baseline_year);
  g_autofree char *text = NULL;
  g_autoptr (MadoTextBlock) block = NULL;
  guint counts[3];

  mado_kpi_count_classes (book, counts);
  text = g_strdup_printf ("KPI達成率＝（%s－%s）／（目標値－%s）\n"
                          "100％以上　%u項目　　%g％以上　%u項目　　%g％以下・その他　%u項目　　全%u項目",
                          year, baseline, baseline, counts[MADO_KPI_ACHIEVED], book->rule.threshold, counts[MADO_KPI_GE30],
                          book->rule.threshold, counts[MADO_KPI_OTHER], book->kpis->len);
  block = mado_text_block_new (cr, text, &(MadoTextStyle) { .size = 3.1, .leading = 4.6, .width = page->width - 2 * page->left - 4 });
  cairo_set_line_width (cr, 0.2);
  cairo_rectangle (cr, page->left, y, page->width - 2 * page->left, mado_text_block_get_height (block) + 3);
  cairo_stroke (cr);
  mado_text_block_draw (block, cr, page->left + 2, y + 1.5);
  return y + mado_text_block_get_height (block) + 5;
}

GBytes *
mado_plan_report_kpis (const MadoPlanBook  *book,
                       guint               *pages,
                       GError             **error)
{
  g_autofree char *title = *book->kpi.title != 0 ? g_strdup (book->kpi.title) : g_strconcat (book->name, "のKPI実績一覧", NULL);
  const PlanPage page = PLAN_LANDSCAPE (title, book->kpi.number, book->kpi.period);
  g_autoptr (GArray) years = list_years (book);
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);
  MadoTableColumn columns[5 + MAX_YEARS] = {
    { "No", 9, MADO_TEXT_CENTRE, TRUE }, { "指標", 0, MADO_TEXT_LEFT, TRUE }, { "目標値", 34, MADO_TEXT_LEFT, FALSE },
  };
  MadoTableStyle style = plan_page_table_style (&page, 3.05);
  double each = years->len > 0 ? MIN (32, 116.0 / years->len) : 0;
  g_autoptr (MadoPdf) pdf = mado_pdf_new (page.width, page.height, title);
  g_autoptr (MadoTableFlow) flow = NULL;
  Under under = { -1, -1 };

  for (guint i = 0; i < years->len; i++)
    {
      g_ptr_array_add (titles, mado_plan_year_print (g_array_index (years, int, i)));
      columns[3 + i] = (MadoTableColumn) { titles->pdata[i], each, MADO_TEXT_LEFT, FALSE };
    }
  columns[3 + years->len] = (MadoTableColumn) { "KPI達成度", 30, MADO_TEXT_CENTRE, FALSE };
  columns[4 + years->len] = (MadoTableColumn) { "達成率", 16, MADO_TEXT_RIGHT, FALSE };
  columns[1].width = page.width - 2 * page.left - 9 - 34 - each * years->len - 46;
  flow = mado_table_flow_new (mado_pdf_get_cairo (pdf), columns, 5 + years->len, &style);
  mado_table_flow_set_first_top (flow, draw_summary (book, &page, mado_pdf_get_cairo (pdf),
                                                     plan_page_draw_head (&page, mado_pdf_get_cairo (pdf))));
  for (guint i = 0; i < book->kpis->len; i++)
    {
      const MadoKpi *kpi = book->kpis->pdata[i];

      if (kpi->removed)
        continue;
      add_headings (flow, book, &under, kpi->goal, kpi->measure);
      add_kpi (flow, book, kpi, years);
    }
  return plan_page_finish (&page, pdf, flow, pages, error);
}
