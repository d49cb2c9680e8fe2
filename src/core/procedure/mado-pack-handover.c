/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-pack-handover.h"

#include <glib/gi18n-lib.h>

#include "core/procedure/mado-pack-private.h"

#define FILE_NAME "handover.json"

static void
load_field (MadoPack          *self,
            MadoNode          *node,
            MadoHandoverRule  *rule,
            MadoHandoverField *out)
{
  const char *id;

  if (!mado_node_is_object (node))
    return;
  id = mado_node_str (node, "field", TRUE);
  out->field = mado_pack_get_field (self, id);
  out->words = mado_node_strv (node, "words");
  out->alone = mado_node_str (node, "alone", FALSE);
  mado_node_end (node);
  if (out->field == NULL)
    mado_node_fault (node, _("The field “%s” is not in fields.json."), id != NULL ? id : "");
  else if (rule->procedure != NULL && mado_procedure_find_field (rule->procedure, id) == NULL)
    mado_node_fault (node, _("The form of “%s” does not ask for the field “%s”."), rule->id, id);
  else if (out->alone != NULL && *out->alone != '\0' && mado_field_find_choice (out->field, out->alone) == NULL)
    mado_node_fault (node, _("“%s” is not a value of the field “%s”."), out->alone, id);
}

static void
load_rule (MadoPack *self,
           MadoNode *node)
{
  MadoHandoverRule *rule = mado_arena_alloc (self->arena, sizeof *rule);
  MadoHandoverField *fields;
  MadoNode list;

  if (!mado_node_is_object (node))
    return;
  rule->id = mado_node_str (node, "procedure", TRUE);
  rule->procedure = rule->id != NULL ? mado_pack_get_procedure (self, rule->id) : NULL;
  if (rule->procedure == NULL)
    mado_node_fault (node, _("The procedure “%s” is not in procedures/."), rule->id != NULL ? rule->id : "");
  rule->n_fields = mado_node_member (&list, node, "fields") ? mado_node_length (&list) : 0;
  fields = mado_arena_alloc (self->arena, sizeof *fields * MAX (rule->n_fields, 1));
  for (guint i = 0; i < rule->n_fields; i++)
    {
      MadoNode item;

      mado_node_element (&item, &list, i);
      load_field (self, &item, rule, &fields[i]);
    }
  rule->fields = fields;
  mado_node_end (node);
  if (rule->procedure != NULL)
    mado_table_add (&self->handovers, node, "handover", rule->id, rule);
}

void
mado_load_handover (MadoPack  *self,
                    MadoBuild *build)
{
  g_autofree char *path = g_build_filename (build->dir, FILE_NAME, NULL);
  MadoSource *source = g_file_test (path, G_FILE_TEST_EXISTS) ? mado_build_read (build, FILE_NAME) : NULL;
  MadoNode root;
  guint n;

  if (source == NULL)
    return;
  mado_node_root (&root, build, source);
  n = mado_node_length (&root);
  for (guint i = 0; i < n; i++)
    {
      MadoNode node;

      mado_node_element (&node, &root, i);
      load_rule (self, &node);
    }
}

const MadoHandoverRule *
mado_pack_get_handover (MadoPack   *self,
                        const char *procedure)
{
  return mado_table_get (&self->handovers, procedure);
}
