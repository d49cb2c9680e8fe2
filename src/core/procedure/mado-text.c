/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-pack-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _MadoText
{
  const char *japanese;
  guint       n;
  struct { const char *language, *text; } others[];
};

const char *
mado_text_get (const MadoText *self, const char *language)
{
  if (self == NULL)
    return "";
  for (guint i = 0; language != NULL && i < self->n; i++)
    if (g_str_equal (self->others[i].language, language))
      return self->others[i].text;
  /* "en-GB" finds "en" */
  for (guint i = 0; language != NULL && i < self->n; i++)
    {
      gsize length = strcspn (language, "-_.");

      if (strlen (self->others[i].language) == length &&
          strncmp (self->others[i].language, language, length) == 0)
        return self->others[i].text;
    }
  return self->japanese;
}

static gboolean
is_language_tag (const char *tag)
{
  return g_regex_match_simple ("^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", tag, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT);
}

static const MadoText *
parse_object (MadoNode *node)
{
  JsonObject *object = json_node_get_object (node->json);
  g_autoptr(GList) names = json_object_get_members (object);
  MadoText *self = mado_arena_alloc (node->build->arena,
                                     sizeof *self + g_list_length (names) * sizeof self->others[0]);

  for (GList *l = names; l != NULL; l = l->next)
    {
      MadoNode member;

      mado_node_member (&member, node, l->data);
      if (!is_language_tag (l->data))
        mado_node_fault (&member, _("“%s” is not a language tag."), (const char *) l->data);
      else if (!JSON_NODE_HOLDS_VALUE (member.json) || json_node_get_value_type (member.json) != G_TYPE_STRING)
        mado_node_fault (&member, _("The text for the language “%s” must be a string."), (const char *) l->data);
      else
        {
          self->others[self->n].language = mado_arena_strdup (node->build->arena, l->data);
          self->others[self->n++].text = mado_arena_strdup (node->build->arena, json_node_get_string (member.json));
        }
    }
  self->japanese = self->n > 0 ? self->others[0].text : "";
  for (guint i = 0; i < self->n; i++)
    if (g_str_equal (self->others[i].language, "ja"))
      self->japanese = self->others[i].text;
  if (self->n == 0)
    mado_node_fault (node, _("A text needs at least one language."));
  return self;
}

const MadoText *
mado_text_parse (MadoNode *node)
{
  MadoText *self;

  if (JSON_NODE_HOLDS_OBJECT (node->json))
    return parse_object (node);
  if (!JSON_NODE_HOLDS_VALUE (node->json) || json_node_get_value_type (node->json) != G_TYPE_STRING)
    {
      mado_node_fault (node, _("A text is a string, or an object with one string for each language."));
      return NULL;
    }
  self = mado_arena_alloc (node->build->arena, sizeof *self);
  self->japanese = mado_arena_strdup (node->build->arena, json_node_get_string (node->json));
  return self;
}

MadoText *
mado_text_new (const char *japanese)
{
  gsize length = strlen (japanese) + 1;
  MadoText *self = g_malloc0 (sizeof *self + length);
  char *copy = (char *) (self + 1);

  memcpy (copy, japanese, length);
  self->japanese = copy;
  return self;
}
