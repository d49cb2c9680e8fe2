/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-text.h"
#include "core/form/mado-field-value.h"

/* "2026-04-01T13:05" taken apart; FALSE if it is not of that form. */
gboolean mado_field_split_time   (const char *iso,
                                  MadoDate   *date,
                                  int        *hour,
                                  int        *minute);
/* In what canonical form the text of @field is stored. */
MadoTextKind mado_field_text_kind (const MadoField *field);
