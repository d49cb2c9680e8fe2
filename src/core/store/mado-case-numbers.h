/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/mado-store.h"

G_BEGIN_DECLS

/* Short codes of cases come from blocks that the server leased to this device
 * (sealed setting "case-numbers": CBOR [next, last, next, last, …], used up in
 * this order), so that one taken without the server is nobody else's. All
 * block: a worker thread. Safe from several threads. */

typedef struct
{
  guint64 first;
  guint64 last;
} MadoNumberBlock;

/* The next code, "2K7M0XQ4"; the block without it is durable before it is
 * given out. NULL: MADO_ERROR_NOT_FOUND when the blocks are used up. */
char    *mado_case_numbers_take (MadoStore              *store,
                                 GError                **error);
/* How many are left; 0 also if there never was a block. */
guint64  mado_case_numbers_left (MadoStore              *store);
/* A block from the server; one that is here, whole or in part, is not added again. */
gboolean mado_case_numbers_add  (MadoStore              *store,
                                 const MadoNumberBlock  *block,
                                 GError                **error);

G_END_DECLS
