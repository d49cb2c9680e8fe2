/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/sync/mado-section-private.h"

#include <string.h>

/*
 * The base a slip brings: values as they stood at certain heads whose commits
 * are not (all) here. It is folded as one more node of the graph:
 *
 *   above it   whoever has seen all its heads by name, at first or second hand
 *   below it   its own heads, older bases, and every commit here that is not
 *              newer than the base by clock and has not seen it: taken as part
 *              of what the heads stand for until the truth is here
 *   gone       as soon as all its heads are here with everything below them
 *
 * The guess about "below" hides nothing for good: the base goes when the real
 * commits come, and an edit made on it names the real heads as deps.
 */

/* --- the thing itself ----------------------------------------------------------- */

static void
derive_id (MadoBase     *self,
           const MadoId *record,
           const char   *section)
{
  g_autoptr (GByteArray) key = g_byte_array_new ();

  g_byte_array_append (key, record->b, sizeof record->b);
  g_byte_array_append (key, (const guint8 *) section, (guint) strlen (section) + 1);
  for (guint i = 0; i < self->n_heads; i++)
    g_byte_array_append (key, self->heads[i].b, sizeof (MadoId));
  mado_id_derive (&self->id, "slip-base", key->data, key->len);
}

static void
sort_heads (MadoBase *self)
{
  guint kept = 0;

  if (self->n_heads > 1)
    qsort (self->heads, self->n_heads, sizeof (MadoId), mado_id_compare);
  for (guint i = 0; i < self->n_heads; i++)
    if (kept == 0 || !mado_id_equal (&self->heads[i], &self->heads[kept - 1]))
      self->heads[kept++] = self->heads[i];
  self->n_heads = kept;
}

static void
clear_value (gpointer data)
{
  mado_change_free (((MadoBaseValue *) data)->change);
}

MadoBase *
mado_base_new (const MadoId *record,
               const char   *section,
               const MadoId *heads,
               guint         n_heads,
               guint64       clock)
{
  MadoBase *self = g_new0 (MadoBase, 1);

  self->heads = g_memdup2 (heads, n_heads * sizeof (MadoId));
  self->n_heads = n_heads;
  self->clock = clock;
  self->values = g_array_new (FALSE, FALSE, sizeof (MadoBaseValue));
  g_array_set_clear_func (self->values, clear_value);
  sort_heads (self);
  derive_id (self, record, section);
  return self;
}

void
mado_base_free (MadoBase *self)
{
  g_free (self->heads);
  g_array_unref (self->values);
  g_free (self);
}

/* Which of two copies of one value to keep; they are equal in nearly every
 * case. */
static gboolean
is_preferred (const MadoChange *a,
              const MadoChange *b)
{
  g_autoptr (GByteArray) one = g_byte_array_new ();
  g_autoptr (GByteArray) two = g_byte_array_new ();
  int order;

  mado_cbor_put_value (one, a->value);
  mado_cbor_put_value (two, b->value);
  order = memcmp (one->data, two->data, MIN (one->len, two->len));
  if (order == 0)
    order = one->len != two->len ? (one->len > two->len ? 1 : -1) : (int) a->source - (int) b->source;
  return order > 0;
}

/* Values are kept by path; @order is their place on the slip. Two slips
 * printed at the same heads carry different choices of the same values: the
 * result is the same whichever was read first. */
void
mado_base_add (MadoBase         *self,
               const MadoChange *change,
               guint             order)
{
  MadoBaseValue value = { NULL, order };
  guint at = 0;

  while (at < self->values->len && strcmp (mado_base_at (self, at)->change->path, change->path) < 0)
    at++;
  if (at == self->values->len || strcmp (mado_base_at (self, at)->change->path, change->path) != 0)
    {
      value.change = mado_change_copy (change);
      g_array_insert_val (self->values, at, value);
      return;
    }
  mado_base_at (self, at)->order = MIN (mado_base_at (self, at)->order, order);
  if (is_preferred (change, mado_base_at (self, at)->change))
    {
      mado_change_free (mado_base_at (self, at)->change);
      mado_base_at (self, at)->change = mado_change_copy (change);
    }
}

void
mado_base_merge (MadoBase *self,
                 MadoBase *other)
{
  self->clock = MAX (self->clock, other->clock);
  for (guint i = 0; i < other->values->len; i++)
    mado_base_add (self, mado_base_at (other, i)->change, mado_base_at (other, i)->order);
  mado_base_free (other);
}

int
mado_base_compare (gconstpointer a,
                   gconstpointer b)
{
  const MadoBase *one = *(MadoBase *const *) a;
  const MadoBase *two = *(MadoBase *const *) b;

  if (one->clock != two->clock)
    return one->clock < two->clock ? -1 : 1;
  return mado_id_compare (&one->id, &two->id);
}

/* --- its place in the graph ------------------------------------------------------- */

static gboolean
yields (MadoSection *self,
        MadoDag     *real,
        MadoBase    *base)
{
  for (guint i = 0; i < base->n_heads; i++)
    {
      guint handle = mado_dag_find (real, &base->heads[i]);

      if (handle == MADO_DAG_NONE)
        return FALSE;
      if (handle == 0 ? !mado_ids_contain (self->root->complete, &base->heads[i])
                      : mado_dag_is_tainted (real, handle))
        return FALSE;
    }
  return TRUE;
}

typedef struct
{
  MadoSection *section;
  MadoDag     *real;
  MadoBase    *base;
  guint        words; /* of 64 heads each */
  guint64     *named; /* a row for each handle: heads it has seen by name */
} Naming;

static void
name_head (Naming       *self,
           guint         handle,
           const MadoId *id)
{
  MadoId *at = bsearch (id, self->base->heads, self->base->n_heads, sizeof (MadoId), mado_id_compare);
  gsize place;

  if (at == NULL)
    return;
  place = (gsize) (at - self->base->heads);
  self->named[handle * self->words + place / 64] |= G_GUINT64_CONSTANT (1) << (place % 64);
}

static void
name_all (Naming *self)
{
  for (guint rank = 0; rank < mado_dag_get_length (self->real); rank++)
    {
      guint handle = mado_dag_get_ranked (self->real, rank);
      MadoCommit *commit = mado_section_get_commit (self->section, handle);

      for (guint i = 0; commit != NULL && i < commit->n_deps; i++)
        {
          guint parent = mado_dag_find (self->real, &commit->deps[i]);

          name_head (self, handle, &commit->deps[i]);
          if (parent == MADO_DAG_NONE || !mado_dag_has_seen (self->real, handle, parent))
            continue;
          for (guint w = 0; w < self->words; w++)
            self->named[handle * self->words + w] |= self->named[parent * self->words + w];
        }
    }
}

static gboolean
has_named_all (Naming *self,
               guint   handle)
{
  for (guint i = 0; i < self->base->n_heads; i++)
    if (!(self->named[handle * self->words + i / 64] >> (i % 64) & 1))
      return FALSE;
  return TRUE;
}

/* Handles that have seen @base. */
static gboolean *
find_above (MadoSection *self,
            MadoDag     *real,
            MadoBase    *base)
{
  guint n = mado_dag_get_length (real);
  gboolean *above = g_new0 (gboolean, n);
  Naming naming = { self, real, base, (base->n_heads + 63) / 64, NULL };

  naming.named = g_new0 (guint64, (gsize) n * naming.words + 1);
  name_all (&naming);
  for (guint h = 1; h < n; h++)
    above[h] = has_named_all (&naming, h);
  g_free (naming.named);
  return above;
}

static gboolean
is_own_head (MadoBase     *base,
             const MadoId *id)
{
  return bsearch (id, base->heads, base->n_heads, sizeof (MadoId), mado_id_compare) != NULL;
}

/* Newest base first: what has seen this one or a newer one is not below it,
 * and so no base can come to stand above itself. */
static void
place_one (MadoSection *self,
           MadoDag     *real,
           guint        place,
           gboolean    *above_any)
{
  MadoBase *base = self->bases->pdata[place];
  guint node = 1 + self->commits->len + place;
  g_autofree gboolean *above = find_above (self, real, base);

  for (guint h = 1; h < mado_dag_get_length (real); h++)
    {
      MadoCommit *commit = mado_section_get_commit (self, h);

      above_any[h] |= above[h];
      if (above[h])
        mado_dag_add_edge (self->dag, h, node);
      else if (!above_any[h] && (commit->clock <= base->clock || is_own_head (base, &commit->id)))
        mado_dag_add_edge (self->dag, node, h);
    }
  mado_dag_add_edge (self->dag, node, 0);
  for (guint older = 0; older < place; older++)
    mado_dag_add_edge (self->dag, node, 1 + self->commits->len + older);
}

void
mado_section_place_bases (MadoSection *self,
                          MadoDag     *real)
{
  g_autofree gboolean *above_any = g_new0 (gboolean, mado_dag_get_length (real));

  for (guint i = self->bases->len; i-- > 0;)
    if (yields (self, real, self->bases->pdata[i]))
      g_ptr_array_remove_index (self->bases, i);
  for (guint i = 0; i < self->bases->len; i++)
    mado_dag_add (self->dag, &((MadoBase *) self->bases->pdata[i])->id, NULL, 0);
  for (guint i = self->bases->len; i-- > 0;)
    place_one (self, real, i, above_any);
}
