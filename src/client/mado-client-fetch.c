/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/mado-client-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "client/mado-blobs.h"

/* Attachments on demand. */

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
