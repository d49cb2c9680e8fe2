/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-pack-edition.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <unistd.h>

#include "core/procedure/mado-pack-check.h"

#define MOST_FILES 2000
#define MOST_DEPTH 4
#define MOST_BYTES (64 * 1024 * 1024)

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) folder = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static gboolean
set_failed (const char  *path,
            GError     **error)
{
  g_set_error (error, MADO_ERROR, MADO_ERROR_READ_ONLY, _("The new edition cannot be written to “%s”. Nothing was changed."), path);
  return FALSE;
}

static gboolean
write_file (const char  *path,
            const char  *data,
            gsize        length,
            GError     **error)
{
  return g_file_set_contents_full (path, data, (gssize) length, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644, NULL) || set_failed (path, error);
}

static gboolean
copy_file (const char  *from,
           const char  *to,
           GError     **error)
{
  g_autofree char *data = NULL;
  gsize length;

  if (!g_file_get_contents (from, &data, &length, NULL))
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("The file “%s” cannot be read."), from);
      return FALSE;
    }
  return length <= MOST_BYTES ? write_file (to, data, length, error) : set_failed (to, error);
}

/* What the server would hand out: no hidden files, no links. */
static gboolean
copy_tree (const char  *from,
           const char  *to,
           guint        depth,
           guint       *files,
           GError     **error)
{
  g_autoptr (GDir) folder = g_dir_open (from, 0, NULL);
  const char *name;

  if (folder == NULL || depth > MOST_DEPTH || g_mkdir (to, 0755) != 0)
    return set_failed (to, error);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);
      gboolean done;

      if (*name == '.' || g_file_test (source, G_FILE_TEST_IS_SYMLINK))
        continue;
      if (++*files > MOST_FILES)
        return set_failed (to, error);
      done = g_file_test (source, G_FILE_TEST_IS_DIR) ? copy_tree (source, target, depth + 1, files, error)
                                                      : copy_file (source, target, error);
      if (!done)
        return FALSE;
    }
  return TRUE;
}

char *
mado_pack_edition_next (const char *version)
{
  const char *dash = strrchr (version, '-');
  guint64 number = 0;

  if (dash != NULL && g_ascii_string_to_unsigned (dash + 1, 10, 1, 99998, &number, NULL))
    return g_strdup_printf ("%.*s-%" G_GUINT64_FORMAT, (int) (dash - version), version, number + 1);
  return g_strdup_printf ("%s-1", version);
}

/* Writes the next version that has no folder yet, and gives it. */
static char *
raise_version (const char  *dir,
               const char  *folder,
               GError     **error)
{
  g_autofree char *path = g_build_filename (dir, "city.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autofree char *version = NULL;
  g_autofree char *text = NULL;
  JsonNode *root;
  gsize length;

  root = json_parser_load_from_file (parser, path, NULL) ? json_parser_get_root (parser) : NULL;
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      set_failed (path, error);
      return NULL;
    }
  version = g_strdup (json_object_get_string_member_with_default (json_node_get_object (root), "version", "1"));
  for (;;)
    {
      g_autofree char *before = g_steal_pointer (&version);
      g_autofree char *place = NULL;

      version = mado_pack_edition_next (before);
      place = g_build_filename (folder, version, NULL);
      if (strchr (version, '/') != NULL || !g_file_test (place, G_FILE_TEST_EXISTS))
        break;
    }
  g_strdelimit (version, "/\\", '-');
  json_object_set_string_member (json_node_get_object (root), "version", version);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  text = json_generator_to_data (generator, &length);
  return write_file (path, text, length, error) ? g_steal_pointer (&version) : NULL;
}

static void
sync_folder (const char *path)
{
  int fd = open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd >= 0)
    {
      fsync (fd);
      close (fd);
    }
}

static gboolean
write_form (const char  *dir,
            const char  *form,
            const char  *text,
            const char  *background,
            const char  *background_name,
            GError     **error)
{
  g_autofree char *name = g_strconcat (form, ".json", NULL);
  g_autofree char *path = g_build_filename (dir, "forms", name, NULL);
  g_autofree char *paper = background != NULL ? g_build_filename (dir, "forms", background_name, NULL) : NULL;

  return (background == NULL || copy_file (background, paper, error)) && write_file (path, text, strlen (text), error);
}

char *
mado_pack_edition_save (const char    *base,
                        const char    *form,
                        const char    *text,
                        const char    *background,
                        const char    *background_name,
                        const char    *folder,
                        MadoPackLook   look,
                        GPtrArray    **faults,
                        GError       **error)
{
  g_autofree char *fresh = g_build_filename (folder, ".new", NULL);
  g_autofree char *version = NULL;
  g_autofree char *place = NULL;
  guint files = 0;

  g_return_val_if_fail (strchr (form, '/') == NULL && (background == NULL || strchr (background_name, '/') == NULL), NULL);

  *faults = NULL;
  remove_tree (fresh);
  if (g_mkdir_with_parents (folder, 0755) != 0)
    return set_failed (folder, error), NULL;
  if (copy_tree (base, fresh, 0, &files, error) && write_form (fresh, form, text, background, background_name, error) &&
      (version = raise_version (fresh, folder, error)) != NULL)
    {
      *faults = mado_pack_check (fresh, NULL);
      if ((*faults)->len == 0 && look != NULL)
        look (fresh, *faults);
      place = g_build_filename (folder, version, NULL);
      if ((*faults)->len == 0 && g_rename (fresh, place) == 0)
        {
          sync_folder (folder);
          return g_steal_pointer (&place);
        }
      if ((*faults)->len == 0)
        set_failed (place, error);
    }
  remove_tree (fresh);
  return NULL;
}
