/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/mado-client-module.h"

#include "client/mado-client.h"
#include "client/mado-soup-transport.h"

#define TIMEOUT_SECONDS 8

/* libsoup works on the default context of the thread that made it. */
static gboolean
with_transport (const char *server,
                gboolean  (*work) (MadoTransport *transport, gpointer data, GError **error),
                gpointer    data,
                GError    **error)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (MadoSoupTransport) transport = NULL;
  gboolean done;

  g_main_context_push_thread_default (context);
  transport = mado_soup_transport_new (server, TIMEOUT_SECONDS);
  done = work (MADO_TRANSPORT (transport), data, error);
  g_clear_object (&transport);
  g_main_context_pop_thread_default (context);

  return done;
}

typedef struct
{
  const char    *server;
  const char    *code;
  const char    *name;
  const char    *scope;
  MadoSecretKey *device_key;
  MadoEnrolment *enrolment;
} Enrol;

static gboolean
enrol_with (MadoTransport *transport,
            gpointer       data,
            GError       **error)
{
  Enrol *e = data;

  return mado_session_enrol (transport, e->server, e->code, e->name, e->scope, e->device_key,
                             e->enrolment, NULL, error);
}

static gboolean
enrol (const char    *server,
       const char    *code,
       const char    *name,
       const char    *scope,
       MadoSecretKey *device_key,
       MadoEnrolment *enrolment,
       GError       **error)
{
  Enrol data = { server, code, name, scope, device_key, enrolment };

  return with_transport (server, enrol_with, &data, error);
}

typedef struct
{
  const MadoProfileFacts *facts;
  const char             *staff;
  const char             *password;
  MadoSecretKey          *device_key;
  MadoSignIn             *result;
} SignIn;

static gboolean
sign_in_with (MadoTransport *transport,
              gpointer       data,
              GError       **error)
{
  SignIn *s = data;

  return mado_session_sign_in (transport, s->facts, s->staff, s->password, s->device_key,
                               s->result, NULL, error);
}

static gboolean
sign_in (const MadoProfileFacts *facts,
         const char             *staff,
         const char             *password,
         MadoSecretKey          *device_key,
         MadoSignIn             *result,
         GError                **error)
{
  SignIn data = { facts, staff, password, device_key, result };

  return with_transport (facts->server, sign_in_with, &data, error);
}

typedef struct
{
  const MadoEnrolPlan *plan;
  MadoClock           *clock;
  MadoRandom          *random;
  MadoEnrolled        *out;
} EnrolPlace;

static gboolean
enrol_place_with (MadoTransport *transport,
                  gpointer       data,
                  GError       **error)
{
  EnrolPlace *e = data;

  return mado_enrol_place (transport, e->plan, e->clock, e->random, e->out, NULL, error);
}

static gboolean
enrol_place (const MadoEnrolPlan *plan,
             MadoClock           *clock,
             MadoRandom          *random,
             MadoEnrolled        *out,
             GError             **error)
{
  EnrolPlace data = { plan, clock, random, out };

  return with_transport (plan->server, enrol_place_with, &data, error);
}

static MadoClientLink
get_link (MadoClient *self)
{
  switch (mado_client_get_state (self))
    {
    case MADO_CLIENT_BUSY:
      return MADO_CLIENT_LINK_BUSY;
    case MADO_CLIENT_ONLINE:
      return MADO_CLIENT_LINK_ONLINE;
    case MADO_CLIENT_DENIED:
      return MADO_CLIENT_LINK_DENIED;
    case MADO_CLIENT_OUTDATED:
      return MADO_CLIENT_LINK_OUTDATED;
    case MADO_CLIENT_OFFLINE:
    default:
      return MADO_CLIENT_LINK_OFFLINE;
    }
}

static const MadoClientModule module = {
  .version = 1,
  .enrol = enrol,
  .sign_in = sign_in,
  .enrolment_clear = mado_enrolment_clear,
  .sign_in_clear = mado_sign_in_clear,
  .keep_week_keys = mado_session_keep_week_keys,
  .keep_lease = mado_session_keep_lease,
  .client_new = mado_client_new,
  .client_start = mado_client_start,
  .client_stop = mado_client_stop,
  .client_set_token = mado_client_set_token,
  .client_hurry = mado_client_hurry,
  .client_get_link = get_link,
  .client_dup_fault = mado_client_dup_fault,
  .client_tell = mado_client_tell,
  .client_set_dir = mado_client_set_dir,
  .enrol_place = enrol_place,
  .enrolled_clear = mado_enrolled_clear,
  .enrol_keep = mado_enrol_keep,
  .fetch_blob_async = mado_client_fetch_blob_async,
  .fetch_blob_finish = mado_client_fetch_blob_finish,
  .check_document_async = mado_client_check_document_async,
  .check_document_finish = mado_client_check_document_finish,
  .document_answer_free = mado_document_answer_free,
  .probe = mado_server_probe,
  .probe_clear = mado_server_probe_clear,
};

const MadoClientModule *
mado_client_module (void)
{
  return &module;
}
