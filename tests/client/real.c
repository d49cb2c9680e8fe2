/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "real-kit.h"

#include <glib/gstdio.h>
#include <string.h>

#include "client/mado-blobs.h"
#include "client/mado-upkeep.h"
#include "core/store/mado-ticket-proof.h"

/* The client against the built server, with the demo city. */

static City *city;

static void
test_two_desks (void)
{
  Seat *a = seat_new (city, "shimin", 1, 0);
  Seat *b = seat_new (city, "kokuho", 2, 0);
  Seat *c = seat_new (city, "kodomo", 3, 0);
  g_autoptr (GPtrArray) keys = NULL;
  MadoId record;

  seat_new_case (a, 1, &record);
  seat_set_route (a, &record, "shared", "kokuho", TRUE);
  seat_set_text (a, &record, "shared", "field/note", "最初の値");
  seat_turn (a);
  g_assert_cmpuint (mado_store_get_n_unsent (a->store), ==, 0);
  keys = mado_store_unsent_keys (a->store, NULL);
  g_assert_cmpuint (keys->len, ==, 0);

  /* Exactly once, and only what the desk may see. */
  g_assert_cmpuint (seat_turn (b), ==, 3);
  g_assert_cmpuint (seat_turn (b), ==, 0);
  g_assert_cmpuint (seat_turn (a), ==, 0);
  seat_check_equal (a, b, &record, "shared");
  g_assert_cmpuint (seat_count (b, &record), ==, 3);
  g_assert_cmpuint (seat_turn (c), ==, 0);
  g_assert_null (seat_load (c, &record));

  /* A route added later brings what was written before. */
  seat_set_route (a, &record, "addr", "kokuho", TRUE);
  seat_set_route (a, &record, "shared", "kodomo", TRUE);
  seat_turn (a);
  seat_turn (b);
  seat_turn (c);
  seat_check_equal (a, b, &record, "addr");
  seat_check_equal (a, c, &record, "shared");

  /* Both ways. */
  seat_set_text (b, &record, "shared", "field/note", "二番目の値");
  seat_turn (b);
  g_assert_cmpuint (seat_turn (a), ==, 1);
  seat_turn (c);
  seat_check_equal (a, b, &record, "shared");
  seat_check_equal (a, c, &record, "shared");

  /* Left: nothing to see any more, and it may come in again. */
  seat_set_route (a, &record, "shared", "kodomo", FALSE);
  seat_turn (a);
  seat_turn (c);
  g_assert_cmpuint (seat_count (c, &record), ==, 0);
  seat_set_route (a, &record, "shared", "kodomo", TRUE);
  seat_turn (a);
  seat_turn (c);
  seat_check_equal (a, c, &record, "shared");

  seat_free (a);
  seat_free (b);
  seat_free (c);
}

static void
test_purge (void)
{
  Seat *a = seat_new (city, "shimin", 11, 0);
  Seat *b = seat_new (city, "kokuho", 12, 0);
  g_autoptr (GError) error = NULL;
  guint n_refused = 0;
  MadoId record;

  seat_new_case (a, 2, &record);
  seat_set_route (a, &record, "shared", "kokuho", TRUE);
  seat_turn (a);
  seat_turn (b);
  g_assert_cmpuint (seat_count (b, &record), ==, 2);

  /* Written while the purge is on its way: answered "purged", not lost in silence, not refused. */
  seat_set_text (b, &record, "shared", "field/note", "後から");
  town_purge (city, &record);
  seat_try_turn (b, NULL, &n_refused, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_refused, ==, 0);
  g_assert_cmpuint (mado_store_get_n_unsent (b->store), ==, 0);
  g_assert_null (mado_store_load (b->store, &record, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  seat_turn (a);
  g_assert_null (mado_store_load (a->store, &record, &error));
  g_assert_nonnull (error);

  seat_free (a);
  seat_free (b);
}

/* A desk knows every device of the city before anything of theirs has come:
 * their slips are then no citizen's. */
static void
test_directory (void)
{
  Seat *a = seat_new (city, "shimin", 26, 0);
  Seat *b = seat_new (city, "kosodate", 27, 0);
  g_autoptr (GError) error = NULL;
  MadoPublicKey key;
  guint n_new = 0;

  g_assert_false (mado_store_get_device (a->store, &b->facts.device, &key, NULL));
  g_assert_true (mado_upkeep_directory (a->transport, a->token, a->store, a->shared, &n_new, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_new, >, 0);
  g_assert_true (mado_store_get_device (a->store, &b->facts.device, &key, &error));
  g_assert_cmpmem (key.sign, sizeof key.sign, mado_secret_key_get_public (b->key)->sign, sizeof key.sign);
  g_assert_true (mado_upkeep_directory (a->transport, a->token, a->store, a->shared, &n_new, NULL, &error));
  g_assert_cmpuint (n_new, ==, 0);
  g_assert_false (mado_upkeep_directory (a->transport, "no such token", a->store, a->shared, NULL, NULL, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_DENIED);
  seat_free (a);
  seat_free (b);
}

static void
test_upkeep (void)
{
  Seat *a = seat_new (city, "shimin", 21, 0);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *pack = g_build_filename (a->dir, "pack", NULL);
  g_autofree char *city_json = g_build_filename (pack, "city.json", NULL);
  g_autoptr (GPtrArray) reads = NULL;
  g_autoptr (GBytes) boxes = NULL;
  g_autoptr (GBytes) keys = NULL;
  g_autoptr (GError) error = NULL;
  gboolean changed = FALSE;
  MadoId record;

  /* Numbers: a block when few are left, none twice over 450 of them. */
  for (guint i = 0; i < 450; i++)
    {
      char *code;

      g_assert_true (mado_upkeep_numbers (a->transport, a->token, a->store, NULL, &error));
      code = mado_case_numbers_take (a->store, &error);
      g_assert_no_error (error);
      g_assert_true (g_hash_table_add (seen, code));
    }

  /* Reads are handed in once. */
  seat_new_case (a, 3, &record);
  seat_turn (a);
  g_assert_cmpuint (seat_count (a, &record), ==, 2);
  reads = mado_store_list_reads (a->store, 0, &error);
  g_assert_cmpuint (reads->len, >, 0);
  g_assert_true (mado_upkeep_reads (a->transport, a->token, a->store, NULL, &error));
  g_assert_no_error (error);
  g_ptr_array_unref (reads);
  reads = mado_store_list_reads (a->store, 0, &error);
  g_assert_cmpuint (reads->len, ==, 0);

  /* Slip keys come when there are none, and stay while they reach far enough. */
  g_assert_true (mado_upkeep_week_keys (a->transport, a->token, a->store, a->shared, mado_clock_now_ms (a->clock), NULL,
                                        &error));
  keys = mado_store_get_meta (a->store, "slip-keys", &error);
  g_assert_nonnull (keys);
  boxes = mado_store_get_meta (a->store, "slip-boxes", &error);
  g_assert_cmpuint (g_bytes_get_size (boxes), >, 3 * MADO_KEY_BYTES);
  g_assert_true (mado_upkeep_week_keys (a->transport, "no such token", a->store, a->shared, mado_clock_now_ms (a->clock),
                                        NULL, &error));
  g_assert_false (mado_upkeep_week_keys (a->transport, "no such token", a->store, a->shared,
                                         mado_clock_now_ms (a->clock) + G_GINT64_CONSTANT (8) * 24 * 3600 * 1000, NULL, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_DENIED);
  g_clear_error (&error);

  /* The pack: once, then "304"; a change of it on the disk is not asked for again. */
  g_assert_true (mado_upkeep_pack (a->transport, a->token, pack, &changed, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (changed);
  g_assert_true (g_file_test (city_json, G_FILE_TEST_EXISTS));
  g_assert_true (mado_upkeep_pack (a->transport, a->token, pack, &changed, NULL, &error));
  g_assert_false (changed);
  seat_free (a);
}

static GBytes *
make_blob (guint size)
{
  g_autoptr (MadoRandom) random = mado_random_new_seeded (size);
  guint8 *data = g_malloc (size);

  mado_random_bytes (random, data, size);
  return g_bytes_new_take (data, size);
}

static void
test_blobs (void)
{
  Seat *a = seat_new (city, "shimin", 31, 0);
  Seat *b = seat_new (city, "kokuho", 32, 0);
  g_autoptr (GBytes) plain = make_blob (2500 * 1000);
  g_autoptr (GBytes) copy = NULL;
  g_autoptr (GPtrArray) unsent = NULL;
  g_autoptr (GError) error = NULL;
  guint8 digest[MADO_DIGEST_BYTES];
  MadoId record;

  seat_new_case (a, 4, &record);
  seat_set_route (a, &record, "shared", "kokuho", TRUE);
  g_assert_true (mado_store_put_blob (a->store, &record, "shared", plain, digest, &error));
  /* Before its commit is there the server does not take it; nothing fails. */
  g_assert_true (mado_blobs_hand_in (a->transport, a->token, a->store, NULL, &error));
  g_assert_no_error (error);
  seat_turn (a);
  g_assert_true (mado_blobs_hand_in (a->transport, a->token, a->store, NULL, &error));
  g_assert_no_error (error);
  unsent = mado_store_unsent_blobs (a->store, &error);
  g_assert_cmpuint (unsent->len, ==, 0);

  seat_turn (b);
  g_assert_true (mado_blobs_fetch (b->transport, b->token, b->store, &record, "shared", digest, NULL, &error));
  g_assert_no_error (error);
  copy = mado_store_get_blob (b->store, &record, digest, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (plain, copy));
  g_assert_true (mado_blobs_fetch (b->transport, b->token, b->store, &record, "shared", digest, NULL, &error));
  seat_free (a);
  seat_free (b);
}

/* One bad commit in a batch: the others are stored, a person is told. */
static void
test_one_bad (void)
{
  Seat *a = seat_new (city, "shimin", 41, 0);
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GError) error = NULL;
  MadoId ticket = a->ticket, forged;
  guint n_refused = 0, n_stored = 0;
  MadoId records[3];

  mado_id_generate (&forged, a->clock, a->random);
  for (guint i = 0; i < 3; i++)
    {
      mado_store_set_person (a->store, a->staff, MADO_ROLE_COUNTER, i == 1 ? &forged : &ticket, NULL);
      seat_new_case (a, 100 + i, &records[i]);
    }
  seat_try_turn (a, NULL, &n_refused, &n_stored, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_refused, ==, 2);
  g_assert_cmpuint (mado_store_get_n_unsent (a->store), ==, 0);
  items = mado_store_list_quarantine (a->store, &error);
  g_assert_cmpuint (items->len, ==, 2);
  g_assert_true (((MadoQuarantineItem *) items->pdata[0])->own);
  g_assert_cmpuint (strlen (((MadoQuarantineItem *) items->pdata[0])->reason), >, 0);
  seat_free (a);
}

/* Clocks off by days and years: the first answer corrects them. */
static void
test_clocks (void)
{
  const gint64 day = G_GINT64_CONSTANT (24) * 3600 * 1000;
  Seat *a = seat_new (city, "shimin", 51, 3 * day);
  Seat *b = seat_new (city, "kokuho", 52, -12 * 365 * day);
  MadoId record;

  g_assert_cmpint (ABS (mado_clock_get_offset (a->clock) + 3 * day), <, 5000);
  g_assert_cmpint (ABS (mado_clock_get_offset (b->clock) - 12 * 365 * day), <, 5000);
  seat_new_case (a, 6, &record);
  seat_set_route (a, &record, "shared", "kokuho", TRUE);
  seat_turn (a);
  seat_turn (b);
  seat_set_text (b, &record, "shared", "field/note", "時計の遅れた窓口");
  seat_turn (b);
  seat_turn (a);
  seat_check_equal (a, b, &record, "shared");
  {
    g_autoptr (MadoRecord) loaded = seat_load (a, &record);

    g_assert_cmpstr (mado_record_get_text (loaded, "field/note"), ==, "時計の遅れた窓口");
  }
  seat_free (a);
  seat_free (b);
}

/* The command line sets up what the desktop opens. */
static void
test_ctl (void)
{
  g_autofree char *program = g_build_filename (g_getenv ("MADO_BUILD_ROOT"), "src", "ctl", "madoguchi-ctl", NULL);
  g_autofree char *profile_dir = g_build_filename (city->dir, "place", NULL);
  g_autofree char *password_file = g_build_filename (city->dir, "password", NULL);
  const char *password = g_hash_table_lookup (city->passwords, "kokuho-1");
  const char *argv[] = { program, "place", "enrol", "--server", city->url, "--code", city->code, "--scope", "kokuho",
                         "--name", "国保年金課 1番", "--profile", profile_dir, "--staff", "kokuho-1", "--password-file",
                         password_file, NULL };
  const char *shown[] = { program, "place", "show", "--profile", profile_dir, NULL };
  g_autoptr (MadoProfile) profile = NULL;
  g_autoptr (MadoProfileStaff) staff = NULL;
  g_autoptr (MadoSecretKey) key = NULL;
  g_autoptr (MadoClock) clock = mado_clock_new_system ();
  g_autoptr (MadoRandom) random = mado_random_new_system ();
  g_autoptr (MadoStore) store = NULL;
  g_autoptr (GBytes) proof = NULL;
  g_autofree char *journal = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  MadoIdentity identity = { 0 };
  int status = -1;

  g_assert_true (g_file_set_contents (password_file, password, -1, NULL));
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_spawn_sync (NULL, (char **) shown, NULL, G_SPAWN_DEFAULT, NULL, NULL, &text, NULL, &status, &error);
  g_assert_cmpint (status, ==, 0);
  g_assert_nonnull (strstr (text, "scope\tkokuho\n"));
  g_assert_nonnull (strstr (text, "staff\tkokuho-1\n"));

  profile = mado_profile_open (profile_dir, &error);
  g_assert_no_error (error);
  staff = mado_profile_unlock (profile, "kokuho-1", password, mado_clock_now_ms (clock), &key, &error);
  g_assert_no_error (error);
  journal = mado_profile_get_journal_path (profile);
  g_strlcpy (identity.city, mado_profile_get_facts (profile)->city, sizeof identity.city);
  identity.device = mado_profile_get_facts (profile)->device;
  identity.actor = staff->id;
  identity.ticket = staff->ticket;
  identity.scope = mado_profile_get_facts (profile)->scope;
  store = mado_sqlite_store_open (journal, key, &identity, NULL, NULL, clock, random, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (mado_case_numbers_left (store), ==, 200);
  /* What is written here can be vouched for after a restore. */
  g_assert_nonnull (mado_profile_get_facts (profile)->proof);
  proof = mado_ticket_find (store, &staff->ticket, &error);
  g_assert_nonnull (proof);
  g_assert_true (g_bytes_equal (proof, staff->proof));
  mado_store_close (store);

  /* A second time: the folder has its device already, and no code is used up. */
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, NULL,
                NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, !=, 0);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  city = town_new ();
  g_test_add_func ("/client/real/two-desks", test_two_desks);
  g_test_add_func ("/client/real/purge", test_purge);
  g_test_add_func ("/client/real/upkeep", test_upkeep);
  g_test_add_func ("/client/real/directory", test_directory);
  g_test_add_func ("/client/real/blobs", test_blobs);
  g_test_add_func ("/client/real/one-bad", test_one_bad);
  g_test_add_func ("/client/real/clocks", test_clocks);
  g_test_add_func ("/client/real/ctl", test_ctl);
  status = g_test_run ();
  town_free (city);
  return status;
}
