/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/mado-store.h"

G_BEGIN_DECLS

/* Short codes of cases come from a block that the server leased to this
 * device (sealed setting "case-numbers": CBOR [next, last]), so that one taken
 * without the server is nobody else's. Both block: a worker thread. */

/* The next code, "2K7M0XQ4"; the block without it is durable before it is
 * given out. NULL: MADO_ERROR_NOT_FOUND when the block is used up. */
char    *mado_case_numbers_take (MadoStore *store,
                                 GError   **error);
/* How many are left; 0 also if there never was a block. */
guint64  mado_case_numbers_left (MadoStore *store);

G_END_DECLS
