/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "print/mado-slip-sheet.h"

/* A slip's QR as long as a family of four needs. */
char          *sample_qr_text   (gsize length);
/* The story family at 市民課, 国保年金課 and 子育て支援課. */
MadoSlipSheet *sample_family    (void);
/* @persons × @each procedures at five windows, long names among them. */
MadoSlipSheet *sample_crowd     (int persons,
                                 int each);
