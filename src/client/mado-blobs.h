/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/mado-transport.h"
#include "core/store/mado-store.h"

G_BEGIN_DECLS

/* Sealed attachments, up and down, in pieces; what arrived stays and the rest
 * follows after a cut (PROTOCOL.md, Wire 7). Blocks. */

/* Hands in every complete blob made here. One that the server does not take
 * (its commit is not there yet, or too large) does not hold up the others. */
gboolean mado_blobs_hand_in (MadoTransport  *transport,
                             const char     *token,
                             MadoStore      *store,
                             GCancellable   *cancellable,
                             GError        **error);
/* Brings one blob here, from where it stopped; nothing to do if it is here. */
gboolean mado_blobs_fetch   (MadoTransport  *transport,
                             const char     *token,
                             MadoStore      *store,
                             const MadoId   *record,
                             const char     *section,
                             const guint8    digest[MADO_DIGEST_BYTES],
                             GCancellable   *cancellable,
                             GError        **error);

G_END_DECLS
