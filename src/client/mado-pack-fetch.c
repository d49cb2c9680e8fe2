/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "client/mado-upkeep.h"

#define MAX_FILES 2000

/*
 * The pack is written beside the present one, read back and compared with the
 * digest that the server names in the ETag (the digest of MadoPack: each file
 * in order of its name as name, zero byte, length as 8 bytes little-endian,
 * content). Only then the folders change places, so a program that starts in
 * the middle of it finds the old pack, the new one, or for a moment none and
 * takes the one it was installed with.
 */
typedef struct
{
  const char *dir;
  char       *fresh;
  char       *old;
  char       *tag_path;
} Place;

static void
place_clear (Place *self)
{
  g_free (self->fresh);
  g_free (self->old);
  g_free (self->tag_path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) folder = NULL;
  const char *name;

  if (!g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    folder = g_dir_open (path, 0, NULL);
  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

/* Names come from outside: they stay inside the folder. */
static gboolean
is_good_name (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "/", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] == 0 || *parts[i] == '.' || strchr (parts[i], '\\') != NULL)
      return FALSE;
  return parts[0] != NULL;
}

static gboolean
set_damaged (GError **error)
{
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DAMAGED,
                       _("The city pack from the server cannot be read. The present one stays in use."));
  return FALSE;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* name → GBytes */
static GHashTable *
read_files (GBytes *body)
{
  g_autoptr (GHashTable) files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  MadoCborReader reader;
  guint64 members;

  mado_cbor_reader_init (&reader, g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  members = mado_cbor_get_map (&reader);
  for (guint64 i = 0; i < members && !reader.failed; i++)
    {
      g_autofree char *member = mado_cbor_dup_text (&reader);
      guint64 n = 0;

      if (g_strcmp0 (member, "files") == 0)
        n = mado_cbor_get_map (&reader);
      else
        mado_cbor_skip (&reader);
      if (n > MAX_FILES)
        return NULL;
      for (guint64 j = 0; j < n && !reader.failed; j++)
        {
          char *name = mado_cbor_dup_text (&reader);
          gsize length = 0;
          const guint8 *data = mado_cbor_get_bytes (&reader, &length);

          if (name == NULL || data == NULL || !is_good_name (name))
            {
              g_free (name);
              return NULL;
            }
          g_hash_table_replace (files, name, g_bytes_new (data, length));
        }
    }
  if (!mado_cbor_reader_finish (&reader, "the city pack", NULL) || g_hash_table_size (files) == 0)
    return NULL;
  return g_steal_pointer (&files);
}

static GPtrArray *
sorted_names (GHashTable *files)
{
  GPtrArray *names = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, files);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, name);
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* Over what is on the disk, not over what was meant to be there. */
static gboolean
digest_fits (const char *dir,
             GPtrArray  *names,
             const char *tag)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *quoted = NULL;

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *path = g_build_filename (dir, name, NULL);
      g_autofree char *text = NULL;
      gsize length = 0;
      guint64 size;

      if (!g_file_get_contents (path, &text, &length, NULL))
        return FALSE;
      size = GUINT64_TO_LE (length);
      g_checksum_update (sum, (const guchar *) name, (gssize) strlen (name) + 1);
      g_checksum_update (sum, (const guchar *) &size, sizeof size);
      g_checksum_update (sum, (const guchar *) text, (gssize) length);
    }
  quoted = g_strdup_printf ("\"%s\"", g_checksum_get_string (sum));
  return g_strcmp0 (quoted, tag) == 0;
}

static gboolean
write_files (const char  *dir,
             GHashTable  *files,
             GPtrArray   *names,
             GError     **error)
{
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *path = g_build_filename (dir, name, NULL);
      g_autofree char *folder = g_path_get_dirname (path);
      gsize length;
      const char *data = g_bytes_get_data (g_hash_table_lookup (files, name), &length);

      if (g_mkdir_with_parents (folder, 0700) != 0
          || !g_file_set_contents_full (path, data ? data : "", (gssize) length, G_FILE_SET_CONTENTS_DURABLE, 0600, NULL))
        {
          g_set_error (error, MADO_ERROR, MADO_ERROR_READ_ONLY, _("The city pack cannot be written to “%s”."), dir);
          return FALSE;
        }
    }
  return TRUE;
}

/* The tag goes first: a swap that was cut is then done again. */
static gboolean
swap_in (Place      *place,
         const char *tag,
         GError    **error)
{
  g_remove (place->tag_path);
  remove_tree (place->old);
  if (g_file_test (place->dir, G_FILE_TEST_EXISTS) && g_rename (place->dir, place->old) != 0)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_READ_ONLY, _("The city pack cannot be written to “%s”."), place->dir);
      return FALSE;
    }
  if (g_rename (place->fresh, place->dir) != 0)
    {
      g_rename (place->old, place->dir);
      g_set_error (error, MADO_ERROR, MADO_ERROR_READ_ONLY, _("The city pack cannot be written to “%s”."), place->dir);
      return FALSE;
    }
  remove_tree (place->old);
  return g_file_set_contents_full (place->tag_path, tag, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

static gboolean
take_pack (Place         *place,
           MadoResponse  *response,
           GError       **error)
{
  g_autoptr (GHashTable) files = read_files (response->body);
  g_autoptr (GPtrArray) names = NULL;
  gboolean done;

  if (files == NULL || response->etag == NULL)
    return set_damaged (error);
  names = sorted_names (files);
  remove_tree (place->fresh);
  done = write_files (place->fresh, files, names, error);
  if (done && !digest_fits (place->fresh, names, response->etag))
    done = set_damaged (error);
  done = done && swap_in (place, response->etag, error);
  remove_tree (place->fresh);
  return done;
}

gboolean
mado_upkeep_pack (MadoTransport *transport,
                  const char    *token,
                  const char    *dir,
                  gboolean      *changed,
                  GCancellable  *cancellable,
                  GError       **error)
{
  g_auto (Place) place = { dir, g_strconcat (dir, ".new", NULL), g_strconcat (dir, ".old", NULL),
                           g_strconcat (dir, ".tag", NULL) };
  g_autofree char *tag = NULL;
  g_auto (MadoResponse) response = { 0 };
  MadoRequest request = { .method = "GET", .path = "/v1/pack", .token = token };

  if (changed != NULL)
    *changed = FALSE;
  if (g_file_test (dir, G_FILE_TEST_IS_DIR) && g_file_get_contents (place.tag_path, &tag, NULL, NULL))
    request.etag = tag;
  if (!mado_transport_call (transport, &request, &response, cancellable, error))
    return FALSE;
  if (response.status == 304 || (response.etag != NULL && g_strcmp0 (response.etag, tag) == 0))
    return TRUE;
  if (!take_pack (&place, &response, error))
    return FALSE;
  if (changed != NULL)
    *changed = TRUE;
  return TRUE;
}
