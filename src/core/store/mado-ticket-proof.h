/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/mado-city-store.h"

G_BEGIN_DECLS

/*
 * A ticket that proves itself (PROTOCOL.md, Wire 3): its content, signed by
 * the city's server. The desktop keeps it for as long as it keeps commits made
 * under it; a server that was put back from an older copy takes the ticket
 * back from it, and judges the commits as it would have then.
 */
GBytes     *mado_ticket_prove (const MadoTicket    *ticket,
                               const char          *city,
                               const MadoSecretKey *server);
/* FOREIGN: another city's; DAMAGED: cannot be read, or not signed by @sign.
 * Returns: (transfer full) */
MadoTicket *mado_ticket_check (GBytes              *proof,
                               const char          *city,
                               const guint8         sign[32],
                               GError             **error);

/* The desktop's side: sealed in the store by the ticket's id. Keeping the same
 * again writes nothing. Both block. */
gboolean    mado_ticket_keep  (MadoStore           *store,
                               const MadoId        *ticket,
                               GBytes              *proof,
                               GError             **error);
/* NULL without error: none was kept. */
GBytes     *mado_ticket_find  (MadoStore           *store,
                               const MadoId        *ticket,
                               GError             **error);

G_END_DECLS
