/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/counter/mado-counter.h"

G_BEGIN_DECLS

/* Signing and accepting: the rules of one visit, without a widget. */

/* Why this desk cannot go on to signing or acceptance yet; NULL: it can. */
char     *mado_counter_why_not_ready    (MadoCounter  *counter);
/* The way of signing that comes next at this desk; FALSE: no form waits for one.
 * Paper and seal come before glass, so that the visitor's signature is the last
 * thing before the acceptance. Forms without a signature never wait. */
gboolean  mado_counter_next_signature   (MadoCounter  *counter,
                                         MadoSign     *way);
/* Titles of the forms that wait for it: 出生届、婚姻届 (full); "" if none does. */
char     *mado_counter_list_to_sign     (MadoCounter  *counter,
                                         MadoSign      way);
/* Does this desk take the signature of the procedure, and in this way? */
gboolean  mado_counter_signs            (MadoCounter  *counter,
                                         const MadoProcedure *procedure,
                                         MadoSign      way);
/* Values of this desk's forms that were added after the visitor signed and
 * that he has not seen: record paths (full). */
char    **mado_counter_list_additions   (MadoCounter  *counter);

/* Set of the record paths that a standing signature covers, whether something
 * is there or was left empty on purpose (full). */
GHashTable *mado_counter_list_declared  (MadoCounter  *counter);

/* Binds one signature to each form that waits for this way. @strokes: on glass
 * only; for paper and seal the clerk says that he has seen it. Forms signed
 * before and still valid stay as they are. */
void      mado_counter_sign             (MadoCounter  *counter,
                                         MadoSign      way,
                                         GBytes       *strokes /* nullable */);
void      mado_counter_acknowledge      (MadoCounter  *counter);
/* Accepts what this desk may accept, noting of forms without a signature that
 * none is needed; a missing document puts its own procedure
 * on hold and no other. Returns how many were accepted. */
guint     mado_counter_accept           (MadoCounter  *counter);
/* Is it for the staff to fill in before this desk may accept? */
gboolean  mado_counter_wants_of_staff   (MadoCounter         *counter,
                                         const MadoFormField *item);
/* Yen for everything asked for at this desk. */
gint64    mado_counter_fee              (MadoCounter  *counter);

/* Certificates are handed over where they were asked for: accepted, and nobody else has work with them. */
gboolean     mado_counter_waits_for_hand_over (MadoCounter *counter);
void         mado_counter_hand_over           (MadoCounter *counter);

G_END_DECLS
