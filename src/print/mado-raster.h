/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "core/base/mado-error.h"

G_BEGIN_DECLS

/**
 * MadoRaster:
 *
 * A black and white picture as a receipt printer takes it: one bit a dot, a
 * set bit is black, the leftmost dot is the highest bit of a byte. Each row
 * starts on a byte; the bits beyond @width are zero.
 */
typedef struct
{
  int     width;
  int     height;
  int     stride; /* bytes a row */
  guint8 *rows;   /* stride * height bytes */
} MadoRaster;

MadoRaster *mado_raster_new          (int               width,
                                      int               height);
MadoRaster *mado_raster_new_from_a8  (cairo_surface_t  *surface,
                                      int               height);
void        mado_raster_free         (MadoRaster       *self);

gboolean    mado_raster_get          (const MadoRaster *self,
                                      int               x,
                                      int               y);
void        mado_raster_fill         (MadoRaster       *self,
                                      int               x,
                                      int               y,
                                      int               width,
                                      int               height);
guint8     *mado_raster_to_grey      (const MadoRaster *self);
gboolean    mado_raster_write_png    (const MadoRaster *self,
                                      const char       *path,
                                      GError          **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoRaster, mado_raster_free)

G_END_DECLS
