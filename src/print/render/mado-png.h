/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-error.h"

G_BEGIN_DECLS

/**
 * MadoPng:
 *
 * Writes a picture as PNG into a file, row by row, so that a large page needs
 * no memory of its size. Under its name the file appears whole or not at all;
 * a former one of that name stays until then. Readable by its owner alone: it
 * may show what a citizen declared.
 */
typedef struct _MadoPng MadoPng;

/* @grey: every dot to come is grey, and one byte a dot will do. */
MadoPng  *mado_png_new    (const char    *path,
                           guint          width,
                           guint          height,
                           double         dpi,
                           gboolean       grey,
                           GError       **error);
/* @dots: @rows rows of CAIRO_FORMAT_RGB24. */
gboolean  mado_png_add    (MadoPng       *self,
                           const guint8  *dots,
                           guint          stride,
                           guint          rows,
                           GError       **error);
/* Puts the file in its place. */
gboolean  mado_png_finish (MadoPng       *self,
                           GError       **error);
/* One that is not finished leaves nothing. */
void      mado_png_free   (MadoPng       *self);

gboolean  mado_png_is_grey (const guint8 *dots,
                            guint         width,
                            guint         stride,
                            guint         rows);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoPng, mado_png_free)

G_END_DECLS
