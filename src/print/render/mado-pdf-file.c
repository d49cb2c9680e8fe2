/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/render/mado-pdf-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "print/render/mado-pdf-file-private.h"

#define FIRST_ARENA (8 * 1024 * 1024)

struct _MadoPdfFile
{
  int                fd;        /* of the document */
  GPtrArray         *passwords; /* GBytes* */
  gboolean           has_password;
  MadoRenderProcess *process;   /* nullable: dead */
  guint              n_pages;
  GHashTable        *bad;       /* pages that broke a renderer */
};

static int
open_file (const char  *path,
           GError     **error)
{
  struct stat stat_buf;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

  if (fd < 0)
    {
      int saved = errno;

      g_set_error (error, MADO_ERROR, saved == ENOENT ? MADO_ERROR_NOT_FOUND : MADO_ERROR_DENIED,
                   saved == ENOENT ? _("There is no file “%s”.") : _("The file “%s” cannot be read."), path);
      return -1;
    }
  if (fstat (fd, &stat_buf) != 0 || !S_ISREG (stat_buf.st_mode))
    g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID, _("“%s” is not a file that can be shown."), path);
  else if (stat_buf.st_size == 0)
    g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, _("The file is empty."));
  else
    return fd;
  close (fd);
  return -1;
}

/* The bytes that a document may mean by a password: by PDF's rules Latin-1
 * or, since 2.0, UTF-8; old programs of Japan took their system's bytes. */
static GPtrArray *
spell_password (const char *password)
{
  static const char * const charsets[] = { "ISO-8859-1", "UTF-8", "CP932" };
  GPtrArray *spelt = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; password != NULL && i < G_N_ELEMENTS (charsets); i++)
    {
      gsize length;
      char *text = g_convert (password, -1, charsets[i], "UTF-8", NULL, &length, NULL);
      g_autoptr (GBytes) bytes = text != NULL ? g_bytes_new_take (text, length) : NULL;

      /* 127 bytes are the most that counts. */
      if (bytes != NULL && length <= 1024 &&
          !g_ptr_array_find_with_equal_func (spelt, bytes, (GEqualFunc) g_bytes_equal, NULL))
        g_ptr_array_add (spelt, g_steal_pointer (&bytes));
    }
  return spelt;
}

static gboolean
open_in_renderer (MadoPdfFile        *self,
                  MadoRenderProcess  *process,
                  GError            **error)
{
  g_autoptr (GByteArray) request = g_byte_array_new ();
  g_autoptr (GError) fault = NULL;
  MadoRenderReader reader;

  mado_render_put_u32 (request, self->passwords->len);
  for (guint i = 0; i < self->passwords->len; i++)
    {
      gsize length;
      const void *data = g_bytes_get_data (self->passwords->pdata[i], &length);

      mado_render_put_bytes (request, data, length);
    }
  if (mado_render_process_call (process, MADO_RENDER_OPEN, request, self->fd, &reader, &fault))
    {
      self->n_pages = mado_render_get_u32 (&reader);
      return mado_render_process_accept (process, &reader, error);
    }
  if (g_error_matches (fault, MADO_ERROR, MADO_ERROR_DENIED) && self->has_password)
    g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DENIED, _("The password is not right. The document was not opened."));
  else
    g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

/* A renderer that is alive and has the document. */
static gboolean
make_ready (MadoPdfFile  *self,
            GError      **error)
{
  if (self->process != NULL && mado_render_process_is_alive (self->process))
    return TRUE;
  g_clear_pointer (&self->process, mado_render_process_free);
  self->process = mado_render_process_new (FIRST_ARENA, FALSE, error);
  return self->process != NULL && open_in_renderer (self, self->process, error);
}

gboolean
mado_pdf_file_call (MadoPdfFile       *self,
                    guint32            kind,
                    GByteArray        *request,
                    MadoRenderReader  *reader,
                    GError           **error)
{
  return make_ready (self, error) && mado_render_process_call (self->process, kind, request, -1, reader, error);
}

gboolean
mado_pdf_file_accept (MadoPdfFile       *self,
                      MadoRenderReader  *reader,
                      GError           **error)
{
  return mado_render_process_accept (self->process, reader, error);
}

MadoRenderProcess *
mado_pdf_file_second (MadoPdfFile  *self,
                      GError      **error)
{
  g_autoptr (MadoRenderProcess) process = mado_render_process_new (4096, TRUE, error);

  return process != NULL && open_in_renderer (self, process, error) ? g_steal_pointer (&process) : NULL;
}

MadoPdfFile *
mado_pdf_file_open (const char  *path,
                    const char  *password,
                    GError     **error)
{
  g_autoptr (MadoPdfFile) self = NULL;
  int fd = open_file (path, error);

  if (fd < 0)
    return NULL;
  self = g_new0 (MadoPdfFile, 1);
  self->fd = fd;
  self->has_password = password != NULL;
  self->passwords = spell_password (password);
  self->bad = g_hash_table_new (NULL, NULL);
  if (!make_ready (self, error))
    return NULL;
  if (self->n_pages > 0)
    return g_steal_pointer (&self);
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DAMAGED, _("The document has no pages that can be shown."));
  return NULL;
}

void
mado_pdf_file_prepare (void)
{
  mado_render_process_prepare (FIRST_ARENA, NULL);
}

void
mado_pdf_file_close (MadoPdfFile *self)
{
  g_clear_pointer (&self->process, mado_render_process_free);
  g_clear_pointer (&self->passwords, g_ptr_array_unref);
  g_clear_pointer (&self->bad, g_hash_table_unref);
  close (self->fd);
  g_free (self);
}

guint
mado_pdf_file_get_n_pages (MadoPdfFile *self)
{
  return self->n_pages;
}

guint32
mado_pdf_file_get_guards (MadoPdfFile *self)
{
  return self->process != NULL ? mado_render_process_get_guards (self->process) : 0;
}

int
mado_pdf_file_get_pid (MadoPdfFile *self)
{
  return self->process != NULL ? mado_render_process_get_pid (self->process) : -1;
}

/* --- pages ---------------------------------------------------------------------- */

static void
page_clear (gpointer data)
{
  g_free (((MadoPdfPage *) data)->label);
}

GArray *
mado_pdf_file_get_pages (MadoPdfFile  *self,
                         guint         first,
                         guint         count,
                         GError      **error)
{
  g_autoptr (GByteArray) request = g_byte_array_new ();
  g_autoptr (GArray) pages = g_array_new (FALSE, TRUE, sizeof (MadoPdfPage));
  MadoRenderReader reader;
  guint32 n;

  g_array_set_clear_func (pages, page_clear);
  mado_render_put_u32 (request, first);
  mado_render_put_u32 (request, MIN (count, MADO_RENDER_MAX_PAGES_A_TIME));
  if (!mado_pdf_file_call (self, MADO_RENDER_PAGES, request, &reader, error))
    return NULL;
  n = mado_render_get_count (&reader, 20);
  for (guint32 i = 0; i < n; i++)
    {
      MadoPdfPage page;

      page.width = mado_render_get_double (&reader);
      page.height = mado_render_get_double (&reader);
      page.label = mado_render_get_text (&reader);
      if (page.width < 0 || page.height < 0)
        reader.failed = TRUE;
      g_array_append_val (pages, page);
    }
  return mado_render_process_accept (self->process, &reader, error) ? g_steal_pointer (&pages) : NULL;
}

static GByteArray *
draw_request (guint  page,
              double scale,
              guint  turns,
              int    x,
              int    y,
              guint  width,
              guint  height)
{
  GByteArray *request = g_byte_array_new ();

  mado_render_put_u32 (request, page);
  mado_render_put_double (request, scale);
  mado_render_put_u32 (request, turns % 4);
  mado_render_put_i32 (request, x);
  mado_render_put_i32 (request, y);
  mado_render_put_u32 (request, width);
  mado_render_put_u32 (request, height);
  mado_render_put_u32 (request, FALSE);
  return request;
}

static gboolean
is_bad (MadoPdfFile  *self,
        guint         page,
        GError      **error)
{
  if (!g_hash_table_contains (self->bad, GUINT_TO_POINTER (page)))
    return FALSE;
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DAMAGED,
                       _("This page could not be drawn before, and is left out. The other pages can be read."));
  return TRUE;
}

gboolean
mado_pdf_file_draw (MadoPdfFile     *self,
                    guint            page,
                    double           scale,
                    guint            turns,
                    int              x,
                    int              y,
                    guint            width,
                    guint            height,
                    MadoPdfPicture  *picture,
                    GError         **error)
{
  g_autoptr (GByteArray) request = draw_request (page, scale, turns, x, y, width, height);
  MadoRenderReader reader;
  gsize size;

  if (is_bad (self, page, error) || !make_ready (self, error) ||
      !mado_render_process_grow (self->process, (gsize) width * height * 4, error))
    return FALSE;
  if (!mado_render_process_call (self->process, MADO_RENDER_DRAW, request, -1, &reader, error))
    {
      if (!mado_render_process_is_alive (self->process))
        g_hash_table_add (self->bad, GUINT_TO_POINTER (page));
      return FALSE;
    }
  picture->dots = mado_render_process_get_arena (self->process, &size);
  picture->width = width;
  picture->height = height;
  picture->stride = mado_render_get_u32 (&reader);
  if (picture->stride < width * (gsize) 4 || (gsize) picture->stride * height > size)
    reader.failed = TRUE;
  return mado_render_process_accept (self->process, &reader, error);
}

void
mado_pdf_file_rest (MadoPdfFile *self)
{
  if (self->process != NULL)
    mado_render_process_rest (self->process);
}

GBytes *
mado_pdf_file_copy_page (MadoPdfFile  *self,
                         guint         page,
                         double       *width,
                         double       *height,
                         GError      **error)
{
  g_autoptr (GByteArray) request = g_byte_array_new ();
  g_autoptr (GBytes) copy = NULL;
  MadoRenderReader reader;
  const guint8 *bytes;
  guint32 length;

  mado_render_put_u32 (request, page);
  if (is_bad (self, page, error) || !make_ready (self, error))
    return NULL;
  if (!mado_render_process_call (self->process, MADO_RENDER_COPY, request, -1, &reader, error))
    {
      if (!mado_render_process_is_alive (self->process))
        g_hash_table_add (self->bad, GUINT_TO_POINTER (page));
      return NULL;
    }
  *width = mado_render_get_double (&reader);
  *height = mado_render_get_double (&reader);
  bytes = mado_render_get_bytes (&reader, &length);
  copy = g_bytes_new (bytes, length);
  if (*width <= 0 || *height <= 0)
    reader.failed = TRUE;
  return mado_render_process_accept (self->process, &reader, error) ? g_steal_pointer (&copy) : NULL;
}

gboolean
mado_pdf_file_inspect (MadoPdfFile  *self,
                       guint32      *notes,
                       GError      **error)
{
  MadoRenderReader reader;

  if (!mado_pdf_file_call (self, MADO_RENDER_INSPECT, NULL, &reader, error))
    return FALSE;
  *notes = mado_render_get_u32 (&reader);
  return mado_render_process_accept (self->process, &reader, error);
}

GStrv
mado_pdf_notes_to_text (guint32 notes)
{
  static const struct { guint32 note; const char *text; } sentences[] = {
    { MADO_PDF_NOTE_DAMAGED, N_("Parts of the document are damaged. What could be read is shown.") },
    { MADO_PDF_NOTE_SCRIPT, N_("The document contains a script (JavaScript). It was not run.") },
    { MADO_PDF_NOTE_LAUNCH, N_("The document wants to start a program (Launch). Nothing was started.") },
    { MADO_PDF_NOTE_SUBMIT, N_("The document wants to send or fetch form data. Nothing was sent.") },
    { MADO_PDF_NOTE_XFA, N_("The document contains an XFA form, which cannot be shown. Only its plain pages are shown.") },
    { MADO_PDF_NOTE_MEDIA, N_("The document contains sound, film or 3D. It is not played.") },
    { MADO_PDF_NOTE_UNREAD, N_("Some parts of the document could not be looked through for scripts.") },
  };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (notes & sentences[i].note)
      g_strv_builder_add (builder, _(sentences[i].text));
  return g_strv_builder_end (builder);
}

const char *
mado_render_guards_lacking (guint32 guards)
{
  if ((guards & MADO_RENDER_GUARD_CALLS) == 0)
    return _("This system offers no way to confine the part that draws PDF documents (seccomp). Open only documents that you trust.");
  if ((guards & MADO_RENDER_GUARD_FILES) == 0)
    return _("This system cannot keep the part that draws PDF documents from reading other files (Landlock).");
  if ((guards & MADO_RENDER_GUARD_LIMITS) == 0)
    return _("This system cannot limit the memory of the part that draws PDF documents.");
  return NULL;
}
