/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/ocr/mado-ocr-reader.h"
#include "device/ocr/mado-paper-layout.h"

G_BEGIN_DECLS

/* What each look sees of one field: see mado_ocr_reader_read(). In the reading
 * process only. */
typedef struct
{
  char  *printed[MADO_OCR_LOOKS];
  double confidence; /* of the weakest letter of all */
} MadoPaperLooks;

/* Which letters a value of @type has. */
MadoOcrLetters  mado_paper_letters_of       (MadoPaperType         type);
/* @first: what was seen already with the first look and its @confidence; NULL:
 * nothing was. */
void            mado_paper_looks_take       (MadoPaperLooks       *self,
                                             MadoOcrReader        *reader,
                                             PIX                  *page,
                                             const MadoOcrBox     *box,
                                             MadoPaperType         type,
                                             const char           *first,
                                             double                confidence);
void            mado_paper_looks_clear      (MadoPaperLooks       *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MadoPaperLooks, mado_paper_looks_clear)
/* One of them saw a number that must not be kept. */
gboolean        mado_paper_looks_are_secret (const MadoPaperLooks *self);
/* The look that most others agree with. All of them: sure. */
MadoPaperField *mado_paper_looks_judge      (const MadoPaperLooks *looks,
                                             MadoPaperType         type,
                                             const char           *key,
                                             int                   person);
/* PNG of the box, as far as something stands in it. */
GBytes         *mado_paper_crop             (PIX                  *page,
                                             const MadoOcrBox     *box);

G_END_DECLS
