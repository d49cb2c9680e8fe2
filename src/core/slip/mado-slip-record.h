/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/slip/mado-slip.h"
#include "core/sync/mado-record.h"

G_BEGIN_DECLS

/* How a slip stands to what this desktop has of the record. */
typedef enum
{
  MADO_SLIP_SAME,
  MADO_SLIP_OLDER,    /* everything on it is here, and more happened since */
  MADO_SLIP_NEWER,    /* it knows more than is here */
  MADO_SLIP_DIVERGED, /* both know something that the other does not */
} MadoSlipRelation;

MadoSlipRelation mado_slip_compare     (MadoSlip      *self,
                                        MadoRecord    *record);
const char      *mado_slip_relation_to_string (MadoSlipRelation relation);

/* The section's values as changes (MadoChange*, source "slip"), states of the
 * procedures included; what the dictionary does not know is not among them.
 * For mado_store_put_base(). */
GPtrArray       *mado_slip_list_changes (MadoSlip     *self,
                                         const char   *section);
/* Lays the values under the record at the slip's heads, for every section
 * whose commits are not all here. Returns how many sections took a base. */
guint            mado_slip_apply_base  (MadoSlip      *self,
                                        MadoRecord    *record);
/* The clock of a section's base: the newest hybrid clock among the commits that
 * the slip's heads stand for; the issue, if the issuer did not know it. */
guint64          mado_slip_get_clock   (MadoSlip      *self,
                                        const char    *section);
/* Id of the base of one section, the same on every device that scans this
 * slip: derived from (record, section, heads). */
void             mado_slip_base_id     (MadoSlip      *self,
                                        const char    *section,
                                        MadoId        *id);

G_END_DECLS
