/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/common/mado-field-row.h"
#include "app/counter/mado-counter.h"

G_BEGIN_DECLS

/*
 * One field of a visit in one row, wherever the row stands (two columns, the
 * household table): its value, what another desk made of it meanwhile, whether
 * two values stand against each other; and back: where the cursor is.
 */

/* The row tells @counter when the cursor comes and goes, and which value the
 * person kept. @path is copied; the row must not outlive @counter. */
void mado_counter_row_follow (MadoCounter  *counter,
                              MadoFieldRow *row,
                              const char   *path);
void mado_counter_row_show   (MadoCounter  *counter,
                              MadoFieldRow *row,
                              const char   *path);

G_END_DECLS
