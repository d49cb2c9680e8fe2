/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-pack-private.h"

#include <glib/gi18n-lib.h>

/* fields.json and documents.json */

static const char *const type_names[] = {
  "text", "kana", "date", "choice", "choices", "yesno", "number", "phone", "email", "postal", "time", NULL
};
static const char *const scope_names[] = { "case", "procedure", "person", "procedure-person", "visitor", NULL };
static const char *const section_names[] = { "shared", "addr", "desk", NULL };

static void
load_choice (MadoField *field, MadoChoice *choices, MadoNode *node)
{
  MadoChoice *choice = &choices[field->n_choices];

  if (!mado_node_is_object (node))
    return;
  choice->key = (guint) mado_node_int (node, "key", 0);
  choice->code = mado_node_str (node, "code", TRUE);
  choice->label = mado_node_text (node, "label", TRUE);
  choice->kana = mado_node_str (node, "kana", FALSE);
  if (choice->kana == NULL)
    choice->kana = "";
  choice->points = (guint) CLAMP (mado_node_int (node, "points", 0), 0, 2);
  mado_node_end (node);
  if (choice->key < 1 || choice->key > 99)
    mado_node_fault (node, _("The key of a choice must be 1 to 99."));
  if (*choice->code == '\0')
    mado_node_fault (node, _("The code of a choice must not be empty."));
  for (guint i = 0; i < field->n_choices; i++)
    if (choices[i].key == choice->key)
      mado_node_fault (node, _("The key %u is used by two choices of “%s”."), choice->key, field->id);
    else if (g_str_equal (choices[i].code, choice->code))
      mado_node_fault (node, _("The code “%s” is used by two choices of “%s”."), choice->code, field->id);
  field->n_choices++;
}

static void
load_choices (MadoField *field, MadoNode *node)
{
  gboolean wanted = field->type == MADO_FIELD_CHOICE || field->type == MADO_FIELD_CHOICES;
  MadoChoice *choices;
  MadoNode list;
  guint n;

  mado_node_member (&list, node, "choices");
  n = mado_node_length (&list);
  if (wanted != (n > 0))
    mado_node_fault (node, wanted ? _("The field “%s” needs choices.") : _("The field “%s” cannot have choices."), field->id);
  choices = mado_arena_alloc (node->build->arena, n * sizeof *choices);
  field->choices = choices;
  for (guint i = 0; i < n; i++)
    {
      MadoNode item;

      mado_node_element (&item, &list, i);
      load_choice (field, choices, &item);
    }
}

static void
load_rules (MadoField *field, MadoNode *node)
{
  MadoNode ignored;

  field->max_length = (guint) CLAMP (mado_node_int (node, "max_length", 0), 0, 10000);
  field->required = mado_node_bool (node, "required", FALSE);
  field->partial = mado_node_bool (node, "partial", FALSE);
  field->seen = mado_node_bool (node, "seen", FALSE);
  field->has_min = mado_node_member (&ignored, node, "min");
  field->min = mado_node_int (node, "min", 0);
  field->has_max = mado_node_member (&ignored, node, "max");
  field->max = mado_node_int (node, "max", 0);
  field->not_before = mado_node_str (node, "not_before", FALSE);
  field->not_after = mado_node_str (node, "not_after", FALSE);
  field->kana_of = mado_node_str (node, "kana_of", FALSE);
  if ((field->has_min || field->has_max) && field->type != MADO_FIELD_NUMBER)
    mado_node_fault (node, _("Only a number has \"min\" and \"max\"."));
  if (field->has_min && field->has_max && field->min > field->max)
    mado_node_fault (node, _("\"min\" is greater than \"max\"."));
  if ((field->not_before || field->not_after || field->partial) && field->type != MADO_FIELD_DATE && field->type != MADO_FIELD_TIME)
    mado_node_fault (node, _("Only a date has \"not_before\", \"not_after\" and \"partial\"."));
  if (field->kana_of != NULL && field->type != MADO_FIELD_KANA)
    mado_node_fault (node, _("Only a kana field has \"kana_of\"."));
}

static void
add_tag (MadoPack *self, MadoField *field, MadoNode *node)
{
  const MadoField *other = g_hash_table_lookup (self->fields_by_tag, GUINT_TO_POINTER (field->tag));
  MadoNode tag;

  mado_node_member (&tag, node, "tag");
  if (field->tag < 1 || field->tag > 65535)
    mado_node_fault (&tag, _("A field needs a tag from 1 to 65535."));
  else if (other != NULL)
    mado_node_fault (&tag, _("The tag %u belongs to the field “%s” already; tags are never used twice."), field->tag, other->id);
  else
    g_hash_table_insert (self->fields_by_tag, GUINT_TO_POINTER (field->tag), field);
}

static void
load_field (MadoPack *self, MadoNode *node)
{
  MadoField *field = mado_arena_alloc (self->arena, sizeof *field);

  if (!mado_node_is_object (node))
    return;
  field->index = self->fields.list->len;
  field->id = mado_node_id (node, "id");
  field->tag = (guint) CLAMP (mado_node_int (node, "tag", 0), 0, 100000);
  field->type = mado_node_enum (node, "type", type_names, MADO_FIELD_TEXT);
  field->scope = mado_node_enum (node, "scope", scope_names, MADO_SCOPE_CASE);
  field->section = mado_node_enum (node, "section", section_names, MADO_SECTION_SHARED);
  field->label = mado_node_text (node, "label", TRUE);
  field->reading = mado_node_str (node, "reading", FALSE);
  field->help = mado_node_text (node, "help", FALSE);
  load_choices (field, node);
  load_rules (field, node);
  mado_node_end (node);
  add_tag (self, field, node);
  mado_table_add (&self->fields, node, "field", field->id, field);
}

static void
load_document (MadoPack *self, MadoNode *node)
{
  MadoDocument *document = mado_arena_alloc (self->arena, sizeof *document);

  if (!mado_node_is_object (node))
    return;
  document->index = self->documents.list->len;
  document->id = mado_node_id (node, "id");
  document->label = mado_node_text (node, "label", TRUE);
  document->help = mado_node_text (node, "help", FALSE);
  mado_node_end (node);
  mado_table_add (&self->documents, node, "document", document->id, document);
}

void
mado_load_fields (MadoPack *self, MadoBuild *build)
{
  mado_pack_load_list (self, build, "fields.json", load_field);
  mado_pack_load_list (self, build, "documents.json", load_document);
}
