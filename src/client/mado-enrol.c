/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/mado-enrol.h"

#include "core/store/mado-ticket-proof.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
mado_enrolled_clear (MadoEnrolled *self)
{
  g_clear_object (&self->profile);
  g_clear_pointer (&self->device_key, mado_secret_key_unref);
  g_clear_pointer (&self->staff, mado_profile_staff_free);
  if (self->token != NULL)
    mado_wipe (self->token, strlen (self->token));
  g_clear_pointer (&self->token, g_free);
  g_clear_pointer (&self->week_keys, g_array_unref);
}

/* Asked before the code is used up. */
static gboolean
is_free (const char *dir,
         GError    **error)
{
  g_autofree char *path = g_build_filename (dir, "profile.ini", NULL);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  g_set_error (error, MADO_ERROR, MADO_ERROR_EXISTS, _("The folder “%s” belongs to an enrolled computer already."), dir);
  return FALSE;
}

static gboolean
keep (const MadoEnrolPlan  *plan,
      MadoEnrolment        *enrolment,
      MadoSignIn           *sign_in,
      MadoRandom           *random,
      MadoEnrolled         *out,
      GError              **error)
{
  out->profile = mado_profile_create (plan->dir, &enrolment->facts, error);
  if (out->profile == NULL
      || !mado_profile_put_staff (out->profile, sign_in->staff, plan->password, out->device_key, FALSE, random, error))
    return FALSE;
  out->staff = g_steal_pointer (&sign_in->staff);
  out->token = g_steal_pointer (&sign_in->token);
  out->week_keys = g_steal_pointer (&sign_in->week_keys);
  out->lease = enrolment->lease;
  return TRUE;
}

gboolean
mado_enrol_place (MadoTransport        *transport,
                  const MadoEnrolPlan  *plan,
                  MadoClock            *clock,
                  MadoRandom           *random,
                  MadoEnrolled         *out,
                  GCancellable         *cancellable,
                  GError              **error)
{
  g_auto (MadoEnrolment) enrolment = { 0 };
  g_auto (MadoSignIn) sign_in = { 0 };

  memset (out, 0, sizeof *out);
  if (!is_free (plan->dir, error))
    return FALSE;
  out->device_key = mado_secret_key_new (random);
  if (mado_session_enrol (transport, plan->server, plan->code, plan->place, plan->scope, out->device_key, &enrolment,
                          cancellable, error)
      && mado_session_sign_in (transport, &enrolment.facts, plan->staff, plan->password, out->device_key, &sign_in,
                               cancellable, error))
    {
      if (sign_in.server_time > 0)
        mado_clock_set_offset (clock, sign_in.server_time - mado_clock_wall_ms (clock));
      if (keep (plan, &enrolment, &sign_in, random, out, error))
        return TRUE;
    }
  mado_enrolled_clear (out);
  return FALSE;
}

gboolean
mado_enrol_keep (MadoStore           *store,
                 const MadoEnrolled  *enrolled,
                 GError             **error)
{
  return mado_session_keep_lease (store, &enrolled->lease, error)
         && mado_session_keep_week_keys (store, enrolled->week_keys, error)
         && (enrolled->staff->proof == NULL
             || mado_ticket_keep (store, &enrolled->staff->ticket, enrolled->staff->proof, error));
}
