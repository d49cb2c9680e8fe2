/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-server-private.h"

#include "client/mado-json.h"
#include "core/store/mado-device-proof.h"
#include "core/store/mado-ticket-proof.h"

#include <glib/gi18n-lib.h>

/*
 * Signing in: the device proves itself over a nonce, then the person by a
 * password. What is wrong about the person is never told apart.
 */
#define DOMAIN          "mado-session-1"
#define NONCE_MS        (2 * 60 * 1000)
#define MAX_NONCES      20000
#define ONLINE_MS       (G_GINT64_CONSTANT (12) * 3600 * 1000)
#define OFFLINE_MS      (G_GINT64_CONSTANT (72) * 3600 * 1000)
#define FREE_FAILURES   5
#define LOCK_MS         (5 * 60 * 1000)
#define LOCK_MAX_MS     (60 * 60 * 1000)
#define MIN_PASSWORD    8
#define MAX_PASSWORD    256
#define MAX_PROOF       4096

typedef struct
{
  guint8 bytes[32];
  gint64 until;
} Nonce;

/* --- nonces -------------------------------------------------------------------------*/

/* A city that was put back from a copy does not know who enrolled since; it
 * signed the enrolment itself. One that is known, or shut out, stays as it is. */
static void
take_device_back (MadoServer   *self,
                  JsonObject   *object,
                  const MadoId *id)
{
  g_autoptr (GBytes) proof = mado_json_dup_bytes (object, "proof", MAX_PROOF);
  MadoAudit note = { .what = "device-back", .staff = "", .device = *id, .section = "", .detail = "" };
  g_autoptr (GError) error = NULL;
  MadoCityDevice device;

  if (proof == NULL || mado_city_store_get_device (self->store, id, &device) ||
      !mado_device_check (proof, mado_city_store_get_city (self->store), mado_secret_key_get_public (self->identity)->sign,
                          &device, NULL) || !mado_id_equal (&device.id, id))
    return;
  if (!mado_city_store_put_device (self->store, &device, &error) || !mado_city_store_audit (self->store, &note, 1, &error))
    g_message ("%s", error->message);
}

void
mado_resource_nonce (MadoCall *call)
{
  MadoServer *self = call->server;
  g_autoptr (JsonObject) object = mado_call_json (call);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  MadoCityDevice device;
  Nonce *nonce;
  MadoId id;

  if (object == NULL)
    return;
  if (!mado_json_get_id (object, "device", &id))
    {
      mado_call_fail (call, 400, MADO_ERROR_INVALID, _("The server cannot read this request."));
      return;
    }
  take_device_back (self, object, &id);
  nonce = g_new0 (Nonce, 1);
  mado_random_bytes (self->random, nonce->bytes, sizeof nonce->bytes);
  nonce->until = mado_clock_now_ms (self->clock) + NONCE_MS;
  json_builder_begin_object (builder);
  mado_json_bytes (builder, "nonce", nonce->bytes, sizeof nonce->bytes);
  json_builder_end_object (builder);
  /* An unknown device gets one too and fails later: who is enrolled is not told. */
  if (!mado_city_store_get_device (self->store, &id, &device))
    g_free (nonce);
  else
    {
      g_mutex_lock (&self->lock);
      if (g_hash_table_size (self->nonces) > MAX_NONCES)
        g_hash_table_remove_all (self->nonces);
      g_hash_table_replace (self->nonces, mado_id_copy (&id), nonce);
      g_mutex_unlock (&self->lock);
    }
  mado_call_reply_json (call, 200, builder);
}

/* Once. */
static gboolean
use_nonce (MadoServer   *self,
           const MadoId *device,
           const guint8  nonce[32])
{
  Nonce *kept;
  gboolean good;

  g_mutex_lock (&self->lock);
  kept = g_hash_table_lookup (self->nonces, device);
  good = kept != NULL && memcmp (kept->bytes, nonce, sizeof kept->bytes) == 0 &&
         mado_clock_now_ms (self->clock) <= kept->until;
  if (good)
    g_hash_table_remove (self->nonces, device);
  g_mutex_unlock (&self->lock);
  return good;
}

/* --- proving the device -----------------------------------------------------------------*/

typedef struct
{
  const char     *staff;
  const char     *password;
  MadoCityDevice  device;
} Attempt;

static gboolean
read_attempt (MadoCall   *call,
              JsonObject *object,
              Attempt    *attempt)
{
  MadoServer *self = call->server;
  guint8 nonce[32], proof[MADO_SIGNATURE_BYTES];
  g_autoptr (GByteArray) proven = g_byte_array_new ();
  MadoId id;

  attempt->staff = mado_json_get_text (object, "staff");
  attempt->password = mado_json_get_text (object, "password");
  if (attempt->staff == NULL || strlen (attempt->staff) > 64 || attempt->password == NULL ||
      strlen (attempt->password) > MAX_PASSWORD || !mado_json_get_id (object, "device", &id) ||
      !mado_json_get_bytes (object, "nonce", nonce, sizeof nonce) ||
      !mado_json_get_bytes (object, "proof", proof, sizeof proof))
    {
      mado_call_fail (call, 400, MADO_ERROR_INVALID, _("The server cannot read this request."));
      return FALSE;
    }
  g_byte_array_append (proven, nonce, sizeof nonce);
  g_byte_array_append (proven, (const guint8 *) attempt->staff, (guint) strlen (attempt->staff));
  if (!mado_city_store_get_device (self->store, &id, &attempt->device) || !use_nonce (self, &id, nonce) ||
      !mado_verify (attempt->device.key.sign, DOMAIN, proven->data, proven->len, proof))
    {
      mado_call_fail (call, 401, MADO_ERROR_DENIED, _("This desktop is not enrolled here, or its key does not fit."));
      return FALSE;
    }
  if (attempt->device.revoked != 0)
    {
      mado_call_fail (call, 403, MADO_ERROR_DENIED, _("This desktop was shut out by the administrator."));
      return FALSE;
    }
  return TRUE;
}

/* --- proving the person -------------------------------------------------------------------*/

static void
refuse_locked (MadoCall *call,
               gint64    until)
{
  g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT,
                                              MAX (1, (until - mado_clock_now_ms (call->server->clock) + 999) / 1000));

  mado_http_request_set_header (call->request, "Retry-After", seconds);
  mado_call_fail (call, 429, MADO_ERROR_BUSY, _("Too many wrong passwords. Wait a while, or ask your supervisor."));
}

static void
audit_sign_in (MadoServer *self,
               Attempt    *attempt,
               const char *what)
{
  MadoAudit note = { .what = what, .staff = attempt->staff, .device = attempt->device.id, .section = "", .detail = "" };
  g_autoptr (GError) error = NULL;

  if (!mado_city_store_audit (self->store, &note, 1, &error))
    g_message ("%s", error->message);
}

/* A dummy of the same cost, so that an unknown id takes as long as a known. */
static void
spend_time (const char *password)
{
  g_autofree char *hash = mado_password_hash (password, FALSE);
}

static void
note_failure (MadoServer   *self,
              MadoCityUser *user)
{
  guint failures = user->failures + 1;
  gint64 until = 0;

  if (failures >= FREE_FAILURES)
    until = mado_clock_now_ms (self->clock) + MIN (LOCK_MAX_MS, (gint64) LOCK_MS << MIN (failures - FREE_FAILURES, 10));
  mado_city_store_note_sign_in (self->store, user->id, failures, until, NULL);
}

/* NULL after failing the request. */
static MadoCityUser *
check_person (MadoCall *call,
              Attempt  *attempt)
{
  MadoServer *self = call->server;
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoCityUser) user = mado_city_store_get_user (self->store, attempt->staff, &error);
  gboolean fits;

  if (error != NULL)
    {
      mado_call_fail_error (call, error);
      return NULL;
    }
  if (user != NULL && user->locked_until > mado_clock_now_ms (self->clock))
    {
      refuse_locked (call, user->locked_until);
      return NULL;
    }
  if (user == NULL)
    spend_time (attempt->password);
  fits = user != NULL && mado_password_verify (user->hash, attempt->password) && !user->disabled;
  if (!fits)
    {
      if (user != NULL)
        note_failure (self, user);
      audit_sign_in (self, attempt, "sign-in-wrong");
      mado_call_fail (call, 401, MADO_ERROR_DENIED, _("The staff number or the password is wrong."));
      return NULL;
    }
  if (user->failures > 0)
    mado_city_store_note_sign_in (self->store, user->id, 0, 0, NULL);
  return g_steal_pointer (&user);
}

/* --- the ticket ------------------------------------------------------------------------------*/

static void
put_proof (MadoServer       *self,
           const MadoTicket *ticket,
           JsonBuilder      *builder)
{
  g_autoptr (GBytes) proof = mado_ticket_prove (ticket, mado_city_store_get_city (self->store), self->identity);

  mado_json_bytes (builder, "proof", g_bytes_get_data (proof, NULL), g_bytes_get_size (proof));
}

static void
put_session (MadoCall         *call,
             const MadoTicket *ticket,
             const char       *name,
             MadoCityDevice   *device,
             const char       *token)
{
  MadoServer *self = call->server;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  MadoCityHead head;

  mado_city_store_get_head (self->store, &head);
  json_builder_begin_object (builder);
  if (token != NULL)
    mado_json_text (builder, "token", token);
  mado_json_int (builder, "expires", ticket->expires);
  mado_json_int (builder, "idle_seconds", MADO_IDLE_SECONDS);
  for (guint i = 0; i < 2; i++)
    {
      json_builder_set_member_name (builder, i == 0 ? "ticket" : "staff");
      json_builder_begin_object (builder);
      if (i == 0)
        {
          mado_json_id (builder, "id", &ticket->id);
          mado_json_text (builder, "staff", ticket->staff);
          mado_json_id (builder, "device", &ticket->device);
          mado_json_text (builder, "scope", ticket->scope);
          mado_json_int (builder, "issued", ticket->issued);
          mado_json_int (builder, "expires", ticket->expires);
          mado_json_int (builder, "offline_until", ticket->offline_until);
          put_proof (self, ticket, builder);
        }
      else
        {
          mado_json_text (builder, "id", ticket->staff);
          mado_json_text (builder, "name", name);
        }
      mado_json_text (builder, "desk", ticket->desk);
      json_builder_set_member_name (builder, "roles");
      json_builder_begin_array (builder);
      for (guint k = 0; ticket->roles[k] != NULL; k++)
        json_builder_add_string_value (builder, ticket->roles[k]);
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  mado_server_add_slip_keys (self, device, builder);
  mado_json_text (builder, "epoch", head.epoch);
  mado_json_int (builder, "time", mado_clock_now_ms (self->clock));
  json_builder_end_object (builder);
  mado_call_reply_json (call, 200, builder);
}

static gboolean
issue (MadoCall      *call,
       Attempt       *attempt,
       MadoCityUser  *user,
       GError       **error)
{
  MadoServer *self = call->server;
  guint8 secret[32], digest[MADO_DIGEST_BYTES];
  g_autofree char *token = NULL;
  MadoTicket ticket = { .staff = user->id, .device = attempt->device.id, .scope = attempt->device.scope,
                        .desk = user->desk, .roles = user->roles };

  mado_id_generate (&ticket.id, self->clock, self->random);
  ticket.issued = mado_clock_now_ms (self->clock);
  ticket.expires = ticket.issued + ONLINE_MS;
  ticket.offline_until = ticket.issued + OFFLINE_MS;
  mado_random_bytes (self->random, secret, sizeof secret);
  token = mado_base64url (secret, sizeof secret);
  mado_digest (token, strlen (token), digest);
  if (!mado_city_store_put_ticket (self->store, &ticket, digest, error))
    return FALSE;
  audit_sign_in (self, attempt, "sign-in");
  put_session (call, &ticket, user->name, &attempt->device, token);
  return TRUE;
}

void
mado_resource_sign_in (MadoCall *call)
{
  g_autoptr (JsonObject) object = mado_call_json (call);
  g_autoptr (MadoCityUser) user = NULL;
  g_autoptr (GError) error = NULL;
  Attempt attempt;

  if (object == NULL || !read_attempt (call, object, &attempt))
    return;
  user = check_person (call, &attempt);
  if (user != NULL && !issue (call, &attempt, user, &error))
    mado_call_fail_error (call, error);
}

void
mado_resource_session (MadoCall *call)
{
  put_session (call, call->session->ticket, call->session->name, &call->device, NULL);
}

static gboolean
forget_cb (gpointer data)
{
  MadoCall *call = data;
  const char *authorization = mado_http_request_get_header (call->request, "Authorization");

  mado_session_forget (call->server, authorization + strlen ("Bearer "));
  mado_call_reply_empty (call, 204);
  mado_http_request_unref (call->request);
  return G_SOURCE_REMOVE;
}

/* First the store, then the main thread's table. */
void
mado_resource_sign_out (MadoCall *call)
{
  g_autoptr (GError) error = NULL;

  if (!mado_city_store_end_session (call->server->store, call->session->digest, &error))
    {
      mado_call_fail_error (call, error);
      return;
    }
  mado_http_request_ref (call->request);
  mado_server_invoke (call->server, forget_cb, call);
}

void
mado_resource_password (MadoCall *call)
{
  MadoServer *self = call->server;
  g_autoptr (JsonObject) object = mado_call_json (call);
  g_autoptr (MadoCityUser) user = NULL;
  g_autoptr (GError) error = NULL;
  Attempt attempt = { .staff = call->session->ticket->staff, .device = call->device };
  const char *fresh;

  if (object == NULL)
    return;
  attempt.password = mado_json_get_text (object, "old");
  fresh = mado_json_get_text (object, "new");
  if (attempt.password == NULL || fresh == NULL || g_utf8_strlen (fresh, -1) < MIN_PASSWORD || strlen (fresh) > MAX_PASSWORD ||
      strlen (attempt.password) > MAX_PASSWORD)
    {
      mado_call_fail (call, 400, MADO_ERROR_INVALID, _("A password has at least 8 characters."));
      return;
    }
  user = check_person (call, &attempt);
  if (user == NULL)
    return;
  g_free (user->hash);
  user->hash = mado_password_hash (fresh, FALSE);
  user->failures = 0;
  if (!mado_city_store_put_user (self->store, user, &error))
    {
      mado_call_fail_error (call, error);
      return;
    }
  audit_sign_in (self, &attempt, "password");
  mado_call_reply_empty (call, 204);
}
