/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-store-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * Keys at rest. A random master key lies in the file wrapped to the device key
 * (a box from the device to itself); data keys, drafts, rows and settings are
 * sealed with keys derived from it. Without the device key the file is noise.
 */

#define MASTER_EXTRA "mado-store-master-1"
#define MAX_KEY_RING 8192

static const char *const local_names[MADO_N_LOCALS] = {
  [MADO_LOCAL_ROW]    = "mado-row-1",
  [MADO_LOCAL_SEARCH] = "mado-search-1",
  [MADO_LOCAL_FOLD]   = "mado-fold-1",
  [MADO_LOCAL_DRAFT]  = "mado-draft-1",
  [MADO_LOCAL_BASE]   = "mado-base-1",
  [MADO_LOCAL_META]   = "mado-meta-1",
  [MADO_LOCAL_KEY]    = "mado-key-1",
  [MADO_LOCAL_READ]   = "mado-read-1",
};

GBytes *
mado_sqlite_store_seal (MadoSqliteStore *self,
                        MadoLocal        what,
                        const void      *about,
                        gsize            about_length,
                        const void      *data,
                        gsize            length)
{
  return mado_seal (self->random, self->local_keys[what], data, length, about, about_length);
}

GBytes *
mado_sqlite_store_unseal (MadoSqliteStore  *self,
                          MadoLocal         what,
                          const void       *about,
                          gsize             about_length,
                          const void       *data,
                          gsize             length,
                          GError          **error)
{
  return mado_open (self->local_keys[what], data, length, about, about_length, error);
}

static void
derive_local_keys (MadoSqliteStore *self,
                   const guint8     master[MADO_KEY_BYTES])
{
  for (guint i = 0; i < MADO_N_LOCALS; i++)
    mado_digest_keyed (local_names[i], strlen (local_names[i]), master, MADO_KEY_BYTES, self->local_keys[i]);
}

static gboolean
make_master (MadoSqliteStore  *self,
             const guint8      wrap[MADO_KEY_BYTES],
             guint8            master[MADO_KEY_BYTES],
             GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "INSERT INTO state (name, value) VALUES ('master', ?)", error);
  g_autoptr (GBytes) sealed = NULL;

  if (stmt == NULL)
    return FALSE;
  mado_random_bytes (self->random, master, MADO_KEY_BYTES);
  sealed = mado_seal (self->random, wrap, master, MADO_KEY_BYTES, MASTER_EXTRA, strlen (MASTER_EXTRA));
  mado_sqlite_bind_bytes (stmt, 1, sealed);
  return mado_sqlite_run (stmt, error);
}

static gboolean
unwrap_master (MadoSqliteStmt  *stmt,
               const guint8     wrap[MADO_KEY_BYTES],
               guint8           master[MADO_KEY_BYTES],
               GError         **error)
{
  gsize length;
  const void *sealed = mado_sqlite_get_blob (stmt, 0, &length);
  g_autoptr (GBytes) plain = mado_open (wrap, sealed, length, MASTER_EXTRA, strlen (MASTER_EXTRA), NULL);

  if (plain == NULL || g_bytes_get_size (plain) != MADO_KEY_BYTES)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_UNKNOWN_KEY,
                           _("This journal was sealed with the key of another device."));
      return FALSE;
    }
  memcpy (master, g_bytes_get_data (plain, NULL), MADO_KEY_BYTES);
  return TRUE;
}

gboolean
mado_sqlite_store_open_keys (MadoSqliteStore  *self,
                             GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "SELECT value FROM state WHERE name='master'", error);
  guint8 wrap[MADO_KEY_BYTES];
  guint8 master[MADO_KEY_BYTES] = { 0 };
  gboolean row;
  gboolean opened;

  if (stmt == NULL || !mado_sqlite_step (stmt, &row, error))
    return FALSE;
  mado_box_shared_key (self->device_key, mado_secret_key_get_public (self->device_key)->box, wrap);
  opened = row ? unwrap_master (stmt, wrap, master, error) : make_master (self, wrap, master, error);
  mado_sqlite_reset (stmt);
  if (opened)
    derive_local_keys (self, master);
  mado_wipe (wrap, sizeof wrap);
  mado_wipe (master, sizeof master);
  return opened;
}

/* --- data keys -------------------------------------------------------------------*/

void
mado_sqlite_store_data_key_free (gpointer data)
{
  mado_wipe (data, sizeof (MadoDataKey));
  g_free (data);
}

static const MadoDataKey *
keep_in_ring (MadoSqliteStore   *self,
              const MadoDataKey *key)
{
  MadoDataKey *kept = g_memdup2 (key, sizeof *key);

  if (g_hash_table_size (self->key_ring) >= MAX_KEY_RING)
    g_hash_table_remove_all (self->key_ring);
  g_hash_table_replace (self->key_ring, &kept->id, kept);
  return kept;
}

/* Columns: id, sealed, section, record id. */
static gboolean
read_key (MadoSqliteStore  *self,
          MadoSqliteStmt   *stmt,
          MadoDataKey      *key,
          GError          **error)
{
  gsize length;
  const void *sealed = mado_sqlite_get_blob (stmt, 1, &length);
  g_autoptr (GBytes) plain = NULL;

  memset (key, 0, sizeof *key);
  mado_sqlite_get_id (stmt, 0, &key->id);
  mado_sqlite_get_id (stmt, 3, &key->record);
  g_strlcpy (key->section, mado_sqlite_get_text (stmt, 2), sizeof key->section);
  plain = mado_sqlite_store_unseal (self, MADO_LOCAL_KEY, key->id.b, sizeof key->id.b, sealed, length, error);
  if (plain == NULL || g_bytes_get_size (plain) != MADO_KEY_BYTES)
    return FALSE;
  memcpy (key->key, g_bytes_get_data (plain, NULL), MADO_KEY_BYTES);
  return TRUE;
}

const MadoDataKey *
mado_sqlite_store_find_key (MadoSqliteStore  *self,
                            const MadoId     *id,
                            GError          **error)
{
  const MadoDataKey *known = g_hash_table_lookup (self->key_ring, id);
  MadoDataKey key;
  gboolean row;
  gboolean good = FALSE;
  MadoSqliteStmt *stmt;

  if (known != NULL)
    return known;
  stmt = mado_sqlite_prepare (self->db, "SELECT k.id, k.sealed, k.section, r.id FROM keys k"
                              " JOIN records r ON r.no=k.record WHERE k.id=?", error);
  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_id (stmt, 1, id);
  if (!mado_sqlite_step (stmt, &row, error))
    return NULL;
  if (row)
    good = read_key (self, stmt, &key, error);
  mado_sqlite_reset (stmt);
  if (good)
    known = keep_in_ring (self, &key);
  mado_wipe (&key, sizeof key);
  return known;
}

gboolean
mado_sqlite_store_put_key_in (MadoSqliteStore    *self,
                              const MadoDataKey  *key,
                              gboolean            own,
                              GError            **error)
{
  g_autoptr (GBytes) sealed = NULL;
  MadoRecordInfo info;
  MadoSqliteStmt *stmt;

  if (!mado_sqlite_store_need_record_in (self, &key->record, "", &info, error))
    return FALSE;
  if (info.purged)
    return TRUE;
  stmt = mado_sqlite_prepare (self->db, "INSERT OR IGNORE INTO keys (id, record, section, sealed, unsent)"
                              " VALUES (?, ?, ?, ?, ?)", error);
  if (stmt == NULL)
    return FALSE;
  sealed = mado_sqlite_store_seal (self, MADO_LOCAL_KEY, key->id.b, sizeof key->id.b, key->key, sizeof key->key);
  mado_sqlite_bind_id (stmt, 1, &key->id);
  mado_sqlite_bind_int (stmt, 2, info.no);
  mado_sqlite_bind_text (stmt, 3, key->section);
  mado_sqlite_bind_bytes (stmt, 4, sealed);
  mado_sqlite_bind_int (stmt, 5, own);
  if (!mado_sqlite_run (stmt, error))
    return FALSE;
  /* A key that comes after its commits opens what was locked. */
  if (!own && *info.kind != '\0' && mado_sqlite_changes (self->db) > 0)
    return mado_sqlite_store_put_backlog_in (self, info.no, TRUE, error);
  return TRUE;
}

static gboolean
find_section_key (MadoSqliteStore       *self,
                  const MadoRecordInfo  *info,
                  const char            *section,
                  MadoDataKey           *key,
                  gboolean              *found,
                  GError               **error)
{
  /* Several keys of one section may exist; every device picks the same. */
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "SELECT k.id, k.sealed, k.section, r.id FROM keys k"
                                              " JOIN records r ON r.no=k.record"
                                              " WHERE k.record=? AND k.section=? ORDER BY k.id LIMIT 1", error);
  gboolean good;

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, info->no);
  mado_sqlite_bind_text (stmt, 2, section);
  if (!mado_sqlite_step (stmt, found, error))
    return FALSE;
  good = !*found || read_key (self, stmt, key, error);
  mado_sqlite_reset (stmt);
  return good;
}

const MadoDataKey *
mado_sqlite_store_take_key_in (MadoSqliteStore       *self,
                               const MadoRecordInfo  *info,
                               const char            *section,
                               GError               **error)
{
  const MadoDataKey *kept = NULL;
  MadoDataKey key = { 0 };
  gboolean found;

  if (!find_section_key (self, info, section, &key, &found, error))
    return NULL;
  if (!found)
    {
      mado_id_generate (&key.id, self->clock, self->random);
      key.record = info->id;
      g_strlcpy (key.section, section, sizeof key.section);
      mado_random_bytes (self->random, key.key, sizeof key.key);
    }
  if (found || mado_sqlite_store_put_key_in (self, &key, TRUE, error))
    kept = keep_in_ring (self, &key);
  mado_wipe (&key, sizeof key);
  return kept;
}

static gboolean
mado_sqlite_store_add_keys (MadoStore          *store,
                            const MadoDataKey  *keys,
                            guint               n_keys,
                            GError            **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  g_autoptr (MadoSqliteTransaction) guard = mado_sqlite_begin (self->db, error);

  if (guard == NULL)
    return FALSE;
  for (guint i = 0; i < n_keys; i++)
    if (!mado_sqlite_store_put_key_in (self, &keys[i], FALSE, error))
      return FALSE;
  mado_store_wake_background (store);
  return mado_sqlite_store_commit (self, g_steal_pointer (&guard), error);
}

static GPtrArray *
mado_sqlite_store_unsent_keys (MadoStore  *store,
                               GError    **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (mado_sqlite_store_data_key_free);
  g_auto (MadoSqliteStep) stmt = mado_sqlite_prepare (self->db, "SELECT k.id, k.sealed, k.section, r.id FROM keys k"
                                                      " JOIN records r ON r.no=k.record WHERE k.unsent ORDER BY k.id", error);
  gboolean row;

  if (stmt == NULL)
    return NULL;
  for (;;)
    {
      g_autofree MadoDataKey *key = g_new0 (MadoDataKey, 1);

      if (!mado_sqlite_step (stmt, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&keys);
      if (!read_key (self, stmt, key, error))
        return NULL;
      g_ptr_array_add (keys, g_steal_pointer (&key));
    }
}

static gboolean
take_key_in (MadoSqliteStore  *self,
             const MadoId     *id,
             GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "DELETE FROM keys WHERE id=? AND dropped", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_id (stmt, 1, id);
  if (!mado_sqlite_run (stmt, error))
    return FALSE;
  if (mado_sqlite_changes (self->db) > 0)
    g_hash_table_remove (self->key_ring, id);
  stmt = mado_sqlite_prepare (self->db, "UPDATE keys SET unsent=0 WHERE id=?", error);
  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_id (stmt, 1, id);
  return mado_sqlite_run (stmt, error);
}

static gboolean
mado_sqlite_store_keys_taken (MadoStore     *store,
                              const MadoId  *ids,
                              guint          n_ids,
                              GError       **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  g_autoptr (MadoSqliteTransaction) guard = mado_sqlite_begin (self->db, error);

  if (guard == NULL)
    return FALSE;
  for (guint i = 0; i < n_ids; i++)
    if (!take_key_in (self, &ids[i], error))
      return FALSE;
  return mado_sqlite_store_commit (self, g_steal_pointer (&guard), error);
}

/* --- settings ---------------------------------------------------------------------*/

static gboolean
mado_sqlite_store_set_meta (MadoStore   *store,
                            const char  *name,
                            GBytes      *value,
                            GError     **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  g_autoptr (GBytes) sealed = NULL;
  const char *sql = value != NULL ? "INSERT INTO meta (name, sealed) VALUES (?1, ?2)"
                                    " ON CONFLICT (name) DO UPDATE SET sealed=excluded.sealed"
                                  : "DELETE FROM meta WHERE name=?1";
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, sql, error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_text (stmt, 1, name);
  if (value != NULL)
    {
      gsize length;
      const void *data = g_bytes_get_data (value, &length);

      sealed = mado_sqlite_store_seal (self, MADO_LOCAL_META, name, strlen (name), data, length);
      mado_sqlite_bind_bytes (stmt, 2, sealed);
    }
  return mado_sqlite_run (stmt, error);
}

static GBytes *
mado_sqlite_store_get_meta (MadoStore   *store,
                            const char  *name,
                            GError     **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "SELECT sealed FROM meta WHERE name=?", error);
  GBytes *value = NULL;
  gboolean row;

  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_text (stmt, 1, name);
  if (!mado_sqlite_step (stmt, &row, error))
    return NULL;
  if (row)
    {
      gsize length;
      const void *data = mado_sqlite_get_blob (stmt, 0, &length);

      value = mado_sqlite_store_unseal (self, MADO_LOCAL_META, name, strlen (name), data, length, error);
    }
  else
    g_set_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("There is no setting “%s” here."), name);
  mado_sqlite_reset (stmt);
  return value;
}

void
mado_sqlite_store_init_keys (MadoStoreClass *klass)
{
  klass->add_keys = mado_sqlite_store_add_keys;
  klass->unsent_keys = mado_sqlite_store_unsent_keys;
  klass->keys_taken = mado_sqlite_store_keys_taken;
  klass->set_meta = mado_sqlite_store_set_meta;
  klass->get_meta = mado_sqlite_store_get_meta;
}
