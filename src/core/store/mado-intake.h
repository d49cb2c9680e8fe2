/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/mado-store-private.h"

G_BEGIN_DECLS

/* Reads and checks a page of the feed beside the store's thread: layout and
 * signatures, on all cores. The device directory is asked once per device. */
MadoIntake *mado_intake_read (MadoStore  *store,
                              GPtrArray  *incoming);
void        mado_intake_free (MadoIntake *items,
                              guint       n_items);
/* The same for stored bytes that a new device entry makes readable. */
const char *mado_intake_check (MadoCommit          *commit,
                               const MadoPublicKey *key);

G_END_DECLS
