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
/* The widths, in pixels, at which letters have the size that their reader likes. */
#define MADO_OCR_SHEET_WIDTH 2200
#define MADO_OCR_CARD_WIDTH  1400

/* The paper alone. A picture in which no edge of a paper is seen is taken whole. */
PIX   *mado_ocr_picture_cut_out    (PIX           *grey);
/* Upright lines level, shadows taken out, @width pixels wide. */
PIX   *mado_ocr_picture_prepare    (PIX           *sheet,
                                    int            width);
/* The boxes between ruled lines, from the top, left to right. MadoOcrCell*
 * without text. */
GPtrArray *mado_ocr_picture_find_cells (PIX       *page);
/* Words on a card, in no order: letters that stand close together, no rules, no
 * photograph, no small print. MadoOcrCell* without text. */
GPtrArray *mado_ocr_picture_find_words (PIX       *page);
/* Black on white, one bit. */
PIX   *mado_ocr_picture_binarize   (PIX           *grey);

G_END_DECLS
