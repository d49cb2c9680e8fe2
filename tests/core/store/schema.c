/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-schema.h"
#include "store-kit.h"

#include <glib/gstdio.h>
#include <string.h>

/*
 * For every released version of the file there is a fixture, fixtures/
 * journal-v<N>.db.gz: five cases of desk 1 and a draft. It is brought up to
 * date and compared with a journal made now.
 *
 *   store-schema --make FILE   writes the journal for a new fixture
 */

#define N_CASES 5

static void
fill (Desk   *desk,
      MadoId  records[N_CASES])
{
  g_autoptr (GVariant) text = mado_value_text ("途中");

  for (guint i = 0; i < N_CASES; i++)
    kit_write_case (desk, i, &records[i]);
  kit_write_text (desk, &records[0], "field/move_date", "2026-05-18");
  mado_store_set_draft (desk->store, &records[0], "field/a", text, MADO_SOURCE_TYPED, NULL);
  g_assert_true (mado_store_flush (desk->store, NULL));
}

static void
unpack (const char *from,
        const char *to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autoptr (GZlibDecompressor) gunzip = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GFileInputStream) in = g_file_read (source, NULL, &error);
  g_autoptr (GInputStream) plain = NULL;
  g_autoptr (GFileOutputStream) out = NULL;

  g_assert_no_error (error);
  plain = g_converter_input_stream_new (G_INPUT_STREAM (in), G_CONVERTER (gunzip));
  out = g_file_replace (target, NULL, FALSE, G_FILE_CREATE_NONE, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_splice (G_OUTPUT_STREAM (out), plain, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, &error);
  g_assert_no_error (error);
}

static void
test_fixture (gconstpointer data)
{
  guint version = GPOINTER_TO_UINT (data);
  g_autofree char *name = g_strdup_printf ("journal-v%u.db.gz", version);
  g_autofree char *path = g_build_filename (g_getenv ("MADO_SOURCE_ROOT"), "tests/core/store/fixtures", name, NULL);
  Desk *old = kit_desk_new (1, "shimin");
  Desk *now = kit_desk_new (1, "shimin");
  g_autoptr (GPtrArray) drafts = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *moved = NULL;
  MadoId records[N_CASES];

  unpack (path, old->path);
  kit_open (old);
  kit_open (now);
  fill (now, records);
  /* Recording a read draws random bytes in the background, so the ids of what
   * is written after it differ: of the first record only the value is known. */
  moved = kit_read_text (old, &records[0], "field/move_date");
  g_assert_cmpstr (moved, ==, "2026-05-18");
  for (guint i = 1; i < N_CASES; i++)
    {
      guint8 a[MADO_DIGEST_BYTES];
      guint8 b[MADO_DIGEST_BYTES];

      kit_digest (old, &records[i], a);
      kit_digest (now, &records[i], b);
      g_assert_cmpmem (a, sizeof a, b, sizeof b);
    }
  drafts = mado_store_get_drafts (old->store, &records[0], &error);
  g_assert_no_error (error);
  g_assert_cmpuint (drafts->len, ==, 1);
  g_assert_cmpuint (mado_store_get_n_unsent (old->store), ==, mado_store_get_n_unsent (now->store));
  kit_desk_free (old);
  kit_desk_free (now);
}

static void
test_newer_file (void)
{
  g_autoptr (GError) error = NULL;
  Desk *desk = kit_desk_new (1, "shimin");
  MadoSqlite *db;

  kit_open (desk);
  kit_close (desk);
  db = mado_sqlite_open (desk->path, MADO_SQLITE_EXCLUSIVE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (mado_sqlite_exec (db, "PRAGMA user_version=99", &error));
  mado_sqlite_free (db);
  g_assert_null (kit_try_open (desk, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_UNSUPPORTED);
  kit_desk_free (desk);
}

/* A new projection is built beside the old rows, which are shown until then. */
static void
test_projection_version (void)
{
  Desk *desk = kit_desk_new (1, "shimin");
  g_autoptr (GPtrArray) during = NULL;
  g_autoptr (GPtrArray) after = NULL;
  MadoId records[N_CASES];

  kit_open (desk);
  fill (desk, records);
  kit_close (desk);
  desk->project_version = 2;
  kit_open (desk);
  during = mado_store_list (desk->store, NULL, 0, 0, NULL);
  g_assert_cmpuint (during->len, ==, N_CASES);
  mado_store_settle_down (desk->store, NULL);
  after = mado_store_list (desk->store, NULL, 0, 0, NULL);
  g_assert_cmpuint (after->len, ==, N_CASES);
  kit_desk_free (desk);
}

static void
assert_all_listed (Desk *desk)
{
  g_autoptr (GPtrArray) rows = NULL;

  g_assert_true (mado_store_settle_down (desk->store, NULL));
  rows = mado_store_list (desk->store, NULL, 0, 0, NULL);
  g_assert_cmpuint (rows->len, ==, N_CASES);
}

/* A generation that another projection began and nearly finished is not gone on
 * with: its rows would be taken for these. */
static void
test_foreign_generation (void)
{
  Desk *desk = kit_desk_new (1, "shimin");
  g_autoptr (GError) error = NULL;
  MadoId records[N_CASES];
  MadoSqlite *db;

  desk->project_version = 1;
  kit_open (desk);
  fill (desk, records);
  assert_all_listed (desk);
  kit_close (desk);
  db = mado_sqlite_open (desk->path, MADO_SQLITE_EXCLUSIVE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (mado_sqlite_exec (db, "INSERT OR REPLACE INTO state (name, value) VALUES"
                                   " ('new-gen', 9), ('rebuilt-to', 1000), ('new-version', 7)", &error));
  mado_sqlite_free (db);
  kit_open (desk);
  assert_all_listed (desk);
  kit_desk_free (desk);
}

/* As the command line opens it: the rows stay, and are made anew when a
 * desktop has the journal again. */
static void
test_without_projection (void)
{
  Desk *desk = kit_desk_new (1, "shimin");
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GError) error = NULL;
  MadoId records[N_CASES];

  desk->project_version = 1;
  kit_open (desk);
  fill (desk, records);
  assert_all_listed (desk);
  kit_close (desk);
  desk->store = mado_sqlite_store_open (desk->path, desk->key, &desk->identity, NULL, NULL, desk->clock, desk->random, &error);
  g_assert_no_error (error);
  kit_write_text (desk, &records[1], "case_no", "9999-9999");
  assert_all_listed (desk);
  kit_close (desk);
  kit_open (desk);
  rows = mado_store_list (desk->store, NULL, 0, 0, NULL);
  g_assert_cmpuint (rows->len, ==, N_CASES);
  assert_all_listed (desk);
  after = mado_store_list (desk->store, NULL, 0, 0, NULL);
  for (guint i = 0; i < after->len; i++)
    {
      const MadoCaseRow *row = after->pdata[i];

      if (mado_id_equal (&row->record, &records[1]))
        g_assert_cmpstr (row->case_no, ==, "9999-9999");
    }
  kit_desk_free (desk);
}

static int
make_fixture (const char *path)
{
  Desk *desk = kit_desk_new (1, "shimin");
  MadoId records[N_CASES];

  g_free (desk->path);
  desk->path = g_strdup (path);
  kit_open (desk);
  fill (desk, records);
  kit_desk_free (desk);
  return 0;
}

int
main (int   argc,
      char *argv[])
{
  if (argc == 3 && g_str_equal (argv[1], "--make"))
    return make_fixture (argv[2]);
  g_test_init (&argc, &argv, NULL);
  for (guint version = 1; version <= MADO_SCHEMA_VERSION; version++)
    {
      g_autofree char *path = g_strdup_printf ("/store/schema/fixture-v%u", version);

      g_test_add_data_func (path, GUINT_TO_POINTER (version), test_fixture);
    }
  g_test_add_func ("/store/schema/newer-file", test_newer_file);
  g_test_add_func ("/store/schema/projection-version", test_projection_version);
  g_test_add_func ("/store/schema/foreign-generation", test_foreign_generation);
  g_test_add_func ("/store/schema/without-projection", test_without_projection);
  return g_test_run ();
}
