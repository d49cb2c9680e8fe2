/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-counter-private.h"

/* A visit and its record: loading, following what other desks write, saving. */

/* --- the record behind it ---------------------------------------------------------- */

static void
underneath_cb (MadoCaseEdit *edit,
               const char   *path,
               GVariant     *old_value,
               GVariant     *new_value,
               MadoCounter  *self)
{
  /* Nobody is at it here: the new value simply shows. */
  if (!mado_case_edit_is_pending (edit, path) && g_strcmp0 (path, self->open_path) != 0)
    mado_case_edit_close (edit, path);
  else
    g_signal_emit_by_name (self, "underneath", path);
}

static void
take_places (MadoCounter *self,
             GHashTable  *places)
{
  g_clear_pointer (&self->places, g_hash_table_unref);
  self->places = g_hash_table_ref (places);
}

void
mado_counter_take_record (MadoCounter *self,
                          MadoRecord  *record)
{
  if (self->kase != NULL)
    {
      mado_case_set_record (self->kase, record);
      mado_counter_refresh (self);
      return;
    }
  self->kase = mado_case_new (mado_counter_get_pack (self), record);
  self->edit = mado_case_edit_new (self->kase);
  g_signal_connect (self->edit, "changed-underneath", G_CALLBACK (underneath_cb), self);
}

static GVariant *
dup_value (GVariant *value)
{
  return value != NULL ? g_variant_ref (value) : mado_value_none ();
}

void
mado_counter_keep_draft (MadoCounter *self,
                         const char  *path)
{
  gboolean pending = mado_case_edit_is_pending (self->edit, path);
  GVariant *value = mado_case_edit_get (self->edit, path);
  g_autoptr (GVariant) kept = pending ? dup_value (value) : NULL;
  g_autoptr (MadoEditBase) base = pending ? mado_case_edit_dup_base (self->edit, path) : NULL;

  mado_store_set_draft (mado_context_get_store (self->context), &self->record, path, kept,
                        mado_case_edit_get_source (self->edit, path), base);
}

typedef struct
{
  MadoStore  *store;
  MadoId      id;
  MadoRecord *record;
  GPtrArray  *drafts;
  GHashTable *places; /* MadoId → scope */
  char       *reason; /* for access; nullable */
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_clear_object (&load->record);
  g_clear_pointer (&load->drafts, g_ptr_array_unref);
  g_clear_pointer (&load->places, g_hash_table_unref);
  g_free (load->reason);
  g_object_unref (load->store);
  g_free (load);
}

/* Where the values were written that stand against each other. */
static void
find_places (Load *load)
{
  g_autoptr (GPtrArray) conflicts = mado_record_list_conflicts (load->record);

  load->places = g_hash_table_new_full (mado_id_hash, mado_id_equal, g_free, g_free);
  for (guint i = 0; i < conflicts->len; i++)
    {
      const MadoRegister *reg = g_ptr_array_index (conflicts, i);

      for (guint k = 0; k < reg->values->len; k++)
        {
          const MadoRegisterValue *value = g_ptr_array_index (reg->values, k);
          char *scope = g_hash_table_contains (load->places, &value->device)
                            ? NULL : mado_store_get_device_scope (load->store, &value->device, NULL);

          if (scope != NULL)
            g_hash_table_insert (load->places, mado_id_copy (&value->device), scope);
        }
    }
}

static void
load_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Load *load = data;
  GError *error = NULL;

  if (load->reason != NULL && !mado_store_break_glass (load->store, &load->id, load->reason, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  load->record = mado_store_load (load->store, &load->id, &error);
  if (load->record != NULL)
    load->drafts = mado_store_get_drafts (load->store, &load->id, &error);
  if (load->record != NULL)
    find_places (load);
  if (load->record == NULL || load->drafts == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static GTask *
load_task_new (MadoCounter         *self,
               GAsyncReadyCallback  callback,
               gpointer             data)
{
  GTask *task = g_task_new (self, NULL, callback, data);
  Load *load = g_new0 (Load, 1);

  load->store = g_object_ref (mado_context_get_store (self->context));
  load->id = self->record;
  g_task_set_task_data (task, load, load_free);
  return task;
}

void
mado_counter_load_async (MadoCounter         *self,
                         const MadoId        *record,
                         GAsyncReadyCallback  callback,
                         gpointer             data)
{
  g_autoptr (GTask) task = NULL;

  self->record = *record;
  self->is_new = FALSE;
  task = load_task_new (self, callback, data);
  g_task_run_in_thread (task, load_thread);
}

/* Values of an earlier sitting under which the record changed while the
 * program was not running. */
static void
tell_held (MadoCounter *self)
{
  g_auto (GStrv) held = mado_case_edit_list_held (self->edit);

  for (guint i = 0; held[i] != NULL; i++)
    if (mado_case_edit_is_pending (self->edit, held[i]))
      g_signal_emit_by_name (self, "underneath", held[i]);
}

gboolean
mado_counter_load_finish (MadoCounter   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  Load *load = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  take_places (self, load->places);
  mado_counter_take_record (self, load->record);
  mado_case_edit_take_drafts (self->edit, load->drafts);
  mado_counter_mark (self, MADO_MARK_OPENED);
  mado_counter_refresh (self);
  tell_held (self);
  return TRUE;
}

void
mado_counter_open_for_reason_async (MadoCounter         *self,
                                    const char          *reason,
                                    GAsyncReadyCallback  callback,
                                    gpointer             data)
{
  g_autoptr (GTask) task = load_task_new (self, callback, data);
  Load *load = g_task_get_task_data (task);

  load->reason = g_strdup (reason);
  g_task_run_in_thread (task, load_thread);
}

gboolean
mado_counter_open_for_reason_finish (MadoCounter   *self,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  return mado_counter_load_finish (self, result, error);
}

static void
reloaded_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  MadoCounter *self = MADO_COUNTER (source);
  Load *load = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return;
  take_places (self, load->places);
  mado_counter_take_record (self, load->record);
}

static void
reload (MadoCounter *self)
{
  g_autoptr (GTask) task = load_task_new (self, reloaded_cb, NULL);

  self->missed = FALSE;
  g_task_run_in_thread (task, load_thread);
}

static void
record_changed_cb (MadoStore    *store,
                   const MadoId *record,
                   gboolean      remote,
                   MadoCounter  *self)
{
  if (self->kase == NULL || !mado_id_equal (record, &self->record))
    return;
  if (self->saving > 0)
    self->missed = TRUE;
  else
    reload (self);
}

/* --- saving --------------------------------------------------------------------------- */

gboolean
mado_counter_is_dirty (MadoCounter *self)
{
  return self->edit != NULL && mado_case_edit_get_n_pending (self->edit) > 0
         && (!self->is_new || mado_counter_get_event (self) != NULL);
}

static MadoCommit *
find_written (GPtrArray   *commits,
              const char  *path,
              GVariant   **value)
{
  for (guint i = commits->len; i-- > 0;)
    {
      MadoCommit *commit = g_ptr_array_index (commits, i);

      for (guint k = 0; commit->changes != NULL && k < commit->changes->len; k++)
        {
          const MadoChange *change = g_ptr_array_index (commit->changes, k);

          *value = change->value;
          if (g_str_equal (change->path, path))
            return commit;
        }
    }
  return NULL;
}

/* A value typed while the others were being written; NULL if this one was
 * written. What stands against a held one was still not on screen. */
static MadoDraft *
newer_than (MadoCounter *self,
            GPtrArray   *commits,
            const char  *path)
{
  g_autoptr (GVariant) wanted = dup_value (mado_case_edit_get (self->edit, path));
  g_autoptr (MadoEditBase) base = NULL;
  GVariant *value = NULL;
  MadoCommit *commit = find_written (commits, path, &value);

  if (g_str_has_prefix (path, "route/") || (commit != NULL && mado_value_equal (value, wanted)))
    return NULL;
  if (mado_case_edit_is_held (self->edit, path))
    {
      g_autoptr (MadoEditBase) before = mado_case_edit_dup_base (self->edit, path);

      base = commit != NULL ? mado_edit_base_new_after (before, &commit->id) : mado_edit_base_ref (before);
    }
  return mado_draft_new (path, wanted, mado_case_edit_get_source (self->edit, path), base);
}

/* The own commits under the buffer; what was typed while they were being
 * written stays pending. */
static void
take_commits (MadoCounter *self,
              GPtrArray   *commits,
              MadoRecord  *record)
{
  g_auto (GStrv) pending = mado_case_edit_list_pending (self->edit);
  g_autoptr (GPtrArray) newer = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_draft_free);

  for (guint i = 0; pending[i] != NULL; i++)
    {
      MadoDraft *draft = newer_than (self, commits, pending[i]);

      if (draft != NULL)
        g_ptr_array_add (newer, draft);
    }
  mado_case_edit_clear (self->edit);
  mado_case_set_record (self->kase, record);
  mado_case_edit_take_drafts (self->edit, newer);
  for (guint i = 0; i < newer->len; i++)
    mado_counter_keep_draft (self, ((MadoDraft *) g_ptr_array_index (newer, i))->path);
  if (self->open_path != NULL)
    mado_case_edit_open (self->edit, self->open_path);
}

typedef struct
{
  GTask      *task;    /* of the saving */
  GPtrArray  *commits;
  MadoRecord *record;  /* as far as it can tell without its history */
} Saved;

static void
saved_free (Saved *saved)
{
  g_object_unref (saved->task);
  g_ptr_array_unref (saved->commits);
  g_object_unref (saved->record);
  g_free (saved);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saved, saved_free)

static void
end_saving (MadoCounter *self)
{
  self->saving--;
  if (self->missed && self->saving == 0)
    reload (self);
}

static void
finish_saving (Saved      *saved,
               MadoRecord *record)
{
  MadoCounter *self = g_task_get_source_object (saved->task);

  end_saving (self);
  self->is_new = FALSE;
  take_commits (self, saved->commits, record);
  if (mado_case_edit_get_n_pending (self->edit) == 0)
    mado_store_clear_drafts (mado_context_get_store (self->context), &self->record);
  mado_counter_refresh (self);
  g_task_return_boolean (saved->task, TRUE);
}

static void
loaded_anew_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (Saved) saved = data;
  Load *load = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    {
      finish_saving (saved, saved->record);
      return;
    }
  take_places (MADO_COUNTER (source), load->places);
  finish_saving (saved, load->record);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (GTask) task = data;
  MadoCounter *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) commits = mado_store_write_finish (MADO_STORE (source), result, &error);
  g_autoptr (Saved) saved = NULL;

  if (commits == NULL)
    {
      end_saving (self);
      g_task_return_error (task, error);
      return;
    }
  saved = g_new0 (Saved, 1);
  saved->task = g_steal_pointer (&task);
  saved->commits = g_steal_pointer (&commits);
  saved->record = mado_record_copy (mado_case_get_record (self->kase));
  for (guint i = 0; i < saved->commits->len; i++)
    mado_record_apply (saved->record, g_ptr_array_index (saved->commits, i), NULL);
  /* Written beside what came before the record was opened: only the store,
   * which has the history, can tell what it shows now. */
  if (mado_record_needs_history (saved->record))
    {
      g_autoptr (GTask) load = load_task_new (self, loaded_anew_cb, g_steal_pointer (&saved));

      g_task_run_in_thread (load, load_thread);
      return;
    }
  finish_saving (saved, saved->record);
}

void
mado_counter_save_async (MadoCounter         *self,
                         const char          *purpose,
                         GAsyncReadyCallback  callback,
                         gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);
  MadoEdit *edit;

  mado_counter_ensure_number (self);
  mado_case_edit_add_routes (self->edit, mado_counter_get_scope (self));
  edit = mado_case_edit_make (self->edit, purpose);
  if (edit == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  self->saving++;
  mado_store_write_async (mado_context_get_store (self->context), edit, NULL, written_cb, g_steal_pointer (&task));
}

gboolean
mado_counter_save_finish (MadoCounter   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
mado_counter_watch_store (MadoCounter *self)
{
  g_signal_connect_object (mado_context_get_store (self->context), "record-changed", G_CALLBACK (record_changed_cb),
                           self, 0);
}
