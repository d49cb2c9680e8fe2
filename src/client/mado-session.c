/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/mado-session.h"

#include <string.h>

#include "client/mado-json.h"
#include "client/mado-wire.h"

#define ENROL_DOMAIN   "mado-enrol-1"
#define SESSION_DOMAIN "mado-session-1"
#define MAX_PROOF      4096

void
mado_enrolment_clear (MadoEnrolment *self)
{
  mado_profile_facts_clear (&self->facts);
  g_clear_pointer (&self->week_keys, g_array_unref);
}

void
mado_sign_in_clear (MadoSignIn *self)
{
  g_clear_pointer (&self->token, g_free);
  g_clear_pointer (&self->staff, mado_profile_staff_free);
  g_clear_pointer (&self->week_keys, g_array_unref);
}

static void
wipe_week_key (gpointer key)
{
  mado_wipe (key, sizeof (MadoWeekKey));
}

static gboolean
set_unreadable (GError **error)
{
  g_set_error (error, MADO_ERROR, MADO_ERROR_DAMAGED, "The server's answer cannot be read.");
  return FALSE;
}

static JsonObject *
call_json (MadoTransport *transport,
           const char    *path,
           const char    *token,
           JsonBuilder   *builder,
           MadoResponse  *response,
           GCancellable  *cancellable,
           GError       **error)
{
  g_autoptr (GBytes) body = mado_json_finish (builder);
  MadoRequest request = { .method = "POST", .path = path, .content_type = "application/json", .token = token, .body = body };

  if (!mado_transport_call (transport, &request, response, cancellable, error))
    return NULL;
  return mado_json_parse (response->body, error);
}

static void
add_text (JsonBuilder *builder,
          const char  *name,
          const char  *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_bytes (JsonBuilder *builder,
           const char  *name,
           const void  *data,
           gsize        length)
{
  g_autofree char *text = mado_base64url (data, length);

  add_text (builder, name, text);
}

static void
open_keys (GArray       *keys,
           JsonArray    *array,
           gboolean      box,
           const guint8  shared[MADO_KEY_BYTES])
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      JsonObject *item = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      guint8 wrapped[MADO_KEY_BYTES + MADO_SEAL_OVERHEAD];
      MadoWeekKey key = { .number = (guint16) mado_json_get_int (item, "number"), .box = box,
                          .from = mado_json_get_int (item, "from"), .to = mado_json_get_int (item, "to") };
      g_autoptr (GBytes) extra = mado_wire_slip_key_extra (key.number, box);
      g_autoptr (GBytes) plain = NULL;

      if (!mado_json_get_bytes (item, "wrapped", wrapped, sizeof wrapped))
        continue;
      plain = mado_open (shared, wrapped, sizeof wrapped, g_bytes_get_data (extra, NULL), g_bytes_get_size (extra), NULL);
      if (plain == NULL || g_bytes_get_size (plain) != MADO_KEY_BYTES)
        continue;
      memcpy (key.key, g_bytes_get_data (plain, NULL), MADO_KEY_BYTES);
      g_array_append_val (keys, key);
      mado_wipe (&key, sizeof key);
    }
}

static GArray *
open_week_keys (JsonObject   *object,
                const guint8  shared[MADO_KEY_BYTES])
{
  GArray *keys = g_array_new (FALSE, TRUE, sizeof (MadoWeekKey));

  g_array_set_clear_func (keys, wipe_week_key);
  open_keys (keys, mado_json_get_array (object, "slip_keys"), FALSE, shared);
  open_keys (keys, mado_json_get_array (object, "slip_boxes"), TRUE, shared);
  return keys;
}

static GArray *
read_week_keys (JsonObject    *object,
                const guint8   server_box[32],
                MadoSecretKey *device_key)
{
  guint8 shared[MADO_KEY_BYTES];
  GArray *keys;

  if (!mado_box_shared_key (device_key, server_box, shared))
    return g_array_new (FALSE, TRUE, sizeof (MadoWeekKey));
  keys = open_week_keys (object, shared);
  mado_wipe (shared, sizeof shared);
  return keys;
}

static gboolean
read_lease (JsonObject *object,
            MadoLease  *lease)
{
  lease->first = (guint64) mado_json_get_int (object, "first");
  lease->last = (guint64) mado_json_get_int (object, "last");
  return lease->last >= lease->first && lease->last > 0;
}

static gboolean
read_enrolment (JsonObject    *object,
                const char    *server,
                MadoSecretKey *device_key,
                MadoEnrolment *out)
{
  const char *city = mado_json_get_text (object, "city");
  const char *scope = mado_json_get_text (object, "scope");

  if (city == NULL || strlen (city) != 6 || scope == NULL || *scope == 0
      || !mado_json_get_id (object, "device", &out->facts.device)
      || !mado_json_get_bytes (object, "sign", out->facts.server_key.sign, 32)
      || !mado_json_get_bytes (object, "box", out->facts.server_key.box, 32)
      || !read_lease (mado_json_get_object (object, "lease"), &out->lease))
    return FALSE;
  out->facts.city = g_strdup (city);
  out->facts.scope = g_strdup (scope);
  out->facts.name = g_strdup (mado_json_get_text (object, "name") ? mado_json_get_text (object, "name") : "");
  out->facts.server = g_strdup (server);
  out->facts.proof = mado_json_dup_bytes (object, "proof", MAX_PROOF);
  out->week_keys = read_week_keys (object, out->facts.server_key.box, device_key);
  return TRUE;
}

gboolean
mado_session_enrol (MadoTransport *transport,
                    const char    *server,
                    const char    *code,
                    const char    *name,
                    const char    *scope,
                    MadoSecretKey *device_key,
                    MadoEnrolment *enrolment,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonObject) object = NULL;
  g_auto (MadoResponse) response = { 0 };
  const MadoPublicKey *public = mado_secret_key_get_public (device_key);
  guint8 proof[MADO_SIGNATURE_BYTES];

  mado_sign (device_key, ENROL_DOMAIN, code, strlen (code), proof);
  json_builder_begin_object (builder);
  add_text (builder, "code", code);
  add_text (builder, "name", name);
  add_text (builder, "scope", scope);
  add_bytes (builder, "sign", public->sign, 32);
  add_bytes (builder, "box", public->box, 32);
  add_bytes (builder, "proof", proof, sizeof proof);
  json_builder_end_object (builder);
  object = call_json (transport, "/v1/enrol", NULL, builder, &response, cancellable, error);
  if (object == NULL)
    return FALSE;
  memset (enrolment, 0, sizeof *enrolment);
  if (read_enrolment (object, server, device_key, enrolment))
    return TRUE;
  mado_enrolment_clear (enrolment);
  return set_unreadable (error);
}

static gboolean
fetch_nonce (MadoTransport           *transport,
             const MadoProfileFacts  *facts,
             guint8                   nonce[32],
             GCancellable            *cancellable,
             GError                 **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonObject) object = NULL;
  g_auto (MadoResponse) response = { 0 };
  g_autofree char *id = mado_id_to_string (&facts->device);

  json_builder_begin_object (builder);
  add_text (builder, "device", id);
  if (facts->proof != NULL)
    add_bytes (builder, "proof", g_bytes_get_data (facts->proof, NULL), g_bytes_get_size (facts->proof));
  json_builder_end_object (builder);
  object = call_json (transport, "/v1/nonce", NULL, builder, &response, cancellable, error);
  if (object == NULL)
    return FALSE;
  return mado_json_get_bytes (object, "nonce", nonce, 32) || set_unreadable (error);
}

static void
build_sign_in (JsonBuilder            *builder,
               const MadoProfileFacts *facts,
               const char             *staff,
               const char             *password,
               const guint8            nonce[32],
               MadoSecretKey          *device_key)
{
  g_autofree char *device = mado_id_to_string (&facts->device);
  g_autoptr (GByteArray) signed_data = g_byte_array_new ();
  guint8 proof[MADO_SIGNATURE_BYTES];

  g_byte_array_append (signed_data, nonce, 32);
  g_byte_array_append (signed_data, (const guint8 *) staff, (guint) strlen (staff));
  mado_sign (device_key, SESSION_DOMAIN, signed_data->data, signed_data->len, proof);
  json_builder_begin_object (builder);
  add_text (builder, "staff", staff);
  add_text (builder, "password", password);
  add_text (builder, "device", device);
  add_bytes (builder, "nonce", nonce, 32);
  add_bytes (builder, "proof", proof, sizeof proof);
  json_builder_end_object (builder);
}

static MadoProfileStaff *
read_staff (JsonObject *object)
{
  JsonObject *ticket = mado_json_get_object (object, "ticket");
  JsonObject *person = mado_json_get_object (object, "staff");
  MadoProfileStaff *staff;
  MadoId id;

  if (!mado_json_get_id (ticket, "id", &id) || mado_json_get_text (person, "id") == NULL)
    return NULL;
  staff = g_new0 (MadoProfileStaff, 1);
  staff->ticket = id;
  staff->id = g_strdup (mado_json_get_text (person, "id"));
  staff->name = g_strdup (mado_json_get_text (person, "name"));
  staff->roles = mado_json_get_texts (ticket, "roles");
  staff->expires = mado_json_get_int (ticket, "expires");
  staff->offline_until = mado_json_get_int (ticket, "offline_until");
  staff->proof = mado_json_dup_bytes (ticket, "proof", MAX_PROOF);
  return staff;
}

gboolean
mado_session_sign_in (MadoTransport          *transport,
                      const MadoProfileFacts *facts,
                      const char             *staff,
                      const char             *password,
                      MadoSecretKey          *device_key,
                      MadoSignIn             *result,
                      GCancellable           *cancellable,
                      GError                **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonObject) object = NULL;
  g_auto (MadoResponse) response = { 0 };
  guint8 nonce[32];

  if (!fetch_nonce (transport, facts, nonce, cancellable, error))
    return FALSE;
  build_sign_in (builder, facts, staff, password, nonce, device_key);
  object = call_json (transport, "/v1/session", NULL, builder, &response, cancellable, error);
  if (object == NULL)
    return FALSE;
  memset (result, 0, sizeof *result);
  result->token = g_strdup (mado_json_get_text (object, "token"));
  result->staff = read_staff (object);
  result->server_time = mado_json_get_int (object, "time");
  result->week_keys = read_week_keys (object, facts->server_key.box, device_key);
  if (result->token != NULL && result->staff != NULL)
    return TRUE;
  mado_sign_in_clear (result);
  return set_unreadable (error);
}

static gboolean
take_lease (MadoTransport *transport,
            const char    *token,
            const char    *kind,
            guint          count,
            MadoLease     *lease,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonObject) object = NULL;
  g_auto (MadoResponse) response = { 0 };

  json_builder_begin_object (builder);
  add_text (builder, "kind", kind);
  json_builder_set_member_name (builder, "count");
  json_builder_add_int_value (builder, count);
  json_builder_end_object (builder);
  object = call_json (transport, "/v1/leases", token, builder, &response, cancellable, error);
  if (object == NULL)
    return FALSE;
  return read_lease (object, lease) || set_unreadable (error);
}

gboolean
mado_session_lease (MadoTransport *transport,
                    const char    *token,
                    guint          count,
                    MadoLease     *lease,
                    GCancellable  *cancellable,
                    GError       **error)
{
  return take_lease (transport, token, "case-no", count, lease, cancellable, error);
}

gboolean
mado_session_lease_issuer (MadoTransport *transport,
                           const char    *token,
                           guint64       *computer,
                           GCancellable  *cancellable,
                           GError       **error)
{
  MadoLease lease = { 0 };

  if (!take_lease (transport, token, "issuer", 1, &lease, cancellable, error))
    return FALSE;
  *computer = lease.first;
  return TRUE;
}

GArray *
mado_session_fetch_week_keys (MadoTransport *transport,
                              const char    *token,
                              const guint8   shared[MADO_KEY_BYTES],
                              GCancellable  *cancellable,
                              GError       **error)
{
  MadoRequest request = { .method = "GET", .path = "/v1/slip-keys", .token = token };
  g_auto (MadoResponse) response = { 0 };
  g_autoptr (JsonObject) object = NULL;

  if (!mado_transport_call (transport, &request, &response, cancellable, error))
    return NULL;
  object = mado_json_parse (response.body, error);
  return object ? open_week_keys (object, shared) : NULL;
}

static GBytes *
list_keys (GArray   *week_keys,
           gboolean  boxes)
{
  GByteArray *out = g_byte_array_new ();
  guint n = 0;

  for (guint i = 0; i < week_keys->len; i++)
    n += g_array_index (week_keys, MadoWeekKey, i).box == boxes ? 1 : 0;
  mado_cbor_put_array (out, n);
  for (guint i = 0; i < week_keys->len; i++)
    {
      const MadoWeekKey *key = &g_array_index (week_keys, MadoWeekKey, i);

      if (key->box != boxes)
        continue;
      mado_cbor_put_array (out, boxes ? 2 : 4);
      mado_cbor_put_uint (out, key->number);
      if (!boxes)
        {
          mado_cbor_put_int (out, key->from);
          mado_cbor_put_int (out, key->to);
        }
      mado_cbor_put_bytes (out, key->key, sizeof key->key);
    }
  return g_byte_array_free_to_bytes (out);
}

gboolean
mado_session_keep_week_keys (MadoStore *store,
                             GArray    *week_keys,
                             GError   **error)
{
  g_autoptr (GBytes) weeks = list_keys (week_keys, FALSE);
  g_autoptr (GBytes) boxes = list_keys (week_keys, TRUE);

  return mado_store_set_meta (store, "slip-keys", weeks, error) && mado_store_set_meta (store, "slip-boxes", boxes, error);
}

gboolean
mado_session_keep_lease (MadoStore       *store,
                         const MadoLease *lease,
                         GError         **error)
{
  return mado_case_numbers_add (store, lease, error);
}
