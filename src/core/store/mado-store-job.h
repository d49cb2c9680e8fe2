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
GError       *mado_store_steal_draft_error   (MadoStore     *self);
void          mado_store_defer_until_rebuilt (MadoStore     *self,
                                              MadoStoreJob  *job);

G_END_DECLS
