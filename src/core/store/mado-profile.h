/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/crypto/mado-crypto.h"

G_BEGIN_DECLS

/**
 * MadoProfile:
 *
 * The folder of one place (desk or centre computer): who this device is and
 * the device key, wrapped once per staff member.
 *
 *   profile.ini        city, device, scope, server, server's public keys
 *   staff/ID.key       salt and device key, sealed with a key from ID's password
 *   journal.db         the journal (MadoStore)
 *
 * The device key never lies open on disk. A password opens it with argon2id,
 * about 75 ms and 64 MiB: never on the main thread.
 */
#define MADO_TYPE_PROFILE (mado_profile_get_type ())
G_DECLARE_FINAL_TYPE (MadoProfile, mado_profile, MADO, PROFILE, GObject)

/* What enrolment and sign-in taught; strings are owned. */
typedef struct
{
  char         *city;
  char         *scope;        /* desk or centre id */
  char         *name;         /* of the place, for people */
  char         *server;       /* URL, "" without one */
  MadoId        device;
  MadoPublicKey server_key;
  GBytes       *proof;        /* of the enrolment (mado-device-proof.h); nullable */
} MadoProfileFacts;

void         mado_profile_facts_clear (MadoProfileFacts *facts);

/* What one staff member may do here while the server is away. */
typedef struct
{
  char   *id;
  char   *name;
  char  **roles;
  MadoId  ticket;
  gint64  expires;       /* ms */
  gint64  offline_until; /* ms: sign-in without the server until then */
  GBytes *proof;         /* of the ticket (mado-ticket-proof.h); nullable */
} MadoProfileStaff;

MadoProfileStaff *mado_profile_staff_copy (const MadoProfileStaff *self);
void              mado_profile_staff_free (MadoProfileStaff *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoProfileStaff, mado_profile_staff_free)

/* NOT_FOUND if the folder was not enrolled yet; FOREIGN if it belongs to
 * training and this program does not, or the other way round. */
MadoProfile *mado_profile_open         (const char             *dir,
                                        GError                **error);
/* Writes profile.ini; EXISTS if there is one for another device. */
MadoProfile *mado_profile_create       (const char             *dir,
                                        const MadoProfileFacts *facts,
                                        GError                **error);

const char             *mado_profile_get_dir   (MadoProfile *self);
const MadoProfileFacts *mado_profile_get_facts (MadoProfile *self);
char                   *mado_profile_get_journal_path (MadoProfile *self);

/* Wraps @device_key for this person and keeps what they may do offline; a
 * later call replaces both. Slow (argon2id) unless @cheap (tests). */
gboolean          mado_profile_put_staff  (MadoProfile            *self,
                                           const MadoProfileStaff *staff,
                                           const char             *password,
                                           MadoSecretKey          *device_key,
                                           gboolean                cheap,
                                           MadoRandom             *random,
                                           GError                **error);
/* NOT_FOUND: never signed in here with the server; DENIED: wrong password;
 * EXPIRED: the time without the server is over (@now_ms). Slow. */
MadoProfileStaff *mado_profile_unlock     (MadoProfile            *self,
                                           const char             *staff_id,
                                           const char             *password,
                                           gint64                  now_ms,
                                           MadoSecretKey         **device_key,
                                           GError                **error);
/* Ids of the staff members with a key here, sorted. */
char            **mado_profile_list_staff (MadoProfile            *self);

G_END_DECLS
