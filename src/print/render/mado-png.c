/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/render/mado-png.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

/* Pages are mostly white: the quick level is nearly as small as the best. */
#define LEVEL 3
#define CHUNK (256 * 1024)

struct _MadoPng
{
  int       fd;
  char     *path;      /* where it is to be, links followed */
  char     *temporary; /* owned, nullable: nothing to rename, a device */
  guint     width;
  guint     channels;
  guint8   *row;       /* filter byte and the row as it is */
  guint8   *former;
  guint8   *filtered;
  guint8   *packed;    /* CHUNK bytes */
  z_stream  stream;
  gboolean  deflating;
};

static gboolean
set_errno (GError     **error,
           const char  *path,
           int          saved)
{
  int code = saved == ENOSPC || saved == EDQUOT || saved == EFBIG ? MADO_ERROR_NO_SPACE
             : saved == EROFS ? MADO_ERROR_READ_ONLY
             : saved == ENOENT || saved == ENOTDIR ? MADO_ERROR_NOT_FOUND : MADO_ERROR_DENIED;

  g_set_error (error, MADO_ERROR, code, _("The picture cannot be written to “%s”: %s. Nothing was left there."),
               path, g_strerror (saved));
  return FALSE;
}

/* --- the file ------------------------------------------------------------------- */

static gboolean
open_beside (MadoPng  *self,
             GError  **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  char *temporary = g_build_filename (folder, ".madoguchi-XXXXXX", NULL);

  self->fd = g_mkstemp_full (temporary, O_RDWR | O_CLOEXEC, 0600);
  if (self->fd < 0)
    {
      int saved = errno;

      g_free (temporary);
      return set_errno (error, self->path, saved);
    }
  self->temporary = temporary;
  return TRUE;
}

static gboolean
open_output (MadoPng     *self,
             const char  *path,
             GError     **error)
{
  char *real = realpath (path, NULL);
  struct stat stat_buf;

  self->path = real != NULL ? g_strdup (real) : g_strdup (path);
  free (real);
  if (*path == 0)
    return set_errno (error, path, ENOENT);
  if (stat (self->path, &stat_buf) != 0 || S_ISREG (stat_buf.st_mode))
    return open_beside (self, error);
  if (S_ISDIR (stat_buf.st_mode))
    return set_errno (error, path, EISDIR);
  /* A pipe or device is written to; it must never be replaced by a file. */
  self->fd = open (self->path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
  return self->fd >= 0 || set_errno (error, path, errno);
}

static gboolean
put (MadoPng       *self,
     const guint8  *data,
     gsize          length,
     GError       **error)
{
  while (length > 0)
    {
      gssize n = write (self->fd, data, length);

      if (n < 0 && errno != EINTR)
        return set_errno (error, self->path, errno);
      data += MAX (0, n);
      length -= MAX (0, n);
    }
  return TRUE;
}

static gboolean
put_chunk (MadoPng       *self,
           const char    *kind,
           const guint8  *data,
           guint32        length,
           GError       **error)
{
  guint32 size = GUINT32_TO_BE (length);
  guint32 sum = crc32 (crc32 (0, (const guint8 *) kind, 4), data, length);
  guint32 check = GUINT32_TO_BE (length > 0 ? sum : crc32 (0, (const guint8 *) kind, 4));

  return put (self, (const guint8 *) &size, 4, error) && put (self, (const guint8 *) kind, 4, error) &&
         put (self, data, length, error) && put (self, (const guint8 *) &check, 4, error);
}

static gboolean
put_head (MadoPng  *self,
          guint     height,
          double    dpi,
          GError  **error)
{
  static const guint8 mark[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
  guint32 per_metre = GUINT32_TO_BE ((guint32) CLAMP (dpi / 0.0254 + 0.5, 1, G_MAXINT32));
  guint32 size[2] = { GUINT32_TO_BE (self->width), GUINT32_TO_BE (height) };
  guint8 head[13] = { 0 }, density[9] = { 0 };

  memcpy (head, size, 8);
  head[8] = 8;
  head[9] = self->channels == 1 ? 0 : 2;
  memcpy (density, &per_metre, 4);
  memcpy (density + 4, &per_metre, 4);
  density[8] = 1;
  return put (self, mark, sizeof mark, error) && put_chunk (self, "IHDR", head, sizeof head, error) &&
         put_chunk (self, "pHYs", density, sizeof density, error);
}

MadoPng *
mado_png_new (const char  *path,
              guint        width,
              guint        height,
              double       dpi,
              gboolean     grey,
              GError     **error)
{
  g_autoptr (MadoPng) self = g_new0 (MadoPng, 1);
  gsize length;

  self->fd = -1;
  self->width = width;
  self->channels = grey ? 1 : 3;
  length = 1 + (gsize) width * self->channels;
  self->row = g_malloc0 (length);
  self->former = g_malloc0 (length);
  self->filtered = g_malloc0 (length);
  self->packed = g_malloc (CHUNK);
  self->stream.next_out = self->packed;
  self->stream.avail_out = CHUNK;
  self->deflating = deflateInit (&self->stream, LEVEL) == Z_OK;
  if (!open_output (self, path, error) || !put_head (self, height, dpi, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
mado_png_free (MadoPng *self)
{
  if (self->fd >= 0)
    close (self->fd);
  if (self->temporary != NULL)
    g_unlink (self->temporary);
  if (self->deflating)
    deflateEnd (&self->stream);
  g_free (self->temporary);
  g_free (self->path);
  g_free (self->row);
  g_free (self->former);
  g_free (self->filtered);
  g_free (self->packed);
  g_free (self);
}

/* --- rows ----------------------------------------------------------------------- */

static void
unpack_row (MadoPng      *self,
            const guint8 *dots)
{
  guint8 *out = self->row + 1;

  for (guint x = 0; x < self->width; x++)
    {
      guint32 dot;

      memcpy (&dot, dots + 4 * (gsize) x, 4);
      *out++ = dot >> 16;
      if (self->channels == 1)
        continue;
      *out++ = dot >> 8;
      *out++ = dot;
    }
}

/* Filter 2: what differs from the row above. */
static void
filter_row (MadoPng *self)
{
  gsize length = 1 + (gsize) self->width * self->channels;

  self->filtered[0] = 2;
  for (gsize i = 1; i < length; i++)
    self->filtered[i] = self->row[i] - self->former[i];
}

static gboolean
press (MadoPng  *self,
       int       flush,
       GError  **error)
{
  int code;

  do
    {
      code = deflate (&self->stream, flush);
      if (self->stream.avail_out > 0 && code != Z_STREAM_END)
        continue;
      if (!put_chunk (self, "IDAT", self->packed, CHUNK - self->stream.avail_out, error))
        return FALSE;
      self->stream.next_out = self->packed;
      self->stream.avail_out = CHUNK;
    }
  while (flush == Z_FINISH ? code != Z_STREAM_END : self->stream.avail_in > 0);
  return TRUE;
}

gboolean
mado_png_add (MadoPng       *self,
              const guint8  *dots,
              guint          stride,
              guint          rows,
              GError       **error)
{
  for (guint y = 0; y < rows; y++)
    {
      guint8 *swap = self->former;

      unpack_row (self, dots + (gsize) y * stride);
      filter_row (self);
      self->former = self->row;
      self->row = swap;
      self->stream.next_in = self->filtered;
      self->stream.avail_in = 1 + self->width * self->channels;
      if (!press (self, Z_NO_FLUSH, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
mado_png_finish (MadoPng  *self,
                 GError  **error)
{
  int fd;

  if (!press (self, Z_FINISH, error) || !put_chunk (self, "IEND", NULL, 0, error))
    return FALSE;
  fd = self->fd;
  self->fd = -1;
  if (close (fd) != 0)
    return set_errno (error, self->path, errno);
  if (self->temporary != NULL && g_rename (self->temporary, self->path) != 0)
    return set_errno (error, self->path, errno);
  g_clear_pointer (&self->temporary, g_free);
  return TRUE;
}

gboolean
mado_png_is_grey (const guint8 *dots,
                  guint         width,
                  guint         stride,
                  guint         rows)
{
  for (guint y = 0; y < rows; y++)
    for (guint x = 0; x < width; x++)
      {
        guint32 dot;

        memcpy (&dot, dots + (gsize) y * stride + 4 * (gsize) x, 4);
        if ((dot >> 16 & 0xff) != (dot >> 8 & 0xff) || (dot >> 8 & 0xff) != (dot & 0xff))
          return FALSE;
      }
  return TRUE;
}
