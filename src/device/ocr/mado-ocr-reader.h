/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <leptonica/allheaders.h>

#include "device/ocr/mado-ocr-cell.h"

G_BEGIN_DECLS

/* Reads letters with tesseract (jpn, jpn_vert for narrow upright boxes, eng for
 * Roman letters). In the reading process only. */
typedef struct _MadoOcrReader MadoOcrReader;

#define MADO_OCR_LOOKS 3

typedef enum
{
  MADO_OCR_ANY,
  MADO_OCR_DATE,   /* an era or a year, digits, 年月日 */
  MADO_OCR_DATE_WITHIN, /* with the words around it on a card */
  MADO_OCR_DIGITS,
  MADO_OCR_KANA,
  MADO_OCR_SEX,
  MADO_OCR_RELATION, /* to the head of the household */
  MADO_OCR_ROMAN,    /* words in capitals, parted by a space */
  MADO_OCR_CODE,     /* capitals and digits */
} MadoOcrLetters;

/* UNSUPPORTED: the trained data for Japanese is not installed. */
MadoOcrReader *mado_ocr_reader_new   (GError         **error);
void           mado_ocr_reader_free  (MadoOcrReader   *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoOcrReader, mado_ocr_reader_free)

/* What stands in @box of @page. Lines are separated by LF; a wide gap within a
 * line is U+3000. @look: 0 to 2, looks at another size and another blackness, to
 * be compared. @confidence: 0 to 1, of the weakest letter. */
char          *mado_ocr_reader_read  (MadoOcrReader   *self,
                                      PIX             *page,
                                      const MadoOcrBox *box,
                                      MadoOcrLetters   letters,
                                      guint            look,
                                      double          *confidence);

/* The letters of a single line, at the first look. The right edge of each, in
 * pixels of @page, is added to @rights (int): near enough to part two words. */
char          *mado_ocr_reader_spell (MadoOcrReader   *self,
                                      PIX             *page,
                                      const MadoOcrBox *box,
                                      GArray          *rights);

G_END_DECLS
