/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "client/mado-session.h"

G_BEGIN_DECLS

/* Setting up a place, from the code to the first open journal; the desktop's
 * first run and the command line both go this way. Blocks. */
typedef struct
{
  const char *dir;      /* of the profile */
  const char *server;   /* URL */
  const char *code;
  const char *place;    /* name for people */
  const char *scope;    /* desk or centre; "" = as the code says */
  const char *staff;
  const char *password;
} MadoEnrolPlan;

typedef struct
{
  MadoProfile      *profile;
  MadoSecretKey    *device_key;
  MadoProfileStaff *staff;
  char             *token;
  MadoLease         lease;
  GArray           *week_keys; /* MadoWeekKey */
} MadoEnrolled;

void     mado_enrolled_clear (MadoEnrolled         *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MadoEnrolled, mado_enrolled_clear)

/* Device key, enrolment, sign-in, profile, the person's key file. Nothing is
 * left behind when any of it fails before the profile is written. The clock
 * takes over the server's time. EXISTS: the folder belongs to a device. */
gboolean mado_enrol_place    (MadoTransport        *transport,
                              const MadoEnrolPlan  *plan,
                              MadoClock            *clock,
                              MadoRandom           *random,
                              MadoEnrolled         *out,
                              GCancellable         *cancellable,
                              GError              **error);
/* Lease and slip keys into the journal that was opened for the place. */
gboolean mado_enrol_keep     (MadoStore            *store,
                              const MadoEnrolled   *enrolled,
                              GError              **error);

G_END_DECLS
