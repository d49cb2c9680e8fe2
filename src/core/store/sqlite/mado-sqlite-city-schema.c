/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-city-private.h"

#include <glib/gi18n-lib.h>

/*
 * Schema versions of city.db:
 *   1  journal, feeds, routes, quarantine, people, devices, tickets, audit
 *   2  progress: the states of procedures, for retention; filled from the journal
 * and of keys.db:
 *   1  data keys, secrets, purges
 *
 * A released version never changes. keys.db is kept and backed up apart: with
 * it gone the rest cannot be read, which is what a purge rests on.
 */
#define CITY_VERSION 2
#define KEYS_VERSION 1

static const char city_schema[] =
  "CREATE TABLE city_head (city INTEGER PRIMARY KEY, epoch TEXT NOT NULL, seq INTEGER NOT NULL,"
  "  position INTEGER NOT NULL, link BLOB NOT NULL, audit_no INTEGER NOT NULL, audit_link BLOB NOT NULL);"
  /* bytes is null once the record is purged; stub then holds id and deps. */
  "CREATE TABLE journal (key INTEGER PRIMARY KEY, city INTEGER NOT NULL, id BLOB NOT NULL, device BLOB NOT NULL,"
  "  n INTEGER NOT NULL, record BLOB NOT NULL, section TEXT NOT NULL, received INTEGER NOT NULL, key_id BLOB,"
  "  salt BLOB, digest BLOB NOT NULL, bytes BLOB, stub BLOB);"
  "CREATE UNIQUE INDEX journal_id ON journal (city, id);"
  "CREATE INDEX journal_record ON journal (city, record);"
  "CREATE TABLE section (city INTEGER NOT NULL, record BLOB NOT NULL, section TEXT NOT NULL, kind TEXT NOT NULL,"
  "  has_root INTEGER NOT NULL, PRIMARY KEY (city, record, section)) WITHOUT ROWID;"
  "CREATE TABLE route (city INTEGER NOT NULL, record BLOB NOT NULL, section TEXT NOT NULL, scope TEXT NOT NULL,"
  "  is_on INTEGER NOT NULL, clock INTEGER NOT NULL, id BLOB NOT NULL,"
  "  PRIMARY KEY (city, record, section, scope)) WITHOUT ROWID;"
  "CREATE TABLE feed (city INTEGER NOT NULL, scope TEXT NOT NULL, position INTEGER NOT NULL, kind INTEGER NOT NULL,"
  "  seq INTEGER NOT NULL, record BLOB, section TEXT, PRIMARY KEY (city, scope, position)) WITHOUT ROWID;"
  "CREATE TABLE counter (city INTEGER NOT NULL, device BLOB NOT NULL, last INTEGER NOT NULL, gaps BLOB NOT NULL,"
  "  PRIMARY KEY (city, device)) WITHOUT ROWID;"
  /* Who accepted or entered a procedure: the second person must be another. */
  "CREATE TABLE accepted (city INTEGER NOT NULL, record BLOB NOT NULL, proc TEXT NOT NULL, staff TEXT NOT NULL,"
  "  PRIMARY KEY (city, record, proc)) WITHOUT ROWID;"
  "CREATE TABLE quarantine (city INTEGER NOT NULL, id BLOB NOT NULL, digest BLOB NOT NULL, reason TEXT NOT NULL,"
  "  received INTEGER NOT NULL, device BLOB NOT NULL, actor TEXT NOT NULL, record BLOB NOT NULL, bytes BLOB NOT NULL,"
  "  decided TEXT NOT NULL DEFAULT '', PRIMARY KEY (city, digest));"
  "CREATE INDEX quarantine_id ON quarantine (city, id);"
  "CREATE TABLE purge (city INTEGER NOT NULL, record BLOB NOT NULL, purged INTEGER NOT NULL,"
  "  PRIMARY KEY (city, record)) WITHOUT ROWID;"
  "CREATE TABLE staff (city INTEGER NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, desk TEXT NOT NULL, roles TEXT NOT NULL,"
  "  hash TEXT NOT NULL, disabled INTEGER NOT NULL, failures INTEGER NOT NULL, locked_until INTEGER NOT NULL,"
  "  PRIMARY KEY (city, id)) WITHOUT ROWID;"
  "CREATE TABLE device (city INTEGER NOT NULL, id BLOB NOT NULL, sign BLOB NOT NULL, box BLOB NOT NULL, scope TEXT NOT NULL,"
  "  name TEXT NOT NULL, enrolled INTEGER NOT NULL, revoked INTEGER NOT NULL, code BLOB,"
  "  PRIMARY KEY (city, id)) WITHOUT ROWID;"
  "CREATE TABLE code (city INTEGER NOT NULL, digest BLOB NOT NULL, scope TEXT NOT NULL, uses INTEGER NOT NULL,"
  "  expires INTEGER NOT NULL, PRIMARY KEY (city, digest)) WITHOUT ROWID;"
  "CREATE TABLE ticket (city INTEGER NOT NULL, id BLOB NOT NULL, staff TEXT NOT NULL, device BLOB NOT NULL,"
  "  scope TEXT NOT NULL, desk TEXT NOT NULL, roles TEXT NOT NULL, issued INTEGER NOT NULL, expires INTEGER NOT NULL,"
  "  offline_until INTEGER NOT NULL, PRIMARY KEY (city, id)) WITHOUT ROWID;"
  "CREATE TABLE session (city INTEGER NOT NULL, token BLOB NOT NULL, ticket BLOB NOT NULL,"
  "  PRIMARY KEY (city, token)) WITHOUT ROWID;"
  "CREATE TABLE lease (city INTEGER NOT NULL, kind TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,"
  "  device BLOB NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (city, kind, first)) WITHOUT ROWID;"
  "CREATE TABLE claim (city INTEGER NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, record BLOB NOT NULL,"
  "  section TEXT NOT NULL, id BLOB NOT NULL, PRIMARY KEY (city, kind, name)) WITHOUT ROWID;"
  "CREATE TABLE blob (city INTEGER NOT NULL, record BLOB NOT NULL, digest BLOB NOT NULL, section TEXT NOT NULL,"
  "  length INTEGER NOT NULL, PRIMARY KEY (city, record, digest, section)) WITHOUT ROWID;"
  "CREATE TABLE audit (city INTEGER NOT NULL, no INTEGER NOT NULL, at INTEGER NOT NULL, what TEXT NOT NULL,"
  "  staff TEXT NOT NULL, device BLOB NOT NULL, record BLOB NOT NULL, section TEXT NOT NULL, detail TEXT NOT NULL,"
  "  salt BLOB, digest BLOB NOT NULL, PRIMARY KEY (city, no)) WITHOUT ROWID;";

static const char city_progress[] =
  "CREATE TABLE progress (city INTEGER NOT NULL, record BLOB NOT NULL, section TEXT NOT NULL, proc TEXT NOT NULL,"
  "  state TEXT NOT NULL, at INTEGER NOT NULL, clock INTEGER NOT NULL, id BLOB NOT NULL,"
  "  PRIMARY KEY (city, record, section, proc)) WITHOUT ROWID;";

static const char keys_schema[] =
  "CREATE TABLE data_key (city INTEGER NOT NULL, id BLOB NOT NULL, record BLOB NOT NULL, section TEXT NOT NULL,"
  "  sealed BLOB NOT NULL, PRIMARY KEY (city, id)) WITHOUT ROWID;"
  "CREATE INDEX data_key_record ON data_key (city, record);"
  "CREATE TABLE secret (city INTEGER NOT NULL, name TEXT NOT NULL, sealed BLOB NOT NULL,"
  "  PRIMARY KEY (city, name)) WITHOUT ROWID;"
  "CREATE TABLE purge (city INTEGER NOT NULL, record BLOB NOT NULL, purged INTEGER NOT NULL,"
  "  PRIMARY KEY (city, record)) WITHOUT ROWID;";

/* One step per version, from the first: what is made, and filled from what is there. */
typedef struct
{
  const char *schema;
  gboolean  (*fill) (MadoSqlite *db, GError **error);
} Step;

static const Step city_steps[CITY_VERSION] = { { city_schema, NULL }, { city_progress, city_fill_progress } };
static const Step keys_steps[KEYS_VERSION] = { { keys_schema, NULL } };

static gboolean
take_steps (MadoSqlite  *db,
            const Step  *steps,
            int          from,
            int          to,
            GError     **error)
{
  for (int i = from; i < to; i++)
    if (!mado_sqlite_exec (db, steps[i].schema, error) || (steps[i].fill != NULL && !steps[i].fill (db, error)))
      return FALSE;
  return TRUE;
}

/* Brings a file to the present version in one transaction, or leaves it as it
 * is; refuses a newer one. */
static gboolean
apply (MadoSqlite  *db,
       const Step  *steps,
       int          version,
       GError     **error)
{
  g_autoptr (MadoSqliteTransaction) guard = NULL;
  g_autofree char *pragma = g_strdup_printf ("PRAGMA user_version=%d", version);
  gint64 found;

  if (!mado_sqlite_query_int (db, "PRAGMA user_version", 0, &found, error))
    return FALSE;
  if (found == version)
    return TRUE;
  if (found > version)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_UNSUPPORTED,
                   _("“%s” was written by a newer version of the program. Install that version; nothing was changed."),
                   mado_sqlite_get_path (db));
      return FALSE;
    }
  guard = mado_sqlite_begin (db, error);
  if (guard == NULL || !take_steps (db, steps, (int) found, version, error) || !mado_sqlite_exec (db, pragma, error))
    return FALSE;
  return mado_sqlite_commit (g_steal_pointer (&guard), error);
}

gboolean
city_keys_apply (MadoSqliteCity  *self,
                 GError         **error)
{
  return apply (self->keys, keys_steps, KEYS_VERSION, error);
}

gboolean
city_schema_apply (MadoSqliteCity  *self,
                   GError         **error)
{
  return apply (self->db, city_steps, CITY_VERSION, error);
}

/* --- head ---------------------------------------------------------------------*/

static gboolean
insert_head (MadoSqliteCity  *self,
             GError         **error)
{
  MadoSqliteStmt *stmt;
  MadoId epoch;
  g_autofree char *text = NULL;
  static const guint8 zero[MADO_DIGEST_BYTES];

  mado_id_generate (&epoch, self->clock, self->random);
  text = mado_id_to_string (&epoch);
  stmt = mado_sqlite_prepare (self->db, "INSERT INTO city_head VALUES (?, ?, 0, 0, ?, 0, ?)", error);
  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_text (stmt, 2, text);
  mado_sqlite_bind_blob (stmt, 3, zero, sizeof zero);
  mado_sqlite_bind_blob (stmt, 4, zero, sizeof zero);
  return mado_sqlite_run (stmt, error);
}

static void
get_link (MadoSqliteStmt *stmt,
          int             column,
          guint8          link[MADO_DIGEST_BYTES])
{
  gsize length;
  const void *data = mado_sqlite_get_blob (stmt, column, &length);

  memset (link, 0, MADO_DIGEST_BYTES);
  if (data != NULL && length == MADO_DIGEST_BYTES)
    memcpy (link, data, length);
}

/* Reads the head; makes it in a new file, which needs the city's code. */
gboolean
city_load_head (MadoSqliteCity  *self,
                GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "SELECT city, epoch, seq, position, link, audit_no, audit_link"
                                              " FROM city_head WHERE ?1 = 0 OR city = ?1", error);
  gboolean row;

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  if (!mado_sqlite_step (stmt, &row, error))
    return FALSE;
  if (!row && self->city_number == 0)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID,
                           _("A new city needs its 6-digit code. Give it with --city or by the city pack."));
      return FALSE;
    }
  if (!row)
    return insert_head (self, error) && city_load_head (self, error);
  self->city_number = mado_sqlite_get_int (stmt, 0);
  g_snprintf (self->city, sizeof self->city, "%06d", (int) self->city_number);
  g_strlcpy (self->head.epoch, mado_sqlite_get_text (stmt, 1), sizeof self->head.epoch);
  self->head.seq = (guint64) mado_sqlite_get_int (stmt, 2);
  self->head.position = (guint64) mado_sqlite_get_int (stmt, 3);
  get_link (stmt, 4, self->head.link);
  self->audit_no = (guint64) mado_sqlite_get_int (stmt, 5);
  get_link (stmt, 6, self->audit_link);
  mado_sqlite_reset (stmt);
  return TRUE;
}

/* The batch's last step: what was given out becomes the head, in the same
 * transaction. */
gboolean
city_save_head (MadoSqliteCity  *self,
                GError         **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "UPDATE city_head SET epoch = ?2, seq = ?3, position = ?4, link = ?5,"
                                              " audit_no = ?6, audit_link = ?7 WHERE city = ?1", error);

  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_int (stmt, 1, self->city_number);
  mado_sqlite_bind_text (stmt, 2, self->head.epoch);
  mado_sqlite_bind_int (stmt, 3, (gint64) self->head.seq);
  mado_sqlite_bind_int (stmt, 4, (gint64) self->head.position);
  mado_sqlite_bind_blob (stmt, 5, self->head.link, sizeof self->head.link);
  mado_sqlite_bind_int (stmt, 6, (gint64) self->audit_no);
  mado_sqlite_bind_blob (stmt, 7, self->audit_link, sizeof self->audit_link);
  return mado_sqlite_run (stmt, error);
}

/* --- epoch ---------------------------------------------------------------------*/

gboolean
city_set_epoch (MadoSqliteCity  *self,
                GError         **error)
{
  g_autofree char *text = NULL;
  MadoAudit note = { .what = "epoch", .staff = "", .section = "" };
  MadoId epoch;

  mado_id_generate (&epoch, self->clock, self->random);
  text = mado_id_to_string (&epoch);
  note.detail = text;
  g_strlcpy (self->head.epoch, text, sizeof self->head.epoch);
  return city_skip_leases (self, error) && city_audit_one (self, &note, error);
}

static gboolean
renew_cb (MadoSqliteCity  *self,
          gpointer         data,
          GError         **error)
{
  return city_set_epoch (self, error);
}

gboolean
city_renew_epoch (MadoCityStore  *store,
                  GError        **error)
{
  return city_run (MADO_SQLITE_CITY (store), renew_cb, NULL, error);
}
