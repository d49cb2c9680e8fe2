/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A rectangle of a straightened picture, in pixels from its upper left. */
typedef struct
{
  int x, y, width, height;
} MadoOcrBox;

/* A box of a form between its ruled lines, and what stands in it. */
typedef struct
{
  MadoOcrBox box;
  char      *text;       /* lines separated by LF; "" for none */
  double     confidence; /* 0 to 1, of the weakest letter */
} MadoOcrCell;

void         mado_ocr_cell_free (MadoOcrCell *self);

G_END_DECLS
