/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-server-private.h"

#include <glib/gi18n-lib.h>

/* The pack is read once at the start and handed out as one CBOR map. */
#define MAX_FILES 2000
#define MAX_BYTES (64 * 1024 * 1024)

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static void
list_files (const char *root,
            const char *below,
            GPtrArray  *names)
{
  g_autofree char *path = g_build_filename (root, below, NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && names->len < MAX_FILES && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *relative = *below != '\0' ? g_strconcat (below, "/", name, NULL) : g_strdup (name);
      g_autofree char *full = g_build_filename (root, relative, NULL);

      if (*name == '.')
        continue;
      if (g_file_test (full, G_FILE_TEST_IS_SYMLINK))
        continue;
      if (g_file_test (full, G_FILE_TEST_IS_DIR))
        list_files (root, relative, names);
      else
        g_ptr_array_add (names, g_steal_pointer (&relative));
    }
}

/* Keys of a deterministic map: shorter first, then bytewise. */
static int
compare_keys (gconstpointer a,
              gconstpointer b)
{
  const char *one = *(const char *const *) a, *two = *(const char *const *) b;
  gsize length_one = strlen (one), length_two = strlen (two);

  if (length_one != length_two)
    return length_one < length_two ? -1 : 1;
  return compare_names (a, b);
}

static gboolean
put_files (const char  *dir,
           GPtrArray   *names,
           GByteArray  *out,
           GError     **error)
{
  mado_cbor_put_map (out, names->len);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (dir, names->pdata[i], NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      if (!g_file_get_contents (path, &bytes, &length, error))
        {
          mado_error_convert (error);
          return FALSE;
        }
      if (out->len + length > MAX_BYTES)
        {
          g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID, _("The city pack in “%s” is too large."), dir);
          return FALSE;
        }
      mado_cbor_put_text (out, names->pdata[i]);
      mado_cbor_put_bytes (out, bytes, length);
    }
  return TRUE;
}

gboolean
mado_server_load_pack (MadoServer  *self,
                       const char  *dir,
                       GError     **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GByteArray) out = g_byte_array_new ();

  self->pack = mado_pack_load (dir, error);
  if (self->pack == NULL)
    return FALSE;
  list_files (dir, "", names);
  g_ptr_array_sort (names, compare_keys);
  mado_cbor_put_map (out, 3);
  mado_cbor_put_text (out, "files");
  if (!put_files (dir, names, out, error))
    return FALSE;
  mado_cbor_put_text (out, "version");
  mado_cbor_put_text (out, mado_pack_get_version (self->pack));
  mado_cbor_put_text (out, "active-from");
  mado_cbor_put_text (out, mado_pack_get_active_from (self->pack));
  self->pack_body = g_byte_array_free_to_bytes (g_steal_pointer (&out));
  self->pack_tag = g_strdup_printf ("\"%s\"", mado_pack_get_digest (self->pack));
  return TRUE;
}

void
mado_resource_pack (MadoCall *call)
{
  MadoServer *self = call->server;
  const char *known = mado_http_request_get_header (call->request, "If-None-Match");

  if (self->pack_body == NULL)
    {
      mado_call_fail (call, 404, MADO_ERROR_NOT_FOUND, _("This server has no city pack."));
      return;
    }
  mado_http_request_set_header (call->request, "ETag", self->pack_tag);
  if (g_strcmp0 (known, self->pack_tag) == 0)
    mado_call_reply_empty (call, 304);
  else
    mado_http_request_reply (call->request, 200, "application/cbor", self->pack_body);
}
