/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-context.h"
#include "core/store/mado-profile.h"

G_BEGIN_DECLS

/**
 * MadoDoor:
 *
 * Signing in at this place. The password opens the device key by argon2id on
 * a worker thread, then the journal; only after that the context is signed in.
 * A server that does not answer does not keep anybody out within the time that
 * his last ticket allows; one that answers is asked beside the work.
 *
 * Signals (main context):
 *   "token" (char *token)     the server let the person in
 *   "turned-away" (char *why) the server did not: the person must sign in anew
 */
#define MADO_TYPE_DOOR (mado_door_get_type ())
G_DECLARE_FINAL_TYPE (MadoDoor, mado_door, MADO, DOOR, GObject)

MadoDoor             *mado_door_new            (MadoContext         *context);
/* NULL: this place was not set up yet. */
MadoProfile            *mado_door_get_profile    (MadoDoor          *self);
const MadoProfileFacts *mado_door_get_facts      (MadoDoor          *self);

/* The rows of the case list are made with this pack. Any thread; NULL: there
 * is none. Before the program ends it must have been called once. */
void                    mado_door_give_pack     (MadoDoor            *self,
                                                 MadoPack            *pack);

/* Signs in, or changes the person while another is signed in (the curtain).
 * The key that the person has here is enough; the server is asked when there
 * is none (and somebody is signed in, so that the device key is open), when
 * the time without the server is over, or when the password may be a new one.
 * DENIED: wrong password. NOT_FOUND: no key here and nobody signed in. EXPIRED
 * and OFFLINE: the server must be asked and does not answer. */
void                    mado_door_unlock_async   (MadoDoor          *self,
                                                    const char          *staff,
                                                    const char          *password,
                                                    GAsyncReadyCallback  callback,
                                                    gpointer             data);
gboolean                mado_door_unlock_finish  (MadoDoor          *self,
                                                    GAsyncResult        *result,
                                                    GError             **error);
/* While somebody is signed in: the server knows the colleague, and the device
 * key is wrapped for him; he can then sign in here at any time. Returns his
 * name. */
void                    mado_door_add_colleague_async  (MadoDoor            *self,
                                                        const char          *staff,
                                                        const char          *password,
                                                        GAsyncReadyCallback  callback,
                                                        gpointer             data);
char                   *mado_door_add_colleague_finish (MadoDoor            *self,
                                                        GAsyncResult        *result,
                                                        GError             **error);
/* First run: a code from the server's administrator. @place: name for people,
 * @scope: desk or centre id ("" = as the code says). */
void                    mado_door_enrol_async    (MadoDoor          *self,
                                                    const char          *server,
                                                    const char          *code,
                                                    const char          *place,
                                                    const char          *scope,
                                                    const char          *staff,
                                                    const char          *password,
                                                    GAsyncReadyCallback  callback,
                                                    gpointer             data);
gboolean                mado_door_enrol_finish   (MadoDoor          *self,
                                                    GAsyncResult        *result,
                                                    GError             **error);
/* First run without a server: everything stays on this computer. */
void                    mado_door_set_up_alone_async  (MadoDoor          *self,
                                                         const char          *city,
                                                         const char          *scope,
                                                         const char          *staff,
                                                         const char          *name,
                                                         const char          *password,
                                                         GAsyncReadyCallback  callback,
                                                         gpointer             data);
gboolean                mado_door_set_up_alone_finish (MadoDoor          *self,
                                                         GAsyncResult        *result,
                                                         GError             **error);
/* For measuring and tests: the device key from a file (staff id, then 64 hex
 * digits, a line each) instead of a password. Blocks; no argon2id. */
gboolean                mado_door_unlock_with_file (MadoDoor        *self,
                                                      const char        *path,
                                                      GError           **error);

G_END_DECLS
