/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/mado-blobs.h"

#include <glib/gi18n-lib.h>

#define PIECE_BYTES (1024 * 1024)
/* A server that keeps naming other places to go on from is not followed. */
#define MAX_TURNS   8

typedef struct
{
  MadoTransport *transport;
  const char    *token;
  MadoStore     *store;
  GCancellable  *cancellable;
  const guint8  *digest;
  MadoId         record;
  char           section[32];
  char          *path;
} Blob;

static void
blob_clear (Blob *self)
{
  g_clear_pointer (&self->path, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Blob, blob_clear)

static void
make_path (Blob *self)
{
  g_autofree char *record = mado_id_to_string (&self->record);
  g_autofree char *section = g_uri_escape_string (self->section, NULL, FALSE);
  char hex[2 * MADO_DIGEST_BYTES + 1];

  for (guint i = 0; i < MADO_DIGEST_BYTES; i++)
    g_snprintf (hex + 2 * i, 3, "%02x", self->digest[i]);
  self->path = g_strdup_printf ("/v1/blobs/%s?record=%s&section=%s", hex, record, section);
}

/* --- up ------------------------------------------------------------------- */

static gboolean
ask_have (Blob     *self,
          guint64  *have,
          GError  **error)
{
  MadoRequest request = { .method = "HEAD", .path = self->path, .token = self->token };
  g_auto (MadoResponse) response = { 0 };

  if (!mado_transport_send (self->transport, &request, &response, self->cancellable, error))
    return FALSE;
  *have = response.status == 200 ? response.have : 0;
  return TRUE;
}

/* *status: what the server said; only a line that is gone is an error here. */
static gboolean
put_piece (Blob     *self,
           guint64   from,
           guint64   total,
           guint    *status,
           guint64  *have,
           GError  **error)
{
  g_autoptr (GBytes) piece = mado_store_read_blob (self->store, self->digest, from,
                                                   (gsize) MIN (PIECE_BYTES, total - from), error);
  g_autofree char *range = NULL;
  g_auto (MadoResponse) response = { 0 };
  MadoRequest request = { .method = "PUT", .path = self->path, .content_type = "application/octet-stream",
                          .token = self->token, .body = piece };

  if (piece == NULL)
    return FALSE;
  range = g_strdup_printf ("bytes %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT, from,
                           from + g_bytes_get_size (piece) - 1, total);
  request.content_range = range;
  if (!mado_transport_send (self->transport, &request, &response, self->cancellable, error))
    return FALSE;
  *status = response.status;
  *have = response.status == 409 ? response.have : from + g_bytes_get_size (piece);
  return TRUE;
}

/* Whether it was taken is in *taken; a refusal is no error of the whole. */
static gboolean
hand_in_one (Blob      *self,
             gboolean  *taken,
             GError   **error)
{
  guint64 here = 0, total = 0, have = 0;
  guint status = 202;

  *taken = FALSE;
  if (!mado_store_stat_blob (self->store, self->digest, &here, &total, error) || !ask_have (self, &have, error))
    return FALSE;
  *taken = total > 0 && have == total;
  for (guint turn = 0; !*taken && turn < MAX_TURNS && total > 0;)
    {
      if (have >= total)
        have = 0;
      if (!put_piece (self, have, total, &status, &have, error))
        return FALSE;
      *taken = status == 201;
      turn += status == 409;
      if (status != 202 && status != 409)
        break;
    }
  return TRUE;
}

gboolean
mado_blobs_hand_in (MadoTransport *transport,
                    const char    *token,
                    MadoStore     *store,
                    GCancellable  *cancellable,
                    GError       **error)
{
  g_autoptr (GPtrArray) digests = mado_store_unsent_blobs (store, error);

  if (digests == NULL)
    return FALSE;
  for (guint i = 0; i < digests->len; i++)
    {
      g_auto (Blob) blob = { .transport = transport, .token = token, .store = store, .cancellable = cancellable };
      gboolean taken = FALSE;

      blob.digest = g_bytes_get_data (g_ptr_array_index (digests, i), NULL);
      if (!mado_store_find_blob (store, blob.digest, &blob.record, blob.section, error))
        return FALSE;
      make_path (&blob);
      if (!hand_in_one (&blob, &taken, error) || (taken && !mado_store_blob_taken (store, blob.digest, error)))
        return FALSE;
    }
  return TRUE;
}

/* --- down ------------------------------------------------------------------ */

static gboolean
get_piece (Blob     *self,
           guint64  *have,
           guint64  *total,
           GError  **error)
{
  g_autofree char *range = g_strdup_printf ("bytes=%" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT, *have,
                                            *have + PIECE_BYTES - 1);
  MadoRequest request = { .method = "GET", .path = self->path, .token = self->token, .range = range };
  g_auto (MadoResponse) response = { 0 };
  gsize length;

  if (!mado_transport_call (self->transport, &request, &response, self->cancellable, error))
    return FALSE;
  length = g_bytes_get_size (response.body);
  *total = response.status == 206 ? response.total : *have == 0 ? length : 0;
  if (length == 0 || *total < *have + length)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DAMAGED, _("The server's answer cannot be read."));
      return FALSE;
    }
  if (!mado_store_append_blob (self->store, &self->record, self->section, self->digest, *total, *have, response.body,
                               error))
    return FALSE;
  *have += length;
  return TRUE;
}

gboolean
mado_blobs_fetch (MadoTransport *transport,
                  const char    *token,
                  MadoStore     *store,
                  const MadoId  *record,
                  const char    *section,
                  const guint8   digest[MADO_DIGEST_BYTES],
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_auto (Blob) blob = { .transport = transport, .token = token, .store = store, .cancellable = cancellable,
                         .digest = digest, .record = *record };
  guint64 have = 0, total = 0;

  g_strlcpy (blob.section, section, sizeof blob.section);
  make_path (&blob);
  if (!mado_store_stat_blob (store, digest, &have, &total, error))
    return FALSE;
  while (total == 0 || have < total)
    if (!get_piece (&blob, &have, &total, error))
      return FALSE;
  return TRUE;
}
