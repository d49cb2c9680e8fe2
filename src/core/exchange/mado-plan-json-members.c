/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/mado-plan-json-private.h"

#include "core/base/mado-date.h"
#include "core/form/mado-plan-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

MadoPlanObject
mado_plan_json_object_open (MadoPlanReading *reading,
                            JsonObject      *object,
                            guint            row)
{
  return (MadoPlanObject) { reading, object, row, g_hash_table_new (g_str_hash, g_str_equal) };
}

/* The rest as one JSON object, or NULL. */
char *
mado_plan_json_object_close (MadoPlanObject *self)
{
  g_autoptr (JsonObject) rest = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, self->object);
  while (json_object_iter_next_ordered (&iter, &name, &value))
    if (!g_hash_table_contains (self->asked, name))
      json_object_set_member (rest, name, json_node_ref (value));
  g_hash_table_unref (self->asked);
  if (json_object_get_size (rest) == 0)
    return NULL;
  json_node_set_object (node, rest);
  return json_to_string (node, FALSE);
}

JsonNode *
mado_plan_json_ask (MadoPlanObject *self,
                    const char     *name)
{
  g_hash_table_add (self->asked, (gpointer) name);
  return json_object_get_member (self->object, name);
}

gboolean
mado_plan_json_is_null (JsonNode *node)
{
  return node == NULL || json_node_is_null (node);
}

static void
wrong_type (MadoPlanObject     *self,
            const char *name,
            const char *wanted)
{
  mado_plan_reading_fault (self->reading, self->row, name, _("Here should stand %s."), wanted);
}

/* "" where it is missing or null. */
char *
mado_plan_json_ask_text (MadoPlanObject *self,
                         const char     *name)
{
  JsonNode *node = mado_plan_json_ask (self, name);

  if (mado_plan_json_is_null (node))
    return g_strdup ("");
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    {
      g_auto (GStrv) lines = g_strsplit (json_node_get_string (node), "\r\n", -1);

      mado_plan_reading_check_text (self->reading, self->row, name, json_node_get_string (node));
      return g_strjoinv ("\n", lines);
    }
  wrong_type (self, name, _("a text"));
  return g_strdup ("");
}

/* A whole ISO date, "" where it is missing. */
char *
mado_plan_json_ask_date (MadoPlanObject *self,
                         const char     *name)
{
  g_autofree char *text = mado_plan_json_ask_text (self, name);
  MadoDate date;

  if (*text == 0 || (mado_date_parse_iso (text, &date) && mado_date_is_complete (&date)))
    return g_steal_pointer (&text);
  mado_plan_reading_fault (self->reading, self->row, name, _("“%s” is no date: write YYYY-MM-DD."), text);
  return g_strdup ("");
}

/* A number as its decimal digits; also one that was written as text. */
char *
mado_plan_json_decimal (JsonNode *node)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  const char *end;
  g_autofree char *number = NULL;

  if (mado_plan_json_is_null (node) || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if (json_node_get_value_type (node) == G_TYPE_DOUBLE)
    {
      double value = json_node_get_double (node);

      g_ascii_formatd (buffer, sizeof buffer, "%.15g", value);
      if (g_ascii_strtod (buffer, NULL) != value)
        g_ascii_formatd (buffer, sizeof buffer, "%.17g", value);
      return strpbrk (buffer, "einf") == NULL ? g_strdup (buffer) : NULL;
    }
  if (json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  number = mado_plan_number_parse (json_node_get_string (node), &end);
  return number != NULL && *end == 0 ? g_steal_pointer (&number) : NULL;
}

char *
mado_plan_json_ask_decimal (MadoPlanObject *self,
                            const char     *name)
{
  JsonNode *node = mado_plan_json_ask (self, name);
  char *decimal = mado_plan_json_decimal (node);

  if (decimal != NULL)
    return decimal;
  if (!mado_plan_json_is_null (node))
    wrong_type (self, name, _("a number"));
  return g_strdup ("");
}

int
mado_plan_json_ask_int (MadoPlanObject *self,
                        const char     *name,
                        gboolean        needed)
{
  JsonNode *node = mado_plan_json_ask (self, name);
  g_autofree char *decimal = mado_plan_json_decimal (node);

  if (decimal != NULL && strlen (decimal) < 10 && strchr (decimal, '.') == NULL)
    return (int) g_ascii_strtoll (decimal, NULL, 10);
  if (!mado_plan_json_is_null (node) || needed)
    wrong_type (self, name, _("a whole number"));
  return 0;
}

gboolean
mado_plan_json_ask_bool (MadoPlanObject *self,
                         const char     *name)
{
  JsonNode *node = mado_plan_json_ask (self, name);

  if (mado_plan_json_is_null (node))
    return FALSE;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node);
  wrong_type (self, name, _("true or false"));
  return FALSE;
}

/* NULL where it is missing; a fault if it is something else. */
JsonArray *
mado_plan_json_ask_array (MadoPlanObject *self,
                          const char     *name)
{
  JsonNode *node = mado_plan_json_ask (self, name);

  if (mado_plan_json_is_null (node))
    return NULL;
  if (JSON_NODE_HOLDS_ARRAY (node))
    return json_node_get_array (node);
  wrong_type (self, name, _("a list"));
  return NULL;
}

JsonObject *
mado_plan_json_ask_object (MadoPlanObject *self,
                           const char     *name)
{
  JsonNode *node = mado_plan_json_ask (self, name);

  if (mado_plan_json_is_null (node))
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  wrong_type (self, name, _("an object"));
  return NULL;
}

guint
mado_plan_json_length (JsonArray *array)
{
  return array != NULL ? json_array_get_length (array) : 0;
}

JsonObject *
mado_plan_json_element_object (MadoPlanObject *self,
                               JsonArray      *array,
                               guint           i,
                               const char     *name)
{
  JsonNode *node = json_array_get_element (array, i);

  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  wrong_type (self, name, _("an object"));
  return NULL;
}

const char *
mado_plan_json_element_text (MadoPlanObject *self,
                             JsonArray      *array,
                             guint           i,
                             const char     *name)
{
  JsonNode *node = json_array_get_element (array, i);

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_get_string (node);
  wrong_type (self, name, _("a text"));
  return "";
}

void
mado_plan_json_take (char **member,
                     char  *text)
{
  g_free (*member);
  *member = text;
}
