/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-table-flow-private.h"

/* A row is begun at the foot of a page only if so much of it fits. */
#define LEAST_LINES 4
/* A paragraph of at most so many lines stays on one page. */
#define KEEP_LINES 14

static void
placed_free (gpointer data)
{
  FlowPlaced *self = data;

  g_free (self->from);
  g_free (self->count);
  g_free (self);
}

typedef struct
{
  MadoTableFlow  *flow;
  GPtrArray      *page;
  double          y;
  const FlowItem *headings[2]; /* over the rows that come */
} Layout;

static double
heading_height (const MadoTableFlow *self,
                const FlowItem      *item)
{
  return mado_text_block_get_lines (item->heading) * self->style.leading + 2 * self->style.pad_y;
}

static FlowPlaced *
place (Layout         *l,
       const FlowItem *item,
       double          height)
{
  FlowPlaced *placed = g_new0 (FlowPlaced, 1);

  placed->item = item;
  placed->y = l->y;
  placed->height = height;
  l->y += height;
  g_ptr_array_add (l->page, placed);
  return placed;
}

static void
begin_page (Layout *l)
{
  MadoTableFlow *self = l->flow;

  l->page = g_ptr_array_new_with_free_func (placed_free);
  l->y = (self->pages->len == 0 ? self->first_top : self->style.top) + self->head_height;
  g_ptr_array_add (self->pages, l->page);
  for (guint i = 0; i < G_N_ELEMENTS (l->headings) && self->pages->len > 1; i++)
    if (l->headings[i] != NULL)
      place (l, l->headings[i], heading_height (self, l->headings[i]));
}

static guint
lines_left (const Layout *l)
{
  double left = l->flow->style.bottom - l->y - 2 * l->flow->style.pad_y;

  return left > 0 ? (guint) (left / l->flow->style.leading + 1e-6) : 0;
}

static guint
remark_lines (const Layout *l)
{
  return l->flow->style.continued != NULL ? (guint) mado_text_block_get_lines (l->flow->remark) : 0;
}

/* Lines that a cell needs from @from on; where a row goes on, the cells that
 * name it stand there anew. */
static guint
lines_needed (const Layout   *l,
              const FlowItem *row,
              guint           column,
              guint           from)
{
  return row->cells[column].lines->len - MIN (from, row->cells[column].lines->len);
}

/* How many of @room lines a cell takes: a paragraph that is not long is not
 * cut in two. */
static guint
lines_taken (const FlowCell *cell,
             guint           from,
             guint           room)
{
  guint until = from + room;
  guint begin;
  const FlowLine *next;

  if (until >= cell->lines->len)
    return cell->lines->len - from;
  next = &g_array_index (cell->lines, FlowLine, until);
  begin = until - (guint) next->line;
  if (next->line == 0 || mado_text_block_get_lines (next->piece->block) > KEEP_LINES || begin <= from)
    return room;
  return begin - from;
}

static gboolean
is_done (const Layout   *l,
         const FlowItem *row,
         const guint    *from)
{
  for (guint i = 0; i < l->flow->n_columns; i++)
    if (!l->flow->columns[i].names_row && from[i] < row->cells[i].lines->len)
      return FALSE;
  return TRUE;
}

/* Puts as much of a row as there is room for; FALSE: nothing. */
static gboolean
place_part (Layout         *l,
            const FlowItem *row,
            guint          *from,
            gboolean        continued)
{
  MadoTableFlow *self = l->flow;
  guint room = lines_left (l);
  guint need = 0;
  guint height = 0;
  gboolean whole;
  FlowPlaced *placed;

  for (guint i = 0; i < self->n_columns; i++)
    need = MAX (need, lines_needed (l, row, i, from[i]) + (continued && i == self->remark_column ? remark_lines (l) : 0));
  whole = need <= room;
  if (!whole && room < LEAST_LINES)
    return FALSE;
  placed = place (l, row, 0);
  placed->continued = continued;
  placed->from = g_memdup2 (from, self->n_columns * sizeof *from);
  placed->count = g_new0 (guint, self->n_columns);
  for (guint i = 0; i < self->n_columns; i++)
    {
      placed->count[i] = whole ? lines_needed (l, row, i, from[i]) : lines_taken (&row->cells[i], from[i], room);
      height = MAX (height, placed->count[i] + (continued && i == self->remark_column ? remark_lines (l) : 0));
      if (!self->columns[i].names_row)
        from[i] += placed->count[i];
    }
  placed->height = MIN (MAX (height, 1), MAX (room, height)) * self->style.leading + 2 * self->style.pad_y;
  l->y += placed->height;
  return TRUE;
}

static guint
longest (const Layout   *l,
         const FlowItem *row)
{
  guint most = 0;

  for (guint i = 0; i < l->flow->n_columns; i++)
    most = MAX (most, row->cells[i].lines->len);
  return most;
}

static void
place_row (Layout         *l,
           const FlowItem *row)
{
  g_autofree guint *from = g_new0 (guint, l->flow->n_columns);
  guint whole_page = (guint) ((l->flow->style.bottom - l->flow->style.top - l->flow->head_height) / l->flow->style.leading);
  gboolean continued = FALSE;

  /* A short row is not torn. */
  if (longest (l, row) > lines_left (l) && longest (l, row) < whole_page / 4)
    begin_page (l);
  do
    {
      if (!place_part (l, row, from, continued))
        begin_page (l);
      else
        {
          continued = TRUE;
          if (!is_done (l, row, from))
            begin_page (l);
        }
    }
  while (!is_done (l, row, from) || !continued);
}

/* A heading does not stand alone at the foot. */
static gboolean
has_room_for_heading (const Layout *l,
                      guint         at)
{
  const MadoTableFlow *self = l->flow;
  double height = 0;

  for (; at < self->items->len && ((FlowItem *) self->items->pdata[at])->type == FLOW_HEADING; at++)
    height += heading_height (self, self->items->pdata[at]);
  return l->y + height + LEAST_LINES * self->style.leading + 2 * self->style.pad_y <= self->style.bottom;
}

void
table_flow_lay_out (MadoTableFlow *self)
{
  Layout l = { .flow = self };

  if (self->pages != NULL)
    return;
  self->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  begin_page (&l);
  for (guint i = 0; i < self->items->len; i++)
    {
      const FlowItem *item = self->items->pdata[i];

      if (item->type == FLOW_ROW)
        {
          place_row (&l, item);
          continue;
        }
      if (!has_room_for_heading (&l, i))
        {
          l.headings[1] = item->level == 0 ? NULL : l.headings[1];
          if (item->level == 0)
            l.headings[0] = NULL;
          else
            l.headings[1] = NULL;
          begin_page (&l);
        }
      l.headings[item->level] = item;
      if (item->level == 0)
        l.headings[1] = NULL;
      place (&l, item, heading_height (self, item));
    }
  self->end = l.y;
}

guint
mado_table_flow_get_pages (MadoTableFlow *self)
{
  table_flow_lay_out (self);
  return self->pages->len;
}

double
mado_table_flow_get_end (MadoTableFlow *self)
{
  table_flow_lay_out (self);
  return self->end;
}
