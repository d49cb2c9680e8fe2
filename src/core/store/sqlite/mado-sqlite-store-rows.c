/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-store-private.h"

#include <string.h>

/* Rows of the case list: one sealed row and one sealed search text per record.
 * Only what the list is sorted by lies in the clear. */

#define JAPAN_MS (9 * 60 * 60 * 1000)

/* --- layout ----------------------------------------------------------------------*/

static void
put_text (GByteArray *out,
          const char *text)
{
  mado_cbor_put_text (out, text != NULL ? text : "");
}

static GByteArray *
write_row (const MadoCaseRow *row)
{
  GByteArray *out = g_byte_array_sized_new (256);

  mado_cbor_put_array (out, 14);
  mado_cbor_put_bytes (out, row->record.b, sizeof row->record.b);
  put_text (out, row->kind);
  put_text (out, row->ticket_no);
  put_text (out, row->case_no);
  put_text (out, row->event);
  put_text (out, row->name);
  put_text (out, row->kana);
  put_text (out, row->state);
  put_text (out, row->desk);
  mado_cbor_put_int (out, row->opened_at);
  mado_cbor_put_int (out, row->changed_at);
  mado_cbor_put_uint (out, row->n_conflicts);
  mado_cbor_put_uint (out, row->n_open);
  mado_cbor_put_bool (out, row->parked);
  return out;
}

static MadoCaseRow *
read_row (GBytes      *bytes,
          const char  *day,
          GError     **error)
{
  g_autoptr (MadoCaseRow) row = g_new0 (MadoCaseRow, 1);
  MadoCborReader reader;
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);

  mado_cbor_reader_init (&reader, data, length);
  if (mado_cbor_get_array (&reader) != 14)
    mado_cbor_fail (&reader);
  mado_cbor_get_bytes_exact (&reader, row->record.b, sizeof row->record.b);
  row->kind = mado_cbor_dup_text (&reader);
  row->ticket_no = mado_cbor_dup_text (&reader);
  row->case_no = mado_cbor_dup_text (&reader);
  row->event = mado_cbor_dup_text (&reader);
  row->name = mado_cbor_dup_text (&reader);
  row->kana = mado_cbor_dup_text (&reader);
  row->state = mado_cbor_dup_text (&reader);
  row->desk = mado_cbor_dup_text (&reader);
  row->opened_at = mado_cbor_get_int (&reader);
  row->changed_at = mado_cbor_get_int (&reader);
  row->n_conflicts = (guint) mado_cbor_get_uint (&reader);
  row->n_open = (guint) mado_cbor_get_uint (&reader);
  row->parked = mado_cbor_get_bool (&reader);
  row->day = g_strdup (day);
  if (!mado_cbor_reader_finish (&reader, "The row of the case list", error))
    return NULL;
  return g_steal_pointer (&row);
}

static char *
day_of (const MadoCaseRow *row)
{
  g_autoptr (GDateTime) time = NULL;

  if (row->day != NULL && *row->day != '\0')
    return g_strdup (row->day);
  time = g_date_time_new_from_unix_utc ((row->opened_at + JAPAN_MS) / 1000);
  return time != NULL ? g_date_time_format (time, "%Y-%m-%d") : g_strdup ("");
}

/* --- saving ----------------------------------------------------------------------*/

static gboolean
erase_row_in (MadoSqliteStore  *self,
              gint64            record,
              gint64            gen,
              GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "DELETE FROM rows WHERE record=? AND gen=?", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, record);
  mado_sqlite_bind_int (stmt, 2, gen);
  if (gen == self->gen)
    mado_sqlite_store_arena_put (self, record, 0, NULL);
  return mado_sqlite_run (stmt, error);
}

static gboolean
put_row_in (MadoSqliteStore    *self,
            gint64              record,
            gint64              gen,
            const MadoCaseRow  *row,
            const char         *folded,
            GError            **error)
{
  MadoSqliteStmt *stmt =
    mado_sqlite_prepare (self->db, "INSERT INTO rows (gen, record, day, changed, sealed, search) VALUES (?, ?, ?, ?, ?, ?)"
                         " ON CONFLICT (record, gen) DO UPDATE SET day=excluded.day, changed=excluded.changed,"
                         " sealed=excluded.sealed, search=excluded.search", error);
  g_autoptr (GByteArray) plain = write_row (row);
  g_autofree char *day = day_of (row);
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GBytes) search = NULL;

  if (stmt == NULL)
    return FALSE;
  sealed = mado_sqlite_store_seal (self, MADO_LOCAL_ROW, &record, sizeof record, plain->data, plain->len);
  search = mado_sqlite_store_seal (self, MADO_LOCAL_SEARCH, &record, sizeof record, folded, strlen (folded));
  mado_sqlite_bind_int (stmt, 1, gen);
  mado_sqlite_bind_int (stmt, 2, record);
  mado_sqlite_bind_text (stmt, 3, day);
  mado_sqlite_bind_int (stmt, 4, row->changed_at);
  mado_sqlite_bind_bytes (stmt, 5, sealed);
  mado_sqlite_bind_bytes (stmt, 6, search);
  if (gen == self->gen)
    mado_sqlite_store_arena_put (self, record, row->changed_at, folded);
  return mado_sqlite_run (stmt, error);
}

/* Without a projection the row stays, older than its record: whoever has one
 * makes all rows anew. */
static gboolean
outdate_row_in (MadoSqliteStore  *self,
                gint64            record,
                GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "UPDATE state SET value=-1 WHERE name IN ('project-version', 'new-version')"
                                              " AND EXISTS (SELECT 1 FROM rows WHERE record=?)", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, record);
  return mado_sqlite_run (stmt, error);
}

gboolean
mado_sqlite_store_save_row_in (MadoSqliteStore       *self,
                               const MadoRecordInfo  *info,
                               MadoRecord            *record,
                               gint64                 gen,
                               GError               **error)
{
  g_autofree char *text = NULL;
  g_autofree char *folded = NULL;
  g_autoptr (MadoCaseRow) row = NULL;

  if (self->project == NULL && !info->purged)
    return outdate_row_in (self, info->no, error);
  if (!info->purged && *mado_record_get_sections (record) != NULL)
    row = self->project (record, &text, self->project_data);
  if (row == NULL)
    return erase_row_in (self, info->no, gen, error);
  row->record = info->id;
  folded = mado_search_arena_fold (text != NULL ? text : "");
  return put_row_in (self, info->no, gen, row, folded, error);
}

/* --- reading ---------------------------------------------------------------------*/

/* Columns: record, sealed, day. A row that cannot be read is told and skipped. */
static MadoCaseRow *
take_row (MadoSqliteStore  *self,
          MadoSqliteStmt   *stmt,
          GError          **error)
{
  gint64 record = mado_sqlite_get_int (stmt, 0);
  gsize length;
  const void *sealed = mado_sqlite_get_blob (stmt, 1, &length);
  g_autoptr (GBytes) plain = mado_sqlite_store_unseal (self, MADO_LOCAL_ROW, &record, sizeof record, sealed, length, error);

  return plain != NULL ? read_row (plain, mado_sqlite_get_text (stmt, 2), error) : NULL;
}

MadoCaseRow *
mado_sqlite_store_read_row (MadoSqliteStore  *self,
                            gint64            record,
                            GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "SELECT record, sealed, day FROM rows WHERE record=? AND gen=?", error);
  MadoCaseRow *found = NULL;
  gboolean row;

  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_int (stmt, 1, record);
  mado_sqlite_bind_int (stmt, 2, self->gen);
  if (!mado_sqlite_step (stmt, &row, error))
    return NULL;
  if (row)
    found = take_row (self, stmt, error);
  mado_sqlite_reset (stmt);
  return found;
}

/* A damaged row is made anew from the journal, and is missing only until then. */
static gboolean
mend_row (MadoSqliteStore *self,
          gint64           record,
          GError          *fault)
{
  g_autoptr (MadoSqliteTransaction) guard = NULL;
  g_autoptr (GError) error = fault;

  mado_sqlite_store_note_error (self, error);
  guard = mado_sqlite_begin (self->db, NULL);
  if (guard == NULL || !mado_sqlite_store_put_backlog_in (self, record, TRUE, NULL))
    return FALSE;
  mado_store_wake_background (MADO_STORE (self));
  return mado_sqlite_store_commit (self, g_steal_pointer (&guard), NULL);
}

static GPtrArray *
collect_rows (MadoSqliteStore  *self,
              MadoSqliteStmt   *stmt,
              GArray           *damaged,
              GError          **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_case_row_free);
  gboolean row;

  for (;;)
    {
      gint64 record;
      MadoCaseRow *found;

      if (!mado_sqlite_step (stmt, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&rows);
      record = mado_sqlite_get_int (stmt, 0);
      found = take_row (self, stmt, NULL);
      if (found != NULL)
        g_ptr_array_add (rows, found);
      else
        g_array_append_val (damaged, record);
    }
}

static GPtrArray *
mado_sqlite_store_list (MadoStore   *store,
                        const char  *day,
                        guint        offset,
                        guint        limit,
                        GError     **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  const char *sql = day != NULL
    ? "SELECT record, sealed, day FROM rows WHERE day=?1 AND gen=?2 ORDER BY changed DESC, no DESC LIMIT ?3 OFFSET ?4"
    : "SELECT record, sealed, day FROM rows WHERE gen=?2 ORDER BY changed DESC, no DESC LIMIT ?3 OFFSET ?4";
  MadoSqliteStmt *stmt;
  g_autoptr (GArray) damaged = g_array_new (FALSE, FALSE, sizeof (gint64));
  GPtrArray *rows;

  if (!mado_sqlite_store_may_list (self, error))
    return NULL;
  stmt = mado_sqlite_prepare (self->db, sql, error);
  if (stmt == NULL)
    return NULL;
  if (day != NULL)
    mado_sqlite_bind_text (stmt, 1, day);
  mado_sqlite_bind_int (stmt, 2, self->gen);
  mado_sqlite_bind_int (stmt, 3, limit > 0 ? (gint64) limit : -1);
  mado_sqlite_bind_int (stmt, 4, offset);
  rows = collect_rows (self, stmt, damaged, error);
  mado_sqlite_reset (stmt);
  for (guint i = 0; i < damaged->len; i++)
    mend_row (self, g_array_index (damaged, gint64, i),
              g_error_new_literal (MADO_ERROR, MADO_ERROR_DAMAGED, "A row of the case list cannot be opened."));
  return rows;
}

void
mado_sqlite_store_init_rows (MadoStoreClass *klass)
{
  klass->list = mado_sqlite_store_list;
}
