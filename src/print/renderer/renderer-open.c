/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "config.h"

#include "print/renderer/renderer.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* A header may be preceded by this much of something else. */
#define HEADER_WITHIN (1024 * 1024)

#define MAX_PASSWORDS 4

/* A document up to so many bytes is mapped; see MADO_RENDER_MEMORY. */
#define MOST_MAPPED (256 * 1024 * 1024)

/* poppler-glib takes a password as UTF-8 and gives the document its Latin-1
 * bytes. Documents of AES-256 want UTF-8 bytes, and old ones made in Japan
 * often have Shift_JIS; so the program sends bytes, and each byte is made
 * one character here. */
static char *
password_of_bytes (const guint8 *bytes,
                   guint32       length)
{
  GString *text = g_string_new (NULL);

  for (guint32 i = 0; i < length; i++)
    if (bytes[i] != 0)
      g_string_append_unichar (text, bytes[i]);
  return g_string_free (text, FALSE);
}

static gboolean
file_has (int          file,
          const char  *needle,
          gsize        within)
{
  struct stat stat_buf;
  gsize size;
  void *data;
  gboolean found;

  if (fstat (file, &stat_buf) != 0 || stat_buf.st_size <= 0)
    return FALSE;
  size = MIN ((gsize) stat_buf.st_size, within);
  data = mmap (NULL, size, PROT_READ, MAP_PRIVATE, file, 0);
  if (data == MAP_FAILED)
    return FALSE;
  found = memmem (data, size, needle, strlen (needle)) != NULL;
  munmap (data, size);
  return found;
}

static guint32
reason_of (int           file,
           const GError *error)
{
  if (g_error_matches (error, POPPLER_ERROR, POPPLER_ERROR_ENCRYPTED))
    return file_has (file, "/Adobe.PubSec", G_MAXINT32) ? MADO_RENDER_REASON_SECURITY : MADO_RENDER_REASON_PASSWORD;
  if (!file_has (file, "%PDF-", HEADER_WITHIN))
    return MADO_RENDER_REASON_NO_PDF;
  return MADO_RENDER_REASON_DAMAGED;
}

/* NULL: too large for the addresses that a renderer may have. */
static GBytes *
map_file (int file)
{
  g_autoptr (GMappedFile) mapped = NULL;
  struct stat stat_buf;

  if (fstat (file, &stat_buf) != 0 || stat_buf.st_size <= 0 || stat_buf.st_size > MOST_MAPPED)
    return NULL;
  mapped = g_mapped_file_new_from_fd (file, FALSE, NULL);
  return mapped != NULL ? g_mapped_file_get_bytes (mapped) : NULL;
}

/* From a descriptor poppler reads 256 bytes at a time: of a document of 10,000
 * pages that is half of the time of opening. It closes the descriptor. */
static PopplerDocument *
try_without (int      file,
             guint32 *reason)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = map_file (file);
  int copy = bytes == NULL ? dup (file) : -1;
  PopplerDocument *document;

  *reason = MADO_RENDER_REASON_PROTOCOL;
  if (bytes == NULL && copy < 0)
    return NULL;
  document = bytes != NULL ? poppler_document_new_from_bytes (bytes, NULL, &error)
                           : poppler_document_new_from_fd (copy, NULL, &error);
  *reason = document != NULL ? 0 : reason_of (file, error);
  return document;
}

/* poppler 22.12 uses freed memory when a password does not fit, but for
 * documents that it reads from a stream. */
static PopplerDocument *
try_password (int          file,
              const char  *password,
              guint32     *reason)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = map_file (file);
  g_autoptr (GInputStream) stream = bytes != NULL ? g_memory_input_stream_new_from_bytes (bytes) : NULL;
  PopplerDocument *document;

  *reason = MADO_RENDER_REASON_PROTOCOL;
  if (stream == NULL)
    return NULL;
  document = poppler_document_new_from_stream (stream, -1, password, NULL, &error);
  *reason = document != NULL ? 0 : reason_of (file, error);
  return document;
}

static PopplerDocument *
try_mended (Renderer *self,
            int       file)
{
  g_autoptr (GBytes) bytes = renderer_mend (file);
  PopplerDocument *document = bytes != NULL ? poppler_document_new_from_bytes (bytes, NULL, NULL) : NULL;

  self->n_faults++;
  if (document == NULL || poppler_document_get_n_pages (document) > 0)
    return document;
  g_object_unref (document);
  return NULL;
}

static PopplerDocument *
open_document (Renderer         *self,
               int               file,
               MadoRenderReader *in,
               guint32          *reason)
{
  guint32 n = mado_render_get_count (in, 4);
  g_autoptr (GPtrArray) passwords = g_ptr_array_new_with_free_func (g_free);
  PopplerDocument *document;

  if (n > MAX_PASSWORDS)
    in->failed = TRUE;
  for (guint32 i = 0; i < n && !in->failed; i++)
    {
      guint32 length;
      const guint8 *bytes = mado_render_get_bytes (in, &length);

      g_ptr_array_add (passwords, password_of_bytes (bytes, length));
    }
  *reason = MADO_RENDER_REASON_PROTOCOL;
  if (!mado_render_reader_is_whole (in) || file < 0)
    return NULL;
  document = try_without (file, reason);
  for (guint32 i = 0; i < n && document == NULL && *reason == MADO_RENDER_REASON_PASSWORD; i++)
    {
      self->n_faults = 0; /* that a password did not fit is none */
      document = try_password (file, passwords->pdata[i], reason);
    }
  return document;
}

/* { count, count × password bytes } and the document's descriptor →
 * { pages }. */
guint32
renderer_open (Renderer         *self,
               MadoRenderReader *in,
               int               fd,
               GByteArray       *out)
{
  guint32 reason;

  g_clear_object (&self->document);
  if (self->file >= 0)
    close (self->file);
  self->file = fd;
  self->n_pages = 0;
  self->n_faults = 0;
  self->document = open_document (self, fd, in, &reason);
  if (self->document != NULL && poppler_document_get_n_pages (self->document) <= 0)
    {
      g_clear_object (&self->document);
      reason = MADO_RENDER_REASON_DAMAGED;
    }
  if (self->document == NULL && reason == MADO_RENDER_REASON_DAMAGED)
    self->document = try_mended (self, fd);
  if (self->document == NULL)
    return reason;
  self->n_pages = poppler_document_get_n_pages (self->document);
  mado_render_put_u32 (out, self->n_pages);
  return 0;
}

/* { first, count } → { count, count × (width, height, label) }, points; a page
 * that cannot be read has the size 0 × 0. */
guint32
renderer_pages (Renderer         *self,
                MadoRenderReader *in,
                GByteArray       *out)
{
  guint32 first = mado_render_get_u32 (in);
  guint32 count = mado_render_get_u32 (in);

  if (!mado_render_reader_is_whole (in) || self->document == NULL || count > MADO_RENDER_MAX_PAGES_A_TIME)
    return MADO_RENDER_REASON_PROTOCOL;
  if (first >= self->n_pages)
    return MADO_RENDER_REASON_NO_PAGE;
  count = MIN (count, self->n_pages - first);
  mado_render_put_u32 (out, count);
  for (guint32 i = first; i < first + count; i++)
    {
      g_autoptr (PopplerPage) page = poppler_document_get_page (self->document, i);
      g_autofree char *label = page != NULL ? poppler_page_get_label (page) : NULL;
      double width = 0, height = 0;

      if (page != NULL)
        poppler_page_get_size (page, &width, &height);
      mado_render_put_double (out, width > 0 && width < 1e15 ? width : 0);
      mado_render_put_double (out, height > 0 && height < 1e15 ? height : 0);
      mado_render_put_text (out, label != NULL && strlen (label) < 256 ? label : "");
    }
  return 0;
}
