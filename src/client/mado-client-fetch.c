/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/mado-client-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "client/mado-blobs.h"

/* What is asked of the server on demand: attachments, whether a document holds. */

typedef struct
{
  MadoId record;
  char  *section;
  guint8 digest[MADO_DIGEST_BYTES];
} Fetching;

static void
fetching_free (gpointer data)
{
  Fetching *fetching = data;

  g_free (fetching->section);
  g_free (fetching);
}

static gboolean
fetch_blob_cb (gpointer data)
{
  GTask *task = data;
  MadoClient *self = g_task_get_source_object (task);
  Fetching *fetching = g_task_get_task_data (task);
  g_autofree char *token = NULL;
  GError *error = NULL;

  token = mado_client_dup_token (self);
  if (token == NULL)
    g_task_return_new_error (task, MADO_ERROR, MADO_ERROR_OFFLINE, "%s",
                             _("The attachment comes when you are signed in with the server."));
  else if (mado_blobs_fetch (MADO_TRANSPORT (self->observer), token, self->store, &fetching->record, fetching->section,
                             fetching->digest, g_task_get_cancellable (task), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  return G_SOURCE_REMOVE;
}

void
mado_client_fetch_blob_async (MadoClient          *self,
                              const MadoId        *record,
                              const char          *section,
                              const guint8         digest[MADO_DIGEST_BYTES],
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  Fetching *fetching = g_new0 (Fetching, 1);

  g_task_set_source_tag (task, mado_client_fetch_blob_async);
  fetching->record = *record;
  fetching->section = g_strdup (section);
  memcpy (fetching->digest, digest, sizeof fetching->digest);
  g_task_set_task_data (task, fetching, fetching_free);
  if (self->thread == NULL)
    g_task_return_new_error (task, MADO_ERROR, MADO_ERROR_OFFLINE, "%s", _("The connection to the server is closed."));
  else
    mado_client_run_on_thread (self, fetch_blob_cb, g_object_ref (task), g_object_unref);
}

gboolean
mado_client_fetch_blob_finish (MadoClient    *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- documents ---------------------------------------------------------------- */

static gboolean
check_document_cb (gpointer data)
{
  GTask *task = data;
  MadoClient *self = g_task_get_source_object (task);
  g_autofree char *token = mado_client_dup_token (self);
  GError *error = NULL;
  MadoDocumentAnswer *answer = NULL;

  if (token == NULL)
    g_set_error_literal (&error, MADO_ERROR, MADO_ERROR_OFFLINE, _("The server answers when you are signed in with it."));
  else
    answer = mado_document_check (MADO_TRANSPORT (self->observer), token, g_task_get_task_data (task),
                                  g_task_get_cancellable (task), &error);
  if (answer != NULL)
    g_task_return_pointer (task, answer, (GDestroyNotify) mado_document_answer_free);
  else
    g_task_return_error (task, error);
  return G_SOURCE_REMOVE;
}

void
mado_client_check_document_async (MadoClient          *self,
                                  const char          *code,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, mado_client_check_document_async);
  g_task_set_task_data (task, g_strdup (code), g_free);
  if (self->thread == NULL)
    g_task_return_new_error (task, MADO_ERROR, MADO_ERROR_OFFLINE, "%s", _("The connection to the server is closed."));
  else
    mado_client_run_on_thread (self, check_document_cb, g_object_ref (task), g_object_unref);
}

MadoDocumentAnswer *
mado_client_check_document_finish (MadoClient    *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
