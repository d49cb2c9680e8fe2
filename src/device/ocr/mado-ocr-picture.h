/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <leptonica/allheaders.h>

G_BEGIN_DECLS

/* Pictures of papers, in the reading process only. */

/* Decodes PNG, JPEG, TIFF or BMP into 8 bits grey. INVALID: not a picture, or one
 * of more than 64 million pixels. */
PIX   *mado_ocr_picture_load       (const guint8  *data,
                                    gsize          length,
                                    GError       **error);
/* The paper alone, upright lines level, shadows taken out, scaled to the width
 * that the reader of letters likes (2,200 pixels for a sheet). A picture in which
 * no edge of a paper is seen is taken whole. */
PIX   *mado_ocr_picture_straighten (PIX           *grey);
/* The boxes between ruled lines, from the top, left to right. MadoOcrCell*
 * without text. */
GPtrArray *mado_ocr_picture_find_cells (PIX       *page);
/* Black on white, one bit. */
PIX   *mado_ocr_picture_binarize   (PIX           *grey);

G_END_DECLS
