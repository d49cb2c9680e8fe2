/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-schema.h"
#include "core/store/sqlite/mado-sqlite-store-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

/*
 * Opening and closing, small state, and the order of background work. What a
 * journal holds and how it is worked on: the header mado-sqlite-store-private.h
 * and one file per matter.
 */

/* The WAL is folded back when nobody waits and it is worth it: the write after
 * that begins a new WAL, which costs it one more sync. At the second figure it
 * is done whoever waits. */
#define IDLE_PAGES       500
#define CHECKPOINT_PAGES 4000
#define CATCH_UP_PAGES   16000 /* 64 MiB: a desktop that catches up writes its pages once, the file follows when it rests */

G_DEFINE_FINAL_TYPE (MadoSqliteStore, mado_sqlite_store, MADO_TYPE_STORE)

/* --- state ---------------------------------------------------------------------*/

gboolean
mado_sqlite_store_get_state (MadoSqliteStore  *self,
                             const char       *name,
                             gint64            fallback,
                             gint64           *value,
                             GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "SELECT value FROM state WHERE name=?", error);
  gboolean row;

  *value = fallback;
  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_text (stmt, 1, name);
  if (!mado_sqlite_step (stmt, &row, error))
    return FALSE;
  if (row)
    *value = mado_sqlite_get_int (stmt, 0);
  mado_sqlite_reset (stmt);
  return TRUE;
}

char *
mado_sqlite_store_dup_state (MadoSqliteStore  *self,
                             const char       *name,
                             GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "SELECT value FROM state WHERE name=?", error);
  gboolean row;
  char *text;

  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_text (stmt, 1, name);
  if (!mado_sqlite_step (stmt, &row, error))
    return NULL;
  text = g_strdup (row ? mado_sqlite_get_text (stmt, 0) : "");
  mado_sqlite_reset (stmt);
  return text;
}

static MadoSqliteStmt *
prepare_set_state (MadoSqliteStore  *self,
                   const char       *name,
                   GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "INSERT INTO state (name, value) VALUES (?, ?)"
                                              " ON CONFLICT (name) DO UPDATE SET value=excluded.value", error);

  if (stmt != NULL)
    mado_sqlite_bind_text (stmt, 1, name);
  return stmt;
}

gboolean
mado_sqlite_store_set_state_in (MadoSqliteStore  *self,
                                const char       *name,
                                gint64            value,
                                GError          **error)
{
  MadoSqliteStmt *stmt = prepare_set_state (self, name, error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 2, value);
  return mado_sqlite_run (stmt, error);
}

gboolean
mado_sqlite_store_set_text_in (MadoSqliteStore  *self,
                               const char       *name,
                               const char       *text,
                               GError          **error)
{
  MadoSqliteStmt *stmt = prepare_set_state (self, name, error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_text (stmt, 2, text);
  return mado_sqlite_run (stmt, error);
}

/* --- opening ---------------------------------------------------------------------*/

/* A journal belongs to one city and one device. */
static gboolean
check_owner (MadoSqliteStore  *self,
             GError          **error)
{
  g_autofree char *device = mado_id_to_string (&self->identity->device);
  g_autofree char *city_here = mado_sqlite_store_dup_state (self, "city", error);
  g_autofree char *device_here = city_here != NULL ? mado_sqlite_store_dup_state (self, "device", error) : NULL;
  g_autoptr (MadoSqliteTransaction) guard = NULL;

  if (device_here == NULL)
    return FALSE;
  if (*city_here != '\0')
    {
      if (g_str_equal (city_here, self->identity->city) && g_str_equal (device_here, device))
        return TRUE;
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_FOREIGN,
                           _("This journal belongs to another city or another device."));
      return FALSE;
    }
  guard = mado_sqlite_begin (self->db, error);
  return guard != NULL &&
         mado_sqlite_store_set_text_in (self, "city", self->identity->city, error) &&
         mado_sqlite_store_set_text_in (self, "device", device, error) &&
         mado_sqlite_store_set_state_in (self, "project-version", self->project_version, error) &&
         mado_sqlite_store_put_device_in (self, &self->identity->device, mado_secret_key_get_public (self->device_key),
                                          self->identity->scope, error) &&
         mado_sqlite_commit (g_steal_pointer (&guard), error);
}

/* The counter goes on, and the clock never falls behind what was written. */
gboolean
mado_sqlite_store_read_counter (MadoSqliteStore  *self,
                                GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "SELECT max(n) FROM commits WHERE device=?", error);
  gboolean row;
  gint64 clock;

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_id (stmt, 1, &self->identity->device);
  if (!mado_sqlite_step (stmt, &row, error))
    return FALSE;
  self->counter = row ? (guint64) mado_sqlite_get_int (stmt, 0) : 0;
  mado_sqlite_reset (stmt);
  if (!mado_sqlite_store_get_state (self, "clock", 0, &clock, error))
    return FALSE;
  mado_clock_observe (self->clock, (guint64) clock);
  return TRUE;
}

gboolean
mado_sqlite_store_count_unsent (MadoSqliteStore  *self,
                                GError          **error)
{
  if (!mado_sqlite_query_int (self->db, "SELECT count(*) FROM outbox", 0, &self->n_unsent, error))
    return FALSE;
  mado_store_note_unsent (MADO_STORE (self), (guint) self->n_unsent);
  return TRUE;
}

static gboolean
read_generations (MadoSqliteStore  *self,
                  GError          **error)
{
  gint64 version, new_version;
  gint64 backlog;

  if (!mado_sqlite_store_get_state (self, "gen", 1, &self->gen, error) ||
      !mado_sqlite_store_get_state (self, "new-gen", 0, &self->new_gen, error) ||
      !mado_sqlite_store_get_state (self, "new-version", -1, &new_version, error) ||
      !mado_sqlite_store_get_state (self, "rebuilt-to", 0, &self->rebuilt_to, error) ||
      !mado_sqlite_store_get_state (self, "drop-old", 0, &backlog, error) ||
      !mado_sqlite_store_get_state (self, "project-version", 0, &version, error))
    return FALSE;
  self->drop_old = backlog != 0;
  if (self->project == NULL)
    return TRUE;
  /* A generation begun for another projection is not gone on with. */
  if (self->new_gen != 0 && new_version != self->project_version)
    return mado_sqlite_store_start_rebuild (self, error);
  return version == self->project_version || self->new_gen != 0 || mado_sqlite_store_start_rebuild (self, error);
}

static void
checkpoint (MadoSqliteStore *self)
{
  sqlite3_wal_checkpoint_v2 (mado_sqlite_get_handle (self->db), NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
  self->wal_pages = 0;
}

static int
wal_grew_cb (gpointer    data,
             sqlite3    *db,
             const char *name,
             int         pages)
{
  MadoSqliteStore *self = data;
  int most = mado_store_is_ingesting (MADO_STORE (self)) ? CATCH_UP_PAGES : CHECKPOINT_PAGES;

  self->wal_pages = pages;
  if (pages >= most)
    checkpoint (self);
  return SQLITE_OK;
}

static gboolean
open_file (MadoSqliteStore  *self,
           GError          **error)
{
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);
  g_autofree char *before = g_strdup_printf ("%s.before-v%d", self->path, MADO_SCHEMA_VERSION);
  GStatBuf info;

  /* A clean end leaves no WAL behind. */
  self->check_wanted = g_stat (wal, &info) == 0 && info.st_size > 0;
  self->db = mado_sqlite_open (self->path, MADO_SQLITE_EXCLUSIVE, self->vfs, error);
  if (self->db == NULL)
    return FALSE;
  if (!self->check_wanted && !mado_sqlite_store_check_length (self, error))
    return FALSE;
  sqlite3_wal_hook (mado_sqlite_get_handle (self->db), wal_grew_cb, self);
  /* The copy has done its work once the journal was opened again. */
  if (g_file_test (before, G_FILE_TEST_EXISTS))
    g_unlink (before);
  return mado_sqlite_schema_migrate (self->db, error);
}

static gpointer
open_on_thread (MadoStore  *store,
                gpointer    data,
                GError    **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);

  if (!open_file (self, error) ||
      !mado_sqlite_store_open_keys (self, error) ||
      !check_owner (self, error) ||
      !mado_sqlite_store_read_counter (self, error) ||
      !mado_sqlite_store_count_unsent (self, error) ||
      !read_generations (self, error))
    {
      g_clear_pointer (&self->db, mado_sqlite_free);
      return NULL;
    }
  mado_store_wake_background (store);
  return GINT_TO_POINTER (TRUE);
}

/* Tells where the copy of a damaged file is. */
static void
keep_damaged (MadoSqliteStore  *self,
              GError          **error)
{
  g_autoptr (GError) copy_error = NULL;
  g_autofree char *copy = NULL;
  GError *fault;

  if (!g_error_matches (*error, MADO_ERROR, MADO_ERROR_DAMAGED))
    return;
  copy = mado_sqlite_store_copy_damaged (self->path, self->clock, &copy_error);
  fault = copy != NULL
    ? g_error_new (MADO_ERROR, MADO_ERROR_DAMAGED,
                   _("The journal “%s” is damaged. It was left as it is, and a copy was kept as “%s”. (%s)"),
                   self->path, copy, (*error)->message)
    : g_error_new (MADO_ERROR, MADO_ERROR_DAMAGED,
                   _("The journal “%s” is damaged. It was left as it is; a copy could not be made: %s (%s)"),
                   self->path, copy_error->message, (*error)->message);
  g_clear_error (error);
  *error = fault;
}

MadoStore *
mado_sqlite_store_open_full (const char                    *path,
                             MadoSecretKey                 *device_key,
                             const MadoIdentity            *identity,
                             MadoProjectFunc                project,
                             gpointer                       project_data,
                             MadoClock                     *clock,
                             MadoRandom                    *random,
                             const MadoSqliteStoreOptions  *options,
                             GError                       **error)
{
  g_autoptr (MadoSqliteStore) self = g_object_new (MADO_TYPE_SQLITE_STORE, NULL);
  const char *own_scope[] = { identity->scope, NULL };
  GError *fault = NULL;

  self->path = g_strdup (path);
  self->vfs = g_strdup (options != NULL ? options->vfs : NULL);
  self->project_version = options != NULL ? options->project_version : 0;
  self->no_background = options != NULL && options->no_background;
  self->device_key = mado_secret_key_ref (device_key);
  self->identity = mado_identity_copy (identity);
  self->project = project;
  self->project_data = project_data;
  self->clock = g_object_ref (clock);
  self->random = g_object_ref (random);
  mado_store_set_person (MADO_STORE (self), identity->actor, MADO_ROLE_COUNTER, &identity->ticket, own_scope);
  if (mado_store_call (MADO_STORE (self), open_on_thread, NULL, &fault) == NULL)
    {
      keep_damaged (self, &fault);
      g_propagate_error (error, fault);
      return NULL;
    }
  return MADO_STORE (g_steal_pointer (&self));
}

MadoStore *
mado_sqlite_store_open (const char          *path,
                        MadoSecretKey       *device_key,
                        const MadoIdentity  *identity,
                        MadoProjectFunc      project,
                        gpointer             project_data,
                        MadoClock           *clock,
                        MadoRandom          *random,
                        GError             **error)
{
  return mado_sqlite_store_open_full (path, device_key, identity, project, project_data, clock, random, NULL, error);
}

/* --- transactions ------------------------------------------------------------------*/

gboolean
mado_sqlite_store_commit (MadoSqliteStore        *self,
                          MadoSqliteTransaction  *guard,
                          GError                **error)
{
  GError *fault = NULL;

  if (mado_sqlite_commit (guard, &fault))
    {
      mado_sqlite_store_arena_commit (self);
      return TRUE;
    }
  mado_sqlite_store_forget_caches (self);
  mado_sqlite_store_note_error (self, fault);
  g_propagate_error (error, fault);
  return FALSE;
}

void
mado_sqlite_store_forget_caches (MadoSqliteStore *self)
{
  g_autoptr (GError) error = NULL;

  mado_sqlite_store_arena_rollback (self);
  g_hash_table_remove_all (self->records);
  g_queue_clear_full (&self->record_order, g_free);
  g_hash_table_remove_all (self->key_ring);
  if (!mado_sqlite_store_read_counter (self, &error))
    mado_sqlite_store_note_error (self, error);
}

/* --- background ---------------------------------------------------------------------*/

/* Brings the WAL back into the file while nobody waits. */
static gboolean
checkpoint_slice (MadoSqliteStore *self)
{
  if (self->wal_pages >= IDLE_PAGES)
    checkpoint (self);
  return FALSE;
}

static gboolean
mado_sqlite_store_background (MadoStore *store)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);

  if (self->db == NULL)
    return FALSE;
  if (self->pending_reads->len > 0 && mado_sqlite_store_flush_reads (self, NULL))
    return TRUE;
  return mado_sqlite_store_warm_slice (self) ||
         mado_sqlite_store_backlog_slice (self) ||
         mado_sqlite_store_rebuild_slice (self) ||
         mado_sqlite_store_check_slice (self) ||
         checkpoint_slice (self);
}

static void
mado_sqlite_store_close (MadoStore *store)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);

  if (self->db == NULL)
    return;
  mado_sqlite_store_flush_reads (self, NULL);
  g_clear_pointer (&self->db, mado_sqlite_free);
}

/* --- class -----------------------------------------------------------------------*/

static void
mado_sqlite_store_finalize (GObject *object)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (object);

  g_clear_pointer (&self->db, mado_sqlite_free);
  g_clear_pointer (&self->arena, mado_search_arena_free);
  g_clear_pointer (&self->arena_later, g_ptr_array_unref);
  g_clear_pointer (&self->pending_reads, g_ptr_array_unref);
  g_clear_pointer (&self->key_ring, g_hash_table_unref);
  g_clear_pointer (&self->records, g_hash_table_unref);
  g_queue_clear_full (&self->record_order, g_free);
  mado_wipe (self->local_keys, sizeof self->local_keys);
  g_free (self->person.staff);
  g_strfreev (self->person.scopes);
  g_clear_pointer (&self->person.broken, g_hash_table_unref);
  g_clear_pointer (&self->identity, mado_identity_free);
  g_clear_pointer (&self->device_key, mado_secret_key_unref);
  g_clear_object (&self->clock);
  g_clear_object (&self->random);
  g_free (self->path);
  g_free (self->vfs);
  G_OBJECT_CLASS (mado_sqlite_store_parent_class)->finalize (object);
}

static void
mado_sqlite_store_class_init (MadoSqliteStoreClass *klass)
{
  MadoStoreClass *store_class = MADO_STORE_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = mado_sqlite_store_finalize;
  store_class->background = mado_sqlite_store_background;
  store_class->close = mado_sqlite_store_close;
  mado_sqlite_store_init_write (store_class);
  mado_sqlite_store_init_ingest (store_class);
  mado_sqlite_store_init_read (store_class);
  mado_sqlite_store_init_kinds (store_class);
  mado_sqlite_store_init_search (store_class);
  mado_sqlite_store_init_rows (store_class);
  mado_sqlite_store_init_rebuild (store_class);
  mado_sqlite_store_init_sync (store_class);
  mado_sqlite_store_init_erase (store_class);
  mado_sqlite_store_init_drafts (store_class);
  mado_sqlite_store_init_keys (store_class);
  mado_sqlite_store_init_blobs (store_class);
  mado_sqlite_store_init_bases (store_class);
}

static void
mado_sqlite_store_init (MadoSqliteStore *self)
{
  self->key_ring = g_hash_table_new_full (mado_id_hash, mado_id_equal, NULL, mado_sqlite_store_data_key_free);
  self->records = mado_sqlite_store_new_fold_cache ();
  self->person.broken = g_hash_table_new_full (mado_id_hash, mado_id_equal, g_free, NULL);
  self->pending_reads = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_read_free);
  self->gen = 1;
  g_queue_init (&self->record_order);
}
