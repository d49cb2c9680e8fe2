/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-case-edit-private.h"

#include <string.h>

/*
 * The base of a path. The contract wants the heads that were on screen when
 * the edit of a value began. A path that nothing changed underneath shows the
 * same at the present heads as at those it was opened at, so it is written with
 * the present ones and the history stays a line. A path that did change is
 * held: it keeps the heads of the last state that showed what the person saw.
 * One step may so give two commits of one section; usually it gives one.
 */
G_DEFINE_FINAL_TYPE (MadoCaseEdit, mado_case_edit, G_TYPE_OBJECT)

enum { SIGNAL_CHANGED_UNDERNEATH, SIGNAL_PENDING_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* --- open paths ---------------------------------------------------------------- */

static void
open_free (gpointer data)
{
  MadoOpen *self = data;

  g_free (self->key);
  g_free (self->section);
  g_clear_pointer (&self->value, g_variant_unref);
  g_clear_pointer (&self->held, mado_edit_base_unref);
  g_free (self);
}

/* Routes exist in every section: their key names it. */
static char *
make_key (const char *section,
          const char *path)
{
  return g_str_has_prefix (path, "route/") ? g_strconcat (path, "\n", section, NULL) : g_strdup (path);
}

/* Where a path is written: as the pack says; what neither knows, where the
 * record has it already. */
const char *
mado_case_edit_section_of (MadoCaseEdit *self,
                           const char   *path)
{
  const char *section = mado_case_section_for (mado_case_get_pack (self->kase), path);
  const MadoRegister *reg = section == NULL ? mado_record_lookup (self->record, path) : NULL;

  if (reg != NULL)
    section = reg->section;
  return section != NULL ? section : MADO_CASE_SECTION_SHARED;
}

MadoOpen *
mado_case_edit_find_open (MadoCaseEdit *self,
           const char   *path)
{
  return g_hash_table_lookup (self->opens, path);
}

static MadoOpen *
ensure_open (MadoCaseEdit *self,
             const char   *section,
             const char   *path)
{
  g_autofree char *key = make_key (section, path);
  MadoOpen *open = mado_case_edit_find_open (self, key);

  if (open != NULL)
    return open;
  open = g_new0 (MadoOpen, 1);
  open->key = g_steal_pointer (&key);
  open->path_length = strlen (path);
  open->serial = ++self->last_serial;
  open->section = g_strdup (section);
  g_hash_table_insert (self->opens, open->key, open);
  return open;
}

char *
mado_open_dup_path (const MadoOpen *self)
{
  return g_strndup (self->key, self->path_length);
}

static void
notify_pending (MadoCaseEdit *self)
{
  g_clear_pointer (&self->procs, g_strfreev);
  g_clear_pointer (&self->persons, g_strfreev);
  g_signal_emit (self, signals[SIGNAL_PENDING_CHANGED], 0);
}

/* --- the record changes underneath ------------------------------------------------- */

static void
hold (MadoCaseEdit *self,
      MadoOpen     *open)
{
  g_autofree char *path = mado_open_dup_path (open);

  if (open->held == NULL)
    open->held = mado_edit_base_new (self->record, open->section, path);
}

/* @changed is the path itself, or takes away the line that it belongs to. */
static gboolean
concerns (const char *changed,
          const char *path)
{
  gsize length;

  if (strcmp (changed, path) == 0)
    return TRUE;
  if (!g_str_has_suffix (changed, "/removed"))
    return FALSE;
  length = strlen (changed) - strlen ("removed");
  return strncmp (changed, path, length) == 0;
}

static void
hold_concerned (MadoCaseEdit *self,
                const char   *changed,
                GPtrArray    *held)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->opens);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      g_autofree char *path = mado_open_dup_path (value);

      if (!concerns (changed, path))
        continue;
      hold (self, value);
      if (!g_ptr_array_find_with_equal_func (held, path, g_str_equal, NULL))
        g_ptr_array_add (held, g_steal_pointer (&path));
    }
}

static int
compare_paths (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The other desk wrote what is pending here: nothing is left to write. */
static gboolean
drop_if_same (MadoCaseEdit *self,
              const char   *path)
{
  MadoOpen *open = mado_case_edit_find_open (self, path);
  const MadoRegister *reg = mado_record_lookup (self->record, path);

  if (open == NULL || open->value == NULL || reg == NULL || reg->values->len != 1 || reg->contested ||
      !mado_value_equal (open->value, ((MadoRegisterValue *) reg->values->pdata[0])->value))
    return FALSE;
  g_hash_table_remove (self->opens, path);
  notify_pending (self);
  return TRUE;
}

static void
case_changed_cb (MadoCase     *kase,
                 char        **paths,
                 MadoCaseEdit *self)
{
  g_autoptr (MadoRecord) older = g_object_ref (self->record);
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; paths[i] != NULL; i++)
    hold_concerned (self, paths[i], held);
  g_set_object (&self->record, mado_case_get_record (kase));
  g_clear_pointer (&self->procs, g_strfreev);
  g_clear_pointer (&self->persons, g_strfreev);
  g_ptr_array_sort (held, compare_paths);
  for (guint i = 0; i < held->len; i++)
    if (!drop_if_same (self, held->pdata[i]))
      g_signal_emit (self, signals[SIGNAL_CHANGED_UNDERNEATH], 0, held->pdata[i],
                     mado_record_get (older, held->pdata[i]), mado_record_get (self->record, held->pdata[i]));
}

/* --- GObject --------------------------------------------------------------------------- */

static void
mado_case_edit_dispose (GObject *object)
{
  MadoCaseEdit *self = MADO_CASE_EDIT (object);

  g_clear_object (&self->kase);
  g_clear_object (&self->record);
  G_OBJECT_CLASS (mado_case_edit_parent_class)->dispose (object);
}

static void
mado_case_edit_finalize (GObject *object)
{
  MadoCaseEdit *self = MADO_CASE_EDIT (object);

  g_hash_table_unref (self->opens);
  g_strfreev (self->procs);
  g_strfreev (self->persons);
  G_OBJECT_CLASS (mado_case_edit_parent_class)->finalize (object);
}

static void
mado_case_edit_class_init (MadoCaseEditClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_case_edit_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_case_edit_finalize;

  signals[SIGNAL_CHANGED_UNDERNEATH] =
    g_signal_new ("changed-underneath", MADO_TYPE_CASE_EDIT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_VARIANT, G_TYPE_VARIANT);
  signals[SIGNAL_PENDING_CHANGED] =
    g_signal_new ("pending-changed", MADO_TYPE_CASE_EDIT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mado_case_edit_init (MadoCaseEdit *self)
{
  self->opens = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, open_free);
}

MadoCaseEdit *
mado_case_edit_new (MadoCase *kase)
{
  MadoCaseEdit *self = g_object_new (MADO_TYPE_CASE_EDIT, NULL);

  self->kase = g_object_ref (kase);
  self->record = g_object_ref (mado_case_get_record (kase));
  g_signal_connect_object (kase, "changed", G_CALLBACK (case_changed_cb), self, 0);
  return self;
}

MadoCase *
mado_case_edit_get_case (MadoCaseEdit *self)
{
  return self->kase;
}

MadoRecord *
mado_case_edit_get_record (MadoCaseEdit *self)
{
  return self->record;
}

/* --- editing ------------------------------------------------------------------------------- */

void
mado_case_edit_open (MadoCaseEdit *self,
                     const char   *path)
{
  ensure_open (self, mado_case_edit_section_of (self, path), path);
}

void
mado_case_edit_close (MadoCaseEdit *self,
                      const char   *path)
{
  MadoOpen *open = mado_case_edit_find_open (self, path);

  if (open != NULL && open->value == NULL)
    g_hash_table_remove (self->opens, path);
}

/* The record shows exactly this and nobody disputes it: nothing to write. */
static gboolean
is_shown_already (MadoCaseEdit *self,
                  const char   *section,
                  const char   *path,
                  GVariant     *value)
{
  g_autoptr (GPtrArray) found = mado_record_list (self->record, path);

  for (guint i = 0; i < found->len; i++)
    {
      const MadoRegister *reg = found->pdata[i];

      if (strcmp (reg->path, path) == 0 && strcmp (reg->section, section) == 0)
        return reg->values->len == 1 && !reg->contested &&
               mado_value_equal (((MadoRegisterValue *) reg->values->pdata[0])->value, value);
    }
  return mado_value_is_none (value);
}

void
mado_case_edit_set_in (MadoCaseEdit *self,
                       const char   *section,
                       const char   *path,
                       GVariant     *value,
                       MadoSource    source)
{
  g_autoptr (GVariant) taken = g_variant_ref_sink (value);
  MadoOpen *open = ensure_open (self, section, path);

  if (open->value != NULL && mado_value_equal (open->value, taken))
    {
      open->source = source;
      return;
    }
  g_clear_pointer (&open->value, g_variant_unref);
  if (open->held != NULL || !is_shown_already (self, section, path, taken))
    open->value = g_steal_pointer (&taken);
  open->source = source;
  notify_pending (self);
}

void
mado_case_edit_set (MadoCaseEdit *self,
                    const char   *path,
                    GVariant     *value,
                    MadoSource    source)
{
  mado_case_edit_set_in (self, mado_case_edit_section_of (self, path), path, value, source);
}

void
mado_case_edit_set_text (MadoCaseEdit *self,
                         const char   *path,
                         const char   *text,
                         MadoSource    source)
{
  g_autoptr (GVariant) value = *text != 0 ? mado_value_text (text) : mado_value_none ();

  mado_case_edit_set (self, path, value, source);
}

void
mado_case_edit_unset (MadoCaseEdit *self,
                      const char   *path)
{
  MadoOpen *open = mado_case_edit_find_open (self, path);

  if (open == NULL)
    return;
  g_hash_table_remove (self->opens, path);
  notify_pending (self);
}

void
mado_case_edit_take_over (MadoCaseEdit *self,
                          const char   *path)
{
  MadoOpen *open = mado_case_edit_find_open (self, path);

  if (open == NULL || open->held == NULL)
    return;
  g_clear_pointer (&open->held, mado_edit_base_unref);
  if (open->value != NULL && is_shown_already (self, open->section, path, open->value))
    g_clear_pointer (&open->value, g_variant_unref);
  notify_pending (self);
}

/* Written even if it is what is shown: the choice is the news. */
void
mado_case_edit_choose (MadoCaseEdit *self,
                       const char   *path,
                       GVariant     *value,
                       const char   *reason)
{
  const MadoRegister *reg = mado_record_lookup (self->record, path);
  g_autofree char *section = g_strdup (reg != NULL ? reg->section : mado_case_edit_section_of (self, path));
  g_autofree char *chosen = mado_case_path_chosen (path);
  MadoOpen *open = ensure_open (self, section, path);

  g_clear_pointer (&open->held, mado_edit_base_unref);
  g_clear_pointer (&open->value, g_variant_unref);
  open->value = g_variant_ref_sink (value);
  open->source = MADO_SOURCE_TYPED;
  if (reason != NULL && *reason != 0)
    mado_case_edit_set_in (self, section, chosen, mado_value_text (reason), MADO_SOURCE_TYPED);
  notify_pending (self);
}

void
mado_case_edit_confirm (MadoCaseEdit *self,
                        const char   *path)
{
  g_autofree char *confirm = mado_case_path_confirm (path);
  GVariant *value = mado_case_edit_get (self, path);
  guint8 digest[MADO_CONFIRM_BYTES];

  if (value == NULL)
    return;
  mado_record_confirm_digest (mado_record_get_id (self->record), path, value, digest);
  mado_case_edit_set_in (self, mado_case_edit_section_of (self, path), confirm,
                         g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, digest, sizeof digest, 1),
                         MADO_SOURCE_TYPED);
}

/* --- writing ------------------------------------------------------------------------------------- */

MadoEdit *
mado_case_edit_make (MadoCaseEdit *self,
                     const char   *purpose)
{
  g_autoptr (MadoEdit) edit = mado_edit_new ("case", mado_record_get_id (self->record), purpose);
  g_autoptr (GPtrArray) opens = mado_case_edit_list_opens (self);

  edit->clear_drafts = TRUE; /* they are in the commit, or still pending here if it fails */
  for (guint i = 0; i < opens->len; i++)
    {
      MadoOpen *open = opens->pdata[i];
      g_autofree char *path = mado_open_dup_path (open);
      const MadoId *deps;
      guint n;

      if (open->value == NULL)
        continue;
      if (open->held != NULL)
        {
          deps = open->held->heads;
          n = open->held->n_heads;
        }
      else
        deps = mado_record_get_heads (self->record, open->section, &n);
      mado_edit_add_with_deps (edit, open->section, deps, n,
                               mado_change_new (path, open->value, open->source, mado_case_path_is_sealed (path)));
    }
  return mado_edit_is_empty (edit) ? NULL : g_steal_pointer (&edit);
}

static gboolean
has_value (gpointer key,
           gpointer open,
           gpointer data)
{
  return ((MadoOpen *) open)->value != NULL;
}

void
mado_case_edit_clear (MadoCaseEdit *self)
{
  if (g_hash_table_foreach_remove (self->opens, has_value, NULL) > 0)
    notify_pending (self);
}

/* --- drafts -------------------------------------------------------------------------------------- */

MadoEditBase *
mado_case_edit_dup_base (MadoCaseEdit *self,
                         const char   *path)
{
  MadoOpen *open = mado_case_edit_find_open (self, path);

  if (open != NULL && open->held != NULL)
    return mado_edit_base_ref (open->held);
  return mado_edit_base_new (self->record, open != NULL ? open->section : mado_case_edit_section_of (self, path), path);
}

/* What came in between was not on screen: the edit goes on where it began. */
static void
take_held (MadoCaseEdit    *self,
           const MadoDraft *draft)
{
  MadoOpen *open = ensure_open (self, draft->base->section, draft->path);

  if (open->held == NULL)
    open->held = mado_edit_base_ref (draft->base);
  mado_case_edit_set_in (self, open->section, draft->path, draft->value, draft->source);
}

void
mado_case_edit_take_drafts (MadoCaseEdit *self,
                            GPtrArray    *drafts)
{
  for (guint i = 0; i < drafts->len; i++)
    {
      const MadoDraft *draft = drafts->pdata[i];
      const char *section = draft->base != NULL ? draft->base->section : mado_case_edit_section_of (self, draft->path);

      if (draft->base == NULL || mado_edit_base_still_stands (draft->base, self->record, draft->path))
        mado_case_edit_set_in (self, section, draft->path, draft->value, draft->source);
      else if (!is_shown_already (self, section, draft->path, draft->value))
        take_held (self, draft);
    }
}
