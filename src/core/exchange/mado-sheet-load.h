/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/exchange/sheet/mado-sheet-module.h"

G_BEGIN_DECLS

/* Loads the module once and keeps it; UNSUPPORTED if it is not there or of
 * another version. Any thread. */
const MadoSheetModule *mado_sheet_load (GError **error);

G_END_DECLS
