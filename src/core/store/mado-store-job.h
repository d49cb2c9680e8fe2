/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/mado-store-private.h"
#include "core/store/mado-worker.h"

G_BEGIN_DECLS

/* One job for the store's thread, shared by mado-store.c and
 * mado-store-calls.c. Who waits: a blocked caller (done), a task, or nobody. */
typedef struct
{
  MadoStoreFunc  func;
  gpointer       args;
  GDestroyNotify free_args;
  GDestroyNotify free_result;
  gboolean       is_write; /* args is a MadoWrite */
  gboolean       deferred; /* somebody else finishes it */
  GTask         *task;     /* full */
  MadoSignal    *done;
  gpointer       result;
  GError        *error;
} MadoStoreJob;

MadoStoreJob *mado_store_job_new             (MadoStoreFunc  func,
                                              gpointer       args,
                                              GDestroyNotify free_args,
                                              GDestroyNotify free_result);
MadoStoreJob *mado_store_job_new_write       (MadoWrite     *write);
/* Takes the job. */
void          mado_store_push                (MadoStore     *self,
                                              MadoStoreJob  *job);
gpointer      mado_store_push_and_wait       (MadoStore     *self,
                                              MadoStoreJob  *job,
                                              GError       **error);
/* Takes the job; its task calls back with @tag, for the finishing function
 * below. A write is not given up half-way: the cancellable is not asked. */
void          mado_store_push_task           (MadoStore           *self,
                                              MadoStoreJob        *job,
                                              gpointer             tag,
                                              GCancellable        *cancellable,
                                              GAsyncReadyCallback  callback,
                                              gpointer             data);
gpointer      mado_store_finish_task         (MadoStore     *self,
                                              GAsyncResult  *result,
                                              gpointer       tag,
                                              GError       **error);
GError       *mado_store_steal_draft_error   (MadoStore     *self);
void          mado_store_defer_until_rebuilt (MadoStore     *self,
                                              MadoStoreJob  *job);

G_END_DECLS
