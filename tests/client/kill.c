/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * kill -9 of desktops and server, at random moments, while cases are written
 * and synced. The server and three desktops (journal and client, everything
 * but the screens) are processes of their own; what a desktop calls saved it
 * has told this process before it counts. Afterwards every such value, commit
 * and draft is there, the city has them all under one good chain, and all
 * replicas fold to equal states for what each may see: nothing is refused,
 * nothing incomplete, no conflict that nobody made.
 *
 * MADO_KILL_SEED repeats a run's choices; the moments are the machine's.
 */
#define _GNU_SOURCE 1 /* pipe2 */
#include "config.h"

#include "real-kit.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "kill-told.h"

#define DESKTOPS     3
#define PASSWORD     "kill-test-9"
#define KILLS        210
#define MAX_PAUSE_MS 60
#define AWAIT_MS     60000

static const char *const desks[DESKTOPS] = { "shimin", "kokuho", "kodomo" };

/* The last that was told of one path of one record. */
typedef struct
{
  MadoId  record;
  char    path[32];
  guint32 number;
} Mark;

typedef struct
{
  Seat        *seat;
  GSubprocess *process; /* NULL while it does not run */
  int          pipe;
  guint        lives;
  guint        n_killed;
  guint        told, sent;  /* messages of this life */
  guint        n_received;  /* commits of others, all lives */
  guint        n_settled;   /* own commits that the server answered for, all lives */
  GArray      *commits;     /* Told: every acknowledged commit */
  GHashTable  *values;      /* Mark set */
  GHashTable  *drafts;      /* Mark set */
} Desktop;

typedef struct
{
  City       *city;
  const char *program;
  guint64     seed;
  MadoRandom *dice;
  Desktop     desktops[DESKTOPS];
  guint       n_server_killed;
} Hall;

static guint
mark_hash (gconstpointer key)
{
  const Mark *mark = key;

  return mado_id_hash (&mark->record) ^ g_str_hash (mark->path);
}

static gboolean
mark_equal (gconstpointer a,
            gconstpointer b)
{
  const Mark *one = a, *other = b;

  return mado_id_equal (&one->record, &other->record) && g_str_equal (one->path, other->path);
}

static void
note (GHashTable *marks,
      const Told *told)
{
  Mark *mark = g_new0 (Mark, 1);

  mark->record = told->record;
  g_strlcpy (mark->path, told->path, sizeof mark->path);
  mark->number = told->number;
  g_hash_table_replace (marks, mark, mark);
}

/* --- listening ------------------------------------------------------------- */

static void
take (Desktop    *self,
      const Told *told)
{
  self->told++;
  switch (told->type)
    {
    case TOLD_COMMIT:
      g_array_append_val (self->commits, *told);
      if (told->path[0] != '\0')
        note (self->values, told);
      break;
    case TOLD_DRAFT:
      note (self->drafts, told);
      break;
    case TOLD_SENT:
      self->sent++;
      break;
    case TOLD_SETTLED:
      self->n_settled += told->number;
      break;
    case TOLD_RECEIVED:
      self->n_received += told->number;
      break;
    default:
      g_assert_not_reached ();
    }
}

/* All that lies in the pipe now. */
static void
drain (Desktop *self)
{
  Told told;
  gssize n;

  while (self->pipe >= 0 && (n = read (self->pipe, &told, sizeof told)) != 0)
    {
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          g_assert_cmpint (errno, ==, EAGAIN);
          return;
        }
      g_assert_cmpint (n, ==, sizeof told);
      take (self, &told);
    }
}

/* Listens for a while, or until something was told. */
static void
listen_for (Hall *self,
            int   ms)
{
  struct pollfd fds[DESKTOPS];

  for (guint i = 0; i < DESKTOPS; i++)
    fds[i] = (struct pollfd) { .fd = self->desktops[i].pipe, .events = POLLIN };
  poll (fds, DESKTOPS, ms);
  for (guint i = 0; i < DESKTOPS; i++)
    drain (&self->desktops[i]);
}

static void
listen_until (Hall   *self,
              gint64  end_us)
{
  gint64 left;

  while ((left = end_us - g_get_monotonic_time ()) > 0)
    listen_for (self, (int) (left / 1000) + 1);
}

/* --- life and death ----------------------------------------------------------- */

static void
end_with_parent_cb (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static void
start_desktop (Hall       *self,
               guint       d,
               const char *what)
{
  Desktop *desktop = &self->desktops[d];
  Seat *seat = desktop->seat;
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autofree char *first = g_strdup_printf ("%u", (desktop->lives + 1) * 100000);
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, self->seed * 100000 + d * 10000 + desktop->lives);
  g_autoptr (GError) error = NULL;
  int ends[2];

  g_assert_cmpint (pipe2 (ends, O_CLOEXEC), ==, 0);
  g_assert_cmpint (fcntl (ends[0], F_SETFL, O_NONBLOCK), ==, 0);
  g_subprocess_launcher_take_fd (launcher, ends[1], KILL_TOLD_FD);
  g_subprocess_launcher_set_child_setup (launcher, end_with_parent_cb, NULL, NULL);
  desktop->process = g_subprocess_launcher_spawn (launcher, &error, self->program, seat->dir, seat->staff, PASSWORD,
                                                  seat->token, what, first, seed, NULL);
  g_assert_no_error (error);
  g_subprocess_launcher_close (launcher);
  desktop->pipe = ends[0];
  desktop->lives++;
  desktop->told = desktop->sent = 0;
}

/* It must die of nothing else: a desktop that gave up would be no victim. */
static void
kill_desktop (Desktop *self)
{
  g_subprocess_send_signal (self->process, SIGKILL);
  g_subprocess_wait (self->process, NULL, NULL);
  g_assert_true (g_subprocess_get_if_signaled (self->process));
  g_assert_cmpint (g_subprocess_get_term_sig (self->process), ==, SIGKILL);
  g_clear_object (&self->process);
  drain (self);
  close (self->pipe);
  self->pipe = -1;
  self->n_killed++;
}

static void
kill_server (Hall *self)
{
  town_kill (self->city);
  self->n_server_killed++;
}

/* In one life out of four it is not waited for: that one dies while it starts,
 * recovers or pulls. */
static void
await_work (Hall    *self,
            Desktop *victim)
{
  gint64 deadline = g_get_monotonic_time () + AWAIT_MS * 1000;

  while (victim->told == 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      listen_for (self, 100);
    }
}

static guint
count_settled (Hall *self)
{
  guint n = 0;

  for (guint i = 0; i < DESKTOPS; i++)
    n += self->desktops[i].n_settled;
  return n;
}

/* The server is worth killing when it has taken something. */
static void
await_sync (Hall *self)
{
  gint64 deadline = g_get_monotonic_time () + 1000 * 1000;
  guint before = count_settled (self);

  /* Not an assertion: the desktops' back-off may be longer. What must be true
   * in the end is counted at the end. */
  while (count_settled (self) == before && g_get_monotonic_time () < deadline)
    listen_for (self, 20);
}

static void
pause_a_little (Hall *self)
{
  /* The moment is what is random here; nothing could be awaited. */
  listen_until (self, g_get_monotonic_time () + mado_random_below (self->dice, MAX_PAUSE_MS * 1000));
}

/* One or more deaths; everything runs again afterwards. */
static guint
strike (Hall *self)
{
  guint what = mado_random_below (self->dice, 20);
  gboolean server = what < 4;
  guint n = 0;
  guint only = what % DESKTOPS;

  if (what >= 4 && mado_random_below (self->dice, 4) > 0)
    await_work (self, &self->desktops[only]);
  if (server && mado_random_below (self->dice, 4) > 0)
    await_sync (self);
  pause_a_little (self);
  if (server)
    {
      kill_server (self);
      n++;
    }
  /* Every tenth strike takes the whole hall, as a power cut does. */
  for (guint i = 0; i < DESKTOPS; i++)
    if (what < 2 || (!server && i == only))
      {
        kill_desktop (&self->desktops[i]);
        n++;
      }
  if (server && mado_random_below (self->dice, 4) == 0)
    {
      town_launch (self->city, FALSE);
      pause_a_little (self);
      kill_server (self);
      n++;
    }
  for (guint i = 0; i < DESKTOPS; i++)
    if (self->desktops[i].process == NULL)
      start_desktop (self, i, "write");
  if (server)
    {
      pause_a_little (self);
      town_start (self->city, FALSE);
    }
  return n;
}

/* Nobody writes any more; twice, so that the last one's commits reach the first. */
static void
calm_down (Hall *self)
{
  for (guint round = 0; round < 2; round++)
    {
      gint64 deadline = g_get_monotonic_time () + AWAIT_MS * 1000;

      for (guint i = 0; i < DESKTOPS; i++)
        {
          if (self->desktops[i].process != NULL)
            kill_desktop (&self->desktops[i]);
          start_desktop (self, i, "settle");
        }
      for (guint i = 0; i < DESKTOPS; i++)
        while (self->desktops[i].sent == 0)
          {
            g_assert_cmpint (g_get_monotonic_time (), <, deadline);
            listen_for (self, 100);
          }
    }
  for (guint i = 0; i < DESKTOPS; i++)
    kill_desktop (&self->desktops[i]);
}

/* --- what is there afterwards ------------------------------------------------- */

static void
check_city (Hall *self)
{
  g_autoptr (MadoCityStore) store = NULL;
  g_autoptr (GPtrArray) apart = NULL;
  g_autoptr (GError) error = NULL;

  town_kill (self->city);
  store = town_open (self->city);
  g_assert_true (mado_city_store_check_chain (store, &error));
  g_assert_no_error (error);
  /* Dying is not being put back from a copy: nobody had to begin anew. */
  g_assert_cmpuint (mado_city_store_count_audit (store, "epoch", &error), ==, 0);
  apart = mado_city_store_list_quarantine (store, 0x7fff, &error);
  g_assert_cmpuint (apart->len, ==, 0);
  for (guint d = 0; d < DESKTOPS; d++)
    for (guint i = 0; i < self->desktops[d].commits->len; i++)
      {
        Told *told = &g_array_index (self->desktops[d].commits, Told, i);
        guint64 seq = 0;
        g_autoptr (GBytes) bytes = mado_city_store_get_commit (store, &told->id, &seq, &error);

        g_assert_nonnull (bytes);
        g_assert_cmpuint (seq, >, 0);
      }
}

static void
check_store (Seat *seat)
{
  g_autoptr (GPtrArray) keys = mado_store_unsent_keys (seat->store, NULL);
  g_autoptr (GPtrArray) apart = mado_store_list_quarantine (seat->store, NULL);
  g_autoptr (GPtrArray) counters = mado_store_list_counters (seat->store, &seat->facts.device, NULL);

  g_assert_cmpuint (mado_store_get_n_unsent (seat->store), ==, 0);
  g_assert_cmpuint (keys->len, ==, 0);
  g_assert_cmpuint (apart->len, ==, 0);
  g_assert_cmpuint (counters->len, ==, 0);
}

/* What was told last, or something that was saved after it and never told. */
static void
check_marks (Desktop *self)
{
  GHashTableIter iter;
  Mark *mark;

  g_hash_table_iter_init (&iter, self->values);
  while (g_hash_table_iter_next (&iter, (gpointer *) &mark, NULL))
    {
      g_autoptr (MadoRecord) record = seat_load (self->seat, &mark->record);

      g_assert_nonnull (record);
      g_assert_cmpuint (g_ascii_strtoull (mado_record_get_text (record, mark->path), NULL, 10), >=, mark->number);
    }
  g_hash_table_iter_init (&iter, self->drafts);
  while (g_hash_table_iter_next (&iter, (gpointer *) &mark, NULL))
    {
      g_autoptr (GPtrArray) drafts = mado_store_get_drafts (self->seat->store, &mark->record, NULL);
      guint64 found = 0;

      for (guint i = 0; i < drafts->len; i++)
        if (g_str_equal (((MadoDraft *) drafts->pdata[i])->path, mark->path))
          found = g_ascii_strtoull (mado_value_get_text (((MadoDraft *) drafts->pdata[i])->value), NULL, 10);
      g_assert_cmpuint (found, >=, mark->number);
    }
}

static gboolean
may_see (MadoRecord *record,
         const char *desk)
{
  g_autofree char *path = g_strconcat ("route/", desk, NULL);

  return mado_record_get_bool (record, path);
}

/* @d made the record. */
static void
check_record (Hall         *self,
              guint         d,
              const MadoId *id)
{
  g_autoptr (MadoRecord) here = seat_load (self->desktops[d].seat, id);
  g_autoptr (GPtrArray) conflicts = NULL;

  g_assert_nonnull (here);
  conflicts = mado_record_list_conflicts (here);
  g_assert_cmpuint (conflicts->len, ==, 0);
  g_assert_cmpuint (mado_record_get_n_incomplete (here), ==, 0);
  for (guint i = 0; i < DESKTOPS; i++)
    {
      g_autoptr (MadoRecord) there = seat_load (self->desktops[i].seat, id);

      if (i == d)
        continue;
      if (!may_see (here, desks[i]))
        {
          g_assert_null (there);
          continue;
        }
      g_assert_nonnull (there);
      seat_check_equal (self->desktops[d].seat, self->desktops[i].seat, id, "shared");
      /* Nobody but the author reads section addr. */
      g_assert_cmpuint (g_strv_length ((char **) mado_record_get_sections (there)), ==, 1);
    }
}

static void
check_commits (Hall *self)
{
  for (guint d = 0; d < DESKTOPS; d++)
    {
      g_autoptr (GHashTable) made = g_hash_table_new (mado_id_hash, mado_id_equal);
      GHashTableIter iter;
      MadoId *id;

      for (guint i = 0; i < self->desktops[d].commits->len; i++)
        {
          Told *told = &g_array_index (self->desktops[d].commits, Told, i);
          g_autoptr (MadoRecord) record = seat_load (self->desktops[d].seat, &told->record);

          g_assert_nonnull (record);
          g_assert_true (mado_record_has_commit (record, &told->id));
          if (g_str_equal (told->section, "addr"))
            g_hash_table_add (made, &told->record);
        }
      g_hash_table_iter_init (&iter, made);
      while (g_hash_table_iter_next (&iter, (gpointer *) &id, NULL))
        check_record (self, d, id);
    }
}

/* --- the test -------------------------------------------------------------------- */

static void
open_hall (Hall *self)
{
  self->city = town_new ();
  for (guint i = 0; i < DESKTOPS; i++)
    {
      Desktop *desktop = &self->desktops[i];
      char *roles[] = { (char *) "counter", NULL };
      MadoProfileStaff staff = { .name = (char *) "窓口", .roles = roles };
      g_autoptr (MadoProfile) profile = NULL;
      g_autoptr (GError) error = NULL;

      desktop->seat = seat_new (self->city, desks[i], self->seed * 10 + i, 0);
      seat_close (desktop->seat);
      desktop->pipe = -1;
      desktop->commits = g_array_new (FALSE, FALSE, sizeof (Told));
      desktop->values = g_hash_table_new_full (mark_hash, mark_equal, g_free, NULL);
      desktop->drafts = g_hash_table_new_full (mark_hash, mark_equal, g_free, NULL);
      staff.id = desktop->seat->staff;
      staff.ticket = desktop->seat->ticket;
      staff.expires = staff.offline_until = mado_clock_now_ms (desktop->seat->clock) + 24 * 3600 * 1000;
      profile = mado_profile_create (desktop->seat->dir, &desktop->seat->facts, &error);
      g_assert_no_error (error);
      g_assert_true (mado_profile_put_staff (profile, &staff, PASSWORD, desktop->seat->key, TRUE, desktop->seat->random, &error));
      g_assert_no_error (error);
      start_desktop (self, i, "write");
    }
}

static void
close_hall (Hall *self)
{
  for (guint i = 0; i < DESKTOPS; i++)
    {
      seat_free (self->desktops[i].seat);
      g_array_unref (self->desktops[i].commits);
      g_hash_table_unref (self->desktops[i].values);
      g_hash_table_unref (self->desktops[i].drafts);
    }
  town_free (self->city);
  g_object_unref (self->dice);
}

static void
report (Hall  *self,
        guint  kills,
        gint64 begin)
{
  guint commits = 0, values = 0, drafts = 0, received = 0;

  for (guint i = 0; i < DESKTOPS; i++)
    {
      Desktop *desktop = &self->desktops[i];

      commits += desktop->commits->len;
      values += g_hash_table_size (desktop->values);
      drafts += g_hash_table_size (desktop->drafts);
      received += desktop->n_received;
      /* Each has worked and synced, or the test would show nothing. */
      g_assert_cmpuint (desktop->commits->len, >, 100);
      g_assert_cmpuint (desktop->n_received, >, 100);
      g_assert_cmpuint (desktop->n_settled, >, 100);
    }
  g_test_message ("seed %" G_GUINT64_FORMAT ": %u kills (server %u, desktops %u %u %u) in %.1f s; %u acknowledged commits,"
                  " %u values, %u drafts all there; %u commits received, %u answered for",
                  self->seed, kills, self->n_server_killed, self->desktops[0].n_killed, self->desktops[1].n_killed,
                  self->desktops[2].n_killed, (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC, commits, values,
                  drafts, received, count_settled (self));
  g_assert_cmpuint (self->n_server_killed, >=, KILLS / 10);
}

static void
test_kill (gconstpointer program)
{
  const char *wanted = g_getenv ("MADO_KILL_SEED");
  g_autoptr (MadoRandom) chance = mado_random_new_system ();
  gint64 begin = g_get_monotonic_time ();
  Hall hall = { .program = program };
  guint kills = 0;

  hall.seed = wanted != NULL ? g_ascii_strtoull (wanted, NULL, 10) : 1 + mado_random_below (chance, 90000);
  g_test_message ("MADO_KILL_SEED=%" G_GUINT64_FORMAT, hall.seed);
  hall.dice = mado_random_new_seeded (hall.seed);
  open_hall (&hall);
  while (kills < KILLS)
    kills += strike (&hall);
  calm_down (&hall);
  check_city (&hall);
  for (guint i = 0; i < DESKTOPS; i++)
    seat_open (hall.desktops[i].seat);
  for (guint i = 0; i < DESKTOPS; i++)
    {
      check_store (hall.desktops[i].seat);
      check_marks (&hall.desktops[i]);
    }
  check_commits (&hall);
  report (&hall, kills, begin);
  close_hall (&hall);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  g_test_add_data_func ("/client/kill", argv[1], test_kill);
  return g_test_run ();
}
