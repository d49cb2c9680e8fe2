/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/mado-store.h"

G_BEGIN_DECLS

/* What the server did not accept of one case's part, for one reason: several
 * commits that a person mends in one go. */
typedef struct
{
  MadoId  record;
  char   *ticket_no; /* nullable */
  char   *name;      /* nullable: not to be seen here any more */
  char   *section;
  char   *reason;    /* token of PROTOCOL.md, Wire 4 */
  gint64  at;        /* ms, the last of them */
  guint   n;
} MadoRefusedItem;

void        mado_refused_item_free   (MadoRefusedItem      *self);

/* MadoRefusedItem*, the last one first. Blocks: for a thread. */
GPtrArray  *mado_refused_list        (MadoStore            *store,
                                      GError              **error);
/* The same on a thread of its own; on the main context. */
void        mado_refused_list_async  (MadoStore            *store,
                                      GAsyncReadyCallback   callback,
                                      gpointer              data);
GPtrArray  *mado_refused_list_finish (MadoStore            *store,
                                      GAsyncResult         *result,
                                      GError              **error);

/* Why, and what to do now; whole sentences. */
const char *mado_refused_why         (const char           *reason);
const char *mado_refused_what_to_do  (const char           *reason);

G_END_DECLS
