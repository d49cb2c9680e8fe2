/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-city-private.h"

/* What is not a commit and must still be told: reads, sign-ins, decisions,
 * purges. A chain of its own, over salted digests of the row. */

static void
row_digest (const MadoAudit *item,
            gint64           at,
            const guint8     salt[MADO_SALT_BYTES],
            guint8           digest[MADO_DIGEST_BYTES])
{
  g_autoptr (GByteArray) row = g_byte_array_new ();

  mado_cbor_put_array (row, 7);
  mado_cbor_put_int (row, at);
  mado_cbor_put_text (row, item->what);
  mado_cbor_put_text (row, item->staff);
  mado_cbor_put_bytes (row, item->device.b, sizeof item->device.b);
  mado_cbor_put_bytes (row, item->record.b, sizeof item->record.b);
  mado_cbor_put_text (row, item->section);
  mado_cbor_put_text (row, item->detail);
  mado_digest_keyed (salt, MADO_SALT_BYTES, row->data, row->len, digest);
}

gboolean
city_audit_one (MadoSqliteCity   *self,
                const MadoAudit  *item,
                GError          **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", error);
  gint64 at = item->at != 0 ? item->at : mado_clock_now_ms (self->clock);
  guint8 salt[MADO_SALT_BYTES];
  guint8 digest[MADO_DIGEST_BYTES];

  if (stmt == NULL)
    return FALSE;
  mado_random_bytes (self->random, salt, sizeof salt);
  row_digest (item, at, salt, digest);
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_int (stmt, 2, (gint64) ++self->audit_no);
  mado_sqlite_bind_int (stmt, 3, at);
  mado_sqlite_bind_text (stmt, 4, item->what);
  mado_sqlite_bind_text (stmt, 5, item->staff);
  mado_sqlite_bind_id (stmt, 6, &item->device);
  mado_sqlite_bind_id (stmt, 7, &item->record);
  mado_sqlite_bind_text (stmt, 8, item->section);
  mado_sqlite_bind_text (stmt, 9, item->detail);
  mado_sqlite_bind_blob (stmt, 10, salt, sizeof salt);
  mado_sqlite_bind_blob (stmt, 11, digest, sizeof digest);
  mado_chain_next (self->audit_link, digest);
  return mado_sqlite_run (stmt, error);
}

typedef struct
{
  const MadoAudit *items;
  guint            n;
} Notes;

static gboolean
audit_cb (MadoSqliteCity  *self,
          gpointer         data,
          GError         **error)
{
  Notes *notes = data;

  for (guint i = 0; i < notes->n; i++)
    if (!city_audit_one (self, &notes->items[i], error))
      return FALSE;
  return TRUE;
}

gboolean
city_audit (MadoCityStore    *store,
            const MadoAudit  *items,
            guint             n,
            GError          **error)
{
  Notes notes = { items, n };

  return city_run (MADO_SQLITE_CITY (store), audit_cb, &notes, error);
}

static guint64
query_count (MadoSqliteCity  *self,
             MadoSqlite      *db,
             const char      *what,
             GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (db, "SELECT count(*) FROM audit WHERE city = ? AND what = ?", error);
  guint64 count = 0;
  gboolean row;

  if (stmt == NULL)
    return 0;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_text (stmt, 2, what);
  if (mado_sqlite_step (stmt, &row, error) && row)
    count = (guint64) mado_sqlite_get_int (stmt, 0);
  mado_sqlite_reset (stmt);
  return count;
}

guint64
city_count_audit (MadoCityStore  *store,
                  const char     *what,
                  GError        **error)
{
  MadoSqliteCity *self = MADO_SQLITE_CITY (store);
  MadoSqlite *reader = city_reader_take (self, error);
  guint64 count = reader != NULL ? query_count (self, reader, what, error) : 0;

  city_reader_give (self, reader);
  return count;
}
