/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-form-build-private.h"
#include "core/form/mado-form-scope.h"

#include <string.h>

static void
field_free (gpointer data)
{
  MadoFormField *self = data;

  g_free (self->path);
  g_free (self->section);
  g_free (self->eid);
  g_free (self->propose);
  g_ptr_array_unref (self->procedures);
  g_array_unref (self->needs);
  g_free (self);
}

static MadoFormStage
stage_of (const MadoField *field)
{
  switch (field->scope)
    {
    case MADO_SCOPE_PERSON:
      return MADO_STAGE_HOUSEHOLD;
    case MADO_SCOPE_CASE:
      return MADO_STAGE_CASE;
    case MADO_SCOPE_PROCEDURE:
    case MADO_SCOPE_PROCEDURE_PERSON:
      return MADO_STAGE_PROCEDURE;
    default:
      return MADO_STAGE_VISITOR;
    }
}

/* Persons line by line with the columns of the dictionary; the rest as the
 * procedures ask. */
static void
set_place (MadoFormBuild       *b,
           MadoFormField *item,
           guint          person)
{
  item->place[0] = item->stage;
  if (item->stage == MADO_STAGE_HOUSEHOLD)
    {
      item->place[1] = person;
      item->place[2] = item->field->index;
      return;
    }
  item->place[1] = item->stage == MADO_STAGE_PROCEDURE ? b->procedure_place : 0;
  item->place[2] = b->serial++;
}

static MadoFormNeed
need_of (MadoFormScope            *scope,
         const MadoProcedureField *f,
         int                       person,
         MadoTri                   shown)
{
  gboolean required = f->required;

  if (f->needed != NULL)
    required = mado_expr_eval_person (f->needed, &scope->expr, person) == MADO_TRI_YES;
  if (!required || shown != MADO_TRI_YES)
    return MADO_NEED_OPTIONAL;
  if (f->role == MADO_ROLE_SIGNED)
    return MADO_NEED_NOW;
  return f->role == MADO_ROLE_LATER ? MADO_NEED_LATER : MADO_NEED_STAFF;
}

static MadoFieldRole
stronger_role (MadoFieldRole a,
               MadoFieldRole b)
{
  if (a == MADO_ROLE_SIGNED || b == MADO_ROLE_SIGNED)
    return MADO_ROLE_SIGNED;
  return a == MADO_ROLE_LATER || b == MADO_ROLE_LATER ? MADO_ROLE_LATER : MADO_ROLE_STAFF;
}

static char *
propose_path (MadoFormScope            *scope,
              const MadoProcedureField *f,
              const char               *eid)
{
  const MadoField *from;

  if (f->propose == NULL)
    return NULL;
  from = mado_pack_get_field (scope->pack, f->propose);
  if (from == NULL ||
      (eid == NULL && (from->scope == MADO_SCOPE_PERSON || from->scope == MADO_SCOPE_PROCEDURE_PERSON)))
    return NULL;
  return mado_form_path (from, scope->procedure->id, eid);
}

static MadoFormField *
ensure_item (MadoFormBuild                  *b,
             MadoFormScope            *scope,
             const MadoProcedureField *f,
             const char               *eid,
             int                       person)
{
  g_autofree char *path = mado_form_path (f->field, scope->procedure->id, eid);
  MadoFormField *item = g_hash_table_lookup (b->by_path, path);

  if (item != NULL)
    return item;
  item = g_new0 (MadoFormField, 1);
  item->filled = b->reader->get (path, b->reader->user_data) != NULL;
  item->path = g_steal_pointer (&path);
  item->field = f->field;
  item->stage = stage_of (f->field);
  item->need = MADO_NEED_OPTIONAL;
  item->role = f->role;
  item->section = g_strdup (mado_procedure_section (scope->procedure, f->field));
  item->eid = g_strdup (eid);
  item->desk = scope->procedure->desk;
  item->procedures = g_ptr_array_new ();
  item->needs = g_array_new (FALSE, FALSE, sizeof (MadoFormNeed));
  item->uncertain = TRUE;
  set_place (b, item, person >= 0 ? (guint) person : 0);
  g_hash_table_insert (b->by_path, item->path, item);
  g_ptr_array_add (b->items, item);
  return item;
}

static void
merge_need (MadoFormField       *item,
            const MadoProcedure *procedure,
            MadoFormNeed         need)
{
  /* One form may ask for the same person in two roles. */
  if (item->procedures->len > 0 &&
      g_ptr_array_index (item->procedures, item->procedures->len - 1) == procedure)
    {
      MadoFormNeed *last = &g_array_index (item->needs, MadoFormNeed, item->needs->len - 1);

      *last = MIN (*last, need);
    }
  else
    {
      g_ptr_array_add (item->procedures, (gpointer) procedure);
      g_array_append_val (item->needs, need);
    }
  item->need = MIN (item->need, need);
}

static void
ask (MadoFormBuild                  *b,
     MadoFormScope            *scope,
     const MadoProcedureField *f,
     const char               *eid,
     int                       person)
{
  MadoTri shown = mado_expr_eval_person (f->shown, &scope->expr, person);
  MadoFormField *item;

  if (shown == MADO_TRI_NO)
    return;
  item = ensure_item (b, scope, f, eid, person);
  item->uncertain = item->uncertain && shown != MADO_TRI_YES;
  item->role = stronger_role (item->role, f->role);
  if (item->propose == NULL)
    item->propose = propose_path (scope, f, eid);
  merge_need (item, scope->procedure, need_of (scope, f, person, shown));
}

static int
person_index (MadoFormScope *scope,
              const char    *eid)
{
  for (guint i = 0; i < scope->n_persons; i++)
    if (strcmp (scope->persons[i], eid) == 0)
      return (int) i;
  return MADO_EXPR_NO_PERSON;
}

static void
ask_field (MadoFormBuild                  *b,
           MadoFormScope            *scope,
           const MadoProcedureField *f)
{
  g_auto (GStrv) eids = NULL;

  if (f->person == NULL)
    {
      ask (b, scope, f, NULL, MADO_EXPR_NO_PERSON);
      return;
    }
  eids = mado_form_scope_persons (scope, f->person);
  for (guint i = 0; eids[i] != NULL; i++)
    {
      int person = person_index (scope, eids[i]);

      /* "visitor", or a line that was taken out of the table. */
      if (person != MADO_EXPR_NO_PERSON)
        ask (b, scope, f, eids[i], person);
    }
}

static void
find_role_gaps (MadoFormBuild       *b,
                MadoFormScope *scope)
{
  const MadoProcedure *procedure = scope->procedure;

  for (guint i = 0; i < procedure->n_roles; i++)
    {
      g_auto (GStrv) eids = NULL;
      MadoFormRoleGap *gap;

      if (!procedure->roles[i].required)
        continue;
      eids = mado_form_scope_persons (scope, procedure->roles[i].id);
      if (eids[0] != NULL)
        continue;
      gap = g_new (MadoFormRoleGap, 1);
      gap->procedure = procedure;
      gap->role = &procedure->roles[i];
      g_ptr_array_add (b->role_gaps, gap);
    }
}

static void
build_procedure (MadoFormBuild       *b,
                 const MadoProcedure *procedure)
{
  g_auto (MadoFormScope) scope;

  mado_form_scope_init (&scope, b->pack, b->reader, procedure, &b->facts);
  for (guint i = 0; i < procedure->n_fields; i++)
    ask_field (b, &scope, &procedure->fields[i]);
  find_role_gaps (b, &scope);
  b->procedure_place++;
}

int
mado_form_build_compare (gconstpointer a,
                         gconstpointer b)
{
  const MadoFormField *x = *(const MadoFormField *const *) a;
  const MadoFormField *y = *(const MadoFormField *const *) b;

  for (int i = 0; i < 3; i++)
    if (x->place[i] != y->place[i])
      return x->place[i] < y->place[i] ? -1 : 1;
  return strcmp (x->path, y->path);
}

void
mado_form_build_run (MadoFormBuild        *b,
                     MadoPack             *pack,
                     const MadoFormReader *reader)
{
  const char *const *ids = reader->list_procedures (reader->user_data);

  *b = (MadoFormBuild) { .pack = pack, .reader = reader };
  b->items = g_ptr_array_new_with_free_func (field_free);
  b->by_path = g_hash_table_new (g_str_hash, g_str_equal);
  b->role_gaps = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      const MadoProcedure *procedure = mado_pack_get_procedure (pack, ids[i]);

      /* A procedure of another edition of the pack: its form cannot be shown. */
      if (procedure != NULL)
        build_procedure (b, procedure);
    }
  g_clear_pointer (&b->facts, mado_facts_free);
  g_ptr_array_sort (b->items, mado_form_build_compare);
}
