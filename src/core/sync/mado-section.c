/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/sync/mado-section-private.h"

#include <string.h>

/*
 * One section of a record: its commits, who has seen whom, its registers.
 *
 * A commit whose deps are here is folded at once. One that others wait for, or
 * that meets a slip's base, makes the section stale, and the next question
 * folds everything again in topological order: late arrival is then the same
 * as having been here always, with no code of its own to get wrong.
 */

/* --- sorted ids ----------------------------------------------------------------- */

gboolean
mado_ids_contain (const GArray *sorted,
                  const MadoId *id)
{
  return sorted != NULL && sorted->len > 0 &&
         g_array_binary_search ((GArray *) sorted, id, mado_id_compare, NULL);
}

static GArray *
new_ids (void)
{
  return g_array_new (FALSE, FALSE, sizeof (MadoId));
}

static void
tidy_ids (GArray *ids)
{
  guint kept = 0;

  g_array_sort (ids, mado_id_compare);
  for (guint i = 0; i < ids->len; i++)
    {
      MadoId id = g_array_index (ids, MadoId, i);

      if (kept == 0 || !mado_id_equal (&id, &g_array_index (ids, MadoId, kept - 1)))
        g_array_index (ids, MadoId, kept++) = id;
    }
  g_array_set_size (ids, kept);
}

/* --- life -------------------------------------------------------------------------- */

MadoRoot *
mado_root_new (void)
{
  MadoRoot *self = g_new0 (MadoRoot, 1);

  g_atomic_ref_count_init (&self->ref_count);
  return self;
}

/* NULL is a root too: of a record that has all its history. */
MadoRoot *
mado_root_ref (MadoRoot *self)
{
  if (self != NULL)
    g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mado_root_unref (MadoRoot *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_array_unref (self->complete);
  g_array_unref (self->tainted);
  g_array_unref (self->heads);
  g_array_unref (self->awaited);
  g_ptr_array_unref (self->registers);
  g_free (self);
}

MadoSection *
mado_section_new (const MadoId *record,
                  const char   *name)
{
  MadoSection *self = g_new0 (MadoSection, 1);

  self->name = g_strdup (name);
  self->record = *record;
  self->commits = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_commit_unref);
  self->by_id = g_hash_table_new (mado_id_hash, mado_id_equal);
  self->bases = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_base_free);
  self->registers = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) mado_reg_free);
  self->sorted = g_ptr_array_new ();
  self->heads = new_ids ();
  self->stale = TRUE;
  return self;
}

void
mado_section_free (MadoSection *self)
{
  g_ptr_array_unref (self->sorted);
  g_hash_table_unref (self->registers);
  g_clear_pointer (&self->dag, mado_dag_free);
  g_array_unref (self->heads);
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->commits);
  g_ptr_array_unref (self->bases);
  g_clear_pointer (&self->root, mado_root_unref);
  g_free (self->name);
  g_free (self);
}

/* --- handles -------------------------------------------------------------------------- */

MadoCommit *
mado_section_get_commit (MadoSection *self,
                         guint        handle)
{
  return handle >= 1 && handle <= self->commits->len ? self->commits->pdata[handle - 1] : NULL;
}

MadoBase *
mado_section_get_base (MadoSection *self,
                       guint        handle)
{
  guint place = handle - 1 - self->commits->len;

  return handle > self->commits->len && place < self->bases->len ? self->bases->pdata[place] : NULL;
}

void
mado_section_clock_of (MadoSection *self,
                       guint        handle,
                       guint64     *clock,
                       MadoId      *id)
{
  MadoCommit *commit = mado_section_get_commit (self, handle);
  MadoBase *base = mado_section_get_base (self, handle);

  g_return_if_fail (commit != NULL || base != NULL);
  *clock = commit != NULL ? commit->clock : base->clock;
  *id = commit != NULL ? commit->id : base->id;
}

/* --- registers -------------------------------------------------------------------------- */

static MadoReg *
ensure_register (MadoSection *self,
                 const char  *path)
{
  MadoReg *reg = g_hash_table_lookup (self->registers, path);

  if (reg != NULL)
    return reg;
  reg = mado_reg_new (self, path);
  g_hash_table_insert (self->registers, reg->path, reg);
  self->has_confirm |= g_str_has_prefix (path, "confirm/");
  self->sorted_stale = TRUE;
  return reg;
}

/* What can be read of a commit: all of it, or only what is open. */
static GPtrArray *
readable_changes (MadoCommit *commit)
{
  return commit->changes != NULL ? commit->changes : commit->open;
}

static gboolean
is_locked (MadoCommit *commit)
{
  return commit->sealed != NULL && commit->changes == NULL;
}

static void
write_one (MadoSection      *self,
           guint             handle,
           const MadoChange *change,
           guint             index,
           guint64           clock)
{
  mado_reg_add (ensure_register (self, change->path), handle, change, index, clock);
}

static void
write_node (MadoSection *self,
            guint        handle)
{
  MadoCommit *commit = mado_section_get_commit (self, handle);
  MadoBase *base = mado_section_get_base (self, handle);
  GPtrArray *changes = commit != NULL ? readable_changes (commit) : NULL;

  for (guint i = 0; changes != NULL && i < changes->len; i++)
    write_one (self, handle, changes->pdata[i], i, commit->clock);
  for (guint i = 0; base != NULL && i < base->values->len; i++)
    write_one (self, handle, mado_base_at (base, i)->change, mado_base_at (base, i)->order, base->clock);
}

/* --- folding --------------------------------------------------------------------------------- */

static void
alias_all (MadoDag      *dag,
           const GArray *ids)
{
  for (guint i = 0; i < ids->len; i++)
    mado_dag_add_alias (dag, &g_array_index (ids, MadoId, i), 0);
}

static MadoDag *
build_dag (MadoSection *self)
{
  static const MadoId nobody;
  MadoDag *dag = mado_dag_new ();

  mado_dag_add (dag, &nobody, NULL, 0);
  if (self->root != NULL)
    {
      alias_all (dag, self->root->complete);
      alias_all (dag, self->root->tainted);
      if (self->root->tainted->len > 0)
        mado_dag_set_tainted (dag, 0);
    }
  for (guint i = 0; i < self->commits->len; i++)
    {
      MadoCommit *commit = self->commits->pdata[i];

      mado_dag_add (dag, &commit->id, commit->deps, commit->n_deps);
    }
  return dag;
}

static void
start_registers (MadoSection *self)
{
  g_hash_table_remove_all (self->registers);
  self->has_confirm = FALSE;
  for (guint i = 0; self->root != NULL && i < self->root->registers->len; i++)
    {
      const MadoReg *from = self->root->registers->pdata[i];
      MadoReg *to = ensure_register (self, from->path);

      to->first_clock = from->first_clock;
      to->first_index = from->first_index;
      to->saved = from->saved;
    }
  self->sorted_stale = TRUE;
}

static void
place_bases (MadoSection *self)
{
  g_autoptr (MadoDag) real = build_dag (self);

  mado_dag_link (real);
  mado_section_place_bases (self, real);
}

void
mado_section_fold (MadoSection *self)
{
  if (!self->stale)
    return;
  g_clear_pointer (&self->dag, mado_dag_free);
  self->dag = build_dag (self);
  if (self->bases->len > 0 && !(self->root != NULL && self->root->has_bases))
    place_bases (self);
  mado_dag_link (self->dag);
  start_registers (self);
  for (guint rank = 0; rank < mado_dag_get_length (self->dag); rank++)
    write_node (self, mado_dag_get_ranked (self->dag, rank));
  self->stale = FALSE;
  self->generation++;
  g_array_set_size (self->heads, 0);
}

/* --- taking in --------------------------------------------------------------------------------- */

/* A snapshot can only take what has seen all of it. */
static gboolean
covers_root (MadoSection *self,
             MadoCommit  *commit)
{
  guint seen = 0;

  if (self->root->has_bases || mado_ids_contain (self->root->awaited, &commit->id))
    return FALSE;
  for (guint i = 0; i < commit->n_deps; i++)
    {
      if (g_hash_table_contains (self->by_id, &commit->deps[i]))
        return TRUE;
      seen += mado_ids_contain (self->root->heads, &commit->deps[i]);
    }
  return seen == self->root->heads->len;
}

static gboolean
has_same_bytes (MadoCommit *a,
                MadoCommit *b)
{
  return a == b || a->bytes == NULL || b->bytes == NULL || g_bytes_equal (a->bytes, b->bytes);
}

/* A commit that is here already; the key to its values may have come since. */
static MadoTaken
take_again (MadoSection *self,
            guint        place,
            MadoCommit  *commit)
{
  MadoCommit *old = self->commits->pdata[place];

  if (!has_same_bytes (old, commit))
    return MADO_TAKEN_FORGED;
  if (!is_locked (old) || is_locked (commit))
    return MADO_TAKEN_BEFORE;
  g_hash_table_remove (self->by_id, &old->id);
  g_hash_table_insert (self->by_id, &commit->id, GUINT_TO_POINTER (place + 1));
  self->commits->pdata[place] = mado_commit_ref (commit);
  self->stale = TRUE;
  g_clear_pointer (&self->dag, mado_dag_free);
  mado_commit_unref (old);
  return MADO_TAKEN;
}

MadoTaken
mado_section_take (MadoSection *self,
                   MadoCommit  *commit)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_id, &commit->id));

  if (place > 0)
    return take_again (self, place - 1, commit);
  if (self->root != NULL && (mado_ids_contain (self->root->complete, &commit->id) ||
                             mado_ids_contain (self->root->tainted, &commit->id)))
    return commit->sealed != NULL && !is_locked (commit) && self->root->n_locked > 0 ? MADO_TAKEN_NEEDS_HISTORY
                                                                                     : MADO_TAKEN_BEFORE;
  if (self->root != NULL && !covers_root (self, commit))
    return MADO_TAKEN_NEEDS_HISTORY;

  g_ptr_array_add (self->commits, mado_commit_ref (commit));
  g_hash_table_insert (self->by_id, &commit->id, GUINT_TO_POINTER (self->commits->len));
  self->stale |= self->bases->len > 0;
  if (self->stale)
    return MADO_TAKEN;
  mado_dag_add (self->dag, &commit->id, commit->deps, commit->n_deps);
  self->stale = mado_dag_is_stale (self->dag);
  if (!self->stale)
    write_node (self, self->commits->len);
  g_array_set_size (self->heads, 0);
  self->generation++;
  return MADO_TAKEN;
}

MadoTaken
mado_section_take_base (MadoSection *self,
                        MadoBase    *base)
{
  for (guint i = 0; i < self->bases->len; i++)
    if (mado_id_equal (&((MadoBase *) self->bases->pdata[i])->id, &base->id))
      {
        mado_base_merge (self->bases->pdata[i], base);
        self->stale = TRUE;
        return MADO_TAKEN_BEFORE;
      }
  g_ptr_array_add (self->bases, base);
  g_ptr_array_sort (self->bases, mado_base_compare);
  self->stale = TRUE;
  return MADO_TAKEN;
}

/* --- asking ---------------------------------------------------------------------------------------- */

MadoReg *
mado_section_lookup (MadoSection *self,
                     const char  *path)
{
  return g_hash_table_lookup (self->registers, path);
}

static int
compare_path (gconstpointer a,
              gconstpointer b)
{
  return strcmp ((*(MadoReg *const *) a)->path, (*(MadoReg *const *) b)->path);
}

static void
sort_registers (MadoSection *self)
{
  GHashTableIter iter;
  gpointer reg;

  g_ptr_array_set_size (self->sorted, 0);
  g_hash_table_iter_init (&iter, self->registers);
  while (g_hash_table_iter_next (&iter, NULL, &reg))
    g_ptr_array_add (self->sorted, reg);
  g_ptr_array_sort (self->sorted, compare_path);
  self->sorted_stale = FALSE;
}

/* First place whose path is not below @prefix (or, @past, beyond all with it). */
static guint
find_place (MadoSection *self,
            const char  *prefix,
            gsize        length,
            gboolean     past)
{
  guint lo = 0;
  guint hi = self->sorted->len;

  while (lo < hi)
    {
      guint mid = lo + (hi - lo) / 2;
      int order = strncmp (((MadoReg *) self->sorted->pdata[mid])->path, prefix, length);

      if (order < 0 || (past && order == 0))
        lo = mid + 1;
      else
        hi = mid;
    }
  return lo;
}

void
mado_section_range (MadoSection *self,
                    const char  *prefix,
                    guint       *from,
                    guint       *until)
{
  if (self->sorted_stale)
    sort_registers (self);
  *from = find_place (self, prefix, strlen (prefix), FALSE);
  *until = find_place (self, prefix, strlen (prefix), TRUE);
}

static void
add_head (MadoSection *self,
          guint        handle)
{
  MadoCommit *commit = mado_section_get_commit (self, handle);
  MadoBase *base = mado_section_get_base (self, handle);

  if (commit != NULL)
    g_array_append_val (self->heads, commit->id);
  else if (base != NULL)
    g_array_append_vals (self->heads, base->heads, base->n_heads);
  else if (self->root != NULL)
    g_array_append_vals (self->heads, self->root->heads->data, self->root->heads->len);
}

GArray *
mado_section_get_heads (MadoSection *self)
{
  if (self->heads->len > 0)
    return self->heads;
  for (guint h = 0; h < mado_dag_get_length (self->dag); h++)
    if (mado_dag_is_head (self->dag, h))
      add_head (self, h);
  tidy_ids (self->heads);
  return self->heads;
}

gboolean
mado_section_has (MadoSection  *self,
                  const MadoId *id)
{
  return g_hash_table_contains (self->by_id, id) ||
         (self->root != NULL &&
          (mado_ids_contain (self->root->complete, id) || mado_ids_contain (self->root->tainted, id)));
}

gboolean
mado_section_has_whole (MadoSection  *self,
                        const MadoId *id)
{
  guint place = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_id, id));

  if (place > 0)
    return !mado_dag_is_tainted (self->dag, place);
  return self->root != NULL && mado_ids_contain (self->root->complete, id);
}

guint
mado_section_get_n_commits (MadoSection *self)
{
  guint n = self->commits->len;

  return self->root != NULL ? n + self->root->complete->len + self->root->tainted->len : n;
}

guint
mado_section_get_n_incomplete (MadoSection *self)
{
  return mado_dag_get_n_incomplete (self->dag) + (self->root != NULL ? self->root->n_incomplete : 0);
}

guint
mado_section_get_n_locked (MadoSection *self)
{
  guint n = self->root != NULL ? self->root->n_locked : 0;

  for (guint i = 0; i < self->commits->len; i++)
    n += is_locked (self->commits->pdata[i]);
  return n;
}

guint64
mado_section_get_max_clock (MadoSection *self)
{
  guint64 clock = self->root != NULL ? self->root->max_clock : 0;

  for (guint i = 0; i < self->commits->len; i++)
    clock = MAX (clock, ((MadoCommit *) self->commits->pdata[i])->clock);
  return clock;
}

static void
append_ids (GArray       *to,
            const GArray *from)
{
  if (from->len > 0)
    g_array_append_vals (to, from->data, from->len);
}

void
mado_section_list_ids (MadoSection  *self,
                       GArray      **complete,
                       GArray      **tainted,
                       GArray      **awaited)
{
  *complete = new_ids ();
  *tainted = new_ids ();
  *awaited = mado_dag_list_awaited (self->dag);
  for (guint i = 0; i < self->commits->len; i++)
    {
      MadoCommit *commit = self->commits->pdata[i];

      g_array_append_val (mado_dag_is_tainted (self->dag, i + 1) ? *tainted : *complete, commit->id);
    }
  if (self->root != NULL)
    {
      append_ids (*complete, self->root->complete);
      append_ids (*tainted, self->root->tainted);
      append_ids (*awaited, self->root->awaited);
    }
  tidy_ids (*complete);
  tidy_ids (*tainted);
  tidy_ids (*awaited);
}
