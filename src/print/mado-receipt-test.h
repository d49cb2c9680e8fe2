/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "print/mado-slip-sheet.h"

G_BEGIN_DECLS

/* A receipt that shows whether printer and paper fit each other: a rule over
 * the whole width with a mark at both ends, rare kanji, and a QR symbol as
 * large as on a slip. @lines: (array zero-terminated=1): what else it says. */
MadoRaster *mado_receipt_test_new (MadoReceiptWidth    width,
                                   const char * const *lines,
                                   GError            **error);

G_END_DECLS
