/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "core/base/mado-error.h"

G_BEGIN_DECLS

/* The lines of a signature, from its CBOR (a list of strokes, each a flat list
 * of x, y, ms, pressure). MADO_ERROR_DAMAGED if it is not that. */
typedef struct _MadoStrokes MadoStrokes;

MadoStrokes *mado_strokes_parse (const guint8       *cbor,
                                 gsize               length,
                                 GError            **error);
void         mado_strokes_free  (MadoStrokes        *self);
guint        mado_strokes_count (const MadoStrokes  *self);
/* As vector lines, as large as the box allows, in the shape they were drawn. */
void         mado_strokes_draw  (const MadoStrokes  *self,
                                 cairo_t            *cr,
                                 double              x,
                                 double              y,
                                 double              width,
                                 double              height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoStrokes, mado_strokes_free)

G_END_DECLS
