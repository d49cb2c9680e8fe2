/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every MadoCityStore has to do, second part: keys, purge, the register of
 * retention, restore, damage. */
#define _GNU_SOURCE 1
#include "config.h"

#include "city-fixture.h"
#include "core/store/sqlite/mado-sqlite.h"

#include <glib/gstdio.h>

/* --- keys and purge ---------------------------------------------------------------*/

static MadoDataKey
make_key (TestCity     *city,
          const MadoId *record,
          const char   *section)
{
  MadoDataKey key = { .id = test_city_id (city), .record = *record };

  g_strlcpy (key.section, section, sizeof key.section);
  mado_random_bytes (city->random, key.key, sizeof key.key);
  return key;
}

static void
test_keys (void)
{
  TestCity *city = test_city_new ();
  TestDevice *device = test_device_new (city, "shimin", "tanaka", "counter");
  MadoId record = test_city_id (city);
  MadoDataKey key = make_key (city, &record, "shared");
  MadoDataKey forged = key, found;
  g_autoptr (GBytes) bytes = test_commit (city, device, &record, "shared", NULL, "event", "tennyu", NULL);
  g_autoptr (MadoCityPage) page = NULL;
  g_autoptr (GBytes) secret = NULL;
  g_autoptr (GError) error = NULL;
  MadoVerdict verdict;

  forged.key[0] ^= 1;
  assert_verdict (city, bytes, MADO_VERDICT_STORED, "");
  g_assert_true (mado_city_store_put_keys (city->store, &key, 1, &verdict, &error));
  g_assert_cmpint (verdict, ==, MADO_VERDICT_STORED);
  g_assert_true (mado_city_store_put_keys (city->store, &key, 1, &verdict, &error));
  g_assert_cmpint (verdict, ==, MADO_VERDICT_DUPLICATE);
  g_assert_true (mado_city_store_put_keys (city->store, &forged, 1, &verdict, &error));
  g_assert_cmpint (verdict, ==, MADO_VERDICT_QUARANTINED);
  g_assert_true (mado_city_store_get_key (city->store, &key.id, &found, &error));
  g_assert_cmpmem (found.key, 32, key.key, 32);
  g_assert_cmpstr (found.section, ==, "shared");
  /* It came after its commit: the feed tells. */
  page = test_city_feed (city, "shimin", 0);
  g_assert_cmpint (test_city_entry (page, 1)->type, ==, MADO_CITY_ENTRY_KEY);
  g_assert_true (mado_id_equal (&test_city_entry (page, 1)->key_id, &key.id));

  g_assert_null (mado_city_store_get_secret (city->store, "identity", &error));
  g_assert_true (mado_city_store_put_secret (city->store, "identity", "seed", 4, &error));
  secret = mado_city_store_get_secret (city->store, "identity", &error);
  g_assert_cmpmem (g_bytes_get_data (secret, NULL), g_bytes_get_size (secret), "seed", 4);
  test_device_free (device);
  test_city_free (city);
}

static void
test_purge (void)
{
  TestCity *city = test_city_new ();
  TestDevice *device = test_device_new (city, "shimin", "tanaka", "counter");
  MadoId record = test_city_id (city), other = test_city_id (city);
  MadoDataKey key = make_key (city, &record, "shared"), late_key, found;
  g_autoptr (GBytes) first = test_commit (city, device, &record, "shared", NULL, "event", "marker-text", NULL);
  MadoId dep = test_commit_id (first);
  g_autoptr (GBytes) kept = test_commit (city, device, &other, "shared", NULL, "event", "tennyu", NULL);
  g_autoptr (GBytes) late = test_commit (city, device, &record, "shared", &dep, "parked", "x", NULL);
  g_autoptr (MadoCityPage) page = NULL;
  g_autoptr (GError) error = NULL;
  MadoVerdict verdict;
  g_autofree char *path = NULL;
  g_autofree char *file = NULL;
  gsize length;

  g_assert_true (mado_city_store_put_keys (city->store, &key, 1, &verdict, &error));
  assert_verdict (city, first, MADO_VERDICT_STORED, "");
  assert_verdict (city, kept, MADO_VERDICT_STORED, "");
  g_assert_true (mado_city_store_purge (city->store, &record, "kacho", "due", &error));
  g_assert_true (mado_city_store_purge (city->store, &record, "kacho", "due", &error));
  g_assert_no_error (error);
  assert_verdict (city, late, MADO_VERDICT_PURGED, "");
  assert_verdict (city, first, MADO_VERDICT_PURGED, "");
  g_assert_false (mado_city_store_get_key (city->store, &key.id, &found, &error));
  g_assert_no_error (error);
  late_key = make_key (city, &record, "shared");
  g_assert_true (mado_city_store_put_keys (city->store, &late_key, 1, &verdict, &error));
  g_assert_cmpint (verdict, ==, MADO_VERDICT_PURGED);
  g_assert_true (mado_city_store_check_chain (city->store, &error));
  page = test_city_feed (city, "shimin", 0);
  g_assert_cmpuint (page->entries->len, ==, 2);
  g_assert_true (g_bytes_equal (test_city_entry (page, 0)->bytes, kept));
  g_assert_cmpint (test_city_entry (page, 1)->type, ==, MADO_CITY_ENTRY_PURGE);
  /* Nothing of it is left in the file. */
  test_city_close (city);
  path = g_build_filename (city->dir, "city.db", NULL);
  g_assert_true (g_file_get_contents (path, &file, &length, NULL));
  g_assert_null (memmem (file, length, "marker-text", 11));
  test_device_free (device);
  test_city_free (city);
}

/* --- the register of retention ----------------------------------------------------*/

static void
assert_progress (TestCity     *city,
                 const MadoId *record,
                 const char   *procedure,
                 const char   *state,
                 gint64        at)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) list = mado_city_store_get_progress (city->store, record, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < list->len; i++)
    {
      MadoCityProgress *item = &g_array_index (list, MadoCityProgress, i);

      if (!g_str_equal (item->procedure, procedure))
        continue;
      g_assert_cmpstr (item->state, ==, state);
      g_assert_cmpint (item->at, ==, at);
      return;
    }
  g_assert_null (state);
}

static guint
count_listed (TestCity *city)
{
  MadoId after = { { 0 } };
  guint count = 0, n;

  do
    {
      g_autoptr (GArray) list = mado_city_store_list_progress (city->store, &after, 1, NULL);

      n = list->len;
      if (n > 0)
        after = g_array_index (list, MadoCityProgress, n - 1).record;
      count += n > 0;
    }
  while (n > 0);
  return count;
}

/* As it was before there was a register. */
static void
make_old (TestCity *city)
{
  g_autofree char *path = g_build_filename (city->dir, "city.db", NULL);
  g_autoptr (GError) error = NULL;
  MadoSqlite *db = mado_sqlite_open (path, MADO_SQLITE_DEFAULT, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (mado_sqlite_exec (db, "DROP TABLE progress; PRAGMA user_version=1", &error));
  mado_sqlite_free (db);
}

static void
test_progress (void)
{
  TestCity *city = test_city_new ();
  TestDevice *device = test_device_new (city, "shimin", "tanaka", "counter");
  MadoId record = test_city_id (city), plain = test_city_id (city);
  g_autoptr (GBytes) first = test_commit (city, device, &record, "shared", NULL, "event", "tennyu", "proc/a/state", "guided",
                                          "proc/b/state", "guided", NULL);
  MadoId dep = test_commit_id (first);
  g_autoptr (GBytes) second = NULL;
  g_autoptr (GBytes) third = NULL;
  g_autoptr (GBytes) other = test_commit (city, device, &plain, "shared", NULL, "event", "tennyu", NULL);
  gint64 t1, t3;

  mado_clock_advance (city->clock, 1000);
  second = test_commit (city, device, &record, "shared", &dep, "proc/a/state", "accepted", NULL);
  mado_clock_advance (city->clock, 1000);
  third = test_commit (city, device, &record, "shared", &dep, "proc/a/state", "closed", NULL);
  t1 = mado_clock_now_ms (city->clock);
  assert_verdict (city, first, MADO_VERDICT_STORED, "");
  assert_verdict (city, other, MADO_VERDICT_STORED, "");
  mado_clock_advance (city->clock, 5000);
  t3 = mado_clock_now_ms (city->clock);
  assert_verdict (city, third, MADO_VERDICT_STORED, "");
  /* What is older does not come back, however late it arrives. */
  mado_clock_advance (city->clock, 5000);
  assert_verdict (city, second, MADO_VERDICT_STORED, "");
  assert_progress (city, &record, "a", "closed", t3);
  assert_progress (city, &record, "b", "guided", t1);
  assert_progress (city, &plain, "a", NULL, 0);
  g_assert_cmpuint (count_listed (city), ==, 2);

  /* A file from before gets the same register from its journal. */
  test_city_close (city);
  make_old (city);
  test_city_open (city, FALSE);
  assert_progress (city, &record, "a", "closed", t3);
  assert_progress (city, &record, "b", "guided", t1);
  g_assert_cmpuint (count_listed (city), ==, 2);
  g_assert_true (mado_city_store_purge (city->store, &record, "kacho", "due", NULL));
  assert_progress (city, &record, "a", NULL, 0);
  g_assert_cmpuint (count_listed (city), ==, 1);
  test_device_free (device);
  test_city_free (city);
}

/* --- restore -------------------------------------------------------------------------*/

static void
copy_file (const char *from_dir,
           const char *to_dir,
           const char *name)
{
  g_autofree char *from = g_build_filename (from_dir, name, NULL);
  g_autofree char *to = g_build_filename (to_dir, name, NULL);
  g_autofree char *bytes = NULL;
  gsize length;

  if (!g_file_get_contents (from, &bytes, &length, NULL))
    g_unlink (to);
  else
    g_assert_true (g_file_set_contents (to, bytes, (gssize) length, NULL));
}

static void
test_restore (void)
{
  TestCity *city = test_city_new ();
  TestDevice *device = test_device_new (city, "shimin", "tanaka", "counter");
  MadoId record = test_city_id (city), doomed = test_city_id (city);
  g_autoptr (GBytes) first = test_commit (city, device, &record, "shared", NULL, "event", "tennyu", NULL);
  g_autoptr (GBytes) gone = test_commit (city, device, &doomed, "shared", NULL, "event", "tennyu", NULL);
  MadoId dep = test_commit_id (first);
  g_autoptr (GBytes) second = test_commit (city, device, &record, "shared", &dep, "parked", "x", NULL);
  g_autofree char *backup = g_build_filename (city->dir, "backup", NULL);
  MadoCityHead before, after;

  assert_verdict (city, first, MADO_VERDICT_STORED, "");
  assert_verdict (city, gone, MADO_VERDICT_STORED, "");
  test_city_close (city);
  test_city_copy (city, backup);
  test_city_open (city, FALSE);
  assert_verdict (city, second, MADO_VERDICT_STORED, "");
  g_assert_true (mado_city_store_purge (city->store, &doomed, "kacho", "due", NULL));
  mado_city_store_get_head (city->store, &before);
  test_city_close (city);
  /* The journal is put back, the key database and the side file are not. */
  copy_file (backup, city->dir, "city.db");
  copy_file (backup, city->dir, "city.db-wal");
  test_city_open (city, FALSE);
  mado_city_store_get_head (city->store, &after);
  g_assert_cmpstr (before.epoch, !=, after.epoch);
  g_assert_cmpuint (after.seq, ==, 2);
  assert_verdict (city, gone, MADO_VERDICT_PURGED, "");
  assert_verdict (city, second, MADO_VERDICT_STORED, "");
  g_assert_true (mado_city_store_check_chain (city->store, NULL));
  test_city_close (city);
  test_city_open (city, FALSE);
  mado_city_store_get_head (city->store, &before);
  g_assert_cmpstr (before.epoch, ==, after.epoch);
  test_city_close (city);
  test_city_open (city, TRUE);
  mado_city_store_get_head (city->store, &before);
  g_assert_cmpstr (before.epoch, !=, after.epoch);
  g_assert_true (mado_city_store_renew_epoch (city->store, NULL));
  mado_city_store_get_head (city->store, &before);
  test_city_close (city);
  test_city_open (city, FALSE);
  mado_city_store_get_head (city->store, &after);
  g_assert_cmpstr (before.epoch, ==, after.epoch);
  test_device_free (device);
  test_city_free (city);
}

static void
test_second_process (void)
{
  TestCity *city = test_city_new ();
  MadoSqliteCityOptions options = { .data_dir = city->dir, .master = city->master, .clock = city->clock,
                                    .random = city->random };
  g_autoptr (GError) error = NULL;

  g_assert_null (mado_sqlite_city_open (&options, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_BUSY);
  test_city_free (city);
}

static void
test_tampering (void)
{
  TestCity *city = test_city_new ();
  TestDevice *device = test_device_new (city, "shimin", "tanaka", "counter");
  MadoId record = test_city_id (city);
  g_autoptr (GBytes) first = test_commit (city, device, &record, "shared", NULL, "event", "tennyu", NULL);
  g_autofree char *path = g_build_filename (city->dir, "city.db", NULL);
  g_autofree char *file = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;
  char *at;

  assert_verdict (city, first, MADO_VERDICT_STORED, "");
  test_city_close (city);
  g_assert_true (g_file_get_contents (path, &file, &length, NULL));
  at = memmem (file, length, "tennyu", 6);
  g_assert_nonnull (at);
  at[3] = 'k';
  g_assert_true (g_file_set_contents (path, file, (gssize) length, NULL));
  test_city_open (city, FALSE);
  g_assert_false (mado_city_store_check_chain (city->store, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_DAMAGED);
  test_device_free (device);
  test_city_free (city);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/city/keys", test_keys);
  g_test_add_func ("/city/purge", test_purge);
  g_test_add_func ("/city/progress", test_progress);
  g_test_add_func ("/city/restore", test_restore);
  g_test_add_func ("/city/second-process", test_second_process);
  g_test_add_func ("/city/tampering", test_tampering);
  return g_test_run ();
}
