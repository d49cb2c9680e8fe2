/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store-kit.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* kill -9 at random moments: a child writes cases and drafts and tells every
 * acknowledged commit through a pipe. Whatever it told is there afterwards, and
 * the projections are those of a rebuild. */

#define ROUNDS 200
#define REBUILD_EVERY 50

static void
tell (int           pipe_end,
      const MadoId *id)
{
  /* 16 bytes go through a pipe whole or not at all. */
  if (write (pipe_end, id->b, sizeof id->b) != sizeof id->b)
    _exit (3);
}

static void
child_writes (Desk *desk,
              int   pipe_end)
{
  g_autoptr (GVariant) draft = mado_value_text ("途中");

  kit_open (desk);
  for (guint i = 0;; i++)
    {
      g_autoptr (GPtrArray) commits = NULL;
      MadoId record;

      mado_id_generate (&record, desk->clock, desk->random);
      mado_store_set_draft (desk->store, &record, "field/a", draft, MADO_SOURCE_TYPED, NULL);
      commits = mado_store_write (desk->store, mado_made_case (desk->random, &record, i, 1, "shimin"), NULL);
      if (commits == NULL)
        _exit (4);
      for (guint j = 0; j < commits->len; j++)
        tell (pipe_end, &((MadoCommit *) commits->pdata[j])->id);
    }
}

/* Waits until it has told something, then a random while, and kills it. */
static void
run_and_kill (Desk   *desk,
              GArray *told)
{
  guint spare = mado_random_below (desk->random, 4);
  int ends[2];
  pid_t child;
  MadoId id;
  guint n = 0;

  g_assert_cmpint (pipe (ends), ==, 0);
  child = fork ();
  if (child == 0)
    {
      close (ends[0]);
      child_writes (desk, ends[1]);
    }
  close (ends[1]);
  while (n <= 2 * spare && read (ends[0], id.b, sizeof id.b) == sizeof id.b)
    {
      g_array_append_val (told, id);
      n++;
    }
  g_assert_cmpuint (n, >, 2 * spare);
  g_usleep (mado_random_below (desk->random, 2500));
  kill (child, SIGKILL);
  while (read (ends[0], id.b, sizeof id.b) == sizeof id.b)
    g_array_append_val (told, id);
  close (ends[0]);
  g_assert_cmpint (waitpid (child, NULL, 0), ==, child);
}

static void
check_told (Desk   *desk,
            GArray *told)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) outbox = mado_store_outbox (desk->store, 0, &error);
  g_autoptr (GHashTable) ids = g_hash_table_new (mado_id_hash, mado_id_equal);

  g_assert_no_error (error);
  for (guint i = 0; i < outbox->len; i++)
    {
      MadoCommit *commit = outbox->pdata[i];

      g_assert_cmpuint (commit->n, ==, i + 1);
      g_hash_table_add (ids, &commit->id);
    }
  for (guint i = 0; i < told->len; i++)
    g_assert_true (g_hash_table_contains (ids, &g_array_index (told, MadoId, i)));
}

static GPtrArray *
list_all (Desk *desk)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = mado_store_list (desk->store, NULL, 0, 0, &error);

  g_assert_no_error (error);
  return rows;
}

static void
check_projections (Desk *desk)
{
  g_autoptr (GPtrArray) before = list_all (desk);
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (mado_store_rebuild (desk->store, &error));
  after = list_all (desk);
  g_assert_cmpuint (before->len, ==, after->len);
  for (guint i = 0; i < before->len; i++)
    {
      MadoCaseRow *x = before->pdata[i];
      MadoCaseRow *y = after->pdata[i];

      g_assert_true (mado_id_equal (&x->record, &y->record));
      g_assert_cmpstr (x->name, ==, y->name);
    }
  found = mado_store_search (desk->store, "C00000", 0, &error);
  g_assert_cmpuint (found->len, ==, before->len);
}

static void
test_kill (void)
{
  Desk *desk = kit_desk_new (1, "shimin");
  g_autoptr (GArray) told = g_array_new (FALSE, FALSE, sizeof (MadoId));

  for (guint round = 1; round <= ROUNDS; round++)
    {
      MadoRandom *random = mado_random_new_seeded (round);

      /* Every child draws other ids. */
      g_object_unref (desk->random);
      desk->random = random;
      mado_clock_advance (desk->clock, 1000);
      run_and_kill (desk, told);
      if (round % 10 != 0)
        continue;
      kit_open (desk);
      check_told (desk, told);
      if (round % REBUILD_EVERY == 0)
        check_projections (desk);
      kit_close (desk);
    }
  g_test_message ("%u acknowledged commits", told->len);
  g_assert_cmpuint (told->len, >, 2 * ROUNDS);
  kit_desk_free (desk);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/kill", test_kill);
  return g_test_run ();
}
