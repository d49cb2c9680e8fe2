/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-table-flow.h"

#include <string.h>

#define RULE 0.12
#define HEAD_GREY 0.88
#define HEADING_GREY 0.94
/* A row is begun at the foot of a page only if so much of it fits. */
#define LEAST_LINES 4
/* A paragraph of at most so many lines stays on one page. */
#define KEEP_LINES 14

typedef struct
{
  MadoTextBlock *block;
  double         indent;
  GArray        *spans; /* MadoMarkSpan, nullable */
} Piece;

/* One line of a cell. */
typedef struct
{
  const Piece *piece;
  int          line;
} Line;

typedef struct
{
  GPtrArray *pieces; /* Piece* */
  GArray    *lines;  /* Line */
} Cell;

typedef enum
{
  ITEM_HEADING,
  ITEM_ROW,
} ItemType;

typedef struct
{
  ItemType       type;
  guint          level;
  MadoTextBlock *heading;
  Cell          *cells;
} Item;

/* What stands on a page, from top to bottom. */
typedef struct
{
  const Item *item;
  double      y;
  double      height;
  guint      *from;  /* per column: first line and how many; NULL for headings */
  guint      *count;
  gboolean    continued;
} Placed;

struct _MadoTableFlow
{
  cairo_t         *cr; /* borrowed while texts are added */
  MadoTableColumn *columns;
  guint            n_columns;
  MadoTableStyle   style;
  double           first_top;
  gboolean         bold;
  MadoTextBlock  **heads;
  MadoTextBlock   *remark;
  guint            remark_column;
  double           head_height;
  GPtrArray       *items; /* Item* */
  GPtrArray       *pages; /* GPtrArray of Placed*; NULL until laid out */
  double           end;
};

/* --- life -------------------------------------------------------------------------- */

static void
piece_free (gpointer data)
{
  Piece *self = data;

  mado_text_block_free (self->block);
  g_clear_pointer (&self->spans, g_array_unref);
  g_free (self);
}

static void
placed_free (gpointer data)
{
  Placed *self = data;

  g_free (self->from);
  g_free (self->count);
  g_free (self);
}

static void
item_clear (MadoTableFlow *self,
            Item          *item)
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

static double
table_width (const MadoTableFlow *self)
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
          MadoTextAlign  align)
{
  MadoTextStyle style = { .size = self->style.size, .leading = self->style.leading, .width = width, .bold = bold, .align = align,
                          .keep_hyphens = TRUE };

  return mado_text_block_new (self->cr, text, &style);
}

MadoTableFlow *
mado_table_flow_new (cairo_t               *cr,
                     const MadoTableColumn *columns,
                     guint                  n_columns,
                     const MadoTableStyle  *style)
{
  MadoTableFlow *self = g_new0 (MadoTableFlow, 1);
  int lines = 1;

  self->cr = cr;
  self->columns = g_memdup2 (columns, n_columns * sizeof *columns);
  self->n_columns = n_columns;
  self->style = *style;
  self->first_top = style->top;
  self->items = g_ptr_array_new ();
  self->heads = g_new0 (MadoTextBlock *, n_columns);
  for (guint i = 0; i < n_columns; i++)
    {
      self->heads[i] = set_text (self, columns[i].title, columns[i].width - 2 * style->pad, TRUE, MADO_TEXT_CENTRE);
      lines = MAX (lines, mado_text_block_get_lines (self->heads[i]));
      if (columns[i].names_row)
        self->remark_column = i; /* the last of them */
    }
  self->head_height = lines * style->leading + 2 * style->pad_y;
  self->remark = set_text (self, style->continued != NULL ? style->continued : "",
                           columns[self->remark_column].width - 2 * style->pad, FALSE, MADO_TEXT_LEFT);
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
  Item *item = g_new0 (Item, 1);

  item->type = ITEM_HEADING;
  item->level = level;
  item->heading = set_text (self, text, table_width (self) - 2 * self->style.pad, TRUE, MADO_TEXT_LEFT);
  g_ptr_array_add (self->items, item);
}

void
mado_table_flow_add_row (MadoTableFlow *self)
{
  Item *item = g_new0 (Item, 1);

  item->type = ITEM_ROW;
  item->cells = g_new0 (Cell, self->n_columns);
  for (guint i = 0; i < self->n_columns; i++)
    {
      item->cells[i].pieces = g_ptr_array_new_with_free_func (piece_free);
      item->cells[i].lines = g_array_new (FALSE, FALSE, sizeof (Line));
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
  Item *item = self->items->pdata[self->items->len - 1];
  Cell *cell = &item->cells[column];
  Piece *piece = g_new0 (Piece, 1);
  double inset = indent * self->style.size;

  piece->indent = inset;
  piece->block = set_text (self, text, self->columns[column].width - 2 * self->style.pad - inset, self->bold,
                           self->columns[column].align);
  if (hang > 0 && mado_text_block_get_lines (piece->block) > 1)
    mado_text_block_set_hang (piece->block, hang * self->style.size);
  if (n_spans > 0)
    {
      piece->spans = g_array_sized_new (FALSE, FALSE, sizeof *spans, n_spans);
      g_array_append_vals (piece->spans, spans, n_spans);
    }
  g_ptr_array_add (cell->pieces, piece);
  for (int i = 0; i < mado_text_block_get_lines (piece->block); i++)
    {
      Line line = { piece, i };

      g_array_append_val (cell->lines, line);
    }
}

/* --- pages ------------------------------------------------------------------------------- */

typedef struct
{
  MadoTableFlow *flow;
  GPtrArray     *page;
  double         y;
  const Item    *headings[2]; /* over the rows that come */
} Layout;

static double
heading_height (const MadoTableFlow *self,
                const Item          *item)
{
  return mado_text_block_get_lines (item->heading) * self->style.leading + 2 * self->style.pad_y;
}

static Placed *
place (Layout     *l,
       const Item *item,
       double      height)
{
  Placed *placed = g_new0 (Placed, 1);

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
lines_needed (const Layout *l,
              const Item   *row,
              guint         column,
              guint         from)
{
  return row->cells[column].lines->len - MIN (from, row->cells[column].lines->len);
}

/* How many of @room lines a cell takes: a paragraph that is not long is not
 * cut in two. */
static guint
lines_taken (const Cell *cell,
             guint       from,
             guint       room)
{
  guint until = from + room;
  guint begin;
  const Line *next;

  if (until >= cell->lines->len)
    return cell->lines->len - from;
  next = &g_array_index (cell->lines, Line, until);
  begin = until - (guint) next->line;
  if (next->line == 0 || mado_text_block_get_lines (next->piece->block) > KEEP_LINES || begin <= from)
    return room;
  return begin - from;
}

static gboolean
is_done (const Layout *l,
         const Item   *row,
         const guint  *from)
{
  for (guint i = 0; i < l->flow->n_columns; i++)
    if (!l->flow->columns[i].names_row && from[i] < row->cells[i].lines->len)
      return FALSE;
  return TRUE;
}

/* Puts as much of a row as there is room for; FALSE: nothing. */
static gboolean
place_part (Layout     *l,
            const Item *row,
            guint      *from,
            gboolean    continued)
{
  MadoTableFlow *self = l->flow;
  guint room = lines_left (l);
  guint need = 0;
  guint height = 0;
  gboolean whole;
  Placed *placed;

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
longest (const Layout *l,
         const Item   *row)
{
  guint most = 0;

  for (guint i = 0; i < l->flow->n_columns; i++)
    most = MAX (most, row->cells[i].lines->len);
  return most;
}

static void
place_row (Layout     *l,
           const Item *row)
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

  for (; at < self->items->len && ((Item *) self->items->pdata[at])->type == ITEM_HEADING; at++)
    height += heading_height (self, self->items->pdata[at]);
  return l->y + height + LEAST_LINES * self->style.leading + 2 * self->style.pad_y <= self->style.bottom;
}

static void
lay_out (MadoTableFlow *self)
{
  Layout l = { .flow = self };

  if (self->pages != NULL)
    return;
  self->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  begin_page (&l);
  for (guint i = 0; i < self->items->len; i++)
    {
      const Item *item = self->items->pdata[i];

      if (item->type == ITEM_ROW)
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
  lay_out (self);
  return self->pages->len;
}

double
mado_table_flow_get_end (MadoTableFlow *self)
{
  lay_out (self);
  return self->end;
}

/* --- drawing ------------------------------------------------------------------------------------ */

static void
draw_marks (const Piece *piece,
            cairo_t     *cr,
            int          line,
            double       x,
            double       y,
            double       size)
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
           const Placed        *placed,
           guint                column,
           double               x)
{
  const Cell *cell = &placed->item->cells[column];
  double lead = (self->style.leading - self->style.size) / 2;
  double y = placed->y + self->style.pad_y + lead;

  for (guint i = 0; i < placed->count[column]; i++, y += self->style.leading)
    {
      const Line *line = &g_array_index (cell->lines, Line, placed->from[column] + i);
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
  cairo_rectangle (cr, x, y, table_width (self), height);
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

  fill (cr, x, y, table_width (self), self->head_height, HEAD_GREY);
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
              const Placed        *placed)
{
  double lead = (self->style.leading - self->style.size) / 2;

  if (placed->item->level == 0)
    fill (cr, self->style.left, placed->y, table_width (self), placed->height, HEADING_GREY);
  mado_text_block_draw (placed->item->heading, cr, self->style.left + self->style.pad, placed->y + self->style.pad_y + lead);
  cairo_set_line_width (cr, RULE);
  cairo_rectangle (cr, self->style.left, placed->y, table_width (self), placed->height);
  cairo_stroke (cr);
}

void
mado_table_flow_draw_page (MadoTableFlow *self,
                           cairo_t       *cr,
                           guint          page)
{
  GPtrArray *placed;

  lay_out (self);
  placed = self->pages->pdata[page];
  draw_head (self, cr, page == 0 ? self->first_top : self->style.top);
  for (guint i = 0; i < placed->len; i++)
    {
      const Placed *one = placed->pdata[i];
      double x = self->style.left;

      if (one->item->type == ITEM_HEADING)
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
