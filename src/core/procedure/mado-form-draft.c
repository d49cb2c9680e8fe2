/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-form-draft.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

/* Steps that can be undone; a layout has some 20 kB. */
#define MOST_STEPS 200

struct _MadoFormDraft
{
  JsonNode  *root;
  GPtrArray *past;   /* texts, the latest last */
  GPtrArray *future;
  char      *tag;    /* of the latest change */
};

/* --- reading and writing -------------------------------------------------------- */

static JsonNode *
parse (const char  *text,
       GError     **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) fault = NULL;
  JsonNode *root;

  if (!json_parser_load_from_data (parser, text, -1, &fault))
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID, _("This is not valid JSON: %s."), fault->message);
      return NULL;
    }
  root = json_parser_get_root (parser);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root) && json_object_has_member (json_node_get_object (root), "items") &&
      JSON_NODE_HOLDS_ARRAY (json_object_get_member (json_node_get_object (root), "items")))
    {
      JsonArray *items = json_object_get_array_member (json_node_get_object (root), "items");
      gboolean good = TRUE;

      for (guint i = 0; i < json_array_get_length (items); i++)
        good = good && JSON_NODE_HOLDS_OBJECT (json_array_get_element (items, i));
      if (good)
        return json_parser_steal_root (parser);
    }
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, _("This layout has no list of items and cannot be edited here."));
  return NULL;
}

static void
put_number (GString *out,
            double   value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  char *end;

  g_ascii_formatd (text, sizeof text, "%.3f", value);
  end = text + strlen (text);
  while (end[-1] == '0')
    *--end = '\0';
  if (end[-1] == '.')
    *--end = '\0';
  g_string_append (out, g_str_equal (text, "-0") ? "0" : text);
}

static void put_node (GString *out, JsonNode *node);

static void
put_object (GString    *out,
            JsonObject *object)
{
  g_autoptr (GList) members = json_object_get_members (object);

  g_string_append_c (out, '{');
  for (GList *l = members; l != NULL; l = l->next)
    {
      g_autoptr (JsonNode) key = json_node_init_string (json_node_alloc (), l->data);
      g_autofree char *name = json_to_string (key, FALSE);

      g_string_append_printf (out, "%s: ", name);
      put_node (out, json_object_get_member (object, l->data));
      g_string_append (out, l->next != NULL ? ", " : "");
    }
  g_string_append_c (out, '}');
}

static void
put_node (GString  *out,
          JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    put_object (out, json_node_get_object (node));
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_DOUBLE)
    put_number (out, json_node_get_double (node));
  else
    {
      g_autofree char *text = json_to_string (node, FALSE);

      g_string_append (out, text);
    }
}

static JsonArray *
items_of (const MadoFormDraft *self)
{
  return json_object_get_array_member (json_node_get_object (self->root), "items");
}

static JsonObject *
item_of (const MadoFormDraft *self,
         guint                item)
{
  return item < json_array_get_length (items_of (self)) ? json_array_get_object_element (items_of (self), item) : NULL;
}

/* The head in one line, then an item a line: item n stands in line n + 2. */
char *
mado_form_draft_to_text (const MadoFormDraft *self)
{
  GString *out = g_string_new ("{");
  JsonObject *object = json_node_get_object (self->root);
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *l = members; l != NULL; l = l->next)
    if (!g_str_equal (l->data, "items"))
      {
        g_autoptr (JsonNode) key = json_node_init_string (json_node_alloc (), l->data);
        g_autofree char *name = json_to_string (key, FALSE);

        g_string_append_printf (out, "%s: ", name);
        put_node (out, json_object_get_member (object, l->data));
        g_string_append (out, ", ");
      }
  g_string_append (out, "\"items\": [\n");
  for (guint i = 0; i < json_array_get_length (items_of (self)); i++)
    {
      g_string_append (out, "    ");
      put_node (out, json_array_get_element (items_of (self), i));
      g_string_append (out, i + 1 < json_array_get_length (items_of (self)) ? ",\n" : "\n");
    }
  g_string_append (out, "  ]}\n");
  return g_string_free (out, FALSE);
}

int
mado_form_draft_item_at (const MadoFormDraft *self,
                         guint                line)
{
  return line >= 2 && line - 2 < json_array_get_length (items_of (self)) ? (int) line - 2 : -1;
}

MadoFormDraft *
mado_form_draft_new (const char  *text,
                     GError     **error)
{
  JsonNode *root = parse (text, error);
  MadoFormDraft *self;

  if (root == NULL)
    return NULL;
  self = g_new0 (MadoFormDraft, 1);
  self->root = root;
  self->past = g_ptr_array_new_with_free_func (g_free);
  self->future = g_ptr_array_new_with_free_func (g_free);
  return self;
}

void
mado_form_draft_free (MadoFormDraft *self)
{
  json_node_unref (self->root);
  g_ptr_array_unref (self->past);
  g_ptr_array_unref (self->future);
  g_free (self->tag);
  g_free (self);
}

/* --- asking ---------------------------------------------------------------------- */

guint
mado_form_draft_get_n_items (const MadoFormDraft *self)
{
  return json_array_get_length (items_of (self));
}

static JsonNode *
find (const MadoFormDraft *self,
      guint                item,
      const char          *key)
{
  JsonObject *object = item_of (self, item);

  return object != NULL ? json_object_get_member (object, key) : NULL;
}

static gboolean
holds (JsonNode *node,
       GType     type)
{
  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

const char *
mado_form_draft_get_text (const MadoFormDraft *self,
                          guint                item,
                          const char          *key)
{
  JsonNode *node = find (self, item, key);

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    node = json_object_get_member (json_node_get_object (node), "ja");
  return holds (node, G_TYPE_STRING) ? json_node_get_string (node) : "";
}

double
mado_form_draft_get_number (const MadoFormDraft *self,
                            guint                item,
                            const char          *key,
                            double               fallback)
{
  JsonNode *node = find (self, item, key);

  return holds (node, G_TYPE_INT64) || holds (node, G_TYPE_DOUBLE) ? json_node_get_double (node) : fallback;
}

gboolean
mado_form_draft_get_flag (const MadoFormDraft *self,
                          guint                item,
                          const char          *key,
                          gboolean             fallback)
{
  JsonNode *node = find (self, item, key);

  return holds (node, G_TYPE_BOOLEAN) ? json_node_get_boolean (node) : fallback;
}

/* --- changing ---------------------------------------------------------------------- */

static void
remember (MadoFormDraft *self,
          const char    *tag)
{
  if (tag != NULL && g_strcmp0 (tag, self->tag) == 0 && self->past->len > 0 && self->future->len == 0)
    return;
  g_free (self->tag);
  self->tag = g_strdup (tag);
  g_ptr_array_set_size (self->future, 0);
  g_ptr_array_add (self->past, mado_form_draft_to_text (self));
  if (self->past->len > MOST_STEPS)
    g_ptr_array_remove_index (self->past, 0);
}

void
mado_form_draft_set_text (MadoFormDraft *self,
                          guint          item,
                          const char    *key,
                          const char    *value,
                          const char    *tag)
{
  JsonObject *object = item_of (self, item);
  JsonNode *node;

  if (object == NULL || g_str_equal (mado_form_draft_get_text (self, item, key), value != NULL ? value : ""))
    return;
  remember (self, tag);
  node = json_object_get_member (object, key);
  if (value == NULL || *value == '\0')
    json_object_remove_member (object, key);
  else if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    json_object_set_string_member (json_node_get_object (node), "ja", value);
  else
    json_object_set_string_member (object, key, value);
}

static void
put_length (JsonObject *object,
            const char *key,
            double      value)
{
  json_object_set_double_member (object, key, (double) (gint64) (value * 100 + (value < 0 ? -0.5 : 0.5)) / 100);
}

void
mado_form_draft_set_number (MadoFormDraft *self,
                            guint          item,
                            const char    *key,
                            double         value,
                            const char    *tag)
{
  JsonObject *object = item_of (self, item);

  if (object == NULL || ABS (mado_form_draft_get_number (self, item, key, -G_MAXDOUBLE) - value) < 0.001)
    return;
  remember (self, tag);
  if (g_str_equal (key, "cells"))
    json_object_set_int_member (object, key, (gint64) value);
  else
    put_length (object, key, value);
}

void
mado_form_draft_set_flag (MadoFormDraft *self,
                          guint          item,
                          const char    *key,
                          gboolean       value,
                          const char    *tag)
{
  JsonObject *object = item_of (self, item);

  if (object == NULL || mado_form_draft_get_flag (self, item, key, FALSE) == value)
    return;
  remember (self, tag);
  json_object_set_boolean_member (object, key, value);
}

void
mado_form_draft_set_place (MadoFormDraft *self,
                           guint          item,
                           double         x,
                           double         y,
                           double         w,
                           double         h,
                           const char    *tag)
{
  JsonObject *object = item_of (self, item);

  if (object == NULL)
    return;
  remember (self, tag);
  put_length (object, "x", x);
  put_length (object, "y", y);
  put_length (object, "w", w);
  put_length (object, "h", h);
}

guint
mado_form_draft_add (MadoFormDraft *self,
                     const char    *kind,
                     double         x,
                     double         y,
                     double         w,
                     double         h)
{
  JsonObject *object = json_object_new ();

  remember (self, NULL);
  json_object_set_string_member (object, "kind", kind);
  put_length (object, "x", x);
  put_length (object, "y", y);
  put_length (object, "w", w);
  put_length (object, "h", h);
  json_array_add_object_element (items_of (self), object);
  return json_array_get_length (items_of (self)) - 1;
}

void
mado_form_draft_remove (MadoFormDraft *self,
                        guint          item)
{
  if (item_of (self, item) == NULL)
    return;
  remember (self, NULL);
  json_array_remove_element (items_of (self), item);
}

void
mado_form_draft_set_background (MadoFormDraft *self,
                                const char    *file,
                                guint          page,
                                const char    *hash)
{
  JsonObject *root = json_node_get_object (self->root);
  JsonObject *object;

  remember (self, NULL);
  if (file == NULL)
    {
      json_object_remove_member (root, "background");
      return;
    }
  object = json_object_new ();
  json_object_set_string_member (object, "file", file);
  if (page > 0)
    json_object_set_int_member (object, "page", page);
  if (hash != NULL)
    json_object_set_string_member (object, "sha256", hash);
  json_object_set_object_member (root, "background", object);
}

/* --- back and forth ------------------------------------------------------------------ */

gboolean
mado_form_draft_can_undo (const MadoFormDraft *self)
{
  return self->past->len > 0;
}

gboolean
mado_form_draft_can_redo (const MadoFormDraft *self)
{
  return self->future->len > 0;
}

static void
step (MadoFormDraft *self,
      GPtrArray     *from,
      GPtrArray     *to)
{
  g_autofree char *text = NULL;

  if (from->len == 0)
    return;
  text = g_ptr_array_steal_index (from, from->len - 1);
  g_ptr_array_add (to, mado_form_draft_to_text (self));
  json_node_unref (self->root);
  self->root = parse (text, NULL);
  g_clear_pointer (&self->tag, g_free);
}

void
mado_form_draft_undo (MadoFormDraft *self)
{
  step (self, self->past, self->future);
}

void
mado_form_draft_redo (MadoFormDraft *self)
{
  step (self, self->future, self->past);
}
