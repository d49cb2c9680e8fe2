/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/mado-transport.h"
#include "core/store/mado-store.h"

G_BEGIN_DECLS

/* Brings the server's feed for this device into the store (PROTOCOL.md, Wire
 * 5), page after page until there is no more; each page and its cursor become
 * durable together, in the feed's order. While one page is being stored the
 * next is already fetched and checked. A new epoch starts anew. Blocks.
 * @n_stored (out, nullable): commits that were new here. */
gboolean mado_feed_pull (MadoTransport *transport,
                         const char    *token,
                         MadoStore     *store,
                         const guint8   shared[MADO_KEY_BYTES],
                         guint         *n_stored,
                         GCancellable  *cancellable,
                         GError       **error);

G_END_DECLS
