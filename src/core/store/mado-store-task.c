/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/mado-store-job.h"

/* The way of a job that calls back: a task that comes with it, and its end. */

void
mado_store_push_task (MadoStore           *self,
                      MadoStoreJob        *job,
                      gpointer             tag,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             data)
{
  job->task = g_task_new (self, cancellable, callback, data);
  g_task_set_source_tag (job->task, tag);
  if (job->is_write)
    g_task_set_check_cancellable (job->task, FALSE);
  mado_store_push (self, job);
}

gpointer
mado_store_finish_task (MadoStore     *self,
                        GAsyncResult  *result,
                        gpointer       tag,
                        GError       **error)
{
  gpointer answer;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), NULL);
  answer = g_task_propagate_pointer (G_TASK (result), error);
  mado_error_convert (error);
  return answer;
}
