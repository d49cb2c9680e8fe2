/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/ocr/mado-ocr-reader.h"
#include "device/ocr/mado-paper.h"

G_BEGIN_DECLS

/* From a picture of the front of a card (運転免許証, 在留カード) to its fields; in the
 * reading process only. @sheet: what was found in the picture, not yet scaled, of
 * any way up. NULL: no card that is known. */
MadoPaper *mado_paper_face_read (MadoOcrReader *reader,
                                 PIX           *sheet);

G_END_DECLS
