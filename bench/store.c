/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench-profile.h"
#include "case-maker.h"
#include "core/base/mado-text.h"
#include "core/store/mado-search-arena.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

/* Figures of the desktop's journal, each beside its peer in the same run. */

static int
compare_double (gconstpointer a,
                gconstpointer b)
{
  double x = *(const double *) a;
  double y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static double
quantile (GArray *times,
          double  q)
{
  g_array_sort (times, compare_double);
  return g_array_index (times, double, (guint) ((times->len - 1) * q));
}

static double
ms_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / 1000.0;
}

/* --- the peer: a bare insert, WAL, FULL -----------------------------------------*/

static sqlite3_stmt *
open_bare (const char  *path,
           sqlite3    **db)
{
  sqlite3_stmt *stmt = NULL;

  sqlite3_open (path, db);
  sqlite3_exec (*db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (a INTEGER PRIMARY KEY, b BLOB)",
                NULL, NULL, NULL);
  sqlite3_prepare_v2 (*db, "INSERT INTO t (b) VALUES (?)", -1, &stmt, NULL);
  return stmt;
}

static void
insert_bare (sqlite3_stmt *stmt,
             const void   *data,
             int           length)
{
  sqlite3_bind_blob (stmt, 1, data, length, SQLITE_STATIC);
  if (sqlite3_step (stmt) != SQLITE_DONE)
    g_error ("bare insert failed");
  sqlite3_reset (stmt);
}

static void
bench_commit (Profile *profile,
              guint    n)
{
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) bare = g_array_new (FALSE, FALSE, sizeof (double));
  g_autofree char *path = g_build_filename (profile->dir, "bare.db", NULL);
  g_autofree char *row = g_malloc0 (1024);
  g_autoptr (MadoRecord) record = NULL;
  sqlite3 *db;
  sqlite3_stmt *stmt = open_bare (path, &db);
  MadoId id;

  profile_write_case (profile, 1, &id);
  for (guint i = 0; i < n; i++)
    {
      gint64 start = g_get_monotonic_time ();
      MadoEdit *edit;
      double ms;

      insert_bare (stmt, row, 1024);
      ms = ms_since (start);
      g_array_append_val (bare, ms);
      g_clear_object (&record);
      if (i % 8 == 7)
        profile_write_case (profile, 2 + i, &id);
      record = mado_store_load (profile->store, &id, NULL);
      edit = mado_made_change (profile->random, record);
      mado_store_settle_down (profile->store, NULL);
      start = g_get_monotonic_time ();
      g_ptr_array_unref (profile_write (profile, edit));
      ms = ms_since (start);
      g_array_append_val (ours, ms);
    }
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  g_print ("durable commit, ms     ours p50 %.3f p95 %.3f   bare insert p50 %.3f p95 %.3f   ratio p50 %.2f p95 %.2f\n",
           quantile (ours, 0.5), quantile (ours, 0.95), quantile (bare, 0.5), quantile (bare, 0.95),
           quantile (ours, 0.5) / quantile (bare, 0.5), quantile (ours, 0.95) / quantile (bare, 0.95));
}

/* --- a record with a long history ---------------------------------------------------*/

static void
bench_long_record (Profile *profile,
                   guint    n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoRecord) record = NULL;
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  gint64 start;
  MadoId id;

  profile_write_case (profile, 1, &id);
  record = mado_store_load (profile->store, &id, &error);
  start = g_get_monotonic_time ();
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GPtrArray) commits = profile_write (profile, mado_made_change (profile->random, record));

      for (guint j = 0; j < commits->len; j++)
        mado_record_apply (record, commits->pdata[j], NULL);
    }
  g_print ("writing %u commits to one record: %.0f ms\n", n, ms_since (start));
  for (guint i = 0; i < 21; i++)
    {
      g_autoptr (MadoRecord) loaded = NULL;
      double ms;

      profile_close (profile);
      profile_open (profile);
      start = g_get_monotonic_time ();
      loaded = mado_store_load (profile->store, &id, &error);
      ms = ms_since (start);
      g_assert_no_error (error);
      g_array_append_val (times, ms);
    }
  g_print ("open a record of %u commits, ms   p50 %.2f p95 %.2f\n", n, quantile (times, 0.5), quantile (times, 0.95));
}

/* --- many cases --------------------------------------------------------------------*/

/* What a plain scan looks at: the folded lines of every record's search text. */
static GPtrArray *
fold_all (Profile   *profile,
          GPtrArray *all)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < all->len; i++)
    {
      g_autoptr (MadoRecord) record = mado_store_load (profile->store, &((MadoCaseRow *) all->pdata[i])->record, NULL);
      g_autoptr (MadoCaseRow) row = NULL;
      g_autofree char *text = NULL;

      row = mado_made_project (record, &text, NULL);
      g_ptr_array_add (texts, mado_search_arena_fold (text));
    }
  return texts;
}

static void
compare_with_scan (Profile    *profile,
                   GPtrArray  *all,
                   GPtrArray  *texts,
                   const char *query)
{
  g_autoptr (GPtrArray) found = mado_store_search (profile->store, query, 0, NULL);
  g_autoptr (GHashTable) ids = g_hash_table_new (mado_id_hash, mado_id_equal);
  g_autofree char *key = mado_text_search_key (query);
  guint n = 0;

  for (guint i = 0; i < found->len; i++)
    g_hash_table_add (ids, &((MadoCaseRow *) found->pdata[i])->record);
  for (guint i = 0; i < all->len; i++)
    {
      MadoCaseRow *row = all->pdata[i];
      gboolean wanted = strstr (texts->pdata[i], key) != NULL;

      n += wanted;
      if (wanted != g_hash_table_contains (ids, &row->record))
        g_error ("search for “%s” differs from a plain scan", query);
    }
  if (n != found->len)
    g_error ("search for “%s”: %u rows, a plain scan has %u", query, found->len, n);
}

static void
bench_search (Profile *profile)
{
  static const char *const queries[] = {
    "林", "本山", "さ", "サトウ", "たかはし", "高橋", "吉田", "山崎", "C000", "C0000123", "1", "12", "斎藤", "ﾊﾔｼ", "太郎",
    "ヒナ", "渡辺", "佐々木", "ん", "見つからない名前",
  };
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) texts = NULL;
  gint64 start = g_get_monotonic_time ();

  mado_store_warm (profile->store);
  g_ptr_array_unref (mado_store_search (profile->store, "x", 1, NULL));
  g_print ("search arena built: %.1f ms\n", ms_since (start));
  all = mado_store_list (profile->store, NULL, 0, 0, NULL);
  texts = fold_all (profile, all);
  for (guint round = 0; round < 20; round++)
    for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
      {
        g_autoptr (GPtrArray) rows = NULL;
        double ms;

        start = g_get_monotonic_time ();
        rows = mado_store_search (profile->store, queries[i], 50, NULL);
        ms = ms_since (start);
        g_array_append_val (times, ms);
        if (round == 0)
          compare_with_scan (profile, all, texts, queries[i]);
      }
  g_print ("search %u cases, ms    p50 %.3f p95 %.3f max %.3f   rows equal a plain scan for %u queries\n", all->len,
           quantile (times, 0.5), quantile (times, 0.95), quantile (times, 1.0), (guint) G_N_ELEMENTS (queries));
}

static void
bench_many (Profile *profile,
            guint    n)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  gint64 start = g_get_monotonic_time ();

  profile_fill (profile, n);
  g_print ("filling %u cases: %.0f ms\n", n, ms_since (start));
  for (guint i = 0; i < 11; i++)
    {
      double ms;

      profile_close (profile);
      start = g_get_monotonic_time ();
      profile_open (profile);
      g_ptr_array_unref (mado_store_list (profile->store, NULL, 0, 20, NULL));
      ms = ms_since (start);
      g_array_append_val (times, ms);
    }
  g_print ("open %u cases and list the first 20, ms   p50 %.2f max %.2f\n", n, quantile (times, 0.5), quantile (times, 1.0));
  bench_search (profile);
  start = g_get_monotonic_time ();
  if (!mado_store_rebuild (profile->store, NULL))
    g_error ("rebuild failed");
  g_print ("rebuild %u cases: %.0f ms\n", n, ms_since (start));
}

/* --- catching up ----------------------------------------------------------------------*/

/* Ten commits to a record, its key in front of them, as a feed brings them. */
static GPtrArray *
make_feed (Profile   *author,
           guint      n,
           GPtrArray *commits)
{
  GPtrArray *incoming = g_ptr_array_new_with_free_func (g_free);
  MadoDataKey key = { 0 };

  for (guint i = 0; i < n; i++)
    {
      MadoIncoming *in;

      if (i % 10 == 0)
        {
          profile_make_key (author, &key);
          in = g_new0 (MadoIncoming, 1);
          in->type = MADO_INCOMING_KEY;
          in->key = key;
          g_ptr_array_add (incoming, in);
        }
      g_ptr_array_add (commits, profile_sign (author, i + 1, &key, 1700));
      in = g_new0 (MadoIncoming, 1);
      in->bytes = ((MadoCommit *) commits->pdata[i])->bytes;
      in->seq = i + 1;
      g_ptr_array_add (incoming, in);
    }
  return incoming;
}

static void
bench_catch_up (Profile *profile,
                Profile *author,
                guint    n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) commits = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_commit_unref);
  g_autoptr (GPtrArray) incoming = make_feed (author, n, commits);
  MadoIngestResult result;
  gint64 start;
  guint stored = 0;

  mado_store_add_device (profile->store, &author->identity.device, mado_secret_key_get_public (author->key), "shimin", &error);
  start = g_get_monotonic_time ();
  for (guint from = 0; from < incoming->len; from += 1100)
    {
      g_autoptr (GPtrArray) page = g_ptr_array_new ();

      for (guint i = from; i < MIN (from + 1100, incoming->len); i++)
        g_ptr_array_add (page, incoming->pdata[i]);
      if (!mado_store_ingest (profile->store, page, "bench", from + page->len, &result, &error))
        g_error ("%s", error->message);
      stored += result.stored;
    }
  g_print ("catching up %u commits of %u bytes, durable: %.0f ms", stored,
           (guint) g_bytes_get_size (((MadoCommit *) commits->pdata[1])->bytes), ms_since (start));
  start = g_get_monotonic_time ();
  mado_store_settle_down (profile->store, NULL);
  g_print ("   projections after that: %.0f ms\n", ms_since (start));
}

/* A part is asked for by name; no name asks for all. */
static gboolean
is_asked (int         argc,
          char       *argv[],
          const char *part)
{
  gboolean found = argc <= 2;

  for (int i = 2; i < argc; i++)
    found |= strcmp (argv[i], part) == 0;
  return found;
}

int
main (int   argc,
      char *argv[])
{
  guint scale = argc > 1 ? (guint) atoi (argv[1]) : 10000;
  Profile *a = profile_new_temporary (1, "shimin");
  Profile *b = profile_new_temporary (2, "shimin");
  Profile *c = profile_new_temporary (3, "shimin");
  Profile *d = profile_new_temporary (4, "shimin");

  if (is_asked (argc, argv, "commit"))
    {
      profile_open (a);
      bench_commit (a, MIN (scale, 2000));
    }
  if (is_asked (argc, argv, "many"))
    {
      profile_open (b);
      bench_many (b, scale);
    }
  if (is_asked (argc, argv, "ingest"))
    {
      profile_open (c);
      bench_catch_up (c, d, scale);
      profile_close (c);
    }
  if (is_asked (argc, argv, "record"))
    {
      profile_open (d);
      bench_long_record (d, scale);
    }
  profile_free (a);
  profile_free (b);
  profile_free (c);
  profile_free (d);
  return 0;
}
