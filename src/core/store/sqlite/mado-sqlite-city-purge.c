/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-city-private.h"

/*
 * A purge destroys the record's data keys in keys.db and the bytes of its
 * commits; id, deps, section and digest stay, so the chain and later commits'
 * deps still make sense. keys.db remembers the purge and commits first: after
 * a crash between the two, or a restore of an older city.db, the purge is
 * replayed before anything is served.
 */

/* [id, [deps …]] of a commit that is about to lose its bytes. */
static GBytes *
make_stub (GBytes *bytes)
{
  g_autoptr (MadoCommit) commit = mado_commit_parse (bytes, NULL);
  GByteArray *out = g_byte_array_new ();

  if (commit != NULL)
    {
      mado_cbor_put_array (out, 2);
      mado_cbor_put_bytes (out, commit->id.b, sizeof commit->id.b);
      mado_cbor_put_array (out, commit->n_deps);
      for (guint i = 0; i < commit->n_deps; i++)
        mado_cbor_put_bytes (out, commit->deps[i].b, sizeof commit->deps[i].b);
    }
  return g_byte_array_free_to_bytes (out);
}

static gboolean
blank_one (MadoSqliteCity  *self,
           gint64           key,
           GBytes          *bytes,
           GError         **error)
{
  g_autoptr (GBytes) stub = make_stub (bytes);
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "UPDATE journal SET bytes = NULL, salt = NULL, key_id = NULL, stub = ?"
                                              " WHERE key = ?", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_bytes (stmt, 1, stub);
  mado_sqlite_bind_int (stmt, 2, key);
  return mado_sqlite_run (stmt, error);
}

static gboolean
blank_commits (MadoSqliteCity  *self,
               const MadoId    *record,
               GError         **error)
{
  for (;;)
    {
      MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "SELECT key, bytes FROM journal WHERE city = ? AND record = ?"
                                                  " AND bytes IS NOT NULL LIMIT 1", error);
      g_autoptr (GBytes) bytes = NULL;
      gint64 key;
      gboolean row;

      if (stmt == NULL)
        return FALSE;
      mado_sqlite_bind_int (stmt, 1, self->city_number);
      mado_sqlite_bind_id (stmt, 2, record);
      if (!mado_sqlite_step (stmt, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      key = mado_sqlite_get_int (stmt, 0);
      bytes = mado_sqlite_dup_bytes (stmt, 1);
      mado_sqlite_reset (stmt);
      if (!blank_one (self, key, bytes, error))
        return FALSE;
    }
}

static gboolean
run_for_record (MadoSqliteCity  *self,
                MadoSqlite      *db,
                const char      *sql,
                const MadoId    *record,
                GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_id (stmt, 2, record);
  return mado_sqlite_run (stmt, error);
}

/* Every scope that ever read a section of it hears of the purge. */
static gboolean
tell_scopes (MadoSqliteCity  *self,
             const MadoId    *record,
             GError         **error)
{
  g_autoptr (GPtrArray) scopes = g_ptr_array_new_with_free_func (g_free);
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "SELECT DISTINCT scope FROM route WHERE city = ? AND record = ?", error);
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_id (stmt, 2, record);
  do
    {
      if (!mado_sqlite_step (stmt, &row, error))
        return FALSE;
      if (row)
        g_ptr_array_add (scopes, g_strdup (mado_sqlite_get_text (stmt, 0)));
    }
  while (row);
  for (guint i = 0; i < scopes->len; i++)
    if (!city_feed_add (self, scopes->pdata[i], MADO_CITY_ENTRY_PURGE, 0, record, "", error))
      return FALSE;
  return TRUE;
}

static gboolean
note_purge (MadoSqliteCity  *self,
            MadoSqlite      *db,
            const MadoId    *record,
            GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (db, "INSERT OR IGNORE INTO purge VALUES (?, ?, ?)", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_id (stmt, 2, record);
  mado_sqlite_bind_int (stmt, 3, mado_clock_now_ms (self->clock));
  return mado_sqlite_run (stmt, error);
}

static gboolean
purge_keys (MadoSqliteCity  *self,
            const MadoId    *record,
            GError         **error)
{
  return city_keys_begin (self, error) && note_purge (self, self->keys, record, error) &&
         run_for_record (self, self->keys, "DELETE FROM data_key WHERE city = ? AND record = ?", record, error);
}

static gboolean
purge_data (MadoSqliteCity  *self,
            const MadoId    *record,
            GError         **error)
{
  if (!note_purge (self, self->db, record, error) || !blank_commits (self, record, error) ||
      !run_for_record (self, self->db, "DELETE FROM quarantine WHERE city = ? AND record = ?", record, error) ||
      !run_for_record (self, self->db, "DELETE FROM blob WHERE city = ? AND record = ?", record, error) ||
      !run_for_record (self, self->db, "DELETE FROM accepted WHERE city = ? AND record = ?", record, error) ||
      !run_for_record (self, self->db, "DELETE FROM progress WHERE city = ? AND record = ?", record, error) ||
      !tell_scopes (self, record, error))
    return FALSE;
  g_hash_table_add (self->purged, mado_id_copy (record));
  g_hash_table_remove_all (self->sections);
  return TRUE;
}

typedef struct
{
  const MadoId *record;
  const char   *staff;
  const char   *why;
} Purge;

static gboolean
purge_cb (MadoSqliteCity  *self,
          gpointer         data,
          GError         **error)
{
  Purge *purge = data;
  MadoAudit note = { .what = "purge", .staff = purge->staff, .record = *purge->record, .section = "", .detail = purge->why };

  if (g_hash_table_contains (self->purged, purge->record))
    return TRUE;
  return purge_keys (self, purge->record, error) && purge_data (self, purge->record, error) &&
         city_audit_one (self, &note, error);
}

/* Old pages with the key must not linger in the write-ahead files. */
static gboolean
scrub_cb (MadoSqliteCity  *self,
          gpointer         data,
          GError         **error)
{
  self->scrub = TRUE;
  return TRUE;
}

gboolean
city_purge (MadoCityStore  *store,
            const MadoId   *record,
            const char     *staff,
            const char     *why,
            GError        **error)
{
  MadoSqliteCity *self = MADO_SQLITE_CITY (store);
  Purge purge = { record, staff, why };

  return city_run (self, purge_cb, &purge, error) && city_run (self, scrub_cb, NULL, error);
}

/* --- replay at the start ---------------------------------------------------------------*/

static GArray *
list_purges (MadoSqliteCity  *self,
             MadoSqlite      *db,
             GError         **error)
{
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (MadoId));
  MadoSqliteStmt *stmt = mado_sqlite_prepare (db, "SELECT record FROM purge WHERE city = ?", error);

  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  for (;;)
    {
      MadoId record;
      gboolean row;

      if (!mado_sqlite_step (stmt, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&list);
      mado_sqlite_get_id (stmt, 0, &record);
      g_array_append_val (list, record);
    }
}

/* Runs in open transactions of both files. */
gboolean
city_replay_purges (MadoSqliteCity  *self,
                    GError         **error)
{
  g_autoptr (GArray) in_keys = list_purges (self, self->keys, error);
  g_autoptr (GArray) in_data = in_keys != NULL ? list_purges (self, self->db, error) : NULL;
  MadoAudit note = { .what = "purge-replayed", .staff = "", .section = "", .detail = "" };

  if (in_data == NULL)
    return FALSE;
  for (guint i = 0; i < in_data->len; i++)
    if (!purge_keys (self, &g_array_index (in_data, MadoId, i), error))
      return FALSE;
  for (guint i = 0; i < in_keys->len; i++)
    {
      MadoId *record = &g_array_index (in_keys, MadoId, i);

      note.record = *record;
      if (!g_hash_table_contains (self->purged, record) &&
          (!purge_data (self, record, error) || !city_audit_one (self, &note, error)))
        return FALSE;
    }
  return TRUE;
}
