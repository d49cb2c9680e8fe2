/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/mado-store-job.h"

/* Records that everybody reads, many at a time, and edits that are saved
 * together. Blocked callers lend their arguments, tasks own a copy. */

#define KLASS(self) MADO_STORE_GET_CLASS (self)

/* --- writing together ------------------------------------------------------------*/

static void
write_free (gpointer data)
{
  MadoWrite *write = data;

  g_clear_pointer (&write->edit, mado_edit_free);
  g_clear_pointer (&write->commits, g_ptr_array_unref);
  g_clear_error (&write->error);
  g_free (write);
}

static gpointer
do_write_all (MadoStore  *self,
              gpointer    data,
              GError    **error)
{
  return GINT_TO_POINTER (KLASS (self)->write_all (self, data, error));
}

gboolean
mado_store_write_all (MadoStore  *self,
                      GPtrArray  *edits,
                      GError    **error)
{
  g_autoptr (GPtrArray) writes = g_ptr_array_new_with_free_func (write_free);

  g_return_val_if_fail (MADO_IS_STORE (self) && edits != NULL, FALSE);
  for (guint i = 0; i < edits->len; i++)
    {
      MadoWrite *write = g_new0 (MadoWrite, 1);

      write->type = MADO_WRITE_EDIT;
      write->edit = edits->pdata[i];
      write->record = write->edit->record;
      g_ptr_array_add (writes, write);
    }
  g_ptr_array_set_free_func (edits, NULL);
  g_ptr_array_unref (edits);
  return writes->len == 0 || GPOINTER_TO_INT (mado_store_call (self, do_write_all, writes, error));
}

/* --- one kind ----------------------------------------------------------------------*/

static gpointer
do_list_kind (MadoStore  *self,
              gpointer    data,
              GError    **error)
{
  return KLASS (self)->list_kind (self, data, error);
}

void
mado_store_list_kind_async (MadoStore           *self,
                            const char          *kind,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             data)
{
  g_return_if_fail (MADO_IS_STORE (self) && kind != NULL);
  mado_store_push_task (self, mado_store_job_new (do_list_kind, g_strdup (kind), g_free, (GDestroyNotify) g_array_unref),
                        mado_store_list_kind_async, cancellable, callback, data);
}

GArray *
mado_store_list_kind_finish (MadoStore     *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return mado_store_finish_task (self, result, mado_store_list_kind_async, error);
}

GArray *
mado_store_list_kind (MadoStore   *self,
                      const char  *kind,
                      GError     **error)
{
  g_return_val_if_fail (MADO_IS_STORE (self) && kind != NULL, NULL);
  return mado_store_call (self, do_list_kind, (gpointer) kind, error);
}

/* --- many ---------------------------------------------------------------------------*/

typedef struct
{
  MadoId *ids;
  guint   n;
} ManyArgs;

static void
many_args_free (gpointer data)
{
  ManyArgs *args = data;

  g_free (args->ids);
  g_free (args);
}

static gpointer
do_load_many (MadoStore  *self,
              gpointer    data,
              GError    **error)
{
  ManyArgs *a = data;

  return KLASS (self)->load_many (self, a->ids, a->n, error);
}

void
mado_store_load_many_async (MadoStore           *self,
                            const MadoId        *records,
                            guint                n_records,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             data)
{
  ManyArgs *args = g_new0 (ManyArgs, 1);

  g_return_if_fail (MADO_IS_STORE (self));
  args->ids = g_memdup2 (records, n_records * sizeof *records);
  args->n = n_records;
  mado_store_push_task (self, mado_store_job_new (do_load_many, args, many_args_free, (GDestroyNotify) g_ptr_array_unref),
                        mado_store_load_many_async, cancellable, callback, data);
}

GPtrArray *
mado_store_load_many_finish (MadoStore     *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return mado_store_finish_task (self, result, mado_store_load_many_async, error);
}

GPtrArray *
mado_store_load_many (MadoStore     *self,
                      const MadoId  *records,
                      guint          n_records,
                      GError       **error)
{
  ManyArgs a = { (MadoId *) records, n_records };

  g_return_val_if_fail (MADO_IS_STORE (self), NULL);
  return mado_store_call (self, do_load_many, &a, error);
}

/* --- history --------------------------------------------------------------------------*/

static gpointer
do_history (MadoStore  *self,
            gpointer    data,
            GError    **error)
{
  return KLASS (self)->history (self, data, error);
}

void
mado_store_history_async (MadoStore           *self,
                          const MadoId        *record,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             data)
{
  g_return_if_fail (MADO_IS_STORE (self));
  mado_store_push_task (self, mado_store_job_new (do_history, mado_id_copy (record), g_free, (GDestroyNotify) g_ptr_array_unref),
                        mado_store_history_async, cancellable, callback, data);
}

GPtrArray *
mado_store_history_finish (MadoStore     *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return mado_store_finish_task (self, result, mado_store_history_async, error);
}

GPtrArray *
mado_store_history (MadoStore     *self,
                    const MadoId  *record,
                    GError       **error)
{
  g_return_val_if_fail (MADO_IS_STORE (self), NULL);
  return mado_store_call (self, do_history, (gpointer) record, error);
}
