/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/counter/mado-counter.h"

G_BEGIN_DECLS

/* Signing and accepting: the rules of one visit, without a widget. */

/* Why this desk cannot go on to signing or acceptance yet; NULL: it can. */
char     *mado_counter_why_not_ready    (MadoCounter  *counter);
/* Any form of the case that waits for a signature on glass. */
gboolean  mado_counter_wants_signature  (MadoCounter  *counter);
/* Values of this desk's forms that were added after the visitor signed and
 * that he has not seen: record paths (full). */
char    **mado_counter_list_additions   (MadoCounter  *counter);

/* Set of the record paths that a standing signature covers, whether something
 * is there or was left empty on purpose (full). */
GHashTable *mado_counter_list_declared  (MadoCounter  *counter);

/* Binds one signature to each form, by its way of signing: @strokes for those
 * on glass; paper, seal and none are recorded as such. Forms signed before
 * and still valid stay as they are. */
void      mado_counter_sign             (MadoCounter  *counter,
                                         GBytes       *strokes /* nullable */);
void      mado_counter_acknowledge      (MadoCounter  *counter);
/* Accepts what this desk may accept; a missing document puts its own procedure
 * on hold and no other. Returns how many were accepted. */
guint     mado_counter_accept           (MadoCounter  *counter);
/* Yen for everything asked for at this desk. */
gint64    mado_counter_fee              (MadoCounter  *counter);

/* Certificates are handed over where they were asked for: accepted, and nobody else has work with them. */
gboolean     mado_counter_waits_for_hand_over (MadoCounter *counter);
void         mado_counter_hand_over           (MadoCounter *counter);

G_END_DECLS
