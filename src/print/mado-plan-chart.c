/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-plan-chart.h"

#include "print/mado-text-block.h"

#include <cairo-svg.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define THIN 0.15
#define LETTER 2.7

static double
put_text (cairo_t       *cr,
          const char    *text,
          double         x,
          double         y,
          double         size,
          MadoTextAlign  align,
          double         width)
{
  g_autoptr (MadoTextBlock) block = mado_text_block_new (cr, text, &(MadoTextStyle) { .size = size });
  double length = mado_text_block_get_width (block);
  double shift = align == MADO_TEXT_RIGHT ? width - length : align == MADO_TEXT_CENTRE ? (width - length) / 2 : 0;

  mado_text_block_draw (block, cr, x + shift, y);
  return length;
}

/* --- fillings: told apart without colour ---------------------------------------------- */

static void
hatch (cairo_t *cr,
       double   x,
       double   y,
       double   width,
       double   height)
{
  cairo_save (cr);
  cairo_rectangle (cr, x, y, width, height);
  cairo_clip (cr);
  cairo_set_line_width (cr, 0.2);
  for (double at = x - height; at < x + width; at += 1.1)
    {
      cairo_move_to (cr, at, y + height);
      cairo_line_to (cr, at + height, y);
    }
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* Full: achieved; hatched: on the way; empty: the rest. */
static void
fill_class (cairo_t      *cr,
            MadoKpiClass  kpi_class,
            double        x,
            double        y,
            double        width,
            double        height)
{
  if (width <= 0)
    return;
  if (kpi_class == MADO_KPI_ACHIEVED)
    {
      cairo_set_source_rgb (cr, 0.25, 0.25, 0.25);
      cairo_rectangle (cr, x, y, width, height);
      cairo_fill (cr);
      cairo_set_source_rgb (cr, 0, 0, 0);
    }
  else if (kpi_class == MADO_KPI_GE30)
    hatch (cr, x, y, width, height);
  cairo_set_line_width (cr, THIN);
  cairo_rectangle (cr, x, y, width, height);
  cairo_stroke (cr);
}

static void
dash (cairo_t *cr,
      double   x1,
      double   y1,
      double   x2,
      double   y2)
{
  const double pattern[] = { 1.4, 0.9 };

  cairo_save (cr);
  cairo_set_dash (cr, pattern, 2, 0);
  cairo_set_line_width (cr, 0.25);
  cairo_move_to (cr, x1, y1);
  cairo_line_to (cr, x2, y2);
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* --- one KPI over the years --------------------------------------------------------------- */

static double
number (const MadoKpi *kpi,
        const char    *when,
        guint          component)
{
  const MadoKpiValue *cell = mado_kpi_find_value (kpi, when);
  const char *text = cell == NULL ? ""
                     : kpi->kind == MADO_KPI_MULTI ? (component < cell->values->len ? cell->values->pdata[component] : "")
                     : cell->value;

  return *text != 0 ? g_ascii_strtod (text, NULL) : NAN;
}

typedef struct
{
  cairo_t            *cr;
  const MadoChartBox *box;
  const MadoKpi      *kpi;
  int                 first;
  int                 last;
  double              low;
  double              high;
  MadoChartBox        plot;
} Years;

static void
widen (Years  *y,
       double  value)
{
  if (isnan (value))
    return;
  y->low = MIN (y->low, value);
  y->high = MAX (y->high, value);
}

static double
place_x (const Years *y,
         int          year)
{
  int n = MAX (y->last - y->first, 1);

  return y->plot.x + y->plot.width * (0.08 + 0.84 * (year - y->first) / n);
}

static double
place_y (const Years *y,
         double       value)
{
  double range = y->high > y->low ? y->high - y->low : 1;

  return y->plot.y + y->plot.height * (1 - (value - y->low) / range);
}

static void
find_range (Years *y,
            guint  component)
{
  char when[16];

  y->low = 0;
  y->high = 0;
  for (int year = y->first; year <= y->last; year++)
    {
      g_snprintf (when, sizeof when, "%d", year);
      widen (y, number (y->kpi, when, component));
    }
  widen (y, number (y->kpi, "target", component));
  y->high += (y->high - y->low) * 0.12;
}

static void
draw_points (Years *y,
             guint  component)
{
  cairo_t *cr = y->cr;
  double px = NAN;
  double py = NAN;
  char when[16];

  for (int year = y->first; year <= y->last; year++)
    {
      double value;
      double x = place_x (y, year);
      const MadoKpiValue *cell = mado_kpi_find_year (y->kpi, year);
      g_autofree char *label = g_strdup_printf ("R%d", year - 2018);

      g_snprintf (when, sizeof when, "%d", year);
      value = number (y->kpi, when, component);
      put_text (cr, label, x - 6, y->plot.y + y->plot.height + 1, LETTER, MADO_TEXT_CENTRE, 12);
      if (isnan (value))
        {
          if (cell != NULL)
            put_text (cr, cell->missing == MADO_KPI_PENDING ? "調査中" : "―", x - 8, y->plot.y + y->plot.height - 4, LETTER,
                      MADO_TEXT_CENTRE, 16);
          px = NAN;
          continue;
        }
      if (!isnan (px))
        {
          cairo_set_line_width (cr, 0.4);
          cairo_move_to (cr, px, py);
          cairo_line_to (cr, x, place_y (y, value));
          cairo_stroke (cr);
        }
      px = x;
      py = place_y (y, value);
      cairo_arc (cr, px, py, 0.9, 0, 2 * G_PI);
      cairo_fill (cr);
      if (cell != NULL)
        put_text (cr, y->kpi->kind == MADO_KPI_NUMBER ? cell->printed : cell->values->pdata[component], px - 14, py - 4.2, LETTER, MADO_TEXT_CENTRE, 28);
    }
}

/* Is the value of this year so near to the target's line that the two labels would touch? */
static gboolean
touches_target (const Years *y,
                int          year,
                guint        component,
                double       target)
{
  char when[16];
  double value;

  g_snprintf (when, sizeof when, "%d", year);
  value = number (y->kpi, when, component);

  return !isnan (value) && fabs (place_y (y, value) - place_y (y, target)) < 5;
}

/* At the end of the line, unless a value is written there. */
static MadoTextAlign
find_room (const Years *y,
           guint        component,
           double       target)
{
  if (!touches_target (y, y->last, component, target))
    return MADO_TEXT_RIGHT;
  if (!touches_target (y, y->first, component, target))
    return MADO_TEXT_LEFT;

  return MADO_TEXT_CENTRE;
}

static void
draw_panel (Years *y,
            guint  component)
{
  double target = number (y->kpi, "target", component);
  const MadoKpiValue *cell = mado_kpi_find_value (y->kpi, "target");
  cairo_t *cr = y->cr;

  find_range (y, component);
  cairo_set_line_width (cr, THIN);
  cairo_move_to (cr, y->plot.x, y->plot.y);
  cairo_line_to (cr, y->plot.x, y->plot.y + y->plot.height);
  cairo_line_to (cr, y->plot.x + y->plot.width, y->plot.y + y->plot.height);
  cairo_stroke (cr);
  if (!isnan (target))
    {
      g_autofree char *label = g_strconcat ("目標 ", y->kpi->kind == MADO_KPI_NUMBER ? cell->printed : cell->values->pdata[component], NULL);

      dash (cr, y->plot.x, place_y (y, target), y->plot.x + y->plot.width, place_y (y, target));
      put_text (cr, label, y->plot.x, place_y (y, target) - 3.6, LETTER, find_room (y, component, target), y->plot.width);
    }
  draw_points (y, component);
}

/* Words have no height: they stand in a row. */
static void
draw_words (Years *y)
{
  double step = y->box->width / MAX (y->last - y->first + 2, 1);
  double top = y->plot.y;
  double x = y->box->x;

  for (int year = y->first; year <= y->last + 1; year++, x += step)
    {
      const MadoKpiValue *cell = year > y->last ? mado_kpi_find_value (y->kpi, "target") : mado_kpi_find_year (y->kpi, year);
      g_autofree char *label = year > y->last ? g_strdup ("目標") : g_strdup_printf ("R%d", year - 2018);
      g_autoptr (MadoTextBlock) block =
        mado_text_block_new (y->cr, cell != NULL ? cell->printed : "", &(MadoTextStyle) { .size = LETTER, .width = step - 2 });

      put_text (y->cr, label, x + 1, top, LETTER, MADO_TEXT_LEFT, 0);
      mado_text_block_draw (block, y->cr, x + 1, top + 4.5);
    }
}

static void
find_years (Years             *y,
            const MadoKpi     *kpi,
            const MadoKpiRule *rule)
{
  y->first = rule->baseline_year;
  y->last = rule->year;
  for (guint i = 0; i < kpi->values->len; i++)
    {
      int year = (int) g_ascii_strtoll (((MadoKpiValue *) kpi->values->pdata[i])->when, NULL, 10);

      if (year == 0)
        continue;
      y->first = y->first == 0 ? year : MIN (y->first, year);
      y->last = MAX (y->last, year);
    }
}

void
mado_chart_draw_years (cairo_t            *cr,
                       const MadoChartBox *box,
                       const MadoKpi      *kpi,
                       const MadoKpiRule  *rule)
{
  Years y = { .cr = cr, .box = box, .kpi = kpi };
  g_autofree char *title = g_strdup_printf ("%d　%s", kpi->no, kpi->name);
  g_autoptr (MadoTextBlock) head = mado_text_block_new (cr, title, &(MadoTextStyle) { .size = 3.1, .width = box->width, .bold = TRUE });
  double top = mado_text_block_get_height (head) + 6;
  guint panels = kpi->kind == MADO_KPI_MULTI ? MAX (kpi->components->len, 1) : 1;

  cairo_set_source_rgb (cr, 0, 0, 0);
  mado_text_block_draw (head, cr, box->x, box->y);
  find_years (&y, kpi, rule);
  for (guint i = 0; i < panels; i++)
    {
      double width = box->width / panels;

      y.plot = (MadoChartBox) { box->x + i * width + 4, box->y + top, width - 8, box->height - top - 6 };
      if (kpi->kind == MADO_KPI_COVERAGE || kpi->kind == MADO_KPI_STATE)
        draw_words (&y);
      else
        draw_panel (&y, i);
      if (kpi->kind == MADO_KPI_MULTI)
        put_text (cr, ((MadoKpiComponent *) kpi->components->pdata[i])->label, y.plot.x, box->y + top - 5, LETTER, MADO_TEXT_LEFT, 0);
    }
}

/* On white, so that no line runs through it. */
static void
put_label (cairo_t    *cr,
           const char *text,
           double      x,
           double      y,
           double      size)
{
  g_autoptr (MadoTextBlock) block = mado_text_block_new (cr, text, &(MadoTextStyle) { .size = size });

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_rectangle (cr, x - 0.3, y - 0.2, mado_text_block_get_width (block) + 0.6, size + 0.4);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  mado_text_block_draw (block, cr, x, y);
}

/* --- a bar each ------------------------------------------------------------------------------- */

#define MOST 1.5 /* longer bars end in a notch and say their number */

static void
draw_bar (cairo_t       *cr,
          const MadoKpi *kpi,
          const MadoKpiRule *rule,
          double         x,
          double         y,
          double         name_width,
          double         bar_width,
          double         pitch)
{
  g_auto (MadoKpiRate) rate = { 0 };
  g_autofree char *name = g_strdup_printf ("%d %s", kpi->no, kpi->name);
  g_autoptr (MadoTextBlock) block = NULL;
  double size = MIN (LETTER, pitch * 0.62);
  double zero = x + name_width + 1;
  double unit = bar_width / MOST;

  mado_kpi_rate_init (&rate, kpi, rule);
  block = mado_text_block_new_fitted (cr, name, &(MadoTextStyle) { .size = size, .leading = size * 1.12, .width = name_width - 1 },
                                      pitch * 0.96, size * 0.5, NULL);
  mado_text_block_draw (block, cr, x, y + (pitch - mado_text_block_get_height (block)) / 2);
  if (isnan (rate.overall))
    {
      const char *words = rate.why == MADO_RATE_IN_WORDS && rate.kpi_class == MADO_KPI_ACHIEVED ? "達成済（文字の指標）"
                          : rate.why == MADO_RATE_PENDING ? "調査中" : "―";

      put_label (cr, words, zero + 1, y + (pitch - size) / 2, size);
      return;
    }
  fill_class (cr, rate.kpi_class, zero, y + pitch * 0.2, CLAMP (rate.overall, 0, MOST) * unit, pitch * 0.6);
  {
    g_autofree char *label = g_strdup_printf ("%.1f％", rate.overall * 100);

    put_label (cr, label, zero + CLAMP (rate.overall, 0, MOST) * unit + 0.8, y + (pitch - size) / 2, size);
  }
}

void
mado_chart_draw_bars (cairo_t            *cr,
                      const MadoChartBox *box,
                      const MadoPlanBook *book)
{
  guint n = book->kpis->len;
  double pitch = n > 0 ? MIN (7, (box->height - 6) / n) : 7;
  double name_width = box->width * 0.46;
  double bar_width = box->width - name_width - 16;
  double zero = box->x + name_width + 1;
  double foot = box->y + 5 + pitch * n;
  const double marks[] = { book->rule.threshold / 100, 1 };

  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_set_line_width (cr, THIN);
  cairo_move_to (cr, zero, box->y + 4);
  cairo_line_to (cr, zero, foot);
  cairo_stroke (cr);
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      double at = zero + marks[i] * bar_width / MOST;
      g_autofree char *label = g_strdup_printf ("%g％", marks[i] * 100);

      dash (cr, at, box->y + 4, at, foot);
      put_text (cr, label, at - 8, box->y, LETTER, MADO_TEXT_CENTRE, 16);
    }
  for (guint i = 0; i < n; i++)
    draw_bar (cr, book->kpis->pdata[i], &book->rule, box->x, box->y + 5 + pitch * i, name_width, bar_width, pitch);
}

/* --- classes ------------------------------------------------------------------------------------- */

static void
count (const MadoPlanBook *book,
       int                 goal, /* 0: all */
       guint               counts[3])
{
  memset (counts, 0, 3 * sizeof *counts);
  for (guint i = 0; i < book->kpis->len; i++)
    {
      const MadoKpi *kpi = book->kpis->pdata[i];
      g_auto (MadoKpiRate) rate = { 0 };

      if (goal != 0 && kpi->goal != goal)
        continue;
      mado_kpi_rate_init (&rate, kpi, &book->rule);
      counts[rate.kpi_class]++;
    }
}

static void
draw_stack (cairo_t            *cr,
            const MadoPlanBook *book,
            int                 goal,
            const char         *name,
            double              x,
            double              y,
            double              width,
            double              height,
            guint               most)
{
  guint counts[3];
  double at = x + 38;
  double unit = most > 0 ? (width - 38) / most : 0;

  count (book, goal, counts);
  put_text (cr, name, x, y + (height - LETTER) / 2, LETTER, MADO_TEXT_LEFT, 0);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *label = g_strdup_printf ("%u", counts[i]);
      double length = counts[i] * unit;

      fill_class (cr, (MadoKpiClass) i, at, y, length, height);
      if (counts[i] > 0)
        {
          cairo_set_source_rgb (cr, 1, 1, 1);
          cairo_rectangle (cr, at + length / 2 - 2.4, y + (height - LETTER) / 2 - 0.4, 4.8, LETTER + 0.8);
          cairo_fill (cr);
          cairo_set_source_rgb (cr, 0, 0, 0);
          put_text (cr, label, at + length / 2 - 3, y + (height - LETTER) / 2, LETTER, MADO_TEXT_CENTRE, 6);
        }
      at += length;
    }
}

void
mado_chart_draw_classes (cairo_t            *cr,
                         const MadoChartBox *box,
                         const MadoPlanBook *book)
{
  double pitch = MIN (9, (box->height - 7) / (book->goals->len + 1));
  double x = box->x;

  cairo_set_source_rgb (cr, 0, 0, 0);
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *label = mado_kpi_class_print ((MadoKpiClass) i, &book->rule);

      fill_class (cr, (MadoKpiClass) i, x, box->y, 6, 3.2);
      x += 8 + put_text (cr, label, x + 7.5, box->y + 0.2, LETTER, MADO_TEXT_LEFT, 0) + 5;
    }
  draw_stack (cr, book, 0, "全体", box->x, box->y + 7, box->width, pitch * 0.7, book->kpis->len);
  for (guint i = 0; i < book->goals->len; i++)
    {
      const MadoPlanGoal *goal = book->goals->pdata[i];

      draw_stack (cr, book, goal->goal, goal->title, box->x, box->y + 7 + pitch * (i + 1), box->width, pitch * 0.7, book->kpis->len);
    }
}

/* --- files ------------------------------------------------------------------------------------------ */

#define DOTS_PER_MM 8

static void
draw (cairo_t            *cr,
      MadoChartKind       kind,
      const MadoChartBox *box,
      const MadoPlanBook *book,
      const MadoKpi      *kpi)
{
  switch (kind)
    {
    case MADO_CHART_YEARS:
      mado_chart_draw_years (cr, box, kpi, &book->rule);
      break;
    case MADO_CHART_BARS:
      mado_chart_draw_bars (cr, box, book);
      break;
    case MADO_CHART_CLASSES:
      mado_chart_draw_classes (cr, box, book);
      break;
    }
}

static cairo_status_t
append_cb (void                *closure,
           const unsigned char *data,
           unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

GBytes *
mado_chart_write (MadoChartKind        kind,
                  MadoChartFormat      format,
                  const MadoPlanBook  *book,
                  const MadoKpi       *kpi,
                  GError             **error)
{
  double width = kind == MADO_CHART_BARS ? 180 : 130;
  double height = kind == MADO_CHART_BARS ? 12 + 6.5 * MAX (book->kpis->len, 1) : kind == MADO_CHART_CLASSES ? 20 + 9.0 * (book->goals->len + 1) : 75;
  const MadoChartBox box = { 5, 5, width - 10, height - 10 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gboolean svg = format == MADO_CHART_SVG;
  cairo_surface_t *surface = svg
    ? cairo_svg_surface_create_for_stream (append_cb, bytes, width * 72 / 25.4, height * 72 / 25.4)
    : cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) (width * DOTS_PER_MM), (int) (height * DOTS_PER_MM));
  cairo_t *cr = cairo_create (surface);
  double scale = svg ? 72 / 25.4 : DOTS_PER_MM;
  cairo_status_t status;

  cairo_scale (cr, scale, scale);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  draw (cr, kind, &box, book, kpi);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (!svg && status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_write_to_png_stream (surface, append_cb, bytes);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  g_set_error (error, MADO_ERROR, MADO_ERROR_INTERNAL, _("The chart could not be drawn (%s)."), cairo_status_to_string (status));
  return NULL;
}
