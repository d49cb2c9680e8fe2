/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/ctl-slip-json.h"

#include <string.h>

static const char *const tiers[] = { "identity", "window", "rest", "never", NULL };
static const char *const sources[] = { "slip", "web", "kiosk", NULL }; /* from MADO_SOURCE_SLIP */
static const char *const trusts[] = { "none", "device", "citizen", NULL };

/* --- small readers: a missing member is empty, a wrong one an error --------------- */

static const char *
get_text (JsonObject *object,
          const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  const char *text = node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;

  return text != NULL ? text : "";
}

static gint64
get_int (JsonObject *object,
         const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_int (node) : 0;
}

/* Objects of an array; anything else in it is passed over. */
static GPtrArray *
get_objects (JsonObject *object,
             const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  GPtrArray *objects = g_ptr_array_new ();

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_OBJECT (item))
        g_ptr_array_add (objects, json_node_get_object (item));
    }
  return objects;
}

static char **
get_texts (JsonObject *object,
           const char *name)
{
  JsonNode *node = json_object_get_member (object, name);
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  GStrvBuilder *builder = g_strv_builder_new ();
  char **texts;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      const char *text = json_node_get_string (json_array_get_element (array, i));

      g_strv_builder_add (builder, text != NULL ? text : "");
    }
  texts = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);
  return texts;
}

static gboolean
refuse (GError     **error,
        const char  *what)
{
  g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID, "The file is wrong at “%s”.", what);
  return FALSE;
}

static gboolean
read_hex (JsonObject  *object,
          const char  *name,
          guint8      *out,
          gsize        length,
          GError     **error)
{
  const char *hex = get_text (object, name);

  if (strlen (hex) != 2 * length)
    return refuse (error, name);
  for (gsize i = 0; i < length; i++)
    {
      int high = g_ascii_xdigit_value (hex[2 * i]);
      int low = g_ascii_xdigit_value (hex[2 * i + 1]);

      if (high < 0 || low < 0)
        return refuse (error, name);
      out[i] = (guint8) (high << 4 | low);
    }
  return TRUE;
}

static gboolean
read_id (JsonObject  *object,
         const char  *name,
         MadoId      *id,
         GError     **error)
{
  return mado_id_parse (get_text (object, name), id) || refuse (error, name);
}

/* --- values -------------------------------------------------------------------------- */

static JsonNode *
value_to_json (GVariant *value)
{
  g_autoptr (GByteArray) bytes = NULL;
  GString *hex;
  JsonObject *object;

  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return json_node_init_string (json_node_alloc (), g_variant_get_string (value, NULL));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return json_node_init_boolean (json_node_alloc (), g_variant_get_boolean (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    return json_node_init_int (json_node_alloc (), g_variant_get_int64 (value));

  bytes = g_byte_array_new ();
  hex = g_string_new (NULL);
  mado_cbor_put_value (bytes, value);
  for (guint i = 0; i < bytes->len; i++)
    g_string_append_printf (hex, "%02x", bytes->data[i]);
  object = json_object_new ();
  json_object_set_string_member (object, "cbor", hex->str);
  g_string_free (hex, TRUE);
  return json_node_init_object (json_node_alloc (), object);
}

static GVariant *
value_from_cbor (JsonObject  *object,
                 GError     **error)
{
  gsize length = strlen (get_text (object, "cbor")) / 2;
  g_autofree guint8 *data = g_malloc0 (length + 1);
  g_autoptr (GVariant) value = NULL;
  MadoCborReader reader;

  if (!read_hex (object, "cbor", data, length, error))
    return NULL;
  mado_cbor_reader_init (&reader, data, length);
  value = mado_cbor_get_value (&reader);
  return mado_cbor_reader_finish (&reader, "The value", error) ? g_steal_pointer (&value) : NULL;
}

static GVariant *
value_from_json (JsonNode  *node,
                 GError   **error)
{
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    return value_from_cbor (json_node_get_object (node), error);
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    {
      refuse (error, "value");
      return NULL;
    }
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return mado_value_bool (json_node_get_boolean (node));
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return mado_value_int (json_node_get_int (node));
  return mado_value_text (json_node_get_string (node) != NULL ? json_node_get_string (node) : "");
}

/* --- writing ---------------------------------------------------------------------------- */

static void
put_id (JsonBuilder  *out,
        const char   *name,
        const MadoId *id)
{
  g_autofree char *text = mado_id_to_string (id);

  if (name != NULL)
    json_builder_set_member_name (out, name);
  json_builder_add_string_value (out, text);
}

static void
put_text (JsonBuilder *out,
          const char  *name,
          const char  *text)
{
  json_builder_set_member_name (out, name);
  json_builder_add_string_value (out, text);
}

static void
put_int (JsonBuilder *out,
         const char  *name,
         gint64       number)
{
  json_builder_set_member_name (out, name);
  json_builder_add_int_value (out, number);
}

static void
put_texts (JsonBuilder       *out,
           const char        *name,
           const char *const *texts)
{
  json_builder_set_member_name (out, name);
  json_builder_begin_array (out);
  for (guint i = 0; texts[i] != NULL; i++)
    json_builder_add_string_value (out, texts[i]);
  json_builder_end_array (out);
}

static void
put_heads (JsonBuilder         *out,
           const MadoSlipHeads *heads)
{
  json_builder_begin_object (out);
  put_text (out, "section", heads->section);
  put_int (out, "clock", (gint64) (heads->clock >> 16));
  put_int (out, "tick", heads->clock & 0xffff);
  json_builder_set_member_name (out, "heads");
  json_builder_begin_array (out);
  for (guint i = 0; i < heads->n_heads; i++)
    put_id (out, NULL, &heads->heads[i]);
  json_builder_end_array (out);
  json_builder_set_member_name (out, "seen");
  json_builder_begin_array (out);
  for (guint i = 0; i < heads->n_seen; i++)
    json_builder_add_int_value (out, heads->seen[i]);
  json_builder_end_array (out);
  json_builder_end_object (out);
}

static void
put_procedure (JsonBuilder             *out,
               const MadoSlipProcedure *procedure)
{
  json_builder_begin_object (out);
  put_text (out, "proc", procedure->proc);
  put_text (out, "state", procedure->state);
  put_text (out, "added", procedure->added);
  json_builder_end_object (out);
}

static void
put_signature (JsonBuilder             *out,
               const MadoSlipSignature *signature)
{
  g_autoptr (GString) hex = g_string_new (NULL);

  for (guint i = 0; i < sizeof signature->digest; i++)
    g_string_append_printf (hex, "%02x", signature->digest[i]);
  json_builder_begin_object (out);
  put_id (out, "id", &signature->id);
  put_text (out, "digest", hex->str);
  put_text (out, "method", signature->method);
  put_int (out, "signed_at", signature->signed_at);
  put_texts (out, "procs", (const char *const *) signature->procs);
  json_builder_end_object (out);
}

static void
put_value (JsonBuilder         *out,
           const MadoSlipValue *value)
{
  json_builder_begin_object (out);
  put_text (out, "section", value->section);
  put_text (out, "path", value->path);
  json_builder_set_member_name (out, "value");
  json_builder_add_value (out, value_to_json (value->value));
  if (!value->known)
    {
      json_builder_set_member_name (out, "known");
      json_builder_add_boolean_value (out, FALSE);
    }
  json_builder_end_object (out);
}

static void
put_array (JsonBuilder *out,
           const char  *name,
           GPtrArray   *items,
           void       (*put) (JsonBuilder *out, gconstpointer item))
{
  json_builder_set_member_name (out, name);
  json_builder_begin_array (out);
  for (guint i = 0; i < items->len; i++)
    put (out, items->pdata[i]);
  json_builder_end_array (out);
}

#define PUT(function) ((void (*) (JsonBuilder *, gconstpointer)) (function))

JsonNode *
ctl_slip_to_json (MadoSlip *slip)
{
  g_autoptr (JsonBuilder) out = json_builder_new ();

  json_builder_begin_object (out);
  put_text (out, "city", slip->city);
  put_text (out, "kind", slip->kind);
  put_id (out, "record", &slip->record);
  if (slip->draft)
    {
      put_id (out, "draft", &slip->draft_id);
      put_text (out, "source", sources[slip->source - MADO_SOURCE_SLIP]);
    }
  put_int (out, "generation", slip->generation);
  put_int (out, "issued", slip->issued);
  put_int (out, "expires", slip->expires);
  put_id (out, "device", &slip->device);
  put_text (out, "pack_version", slip->pack_version);
  put_array (out, "heads", slip->heads, PUT (put_heads));
  put_texts (out, "persons", (const char *const *) slip->persons);
  put_array (out, "procedures", slip->procedures, PUT (put_procedure));
  put_texts (out, "windows", (const char *const *) slip->windows);
  put_array (out, "signatures", slip->signatures, PUT (put_signature));
  put_array (out, "values", slip->values, PUT (put_value));
  put_texts (out, "left_out", (const char *const *) slip->left_out);
  json_builder_set_member_name (out, "reference");
  json_builder_add_boolean_value (out, slip->reference);
  put_text (out, "trust", trusts[slip->trust]);
  json_builder_set_member_name (out, "expired");
  json_builder_add_boolean_value (out, slip->expired);
  put_int (out, "key_number", slip->key_number);
  json_builder_end_object (out);
  return json_builder_get_root (out);
}

/* --- reading ------------------------------------------------------------------------------ */

static gboolean
read_heads (MadoSlip    *slip,
            JsonObject  *object,
            GError     **error)
{
  g_auto (GStrv) texts = get_texts (object, "heads");
  guint n = g_strv_length (texts);
  g_autofree MadoId *heads = g_new0 (MadoId, n + 1);
  JsonNode *node = json_object_get_member (object, "seen");
  JsonArray *tails = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n_seen = tails == NULL ? 0 : json_array_get_length (tails);
  g_autofree MadoId *seen = g_new0 (MadoId, n_seen + 1);
  gint64 ms = get_int (object, "clock");
  gint64 tick = get_int (object, "tick");
  guint64 clock;

  if (ms < 0 || ms >= G_GINT64_CONSTANT (1) << 47 || tick < 0 || tick > 0xffff)
    return refuse (error, "clock");
  clock = (guint64) ms << 16 | (guint64) tick;
  for (guint i = 0; i < n; i++)
    if (!mado_id_parse (texts[i], &heads[i]))
      return refuse (error, "heads");
  for (guint i = 0; i < n_seen; i++)
    {
      gint64 tail = json_array_get_int_element (tails, i);

      seen[i].b[14] = (guint8) (tail >> 8);
      seen[i].b[15] = (guint8) tail;
    }
  mado_slip_add_heads (slip, get_text (object, "section"), clock, heads, n, seen, n_seen);
  return TRUE;
}

static gboolean
read_signature (MadoSlip    *slip,
                JsonObject  *object,
                GError     **error)
{
  g_auto (GStrv) procs = get_texts (object, "procs");
  guint8 digest[MADO_SLIP_DIGEST_BYTES];
  MadoId id;

  if (!read_id (object, "id", &id, error) || !read_hex (object, "digest", digest, sizeof digest, error))
    return FALSE;
  mado_slip_add_signature (slip, &id, digest, get_text (object, "method"), get_int (object, "signed_at"),
                           (const char *const *) procs);
  return TRUE;
}

static gboolean
read_value (MadoSlip    *slip,
            JsonObject  *object,
            GError     **error)
{
  g_autoptr (GVariant) value = value_from_json (json_object_get_member (object, "value"), error);
  MadoSlipTier tier = MADO_SLIP_TIER_REST;

  if (value == NULL)
    return FALSE;
  for (guint i = 0; tiers[i] != NULL; i++)
    if (strcmp (tiers[i], get_text (object, "tier")) == 0)
      tier = (MadoSlipTier) i;
  mado_slip_add_value (slip, get_text (object, "section"), get_text (object, "path"), value, tier);
  return TRUE;
}

static gboolean
read_each (MadoSlip    *slip,
           JsonObject  *object,
           const char  *name,
           gboolean   (*read) (MadoSlip *slip, JsonObject *object, GError **error),
           GError     **error)
{
  g_autoptr (GPtrArray) objects = get_objects (object, name);

  for (guint i = 0; i < objects->len; i++)
    if (!read (slip, objects->pdata[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
read_procedure (MadoSlip    *slip,
                JsonObject  *object,
                GError     **error)
{
  mado_slip_add_procedure (slip, get_text (object, "proc"), get_text (object, "state"), get_text (object, "added"));
  return TRUE;
}

/* A draft has an id of its own and no issuer; "record" is worked out of what
 * it says. */
static MadoSlip *
read_start (JsonObject  *object,
            GError     **error)
{
  g_autoptr (MadoSlip) slip = NULL;
  MadoSource source = MADO_SOURCE_SLIP;
  MadoId id;

  if (json_object_has_member (object, "draft"))
    {
      for (guint i = 0; sources[i] != NULL; i++)
        if (strcmp (sources[i], get_text (object, "source")) == 0)
          source = (MadoSource) (MADO_SOURCE_SLIP + i);
      return read_id (object, "draft", &id, error) ? mado_slip_new_draft (get_text (object, "city"), &id, source) : NULL;
    }
  if (!read_id (object, "record", &id, error))
    return NULL;
  slip = mado_slip_new (get_text (object, "city"), &id);
  return read_id (object, "device", &slip->device, error) ? g_steal_pointer (&slip) : NULL;
}

MadoSlip *
ctl_slip_from_json (JsonObject  *object,
                    GError     **error)
{
  g_auto (GStrv) persons = get_texts (object, "persons");
  g_auto (GStrv) windows = get_texts (object, "windows");
  g_autoptr (MadoSlip) slip = read_start (object, error);

  if (slip == NULL)
    return NULL;
  if (*get_text (object, "kind") != 0)
    {
      g_free (slip->kind);
      slip->kind = g_strdup (get_text (object, "kind"));
    }
  g_free (slip->pack_version);
  slip->pack_version = g_strdup (get_text (object, "pack_version"));
  slip->generation = (guint) CLAMP (get_int (object, "generation"), 0, G_MAXINT);
  slip->issued = get_int (object, "issued");
  slip->expires = get_int (object, "expires");
  for (guint i = 0; persons[i] != NULL; i++)
    mado_slip_add_person (slip, persons[i]);
  for (guint i = 0; windows[i] != NULL; i++)
    mado_slip_add_window (slip, windows[i]);
  if (!read_each (slip, object, "heads", read_heads, error) ||
      !read_each (slip, object, "procedures", read_procedure, error) ||
      !read_each (slip, object, "signatures", read_signature, error) ||
      !read_each (slip, object, "values", read_value, error))
    return NULL;
  return g_steal_pointer (&slip);
}
