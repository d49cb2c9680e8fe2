/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/mado-store.h"

G_BEGIN_DECLS

/* Number of the key that opens slips filled in at home. */
#define MADO_TRAINING_BOX 1

/* The keys for slips that a server would give: one for all weeks, and one for
 * slips filled in at home; made here. No real computer has them. Any thread. */
gboolean mado_training_keys_put (MadoStore   *store,
                                 MadoRandom  *random,
                                 GError     **error);

G_END_DECLS
