/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-form-scope.h"
#include "core/form/mado-form-set.h"

#include <string.h>

/*
 * The set is a pure function of pack and case. A refresh builds it anew (a
 * family of six with ten procedures is a few hundred items) and then keeps the
 * old objects where path and content are the same, so that views that hold on
 * to items do not flicker.
 */

struct _MadoFormSet
{
  GObject     parent_instance;

  MadoPack   *pack;
  GPtrArray  *items;     /* MadoFormField*, owned, in the order of entry */
  GHashTable *by_path;   /* path → MadoFormField*, borrowed */
  GPtrArray  *role_gaps; /* MadoFormRoleGap* */
};

G_DEFINE_FINAL_TYPE (MadoFormSet, mado_form_set, G_TYPE_OBJECT)

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

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

/* --- building --------------------------------------------------------------------- */

typedef struct
{
  MadoFormSet          *set;
  const MadoFormReader *reader;
  GPtrArray            *items;
  GHashTable           *by_path;
  GPtrArray            *role_gaps;
  MadoFacts            *facts;
  guint                 serial;
  guint                 procedure_place;
} Builder;

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
set_place (Builder       *b,
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
ensure_item (Builder                  *b,
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
ask (Builder                  *b,
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
ask_field (Builder                  *b,
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
find_role_gaps (Builder       *b,
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
build_procedure (Builder             *b,
                 const MadoProcedure *procedure)
{
  g_auto (MadoFormScope) scope;

  mado_form_scope_init (&scope, b->set->pack, b->reader, procedure, &b->facts);
  for (guint i = 0; i < procedure->n_fields; i++)
    ask_field (b, &scope, &procedure->fields[i]);
  find_role_gaps (b, &scope);
  b->procedure_place++;
}

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const MadoFormField *x = *(const MadoFormField *const *) a;
  const MadoFormField *y = *(const MadoFormField *const *) b;

  for (int i = 0; i < 3; i++)
    if (x->place[i] != y->place[i])
      return x->place[i] < y->place[i] ? -1 : 1;
  return strcmp (x->path, y->path);
}

/* --- keeping what stays -------------------------------------------------------------- */

static gboolean
same_procedures (const MadoFormField *a,
                 const MadoFormField *b)
{
  return a->procedures->len == b->procedures->len &&
         memcmp (a->procedures->pdata, b->procedures->pdata, a->procedures->len * sizeof (gpointer)) == 0 &&
         memcmp (a->needs->data, b->needs->data, a->needs->len * sizeof (MadoFormNeed)) == 0;
}

static gboolean
same_item (const MadoFormField *a,
           const MadoFormField *b)
{
  return a->need == b->need && a->role == b->role && a->desk == b->desk &&
         a->uncertain == b->uncertain && a->filled == b->filled &&
         strcmp (a->section, b->section) == 0 && g_strcmp0 (a->propose, b->propose) == 0 &&
         same_procedures (a, b);
}

/* Gives @b's items the addresses that @self's have for the same path. */
static gboolean
keep_old_items (MadoFormSet *self,
                Builder     *b)
{
  gboolean changed = self->items->len != b->items->len;

  for (guint i = 0; i < b->items->len; i++)
    {
      MadoFormField *fresh = g_ptr_array_index (b->items, i);
      MadoFormField *old = g_hash_table_lookup (self->by_path, fresh->path);
      MadoFormField swap;
      guint at;

      if (i < self->items->len)
        changed = changed || g_ptr_array_index (self->items, i) != old;
      if (old == NULL)
        {
          changed = TRUE;
          continue;
        }
      changed = changed || !same_item (old, fresh);
      g_hash_table_remove (self->by_path, fresh->path);
      swap = *old;
      *old = *fresh;
      *fresh = swap;
      /* The old object goes into the new list, the new one dies with the old. */
      g_ptr_array_index (b->items, i) = old;
      at = i;
      if ((i < self->items->len && g_ptr_array_index (self->items, i) == old) ||
          g_ptr_array_find (self->items, old, &at))
        g_ptr_array_index (self->items, at) = fresh;
    }
  return changed;
}

gboolean
mado_form_set_refresh (MadoFormSet          *self,
                       const MadoFormReader *reader)
{
  Builder b = { self, reader };
  const char *const *ids;
  gboolean changed;

  g_return_val_if_fail (MADO_IS_FORM_SET (self), FALSE);

  b.items = g_ptr_array_new_with_free_func (field_free);
  b.by_path = g_hash_table_new (g_str_hash, g_str_equal);
  b.role_gaps = g_ptr_array_new_with_free_func (g_free);
  ids = reader->list_procedures (reader->user_data);
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      const MadoProcedure *procedure = mado_pack_get_procedure (self->pack, ids[i]);

      /* A procedure of another edition of the pack: its form cannot be shown. */
      if (procedure != NULL)
        build_procedure (&b, procedure);
    }
  g_clear_pointer (&b.facts, mado_facts_free);
  g_ptr_array_sort (b.items, compare_places);

  changed = keep_old_items (self, &b) || self->role_gaps->len != b.role_gaps->len;
  g_hash_table_remove_all (b.by_path);
  for (guint i = 0; i < b.items->len; i++)
    {
      MadoFormField *item = g_ptr_array_index (b.items, i);

      g_hash_table_insert (b.by_path, item->path, item);
    }
  g_hash_table_unref (self->by_path);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->role_gaps);
  self->items = b.items;
  self->by_path = b.by_path;
  self->role_gaps = b.role_gaps;
  if (changed)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return changed;
}

/* --- asking ------------------------------------------------------------------------------ */

GPtrArray *
mado_form_set_get_items (MadoFormSet *self)
{
  return self->items;
}

const MadoFormField *
mado_form_set_find (MadoFormSet *self,
                    const char  *path)
{
  return g_hash_table_lookup (self->by_path, path);
}

GPtrArray *
mado_form_set_get_role_gaps (MadoFormSet *self)
{
  return self->role_gaps;
}

/* What @procedure wants of @item; OPTIONAL if it does not ask. */
static MadoFormNeed
need_by (const MadoFormField *item,
         const char          *procedure,
         gboolean            *asked)
{
  for (guint i = 0; i < item->procedures->len; i++)
    {
      const MadoProcedure *p = g_ptr_array_index (item->procedures, i);

      if (strcmp (p->id, procedure) == 0)
        {
          *asked = TRUE;
          return g_array_index (item->needs, MadoFormNeed, i);
        }
    }
  *asked = FALSE;
  return MADO_NEED_OPTIONAL;
}

GPtrArray *
mado_form_set_list_form (MadoFormSet *self,
                         const char  *procedure)
{
  GPtrArray *found = g_ptr_array_new ();
  gboolean asked;

  for (guint i = 0; i < self->items->len; i++)
    {
      need_by (g_ptr_array_index (self->items, i), procedure, &asked);
      if (asked)
        g_ptr_array_add (found, g_ptr_array_index (self->items, i));
    }
  return found;
}

/* The first procedure that requires @item and belongs to @desk (any if NULL). */
static const MadoProcedure *
requiring (const MadoFormField *item,
           const char          *desk)
{
  for (guint i = 0; i < item->procedures->len; i++)
    {
      const MadoProcedure *p = g_ptr_array_index (item->procedures, i);

      if (g_array_index (item->needs, MadoFormNeed, i) != MADO_NEED_OPTIONAL &&
          (desk == NULL || strcmp (p->desk->id, desk) == 0))
        return p;
    }
  return NULL;
}

GPtrArray *
mado_form_set_list_gaps (MadoFormSet *self,
                         const char  *desk)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; i < self->items->len; i++)
    {
      MadoFormField *item = g_ptr_array_index (self->items, i);

      if (!item->filled && requiring (item, desk) != NULL)
        g_ptr_array_add (found, item);
    }
  return found;
}

const MadoFormField *
mado_form_set_next_gap (MadoFormSet *self,
                        const char  *desk,
                        const char  *path)
{
  const MadoFormField *from = path != NULL ? mado_form_set_find (self, path) : NULL;
  g_autoptr (GPtrArray) gaps = mado_form_set_list_gaps (self, desk);

  if (gaps->len == 0)
    return NULL;
  for (guint i = 0; from != NULL && i < gaps->len; i++)
    if (compare_places (&g_ptr_array_index (gaps, i), &from) > 0)
      return g_ptr_array_index (gaps, i);
  return g_ptr_array_index (gaps, 0);
}

static void
count_one (GArray         *counts,
           const MadoDesk *desk)
{
  MadoDeskGaps fresh = { desk, 1 };

  for (guint i = 0; i < counts->len; i++)
    if (g_array_index (counts, MadoDeskGaps, i).desk == desk)
      {
        g_array_index (counts, MadoDeskGaps, i).gaps++;
        return;
      }
  g_array_append_val (counts, fresh);
}

static int
compare_desks (gconstpointer a,
               gconstpointer b)
{
  const MadoDeskGaps *x = a, *y = b;

  return x->desk->index < y->desk->index ? -1 : x->desk->index > y->desk->index;
}

GArray *
mado_form_set_count_gaps (MadoFormSet *self,
                          const char  *desk)
{
  GArray *counts = g_array_new (FALSE, FALSE, sizeof (MadoDeskGaps));

  for (guint i = 0; i < self->items->len; i++)
    {
      const MadoFormField *item = g_ptr_array_index (self->items, i);
      const MadoProcedure *first = requiring (item, NULL);

      if (item->filled || first == NULL || (desk != NULL && requiring (item, desk) != NULL))
        continue;
      count_one (counts, first->desk);
    }
  g_array_sort (counts, compare_desks);
  return counts;
}

char *
mado_form_set_describe_gaps (MadoFormSet *self,
                             const char  *desk,
                             const char  *language)
{
  g_autoptr (GArray) counts = mado_form_set_count_gaps (self, desk);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < counts->len; i++)
    {
      const MadoDeskGaps *c = &g_array_index (counts, MadoDeskGaps, i);

      g_string_append_printf (out, "%s%s %u", i > 0 ? ", " : "",
                              mado_text_get (c->desk->name, language), c->gaps);
    }
  return g_string_free (out, FALSE);
}

gboolean
mado_form_set_is_ready (MadoFormSet *self,
                        const char  *procedure)
{
  gboolean asked;

  for (guint i = 0; i < self->role_gaps->len; i++)
    {
      const MadoFormRoleGap *gap = g_ptr_array_index (self->role_gaps, i);

      if (procedure == NULL || strcmp (gap->procedure->id, procedure) == 0)
        return FALSE;
    }
  for (guint i = 0; i < self->items->len; i++)
    {
      const MadoFormField *item = g_ptr_array_index (self->items, i);
      MadoFormNeed need = procedure != NULL ? need_by (item, procedure, &asked) : item->need;

      if (need == MADO_NEED_NOW && !item->filled)
        return FALSE;
    }
  return TRUE;
}

/* --- the type ------------------------------------------------------------------------------- */

static void
mado_form_set_finalize (GObject *object)
{
  MadoFormSet *self = MADO_FORM_SET (object);

  g_hash_table_unref (self->by_path);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->role_gaps);
  mado_pack_unref (self->pack);
  G_OBJECT_CLASS (mado_form_set_parent_class)->finalize (object);
}

static void
mado_form_set_class_init (MadoFormSetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_form_set_finalize;

  /**
   * MadoFormSet::changed: after a refresh that changed something.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mado_form_set_init (MadoFormSet *self)
{
  self->items = g_ptr_array_new_with_free_func (field_free);
  self->by_path = g_hash_table_new (g_str_hash, g_str_equal);
  self->role_gaps = g_ptr_array_new_with_free_func (g_free);
}

MadoFormSet *
mado_form_set_new (MadoPack *pack)
{
  MadoFormSet *self = g_object_new (MADO_TYPE_FORM_SET, NULL);

  self->pack = mado_pack_ref (pack);
  return self;
}
