/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/*
 * Versions of the desktop's journal (PRAGMA user_version). A released version
 * never changes; a change is a new line here, a new step below and a fixture
 * of the version before it in tests/core/store/fixtures.
 *
 *   1  commits, outbox, keys, devices, folds, rows, drafts, blobs, reads
 *
 * Migrating copies the file, runs all steps in one transaction and checks the
 * result before that is made durable. If anything fails the file stays as it was.
 */

#include "core/store/sqlite/mado-sqlite-schema.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sqlite3.h>

/* What is personal is sealed. In the clear: ids, sections, counters, states of
 * sync, and the columns that the case list is sorted by. */
static const char version_1[] =
  "CREATE TABLE state (name TEXT PRIMARY KEY, value) WITHOUT ROWID;"
  "CREATE TABLE records (no INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, kind TEXT NOT NULL,"
  "  purged INTEGER NOT NULL DEFAULT 0);"
  /* seq: the place in the city's journal, 0 while only here. check_sum: of bytes. */
  "CREATE TABLE commits (lseq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE,"
  "  record INTEGER NOT NULL REFERENCES records (no), section TEXT NOT NULL, device BLOB NOT NULL,"
  "  n INTEGER NOT NULL, seq INTEGER NOT NULL, received INTEGER NOT NULL, check_sum INTEGER NOT NULL,"
  "  bytes BLOB NOT NULL);"
  "CREATE INDEX commits_record ON commits (record);"
  "CREATE INDEX commits_device ON commits (device, n);"
  "CREATE TABLE outbox (lseq INTEGER PRIMARY KEY REFERENCES commits (lseq) ON DELETE CASCADE);"
  /* Own commits that the server did not take in. */
  "CREATE TABLE verdicts (lseq INTEGER PRIMARY KEY REFERENCES commits (lseq) ON DELETE CASCADE,"
  "  verdict INTEGER NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL);"
  "CREATE TABLE quarantine (digest BLOB PRIMARY KEY, id BLOB NOT NULL, device BLOB NOT NULL, reason TEXT NOT NULL,"
  "  seq INTEGER NOT NULL, received INTEGER NOT NULL, at INTEGER NOT NULL, bytes BLOB NOT NULL);"
  "CREATE INDEX quarantine_device ON quarantine (device);"
  "CREATE TABLE counter_notes (device BLOB NOT NULL, n INTEGER NOT NULL, id BLOB NOT NULL, other BLOB NOT NULL,"
  "  PRIMARY KEY (device, n, id, other)) WITHOUT ROWID;"
  "CREATE TABLE devices (id BLOB PRIMARY KEY, sign BLOB NOT NULL, box BLOB NOT NULL, scope TEXT NOT NULL) WITHOUT ROWID;"
  /* unsent: made here and not handed in. dropped: goes when it is handed in. */
  "CREATE TABLE keys (id BLOB PRIMARY KEY, record INTEGER NOT NULL REFERENCES records (no), section TEXT NOT NULL,"
  "  sealed BLOB NOT NULL, unsent INTEGER NOT NULL, dropped INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;"
  "CREATE INDEX keys_section ON keys (record, section);"
  "CREATE INDEX keys_unsent ON keys (unsent) WHERE unsent;"
  "CREATE TABLE routes (record INTEGER NOT NULL REFERENCES records (no), section TEXT NOT NULL, scope TEXT NOT NULL,"
  "  open INTEGER NOT NULL, clock INTEGER NOT NULL, commit_id BLOB NOT NULL,"
  "  PRIMARY KEY (record, section, scope)) WITHOUT ROWID;"
  "CREATE TABLE left_sections (record INTEGER NOT NULL REFERENCES records (no), section TEXT NOT NULL,"
  "  PRIMARY KEY (record, section)) WITHOUT ROWID;"
  "CREATE TABLE bases (record INTEGER NOT NULL REFERENCES records (no), section TEXT NOT NULL, digest BLOB NOT NULL,"
  "  sealed BLOB NOT NULL, PRIMARY KEY (record, section, digest)) WITHOUT ROWID;"
  /* The fold of a record up to a commit, and the row that is shown of it.
   * gen: rows of a new projection are built beside the old ones. */
  "CREATE TABLE folds (record INTEGER PRIMARY KEY REFERENCES records (no), lseq INTEGER NOT NULL, sealed BLOB NOT NULL);"
  "CREATE TABLE rows (no INTEGER PRIMARY KEY, gen INTEGER NOT NULL, record INTEGER NOT NULL REFERENCES records (no),"
  "  day TEXT NOT NULL, changed INTEGER NOT NULL, sealed BLOB NOT NULL, search BLOB NOT NULL);"
  "CREATE UNIQUE INDEX rows_record ON rows (record, gen);"
  "CREATE INDEX rows_changed ON rows (gen, changed);"
  "CREATE INDEX rows_day ON rows (day, gen, changed);"
  /* refold 1: the snapshot cannot be used; fold from the commits. */
  "CREATE TABLE backlog (record INTEGER PRIMARY KEY REFERENCES records (no), refold INTEGER NOT NULL);"
  "CREATE TABLE drafts (record BLOB NOT NULL, name BLOB NOT NULL, sealed BLOB NOT NULL,"
  "  PRIMARY KEY (record, name)) WITHOUT ROWID;"
  "CREATE TABLE reads (n INTEGER PRIMARY KEY AUTOINCREMENT, record BLOB NOT NULL, section TEXT NOT NULL,"
  "  staff TEXT NOT NULL, purpose TEXT NOT NULL, reason BLOB NOT NULL, at INTEGER NOT NULL);"
  "CREATE TABLE meta (name TEXT PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID;"
  "CREATE TABLE blobs (no INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, record INTEGER NOT NULL REFERENCES records (no),"
  "  section TEXT NOT NULL, total INTEGER NOT NULL, have INTEGER NOT NULL, unsent INTEGER NOT NULL);"
  "CREATE INDEX blobs_record ON blobs (record);"
  "CREATE TABLE blob_pieces (blob INTEGER NOT NULL REFERENCES blobs (no) ON DELETE CASCADE, at INTEGER NOT NULL,"
  "  bytes BLOB NOT NULL, UNIQUE (blob, at));";

static const char *const versions[] = { NULL, version_1 };

G_STATIC_ASSERT (G_N_ELEMENTS (versions) == MADO_SCHEMA_VERSION + 1);

static gboolean
copy_before (MadoSqlite  *db,
             guint        to,
             GError     **error)
{
  g_autofree char *copy = g_strdup_printf ("%s.before-v%u", mado_sqlite_get_path (db), to);
  MadoSqliteStmt *stmt;

  /* One from an earlier try is as good as this one or worse. */
  if (g_unlink (copy) != 0 && g_file_test (copy, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_READ_ONLY,
                   _("The journal cannot be brought up to date because “%s” cannot be replaced."), copy);
      return FALSE;
    }
  stmt = mado_sqlite_prepare (db, "VACUUM INTO ?", error);
  if (stmt == NULL)
    return FALSE;
  mado_sqlite_bind_text (stmt, 1, copy);
  return mado_sqlite_run (stmt, error);
}

static gboolean
check_sound (MadoSqlite  *db,
             GError     **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (db, "PRAGMA quick_check(1)", error);
  gboolean row;
  gboolean sound;

  if (stmt == NULL || !mado_sqlite_step (stmt, &row, error))
    return FALSE;
  sound = row && g_str_equal (mado_sqlite_get_text (stmt, 0), "ok");
  mado_sqlite_reset (stmt);
  stmt = sound ? mado_sqlite_prepare (db, "PRAGMA foreign_key_check", error) : NULL;
  if (stmt != NULL)
    {
      if (!mado_sqlite_step (stmt, &row, error))
        return FALSE;
      mado_sqlite_reset (stmt);
      sound = !row;
    }
  if (!sound)
    g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DAMAGED,
                         _("The journal does not pass its check after being brought up to date; it was left as it was."));
  return sound;
}

static gboolean
run_steps (MadoSqlite  *db,
           guint        from,
           guint        to,
           GError     **error)
{
  g_autoptr (MadoSqliteTransaction) guard = mado_sqlite_begin (db, error);
  g_autofree char *mark = g_strdup_printf ("PRAGMA user_version=%u", to);

  if (guard == NULL)
    return FALSE;
  for (guint i = from + 1; i <= to; i++)
    if (!mado_sqlite_exec (db, versions[i], error))
      return FALSE;
  if (from > 0 && !check_sound (db, error))
    return FALSE;
  if (!mado_sqlite_exec (db, mark, error))
    return FALSE;
  return mado_sqlite_commit (g_steal_pointer (&guard), error);
}

gboolean
mado_sqlite_schema_migrate_to (MadoSqlite  *db,
                               guint        version,
                               GError     **error)
{
  gint64 from;

  g_assert (version <= MADO_SCHEMA_VERSION);
  if (!mado_sqlite_query_int (db, "PRAGMA user_version", 0, &from, error))
    return FALSE;
  if (from == version)
    return TRUE;
  if (from < 0 || from > version)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_UNSUPPORTED,
                   _("The journal was written by a newer program (version %d of the file). Please update this program."),
                   (int) from);
      return FALSE;
    }
  if (from > 0 && !copy_before (db, version, error))
    return FALSE;
  return run_steps (db, (guint) from, version, error);
}

gboolean
mado_sqlite_schema_migrate (MadoSqlite  *db,
                            GError     **error)
{
  return mado_sqlite_schema_migrate_to (db, MADO_SCHEMA_VERSION, error);
}
