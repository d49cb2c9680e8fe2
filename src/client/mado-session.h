/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/mado-transport.h"
#include "core/store/mado-case-numbers.h"
#include "core/store/mado-profile.h"
#include "core/store/mado-store.h"

G_BEGIN_DECLS

/* Enrolment and sign-in (PROTOCOL.md, Wire 2 and 3). All block: call them on
 * a worker thread. */

/* One week's slip key, opened; or the seed of a pair that drafts are closed for. */
typedef struct
{
  guint16  number;
  gboolean box;
  gint64   from; /* ms */
  gint64   to;
  guint8   key[MADO_KEY_BYTES];
} MadoWeekKey;

typedef MadoNumberBlock MadoLease;

/* What an enrolment gives. */
typedef struct
{
  MadoProfileFacts facts;
  MadoLease        lease;
  GArray          *week_keys; /* MadoWeekKey */
} MadoEnrolment;

void     mado_enrolment_clear (MadoEnrolment *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MadoEnrolment, mado_enrolment_clear)

/* @scope: desk or centre this place is; the code's own scope wins. */
gboolean mado_session_enrol   (MadoTransport       *transport,
                               const char          *server,
                               const char          *code,
                               const char          *name,
                               const char          *scope,
                               MadoSecretKey       *device_key,
                               MadoEnrolment       *enrolment,
                               GCancellable        *cancellable,
                               GError             **error);

/* What a sign-in gives. */
typedef struct
{
  char             *token;
  MadoProfileStaff *staff;
  gint64            server_time;
  GArray           *week_keys; /* MadoWeekKey */
} MadoSignIn;

void     mado_sign_in_clear   (MadoSignIn          *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MadoSignIn, mado_sign_in_clear)

gboolean mado_session_sign_in (MadoTransport          *transport,
                               const MadoProfileFacts *facts,
                               const char             *staff,
                               const char             *password,
                               MadoSecretKey          *device_key,
                               MadoSignIn             *result,
                               GCancellable           *cancellable,
                               GError                **error);

/* Another block of case numbers. */
gboolean mado_session_lease   (MadoTransport          *transport,
                               const char             *token,
                               guint                   count,
                               MadoLease              *lease,
                               GCancellable           *cancellable,
                               GError                **error);

/* This computer's own number in the city, for documents it issues; each call gives
 * another one. INVALID: the server is too old. */
gboolean mado_session_lease_issuer (MadoTransport     *transport,
                               const char             *token,
                               guint64                *computer,
                               GCancellable           *cancellable,
                               GError                **error);

/* The present slip keys, MadoWeekKey; @shared: with the server. */
GArray  *mado_session_fetch_week_keys (MadoTransport *transport,
                                       const char    *token,
                                       const guint8   shared[MADO_KEY_BYTES],
                                       GCancellable  *cancellable,
                                       GError       **error);

/* Slip keys and number blocks in the store's sealed settings: */
/*   "slip-keys"      CBOR list of [number, from, to, key]
 *   "slip-boxes"     CBOR list of [number, seed]
 *   "case-numbers"   see mado-case-numbers.h */
gboolean mado_session_keep_week_keys (MadoStore  *store,
                                      GArray     *week_keys,
                                      GError    **error);
gboolean mado_session_keep_lease     (MadoStore       *store,
                                      const MadoLease *lease,
                                      GError         **error);

G_END_DECLS
