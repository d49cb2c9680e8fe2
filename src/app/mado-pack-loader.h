/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-context.h"

G_BEGIN_DECLS

/* The city pack of this place: what the server sent last time, else the
 * installed one (MADO_PACK_DIR names another). Both calls read on a thread of
 * their own. */

/* Reads only what desks and events are called and gives it to @context. A fault
 * is left for the whole pack to tell. */
void      mado_pack_loader_load_names (MadoContext          *context);
void      mado_pack_loader_load_async (MadoContext          *context,
                                       GAsyncReadyCallback   callback,
                                       gpointer              data);
/* Transfer full; NULL with the fault of the pack (mado_pack_load). @context has
 * it already. */
MadoPack *mado_pack_loader_load_finish (MadoContext         *context,
                                        GAsyncResult        *result,
                                        GError             **error);

G_END_DECLS
