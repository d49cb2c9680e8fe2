/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/training/mado-training-folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/mado-training.h"
#include "core/store/mado-profile.h"

#define NAME "training"
#define MARK "# This folder belongs to the training mode of Madoguchi. What is in it can be deleted there.\n[training]\n"

char *
mado_training_folder_find (const char *profile)
{
  return mado_training_is_folder (profile) ? g_strdup (profile) : g_build_filename (profile, NAME, NULL);
}

static gboolean
refuse (GError    **error,
        int         code,
        const char *folder,
        const char *reason)
{
  /* Translators: a folder, then why it is not used */
  g_set_error (error, MADO_ERROR, code, _("Training mode does not use the folder %s: %s"), folder, reason);
  return FALSE;
}

/* --- whose it is ------------------------------------------------------------------- */

/* Open, so that what is judged is what is used; -1 for a link. */
static int
open_folder (const char *folder)
{
  return open (folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static gboolean
has_mark (int folder)
{
  struct stat mark;

  return fstatat (folder, MADO_TRAINING_MARK, &mark, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG (mark.st_mode);
}

static gboolean
is_empty (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  return dir != NULL && g_dir_read_name (dir) == NULL;
}

/* A new folder, or one with nothing in it, becomes one of training. */
static gboolean
mark (const char  *folder,
      GError     **error)
{
  g_autofree char *path = g_build_filename (folder, MADO_TRAINING_MARK, NULL);

  if (!is_empty (folder))
    return refuse (error, MADO_ERROR_FOREIGN, folder, _("it holds something else."));
  if (!g_file_set_contents_full (path, MARK, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL))
    return refuse (error, MADO_ERROR_READ_ONLY, folder, _("it cannot be written."));
  return TRUE;
}

/* A place that was put there afterwards is refused as well. */
static gboolean
holds_no_other_place (const char  *folder,
                      GError     **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (MadoProfile) profile = mado_profile_open (folder, &fault);

  if (profile != NULL || !g_error_matches (fault, MADO_ERROR, MADO_ERROR_FOREIGN))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&fault));
  return FALSE;
}

/* The lock goes with the process, also when that is killed. */
static gboolean
keep (int          folder,
      const char  *name,
      GError     **error)
{
  int fd = openat (folder, MADO_TRAINING_MARK, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);

  if (fd >= 0 && flock (fd, LOCK_EX | LOCK_NB) == 0)
    return TRUE;
  if (fd >= 0)
    close (fd);
  return refuse (error, MADO_ERROR_BUSY, name, _("another training is open in it. Close that one first."));
}

gboolean
mado_training_folder_prepare (const char  *folder,
                              GError     **error)
{
  int fd;
  gboolean good;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return refuse (error, MADO_ERROR_READ_ONLY, folder, g_strerror (errno));
  fd = open_folder (folder);
  if (fd < 0)
    return refuse (error, MADO_ERROR_FOREIGN, folder, _("it is a link to another one."));
  good = (has_mark (fd) || mark (folder, error)) && holds_no_other_place (folder, error) && keep (fd, folder, error);
  close (fd);
  return good;
}

/* --- emptying ------------------------------------------------------------------------ */

static gboolean empty_folder (int folder, gboolean is_top);

static gboolean
remove_entry (int         folder,
              const char *name)
{
  struct stat entry;
  gboolean empty;
  int fd;

  if (fstatat (folder, name, &entry, AT_SYMLINK_NOFOLLOW) != 0)
    return errno == ENOENT;
  /* A link goes, what it leads to stays. */
  if (!S_ISDIR (entry.st_mode))
    return unlinkat (folder, name, 0) == 0;
  fd = openat (folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  empty = fd >= 0 && empty_folder (fd, FALSE);
  if (fd >= 0)
    close (fd);
  return empty && unlinkat (folder, name, AT_REMOVEDIR) == 0;
}

/* The mark of the topmost folder stays. */
static gboolean
empty_folder (int      folder,
              gboolean is_top)
{
  DIR *dir = fdopendir (fcntl (folder, F_DUPFD_CLOEXEC, 0));
  struct dirent *entry;
  gboolean done = dir != NULL;

  while (done && (entry = readdir (dir)) != NULL)
    if (strcmp (entry->d_name, ".") != 0 && strcmp (entry->d_name, "..") != 0 &&
        !(is_top && strcmp (entry->d_name, MADO_TRAINING_MARK) == 0))
      done = remove_entry (folder, entry->d_name);
  if (dir != NULL)
    closedir (dir);
  return done;
}

gboolean
mado_training_folder_clear (const char  *folder,
                            GError     **error)
{
  int fd = open_folder (folder);
  gboolean done;

  if (fd < 0 || !has_mark (fd))
    {
      if (fd >= 0)
        close (fd);
      return refuse (error, MADO_ERROR_FOREIGN, folder, _("it carries no mark of training. Nothing was deleted."));
    }
  done = empty_folder (fd, TRUE);
  close (fd);
  return done || refuse (error, MADO_ERROR_READ_ONLY, folder, g_strerror (errno));
}
