/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite.h"

#include <glib/gstdio.h>

typedef struct
{
  char *dir;
  char *path;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  f->dir = g_dir_make_tmp ("mado-sqlite-XXXXXX", &error);
  g_assert_no_error (error);
  f->path = g_build_filename (f->dir, "test.db", NULL);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  const char *suffixes[] = { "", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (f->path, suffixes[i], NULL);
      g_unlink (name);
    }
  g_rmdir (f->dir);
  g_free (f->dir);
  g_free (f->path);
}

static MadoSqlite *
open_table (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  MadoSqlite *db = mado_sqlite_open (f->path, MADO_SQLITE_EXCLUSIVE, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (mado_sqlite_exec (db, "CREATE TABLE IF NOT EXISTS t (a INTEGER PRIMARY KEY, b TEXT UNIQUE, c BLOB)", &error));
  return db;
}

static gboolean
insert (MadoSqlite  *db,
        const char  *text,
        GError     **error)
{
  MadoSqliteStmt *stmt = mado_sqlite_prepare (db, "INSERT INTO t (b, c) VALUES (?, ?)", error);

  g_assert_nonnull (stmt);
  mado_sqlite_bind_text (stmt, 1, text);
  mado_sqlite_bind_blob (stmt, 2, "x\0y", 3);
  return mado_sqlite_run (stmt, error);
}

static gint64
count (MadoSqlite *db)
{
  g_autoptr (GError) error = NULL;
  gint64 n;

  g_assert_true (mado_sqlite_query_int (db, "SELECT count(*) FROM t", -1, &n, &error));
  return n;
}

static void
test_pragmas (Fixture       *f,
              gconstpointer  data)
{
  g_autoptr (MadoSqlite) db = open_table (f);
  g_autoptr (GError) error = NULL;
  gint64 value;

  g_assert_true (mado_sqlite_query_int (db, "PRAGMA synchronous", 0, &value, &error));
  g_assert_cmpint (value, ==, 2);
  g_assert_true (mado_sqlite_query_int (db, "PRAGMA secure_delete", 0, &value, &error));
  g_assert_cmpint (value, ==, 1);
  g_assert_true (mado_sqlite_query_int (db, "PRAGMA foreign_keys", 0, &value, &error));
  g_assert_cmpint (value, ==, 1);
}

static void
test_values (Fixture       *f,
             gconstpointer  data)
{
  g_autoptr (MadoSqlite) db = open_table (f);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  MadoSqliteStmt *stmt;
  gboolean row;
  MadoId id;

  g_assert_true (insert (db, "髙橋", &error));
  stmt = mado_sqlite_prepare (db, "SELECT a, b, c, NULL FROM t", &error);
  g_assert_true (mado_sqlite_step (stmt, &row, &error));
  g_assert_true (row);
  g_assert_cmpint (mado_sqlite_get_int (stmt, 0), ==, 1);
  g_assert_cmpstr (mado_sqlite_get_text (stmt, 1), ==, "髙橋");
  bytes = mado_sqlite_dup_bytes (stmt, 2);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "x\0y", 3);
  g_assert_true (mado_sqlite_is_null (stmt, 3));
  g_assert_false (mado_sqlite_get_id (stmt, 2, &id));
  g_assert_true (mado_sqlite_step (stmt, &row, &error));
  g_assert_false (row);
}

static void
test_transaction (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr (MadoSqlite) db = open_table (f);
  g_autoptr (GError) error = NULL;

  {
    g_autoptr (MadoSqliteTransaction) guard = mado_sqlite_begin (db, &error);
    g_assert_true (insert (db, "gone", &error));
  }
  g_assert_cmpint (count (db), ==, 0);
  {
    g_autoptr (MadoSqliteTransaction) guard = mado_sqlite_begin (db, &error);
    g_assert_true (insert (db, "kept", &error));
    g_assert_true (mado_sqlite_commit (g_steal_pointer (&guard), &error));
  }
  g_assert_cmpint (count (db), ==, 1);
  g_assert_false (insert (db, "kept", &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_EXISTS);
}

static void
test_exclusive (Fixture       *f,
                gconstpointer  data)
{
  g_autoptr (MadoSqlite) db = open_table (f);
  g_autoptr (GError) error = NULL;

  g_assert_null (mado_sqlite_open (f->path, MADO_SQLITE_EXCLUSIVE, NULL, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_BUSY);
}

static void
test_open_errors (Fixture       *f,
                  gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (mado_sqlite_open (f->path, MADO_SQLITE_EXISTING, NULL, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (g_file_set_contents (f->path, "this is not a database file at all, but long enough to be read as a header .........................................", -1, NULL));
  g_assert_null (mado_sqlite_open (f->path, MADO_SQLITE_DEFAULT, NULL, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_DAMAGED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store/sqlite/pragmas", Fixture, NULL, set_up, test_pragmas, tear_down);
  g_test_add ("/store/sqlite/values", Fixture, NULL, set_up, test_values, tear_down);
  g_test_add ("/store/sqlite/transaction", Fixture, NULL, set_up, test_transaction, tear_down);
  g_test_add ("/store/sqlite/exclusive", Fixture, NULL, set_up, test_exclusive, tear_down);
  g_test_add ("/store/sqlite/open-errors", Fixture, NULL, set_up, test_open_errors, tear_down);
  return g_test_run ();
}
