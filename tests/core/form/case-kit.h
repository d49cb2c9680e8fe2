/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/form/mado-case-edit.h"
#include "core/form/mado-case-sign.h"
#include "../sync/fold-kit.h"

/* The demo city's pack, and cases written through edit buffers. */
MadoPack *case_kit_load_pack (void);
/* Writes what is pending as a desk's store would; the buffer is cleared. The
 * clock of each commit is @ms. */
void      case_kit_write     (Kit *kit, MadoCaseEdit *edit, gint64 ms);
/* The same on a copy of the record, as if another desk's commits came: the
 * case takes the new fold. */
void      case_kit_write_elsewhere (Kit *kit, MadoCase *kase, gint64 ms, const char *path, GVariant *value);
