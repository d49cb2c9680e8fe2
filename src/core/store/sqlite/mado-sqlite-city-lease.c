/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-city-private.h"

#include <glib/gi18n-lib.h>

/* --- leases: a number is given out once, for ever ------------------------------------*/

typedef struct
{
  const char   *kind;
  guint         count;
  const MadoId *device;
  guint64       first;
} Lease;

static gboolean
next_free (MadoSqliteCity  *self,
           Lease           *lease,
           GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "SELECT last FROM lease WHERE city = ? AND kind = ?"
                                              " ORDER BY first DESC LIMIT 1", error);
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_text (stmt, 2, lease->kind);
  if (!mado_sqlite_step (stmt, &row, error))
    return FALSE;
  lease->first = row ? (guint64) mado_sqlite_get_int (stmt, 0) + 1 : 1;
  mado_sqlite_reset (stmt);
  return TRUE;
}

static gboolean
lease_cb (MadoSqliteCity  *self,
          gpointer         data,
          GError         **error)
{
  Lease *lease = data;
  MadoSqliteStmt *stmt;

  if (!next_free (self, lease, error))
    return FALSE;
  stmt = mado_sqlite_prepare (self->db, "INSERT INTO lease VALUES (?, ?, ?, ?, ?, ?)", error);
  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_text (stmt, 2, lease->kind);
  mado_sqlite_bind_int (stmt, 3, (gint64) lease->first);
  mado_sqlite_bind_int (stmt, 4, (gint64) lease->first + lease->count - 1);
  mado_sqlite_bind_id (stmt, 5, lease->device);
  mado_sqlite_bind_int (stmt, 6, mado_clock_now_ms (self->clock));
  return mado_sqlite_run (stmt, error);
}

gboolean
city_lease (MadoCityStore  *store,
            const char     *kind,
            guint           count,
            const MadoId   *device,
            guint64        *first,
            GError        **error)
{
  Lease lease = { kind, MAX (count, 1), device, 0 };

  if (!city_run (MADO_SQLITE_CITY (store), lease_cb, &lease, error))
    return FALSE;
  *first = lease.first;
  return TRUE;
}

/* After a restore nobody knows what was given out since the copy was made: a
 * wide step leaves all of that behind. A number costs nothing (a case code has
 * 34 thousand million); one number on two cases would. */
#define RESTORE_STEP 1000000

gboolean
city_skip_leases (MadoSqliteCity  *self,
                  GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "INSERT INTO lease SELECT city, kind, MAX(last) + 1, MAX(last) + ?2,"
                                              " zeroblob (16), ?3 FROM lease WHERE city = ?1 GROUP BY kind", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_int (stmt, 2, RESTORE_STEP);
  mado_sqlite_bind_int (stmt, 3, mado_clock_now_ms (self->clock));
  return mado_sqlite_run (stmt, error);
}

/* --- claims: first come, first served --------------------------------------------------*/

typedef struct
{
  const char   *kind;
  const char   *name;
  const MadoId *record;
  const char   *section;
  const MadoId *commit;
  gboolean      taken;
  MadoId        by;
} Claim;

static gboolean
find_claim (MadoSqliteCity  *self,
            Claim           *claim,
            GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "SELECT record, id FROM claim WHERE city = ? AND kind = ? AND name = ?",
                                              error);
  MadoId record;
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_text (stmt, 2, claim->kind);
  mado_sqlite_bind_text (stmt, 3, claim->name);
  if (!mado_sqlite_step (stmt, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  mado_sqlite_get_id (stmt, 0, &record);
  mado_sqlite_get_id (stmt, 1, &claim->by);
  mado_sqlite_reset (stmt);
  claim->taken = TRUE;
  if (mado_id_equal (&record, claim->record))
    return TRUE;
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_CONFLICT, _("Somebody else has this already."));
  return FALSE;
}

static gboolean
claim_cb (MadoSqliteCity  *self,
          gpointer         data,
          GError         **error)
{
  Claim *claim = data;
  MadoSqliteStmt *stmt;

  if (!find_claim (self, claim, error))
    return FALSE;
  if (claim->taken)
    return TRUE;
  stmt = mado_sqlite_prepare (self->db, "INSERT INTO claim VALUES (?, ?, ?, ?, ?, ?)", error);
  if (stmt == NULL)
    return FALSE;
  claim->by = *claim->commit;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_text (stmt, 2, claim->kind);
  mado_sqlite_bind_text (stmt, 3, claim->name);
  mado_sqlite_bind_id (stmt, 4, claim->record);
  mado_sqlite_bind_text (stmt, 5, claim->section);
  mado_sqlite_bind_id (stmt, 6, claim->commit);
  return mado_sqlite_run (stmt, error);
}

gboolean
city_claim (MadoCityStore  *store,
            const char     *kind,
            const char     *name,
            const MadoId   *record,
            const char     *section,
            const MadoId   *commit,
            gboolean       *taken,
            MadoId         *by,
            GError        **error)
{
  Claim claim = { kind, name, record, section, commit, FALSE, { { 0 } } };

  if (!city_run (MADO_SQLITE_CITY (store), claim_cb, &claim, error))
    return FALSE;
  *taken = claim.taken;
  *by = claim.by;
  return TRUE;
}

/* --- blobs: which record may serve which --------------------------------------------------*/

typedef struct
{
  const MadoId *record;
  const char   *section;
  const guint8 *digest;
  guint64       length;
} Blob;

static gboolean
add_blob_cb (MadoSqliteCity  *self,
             gpointer         data,
             GError         **error)
{
  Blob *blob = data;
  MadoSqliteStmt *stmt;

  if (g_hash_table_contains (self->purged, blob->record))
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_PURGED, _("This record was destroyed when its time was over."));
      return FALSE;
    }
  stmt = mado_sqlite_prepare (self->db, "INSERT OR IGNORE INTO blob VALUES (?, ?, ?, ?, ?)", error);
  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_id (stmt, 2, blob->record);
  mado_sqlite_bind_blob (stmt, 3, blob->digest, MADO_DIGEST_BYTES);
  mado_sqlite_bind_text (stmt, 4, blob->section);
  mado_sqlite_bind_int (stmt, 5, (gint64) blob->length);
  return mado_sqlite_run (stmt, error);
}

gboolean
city_add_blob (MadoCityStore  *store,
               const MadoId   *record,
               const char     *section,
               const guint8   *digest,
               guint64         length,
               GError        **error)
{
  Blob blob = { record, section, digest, length };

  return city_run (MADO_SQLITE_CITY (store), add_blob_cb, &blob, error);
}

static gboolean
query_blob (MadoSqliteCity  *self,
            MadoSqlite      *db,
            Blob            *blob,
            GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (db, "SELECT length FROM blob WHERE city = ? AND record = ? AND digest = ?"
                                              " AND section = ?", error);
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_id (stmt, 2, blob->record);
  mado_sqlite_bind_blob (stmt, 3, blob->digest, MADO_DIGEST_BYTES);
  mado_sqlite_bind_text (stmt, 4, blob->section);
  if (!mado_sqlite_step (stmt, &row, error) || !row)
    return FALSE;
  blob->length = (guint64) mado_sqlite_get_int (stmt, 0);
  mado_sqlite_reset (stmt);
  return TRUE;
}

gboolean
city_has_blob (MadoCityStore  *store,
               const MadoId   *record,
               const char     *section,
               const guint8   *digest,
               guint64        *length,
               GError        **error)
{
  MadoSqliteCity *self = MADO_SQLITE_CITY (store);
  MadoSqlite *reader = city_reader_take (self, error);
  Blob blob = { record, section, digest, 0 };
  gboolean has = reader != NULL && query_blob (self, reader, &blob, error);

  city_reader_give (self, reader);
  *length = blob.length;
  return has;
}
