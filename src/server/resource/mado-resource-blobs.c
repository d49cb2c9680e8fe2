/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-server-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * Blobs are files named by the SHA-256 of their sealed bytes, below
 * blobs/<first two digits>/; what is still arriving ends in ".part". A blob is
 * only reached through a record and section that has it and that the caller's
 * scope reads.
 */
#define MAX_BLOB (G_GUINT64_CONSTANT (64) * 1024 * 1024)
#define MAX_CHUNK (4 * 1024 * 1024)

typedef struct
{
  guint8      digest[MADO_DIGEST_BYTES];
  MadoId      record;
  const char *section;
  char       *path;
  char       *part;
} Blob;

static void
blob_clear (Blob *blob)
{
  g_free (blob->path);
  g_free (blob->part);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Blob, blob_clear)

static gboolean
read_name (const char *hex,
           guint8      digest[MADO_DIGEST_BYTES])
{
  if (strlen (hex) != 2 * MADO_DIGEST_BYTES)
    return FALSE;
  for (guint i = 0; i < MADO_DIGEST_BYTES; i++)
    {
      int high = g_ascii_xdigit_value (hex[2 * i]), low = g_ascii_xdigit_value (hex[2 * i + 1]);

      if (high < 0 || low < 0 || g_ascii_isupper (hex[2 * i]) || g_ascii_isupper (hex[2 * i + 1]))
        return FALSE;
      digest[i] = (guint8) (high << 4 | low);
    }
  return TRUE;
}

/* FALSE after failing the request. */
static gboolean
open_blob (MadoCall *call,
           Blob     *blob)
{
  const char *record = mado_http_request_get_query (call->request, "record");
  g_autofree char *folder = NULL;
  char first[3] = { 0 };

  blob->section = mado_http_request_get_query (call->request, "section");
  if (!read_name (call->rest, blob->digest) || !mado_id_parse (record, &blob->record) || blob->section == NULL ||
      strlen (blob->section) > 31)
    {
      mado_call_fail (call, 400, MADO_ERROR_INVALID, _("The server cannot read this request."));
      return FALSE;
    }
  if (!mado_city_store_scope_reads (call->server->store, call->device.scope, &blob->record, blob->section))
    {
      mado_call_fail (call, 404, MADO_ERROR_NOT_FOUND, _("There is no such attachment."));
      return FALSE;
    }
  memcpy (first, call->rest, 2);
  folder = g_build_filename (call->server->data_dir, "blobs", first, NULL);
  g_mkdir_with_parents (folder, 0700);
  blob->path = g_build_filename (folder, call->rest, NULL);
  blob->part = g_strconcat (blob->path, ".part", NULL);
  return TRUE;
}

static guint64
size_of (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 ? (guint64) info.st_size : 0;
}

static void
set_have (MadoCall *call,
          guint64   bytes)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, bytes);

  mado_http_request_set_header (call->request, "Mado-Have", text);
}

/* --- reading -----------------------------------------------------------------------------*/

void
mado_resource_blob_head (MadoCall *call)
{
  g_auto (Blob) blob = { .path = NULL };
  guint64 length;
  gboolean whole;

  if (!open_blob (call, &blob))
    return;
  whole = mado_city_store_has_blob (call->server->store, &blob.record, blob.section, blob.digest, &length, NULL);
  if (!whole)
    length = size_of (blob.part);
  set_have (call, length);
  mado_call_reply_empty (call, whole || length > 0 ? 200 : 404);
}

/* "bytes=A-[B]" */
static gboolean
read_range (const char *text,
            guint64     length,
            guint64    *from,
            guint64    *to)
{
  g_auto (GStrv) parts = NULL;

  if (!g_str_has_prefix (text, "bytes="))
    return FALSE;
  parts = g_strsplit (text + strlen ("bytes="), "-", 2);
  *to = length - 1;
  if (length == 0 || g_strv_length (parts) != 2 ||
      !g_ascii_string_to_unsigned (parts[0], 10, 0, length - 1, from, NULL))
    return FALSE;
  return *parts[1] == '\0' || (g_ascii_string_to_unsigned (parts[1], 10, *from, G_MAXINT64, to, NULL) &&
                               (*to = MIN (*to, length - 1), TRUE));
}

void
mado_resource_blob_get (MadoCall *call)
{
  const char *range = mado_http_request_get_header (call->request, "Range");
  g_auto (Blob) blob = { .path = NULL };
  g_autoptr (GMappedFile) file = NULL;
  g_autoptr (GBytes) whole = NULL;
  g_autoptr (GBytes) part = NULL;
  g_autofree char *text = NULL;
  guint64 length, from, to;

  if (!open_blob (call, &blob))
    return;
  if (!mado_city_store_has_blob (call->server->store, &blob.record, blob.section, blob.digest, &length, NULL) ||
      (file = g_mapped_file_new (blob.path, FALSE, NULL)) == NULL)
    {
      mado_call_fail (call, 404, MADO_ERROR_NOT_FOUND, _("There is no such attachment."));
      return;
    }
  whole = g_mapped_file_get_bytes (file);
  length = g_bytes_get_size (whole);
  mado_http_request_set_header (call->request, "Accept-Ranges", "bytes");
  if (range == NULL)
    {
      mado_http_request_reply (call->request, 200, "application/octet-stream", whole);
      return;
    }
  if (!read_range (range, length, &from, &to))
    {
      mado_call_fail (call, 416, MADO_ERROR_INVALID, _("The attachment has no such part."));
      return;
    }
  part = g_bytes_new_from_bytes (whole, from, to - from + 1);
  text = g_strdup_printf ("bytes %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT "/%" G_GUINT64_FORMAT, from, to, length);
  mado_http_request_set_header (call->request, "Content-Range", text);
  mado_http_request_reply (call->request, 206, "application/octet-stream", part);
}

/* --- writing -------------------------------------------------------------------------------*/

/* "bytes A-B/TOTAL"; without the header the body is the whole. */
static gboolean
read_content_range (const char *text,
                    gsize       body,
                    guint64    *from,
                    guint64    *total)
{
  g_auto (GStrv) parts = NULL;
  guint64 to;

  *from = 0;
  *total = body;
  if (text == NULL)
    return body > 0 && *total <= MAX_BLOB;
  if (!g_str_has_prefix (text, "bytes "))
    return FALSE;
  parts = g_strsplit_set (text + strlen ("bytes "), "-/", 3);
  return g_strv_length (parts) == 3 && g_ascii_string_to_unsigned (parts[0], 10, 0, MAX_BLOB, from, NULL) &&
         g_ascii_string_to_unsigned (parts[1], 10, *from, MAX_BLOB, &to, NULL) &&
         g_ascii_string_to_unsigned (parts[2], 10, to + 1, MAX_BLOB, total, NULL) && to - *from + 1 == body;
}

static gboolean
append_part (const char  *path,
             guint64      from,
             GBytes      *body,
             gboolean     last,
             GError     **error)
{
  int fd = g_open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  gsize length, done = 0;
  const char *data = g_bytes_get_data (body, &length);
  gboolean good = fd >= 0 && ftruncate (fd, (off_t) from) == 0;

  while (good && done < length)
    {
      ssize_t n = pwrite (fd, data + done, length - done, (off_t) (from + done));

      good = n > 0 || (n < 0 && errno == EINTR);
      done += n > 0 ? (gsize) n : 0;
    }
  good = good && (!last || fsync (fd) == 0);
  if (!good)
    g_set_error_literal (error, MADO_ERROR, errno == ENOSPC ? MADO_ERROR_NO_SPACE : MADO_ERROR_READ_ONLY,
                         _("The attachment could not be kept on the server's disk. Nothing was lost here."));
  if (fd >= 0)
    close (fd);
  return good;
}

/* The last chunk is here: the name must fit, then it becomes a blob. */
static gboolean
complete (MadoCall   *call,
          Blob       *blob,
          guint64     total,
          GError    **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (blob->part, FALSE, NULL);
  guint8 digest[MADO_DIGEST_BYTES] = { 0 };

  if (file != NULL)
    mado_digest (g_mapped_file_get_contents (file), g_mapped_file_get_length (file), digest);
  if (memcmp (digest, blob->digest, sizeof digest) != 0)
    {
      g_unlink (blob->part);
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DAMAGED, _("The attachment arrived damaged. Send it again."));
      return FALSE;
    }
  if (g_rename (blob->part, blob->path) != 0)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_READ_ONLY,
                           _("The attachment could not be kept on the server's disk. Nothing was lost here."));
      return FALSE;
    }
  return mado_city_store_add_blob (call->server->store, &blob->record, blob->section, blob->digest, total, error);
}

static gboolean
may_write (MadoCall *call,
           Blob     *blob)
{
  const char *routes[] = { call->device.scope, NULL };
  MadoSubject subject = { .kind = "case", .section = blob->section, .routes = routes };

  return mado_call_may (call, MADO_VERB_WRITE, &subject);
}

static void
put_chunk (MadoCall *call,
           Blob     *blob)
{
  GBytes *body = mado_http_request_get_body (call->request);
  g_autoptr (GError) error = NULL;
  guint64 from, total, have;
  gsize length = g_bytes_get_size (body);

  if (length == 0 || length > MAX_CHUNK ||
      !read_content_range (mado_http_request_get_header (call->request, "Content-Range"), length, &from, &total))
    {
      mado_call_fail (call, 400, MADO_ERROR_INVALID, _("The attachment has no such part."));
      return;
    }
  have = size_of (blob->part);
  if (from > have)
    {
      set_have (call, have);
      mado_call_fail (call, 409, MADO_ERROR_CONFLICT, _("A part of the attachment is missing before this one."));
      return;
    }
  if (!append_part (blob->part, from, body, from + length == total, &error) ||
      (from + length == total && !complete (call, blob, total, &error)))
    {
      mado_call_fail_error (call, error);
      return;
    }
  set_have (call, from + length);
  mado_call_reply_empty (call, from + length == total ? 201 : 202);
}

void
mado_resource_blob_put (MadoCall *call)
{
  g_auto (Blob) blob = { .path = NULL };

  if (!open_blob (call, &blob))
    return;
  if (!may_write (call, &blob))
    {
      mado_call_fail (call, 403, MADO_ERROR_DENIED, _("This desk may not change this part of the record."));
      return;
    }
  g_mutex_lock (&call->server->blob_lock); /* two uploads of one name share its part file */
  put_chunk (call, &blob);
  g_mutex_unlock (&call->server->blob_lock);
}
