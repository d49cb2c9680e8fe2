/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-form-margin.h"

#include "print/mado-form-words.h"
#include "print/mado-slip-draw.h"
#include "print/mado-text-block.h"

#define EDGE 12.0
#define HEAD_Y 2.4
#define HEAD_HEIGHT 4.4
#define FOOT_HEIGHT 9.2
#define SIZE 2.9

void
mado_form_margin_clear (MadoFormMargin *self)
{
  g_free (self->numbers);
  g_free (self->held);
  g_free (self->signature);
  g_free (self->added);
}

static void
draw_line (cairo_t       *cr,
           const char    *text,
           double         x,
           double         y,
           double         width,
           MadoTextAlign  align)
{
  g_autoptr (MadoTextBlock) block = NULL;

  if (text == NULL || *text == '\0')
    return;
  cairo_set_source_rgb (cr, 0, 0, 0);
  block = mado_text_block_new_fitted (cr, text,
    &(MadoTextStyle) { .size = SIZE, .width = width, .align = align, .leading = SIZE * 1.1 },
    SIZE * 1.3, 1.2, NULL);
  mado_text_block_draw (block, cr, x, y + (SIZE - mado_text_block_get_height (block)) / 2);
}

static void
draw_held (const MadoFormMargin *self,
           cairo_t              *cr,
           double                width)
{
  if (!self->is_held)
    return;
  mado_slip_draw_rule (cr, EDGE, HEAD_Y - 0.6, 14, HEAD_HEIGHT);
  cairo_set_source_rgb (cr, 1, 1, 1);
  mado_text_draw (cr, WORD_HELD,
                  &(MadoTextStyle) { .size = 3.4, .bold = TRUE, .width = 14,
                                     .align = MADO_TEXT_CENTRE },
                  EDGE, HEAD_Y - 0.1);
  draw_line (cr, self->held, EDGE + 16, HEAD_Y + 0.1, width / 2 - EDGE - 18, MADO_TEXT_LEFT);
}

static void
draw_staff_number (const MadoFormMargin *self,
                   cairo_t              *cr,
                   double                x,
                   double                y)
{
  if (!self->staff_number)
    return;
  mado_slip_draw_box (cr, x, y, 42, 7, 0.25);
  draw_line (cr, WORD_STAFF_NUMBER, x + 1.5, y + 2, 29, MADO_TEXT_LEFT);
  mado_slip_draw_box (cr, x + 33, y + 1, 5, 5, 0.25);
}

void
mado_form_margin_draw (const MadoFormMargin *self,
                       cairo_t              *cr,
                       double                width,
                       double                height,
                       guint                 page,
                       guint                 pages)
{
  g_autofree char *right = g_strdup_printf ("%s　%u／%u", self->numbers, page + 1, pages);
  double foot = height - FOOT_HEIGHT;
  double room = width - 2 * EDGE - (self->staff_number ? 45 : 0);

  draw_held (self, cr, width);
  draw_line (cr, right, width / 2, HEAD_Y + 0.1, width / 2 - EDGE, MADO_TEXT_RIGHT);
  draw_line (cr, self->signature, EDGE, foot, room, MADO_TEXT_LEFT);
  draw_line (cr, self->added, EDGE, foot + SIZE * 1.4, room, MADO_TEXT_LEFT);
  draw_staff_number (self, cr, width - EDGE - 42, foot);
}
