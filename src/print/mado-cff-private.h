/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint8 *data;
  gsize   length;
} MadoCffFont;

/* An INDEX: count, size of an offset, count + 1 offsets, data. */
typedef struct
{
  guint8 *offsets;
  guint8 *data;   /* offset 1 is its first byte */
  guint   count;
  guint   width;
  gsize   end;    /* of the whole, in the font */
} MadoCffIndex;

/* Subroutines, and which of them some glyph calls. */
typedef struct
{
  MadoCffIndex  index;
  guint8       *used;
} MadoCffSubrs;

guint32  mado_cff_index_offset (const MadoCffIndex *self,
                                guint               i);
/* The width of a glyph as its charstring gives it: the first operand, if there
 * is one more than the first operator takes. */
typedef struct
{
  gboolean decided;
  gboolean given;   /* else the default of its part */
  int      width;   /* over the nominal width of its part */
} MadoCffWidth;

/* Marks what the charstring calls, and what that calls. FALSE: it has
 * something that cannot be followed. */
gboolean mado_cff_walk         (const guint8       *charstring,
                                gsize               length,
                                MadoCffSubrs       *global,
                                MadoCffSubrs       *local,
                                MadoCffWidth       *width);

G_END_DECLS
