/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-context.h"
#include "client/mado-client-module.h"
#include "core/store/mado-profile.h"

G_BEGIN_DECLS

/**
 * MadoLinkKeeper:
 *
 * Loads the client module, runs the client of the signed-in place and tells
 * the context's MadoConnection how it goes. Without a server in the profile
 * it does nothing.
 */
#define MADO_TYPE_LINK_KEEPER (mado_link_keeper_get_type ())
G_DECLARE_FINAL_TYPE (MadoLinkKeeper, mado_link_keeper, MADO, LINK_KEEPER, GObject)

/* Loads the module once; NULL with UNSUPPORTED if it is not installed. Safe
 * from any thread. */
const MadoClientModule *mado_link_load_module (GError **error);

MadoLinkKeeper *mado_link_keeper_new       (MadoContext            *context);
/* After sign-in and after the first paint. @token: NULL without the server. */
void            mado_link_keeper_start     (MadoLinkKeeper         *self,
                                            const MadoProfileFacts *facts,
                                            const char             *token);
void            mado_link_keeper_set_token (MadoLinkKeeper         *self,
                                            const char             *token);
void            mado_link_keeper_stop      (MadoLinkKeeper         *self);
/* Which record and field is open here, for the other desks; NULL: none. */
void            mado_link_keeper_tell      (MadoLinkKeeper         *self,
                                            const MadoId           *record,
                                            const char             *section,
                                            const char             *path);

G_END_DECLS
