/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-city-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

G_DEFINE_FINAL_TYPE (MadoSqliteCity, mado_sqlite_city, MADO_TYPE_CITY_STORE)

/* --- small methods ---------------------------------------------------------------*/

static void
get_head (MadoCityStore *store,
          MadoCityHead  *head)
{
  city_get_durable (MADO_SQLITE_CITY (store), head);
}

static const char *
get_city (MadoCityStore *store)
{
  return MADO_SQLITE_CITY (store)->city;
}

static void
set_watch (MadoCityStore *store,
           MadoCityWatch  watch,
           gpointer       data)
{
  MadoSqliteCity *self = MADO_SQLITE_CITY (store);

  pthread_mutex_lock (&self->lock);
  self->watch = watch;
  self->watch_data = data;
  pthread_mutex_unlock (&self->lock);
}

static void
get_counts (MadoCityStore  *store,
            MadoCityCounts *counts)
{
  MadoSqliteCity *self = MADO_SQLITE_CITY (store);

  pthread_mutex_lock (&self->lock);
  *counts = self->counts;
  pthread_mutex_unlock (&self->lock);
}

/* --- life -------------------------------------------------------------------------*/

static guint
token_hash (gconstpointer token)
{
  guint hash;

  memcpy (&hash, token, sizeof hash);
  return hash;
}

static gboolean
token_equal (gconstpointer a,
             gconstpointer b)
{
  return memcmp (a, b, MADO_DIGEST_BYTES) == 0;
}

static void
mado_sqlite_city_finalize (GObject *object)
{
  MadoSqliteCity *self = MADO_SQLITE_CITY (object);

  city_stop (self);
  mado_worker_free (self->writer);
  g_hash_table_unref (self->sections);
  g_hash_table_unref (self->counters);
  g_hash_table_unref (self->purged);
  g_hash_table_unref (self->touched);
  g_clear_pointer (&self->devices, g_hash_table_unref);
  g_hash_table_unref (self->tickets);
  g_hash_table_unref (self->sessions);
  g_ptr_array_unref (self->readers);
  mado_sqlite_free (self->keys_reader);
  mado_sqlite_free (self->keys);
  mado_sqlite_free (self->db);
  mado_sqlite_free (self->lock_file);
  mado_wipe (self->master, sizeof self->master);
  g_clear_object (&self->clock);
  g_clear_object (&self->random);
  g_free (self->path);
  g_free (self->keys_path);
  g_free (self->side_path);
  g_free (self->vfs);
  pthread_mutex_destroy (&self->lock);
  pthread_mutex_destroy (&self->keys_lock);
  G_OBJECT_CLASS (mado_sqlite_city_parent_class)->finalize (object);
}

static void
mado_sqlite_city_class_init (MadoSqliteCityClass *klass)
{
  MadoCityStoreClass *store = MADO_CITY_STORE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mado_sqlite_city_finalize;
  store->append_async = city_append_async;
  store->read_feed = city_read_feed;
  store->get_head = get_head;
  store->renew_epoch = city_renew_epoch;
  store->check_chain = city_check_chain;
  store->get_city = get_city;
  store->scope_reads = city_scope_reads;
  store->set_watch = set_watch;
  store->list_quarantine = city_list_quarantine;
  store->decide = city_decide;
  store->purge = city_purge;
  store->put_keys = city_put_keys;
  store->get_key = city_get_key;
  store->put_secret = city_put_secret;
  store->get_secret = city_get_secret;
  store->put_user = city_put_user;
  store->get_user = city_get_user;
  store->list_users = city_list_users;
  store->note_sign_in = city_note_sign_in;
  store->put_device = city_put_device;
  store->get_device = city_get_device;
  store->list_devices = city_list_devices;
  store->put_code = city_put_code;
  store->enrol = city_enrol;
  store->put_ticket = city_put_ticket;
  store->get_ticket = city_get_ticket;
  store->get_session = city_get_session;
  store->end_session = city_end_session;
  store->lease = city_lease;
  store->claim = city_claim;
  store->get_commit = city_get_commit;
  store->list_commits = city_list_commits;
  store->last_received = city_last_received;
  store->get_progress = city_get_progress;
  store->list_progress = city_list_progress;
  store->add_blob = city_add_blob;
  store->has_blob = city_has_blob;
  store->audit = city_audit;
  store->count_audit = city_count_audit;
  store->get_counts = get_counts;
}

static void
mado_sqlite_city_init (MadoSqliteCity *self)
{
  pthread_mutex_init (&self->lock, NULL);
  pthread_mutex_init (&self->keys_lock, NULL);
  self->sections = g_hash_table_new_full (city_section_hash, city_section_equal, NULL, city_section_free);
  self->counters = g_hash_table_new_full (mado_id_hash, mado_id_equal, g_free, city_counter_free);
  self->purged = g_hash_table_new_full (mado_id_hash, mado_id_equal, g_free, NULL);
  self->touched = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->tickets = g_hash_table_new_full (mado_id_hash, mado_id_equal, g_free, (GDestroyNotify) mado_ticket_free);
  self->sessions = g_hash_table_new_full (token_hash, token_equal, g_free, (GDestroyNotify) mado_ticket_free);
  self->readers = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_sqlite_free);
}

/* --- opening ------------------------------------------------------------------------*/

static gboolean
make_folder (const char  *path,
             GError     **error)
{
  if (g_mkdir_with_parents (path, 0700) == 0)
    return TRUE;
  g_set_error (error, MADO_ERROR, errno == ENOSPC ? MADO_ERROR_NO_SPACE : MADO_ERROR_READ_ONLY,
               _("The folder “%s” cannot be made."), path);
  return FALSE;
}

/* One process: the lock file is held until the program ends, however it ends. */
static gboolean
take_lock (MadoSqliteCity  *self,
           const char      *data_dir,
           GError         **error)
{
  g_autofree char *path = g_build_filename (data_dir, "lock.db", NULL);

  self->lock_file = mado_sqlite_open (path, MADO_SQLITE_EXCLUSIVE, NULL, error);
  return self->lock_file != NULL &&
         mado_sqlite_exec (self->lock_file, "CREATE TABLE IF NOT EXISTS held (x); INSERT INTO held VALUES (1);"
                           " DELETE FROM held;", error);
}

static gboolean
open_files (MadoSqliteCity               *self,
            const MadoSqliteCityOptions  *options,
            GError                      **error)
{
  const char *key_dir = options->key_dir != NULL ? options->key_dir : options->data_dir;

  if (!make_folder (options->data_dir, error) || !make_folder (key_dir, error) ||
      !take_lock (self, options->data_dir, error))
    return FALSE;
  self->path = g_build_filename (options->data_dir, "city.db", NULL);
  self->keys_path = g_build_filename (key_dir, "keys.db", NULL);
  self->side_path = g_build_filename (options->data_dir, "head", NULL);
  self->vfs = g_strdup (options->vfs);
  self->keys = mado_sqlite_open (self->keys_path, MADO_SQLITE_DEFAULT, self->vfs, error);
  if (self->keys == NULL || !city_keys_apply (self, error))
    return FALSE;
  self->db = mado_sqlite_open (self->path, MADO_SQLITE_DEFAULT, self->vfs, error);
  if (self->db == NULL || !mado_sqlite_exec (self->db, "PRAGMA wal_autocheckpoint=4000", error) ||
      !city_schema_apply (self, error))
    return FALSE;
  g_chmod (self->path, 0600);
  g_chmod (self->keys_path, 0600);
  return TRUE;
}

/* The side file knows a later head than the journal: the journal was put back
 * from a copy. */
static gboolean
is_behind_side_file (MadoSqliteCity *self)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  if (!g_file_get_contents (self->side_path, &text, NULL, NULL))
    return FALSE;
  words = g_strsplit (g_strstrip (text), " ", 2);
  if (words[0] == NULL || words[1] == NULL)
    return FALSE;
  if (!g_str_equal (words[0], self->head.epoch))
    return TRUE;
  return g_ascii_strtoull (words[1], NULL, 10) > self->head.seq;
}

/* Everything that has to be right before the first request. */
static gboolean
make_ready (MadoSqliteCity  *self,
            gboolean         restored,
            GError         **error)
{
  if (!mado_sqlite_exec (self->db, "BEGIN IMMEDIATE", error) || !city_load_head (self, error) ||
      !city_reload (self, error) || !city_replay_purges (self, error))
    return FALSE;
  if ((restored || is_behind_side_file (self)) && !city_set_epoch (self, error))
    return FALSE;
  if (!city_save_head (self, error))
    return FALSE;
  if (self->keys_open && !mado_sqlite_exec (self->keys, "COMMIT", error))
    return FALSE;
  self->keys_open = FALSE;
  return mado_sqlite_exec (self->db, "COMMIT", error) && city_reload (self, error);
}

MadoCityStore *
mado_sqlite_city_open (const MadoSqliteCityOptions  *options,
                       GError                      **error)
{
  g_autoptr (MadoSqliteCity) self = g_object_new (MADO_TYPE_SQLITE_CITY, NULL);

  self->clock = g_object_ref (options->clock);
  self->random = g_object_ref (options->random);
  memcpy (self->master, options->master, sizeof self->master);
  if (options->city != NULL)
    {
      g_strlcpy (self->city, options->city, sizeof self->city);
      self->city_number = g_ascii_strtoll (options->city, NULL, 10);
    }
  if (!open_files (self, options, error) || !make_ready (self, options->restored, error))
    return NULL;
  city_start (self);
  city_write_side (self, TRUE);
  return MADO_CITY_STORE (g_steal_pointer (&self));
}
