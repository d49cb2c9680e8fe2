/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/procedure/mado-pack-types.h"

G_BEGIN_DECLS

/* mm */
typedef struct
{
  double x, y, w, h;
} MadoLayoutBox;

#define MADO_LAYOUT_STEP_MM 0.5

/* Moves @box (or its far corner, when @resizing) so that an edge meets one of
 * another box if one is near, else to half a millimetre. @line_x, @line_y: where
 * they meet, NAN: nowhere. */
void mado_layout_snap (const MadoFormLayout *layout,
                       int                   item,
                       gboolean              resizing,
                       MadoLayoutBox        *box,
                       double               *line_x,
                       double               *line_y);

G_END_DECLS
