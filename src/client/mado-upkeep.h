/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/mado-transport.h"
#include "core/store/mado-store.h"

G_BEGIN_DECLS

/* What a device needs to go on without the server, kept in stock, and what it
 * owes the audit. Each blocks and does nothing when there is nothing to do. */

/* Recorded reads, oldest first (PROTOCOL.md, Wire 4). */
gboolean mado_upkeep_reads     (MadoTransport  *transport,
                                const char     *token,
                                MadoStore      *store,
                                GCancellable   *cancellable,
                                GError        **error);
/* Another block of case numbers when few are left. */
gboolean mado_upkeep_numbers   (MadoTransport  *transport,
                                const char     *token,
                                MadoStore      *store,
                                GCancellable   *cancellable,
                                GError        **error);
/* The computer's own number for documents, once. */
gboolean mado_upkeep_issuer    (MadoTransport  *transport,
                                const char     *token,
                                MadoStore      *store,
                                GCancellable   *cancellable,
                                GError        **error);
/* Slip keys, when those here do not reach two weeks beyond this one. */
gboolean mado_upkeep_week_keys (MadoTransport  *transport,
                                const char     *token,
                                MadoStore      *store,
                                const guint8    shared[MADO_KEY_BYTES],
                                gint64          now_ms,
                                GCancellable   *cancellable,
                                GError        **error);
/* The keys of the city's other devices, so that a slip of theirs is known for
 * what it is before anything else of them has come. Devices that were revoked
 * are not taken up. @n_new (out, nullable): how many were not known here. */
gboolean mado_upkeep_directory (MadoTransport  *transport,
                                const char     *token,
                                MadoStore      *store,
                                const guint8    shared[MADO_KEY_BYTES],
                                guint          *n_new,
                                GCancellable   *cancellable,
                                GError        **error);
/* The city pack into @dir (usually "<profile>/pack"), used at the next start.
 * A pack whose digest is not the one the server named is thrown away: DAMAGED.
 * @changed (out, nullable): a new one is there. */
gboolean mado_upkeep_pack      (MadoTransport  *transport,
                                const char     *token,
                                const char     *dir,
                                gboolean       *changed,
                                GCancellable   *cancellable,
                                GError        **error);

G_END_DECLS
