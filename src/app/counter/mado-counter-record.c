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

/* A value typed while the others were being written. */
static gboolean
is_newer (MadoRecord *record,
          const char *path,
          GVariant   *wanted)
{
  GVariant *saved = mado_record_get (record, path);

  if (g_str_has_prefix (path, "route/"))
    return FALSE;
  return saved != wanted && (saved == NULL || wanted == NULL || !mado_value_equal (saved, wanted));
}

/* The own commits under the buffer; what was typed while they were being
 * written stays pending. */
static void
take_commits (MadoCounter *self,
              GPtrArray   *commits)
{
  g_autoptr (MadoRecord) record = mado_record_copy (mado_case_get_record (self->kase));
  g_auto (GStrv) pending = mado_case_edit_list_pending (self->edit);
  g_autoptr (GPtrArray) newer = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);

  for (guint i = 0; i < commits->len; i++)
    mado_record_apply (record, g_ptr_array_index (commits, i), NULL);
  for (guint i = 0; pending[i] != NULL; i++)
    {
      GVariant *wanted = mado_case_edit_get (self->edit, pending[i]);

      if (is_newer (record, pending[i], wanted))
        g_ptr_array_add (newer, mado_change_new (pending[i], wanted ? wanted : mado_value_none (),
                                                 mado_case_edit_get_source (self->edit, pending[i]), TRUE));
    }
  mado_case_edit_clear (self->edit);
  mado_case_set_record (self->kase, record);
  mado_case_edit_take_drafts (self->edit, newer);
  if (self->open_path != NULL)
    mado_case_edit_open (self->edit, self->open_path);
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

  self->saving--;
  if (self->missed && self->saving == 0)
    reload (self);
  if (commits == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self->is_new = FALSE;
  take_commits (self, commits);
  if (mado_case_edit_get_n_pending (self->edit) == 0)
    mado_store_clear_drafts (MADO_STORE (source), &self->record);
  mado_counter_refresh (self);
  g_task_return_boolean (task, TRUE);
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
