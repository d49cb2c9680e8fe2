/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-import-job.h"

#include <glib/gi18n.h>

#include "core/exchange/mado-sheet-load.h"

typedef struct
{
  MadoStore *store;
  MadoPack  *pack;  /* nullable */
  char      *city;
  char      *scope;
  char     **paths;
  /* While reading */
  MadoPlanReading *reading;
  GPtrArray       *forms;  /* MadoPlanForm* */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->store);
  g_clear_pointer (&job->pack, mado_pack_unref);
  g_free (job->city);
  g_free (job->scope);
  g_strfreev (job->paths);
  g_clear_pointer (&job->reading, mado_plan_reading_free);
  g_clear_pointer (&job->forms, g_ptr_array_unref);
  g_free (job);
}

void
mado_plan_preview_free (MadoPlanPreview *self)
{
  g_ptr_array_unref (self->faults);
  g_ptr_array_unref (self->notes);
  mado_plan_update_clear (&self->update);
  g_free (self);
}

/* --- reading ------------------------------------------------------------------------- */

/* A department is the desk of its name: then its officers may write its part. */
static MadoPlanBook *
desks_as_departments (MadoPack *pack)
{
  MadoPlanBook *book = mado_plan_book_new ();
  guint n = 0;
  const MadoDesk *const *desks = pack ? mado_pack_list_desks (pack, &n) : NULL;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (book->departments, mado_department_new (desks[i]->id, mado_text_get (desks[i]->name, "ja")));

  return book;
}

static void
add_archive (Job        *job,
             const char *name,
             GBytes     *bytes)
{
  g_autoptr (GError) error = NULL;
  const MadoSheetModule *sheets = mado_sheet_load (&error);
  g_autoptr (GPtrArray) tables = sheets ? sheets->sheet_read (bytes, &error) : NULL;

  if (!tables)
    mado_plan_reading_fault (job->reading, 0, "", "%s", error->message);
  else if (sheets->form_is (tables))
    {
      MadoPlanForm *form = sheets->form_read (job->reading, name, bytes);

      if (!job->forms)
        job->forms = g_ptr_array_new_with_free_func ((GDestroyNotify) sheets->form_free);
      if (form)
        g_ptr_array_add (job->forms, form);
    }
  else
    sheets->read_tables (job->reading, name, tables);
}

static void
add_file (Job        *job,
          const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *contents = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_free (job->reading->file);
  job->reading->file = g_strdup (name);
  if (!g_file_get_contents (path, &contents, &length, &error))
    {
      mado_plan_reading_fault (job->reading, 0, "", "%s", error->message);
      return;
    }
  bytes = g_bytes_new_take (g_steal_pointer (&contents), length);
  if (length > 4 && memcmp (g_bytes_get_data (bytes, NULL), "PK\003\004", 4) == 0)
    add_archive (job, name, bytes);
  else
    mado_plan_reading_add_bytes (job->reading, name, bytes);
}

static MadoPlanSet *
load_known (Job     *job,
            int      year,
            GError **error)
{
  GError *fault = NULL;
  MadoPlanSet *set = mado_plan_set_load (job->store, NULL, year, &fault);

  if (g_error_matches (fault, MADO_ERROR, MADO_ERROR_NOT_FOUND))
    g_clear_error (&fault);
  if (fault)
    g_propagate_error (error, fault);

  return set;
}

static gboolean
prepare (Job              *job,
         MadoPlanSet      *known,
         MadoPlanPreview  *preview,
         GError          **error)
{
  MadoPlanReading *reading = job->reading;
  int year = job->forms && job->forms->len > 0 ? ((MadoPlanForm *) job->forms->pdata[0])->year : reading->book->year;
  g_autoptr (MadoPlanSet) set = known && year > 0 && year != known->book->year ? load_known (job, year, error)
                                                                                : known ? mado_plan_set_ref (known) : NULL;
  const MadoSheetModule *sheets;

  if (error && *error)
    return FALSE;
  if (!job->forms || job->forms->len == 0)
    {
      /* Who reads the first plan in gathers it. */
      if (!set && !*reading->book->gather)
        {
          g_free (reading->book->gather);
          reading->book->gather = g_strdup (job->scope);
        }
      return mado_plan_import_prepare (reading, set, job->city, NULL, &preview->update, error);
    }
  sheets = set ? mado_sheet_load (error) : NULL;
  if (!set)
    g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("There is no plan here yet. Read one in from a file first."));

  return sheets && (sheets->form_prepare (job->store, set, job->forms, reading, &preview->update) || reading->faults->len > 0);
}

static void
print_faults (GPtrArray *from,
              GPtrArray *to)
{
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (to, mado_plan_fault_print (from->pdata[i]));
}

static MadoPlanPreview *
read_all (Job     *job,
          GError **error)
{
  g_autoptr (MadoPlanSet) known = load_known (job, 0, error);
  g_autoptr (MadoPlanBook) desks = desks_as_departments (job->pack);
  g_autoptr (MadoPlanPreview) preview = g_new0 (MadoPlanPreview, 1);

  preview->faults = g_ptr_array_new_with_free_func (g_free);
  preview->notes = g_ptr_array_new_with_free_func (g_free);
  if (*error)
    return NULL;
  job->reading = mado_plan_reading_new (known ? known->book : desks, known ? MADO_PLAN_READ_DEFAULT : MADO_PLAN_READ_NEW_DEPARTMENTS);
  for (guint i = 0; job->paths[i]; i++)
    add_file (job, job->paths[i]);
  if (job->reading->faults->len == 0 && (!job->forms || job->forms->len == 0))
    mado_plan_reading_finish (job->reading);
  if (job->reading->faults->len == 0 && !prepare (job, known, preview, error))
    return NULL;
  print_faults (job->reading->faults, preview->faults);
  print_faults (job->reading->notes, preview->notes);

  return g_steal_pointer (&preview);
}

static void
read_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  GError *error = NULL;
  MadoPlanPreview *preview = read_all (data, &error);

  if (preview)
    g_task_return_pointer (task, preview, (GDestroyNotify) mado_plan_preview_free);
  else
    g_task_return_error (task, error);
}

void
mado_plan_preview_async (MadoPlanPlace       *place,
                         const char *const   *paths,
                         GAsyncReadyCallback  callback,
                         gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (place, NULL, callback, data);
  MadoContext *context = mado_plan_place_get_context (place);
  Job *job = g_new0 (Job, 1);

  job->store = g_object_ref (mado_context_get_store (context));
  job->pack = mado_context_get_pack (context) ? mado_pack_ref (mado_context_get_pack (context)) : NULL;
  job->city = g_strdup (mado_context_get_identity (context)->city);
  job->scope = g_strdup (mado_plan_place_get_scope (place));
  job->paths = g_strdupv ((char **) paths);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, read_thread);
}

MadoPlanPreview *
mado_plan_preview_finish (MadoPlanPlace  *place,
                          GAsyncResult   *result,
                          GError        **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* --- writing ------------------------------------------------------------------------------ */

static void
write_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  MadoPlanPreview *preview = data;
  MadoStore *store = g_object_get_data (G_OBJECT (task), "store");
  GError *error = NULL;

  if (mado_store_write_all (store, g_steal_pointer (&preview->update.edits), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
mado_plan_take_in_async (MadoPlanPlace       *place,
                         MadoPlanPreview     *preview,
                         GAsyncReadyCallback  callback,
                         gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (place, NULL, callback, data);
  MadoStore *store = mado_context_get_store (mado_plan_place_get_context (place));

  g_task_set_task_data (task, preview, (GDestroyNotify) mado_plan_preview_free);
  g_object_set_data_full (G_OBJECT (task), "store", g_object_ref (store), g_object_unref);
  g_task_run_in_thread (task, write_thread);
}

gboolean
mado_plan_take_in_finish (MadoPlanPlace  *place,
                          GAsyncResult   *result,
                          GError        **error)
{
  gboolean done = g_task_propagate_boolean (G_TASK (result), error);

  if (done)
    mado_plan_place_reload (place);

  return done;
}
