/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "print/mado-form-print.h"
#include "print/mado-strokes.h"
#include "print/mado-text-block.h"

G_BEGIN_DECLS

/* One item of a layout on one sheet, with its value, set and ready to draw. */
typedef struct
{
  const MadoFormItem *item;
  guint               page;
  char               *path;    /* NULL: a label or shape */
  MadoPrintValue      value;
  gboolean            has_value;
  gboolean            chosen;  /* CHECK, CIRCLE */
  MadoTextBlock      *block;
  double              x;       /* of the block */
  double              y;
  GPtrArray          *cells;   /* DIGITS: a block a cell */
  guint               annex;   /* number of the 別紙; 0: none */
} MadoFormPiece;

/* What setting needs, and what it finds out. */
typedef struct
{
  cairo_t     *cr;
  const char  *language;
  GPtrArray   *warnings;
  guint        annexes;
  /* The same field on the first sheet, where it was warned of already. */
  const MadoFormPiece *same;
} MadoFormSetter;

void mado_form_piece_set        (MadoFormPiece        *self,
                                 MadoFormSetter       *setter);
void mado_form_piece_free       (MadoFormPiece        *self);
/* Grey areas lie below everything else. */
void mado_form_piece_draw_shade (const MadoFormPiece  *self,
                                 cairo_t              *cr);
void mado_form_piece_draw       (const MadoFormPiece  *self,
                                 cairo_t              *cr,
                                 const MadoStrokes    *strokes);

G_END_DECLS
