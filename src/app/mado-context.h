/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/common/mado-scan-watch.h"
#include "app/mado-connection.h"
#include "app/mado-preferences.h"
#include "core/base/mado-clock.h"
#include "core/base/mado-random.h"
#include "core/procedure/mado-pack.h"
#include "core/store/mado-store.h"

G_BEGIN_DECLS

/**
 * MadoContext:
 *
 * The services of the program, made once at the start and handed down as a
 * property; no widget fetches a global. Store, identity and device key are
 * there from sign-in to sign-out; "signed-in" is notified when they change.
 */
#define MADO_TYPE_CONTEXT (mado_context_get_type ())
G_DECLARE_FINAL_TYPE (MadoContext, mado_context, MADO, CONTEXT, GObject)

MadoContext         *mado_context_new             (MadoClock           *clock,
                                                   MadoRandom          *random,
                                                   const char          *profile);

/* The folder of this place's files. */
const char          *mado_context_get_profile     (MadoContext         *self);
MadoClock           *mado_context_get_clock       (MadoContext         *self);
MadoRandom          *mado_context_get_random      (MadoContext         *self);
MadoPreferences     *mado_context_get_preferences (MadoContext         *self);
MadoConnection      *mado_context_get_connection  (MadoContext         *self);

/* How the scanners of this place do. */
MadoScanWatch       *mado_context_get_scan_watch  (MadoContext         *self);

/* The city pack, NULL until it is loaded (after the first paint);
 * "notify::pack" tells. */
MadoPack            *mado_context_get_pack        (MadoContext         *self);
void                 mado_context_set_pack        (MadoContext         *self,
                                                   MadoPack            *pack);
/* Whether it is known if there is one: FALSE while it is being read;
 * "notify::pack-known" tells. */
gboolean             mado_context_is_pack_known   (MadoContext         *self);
void                 mado_context_set_pack_known  (MadoContext         *self);
/* For what desks and events are called: the pack, and until it is here one of
 * names only. NULL for the first moments. */
MadoPack            *mado_context_get_names       (MadoContext         *self);
void                 mado_context_set_names       (MadoContext         *self,
                                                   MadoPack            *names);

/* The session with the server, once there is one; its type is the client's. */
GObject             *mado_context_get_session     (MadoContext         *self);
void                 mado_context_set_session     (MadoContext         *self,
                                                   GObject             *session);

/* NULL before sign-in. */
MadoStore           *mado_context_get_store       (MadoContext         *self);
const MadoIdentity  *mado_context_get_identity    (MadoContext         *self);
MadoSecretKey       *mado_context_get_device_key  (MadoContext         *self);
const char          *mado_context_get_staff_name  (MadoContext         *self);
gboolean             mado_context_get_signed_in   (MadoContext         *self);
/* Before mado_context_sign_in(): all roles of who comes (MADO_ROLE_… words).
 * Which workplaces there are depends on them; what may be written is the
 * store's to say. Signing out forgets them. */
void                 mado_context_set_roles       (MadoContext         *self,
                                                   const char *const   *roles);
gboolean             mado_context_has_role        (MadoContext         *self,
                                                   MadoRole             role);
/* Works this person with cases? Not who is a promotion officer and nothing
 * else: the program opens on the plan then. */
gboolean             mado_context_has_cases       (MadoContext         *self);

void                 mado_context_sign_in         (MadoContext         *self,
                                                   MadoStore           *store,
                                                   const MadoIdentity  *identity,
                                                   MadoSecretKey       *device_key,
                                                   const char          *staff_name);
void                 mado_context_sign_out        (MadoContext         *self);

G_END_DECLS
