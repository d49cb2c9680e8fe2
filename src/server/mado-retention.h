/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/mado-server-private.h"

G_BEGIN_DECLS

/*
 * When may a record be destroyed? When the retention of each of its procedures
 * is over, as the city pack says in years, counted by the server's own time
 * (PROTOCOL.md, Wire 8). A record without procedures, or a server without a
 * pack, goes by retention_days from the newest commit.
 */
/* From when on, ms; G_MAXINT64: not in sight (nothing of it is here, or the
 * pack does not know one of its procedures). @progress: all of the record's. */
gint64 mado_retention_due (MadoServer             *self,
                           const MadoCityProgress *progress,
                           guint                   n,
                           gint64                  last_received);

G_END_DECLS
