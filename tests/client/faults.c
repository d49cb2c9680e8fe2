/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "place-kit.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

/* The server goes away and comes back; the client's program is killed; the sign-in ends. */

#define SERVER_KILLS     12
#define CLIENT_KILLS     10

static City *city;
static const char *self_path;

/* --- tests ---------------------------------------------------------------------- */

static void
test_live_and_restart (void)
{
  Seat *a = seat_new (city, "shimin", 1, 0);
  Seat *b = seat_new (city, "kokuho", 2, 0);
  g_autofree char *pack = g_build_filename (b->dir, "pack", "city.json", NULL);
  gint64 began;
  Place here, there;

  place_start (&here, a, FALSE);
  place_start (&there, b, FALSE);
  wait_for_state (&here, MADO_CLIENT_ONLINE);
  wait_for_state (&there, MADO_CLIENT_ONLINE);
  g_assert_true (g_file_test (pack, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (mado_case_numbers_left (b->store), >, 0);

  /* Live: far sooner than the next turn by the clock. */
  began = g_get_monotonic_time ();
  new_shared_case (a, 1, &there.record);
  there.n_commits = 2;
  wait_until (place_has_record, &there);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 10 * G_USEC_PER_SEC);
  g_test_message ("a case was at the other desk after %" G_GINT64_FORMAT " ms", (g_get_monotonic_time () - began) / 1000);

  town_kill (city);
  new_shared_case (a, 2, &there.record);
  wait_for_state (&here, MADO_CLIENT_OFFLINE);
  g_assert_cmpint (mado_client_get_since (here.client), >, 0);
  g_assert_cmpuint (mado_store_get_n_unsent (a->store), >=, 3);
  town_start (city, FALSE);
  wait_until (place_is_all_sent, &here);
  g_assert_cmpint (mado_client_get_since (here.client), ==, 0);
  wait_until (place_has_record, &there);
  place_stop (&here);
  place_stop (&there);
  seat_check_equal (a, b, &there.record, "shared");
  seat_free (a);
  seat_free (b);
}

static void
end_session (Seat *seat)
{
  MadoRequest request = { .method = "DELETE", .path = "/v1/session", .token = seat->token };
  g_auto (MadoResponse) response = { 0 };

  g_assert_true (mado_transport_call (seat->transport, &request, &response, NULL, NULL));
}

static void
test_states (void)
{
  Seat *a = seat_new (city, "shimin", 11, 0);
  g_autofree char *fault = NULL;
  g_autofree char *plain = NULL;
  MadoId record;
  Place here;

  place_start (&here, a, TRUE);
  wait_for_state (&here, MADO_CLIENT_ONLINE);

  scripted_transport_force (here.line, SCRIPT_426);
  new_shared_case (a, 3, &record);
  wait_for_state (&here, MADO_CLIENT_OUTDATED);
  plain = mado_client_dup_fault (here.client);
  g_assert_nonnull (plain);
  g_assert_nonnull (strstr (plain, "newer program"));
  g_assert_cmpuint (mado_store_get_n_unsent (a->store), ==, 3);

  /* The sign-in ends: everything written is kept, and goes out after the next one. */
  scripted_transport_force (here.line, SCRIPT_PASS);
  end_session (a);
  mado_client_set_token (here.client, a->token);
  wait_for_state (&here, MADO_CLIENT_DENIED);
  g_assert_cmpuint (mado_store_get_n_unsent (a->store), ==, 3);
  fault = mado_client_dup_fault (here.client);
  g_assert_nonnull (fault);
  seat_sign_in (a);
  mado_client_set_token (here.client, a->token);
  wait_until (place_is_all_sent, &here);
  place_stop (&here);
  seat_free (a);
}

static gboolean
end_loop_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

/* "Retry-After: 7" stands, whatever is written meanwhile. */
static void
test_retry_after (void)
{
  Seat *a = seat_new (city, "shimin", 21, 0);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  guint asked;
  MadoId record;
  Place here;

  place_start (&here, a, TRUE);
  wait_for_state (&here, MADO_CLIENT_ONLINE);
  scripted_transport_force (here.line, SCRIPT_503);
  new_shared_case (a, 4, &record);
  wait_for_state (&here, MADO_CLIENT_OFFLINE);
  asked = scripted_transport_get_count (here.line, SCRIPT_503);
  scripted_transport_force (here.line, SCRIPT_PASS);
  new_shared_case (a, 5, &record);
  g_timeout_add (2500, end_loop_cb, loop);
  g_main_loop_run (loop);
  g_assert_cmpuint (asked, ==, scripted_transport_get_count (here.line, SCRIPT_503));
  g_assert_cmpuint (mado_store_get_n_unsent (a->store), ==, 6);
  wait_until (place_is_all_sent, &here);
  place_stop (&here);
  seat_free (a);
}

static gboolean
end_now_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
test_server_killed (void)
{
  Seat *a = seat_new (city, "shimin", 41, 0);
  Seat *b = seat_new (city, "kokuho", 42, 0);
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (MadoId));
  Place here, there;

  place_start (&here, a, FALSE);
  place_start (&there, b, FALSE);
  for (guint round = 0; round < SERVER_KILLS; round++)
    {
      gboolean over = FALSE;

      g_timeout_add (5 + mado_random_below (a->random, 120), end_now_cb, &over);
      while (!over)
        {
          MadoId record;

          new_shared_case (a, records->len, &record);
          g_array_append_val (records, record);
          g_main_context_iteration (NULL, FALSE);
        }
      town_kill (city);
      town_start (city, FALSE);
    }
  /* A restart may end the sign-ins: people sign in again. */
  seat_sign_in (a);
  seat_sign_in (b);
  mado_client_set_token (here.client, a->token);
  mado_client_set_token (there.client, b->token);
  wait_until (place_is_all_sent, &here);
  there.record = g_array_index (records, MadoId, records->len - 1);
  there.n_commits = 2;
  wait_until (place_has_record, &there);
  place_stop (&here);
  place_stop (&there);
  seat_turn (b);
  for (guint i = 0; i < records->len; i++)
    seat_check_equal (a, b, &g_array_index (records, MadoId, i), "shared");
  g_test_message ("%u cases over %u kills of the server", records->len, SERVER_KILLS);
  seat_free (a);
  seat_free (b);
}

/* --- a client program that is killed ------------------------------------------------ */

static void
set_hex (GKeyFile     *file,
         const char   *name,
         const guint8 *data)
{
  g_autofree char *text = g_base64_encode (data, 32);

  g_key_file_set_string (file, "seat", name, text);
}

static void
get_hex (GKeyFile   *file,
         const char *name,
         guint8     *data)
{
  g_autofree char *text = g_key_file_get_string (file, "seat", name, NULL);
  gsize length = 0;
  g_autofree guchar *bytes = g_base64_decode (text, &length);

  g_assert_cmpuint (length, ==, 32);
  memcpy (data, bytes, 32);
}

static char *
write_seat (Seat *seat)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  char *path = g_build_filename (seat->dir, "child.ini", NULL);
  g_autofree char *device = mado_id_to_string (&seat->facts.device);
  g_autofree char *ticket = mado_id_to_string (&seat->ticket);
  guint8 seed[32];

  mado_secret_key_get_seed (seat->key, seed);
  set_hex (file, "seed", seed);
  set_hex (file, "shared", seat->shared);
  g_key_file_set_string (file, "seat", "dir", seat->dir);
  g_key_file_set_string (file, "seat", "url", seat->facts.server);
  g_key_file_set_string (file, "seat", "city", seat->facts.city);
  g_key_file_set_string (file, "seat", "scope", seat->facts.scope);
  g_key_file_set_string (file, "seat", "staff", seat->staff);
  g_key_file_set_string (file, "seat", "token", seat->token);
  g_key_file_set_string (file, "seat", "device", device);
  g_key_file_set_string (file, "seat", "ticket", ticket);
  g_assert_true (g_key_file_save_to_file (file, path, NULL));
  return path;
}

static char *
get_text (GKeyFile   *file,
          const char *name)
{
  return g_key_file_get_string (file, "seat", name, NULL);
}

/* Writes and syncs until it is killed; tells each case once it is written. */
static int
child_main (const char *path,
            guint64     seed)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (MadoClock) system = mado_clock_new_system ();
  Seat seat = { 0 };
  g_autofree char *device = NULL;
  g_autofree char *ticket = NULL;
  guint8 key_seed[32];

  mado_crypto_init ();
  g_assert_true (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL));
  get_hex (file, "seed", key_seed);
  get_hex (file, "shared", seat.shared);
  seat.key = mado_secret_key_new_from_seed (key_seed);
  seat.dir = get_text (file, "dir");
  seat.staff = get_text (file, "staff");
  seat.token = get_text (file, "token");
  seat.facts.city = get_text (file, "city");
  seat.facts.scope = get_text (file, "scope");
  seat.facts.server = get_text (file, "url");
  device = get_text (file, "device");
  ticket = get_text (file, "ticket");
  mado_id_parse (device, &seat.facts.device);
  mado_id_parse (ticket, &seat.ticket);
  seat.clock = mado_clock_new_manual (mado_clock_wall_ms (system));
  seat.random = mado_random_new_seeded (seed);
  seat.transport = MADO_TRANSPORT (mado_soup_transport_new (seat.facts.server, 20));
  seat_open (&seat);
  for (guint i = 0; seat.store != NULL; i++)
    {
      g_autofree char *id = NULL;
      MadoId record;

      new_shared_case (&seat, i, &record);
      id = mado_id_to_string (&record);
      g_print ("%s\n", id);
      fflush (stdout);
      seat_try_turn (&seat, NULL, NULL, NULL, NULL);
    }
  return 0;
}

/* Whatever the child told before it was killed. */
static void
run_and_kill (Seat   *seat,
              guint64 seed,
              GArray *told)
{
  g_autofree char *path = write_seat (seat);
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, seed);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, self_path, "--child", path,
                                                    number, NULL);
  g_autoptr (GDataInputStream) lines = NULL;
  guint n = 0, spare = 1 + mado_random_below (seat->random, 6);

  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (lines, NULL, NULL, NULL);
      MadoId record;

      if (line == NULL || !mado_id_parse (line, &record))
        break;
      g_array_append_val (told, record);
      if (++n != spare)
        continue;
      g_usleep (mado_random_below (seat->random, 8000));
      g_subprocess_send_signal (child, SIGKILL);
    }
  g_assert_cmpuint (n, >=, spare);
  g_subprocess_wait (child, NULL, NULL);
}

static void
test_client_killed (void)
{
  Seat *a = seat_new (city, "shimin", 51, 0);
  Seat *b = seat_new (city, "kokuho", 52, 0);
  g_autoptr (GArray) told = g_array_new (FALSE, FALSE, sizeof (MadoId));

  for (guint64 round = 1; round <= CLIENT_KILLS; round++)
    {
      seat_close (a);
      run_and_kill (a, 9000 + round, told);
      seat_open (a);
    }
  seat_turn (a);
  seat_turn (b);
  g_assert_cmpuint (mado_store_get_n_unsent (a->store), ==, 0);
  for (guint i = 0; i < told->len; i++)
    {
      seat_check_equal (a, b, &g_array_index (told, MadoId, i), "shared");
      g_assert_cmpuint (seat_count (b, &g_array_index (told, MadoId, i)), ==, 2);
    }
  g_test_message ("%u cases over %u kills of the client", told->len, CLIENT_KILLS);
  seat_free (a);
  seat_free (b);
}

int
main (int    argc,
      char **argv)
{
  int status;

  if (argc == 4 && g_str_equal (argv[1], "--child"))
    return child_main (argv[2], g_ascii_strtoull (argv[3], NULL, 10));
  self_path = argv[0];
  g_test_init (&argc, &argv, NULL);
  city = town_new ();
  g_test_add_func ("/client/faults/live-and-restart", test_live_and_restart);
  g_test_add_func ("/client/faults/states", test_states);
  g_test_add_func ("/client/faults/retry-after", test_retry_after);
  g_test_add_func ("/client/faults/server-killed", test_server_killed);
  g_test_add_func ("/client/faults/client-killed", test_client_killed);
  status = g_test_run ();
  town_free (city);
  return status;
}
