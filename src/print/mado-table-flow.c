/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-table-flow-private.h"

static void
piece_free (gpointer data)
{
  FlowPiece *self = data;

  mado_text_block_free (self->block);
  g_clear_pointer (&self->spans, g_array_unref);
  g_free (self);
}

static void
item_clear (MadoTableFlow *self,
            FlowItem      *item)
{
  g_clear_pointer (&item->heading, mado_text_block_free);
  for (guint i = 0; item->cells != NULL && i < self->n_columns; i++)
    {
      g_ptr_array_unref (item->cells[i].pieces);
      g_array_unref (item->cells[i].lines);
    }
  g_free (item->cells);
  g_free (item);
}

double
table_flow_width (const MadoTableFlow *self)
{
  double width = 0;

  for (guint i = 0; i < self->n_columns; i++)
    width += self->columns[i].width;
  return width;
}

static MadoTextBlock *
set_text (MadoTableFlow *self,
          const char    *text,
          double         width,
          gboolean       bold,
          MadoTextAlign  align,
          double         hang)
{
  MadoTextStyle style = { .size = self->style.size, .leading = self->style.leading, .width = width, .bold = bold, .align = align,
                          .keep_hyphens = TRUE, .hang = hang };

  return mado_text_block_new_in (self->context, text, &style);
}

MadoTableFlow *
mado_table_flow_new (cairo_t               *cr,
                     const MadoTableColumn *columns,
                     guint                  n_columns,
                     const MadoTableStyle  *style)
{
  MadoTableFlow *self = g_new0 (MadoTableFlow, 1);
  int lines = 1;

  self->context = mado_text_context_new (cr);
  self->columns = g_memdup2 (columns, n_columns * sizeof *columns);
  self->n_columns = n_columns;
  self->style = *style;
  self->first_top = style->top;
  self->items = g_ptr_array_new ();
  self->heads = g_new0 (MadoTextBlock *, n_columns);
  for (guint i = 0; i < n_columns; i++)
    {
      self->heads[i] = set_text (self, columns[i].title, columns[i].width - 2 * style->pad, TRUE, MADO_TEXT_CENTRE, 0);
      lines = MAX (lines, mado_text_block_get_lines (self->heads[i]));
      if (columns[i].names_row)
        self->remark_column = i; /* the last of them */
    }
  self->head_height = lines * style->leading + 2 * style->pad_y;
  self->remark = set_text (self, style->continued != NULL ? style->continued : "",
                           columns[self->remark_column].width - 2 * style->pad, FALSE, MADO_TEXT_LEFT, 0);
  return self;
}

void
mado_table_flow_free (MadoTableFlow *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->items->len; i++)
    item_clear (self, self->items->pdata[i]);
  for (guint i = 0; i < self->n_columns; i++)
    mado_text_block_free (self->heads[i]);
  mado_text_block_free (self->remark);
  g_free (self->heads);
  g_ptr_array_unref (self->items);
  g_clear_pointer (&self->pages, g_ptr_array_unref);
  g_free (self->columns);
  g_object_unref (self->context);
  g_free (self);
}

void
mado_table_flow_set_first_top (MadoTableFlow *self,
                               double         top)
{
  self->first_top = top;
}

gboolean
mado_table_flow_set_bold (MadoTableFlow *self,
                          gboolean       bold)
{
  gboolean was = self->bold;

  self->bold = bold;
  return was;
}

/* --- filling --------------------------------------------------------------------------- */

void
mado_table_flow_add_heading (MadoTableFlow *self,
                             guint          level,
                             const char    *text)
{
  FlowItem *item = g_new0 (FlowItem, 1);

  item->type = FLOW_HEADING;
  item->level = level;
  item->heading = set_text (self, text, table_flow_width (self) - 2 * self->style.pad, TRUE, MADO_TEXT_LEFT, 0);
  g_ptr_array_add (self->items, item);
}

void
mado_table_flow_add_row (MadoTableFlow *self)
{
  FlowItem *item = g_new0 (FlowItem, 1);

  item->type = FLOW_ROW;
  item->cells = g_new0 (FlowCell, self->n_columns);
  for (guint i = 0; i < self->n_columns; i++)
    {
      item->cells[i].pieces = g_ptr_array_new_with_free_func (piece_free);
      item->cells[i].lines = g_array_new (FALSE, FALSE, sizeof (FlowLine));
    }
  g_ptr_array_add (self->items, item);
}

void
mado_table_flow_add_text (MadoTableFlow      *self,
                          guint               column,
                          double              indent,
                          double              hang,
                          const char         *text,
                          const MadoMarkSpan *spans,
                          guint               n_spans)
{
  FlowItem *item = self->items->pdata[self->items->len - 1];
  FlowCell *cell = &item->cells[column];
  FlowPiece *piece = g_new0 (FlowPiece, 1);
  double inset = indent * self->style.size;

  piece->indent = inset;
  piece->block = set_text (self, text, self->columns[column].width - 2 * self->style.pad - inset, self->bold,
                           self->columns[column].align, hang * self->style.size);
  if (n_spans > 0)
    {
      piece->spans = g_array_sized_new (FALSE, FALSE, sizeof *spans, n_spans);
      g_array_append_vals (piece->spans, spans, n_spans);
    }
  g_ptr_array_add (cell->pieces, piece);
  for (int i = 0; i < mado_text_block_get_lines (piece->block); i++)
    {
      FlowLine line = { piece, i };

      g_array_append_val (cell->lines, line);
    }
}
