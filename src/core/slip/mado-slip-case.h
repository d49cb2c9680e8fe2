/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/form/mado-case.h"
#include "core/form/mado-form-set.h"
#include "core/slip/mado-slip.h"

G_BEGIN_DECLS

/* A case put on a slip, and a slip laid under a case: which values go where is
 * decided here and nowhere else. */

/* What @scope (a desk or a centre) prints of @kase at @now (ms), as the record
 * stands. @forms: of the same case. The caller sets generation, and expires if
 * it is not to be MADO_SLIP_VALID_DAYS. */
#define MADO_SLIP_VALID_DAYS 30
MadoSlip  *mado_slip_new_for_case        (MadoCase     *kase,
                                          MadoFormSet  *forms,
                                          const char   *scope,
                                          const MadoId *device,
                                          gint64        now);

/* mado_slip_list_changes() and, in the shared section, a stand-in for each
 * signature that the slip names: a window without the server knows what was
 * signed, and notices when it is changed. For mado_store_put_base(). */
GPtrArray *mado_slip_list_case_changes   (MadoSlip     *self,
                                          MadoPack     *pack,
                                          const char   *section);

/* What a draft says, as changes for a new case (MadoChange*, full): the event,
 * who is concerned and what is wanted, with the source of the draft. Nobody
 * vouches for a draft, so each value is held against its field's rules, and
 * what only an office can know (staff fields, proofs that were seen, steps,
 * signatures) is not among them. @refused: how many values were not taken. */
GPtrArray *mado_slip_list_draft_changes  (MadoSlip       *self,
                                          MadoPack       *pack,
                                          const MadoDate *today,
                                          guint          *refused);

/* Does it ask for something that this pack knows? */
gboolean   mado_slip_draft_is_useful     (MadoSlip       *self,
                                          MadoPack       *pack,
                                          const MadoDate *today);

/* Whether a window of @scope keeps what the slip says of @section: the common
 * ones and its own. */
gboolean   mado_slip_section_is_for      (MadoPack     *pack,
                                          const char   *section,
                                          const char   *scope);

G_END_DECLS
