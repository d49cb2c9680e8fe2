/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-server-private.h"

#include "client/mado-json.h"
#include "core/store/mado-device-proof.h"

#include <glib/gi18n-lib.h>

#define DOMAIN      "mado-enrol-1"
#define FIRST_LEASE 200
#define MAX_CODE    64

/* --- enrolment ------------------------------------------------------------------------*/

static gboolean
read_device (JsonObject      *object,
             const char     **code,
             MadoCityDevice  *device)
{
  const char *name = mado_json_get_text (object, "name");
  const char *scope = mado_json_get_text (object, "scope");
  guint8 proof[MADO_SIGNATURE_BYTES];

  *code = mado_json_get_text (object, "code");
  if (*code == NULL || strlen (*code) > MAX_CODE || name == NULL || strlen (name) >= sizeof device->name ||
      (scope != NULL && strlen (scope) >= sizeof device->scope) ||
      !mado_json_get_bytes (object, "sign", device->key.sign, sizeof device->key.sign) ||
      !mado_json_get_bytes (object, "box", device->key.box, sizeof device->key.box) ||
      !mado_json_get_bytes (object, "proof", proof, sizeof proof))
    return FALSE;
  g_strlcpy (device->name, name, sizeof device->name);
  g_strlcpy (device->scope, scope != NULL ? scope : "", sizeof device->scope);
  return mado_verify (device->key.sign, DOMAIN, *code, strlen (*code), proof);
}

/* A place that the pack does not know is a typing mistake. */
static gboolean
check_scope (MadoServer  *self,
             const char  *scope,
             GError     **error)
{
  if (*scope != '\0' && *scope != '*' &&
      (self->pack == NULL || mado_pack_get_desk (self->pack, scope) != NULL || mado_pack_get_centre (self->pack, scope) != NULL))
    return TRUE;
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID,
                       _("The city has no such desk or centre. Choose one from the list."));
  return FALSE;
}

static gboolean
reply_enrolled (MadoCall        *call,
                MadoCityDevice  *device,
                GError         **error)
{
  MadoServer *self = call->server;
  const MadoPublicKey *public = mado_secret_key_get_public (self->identity);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  MadoCityHead head;
  g_autoptr (GBytes) proof = mado_device_prove (device, mado_city_store_get_city (self->store), self->identity);
  guint64 first;

  if (!mado_city_store_lease (self->store, "case-no", FIRST_LEASE, &device->id, &first, error))
    return FALSE;
  mado_city_store_get_head (self->store, &head);
  json_builder_begin_object (builder);
  mado_json_id (builder, "device", &device->id);
  mado_json_text (builder, "city", mado_city_store_get_city (self->store));
  mado_json_text (builder, "scope", device->scope);
  mado_json_text (builder, "name", device->name);
  mado_json_text (builder, "epoch", head.epoch);
  mado_json_bytes (builder, "sign", public->sign, sizeof public->sign);
  mado_json_bytes (builder, "box", public->box, sizeof public->box);
  mado_json_bytes (builder, "proof", g_bytes_get_data (proof, NULL), g_bytes_get_size (proof));
  mado_json_int (builder, "time", mado_clock_now_ms (self->clock));
  json_builder_set_member_name (builder, "lease");
  json_builder_begin_object (builder);
  mado_json_text (builder, "kind", "case-no");
  mado_json_int (builder, "first", (gint64) first);
  mado_json_int (builder, "last", (gint64) first + FIRST_LEASE - 1);
  json_builder_end_object (builder);
  mado_server_add_slip_keys (self, device, builder);
  json_builder_end_object (builder);
  mado_call_reply_json (call, 201, builder);
  return TRUE;
}

void
mado_resource_enrol (MadoCall *call)
{
  MadoServer *self = call->server;
  g_autoptr (JsonObject) object = mado_call_json (call);
  MadoCityDevice device = { .enrolled = 0 };
  guint8 digest[MADO_DIGEST_BYTES];
  g_autoptr (GError) error = NULL;
  const char *code;

  if (object == NULL)
    return;
  if (!read_device (object, &code, &device))
    {
      mado_call_fail (call, 400, MADO_ERROR_INVALID, _("The enrolment is incomplete or its signature does not fit."));
      return;
    }
  mado_digest (code, strlen (code), digest);
  /* A code that carries its own scope overrules; without one the device's must exist. */
  if ((*device.scope != '\0' && !check_scope (self, device.scope, &error)) ||
      !mado_city_store_enrol (self->store, digest, &device, &error) ||
      !check_scope (self, device.scope, &error) || !reply_enrolled (call, &device, &error))
    mado_call_fail_error (call, error);
}

/* --- codes -------------------------------------------------------------------------------*/

static char *
make_code (MadoRandom *random)
{
  static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789";
  char *text = g_malloc0 (21);

  for (guint i = 0; i < 20; i++)
    text[i] = letters[mado_random_below (random, sizeof letters - 1)];
  return text;
}

void
mado_resource_codes (MadoCall *call)
{
  MadoServer *self = call->server;
  g_autoptr (JsonObject) object = mado_call_json (call);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *code = NULL;
  g_autoptr (GError) error = NULL;
  guint8 digest[MADO_DIGEST_BYTES];
  MadoAudit note = { .what = "code", .section = "", .detail = "" };
  const char *scope;
  gint64 uses, hours;

  if (object == NULL)
    return;
  if (!mado_call_has_role (call, MADO_ROLE_ADMIN))
    {
      mado_call_fail (call, 403, MADO_ERROR_DENIED, _("Only an administrator may do this."));
      return;
    }
  scope = mado_json_get_text (object, "scope");
  uses = mado_json_get_int (object, "uses");
  hours = mado_json_get_int (object, "hours");
  if (uses < 1 || uses > 1000 || hours < 1 || hours > 24 * 30)
    g_set_error_literal (&error, MADO_ERROR, MADO_ERROR_INVALID, _("A code has 1 to 1,000 uses and lasts 1 to 720 hours."));
  else if (scope == NULL || *scope == '\0' || check_scope (self, scope, &error))
    {
      code = make_code (self->random);
      mado_digest (code, strlen (code), digest);
      note.staff = call->session->ticket->staff;
      note.device = call->device.id;
      mado_city_store_put_code (self->store, digest, scope != NULL ? scope : "", (guint) uses,
                                mado_clock_now_ms (self->clock) + hours * G_GINT64_CONSTANT (3600000), &error);
    }
  if (error != NULL || !mado_city_store_audit (self->store, &note, 1, &error))
    {
      mado_call_fail_error (call, error);
      return;
    }
  json_builder_begin_object (builder);
  mado_json_text (builder, "code", code);
  json_builder_end_object (builder);
  mado_call_reply_json (call, 201, builder);
}

/* --- leases, slip keys -----------------------------------------------------------------------*/

void
mado_resource_leases (MadoCall *call)
{
  MadoServer *self = call->server;
  g_autoptr (JsonObject) object = mado_call_json (call);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GError) error = NULL;
  const char *kind;
  gint64 count;
  guint64 first;

  if (object == NULL)
    return;
  kind = mado_json_get_text (object, "kind");
  count = mado_json_get_int (object, "count");
  if (kind == NULL || !(g_str_equal (kind, "case-no") || g_str_equal (kind, "receipt") || g_str_equal (kind, "issuer")) ||
      count < 1 || count > (g_str_equal (kind, "issuer") ? 1 : 1000))
    {
      mado_call_fail (call, 400, MADO_ERROR_INVALID, _("There is no such block of numbers."));
      return;
    }
  if (!mado_city_store_lease (self->store, kind, (guint) count, &call->device.id, &first, &error))
    {
      mado_call_fail_error (call, error);
      return;
    }
  json_builder_begin_object (builder);
  mado_json_text (builder, "kind", kind);
  mado_json_int (builder, "first", (gint64) first);
  mado_json_int (builder, "last", (gint64) first + count - 1);
  json_builder_end_object (builder);
  mado_call_reply_json (call, 200, builder);
}

void
mado_resource_slip_keys (MadoCall *call)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  mado_server_add_slip_keys (call->server, &call->device, builder);
  json_builder_end_object (builder);
  mado_call_reply_json (call, 200, builder);
}

/* The city's public key, for whoever prepares a draft; in the form of a key
 * file (src/core/slip/README.md, "As JSON"). */
void
mado_resource_slip_box (MadoCall *call)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GString) hex = g_string_new (NULL);
  guint8 public[32];
  guint16 number;

  if (!mado_server_get_slip_box (call->server, &number, public))
    {
      mado_call_fail (call, 500, MADO_ERROR_INTERNAL, _("The key cannot be read now. Please try again later."));
      return;
    }
  for (guint i = 0; i < sizeof public; i++)
    g_string_append_printf (hex, "%02x", public[i]);
  json_builder_begin_object (builder);
  mado_json_text (builder, "city", mado_city_store_get_city (call->server->store));
  json_builder_set_member_name (builder, "boxes");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  mado_json_int (builder, "number", number);
  mado_json_text (builder, "public", hex->str);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  mado_call_reply_json (call, 200, builder);
}
