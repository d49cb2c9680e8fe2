/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-field-value.h"
#include "core/form/mado-form-facts.h"
#include "core/form/mado-form-scope.h"
#include "core/model/mado-case-state.h"
#include "core/form/mado-form-set.h"
#include "core/procedure/mado-facts.h"

#include <string.h>

static const char *
keep_value (MadoFormScope   *self,
            const MadoField *field,
            const char      *path)
{
  GVariant *value = self->reader->get (path, self->reader->user_data);
  char *text;

  if (value == NULL)
    return NULL;
  text = mado_field_to_canonical (field, value);
  g_ptr_array_add (self->kept, text);
  return text;
}

static const char *
lookup_fact (MadoFormScope *self,
             const char    *name,
             int            person)
{
  const MadoFormReader *reader = self->reader;
  const char *today = reader->today != NULL ? reader->today : mado_form_reader_text (reader, "received_on");
  const char *value = NULL;

  if (reader->fact != NULL)
    value = reader->fact (name, person, reader->user_data);
  if (value != NULL || *today == 0)
    return value;
  if (*self->facts == NULL)
    *self->facts = mado_form_facts_new (self->pack, reader, today);
  return mado_facts_lookup (*self->facts, self->pack, name, person);
}

static const char *
lookup (const char *name,
        int         person,
        gpointer    user_data)
{
  MadoFormScope *self = user_data;
  const MadoField *field = mado_pack_get_field (self->pack, name);
  const char *eid = person >= 0 && (guint) person < self->n_persons ? self->persons[person] : NULL;
  const char *procedure = self->procedure != NULL ? self->procedure->id : NULL;

  if (field != NULL)
    {
      gboolean wants_person = field->scope == MADO_SCOPE_PERSON ||
                              field->scope == MADO_SCOPE_PROCEDURE_PERSON;
      gboolean wants_procedure = field->scope == MADO_SCOPE_PROCEDURE ||
                                 field->scope == MADO_SCOPE_PROCEDURE_PERSON;
      g_autofree char *path = NULL;

      if ((wants_person && eid == NULL) || (wants_procedure && procedure == NULL))
        return NULL;
      path = mado_form_path (field, procedure, eid);
      return keep_value (self, field, path);
    }
  return lookup_fact (self, name, person);
}

static guint
n_persons (gpointer user_data)
{
  MadoFormScope *self = user_data;

  return self->n_persons;
}

void
mado_form_scope_init (MadoFormScope        *self,
                      MadoPack             *pack,
                      const MadoFormReader *reader,
                      const MadoProcedure  *procedure,
                      MadoFacts           **facts)
{
  memset (self, 0, sizeof *self);
  self->pack = pack;
  self->reader = reader;
  self->procedure = procedure;
  self->facts = facts != NULL ? facts : &self->own_facts;
  self->persons = reader->list_persons (reader->user_data);
  while (self->persons != NULL && self->persons[self->n_persons] != NULL)
    self->n_persons++;
  self->kept = g_ptr_array_new_with_free_func (g_free);
  self->expr.lookup = lookup;
  self->expr.n_persons = n_persons;
  self->expr.user_data = self;
}

void
mado_form_scope_clear (MadoFormScope *self)
{
  g_clear_pointer (&self->kept, g_ptr_array_unref);
  g_clear_pointer (&self->own_facts, mado_facts_free);
}

/* --- who has a role ------------------------------------------------------------------ */

static void
add_recorded (GPtrArray *eids,
              GVariant  *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    {
      if (*g_variant_get_string (value, NULL) != 0)
        g_ptr_array_add (eids, g_variant_dup_string (value, NULL));
      return;
    }
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE ("av")))
    return;
  for (gsize i = 0; i < g_variant_n_children (value); i++)
    {
      g_autoptr (GVariant) boxed = g_variant_get_child_value (value, i);
      g_autoptr (GVariant) eid = g_variant_get_variant (boxed);

      if (*mado_value_get_text (eid) != 0)
        g_ptr_array_add (eids, g_strdup (mado_value_get_text (eid)));
    }
}

static void
add_proposed (GPtrArray               *eids,
              MadoFormScope           *scope,
              const MadoProcedureRole *role)
{
  /* Whom a form is about needs no asking where there is only one person. */
  if (role->who == NULL && scope->n_persons == 1 && strcmp (role->id, MADO_ROLE_SUBJECT) == 0)
    g_ptr_array_add (eids, g_strdup (scope->persons[0]));
  if (role->who == NULL)
    return;
  for (guint i = 0; i < scope->n_persons; i++)
    {
      if (mado_expr_eval_person (role->who, &scope->expr, (int) i) != MADO_TRI_YES)
        continue;
      g_ptr_array_add (eids, g_strdup (scope->persons[i]));
      if (!role->many)
        return;
    }
}

char **
mado_form_scope_persons (MadoFormScope *self,
                         const char    *role)
{
  g_autoptr (GPtrArray) eids = g_ptr_array_new ();
  g_autofree char *path = g_strconcat ("role/", role, "/", self->procedure->id, NULL);
  g_autofree char *of_case = g_strconcat ("role/", role, NULL);
  const MadoProcedureRole *declared = mado_procedure_find_role (self->procedure, role);
  GVariant *recorded = self->reader->get (path, self->reader->user_data);

  if (recorded == NULL)
    recorded = self->reader->get (of_case, self->reader->user_data);
  if (recorded != NULL)
    add_recorded (eids, recorded);
  else if (declared != NULL)
    add_proposed (eids, self, declared);
  g_ptr_array_add (eids, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&eids), FALSE);
}

char **
mado_form_role_persons (MadoPack             *pack,
                        const MadoFormReader *reader,
                        const MadoProcedure  *procedure,
                        const char           *role)
{
  g_auto (MadoFormScope) scope;

  mado_form_scope_init (&scope, pack, reader, procedure, NULL);
  return mado_form_scope_persons (&scope, role);
}
