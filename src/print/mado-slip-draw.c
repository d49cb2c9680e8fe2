/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-slip-draw.h"

#include <string.h>

#include "print/mado-slip-words.h"
#include "print/mado-text-block.h"

static void
set_grey (cairo_t *cr,
          double   grey)
{
  cairo_set_source_rgb (cr, grey, grey, grey);
}

/* Receipts are drawn on a surface of coverage, where white paint is ink too;
 * it has to be taken off instead. */
static gboolean
is_coverage (cairo_t *cr)
{
  return cairo_surface_get_content (cairo_get_target (cr)) == CAIRO_CONTENT_ALPHA;
}

void
mado_slip_draw_rule (cairo_t *cr,
                     double   x,
                     double   y,
                     double   width,
                     double   line)
{
  set_grey (cr, 0);
  cairo_rectangle (cr, x, y, width, line);
  cairo_fill (cr);
}

void
mado_slip_draw_box (cairo_t *cr,
                    double   x,
                    double   y,
                    double   width,
                    double   height,
                    double   line)
{
  set_grey (cr, 0);
  cairo_set_line_width (cr, line);
  cairo_rectangle (cr, x + line / 2, y + line / 2, width - line, height - line);
  cairo_stroke (cr);
}

void
mado_slip_draw_window_frame (cairo_t *cr,
                             double   x,
                             double   y,
                             double   width,
                             double   height,
                             double   number_width)
{
  set_grey (cr, 0.9);
  cairo_rectangle (cr, x, y, number_width, height);
  cairo_fill (cr);
  mado_slip_draw_box (cr, x, y, width, height, 0.5);
  set_grey (cr, 0);
  cairo_rectangle (cr, x + number_width, y, 0.3, height);
  cairo_fill (cr);
}

static void
draw_centred (cairo_t    *cr,
              const char *text,
              double      x,
              double      y,
              double      width,
              double      size,
              gboolean    bold)
{
  g_autoptr (MadoTextBlock) block = NULL;

  block = mado_text_block_new_fitted (cr, text,
    &(MadoTextStyle) { .size = size, .width = width, .bold = bold, .align = MADO_TEXT_CENTRE },
    size, size * 0.25, NULL);
  mado_text_block_draw (block, cr, x, y + (size - mado_text_block_get_height (block)) / 2);
}

void
mado_slip_draw_number (cairo_t    *cr,
                       const char *number,
                       double      x,
                       double      y,
                       double      width,
                       double      size,
                       gboolean    word_below)
{
  g_autofree char *text = NULL;
  gboolean digits;

  if (number == NULL || *number == '\0')
    return;
  digits = strspn (number, "0123456789") == strlen (number);
  set_grey (cr, 0);
  if (!word_below)
    {
      text = g_strconcat (number, digits ? WORD_NUMBER : "", NULL);
      draw_centred (cr, text, x, y, width, size, TRUE);
      return;
    }
  draw_centred (cr, number, x + 1, y, width - 2, size, TRUE);
  draw_centred (cr, digits ? WORD_WINDOW_NUMBER : WORD_WINDOW, x + 1, y + size * 1.12,
                width - 2, size * 0.34, FALSE);
}

void
mado_slip_draw_tick (cairo_t *cr,
                     double   x,
                     double   y,
                     double   side)
{
  set_grey (cr, 0);
  cairo_set_line_width (cr, side * 0.12);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_move_to (cr, x + side * 0.18, y + side * 0.52);
  cairo_line_to (cr, x + side * 0.42, y + side * 0.76);
  cairo_line_to (cr, x + side * 0.84, y + side * 0.22);
  cairo_stroke (cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_MITER);
}

/* The word 済 stands left of the box, for the stamp or pen of the clerk. */
void
mado_slip_draw_tick_box (cairo_t  *cr,
                         gboolean  done,
                         gboolean  word,
                         double    x,
                         double    y,
                         double    side)
{
  mado_slip_draw_box (cr, x, y, side, side, 0.4);
  if (word)
    mado_text_draw (cr, WORD_DONE, &(MadoTextStyle) { .size = side * 0.5 },
                    x - side * 0.65, y + side * 0.25);
  if (done)
    mado_slip_draw_tick (cr, x, y, side);
}

void
mado_slip_draw_bullet (cairo_t *cr,
                       double   x,
                       double   y,
                       double   radius)
{
  set_grey (cr, 0);
  cairo_new_sub_path (cr);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  cairo_fill (cr);
}

double
mado_slip_badge_width (double size)
{
  return size * 3.9;
}

static const char *
badge_word (MadoSlipSheetState state)
{
  switch (state)
    {
    case MADO_SLIP_SHEET_ACCEPTED:
      return WORD_ACCEPTED;
    case MADO_SLIP_SHEET_LATER:
      return WORD_LATER;
    case MADO_SLIP_SHEET_CHECK:
      return WORD_CHECK;
    case MADO_SLIP_SHEET_TODO:
    default:
      return "";
    }
}

/* あとで is what people must not forget: white on black. */
void
mado_slip_draw_badge (cairo_t            *cr,
                      MadoSlipSheetState  state,
                      double              x,
                      double              y,
                      double              size)
{
  double width = mado_slip_badge_width (size);
  double height = size * 1.5;
  gboolean inverse = state == MADO_SLIP_SHEET_LATER;

  if (inverse)
    mado_slip_draw_rule (cr, x, y - height / 2, width, height);
  else
    mado_slip_draw_box (cr, x, y - height / 2, width, height,
                        state == MADO_SLIP_SHEET_CHECK ? 0.6 : 0.25);

  cairo_save (cr);
  if (inverse && is_coverage (cr))
    cairo_set_operator (cr, CAIRO_OPERATOR_DEST_OUT);
  else
    set_grey (cr, inverse ? 1 : 0);
  mado_text_draw (cr, badge_word (state),
                  &(MadoTextStyle) { .size = size, .width = width, .bold = TRUE,
                                     .align = MADO_TEXT_CENTRE },
                  x, y - size / 2);
  cairo_restore (cr);
  set_grey (cr, 0);
}
