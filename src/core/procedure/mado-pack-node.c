/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-pack-private.h"

#include <glib/gi18n-lib.h>
#include <stdarg.h>

/* A cursor on one JSON value that knows its way from the root, so that every
 * fault can be told with file and line. */

void
mado_node_root (MadoNode *self, MadoBuild *build, MadoSource *source)
{
  *self = (MadoNode) { .build = build, .source = source,
                       .json = json_parser_get_root (source->parser) };
}

gboolean
mado_node_member (MadoNode *self, MadoNode *parent, const char *key)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (parent->json) ? json_node_get_object (parent->json) : NULL;

  *self = (MadoNode) { .build = parent->build, .source = parent->source, .parent = parent, .key = key };
  if (parent->n_read < G_N_ELEMENTS (parent->read))
    parent->read[parent->n_read++] = key;
  self->json = object != NULL ? json_object_get_member (object, key) : NULL;
  return self->json != NULL;
}

void
mado_node_element (MadoNode *self, MadoNode *parent, guint index)
{
  *self = (MadoNode) { .build = parent->build, .source = parent->source, .parent = parent, .element = index };
  self->json = json_array_get_element (json_node_get_array (parent->json), index);
}

gboolean
mado_node_is_object (MadoNode *self)
{
  if (self->json != NULL && JSON_NODE_HOLDS_OBJECT (self->json))
    return TRUE;
  mado_node_fault (self, _("Here an object { … } is expected."));
  return FALSE;
}

guint
mado_node_length (MadoNode *self)
{
  if (self->json == NULL)
    return 0;
  if (JSON_NODE_HOLDS_ARRAY (self->json))
    return json_array_get_length (json_node_get_array (self->json));
  mado_node_fault (self, _("Here a list [ … ] is expected."));
  return 0;
}

static gboolean
was_read (MadoNode *self, const char *key)
{
  for (guint i = 0; i < self->n_read; i++)
    if (g_str_equal (self->read[i], key))
      return TRUE;
  return FALSE;
}

void
mado_node_end (MadoNode *self)
{
  JsonObjectIter iter;
  const char *key;

  if (self->json == NULL || !JSON_NODE_HOLDS_OBJECT (self->json))
    return;
  json_object_iter_init (&iter, json_node_get_object (self->json));
  while (json_object_iter_next (&iter, &key, NULL))
    if (!was_read (self, key))
      {
        MadoNode member = { .build = self->build, .source = self->source, .parent = self, .key = key };

        mado_node_fault (&member, _("The key “%s” is not known here."), key);
      }
}

char *
mado_node_path (const MadoNode *self)
{
  g_autofree char *before = NULL;

  if (self->parent == NULL)
    return g_strdup ("");
  before = mado_node_path (self->parent);
  return self->key != NULL ? g_strdup_printf ("%s/%s", before, self->key)
                           : g_strdup_printf ("%s/%u", before, self->element);
}

void
mado_node_fault (const MadoNode *self, const char *format, ...)
{
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  const MadoNode *at = self;
  va_list args;

  /* of a value that is missing, its object is shown */
  while (at->json == NULL && at->parent != NULL &&
         !(at->key != NULL && JSON_NODE_HOLDS_OBJECT (at->parent->json) &&
           json_object_has_member (json_node_get_object (at->parent->json), at->key)))
    at = at->parent;
  path = mado_node_path (at);
  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  mado_build_fault (self->build, self->source->name, mado_json_line (self->source->text, path), "%s", text);
}

static MadoPlace *
new_place (const MadoNode *self)
{
  MadoPlace *place = g_new0 (MadoPlace, 1);

  place->source = self->source;
  place->path = mado_node_path (self);
  return place;
}

void
mado_node_remember (const MadoNode *self, const char *kind, const char *id)
{
  if (self->build->checking)
    g_hash_table_replace (self->build->places, g_strconcat (kind, ":", id, NULL), new_place (self));
}

/* --- typed members ---------------------------------------------------------- */

static gboolean
holds (MadoNode *node, GType type)
{
  return node->json != NULL && JSON_NODE_HOLDS_VALUE (node->json) && json_node_get_value_type (node->json) == type;
}

const char *
mado_node_str (MadoNode *self, const char *key, gboolean required)
{
  MadoNode node;

  if (!mado_node_member (&node, self, key))
    {
      if (required)
        mado_node_fault (self, _("The key “%s” is missing."), key);
      return required ? "" : NULL;
    }
  if (!holds (&node, G_TYPE_STRING))
    {
      mado_node_fault (&node, _("“%s” must be a string."), key);
      return required ? "" : NULL;
    }
  return mado_arena_strdup (self->build->arena, json_node_get_string (node.json));
}

/* a-z, then a-z 0-9 _, in parts joined by dots */
static gboolean
is_good_id (const char *id)
{
  gboolean start = TRUE;

  for (; *id != '\0'; id++)
    {
      if (start ? !g_ascii_islower (*id) : !(g_ascii_islower (*id) || g_ascii_isdigit (*id) || *id == '_' || *id == '.'))
        return FALSE;
      start = *id == '.';
    }
  return !start;
}

const char *
mado_node_id (MadoNode *self, const char *key)
{
  const char *id = mado_node_str (self, key, TRUE);

  if (*id != '\0' && !is_good_id (id))
    {
      MadoNode node;

      mado_node_member (&node, self, key);
      mado_node_fault (&node, _("“%s” is not a good id: small letters, digits and _ only, parts joined by a dot."), id);
    }
  return id;
}

const char *
mado_node_date (MadoNode *self, const char *key)
{
  const char *text = mado_node_str (self, key, FALSE);
  g_autofree char *same = text != NULL ? mado_date_add_days (text, 0) : NULL;

  if (text != NULL && !g_str_equal (text, same))
    {
      MadoNode node;

      mado_node_member (&node, self, key);
      mado_node_fault (&node, _("“%s” is not a date such as 2026-04-01."), text);
      return NULL;
    }
  return text;
}

gint64
mado_node_int (MadoNode *self, const char *key, gint64 fallback)
{
  MadoNode node;

  if (!mado_node_member (&node, self, key))
    return fallback;
  if (holds (&node, G_TYPE_INT64))
    return json_node_get_int (node.json);
  mado_node_fault (&node, _("“%s” must be a whole number."), key);
  return fallback;
}

double
mado_node_number (MadoNode *self, const char *key, double fallback)
{
  MadoNode node;

  if (!mado_node_member (&node, self, key))
    return fallback;
  if (holds (&node, G_TYPE_INT64) || holds (&node, G_TYPE_DOUBLE))
    return json_node_get_double (node.json);
  mado_node_fault (&node, _("“%s” must be a number."), key);
  return fallback;
}

gboolean
mado_node_bool (MadoNode *self, const char *key, gboolean fallback)
{
  MadoNode node;

  if (!mado_node_member (&node, self, key))
    return fallback;
  if (holds (&node, G_TYPE_BOOLEAN))
    return json_node_get_boolean (node.json);
  mado_node_fault (&node, _("“%s” must be true or false."), key);
  return fallback;
}

guint
mado_node_enum (MadoNode *self, const char *key, const char *const *names, guint fallback)
{
  const char *text = mado_node_str (self, key, FALSE);
  g_autofree char *all = NULL;
  MadoNode node;

  if (text == NULL)
    return fallback;
  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], text))
      return i;
  all = g_strjoinv (", ", (char **) names);
  mado_node_member (&node, self, key);
  mado_node_fault (&node, _("“%s” is none of: %s."), text, all);
  return fallback;
}

const char *const *
mado_node_strv (MadoNode *self, const char *key)
{
  MadoNode node;
  guint n;
  const char **list;

  mado_node_member (&node, self, key);
  n = mado_node_length (&node);
  list = mado_arena_alloc (self->build->arena, (n + 1) * sizeof *list);
  for (guint i = 0; i < n; i++)
    {
      MadoNode item;

      mado_node_element (&item, &node, i);
      list[i] = "";
      if (holds (&item, G_TYPE_STRING))
        list[i] = mado_arena_strdup (self->build->arena, json_node_get_string (item.json));
      else
        mado_node_fault (&item, _("Every value of “%s” must be a string."), key);
    }
  return list;
}

const MadoText *
mado_node_text (MadoNode *self, const char *key, gboolean required)
{
  MadoNode node;

  if (mado_node_member (&node, self, key))
    return mado_text_parse (&node);
  if (required)
    mado_node_fault (self, _("The key “%s” is missing."), key);
  return NULL;
}

const MadoExpr *
mado_node_expr (MadoNode *self, const char *key, MadoExprContext context)
{
  MadoNode node;
  const MadoExpr *expr;

  if (!mado_node_member (&node, self, key))
    return NULL;
  expr = mado_expr_parse (&node);
  if (self->build->checking && expr != NULL)
    {
      MadoSeenExpr *seen = g_new0 (MadoSeenExpr, 1);

      seen->expr = expr;
      seen->context = context;
      seen->place = new_place (&node);
      g_ptr_array_add (self->build->exprs, seen);
    }
  return expr;
}
