/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/mado-store.h"

G_BEGIN_DECLS

/* The key for slips that a server would give: one for all weeks, made here. No
 * real computer has it. Any thread. */
gboolean mado_training_keys_put (MadoStore   *store,
                                 MadoRandom  *random,
                                 GError     **error);

G_END_DECLS
