/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-server-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

/* --- master key --------------------------------------------------------------------*/

static gboolean
make_master (const char  *path,
             guint8       master[MADO_KEY_BYTES],
             GError     **error)
{
  int fd = g_open (path, O_WRONLY | O_CREAT | O_EXCL, 0600);

  if (fd >= 0 && write (fd, master, MADO_KEY_BYTES) == MADO_KEY_BYTES && fsync (fd) == 0 && close (fd) == 0)
    return TRUE;
  g_set_error (error, MADO_ERROR, MADO_ERROR_READ_ONLY, _("The master key cannot be written to “%s”."), path);
  if (fd >= 0)
    g_unlink (path);
  return FALSE;
}

/* A file of 32 bytes beside the key database; made at the first start. Without
 * it nothing sealed can be read again: back it up apart. */
gboolean
mado_server_load_master (const char  *key_dir,
                         MadoRandom  *random,
                         guint8       master[MADO_KEY_BYTES],
                         GError     **error)
{
  g_autofree char *path = g_build_filename (key_dir, "master.key", NULL);
  g_autofree char *keys = g_build_filename (key_dir, "keys.db", NULL);
  g_autofree char *bytes = NULL;
  gsize length;

  g_mkdir_with_parents (key_dir, 0700);
  if (g_file_get_contents (path, &bytes, &length, NULL))
    {
      if (length != MADO_KEY_BYTES)
        {
          g_set_error (error, MADO_ERROR, MADO_ERROR_DAMAGED, _("The master key in “%s” is damaged."), path);
          return FALSE;
        }
      memcpy (master, bytes, MADO_KEY_BYTES);
      mado_wipe (bytes, length);
      return TRUE;
    }
  if (g_file_test (keys, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_UNKNOWN_KEY,
                   _("There is a key database but no master key. Put the file “%s” back from its backup."), path);
      return FALSE;
    }
  mado_random_bytes (random, master, MADO_KEY_BYTES);
  return make_master (path, master, error);
}

/* --- identity ------------------------------------------------------------------------*/

static gboolean
enter_own_device (MadoServer  *self,
                  GError     **error)
{
  MadoCityDevice row = { .id = self->own_device };

  if (mado_city_store_get_device (self->store, &self->own_device, &row))
    return TRUE;
  row.id = self->own_device;
  row.key = *mado_secret_key_get_public (self->identity);
  row.enrolled = mado_clock_now_ms (self->clock);
  g_strlcpy (row.name, "server", sizeof row.name);
  return mado_city_store_put_device (self->store, &row, error);
}

/* The server's own key pair; it is a device of the directory too. */
gboolean
mado_server_load_identity (MadoServer  *self,
                           GError     **error)
{
  g_autoptr (GBytes) seed = NULL;
  g_autoptr (GError) local = NULL;
  guint8 fresh[32];
  const MadoPublicKey *public;

  seed = mado_city_store_get_secret (self->store, "identity", &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (seed == NULL)
    {
      mado_random_bytes (self->random, fresh, sizeof fresh);
      if (!mado_city_store_put_secret (self->store, "identity", fresh, sizeof fresh, error))
        return FALSE;
      seed = g_bytes_new (fresh, sizeof fresh);
      mado_wipe (fresh, sizeof fresh);
    }
  if (g_bytes_get_size (seed) != 32)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DAMAGED, _("The server's own key is damaged."));
      return FALSE;
    }
  self->identity = mado_secret_key_new_from_seed (g_bytes_get_data (seed, NULL));
  public = mado_secret_key_get_public (self->identity);
  mado_id_derive (&self->own_device, "server-device", public->sign, sizeof public->sign);
  return enter_own_device (self, error);
}

/* --- wrapping ----------------------------------------------------------------------------*/

gboolean
mado_server_shared_key (MadoServer            *self,
                        const MadoCityDevice  *device,
                        guint8                 shared[MADO_KEY_BYTES])
{
  guint8 *known;
  gboolean good = TRUE;

  g_mutex_lock (&self->lock);
  known = g_hash_table_lookup (self->shared, &device->id);
  if (known != NULL)
    memcpy (shared, known, MADO_KEY_BYTES);
  else
    {
      good = mado_box_shared_key (self->identity, device->key.box, shared);
      if (good)
        g_hash_table_insert (self->shared, mado_id_copy (&device->id), g_memdup2 (shared, MADO_KEY_BYTES));
    }
  g_mutex_unlock (&self->lock);
  return good;
}

GBytes *
mado_server_wrap (MadoServer        *self,
                  const guint8       shared[MADO_KEY_BYTES],
                  const MadoDataKey *key)
{
  guint8 extra[32 + sizeof key->section];
  gsize length = strlen (key->section);

  memcpy (extra, key->id.b, 16);
  memcpy (extra + 16, key->record.b, 16);
  memcpy (extra + 32, key->section, length);
  return mado_seal (self->random, shared, key->key, sizeof key->key, extra, 32 + length);
}
