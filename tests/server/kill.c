/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * kill -9 of the real server at random moments while desktops hand in
 * commits: what was acknowledged is there afterwards, under the same seq, the
 * chain holds, and what was not answered can be sent again.
 */
#include "config.h"

#include "city-fixture.h"
#include "client/mado-session.h"
#include "client/mado-soup-transport.h"
#include "core/sync/mado-commit.h"

#include <glib/gstdio.h>
#include <signal.h>

#define KILLS    12
#define DESKTOPS 3
#define BATCH    5

typedef struct
{
  char          *dir;
  char          *data;
  char          *port_file;
  char          *first_file;
  GSubprocess   *server;
  char          *base;
  char          *lines;
  MadoClock     *clock;
  MadoRandom    *random;
} Place;

typedef struct
{
  Place          *place;
  MadoEnrolment   enrolment;
  MadoSignIn      sign_in;
  MadoSecretKey  *key;
  guint64         n;
  GPtrArray      *acknowledged; /* GBytes */
  GPtrArray      *unanswered;   /* GBytes: sent, no answer */
  gint            stop;         /* atomic */
} Desktop;

static void
start_server (Place *place)
{
  const char *argv[] = { g_getenv ("MADO_SERVER"), "--data", place->data, "--city", "042021", "--port", "0", "--port-file",
                         place->port_file, "--first-file", place->first_file, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *port = NULL;

  g_unlink (place->port_file);
  place->server = g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);
  g_assert_no_error (error);
  while (!g_file_get_contents (place->port_file, &port, NULL, NULL) || *port == '\0')
    {
      g_clear_pointer (&port, g_free);
      g_usleep (5000);
    }
  g_free (place->base);
  place->base = g_strdup_printf ("http://127.0.0.1:%d", atoi (port));
}

static void
kill_server (Place *place)
{
  g_subprocess_send_signal (place->server, SIGKILL);
  g_subprocess_wait (place->server, NULL, NULL);
  g_clear_object (&place->server);
}

static char *
find_first (const char *lines,
            const char *what)
{
  g_autofree char *prefix = g_strconcat (what, "\t", NULL);
  const char *at = strstr (lines, prefix);

  g_assert_nonnull (at);
  at += strlen (prefix);
  return g_strndup (at, strcspn (at, "\t\n"));
}

static Desktop *
make_desktop (Place *place)
{
  g_autoptr (MadoSoupTransport) transport = mado_soup_transport_new (place->base, 60);
  Desktop *desktop = g_new0 (Desktop, 1);
  g_autofree char *code = find_first (place->lines, "code");
  g_autofree char *password = find_first (place->lines, "account\tkacho");
  g_autoptr (GError) error = NULL;

  desktop->place = place;
  desktop->key = mado_secret_key_new (place->random);
  desktop->acknowledged = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  desktop->unanswered = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  mado_session_enrol (MADO_TRANSPORT (transport), place->base, code, "x", "shimin", desktop->key, &desktop->enrolment, NULL, &error);
  g_assert_no_error (error);
  mado_session_sign_in (MADO_TRANSPORT (transport), &desktop->enrolment.facts, "kacho", password, desktop->key,
                        &desktop->sign_in, NULL, &error);
  g_assert_no_error (error);
  return desktop;
}

static GBytes *
make_commit (Desktop *desktop)
{
  Place *place = desktop->place;
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);
  g_autoptr (GVariant) value = mado_value_text ("tennyu");
  MadoCommitDraft draft = { .city = "042021", .device = desktop->enrolment.facts.device, .n = ++desktop->n, .actor = "kacho",
                            .ticket = desktop->sign_in.staff->ticket, .kind = "case", .section = "shared",
                            .purpose = "fill", .changes = changes };
  g_autoptr (MadoCommit) commit = NULL;

  g_ptr_array_add (changes, mado_change_new ("event", value, MADO_SOURCE_TYPED, FALSE));
  mado_id_generate (&draft.id, place->clock, place->random);
  mado_id_generate (&draft.record, place->clock, place->random);
  draft.clock = mado_clock_tick (place->clock);
  draft.wall = mado_clock_wall_ms (place->clock);
  commit = mado_commit_sign (&draft, desktop->key, place->random, NULL);
  g_assert_nonnull (commit);
  return g_bytes_ref (commit->bytes);
}

/* TRUE when the server answered for all of them. */
static gboolean
post (MadoTransport *transport,
      Desktop       *desktop,
      GPtrArray     *batch)
{
  GByteArray *out = g_byte_array_new ();
  g_autoptr (GBytes) body = NULL;
  g_auto (MadoResponse) response = { 0 };
  MadoCborReader reader;

  for (guint i = 0; i < batch->len; i++)
    mado_cbor_put_bytes (out, g_bytes_get_data (batch->pdata[i], NULL), g_bytes_get_size (batch->pdata[i]));
  body = g_byte_array_free_to_bytes (out);
  {
    MadoRequest request = { "POST", "/v1/commits", "application/cbor-seq", desktop->sign_in.token, body };

    if (!mado_transport_send (transport, &request, &response, NULL, NULL))
      return FALSE;
  }
  g_assert_cmpuint (response.status, ==, 200);
  mado_cbor_reader_init (&reader, g_bytes_get_data (response.body, NULL), g_bytes_get_size (response.body));
  for (guint i = 0; i < batch->len; i++)
    {
      g_assert_cmpuint (mado_cbor_get_array (&reader), ==, 5);
      mado_cbor_skip (&reader);
      g_assert_cmpuint (mado_cbor_get_uint (&reader), <=, MADO_VERDICT_DUPLICATE);
      for (guint k = 0; k < 3; k++)
        mado_cbor_skip (&reader);
    }
  g_assert_true (mado_cbor_reader_finish (&reader, "answers", NULL));
  return TRUE;
}

static void
move_all (GPtrArray *from,
          GPtrArray *to)
{
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (to, g_bytes_ref (from->pdata[i]));
}

/* First what had no answer, then new ones, until the server is gone. */
static gpointer
desktop_thread (gpointer data)
{
  Desktop *desktop = data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (MadoSoupTransport) transport = NULL;

  g_main_context_push_thread_default (context);
  transport = mado_soup_transport_new (desktop->place->base, 10);
  while (!g_atomic_int_get (&desktop->stop))
    {
      g_autoptr (GPtrArray) batch = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

      move_all (desktop->unanswered, batch);
      for (guint i = 0; i < BATCH; i++)
        g_ptr_array_add (batch, make_commit (desktop));
      g_ptr_array_set_size (desktop->unanswered, 0);
      if (!post (MADO_TRANSPORT (transport), desktop, batch))
        {
          move_all (batch, desktop->unanswered);
          break;
        }
      move_all (batch, desktop->acknowledged);
    }
  g_clear_object (&transport);
  g_main_context_pop_thread_default (context);
  return NULL;
}

static void
run_until_killed (Place    *place,
                  Desktop **desktops)
{
  GThread *threads[DESKTOPS];

  for (guint i = 0; i < DESKTOPS; i++)
    threads[i] = g_thread_new ("desktop", desktop_thread, desktops[i]);
  /* The moment is what is random here; nothing could be awaited. */
  g_usleep (20000 + mado_random_below (place->random, 250000));
  kill_server (place);
  for (guint i = 0; i < DESKTOPS; i++)
    g_thread_join (threads[i]);
}

/* Opens what the dead server left and asks it for every acknowledged commit. */
static guint
check (Place    *place,
       Desktop **desktops)
{
  g_autofree char *key_path = g_build_filename (place->data, "master.key", NULL);
  g_autofree char *master = NULL;
  MadoSqliteCityOptions options = { .data_dir = place->data, .clock = place->clock, .random = place->random };
  g_autoptr (MadoCityStore) store = NULL;
  g_autoptr (GError) error = NULL;
  guint seen = 0;

  g_assert_true (g_file_get_contents (key_path, &master, NULL, NULL));
  options.master = (const guint8 *) master;
  store = mado_sqlite_city_open (&options, &error);
  g_assert_no_error (error);
  for (guint d = 0; d < DESKTOPS; d++)
    for (guint i = 0; i < desktops[d]->acknowledged->len; i++)
      {
        g_autoptr (MadoCommit) commit = mado_commit_parse (desktops[d]->acknowledged->pdata[i], NULL);
        guint64 seq;
        g_autoptr (GBytes) bytes = mado_city_store_get_commit (store, &commit->id, &seq, &error);

        g_assert_nonnull (bytes);
        g_assert_true (g_bytes_equal (bytes, desktops[d]->acknowledged->pdata[i]));
        seen++;
      }
  g_assert_true (mado_city_store_check_chain (store, &error));
  g_assert_no_error (error);
  return seen;
}

static void
test_kill (void)
{
  Place place = { .dir = g_dir_make_tmp ("mado-kill-XXXXXX", NULL), .clock = mado_clock_new_system (),
                  .random = mado_random_new_system () };
  Desktop *desktops[DESKTOPS];
  gint64 begin = g_get_monotonic_time ();
  guint kills = 0, seen = 0;

  place.data = g_build_filename (place.dir, "data", NULL);
  place.port_file = g_build_filename (place.dir, "port", NULL);
  place.first_file = g_build_filename (place.dir, "first", NULL);
  mado_crypto_init ();
  start_server (&place);
  g_assert_true (g_file_get_contents (place.first_file, &place.lines, NULL, NULL));
  for (guint i = 0; i < DESKTOPS; i++)
    desktops[i] = make_desktop (&place);
  while (kills < KILLS && g_get_monotonic_time () - begin < 15 * G_USEC_PER_SEC)
    {
      if (place.server == NULL)
        start_server (&place);
      run_until_killed (&place, desktops);
      kills++;
      seen = check (&place, desktops);
    }
  g_test_message ("%u kills, %u acknowledged commits all there, %.1f s", kills, seen,
                  (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC);
  g_assert_cmpuint (seen, >, 0);
  for (guint i = 0; i < DESKTOPS; i++)
    {
      mado_enrolment_clear (&desktops[i]->enrolment);
      mado_sign_in_clear (&desktops[i]->sign_in);
      mado_secret_key_unref (desktops[i]->key);
      g_ptr_array_unref (desktops[i]->acknowledged);
      g_ptr_array_unref (desktops[i]->unanswered);
      g_free (desktops[i]);
    }
  test_remove_tree (place.dir);
  g_object_unref (place.clock);
  g_object_unref (place.random);
  g_free (place.base);
  g_free (place.lines);
  g_free (place.dir);
  g_free (place.data);
  g_free (place.port_file);
  g_free (place.first_file);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kill/acknowledged-is-there", test_kill);
  return g_test_run ();
}
