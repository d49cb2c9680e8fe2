/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-city-private.h"

/* Data keys and the server's own secrets: keys.db, each row sealed with the
 * master key and bound to its place. */

static GByteArray *
data_key_extra (const MadoId *id,
                const MadoId *record,
                const char   *section)
{
  GByteArray *extra = g_byte_array_new ();

  g_byte_array_append (extra, (const guint8 *) "data-key", 8);
  g_byte_array_append (extra, id->b, sizeof id->b);
  g_byte_array_append (extra, record->b, sizeof record->b);
  g_byte_array_append (extra, (const guint8 *) section, (guint) strlen (section));
  return extra;
}

/* FALSE without error: no such key. */
static gboolean
load_key (MadoSqliteCity  *self,
          MadoSqlite      *db,
          const MadoId    *id,
          MadoDataKey     *key,
          GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (db, "SELECT record, section, sealed FROM data_key WHERE city = ? AND id = ?", error);
  g_autoptr (GByteArray) extra = NULL;
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (GBytes) sealed = NULL;
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_id (stmt, 2, id);
  if (!mado_sqlite_step (stmt, &row, error) || !row)
    return FALSE;
  key->id = *id;
  mado_sqlite_get_id (stmt, 0, &key->record);
  g_strlcpy (key->section, mado_sqlite_get_text (stmt, 1), sizeof key->section);
  sealed = mado_sqlite_dup_bytes (stmt, 2);
  mado_sqlite_reset (stmt);
  extra = data_key_extra (id, &key->record, key->section);
  plain = mado_open (self->master, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed), extra->data, extra->len, error);
  if (plain == NULL || g_bytes_get_size (plain) != sizeof key->key)
    return FALSE;
  memcpy (key->key, g_bytes_get_data (plain, NULL), sizeof key->key);
  return TRUE;
}

static gboolean
save_key (MadoSqliteCity     *self,
          const MadoDataKey  *key,
          GError            **error)
{
  g_autoptr (GByteArray) extra = data_key_extra (&key->id, &key->record, key->section);
  g_autoptr (GBytes) sealed = mado_seal (self->random, self->master, key->key, sizeof key->key, extra->data, extra->len);
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->keys, "INSERT INTO data_key VALUES (?, ?, ?, ?, ?)", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_id (stmt, 2, &key->id);
  mado_sqlite_bind_id (stmt, 3, &key->record);
  mado_sqlite_bind_text (stmt, 4, key->section);
  mado_sqlite_bind_bytes (stmt, 5, sealed);
  return mado_sqlite_run (stmt, error);
}

/* A key that comes after its commits goes to every scope that has them. */
static gboolean
tell_scopes (MadoSqliteCity     *self,
             const MadoDataKey  *key,
             GError            **error)
{
  CitySection *section = city_section (self, &key->record, key->section, error);

  if (section == NULL)
    return FALSE;
  for (guint i = 0; i < section->routes->len; i++)
    {
      CityRoute *route = &g_array_index (section->routes, CityRoute, i);

      if (route->on && !city_feed_add (self, route->scope, MADO_CITY_ENTRY_KEY, 0, &key->id, key->section, error))
        return FALSE;
    }
  return TRUE;
}

typedef struct
{
  const MadoDataKey *keys;
  guint              n;
  MadoVerdict       *verdicts;
} PutKeys;

static gboolean
put_one (MadoSqliteCity     *self,
         const MadoDataKey  *key,
         MadoVerdict        *verdict,
         GError            **error)
{
  MadoDataKey known;
  g_autoptr (GError) local = NULL;
  gboolean same;

  *verdict = MADO_VERDICT_PURGED;
  if (g_hash_table_contains (self->purged, &key->record))
    return TRUE;
  if (load_key (self, self->keys, &key->id, &known, &local))
    {
      same = mado_id_equal (&known.record, &key->record) && g_str_equal (known.section, key->section) &&
             memcmp (known.key, key->key, sizeof known.key) == 0;
      mado_wipe (&known, sizeof known);
      *verdict = same ? MADO_VERDICT_DUPLICATE : MADO_VERDICT_QUARANTINED;
      return TRUE;
    }
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  *verdict = MADO_VERDICT_STORED;
  return save_key (self, key, error) && tell_scopes (self, key, error);
}

static gboolean
put_keys_cb (MadoSqliteCity  *self,
             gpointer         data,
             GError         **error)
{
  PutKeys *put = data;

  if (!city_keys_begin (self, error))
    return FALSE;
  for (guint i = 0; i < put->n; i++)
    if (!put_one (self, &put->keys[i], &put->verdicts[i], error))
      return FALSE;
  return TRUE;
}

gboolean
city_put_keys (MadoCityStore     *store,
               const MadoDataKey *keys,
               guint              n,
               MadoVerdict       *verdicts,
               GError           **error)
{
  PutKeys put = { keys, n, verdicts };

  return city_run (MADO_SQLITE_CITY (store), put_keys_cb, &put, error);
}

/* Readers of keys.db are opened per page of the feed, not per key. */
gboolean
city_get_key (MadoCityStore  *store,
              const MadoId   *id,
              MadoDataKey    *key,
              GError        **error)
{
  MadoSqliteCity *self = MADO_SQLITE_CITY (store);
  gboolean found = FALSE;

  pthread_mutex_lock (&self->keys_lock);
  if (self->keys_reader == NULL)
    self->keys_reader = mado_sqlite_open (self->keys_path, MADO_SQLITE_READ_ONLY, self->vfs, error);
  if (self->keys_reader != NULL)
    found = load_key (self, self->keys_reader, id, key, error);
  pthread_mutex_unlock (&self->keys_lock);
  return found;
}

/* --- secrets -----------------------------------------------------------------------*/

typedef struct
{
  const char *name;
  GBytes     *plain;
} PutSecret;

static gboolean
put_secret_cb (MadoSqliteCity  *self,
               gpointer         data,
               GError         **error)
{
  PutSecret *put = data;
  g_autoptr (GBytes) sealed = mado_seal (self->random, self->master, g_bytes_get_data (put->plain, NULL),
                                         g_bytes_get_size (put->plain), put->name, strlen (put->name));
  MadoSqliteStmt *stmt;

  if (!city_keys_begin (self, error))
    return FALSE;
  stmt = mado_sqlite_prepare (self->keys, "INSERT OR REPLACE INTO secret VALUES (?, ?, ?)", error);
  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_text (stmt, 2, put->name);
  mado_sqlite_bind_bytes (stmt, 3, sealed);
  return mado_sqlite_run (stmt, error);
}

gboolean
city_put_secret (MadoCityStore  *store,
                 const char     *name,
                 const void     *data,
                 gsize           length,
                 GError        **error)
{
  g_autoptr (GBytes) plain = g_bytes_new (data, length);
  PutSecret put = { name, plain };

  return city_run (MADO_SQLITE_CITY (store), put_secret_cb, &put, error);
}

typedef struct
{
  const char *name;
  GBytes     *sealed;
} GetSecret;

static gboolean
get_secret_cb (MadoSqliteCity  *self,
               gpointer         data,
               GError         **error)
{
  GetSecret *get = data;
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->keys, "SELECT sealed FROM secret WHERE city = ? AND name = ?", error);
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_text (stmt, 2, get->name);
  if (!mado_sqlite_step (stmt, &row, error))
    return FALSE;
  if (row)
    get->sealed = mado_sqlite_dup_bytes (stmt, 0);
  mado_sqlite_reset (stmt);
  return TRUE;
}

/* Rare; asked on the writer, which holds the connection. */
GBytes *
city_get_secret (MadoCityStore  *store,
                 const char     *name,
                 GError        **error)
{
  MadoSqliteCity *self = MADO_SQLITE_CITY (store);
  GetSecret get = { name, NULL };
  g_autoptr (GBytes) sealed = NULL;

  if (!city_run (self, get_secret_cb, &get, error) || get.sealed == NULL)
    return NULL;
  sealed = get.sealed;
  return mado_open (self->master, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed), name, strlen (name), error);
}
