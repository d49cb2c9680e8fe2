/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-table-flow-private.h"

#define RULE 0.12
#define HEAD_GREY 0.88
#define HEADING_GREY 0.94

static void
draw_marks (const FlowPiece *piece,
            cairo_t         *cr,
            int              line,
            double           x,
            double           y,
            double           size)
{
  for (guint i = 0; piece->spans != NULL && i < piece->spans->len; i++)
    {
      const MadoMarkSpan *span = &g_array_index (piece->spans, MadoMarkSpan, i);
      double left;
      double right;
      double at = span->mark == MADO_MARK_DELETED ? y + 0.52 * size : y + 1.06 * size;

      if (!mado_text_block_find_range (piece->block, line, span->from, span->until, &left, &right))
        continue;
      cairo_set_line_width (cr, span->mark == MADO_MARK_DELETED ? 0.22 : 0.28);
      cairo_move_to (cr, x + left, at);
      cairo_line_to (cr, x + right, at);
      cairo_stroke (cr);
    }
}

static void
draw_cell (const MadoTableFlow *self,
           cairo_t             *cr,
           const FlowPlaced    *placed,
           guint                column,
           double               x)
{
  const FlowCell *cell = &placed->item->cells[column];
  double lead = (self->style.leading - self->style.size) / 2;
  double y = placed->y + self->style.pad_y + lead;

  for (guint i = 0; i < placed->count[column]; i++, y += self->style.leading)
    {
      const FlowLine *line = &g_array_index (cell->lines, FlowLine, placed->from[column] + i);
      double at = x + self->style.pad + line->piece->indent;

      mado_text_block_draw_line (line->piece->block, cr, line->line, at, y);
      draw_marks (line->piece, cr, line->line, at, y, self->style.size);
    }
  if (!placed->continued || column != self->remark_column || self->style.continued == NULL)
    return;
  for (int i = 0; i < mado_text_block_get_lines (self->remark); i++, y += self->style.leading)
    mado_text_block_draw_line (self->remark, cr, i, x + self->style.pad, y);
}

static void
fill (cairo_t *cr,
      double   x,
      double   y,
      double   width,
      double   height,
      double   grey)
{
  cairo_set_source_rgb (cr, grey, grey, grey);
  cairo_rectangle (cr, x, y, width, height);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
}

static void
draw_rules (const MadoTableFlow *self,
            cairo_t             *cr,
            double               y,
            double               height)
{
  double x = self->style.left;

  cairo_set_line_width (cr, RULE);
  cairo_rectangle (cr, x, y, table_flow_width (self), height);
  for (guint i = 0; i + 1 < self->n_columns; i++)
    {
      x += self->columns[i].width;
      cairo_move_to (cr, x, y);
      cairo_line_to (cr, x, y + height);
    }
  cairo_stroke (cr);
}

static void
draw_head (const MadoTableFlow *self,
           cairo_t             *cr,
           double               y)
{
  double lead = (self->style.leading - self->style.size) / 2;
  double x = self->style.left;

  fill (cr, x, y, table_flow_width (self), self->head_height, HEAD_GREY);
  for (guint i = 0; i < self->n_columns; i++)
    {
      double at = y + (self->head_height - mado_text_block_get_lines (self->heads[i]) * self->style.leading) / 2 + lead;

      mado_text_block_draw (self->heads[i], cr, x + self->style.pad, at);
      x += self->columns[i].width;
    }
  draw_rules (self, cr, y, self->head_height);
}

static void
draw_heading (const MadoTableFlow *self,
              cairo_t             *cr,
              const FlowPlaced    *placed)
{
  double lead = (self->style.leading - self->style.size) / 2;

  if (placed->item->level == 0)
    fill (cr, self->style.left, placed->y, table_flow_width (self), placed->height, HEADING_GREY);
  mado_text_block_draw (placed->item->heading, cr, self->style.left + self->style.pad, placed->y + self->style.pad_y + lead);
  cairo_set_line_width (cr, RULE);
  cairo_rectangle (cr, self->style.left, placed->y, table_flow_width (self), placed->height);
  cairo_stroke (cr);
}

void
mado_table_flow_draw_page (MadoTableFlow *self,
                           cairo_t       *cr,
                           guint          page)
{
  GPtrArray *placed;

  table_flow_lay_out (self);
  placed = self->pages->pdata[page];
  draw_head (self, cr, page == 0 ? self->first_top : self->style.top);
  for (guint i = 0; i < placed->len; i++)
    {
      const FlowPlaced *one = placed->pdata[i];
      double x = self->style.left;

      if (one->item->type == FLOW_HEADING)
        {
          draw_heading (self, cr, one);
          continue;
        }
      for (guint k = 0; k < self->n_columns; k++)
        {
          draw_cell (self, cr, one, k, x);
          x += self->columns[k].width;
        }
      draw_rules (self, cr, one->y, one->height);
    }
}
