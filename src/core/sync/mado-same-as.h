/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sync/mado-record.h"

G_BEGIN_DECLS

/* Two records of one visit are joined by the register "same-as" (PROTOCOL.md,
 * Fold, 6). */

/* Ids that @record is joined to by its own register (MadoId, unsorted, full). */
GArray *mado_record_list_same_as (MadoRecord *record);

/* Everything joined to @start over @records (MadoRecord*), in both directions;
 * @start itself is always in it, and so are ids of records that are not among
 * @records. Sorted: the first one leads. (MadoId, full) */
GArray *mado_same_as_resolve     (GPtrArray    *records,
                                  const MadoId *start);

G_END_DECLS
