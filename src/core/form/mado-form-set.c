/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-form-set.h"

#include "core/form/mado-form-build-private.h"

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
keep_old_items (MadoFormSet   *self,
                MadoFormBuild *b)
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
  MadoFormBuild b;
  gboolean changed;

  g_return_val_if_fail (MADO_IS_FORM_SET (self), FALSE);

  mado_form_build_run (&b, self->pack, reader);
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
    if (mado_form_build_compare (&g_ptr_array_index (gaps, i), &from) > 0)
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
  self->items = g_ptr_array_new ();
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
