/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/mado-city-store.h"

G_BEGIN_DECLS

/*
 * An enrolment that proves itself (PROTOCOL.md, Wire 2): who the device is,
 * signed by the city's server. It stays in the device's profile; a server that
 * was put back from a copy older than the enrolment takes the device back by it.
 */
GBytes  *mado_device_prove (const MadoCityDevice *device,
                            const char           *city,
                            const MadoSecretKey  *server);
/* FOREIGN: another city's; DAMAGED: cannot be read, or not signed by @sign.
 * @device is complete and not revoked. */
gboolean mado_device_check (GBytes               *proof,
                            const char           *city,
                            const guint8          sign[32],
                            MadoCityDevice       *device,
                            GError              **error);

G_END_DECLS
