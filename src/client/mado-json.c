/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/mado-json.h"

#include <string.h>

JsonObject *
mado_json_parse (GBytes  *bytes,
                 GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root = NULL;

  /* An empty answer has no text at all, which the parser takes for a fault of the program. */
  if (g_bytes_get_size (bytes) > 0 &&
      json_parser_load_from_data (parser, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), NULL))
    root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_DAMAGED, "The server's answer cannot be read.");
      return NULL;
    }
  return json_object_ref (json_node_get_object (root));
}

static JsonNode *
member (JsonObject *object,
        const char *name,
        GType       type)
{
  JsonNode *node = object ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type ? node : NULL;
}

const char *
mado_json_get_text (JsonObject *object,
                    const char *name)
{
  JsonNode *node = member (object, name, G_TYPE_STRING);

  return node ? json_node_get_string (node) : NULL;
}

gint64
mado_json_get_int (JsonObject *object,
                   const char *name)
{
  JsonNode *node = member (object, name, G_TYPE_INT64);

  return node ? json_node_get_int (node) : 0;
}

JsonObject *
mado_json_get_object (JsonObject *object,
                      const char *name)
{
  JsonNode *node = object ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
mado_json_get_array (JsonObject *object,
                     const char *name)
{
  JsonNode *node = object ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

char **
mado_json_get_texts (JsonObject *object,
                     const char *name)
{
  JsonArray *array = mado_json_get_array (object, name);
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        g_strv_builder_add (texts, json_node_get_string (node));
    }
  return g_strv_builder_end (texts);
}

gboolean
mado_json_get_id (JsonObject *object,
                  const char *name,
                  MadoId     *id)
{
  return mado_id_parse (mado_json_get_text (object, name), id);
}

GBytes *
mado_json_dup_bytes (JsonObject *object,
                     const char *name,
                     gsize       max)
{
  const char *text = mado_json_get_text (object, name);
  g_autoptr (GString) padded = NULL;
  guchar *data;
  gsize got = 0;

  if (text == NULL || strlen (text) / 4 * 3 > max)
    return NULL;
  padded = g_string_new (text);
  for (char *p = padded->str; *p; p++)
    *p = *p == '-' ? '+' : *p == '_' ? '/' : *p;
  while (padded->len % 4)
    g_string_append_c (padded, '=');
  data = g_base64_decode (padded->str, &got);
  return g_bytes_new_take (data, got);
}

gboolean
mado_json_get_bytes (JsonObject *object,
                     const char *name,
                     void       *out,
                     gsize       length)
{
  g_autoptr (GBytes) bytes = mado_json_dup_bytes (object, name, length + 3);

  if (bytes == NULL || g_bytes_get_size (bytes) != length)
    return FALSE;
  memcpy (out, g_bytes_get_data (bytes, NULL), length);
  return TRUE;
}

char *
mado_base64url (const void *data,
                gsize       length)
{
  char *text = g_base64_encode (data, length);

  for (char *p = text; *p; p++)
    {
      if (*p == '=')
        {
          *p = 0;
          break;
        }
      *p = *p == '+' ? '-' : *p == '/' ? '_' : *p;
    }
  return text;
}

GBytes *
mado_json_finish (JsonBuilder *builder)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  gsize length;
  char *text;

  json_generator_set_root (generator, root);
  text = json_generator_to_data (generator, &length);
  return g_bytes_new_take (text, length);
}
