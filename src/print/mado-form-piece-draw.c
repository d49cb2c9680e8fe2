/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-form-piece.h"

#include "print/mado-form-piece-private.h"
#include "print/mado-form-words.h"
#include "print/mado-slip-draw.h"

void
mado_form_piece_draw_shade (const MadoFormPiece *self,
                            cairo_t             *cr)
{
  const MadoFormItem *item = self->item;

  if (item->kind != MADO_ITEM_BOX || !item->shaded)
    return;
  cairo_set_source_rgb (cr, 0.92, 0.92, 0.92);
  cairo_rectangle (cr, item->x, item->y, item->w, item->h);
  cairo_fill (cr);
}

static void
stroke_item (const MadoFormItem *item,
             cairo_t            *cr)
{
  const double dashes[] = { 0.8, 0.6 };

  if (item->line <= 0)
    {
      cairo_new_path (cr);
      return;
    }
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_set_line_width (cr, item->line);
  cairo_set_dash (cr, dashes, item->dashed ? 2 : 0, 0);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

static void
draw_cells (const MadoFormPiece *self,
            cairo_t             *cr)
{
  const MadoFormItem *item = self->item;
  double width = item->w / item->cells;
  guint first = 0;

  for (guint i = 1; i < item->cells; i++)
    {
      cairo_move_to (cr, item->x + i * width, item->y);
      cairo_line_to (cr, item->x + i * width, item->y + item->h);
    }
  cairo_rectangle (cr, item->x, item->y, item->w, item->h);
  stroke_item (item, cr);
  if (self->cells == NULL)
    return;
  if (item->align == MADO_ALIGN_RIGHT)
    first = item->cells - self->cells->len;
  for (guint i = 0; i < self->cells->len; i++)
    {
      const MadoTextBlock *cell = g_ptr_array_index (self->cells, i);

      mado_text_block_draw (cell, cr, item->x + (first + i) * width,
                            item->y + (item->h - mado_text_block_get_height (cell)) / 2);
    }
}

static void
draw_check (const MadoFormPiece *self,
            cairo_t             *cr)
{
  double side = check_side (self);
  double height = self->item->h > 0 ? self->item->h : type_size (self) * LEADING;
  double y = self->item->y + (height - side) / 2;

  mado_slip_draw_box (cr, self->item->x, y, side, side, 0.2);
  if (self->chosen)
    mado_slip_draw_tick (cr, self->item->x, y, side);
}

static void
draw_ring (const MadoFormPiece *self,
           cairo_t             *cr)
{
  const MadoFormItem *item = self->item;
  double width = self->block != NULL ? mado_text_block_get_width (self->block) : item->w;
  double height = item->h > 0 ? item->h : type_size (self) * LEADING;
  double across = item->w > 0 ? MIN (width / 2 + 1.2, item->w / 2) : width / 2 + 1.2;
  double down = MIN (type_size (self) * 0.78, MAX (height / 2, type_size (self) * 0.6));
  double x = self->x + width / 2;

  if (!self->chosen)
    return;
  if (item->w > 0 && item->align == MADO_ALIGN_CENTRE)
    x = item->x + item->w / 2;
  else if (item->w > 0 && item->align == MADO_ALIGN_RIGHT)
    x = item->x + item->w - width / 2;
  cairo_save (cr);
  cairo_new_path (cr);
  cairo_translate (cr, x, item->y + height / 2);
  cairo_scale (cr, MAX (across, down), down);
  cairo_arc (cr, 0, 0, 1, 0, 2 * G_PI);
  cairo_restore (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_set_line_width (cr, 0.45);
  cairo_stroke (cr);
}

/* 追 in a ring at the right edge, where the text makes room. */
static void
draw_added (const MadoFormPiece *self,
            cairo_t             *cr)
{
  const MadoFormItem *item = self->item;
  double x = item->x + MAX (item->w, ADDED_WIDTH) - ADDED_WIDTH / 2 - 0.1;
  double y = item->y + MIN (MAX (item->h, 2.6) / 2, 1.8);

  cairo_new_path (cr);
  cairo_arc (cr, x, y, 1.35, 0, 2 * G_PI);
  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_set_line_width (cr, 0.2);
  cairo_stroke (cr);
  mado_text_draw (cr, WORD_ADDED,
                  &(MadoTextStyle) { .size = 1.9, .width = 3, .align = MADO_TEXT_CENTRE },
                  x - 1.5, y - 0.95);
}

static void
draw_shape (const MadoFormPiece *self,
            cairo_t             *cr,
            const MadoStrokes   *strokes)
{
  const MadoFormItem *item = self->item;

  switch (item->kind)
    {
    case MADO_ITEM_BOX:
      cairo_rectangle (cr, item->x, item->y, item->w, item->h);
      stroke_item (item, cr);
      break;
    case MADO_ITEM_LINE:
      cairo_move_to (cr, item->x, item->y);
      cairo_line_to (cr, item->x + item->w, item->y + item->h);
      stroke_item (item, cr);
      break;
    case MADO_ITEM_DIGITS:
      draw_cells (self, cr);
      break;
    case MADO_ITEM_CHECK:
      draw_check (self, cr);
      break;
    case MADO_ITEM_CIRCLE:
      draw_ring (self, cr);
      break;
    case MADO_ITEM_SIGNATURE:
      if (strokes != NULL)
        mado_strokes_draw (strokes, cr, item->x + 0.5, item->y + 0.5, item->w - 1, item->h - 1);
      break;
    case MADO_ITEM_STATIC:
    case MADO_ITEM_TEXT:
    case MADO_ITEM_WAREKI:
    default:
      break;
    }
}

void
mado_form_piece_draw (const MadoFormPiece *self,
                      cairo_t             *cr,
                      const MadoStrokes   *strokes)
{
  cairo_new_path (cr);
  draw_shape (self, cr, strokes);
  cairo_set_source_rgb (cr, 0, 0, 0);
  if (self->block != NULL)
    mado_text_block_draw (self->block, cr, self->x, self->y);
  if (is_added (self) && (self->block != NULL || self->cells != NULL))
    draw_added (self, cr);
}
