/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/sync/mado-edit-base.h"

#include <string.h>

/* --- what a path shows -------------------------------------------------------- */

/* The register of exactly this path, in every section that has it. */
static void
add_shown (GArray     *shown,
           MadoRecord *record,
           const char *path)
{
  g_autoptr (GPtrArray) found = mado_record_list (record, path);

  for (guint i = 0; i < found->len; i++)
    {
      const MadoRegister *reg = found->pdata[i];

      for (guint k = 0; k < reg->values->len && strcmp (reg->path, path) == 0; k++)
        g_array_append_val (shown, ((MadoRegisterValue *) reg->values->pdata[k])->commit);
    }
}

/* person/p1/given_name goes with person/p1/removed. */
static void
add_removals (GArray     *shown,
              MadoRecord *record,
              const char *path)
{
  for (const char *slash = strchr (path, '/'); slash != NULL; slash = strchr (slash + 1, '/'))
    {
      g_autofree char *removed = g_strdup_printf ("%.*sremoved", (int) (slash + 1 - path), path);

      add_shown (shown, record, removed);
    }
}

static void
tidy (GArray *ids)
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

static GArray *
list_shown (MadoRecord *record,
            const char *path)
{
  GArray *shown = g_array_new (FALSE, FALSE, sizeof (MadoId));

  add_shown (shown, record, path);
  add_removals (shown, record, path);
  tidy (shown);
  return shown;
}

/* --- life ---------------------------------------------------------------------- */

MadoEditBase *
mado_edit_base_new_of (const char   *section,
                       const MadoId *heads,
                       guint         n_heads,
                       const MadoId *shown,
                       guint         n_shown)
{
  MadoEditBase *self = g_atomic_rc_box_new0 (MadoEditBase);

  self->section = g_strdup (section);
  self->heads = g_memdup2 (heads, n_heads * sizeof *heads);
  self->n_heads = n_heads;
  self->shown = g_memdup2 (shown, n_shown * sizeof *shown);
  self->n_shown = n_shown;
  return self;
}

MadoEditBase *
mado_edit_base_new (MadoRecord *record,
                    const char *section,
                    const char *path)
{
  g_autoptr (GArray) shown = list_shown (record, path);
  guint n_heads;
  const MadoId *heads = mado_record_get_heads (record, section, &n_heads);

  return mado_edit_base_new_of (section, heads, n_heads, (const MadoId *) (gpointer) shown->data, shown->len);
}

MadoEditBase *
mado_edit_base_new_after (MadoEditBase *self,
                          const MadoId *commit)
{
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (MadoId));

  if (self->n_shown > 0)
    g_array_append_vals (shown, self->shown, self->n_shown);
  g_array_append_vals (shown, commit, 1);
  tidy (shown);
  return mado_edit_base_new_of (self->section, commit, 1, (const MadoId *) (gpointer) shown->data, shown->len);
}

MadoEditBase *
mado_edit_base_ref (MadoEditBase *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  MadoEditBase *self = data;

  g_free (self->section);
  g_free (self->heads);
  g_free (self->shown);
}

void
mado_edit_base_unref (MadoEditBase *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/* --- asking ---------------------------------------------------------------------- */

static gboolean
has_shown (const MadoEditBase *self,
           const MadoId       *commit)
{
  for (guint i = 0; i < self->n_shown; i++)
    if (mado_id_equal (&self->shown[i], commit))
      return TRUE;
  return FALSE;
}

/* The heads of a slip's base stand for commits that are not here: they are
 * known as long as the section has no others. */
static gboolean
knows_heads (MadoEditBase *self,
             MadoRecord   *record)
{
  guint n;
  const MadoId *now = mado_record_get_heads (record, self->section, &n);

  if (n == self->n_heads && (n == 0 || memcmp (now, self->heads, n * sizeof *now) == 0))
    return TRUE;
  for (guint i = 0; i < self->n_heads; i++)
    if (!mado_record_has_commit (record, &self->heads[i]))
      return FALSE;
  return TRUE;
}

gboolean
mado_edit_base_still_stands (MadoEditBase *self,
                             MadoRecord   *record,
                             const char   *path)
{
  g_autoptr (GArray) shown = NULL;

  if (!knows_heads (self, record))
    return FALSE;
  shown = list_shown (record, path);
  for (guint i = 0; i < shown->len; i++)
    if (!has_shown (self, &g_array_index (shown, MadoId, i)))
      return FALSE;
  return TRUE;
}
