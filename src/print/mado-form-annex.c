/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-form-annex.h"

#include "print/mado-form-words.h"

#define MARGIN 18.0
#define TOP 32.0
#define SIZE 3.9
#define NUMBER_WIDTH 20.0

typedef struct
{
  MadoTextBlock *block; /* borrowed */
  int            line;
  guint          page;
  double         x;
  double         y;
} Line;

struct _MadoFormAnnex
{
  GPtrArray     *blocks;
  GArray        *lines;
  MadoTextBlock *title;
  double         width;
  double         bottom;
  double         y;
  guint          page;
};

MadoFormAnnex *
mado_form_annex_new (cairo_t    *cr,
                     const char *title,
                     double      width,
                     double      height)
{
  MadoFormAnnex *self = g_new0 (MadoFormAnnex, 1);
  g_autofree char *text = g_strdup_printf (WORD_ANNEX_TITLE, title);

  self->blocks = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_text_block_free);
  self->lines = g_array_new (FALSE, TRUE, sizeof (Line));
  self->width = width;
  self->bottom = height - MARGIN;
  self->y = TOP;
  self->title = mado_text_block_new_fitted (cr, text,
    &(MadoTextStyle) { .size = 5.5, .bold = TRUE, .width = width - 2 * MARGIN }, 12, 2, NULL);
  return self;
}

void
mado_form_annex_free (MadoFormAnnex *self)
{
  g_ptr_array_unref (self->blocks);
  g_array_unref (self->lines);
  mado_text_block_free (self->title);
  g_free (self);
}

static void
add_line (MadoFormAnnex *self,
          MadoTextBlock *block,
          int            line,
          double         x)
{
  Line placed = { block, line, self->page, x, self->y };

  g_array_append_val (self->lines, placed);
}

static void
make_room (MadoFormAnnex *self,
           double         height)
{
  if (self->y + height <= self->bottom)
    return;
  self->page++;
  self->y = TOP;
}

void
mado_form_annex_add (MadoFormAnnex *self,
                     cairo_t       *cr,
                     guint          number,
                     const char    *text)
{
  g_autofree char *head = g_strdup_printf (WORD_ANNEX_SHORT, number);
  MadoTextBlock *label = mado_text_block_new (cr, head,
    &(MadoTextStyle) { .size = SIZE, .bold = TRUE });
  MadoTextBlock *block = mado_text_block_new (cr, text,
    &(MadoTextStyle) { .size = SIZE, .leading = SIZE * 1.4,
                       .width = self->width - 2 * MARGIN - NUMBER_WIDTH });

  g_ptr_array_add (self->blocks, label);
  g_ptr_array_add (self->blocks, block);
  for (int i = 0; i < mado_text_block_get_lines (block); i++)
    {
      make_room (self, SIZE);
      if (i == 0)
        add_line (self, label, 0, MARGIN);
      add_line (self, block, i, MARGIN + NUMBER_WIDTH);
      self->y += mado_text_block_get_leading (block);
    }
  self->y += SIZE;
}

guint
mado_form_annex_get_pages (const MadoFormAnnex *self)
{
  return self->page + 1;
}

void
mado_form_annex_draw_page (const MadoFormAnnex *self,
                           cairo_t             *cr,
                           guint                page)
{
  cairo_set_source_rgb (cr, 0, 0, 0);
  mado_text_block_draw (self->title, cr, MARGIN, 14);
  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line *line = &g_array_index (self->lines, Line, i);

      if (line->page == page)
        mado_text_block_draw_line (line->block, cr, line->line, line->x, line->y);
    }
}
