/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/mado-transport.h"
#include "core/store/mado-store.h"

G_BEGIN_DECLS

/* Shows the server the proofs of the tickets that @commits name, unless it has
 * seen them in this history (@epoch) already: one that was put back from an
 * older copy does not know them (PROTOCOL.md, Wire 4). A ticket without a proof
 * here, or a server that is too old to ask, is no fault. Blocks. */
gboolean mado_tickets_hand_in (MadoTransport  *transport,
                               const char     *token,
                               MadoStore      *store,
                               const char     *epoch,
                               GPtrArray      *commits, /* MadoCommit* */
                               GCancellable   *cancellable,
                               GError        **error);

G_END_DECLS
