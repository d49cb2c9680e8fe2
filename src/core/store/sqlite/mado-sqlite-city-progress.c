/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-city-private.h"

/*
 * The register of retention: which procedures a record has, in which state
 * each is, and since when by our own time. It is read from the open changes
 * proc/<proc>/state, so no key is needed for it. As with routes, the highest
 * (clock, commit id) counts, whatever order the commits come in.
 */

static char *
procedure_of (const char *path)
{
  gsize length = strlen (path), head = strlen ("proc/"), tail = strlen ("/state");

  if (!g_str_has_prefix (path, "proc/") || !g_str_has_suffix (path, "/state") || length <= head + tail)
    return NULL;
  return g_strndup (path + head, length - head - tail);
}

static gboolean
put_state (MadoSqlite        *db,
           gint64             city,
           const MadoCommit  *commit,
           const char        *procedure,
           const char        *state,
           gint64             received,
           GError           **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (db, "INSERT INTO progress VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
                                              " ON CONFLICT DO UPDATE SET state = ?5, at = ?6, clock = ?7, id = ?8"
                                              " WHERE clock < ?7 OR (clock = ?7 AND id < ?8)", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, city);
  mado_sqlite_bind_id (stmt, 2, &commit->record);
  mado_sqlite_bind_text (stmt, 3, commit->section);
  mado_sqlite_bind_text (stmt, 4, procedure);
  mado_sqlite_bind_text (stmt, 5, state);
  mado_sqlite_bind_int (stmt, 6, received);
  mado_sqlite_bind_int (stmt, 7, (gint64) commit->clock);
  mado_sqlite_bind_id (stmt, 8, &commit->id);
  return mado_sqlite_run (stmt, error);
}

gboolean
city_note_progress (MadoSqlite        *db,
                    gint64             city,
                    const MadoCommit  *commit,
                    gint64             received,
                    GError           **error)
{
  for (guint i = 0; i < commit->open->len; i++)
    {
      MadoChange *change = commit->open->pdata[i];
      g_autofree char *procedure = procedure_of (change->path);

      if (procedure != NULL &&
          !put_state (db, city, commit, procedure, mado_value_get_text (change->value), received, error))
        return FALSE;
    }
  return TRUE;
}

/* --- for a journal that is older than the register ------------------------------------*/

#define SLICE 500

typedef struct
{
  gint64  city;
  gint64  received;
  GBytes *bytes;
} OldCommit;

static void
old_commit_clear (gpointer data)
{
  g_clear_pointer (&((OldCommit *) data)->bytes, g_bytes_unref);
}

/* The next commits after @key, which is moved on. */
static GArray *
read_slice (MadoSqlite  *db,
            gint64      *key,
            GError     **error)
{
  g_autoptr (GArray) slice = g_array_new (FALSE, FALSE, sizeof (OldCommit));
  MadoSqliteStmt *stmt = mado_sqlite_prepare (db, "SELECT key, city, received, bytes FROM journal WHERE key > ?"
                                              " AND bytes IS NOT NULL ORDER BY key LIMIT ?", error);

  g_array_set_clear_func (slice, old_commit_clear);
  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_int (stmt, 1, *key);
  mado_sqlite_bind_int (stmt, 2, SLICE);
  for (;;)
    {
      OldCommit old;
      gboolean row;

      if (!mado_sqlite_step (stmt, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&slice);
      *key = mado_sqlite_get_int (stmt, 0);
      old = (OldCommit) { mado_sqlite_get_int (stmt, 1), mado_sqlite_get_int (stmt, 2), mado_sqlite_dup_bytes (stmt, 3) };
      g_array_append_val (slice, old);
    }
}

gboolean
city_fill_progress (MadoSqlite  *db,
                    GError     **error)
{
  gint64 key = -1;

  for (;;)
    {
      g_autoptr (GArray) slice = read_slice (db, &key, error);

      if (slice == NULL)
        return FALSE;
      if (slice->len == 0)
        return TRUE;
      for (guint i = 0; i < slice->len; i++)
        {
          OldCommit *old = &g_array_index (slice, OldCommit, i);
          g_autoptr (MadoCommit) commit = mado_commit_parse (old->bytes, NULL);

          if (commit != NULL && !city_note_progress (db, old->city, commit, old->received, error))
            return FALSE;
        }
    }
}

/* --- reading ----------------------------------------------------------------------------*/

static GArray *
query_progress (MadoSqliteCity  *self,
                MadoSqlite      *db,
                const MadoId    *record,
                const MadoId    *after,
                guint            limit,
                GError         **error)
{
  g_autoptr (GArray) list = g_array_new (FALSE, TRUE, sizeof (MadoCityProgress));
  MadoSqliteStmt *stmt = mado_sqlite_prepare (db, record != NULL
    ? "SELECT record, proc, state, at FROM progress WHERE city = ?1 AND record = ?2"
    : "SELECT s.record, IFNULL (p.proc, ''), IFNULL (p.state, ''), IFNULL (p.at, 0) FROM (SELECT DISTINCT record"
      " FROM section WHERE city = ?1 AND record > ?2 AND record NOT IN (SELECT record FROM purge WHERE city = ?1)"
      " ORDER BY record LIMIT ?3) s LEFT JOIN progress p ON p.city = ?1 AND p.record = s.record ORDER BY s.record", error);

  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_id (stmt, 2, record != NULL ? record : after);
  if (record == NULL)
    mado_sqlite_bind_int (stmt, 3, limit);
  for (;;)
    {
      MadoCityProgress item = { .at = 0 };
      gboolean row;

      if (!mado_sqlite_step (stmt, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&list);
      mado_sqlite_get_id (stmt, 0, &item.record);
      g_strlcpy (item.procedure, mado_sqlite_get_text (stmt, 1), sizeof item.procedure);
      g_strlcpy (item.state, mado_sqlite_get_text (stmt, 2), sizeof item.state);
      item.at = mado_sqlite_get_int (stmt, 3);
      g_array_append_val (list, item);
    }
}

GArray *
city_get_progress (MadoCityStore  *store,
                   const MadoId   *record,
                   GError        **error)
{
  MadoSqliteCity *self = MADO_SQLITE_CITY (store);
  MadoSqlite *reader = city_reader_take (self, error);
  GArray *list = reader != NULL ? query_progress (self, reader, record, NULL, 0, error) : NULL;

  city_reader_give (self, reader);
  return list;
}

GArray *
city_list_progress (MadoCityStore  *store,
                    const MadoId   *after,
                    guint           limit,
                    GError        **error)
{
  MadoSqliteCity *self = MADO_SQLITE_CITY (store);
  MadoSqlite *reader = city_reader_take (self, error);
  GArray *list = reader != NULL ? query_progress (self, reader, NULL, after, limit, error) : NULL;

  city_reader_give (self, reader);
  return list;
}
