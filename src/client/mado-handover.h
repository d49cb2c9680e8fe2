/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/mado-transport.h"
#include "core/store/mado-store.h"

G_BEGIN_DECLS

/* Hands keys and commits of the outbox to the server (PROTOCOL.md, Wire 4),
 * keys first, then the proofs of tickets that it may not know. Nothing is taken out of the outbox before the server has
 * answered for it. Blocks.
 *
 * A server that was put back from a copy takes nothing under the history known
 * here: TRUE, all stays in the outbox, and the next pull begins anew.
 *
 * FALSE: nothing is known of what was on its way; it stays in the outbox and
 * goes out again, the same bytes. */
gboolean mado_handover_run (MadoTransport  *transport,
                            const char     *token,
                            MadoStore      *store,
                            const guint8    shared[MADO_KEY_BYTES],
                            MadoRandom     *random,
                            guint          *n_refused, /* out: quarantined in this run */
                            GCancellable   *cancellable,
                            GError        **error);

G_END_DECLS
