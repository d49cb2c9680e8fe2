/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "real-kit.h"
#include "scripted-transport.h"

#include <string.h>

/*
 * Several desks write the same cases over lines that do everything a line can
 * do. When the lines are good again all replicas are equal for what each may
 * see, nothing is lost, nothing is there twice, no outbox holds anything, and
 * what looks like a conflict is one.
 */
#define SEEDS    12
#define SEATS    3
#define STEPS    40
#define RECORDS  4

static const char *const desks[SEATS] = { "shimin", "kokuho", "kodomo" };

typedef struct
{
  Seat              *seats[SEATS];
  ScriptedTransport *lines[SEATS];
  MadoRandom        *random;
  MadoId             records[RECORDS];
  guint              n_written[RECORDS]; /* commits in section shared */
  guint              n_faults;
} Storm;

static void
storm_open (Storm   *self,
            City    *city,
            guint64  seed)
{
  memset (self, 0, sizeof *self);
  self->random = mado_random_new_seeded (seed);
  for (guint i = 0; i < SEATS; i++)
    {
      self->seats[i] = seat_new (city, desks[i], 1000 * seed + i, 0);
      self->lines[i] = scripted_transport_new (self->seats[i]->transport, self->random);
    }
  for (guint r = 0; r < RECORDS; r++)
    {
      seat_new_case (self->seats[0], r, &self->records[r]);
      seat_set_route (self->seats[0], &self->records[r], "shared", "kokuho", TRUE);
      seat_set_route (self->seats[0], &self->records[r], "shared", "kodomo", TRUE);
      self->n_written[r] = 3;
    }
}

static void
storm_close (Storm *self)
{
  for (guint i = 0; i < SEATS; i++)
    {
      g_object_unref (self->lines[i]);
      seat_free (self->seats[i]);
    }
  g_object_unref (self->random);
}

/* A field of this seat alone: two of them are never in conflict. */
static void
write_something (Storm *self,
                 guint  s)
{
  guint r = mado_random_below (self->random, RECORDS);
  g_autoptr (MadoRecord) loaded = seat_load (self->seats[s], &self->records[r]);
  g_autofree char *path = g_strdup_printf ("field/%s_%u", desks[s], mado_random_below (self->random, 3));
  g_autofree char *text = g_strdup_printf ("%u", mado_random_below (self->random, 1000000));

  if (loaded == NULL)
    return;
  seat_write (self->seats[s], mado_made_value (loaded, &self->records[r], "shared", path, text, TRUE));
  self->n_written[r]++;
}

static void
storm_step (Storm *self)
{
  guint s = mado_random_below (self->random, SEATS);
  g_autoptr (GError) error = NULL;
  guint n_refused = 0;

  if (mado_random_below (self->random, 2))
    write_something (self, s);
  mado_clock_advance (self->seats[s]->clock, 20);
  if (!seat_try_turn (self->seats[s], MADO_TRANSPORT (self->lines[s]), &n_refused, NULL, &error))
    {
      g_assert_nonnull (error);
      g_assert_cmpint (error->domain, ==, MADO_ERROR);
      self->n_faults++;
    }
  g_assert_cmpuint (n_refused, ==, 0);
}

static void
calm_down (Storm *self)
{
  for (guint i = 0; i < SEATS; i++)
    scripted_transport_flush (self->lines[i]);
  for (guint round = 0; round < 3; round++)
    for (guint i = 0; i < SEATS; i++)
      seat_turn (self->seats[i]);
}

static void
check_record (Storm *self,
              guint  r)
{
  g_autoptr (MadoRecord) first = seat_load (self->seats[0], &self->records[r]);
  g_autoptr (GPtrArray) conflicts = mado_record_list_conflicts (first);

  g_assert_cmpuint (conflicts->len, ==, 0);
  g_assert_cmpuint (mado_record_get_n_incomplete (first), ==, 0);
  /* And one of section addr. */
  g_assert_cmpuint (mado_record_get_n_commits (first), ==, self->n_written[r] + 1);
  for (guint s = 1; s < SEATS; s++)
    {
      seat_check_equal (self->seats[0], self->seats[s], &self->records[r], "shared");
      g_assert_cmpuint (seat_count (self->seats[s], &self->records[r]), ==, self->n_written[r]);
    }
}

static void
check_seat (Seat *seat)
{
  g_autoptr (GPtrArray) keys = mado_store_unsent_keys (seat->store, NULL);
  g_autoptr (GPtrArray) quarantine = mado_store_list_quarantine (seat->store, NULL);

  g_assert_cmpuint (mado_store_get_n_unsent (seat->store), ==, 0);
  g_assert_cmpuint (keys->len, ==, 0);
  g_assert_cmpuint (quarantine->len, ==, 0);
}

static void
test_storm (gconstpointer data)
{
  City *city = (City *) data;
  guint counts[SCRIPT_LAST] = { 0 };
  guint n_faults = 0;

  for (guint64 seed = 1; seed <= SEEDS; seed++)
    {
      Storm storm;

      storm_open (&storm, city, seed);
      for (guint step = 0; step < STEPS; step++)
        storm_step (&storm);
      calm_down (&storm);
      for (guint r = 0; r < RECORDS; r++)
        check_record (&storm, r);
      for (guint s = 0; s < SEATS; s++)
        {
          check_seat (storm.seats[s]);
          for (guint e = 0; e < SCRIPT_LAST; e++)
            counts[e] += scripted_transport_get_count (storm.lines[s], e);
        }
      n_faults += storm.n_faults;
      storm_close (&storm);
    }
  /* Each kind of trouble has been met. */
  for (guint e = 0; e < SCRIPT_LAST; e++)
    g_assert_cmpuint (counts[e], >, 0);
  g_assert_cmpuint (n_faults, >, SEEDS);
  g_test_message ("%u scripts, %u turns failed on the way", SEEDS, n_faults);
}

/* What each fault is called by the time it reaches a person. */
static void
test_names (gconstpointer data)
{
  static const struct
  {
    ScriptEvent event;
    int         code;
  } cases[] = {
    { SCRIPT_DROP, MADO_ERROR_OFFLINE },  { SCRIPT_TIMEOUT, MADO_ERROR_TIMEOUT }, { SCRIPT_PROXY_PAGE, MADO_ERROR_OFFLINE },
    { SCRIPT_500, MADO_ERROR_INTERNAL },  { SCRIPT_503, MADO_ERROR_BUSY },        { SCRIPT_426, MADO_ERROR_UNSUPPORTED },
    { SCRIPT_GARBAGE, MADO_ERROR_DAMAGED },
  };
  Seat *seat = seat_new ((City *) data, "shimin", 77, 0);
  g_autoptr (ScriptedTransport) line = scripted_transport_new (seat->transport, seat->random);
  MadoId record;

  seat_new_case (seat, 1, &record);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      guint n_refused = 0;

      scripted_transport_force (line, cases[i].event);
      g_assert_false (seat_try_turn (seat, MADO_TRANSPORT (line), &n_refused, NULL, &error));
      g_assert_error (error, MADO_ERROR, cases[i].code);
      g_assert_cmpuint (n_refused, ==, 0);
      g_assert_cmpuint (mado_store_get_n_unsent (seat->store), ==, 2);
    }
  seat_turn (seat);
  g_assert_cmpuint (mado_store_get_n_unsent (seat->store), ==, 0);
  seat_free (seat);
}

int
main (int    argc,
      char **argv)
{
  City *city;
  int status;

  g_test_init (&argc, &argv, NULL);
  city = town_new ();
  g_test_add_data_func ("/client/storm/names", city, test_names);
  g_test_add_data_func ("/client/storm/scripts", city, test_storm);
  status = g_test_run ();
  town_free (city);
  return status;
}
