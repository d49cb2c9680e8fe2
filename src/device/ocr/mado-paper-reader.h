/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/ocr/mado-ocr-reader.h"
#include "device/ocr/mado-paper.h"

G_BEGIN_DECLS

/* From a picture to the fields of a paper; in the reading process only.
 * NOT_FOUND: no form with labels that are known is seen in the picture. */
MadoPaper *mado_paper_reader_read (MadoOcrReader  *reader,
                                   PIX            *grey,
                                   GError        **error);

G_END_DECLS
