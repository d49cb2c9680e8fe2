/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-form-paths.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  MadoPack   *pack;
  GPtrArray  *list;
  GHashTable *seen;
  guint       rows;
} Listing;

static void
path_free (gpointer data)
{
  MadoFormPath *self = data;

  g_free (self->path);
  g_free (self->label);
  g_free (self);
}

/* Takes over both texts. */
static void
add (Listing         *self,
     char            *path,
     char            *label,
     const MadoField *field)
{
  MadoFormPath *item = g_new0 (MadoFormPath, 1);

  item->path = path;
  item->label = label;
  item->field = field;
  if (g_hash_table_contains (self->seen, path))
    {
      path_free (item);
      return;
    }
  g_hash_table_add (self->seen, path);
  g_ptr_array_add (self->list, item);
}

static void
add_of_person (Listing         *self,
               const char      *role,
               const char      *who,
               const MadoField *field)
{
  const char *label = mado_text_get (field->label, NULL);

  if (g_str_equal (field->id, "family_name"))
    add (self, g_strconcat (role, ".name", NULL), g_strdup_printf (_("%s Name"), who), NULL);
  if (g_str_equal (field->id, "family_name_kana"))
    add (self, g_strconcat (role, ".kana", NULL), g_strdup_printf (_("%s Reading of the name"), who), NULL);
  add (self, g_strconcat (role, ".", field->id, NULL), g_strdup_printf ("%s %s", who, label), field);
}

static void
add_field (Listing                  *self,
           const MadoProcedure      *procedure,
           const MadoProcedureField *asked)
{
  const MadoProcedureRole *role = asked->person != NULL ? mado_procedure_find_role (procedure, asked->person) : NULL;
  const MadoField *field = asked->field;
  const char *town;

  if (role != NULL && role->many)
    for (guint row = 0; row < MAX (self->rows, 1); row++)
      {
        g_autofree char *name = g_strdup_printf ("%s[%u]", role->id, row);
        g_autofree char *who = g_strdup_printf ("%s %u", mado_text_get (role->label, NULL), row + 1);

        add_of_person (self, name, who, field);
      }
  else if (role != NULL)
    add_of_person (self, role->id, mado_text_get (role->label, NULL), field);
  else if (field->scope == MADO_SCOPE_VISITOR)
    add_of_person (self, "visitor", _("Visitor:"), field);
  else
    {
      town = g_str_has_suffix (field->id, ".town") ? field->id : NULL;
      if (town != NULL)
        add (self, g_strdup_printf ("%.*s.address", (int) (strlen (town) - strlen (".town")), town),
             g_strdup_printf (_("%s (whole address)"), mado_text_get (field->label, NULL)), NULL);
      add (self, g_strdup (field->id), g_strdup (mado_text_get (field->label, NULL)), field);
    }
}

static void
add_common (Listing *self)
{
  static const struct { const char *path; const char *label; } common[] = {
    { "notifier.name", N_("Name of the notifier") }, { "head.name", N_("Name of the head of household") },
    { "received_on", N_("Day of acceptance") }, { "case_no", N_("Case number") }, { "ticket_no", N_("Ticket number") },
    { "city_name", N_("Name of the city") }, { "mayor", N_("Mayor") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (common); i++)
    add (self, g_strdup (common[i].path), g_strdup (_(common[i].label)), NULL);
}

GPtrArray *
mado_form_paths_list (MadoPack   *pack,
                      const char *id,
                      guint       rows)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  Listing self = { pack, g_ptr_array_new_with_free_func (path_free), seen, rows };
  guint n;
  const MadoProcedure *const *procedures = mado_pack_list_procedures (pack, &n);

  for (guint i = 0; i < n; i++)
    if (g_strv_contains (procedures[i]->forms, id))
      for (guint j = 0; j < procedures[i]->n_fields; j++)
        add_field (&self, procedures[i], &procedures[i]->fields[j]);
  add_common (&self);
  return self.list;
}

GPtrArray *
mado_form_ids_list (MadoPack *pack)
{
  GPtrArray *ids = g_ptr_array_new ();
  guint n;
  const MadoProcedure *const *procedures = mado_pack_list_procedures (pack, &n);

  for (guint i = 0; i < n; i++)
    for (guint j = 0; procedures[i]->forms[j] != NULL; j++)
      if (!g_ptr_array_find_with_equal_func (ids, procedures[i]->forms[j], g_str_equal, NULL))
        g_ptr_array_add (ids, (gpointer) procedures[i]->forms[j]);
  return ids;
}
