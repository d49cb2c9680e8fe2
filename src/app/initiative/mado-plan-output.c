/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-plan-output.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "core/base/mado-error.h"

#define MOST_NUMBERS 999

static char *
find_folder (void)
{
  const char *documents = g_get_user_special_dir (G_USER_DIRECTORY_DOCUMENTS);

  return g_build_filename (documents ? documents : g_get_home_dir (), _("Promotion plan"), NULL);
}

static char *
numbered (const char *folder,
          const char *name,
          guint       n)
{
  const char *dot = strrchr (name, '.');
  g_autofree char *stem = g_strndup (name, dot ? (gsize) (dot - name) : strlen (name));
  g_autofree char *file = n == 0 ? g_strdup (name) : g_strdup_printf ("%s-%u%s", stem, n + 1, dot ? dot : "");

  return g_build_filename (folder, file, NULL);
}

static gboolean
set_fault (GError    **error,
           const char *path)
{
  g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID, _("“%s” cannot be written: %s"), path, g_strerror (errno));

  return FALSE;
}

/* TRUE: written. FALSE without error: there is one of that name. */
static gboolean
write_new (const char  *path,
           GBytes      *bytes,
           GError     **error)
{
  gsize length, done = 0;
  const char *data = g_bytes_get_data (bytes, &length);
  int fd = g_open (path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);

  if (fd < 0)
    return errno == EEXIST ? FALSE : set_fault (error, path);
  while (done < length)
    {
      gssize n = write (fd, data + done, length - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          set_fault (error, path);
          close (fd);
          g_unlink (path);
          return FALSE;
        }
      done += (gsize) n;
    }
  if (close (fd) == 0)
    return TRUE;

  set_fault (error, path);
  g_unlink (path);

  return FALSE;
}

static gboolean
make_new (const char  *path,
          GBytes      *bytes,
          GError     **error)
{
  if (bytes)
    return write_new (path, bytes, error);
  if (g_mkdir (path, 0700) == 0)
    return TRUE;

  return errno == EEXIST ? FALSE : set_fault (error, path);
}

/* @bytes NULL: a folder. */
static char *
make_numbered (const char  *name,
               GBytes      *bytes,
               GError     **error)
{
  g_autofree char *folder = find_folder ();

  if (g_mkdir_with_parents (folder, 0700) < 0)
    {
      set_fault (error, folder);
      return NULL;
    }
  for (guint n = 0; n < MOST_NUMBERS; n++)
    {
      g_autofree char *path = numbered (folder, name, n);
      GError *fault = NULL;

      if (make_new (path, bytes, &fault))
        return g_steal_pointer (&path);
      if (fault)
        {
          g_propagate_error (error, fault);
          return NULL;
        }
    }
  errno = EEXIST;
  set_fault (error, name);

  return NULL;
}

char *
mado_plan_output_write (const char  *name,
                        GBytes      *bytes,
                        GError     **error)
{
  return make_numbered (name, bytes, error);
}

char *
mado_plan_output_reserve (const char  *name,
                          GError     **error)
{
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);

  return make_numbered (name, nothing, error);
}

char *
mado_plan_output_folder (const char  *name,
                         GError     **error)
{
  return make_numbered (name, NULL, error);
}
