/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/sync/mado-section-private.h"

#include <string.h>

/*
 * The record as its readers see it: a handful of sections, each folded on its
 * own, looked at as one set of paths. A path lives in one section; should two
 * hold it (a field that moved with a new pack), the newest value is shown and
 * both registers are listed.
 */
struct _MadoRecord
{
  GObject    parent_instance;

  char      *kind;
  MadoId     id;
  GPtrArray *sections; /* MadoSection*, by name */
  char     **names;    /* cache of get_sections() */
  gboolean   needs_history;
};

G_DEFINE_FINAL_TYPE (MadoRecord, mado_record, G_TYPE_OBJECT)

/* --- sections --------------------------------------------------------------------- */

MadoSection *
mado_record_find_section (MadoRecord *self,
                          const char *name)
{
  for (guint i = 0; i < self->sections->len; i++)
    if (strcmp (((MadoSection *) self->sections->pdata[i])->name, name) == 0)
      return self->sections->pdata[i];
  return NULL;
}

static int
compare_sections (gconstpointer a,
                  gconstpointer b)
{
  return strcmp ((*(MadoSection *const *) a)->name, (*(MadoSection *const *) b)->name);
}

void
mado_record_add_section (MadoRecord  *self,
                         MadoSection *section)
{
  g_ptr_array_add (self->sections, section);
  g_ptr_array_sort (self->sections, compare_sections);
  g_clear_pointer (&self->names, g_free);
}

MadoSection *
mado_record_ensure_section (MadoRecord *self,
                            const char *name)
{
  MadoSection *section = mado_record_find_section (self, name);

  if (section == NULL)
    mado_record_add_section (self, section = mado_section_new (&self->id, name));
  return section;
}

GPtrArray *
mado_record_fold_sections (MadoRecord *self)
{
  for (guint i = 0; i < self->sections->len; i++)
    mado_section_fold (self->sections->pdata[i]);
  return self->sections;
}

static MadoSection *
find_folded (MadoRecord *self,
             const char *name)
{
  MadoSection *section = mado_record_find_section (self, name);

  if (section != NULL)
    mado_section_fold (section);
  return section;
}

/* --- GObject ------------------------------------------------------------------------ */

static void
mado_record_finalize (GObject *object)
{
  MadoRecord *self = MADO_RECORD (object);

  g_free (self->kind);
  g_free (self->names);
  g_ptr_array_unref (self->sections);
  G_OBJECT_CLASS (mado_record_parent_class)->finalize (object);
}

static void
mado_record_class_init (MadoRecordClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_record_finalize;
}

static void
mado_record_init (MadoRecord *self)
{
  self->sections = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_section_free);
}

MadoRecord *
mado_record_new (const char   *kind,
                 const MadoId *id)
{
  MadoRecord *self = g_object_new (MADO_TYPE_RECORD, NULL);

  self->kind = g_strdup (kind);
  self->id = *id;
  return self;
}

const char *
mado_record_get_kind (MadoRecord *self)
{
  return self->kind;
}

const MadoId *
mado_record_get_id (MadoRecord *self)
{
  return &self->id;
}

/* --- taking in ------------------------------------------------------------------------ */

static gboolean
is_elsewhere (MadoRecord *self,
              MadoCommit *commit)
{
  for (guint i = 0; i < self->sections->len; i++)
    {
      MadoSection *section = self->sections->pdata[i];

      if (strcmp (section->name, commit->section) != 0 && mado_section_has (section, &commit->id))
        return TRUE;
    }
  return FALSE;
}

static gboolean
refuse_forged (GError **error)
{
  g_set_error (error, MADO_ERROR, MADO_ERROR_DAMAGED,
               "Two different entries carry the same id. The first one is kept.");
  return FALSE;
}

/**
 * mado_record_apply:
 * @self: a record
 * @commit: a commit of this record
 *
 * Takes a commit in. See the header for what repeated, locked and late commits
 * do; on an error nothing has changed.
 *
 * Returns: %FALSE for a commit of another record (MADO_ERROR_INVALID) and for
 *   an id that is here with other bytes (MADO_ERROR_DAMAGED)
 */
gboolean
mado_record_apply (MadoRecord  *self,
                   MadoCommit  *commit,
                   GError     **error)
{
  g_return_val_if_fail (MADO_IS_RECORD (self) && commit != NULL, FALSE);

  if (!mado_id_equal (&commit->record, &self->id) || strcmp (commit->kind, self->kind) != 0)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID, "This entry belongs to another record.");
      return FALSE;
    }
  if (is_elsewhere (self, commit))
    return refuse_forged (error);
  switch (mado_section_take (mado_record_ensure_section (self, commit->section), commit))
    {
    case MADO_TAKEN_FORGED:
      return refuse_forged (error);
    case MADO_TAKEN_NEEDS_HISTORY:
      self->needs_history = TRUE;
      return TRUE;
    case MADO_TAKEN:
    case MADO_TAKEN_BEFORE:
    default:
      return TRUE;
    }
}

/* A snapshot can carry a base only if it lies wholly below it. */
static gboolean
root_bears (MadoSection  *section,
            const MadoId *heads,
            guint         n_heads,
            guint64       clock)
{
  const MadoRoot *root = section->root;

  if (root == NULL)
    return TRUE;
  if (root->has_bases || root->max_clock > clock)
    return FALSE;
  for (guint i = 0; i < n_heads; i++)
    if (mado_ids_contain (root->awaited, &heads[i]))
      return FALSE;
  return TRUE;
}

void
mado_record_apply_base (MadoRecord   *self,
                        const char   *name,
                        const MadoId *heads,
                        guint         n_heads,
                        guint64       clock,
                        GPtrArray    *changes)
{
  MadoSection *section = find_folded (self, name);
  MadoBase *base;

  if (n_heads == 0 || mado_record_knows (self, heads, n_heads))
    return;
  if (section != NULL && !root_bears (section, heads, n_heads, clock))
    {
      self->needs_history = TRUE;
      return;
    }
  base = mado_base_new (&self->id, name, heads, n_heads, clock);
  for (guint i = 0; i < changes->len; i++)
    mado_base_add (base, changes->pdata[i], i);
  mado_section_take_base (mado_record_ensure_section (self, name), base);
}

static MadoBase *
copy_base (MadoSection    *section,
           const MadoBase *from)
{
  MadoBase *base = mado_base_new (&section->record, section->name, from->heads, from->n_heads, from->clock);

  for (guint i = 0; i < from->values->len; i++)
    mado_base_add (base, mado_base_at (from, i)->change, mado_base_at (from, i)->order);
  return base;
}

void
mado_record_take_bases (MadoRecord *self,
                        MadoRecord *from)
{
  for (guint i = 0; i < from->sections->len; i++)
    {
      MadoSection *old = from->sections->pdata[i];

      for (guint k = 0; k < old->bases->len; k++)
        {
          MadoSection *section = mado_record_ensure_section (self, old->name);

          mado_section_take_base (section, copy_base (section, old->bases->pdata[k]));
        }
    }
}

gboolean
mado_record_has_base (MadoRecord *self,
                      const char *section)
{
  MadoSection *found = find_folded (self, section);

  return found != NULL && found->bases->len > 0;
}

/* --- what is here ------------------------------------------------------------------------ */

const MadoId *
mado_record_get_heads (MadoRecord *self,
                       const char *section,
                       guint      *n_heads)
{
  MadoSection *found = find_folded (self, section);
  GArray *heads = found != NULL ? mado_section_get_heads (found) : NULL;

  *n_heads = heads != NULL ? heads->len : 0;
  return *n_heads > 0 ? (const MadoId *) (gpointer) heads->data : NULL;
}

guint64
mado_record_get_clock (MadoRecord *self,
                       const char *section)
{
  MadoSection *found = find_folded (self, section);
  guint64 clock = found != NULL ? mado_section_get_max_clock (found) : 0;

  for (guint i = 0; found != NULL && i < found->bases->len; i++)
    clock = MAX (clock, ((const MadoBase *) found->bases->pdata[i])->clock);
  return clock;
}

GArray *
mado_record_list_commits (MadoRecord *self,
                          const char *section)
{
  MadoSection *found = find_folded (self, section);
  g_autoptr (GArray) tainted = NULL;
  g_autoptr (GArray) awaited = NULL;
  GArray *all;

  if (found == NULL)
    return g_array_new (FALSE, FALSE, sizeof (MadoId));
  mado_section_list_ids (found, &all, &tainted, &awaited);
  if (tainted->len > 0)
    g_array_append_vals (all, tainted->data, tainted->len);
  g_array_sort (all, mado_id_compare);
  return all;
}

const char *const *
mado_record_get_sections (MadoRecord *self)
{
  if (self->names == NULL)
    {
      self->names = g_new0 (char *, self->sections->len + 1);
      for (guint i = 0; i < self->sections->len; i++)
        self->names[i] = ((MadoSection *) self->sections->pdata[i])->name;
    }
  return (const char *const *) self->names;
}

gboolean
mado_record_has_commit (MadoRecord   *self,
                        const MadoId *commit)
{
  for (guint i = 0; i < self->sections->len; i++)
    if (mado_section_has (self->sections->pdata[i], commit))
      return TRUE;
  return FALSE;
}

static gboolean
has_whole (MadoRecord   *self,
           const MadoId *id)
{
  for (guint i = 0; i < self->sections->len; i++)
    if (mado_section_has_whole (self->sections->pdata[i], id))
      return TRUE;
  return FALSE;
}

gboolean
mado_record_knows (MadoRecord   *self,
                   const MadoId *heads,
                   guint         n_heads)
{
  mado_record_fold_sections (self);
  for (guint i = 0; i < n_heads; i++)
    if (!has_whole (self, &heads[i]))
      return FALSE;
  return TRUE;
}

static guint
sum_up (MadoRecord *self,
        guint     (*count) (MadoSection *))
{
  GPtrArray *sections = mado_record_fold_sections (self);
  guint sum = 0;

  for (guint i = 0; i < sections->len; i++)
    sum += count (sections->pdata[i]);
  return sum;
}

guint
mado_record_get_n_commits (MadoRecord *self)
{
  return sum_up (self, mado_section_get_n_commits);
}

guint
mado_record_get_n_incomplete (MadoRecord *self)
{
  return sum_up (self, mado_section_get_n_incomplete);
}

guint
mado_record_get_n_locked (MadoRecord *self)
{
  return sum_up (self, mado_section_get_n_locked);
}

gboolean
mado_record_needs_history (MadoRecord *self)
{
  return self->needs_history;
}

/* --- values ---------------------------------------------------------------------------------- */

static gboolean
is_newer (const MadoRegister *a,
          const MadoRegister *b)
{
  const MadoRegisterValue *one = a->values->pdata[0];
  const MadoRegisterValue *two = b->values->pdata[0];

  return one->clock != two->clock ? one->clock > two->clock : mado_id_compare (&one->commit, &two->commit) > 0;
}

const MadoRegister *
mado_record_lookup (MadoRecord *self,
                    const char *path)
{
  GPtrArray *sections = mado_record_fold_sections (self);
  const MadoRegister *best = NULL;

  for (guint i = 0; i < sections->len; i++)
    {
      MadoReg *reg = mado_section_lookup (sections->pdata[i], path);
      const MadoRegister *shown = reg != NULL ? mado_reg_resolve (reg) : NULL;

      if (shown != NULL && (best == NULL || is_newer (shown, best)))
        best = shown;
    }
  return best;
}

GVariant *
mado_record_get (MadoRecord *self,
                 const char *path)
{
  const MadoRegister *found = mado_record_lookup (self, path);
  GVariant *value = found != NULL ? ((MadoRegisterValue *) found->values->pdata[0])->value : NULL;

  return value == NULL || mado_value_is_none (value) ? NULL : value;
}

const char *
mado_record_get_text (MadoRecord *self,
                      const char *path)
{
  GVariant *value = mado_record_get (self, path);

  return value != NULL ? mado_value_get_text (value) : "";
}

gint64
mado_record_get_int (MadoRecord *self,
                     const char *path)
{
  GVariant *value = mado_record_get (self, path);

  return value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_INT64) ? g_variant_get_int64 (value) : 0;
}

gboolean
mado_record_get_bool (MadoRecord *self,
                      const char *path)
{
  GVariant *value = mado_record_get (self, path);

  return value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (value);
}

static int
compare_registers (gconstpointer a,
                   gconstpointer b)
{
  const MadoRegister *one = *(MadoRegister *const *) a;
  const MadoRegister *two = *(MadoRegister *const *) b;
  int order = strcmp (one->path, two->path);

  return order != 0 ? order : strcmp (one->section, two->section);
}

GPtrArray *
mado_record_list (MadoRecord *self,
                  const char *prefix)
{
  GPtrArray *sections = mado_record_fold_sections (self);
  GPtrArray *out = g_ptr_array_new ();

  for (guint i = 0; i < sections->len; i++)
    {
      MadoSection *section = sections->pdata[i];
      guint from;
      guint until;

      mado_section_range (section, prefix, &from, &until);
      for (guint k = from; k < until; k++)
        g_ptr_array_add (out, (gpointer) mado_reg_resolve (section->sorted->pdata[k]));
    }
  if (sections->len > 1)
    g_ptr_array_sort (out, compare_registers);
  return out;
}

GPtrArray *
mado_record_list_conflicts (MadoRecord *self)
{
  g_autoptr (GPtrArray) all = mado_record_list (self, "");
  GPtrArray *out = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++)
    {
      const MadoRegister *reg = all->pdata[i];

      if (reg->values->len > 1 || reg->contested)
        g_ptr_array_add (out, (gpointer) reg);
    }
  return out;
}
