/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-plan-page-private.h"

#include <string.h>

#define TITLE_SIZE 4.6
#define SUBTITLE_SIZE 3.1

static MadoTextBlock *
set_line (cairo_t       *cr,
          const char    *text,
          double         size,
          double         width,
          gboolean       bold,
          MadoTextAlign  align)
{
  return mado_text_block_new (cr, text, &(MadoTextStyle) { .size = size, .width = width, .bold = bold, .align = align });
}

static double
draw_box (const PlanPage *page,
          cairo_t        *cr)
{
  g_autoptr (MadoTextBlock) block = NULL;
  double width;

  if (*page->number == 0)
    return 0;
  block = set_line (cr, page->number, SUBTITLE_SIZE, 0, FALSE, MADO_TEXT_LEFT);
  width = mado_text_block_get_width (block) + 4;
  cairo_set_line_width (cr, 0.2);
  cairo_rectangle (cr, page->width - page->left - width, page->top, width, SUBTITLE_SIZE + 2.6);
  cairo_stroke (cr);
  mado_text_block_draw (block, cr, page->width - page->left - width + 2, page->top + 1.3);
  return width + 4;
}

double
plan_page_draw_head (const PlanPage *page,
                     cairo_t        *cr)
{
  double box = draw_box (page, cr);
  double width = page->width - 2 * page->left - 2 * box;
  g_autoptr (MadoTextBlock) title = set_line (cr, page->title, TITLE_SIZE, width, TRUE, MADO_TEXT_CENTRE);
  double y = page->top;

  mado_text_block_draw (title, cr, page->left + box, y);
  y += mado_text_block_get_height (title) + 2.2;
  if (*page->subtitle != 0)
    {
      g_autoptr (MadoTextBlock) subtitle = set_line (cr, page->subtitle, SUBTITLE_SIZE, page->width - 2 * page->left, FALSE,
                                                     MADO_TEXT_RIGHT);

      mado_text_block_draw (subtitle, cr, page->left, y);
      y += mado_text_block_get_height (subtitle) + 1.6;
    }
  return y;
}

void
plan_page_draw_number (const PlanPage *page,
                       cairo_t        *cr,
                       guint           number,
                       guint           of)
{
  g_autofree char *text = g_strdup_printf ("－ %u／%u －", number, of);
  g_autoptr (MadoTextBlock) block = set_line (cr, text, 2.9, page->width, FALSE, MADO_TEXT_CENTRE);

  mado_text_block_draw (block, cr, 0, page->bottom + 3.4);
}

MadoTableStyle
plan_page_table_style (const PlanPage *page,
                       double          size)
{
  return (MadoTableStyle) { page->width, page->height, page->left, page->top, page->bottom, size, size * 1.32, 2.0, 1.0,
                            "（前ページの続き）" };
}

GBytes *
plan_page_finish (const PlanPage  *page,
                  MadoPdf         *pdf,
                  MadoTableFlow   *flow,
                  guint           *pages,
                  GError         **error)
{
  cairo_t *cr = mado_pdf_get_cairo (pdf);
  guint n = mado_table_flow_get_pages (flow);

  for (guint i = 0; i < n; i++)
    {
      mado_table_flow_draw_page (flow, cr, i);
      plan_page_draw_number (page, cr, i + 1, n);
      mado_pdf_end_page (pdf);
    }
  if (pages != NULL)
    *pages = n;
  return mado_pdf_finish (pdf, error);
}

char *
plan_number (int number)
{
  char text[4] = { 0 };

  if (number < 0 || number > 9)
    return g_strdup_printf ("%d", number);
  g_unichar_to_utf8 (0xff10 + (gunichar) number, text);
  return g_strdup (text);
}

char *
plan_goal_heading (const MadoPlanBook *book,
                   int                 goal)
{
  const MadoPlanGoal *found = mado_plan_book_find_goal (book, goal);
  g_autofree char *number = plan_number (goal);

  if (found == NULL)
    return g_strconcat ("基本目標", number, NULL);
  return g_strconcat ("基本目標", number, "　", found->title, *found->slogan != 0 ? "　～" : "", found->slogan,
                      *found->slogan != 0 ? "～" : "", NULL);
}

char *
plan_measure_heading (const MadoPlanBook *book,
                      int                 goal,
                      int                 measure)
{
  const MadoPlanMeasure *found = mado_plan_book_find_measure (book, goal, measure);
  g_autofree char *number = plan_number (measure);

  return g_strconcat ("施策", number, "　", found != NULL ? found->title : "", NULL);
}
