/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-pack-private.h"

#include <glib/gi18n-lib.h>

/* personas/: example people, one file each */

static void
persona_free (gpointer data)
{
  MadoPersona *self = data;

  mado_facts_free (self->facts);
  g_hash_table_unref (self->answers);
  g_array_unref (self->expected);
  g_free (self);
}

static void
load_values (MadoPack *pack, MadoNode *object, MadoFacts *facts, int person)
{
  JsonObjectIter iter;
  const char *key;

  if (object->json == NULL || !mado_node_is_object (object))
    return;
  json_object_iter_init (&iter, json_node_get_object (object->json));
  while (json_object_iter_next (&iter, &key, NULL))
    {
      const char *value = mado_node_str (object, key, TRUE);
      const MadoField *field = mado_pack_get_field (pack, key);

      if (field == NULL)
        mado_node_fault (object, _("The field “%s” is not in fields.json."), key);
      else if (field->n_choices > 0 && field->type == MADO_FIELD_CHOICE && mado_field_find_choice (field, value) == NULL)
        mado_node_fault (object, _("“%s” is not a choice of “%s”."), value, key);
      else if (person < 0)
        mado_facts_set (facts, key, value);
      else
        mado_facts_set_person (facts, (guint) person, key, value);
    }
}

static void
load_persons (MadoPack *pack, MadoNode *root, MadoFacts *facts)
{
  MadoNode list;
  guint n;

  mado_node_member (&list, root, "persons");
  n = mado_node_length (&list);
  for (guint i = 0; i < n; i++)
    {
      MadoNode item;

      mado_node_element (&item, &list, i);
      load_values (pack, &item, facts, (int) mado_facts_add_person (facts));
    }
}

static void
load_answers (MadoPack *pack, MadoNode *root, MadoPersona *self)
{
  JsonObjectIter iter;
  const char *key;
  MadoNode object;

  if (!mado_node_member (&object, root, "answers") || !mado_node_is_object (&object))
    return;
  json_object_iter_init (&iter, json_node_get_object (object.json));
  while (json_object_iter_next (&iter, &key, NULL))
    {
      MadoAnswer answer = mado_answer_from_text (mado_node_str (&object, key, TRUE));

      if (mado_pack_get_question (pack, key) == NULL)
        mado_node_fault (&object, _("The question “%s” is not in questions.json."), key);
      else if (answer == MADO_ANSWER_NONE)
        mado_node_fault (&object, _("The answer to “%s” must be \"yes\", \"no\" or \"unsure\"."), key);
      g_hash_table_insert (self->answers, g_strdup (key), GINT_TO_POINTER (answer));
    }
}

static void
load_expected (MadoPack *pack, MadoNode *root, MadoPersona *self)
{
  static const char *const statuses[] = { "certain", "unsure", NULL };
  MadoNode list;
  guint n;

  mado_node_member (&list, root, "expect");
  n = mado_node_length (&list);
  for (guint i = 0; i < n; i++)
    {
      MadoExpected e = { 0 };
      const char *id;
      MadoNode item;

      mado_node_element (&item, &list, i);
      if (!mado_node_is_object (&item))
        continue;
      id = mado_node_str (&item, "procedure", TRUE);
      e.procedure = mado_pack_get_procedure (pack, id);
      e.unsure = mado_node_enum (&item, "status", statuses, 0) == 1;
      e.later = mado_node_bool (&item, "later", FALSE);
      mado_node_end (&item);
      if (e.procedure == NULL)
        mado_node_fault (&item, _("The procedure “%s” does not exist."), id);
      else
        g_array_append_val (self->expected, e);
    }
}

static MadoPersona *
load_persona (MadoPack *pack, MadoNode *root)
{
  MadoPersona *self = g_new0 (MadoPersona, 1);
  const char *event, *today;
  const char *const *picks;
  MadoNode fields;

  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->expected = g_array_new (FALSE, FALSE, sizeof (MadoExpected));
  self->id = mado_node_id (root, "id");
  self->name = mado_node_text (root, "name", TRUE);
  mado_node_text (root, "about", FALSE);
  event = mado_node_str (root, "event", TRUE);
  self->event = mado_pack_get_event (pack, event);
  if (self->event == NULL)
    mado_node_fault (root, _("The event “%s” does not exist or is this one."), event);
  today = mado_node_date (root, "today");
  if (today == NULL)
    mado_node_fault (root, _("The key “%s” is missing."), "today");
  self->facts = mado_facts_new (today != NULL ? today : "2026-01-01");
  mado_node_member (&fields, root, "fields");
  load_values (pack, &fields, self->facts, -1);
  load_persons (pack, root, self->facts);
  load_answers (pack, root, self);
  load_expected (pack, root, self);
  picks = mado_node_strv (root, "picks");
  for (guint i = 0; picks[i] != NULL; i++)
    mado_facts_pick (self->facts, picks[i]);
  self->refused = mado_node_strv (root, "refused");
  self->walk = mado_node_strv (root, "walk");
  mado_node_end (root);
  return self;
}

GPtrArray *
mado_load_personas (MadoPack *self, MadoBuild *build)
{
  GPtrArray *personas = g_ptr_array_new_with_free_func (persona_free);
  g_autoptr(GPtrArray) files = mado_build_list (build, "personas");

  for (guint i = 0; i < files->len; i++)
    {
      MadoSource *source = mado_build_read (build, g_ptr_array_index (files, i));
      MadoPersona *persona;
      g_autofree char *key = NULL;
      MadoNode root;

      if (source == NULL)
        continue;
      mado_node_root (&root, build, source);
      if (!mado_node_is_object (&root))
        continue;
      persona = load_persona (self, &root);
      key = g_strconcat ("persona:", persona->id, NULL);
      if (g_hash_table_contains (build->places, key))
        mado_node_fault (&root, _("The id “%s” is used a second time (%s)."), persona->id, "persona");
      mado_node_remember (&root, "persona", persona->id);
      g_ptr_array_add (personas, persona);
    }
  return personas;
}
