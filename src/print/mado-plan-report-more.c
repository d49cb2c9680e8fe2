/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-plan-report.h"

#include "print/mado-plan-chart.h"
#include "print/mado-plan-page-private.h"

#include <string.h>

/* Overview, and what has changed. */

/* --- overview -------------------------------------------------------------------------- */

static guint
count_rows (const MadoPlanBook *book,
            int                 goal)
{
  guint n = 0;

  for (guint i = 0; i < book->initiatives->len; i++)
    {
      const MadoInitiative *row = book->initiatives->pdata[i];

      n += !row->removed && row->no > 0 && (goal == 0 || row->goal == goal);
    }
  return n;
}

static char *
overview_words (const MadoPlanBook *book)
{
  GString *out = g_string_new (NULL);

  if (count_rows (book, 0) > 0)
    g_string_append_printf (out, "取組　全%u件", count_rows (book, 0));
  for (guint i = 0; i < book->goals->len && count_rows (book, 0) > 0; i++)
    {
      const MadoPlanGoal *goal = book->goals->pdata[i];

      g_string_append_printf (out, "　　%s　%u件", goal->title, count_rows (book, goal->goal));
    }
  if (book->kpis->len > 0)
    g_string_append_printf (out, "%s指標（KPI）　全%u項目", out->len > 0 ? "\n" : "", book->kpis->len);
  return g_string_free (out, FALSE);
}

GBytes *
mado_plan_report_overview (const MadoPlanBook  *book,
                           GError             **error)
{
  g_autofree char *title = g_strconcat (book->name, "　概況", NULL);
  g_autofree char *year = mado_plan_year_print (book->rule.year > 0 ? book->rule.year : book->year);
  g_autofree char *subtitle = g_strconcat (year, *book->plan.as_of_printed != 0 ? "　" : "", book->plan.as_of_printed, NULL);
  const PlanPage page = PLAN_PORTRAIT (title, "", subtitle);
  g_autoptr (MadoPdf) pdf = mado_pdf_new (page.width, page.height, title);
  cairo_t *cr = mado_pdf_get_cairo (pdf);
  double y = plan_page_draw_head (&page, cr) + 2;
  g_autofree char *words = overview_words (book);
  g_autoptr (MadoTextBlock) block =
    mado_text_block_new (cr, words, &(MadoTextStyle) { .size = 3.3, .leading = 5, .width = page.width - 2 * page.left });
  MadoChartBox box = { page.left, 0, page.width - 2 * page.left, 0 };

  mado_text_block_draw (block, cr, page.left, y);
  y += mado_text_block_get_height (block) + 5;
  if (book->kpis->len > 0)
    {
      box.y = y;
      box.height = 12 + 9.0 * (book->goals->len + 1);
      mado_chart_draw_classes (cr, &box, book);
      box.y += box.height + 3;
      box.height = page.bottom - box.y;
      mado_chart_draw_bars (cr, &box, book);
    }
  plan_page_draw_number (&page, cr, 1, 1);
  mado_pdf_end_page (pdf);
  return mado_pdf_finish (pdf, error);
}

/* --- what has changed --------------------------------------------------------------------- */

static void
add_marked (MadoTableFlow      *flow,
            guint               column,
            const MadoPlanLine *line,
            GArray             *spans,
            MadoMark            mark)
{
  g_autofree char *text = mado_plan_line_dup_printed (line);
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (MadoMarkSpan));

  for (guint i = 0; i < spans->len; i++)
    {
      const MadoPlanSpan *span = &g_array_index (spans, MadoPlanSpan, i);
      MadoMarkSpan made = { span->from, span->until, mark };

      g_array_append_val (marks, made);
    }
  mado_table_flow_add_text (flow, column, line->level > 1 ? line->level - 1 : 0, line->marker != NULL ? 1 : 0, text,
                            (const MadoMarkSpan *) (gpointer) marks->data, marks->len);
}

/* Old and new words of one line in one text: what is gone struck through, what
 * came underlined behind it. */
static void
add_merged (MadoTableFlow          *flow,
            guint                   column,
            const MadoPlanLinePair *pair)
{
  g_autofree char *older = mado_plan_line_dup_printed (pair->older);
  g_autofree char *newer = mado_plan_line_dup_printed (pair->newer);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GArray) marks = g_array_new (FALSE, FALSE, sizeof (MadoMarkSpan));
  int i = 0;
  int k = 0;
  guint a = 0;
  guint b = 0;

  while (older[i] != 0 || newer[k] != 0)
    {
      const MadoPlanSpan *gone = a < pair->only_older->len ? &g_array_index (pair->only_older, MadoPlanSpan, a) : NULL;
      const MadoPlanSpan *came = b < pair->only_newer->len ? &g_array_index (pair->only_newer, MadoPlanSpan, b) : NULL;
      int equal = MIN (gone != NULL ? gone->from - i : (int) strlen (older + i), came != NULL ? came->from - k : (int) strlen (newer + k));

      g_string_append_len (text, older + i, MAX (equal, 0));
      i += MAX (equal, 0);
      k += MAX (equal, 0);
      if (gone != NULL && gone->from == i)
        {
          MadoMarkSpan mark = { (int) text->len, (int) text->len + gone->until - gone->from, MADO_MARK_DELETED };

          g_string_append_len (text, older + i, gone->until - gone->from);
          g_array_append_val (marks, mark);
          i = gone->until;
          a++;
        }
      else if (came != NULL && came->from == k)
        {
          MadoMarkSpan mark = { (int) text->len, (int) text->len + came->until - came->from, MADO_MARK_INSERTED };

          g_string_append_len (text, newer + k, came->until - came->from);
          g_array_append_val (marks, mark);
          k = came->until;
          b++;
        }
      else if (equal <= 0)
        break; /* the texts are not what was compared */
    }
  mado_table_flow_add_text (flow, column, pair->newer->level > 1 ? pair->newer->level - 1 : 0, pair->newer->marker != NULL ? 1 : 0,
                            text->str, (const MadoMarkSpan *) (gpointer) marks->data, marks->len);
}

static void
add_changed_lines (MadoTableFlow *flow,
                   guint          column,
                   GPtrArray     *older,
                   GPtrArray     *newer)
{
  g_autoptr (GPtrArray) pairs = mado_plan_lines_compare (older, newer);

  for (guint i = 0; i < pairs->len; i++)
    {
      const MadoPlanLinePair *pair = pairs->pdata[i];

      if (pair->older != NULL && pair->newer != NULL)
        add_merged (flow, column, pair);
      else if (pair->older != NULL)
        add_marked (flow, column, pair->older, pair->only_older, MADO_MARK_DELETED);
      else
        add_marked (flow, column, pair->newer, pair->only_newer, MADO_MARK_INSERTED);
    }
}

static void
add_row_head (MadoTableFlow        *flow,
              const MadoInitiative *row)
{
  g_autofree char *number = row->no > 0 ? g_strdup_printf ("%d", row->no) : g_strdup (*row->mark != 0 ? row->mark : "―");

  mado_table_flow_add_row (flow);
  mado_table_flow_add_text (flow, 0, 0, 0, number, NULL, 0);
}

static void
add_title (MadoTableFlow         *flow,
           guint                  column,
           const MadoPlanRowPair *pair)
{
  g_autoptr (MadoPlanLine) before = pair->older != NULL ? mado_plan_line_new (1, MADO_PLAN_LINE_TEXT, NULL, pair->older->title) : NULL;
  g_autoptr (MadoPlanLine) after = pair->newer != NULL ? mado_plan_line_new (1, MADO_PLAN_LINE_TEXT, NULL, pair->newer->title) : NULL;
  g_autoptr (GPtrArray) one = mado_plan_lines_new ();
  g_autoptr (GPtrArray) two = mado_plan_lines_new ();

  if (before != NULL)
    g_ptr_array_add (one, g_steal_pointer (&before));
  if (after != NULL)
    g_ptr_array_add (two, g_steal_pointer (&after));
  add_changed_lines (flow, column, one, two);
}

static const char *
when_printed (const MadoPlanBook *book)
{
  return *book->plan.as_of_printed != 0 ? book->plan.as_of_printed : *book->plan.as_of != 0 ? book->plan.as_of : "";
}

static char *
changes_subtitle (const MadoPlanBook *older,
                  const MadoPlanBook *newer)
{
  if (*when_printed (older) == 0 || *when_printed (newer) == 0)
    return g_strdup ("");
  return g_strconcat (when_printed (older), "　→　", when_printed (newer), NULL);
}

GBytes *
mado_plan_report_changes (const MadoPlanBook  *older,
                          const MadoPlanBook  *newer,
                          guint               *pages,
                          GError             **error)
{
  g_autofree char *title = g_strconcat (newer->name, "　変更箇所（見え消し）", NULL);
  g_autofree char *subtitle = changes_subtitle (older, newer);
  const PlanPage page = PLAN_LANDSCAPE (title, "", subtitle);
  const MadoTableColumn columns[] = {
    { "No", 9, MADO_TEXT_CENTRE, TRUE }, { "主な取組", 45, MADO_TEXT_LEFT, TRUE }, { "事業概要", 83, MADO_TEXT_LEFT, FALSE },
    { "実施状況・実施予定", 140, MADO_TEXT_LEFT, FALSE },
  };
  MadoTableStyle style = plan_page_table_style (&page, 3.05);
  g_autoptr (MadoPdf) pdf = mado_pdf_new (page.width, page.height, title);
  g_autoptr (MadoTableFlow) flow = mado_table_flow_new (mado_pdf_get_cairo (pdf), columns, G_N_ELEMENTS (columns), &style);
  g_autoptr (GArray) pairs = mado_plan_books_compare (older, newer);
  g_autoptr (GPtrArray) none = mado_plan_lines_new ();

  mado_table_flow_set_first_top (flow, plan_page_draw_head (&page, mado_pdf_get_cairo (pdf)));
  for (guint i = 0; i < pairs->len; i++)
    {
      const MadoPlanRowPair *pair = &g_array_index (pairs, MadoPlanRowPair, i);

      add_row_head (flow, pair->newer != NULL ? pair->newer : pair->older);
      add_title (flow, 1, pair);
      add_changed_lines (flow, 2, pair->older != NULL ? pair->older->summary : none, pair->newer != NULL ? pair->newer->summary : none);
      add_changed_lines (flow, 3, pair->older != NULL ? pair->older->status : none, pair->newer != NULL ? pair->newer->status : none);
    }
  if (pairs->len == 0)
    mado_table_flow_add_heading (flow, 1, "変更はありません。");
  return plan_page_finish (&page, pdf, flow, pages, error);
}

static void
add_side (MadoTableFlow *flow,
          guint          column,
          GPtrArray     *pairs,
          gboolean       newer)
{
  for (guint i = 0; i < pairs->len; i++)
    {
      const MadoPlanLinePair *pair = pairs->pdata[i];
      const MadoPlanLine *line = newer ? pair->newer : pair->older;

      if (line != NULL)
        add_marked (flow, column, line, newer ? pair->only_newer : pair->only_older, MADO_MARK_INSERTED);
    }
}

static void
add_sides (MadoTableFlow *flow,
           GPtrArray     *older,
           GPtrArray     *newer)
{
  g_autoptr (GPtrArray) pairs = mado_plan_lines_compare (older, newer);

  add_side (flow, 2, pairs, TRUE);
  add_side (flow, 3, pairs, FALSE);
}

GBytes *
mado_plan_report_table_of_changes (const MadoPlanBook  *older,
                                   const MadoPlanBook  *newer,
                                   guint               *pages,
                                   GError             **error)
{
  g_autofree char *title = g_strconcat (newer->name, "　新旧対照表", NULL);
  g_autofree char *subtitle = changes_subtitle (older, newer);
  g_autofree char *new_head = g_strconcat ("新", *when_printed (newer) != 0 ? "　" : "", when_printed (newer), NULL);
  g_autofree char *old_head = g_strconcat ("旧", *when_printed (older) != 0 ? "　" : "", when_printed (older), NULL);
  const PlanPage page = PLAN_LANDSCAPE (title, "", subtitle);
  const MadoTableColumn columns[] = {
    { "No", 9, MADO_TEXT_CENTRE, TRUE }, { "主な取組", 42, MADO_TEXT_LEFT, TRUE }, { new_head, 113, MADO_TEXT_LEFT, FALSE },
    { old_head, 113, MADO_TEXT_LEFT, FALSE },
  };
  MadoTableStyle style = plan_page_table_style (&page, 3.05);
  g_autoptr (MadoPdf) pdf = mado_pdf_new (page.width, page.height, title);
  g_autoptr (MadoTableFlow) flow = mado_table_flow_new (mado_pdf_get_cairo (pdf), columns, G_N_ELEMENTS (columns), &style);
  g_autoptr (GArray) pairs = mado_plan_books_compare (older, newer);
  g_autoptr (GPtrArray) none = mado_plan_lines_new ();

  mado_table_flow_set_first_top (flow, plan_page_draw_head (&page, mado_pdf_get_cairo (pdf)));
  for (guint i = 0; i < pairs->len; i++)
    {
      const MadoPlanRowPair *pair = &g_array_index (pairs, MadoPlanRowPair, i);

      add_row_head (flow, pair->newer != NULL ? pair->newer : pair->older);
      mado_table_flow_add_text (flow, 1, 0, 0, pair->newer != NULL ? pair->newer->title : pair->older->title, NULL, 0);
      add_sides (flow, pair->older != NULL ? pair->older->summary : none, pair->newer != NULL ? pair->newer->summary : none);
      add_sides (flow, pair->older != NULL ? pair->older->status : none, pair->newer != NULL ? pair->newer->status : none);
    }
  if (pairs->len == 0)
    mado_table_flow_add_heading (flow, 1, "変更はありません。");
  return plan_page_finish (&page, pdf, flow, pages, error);
}
