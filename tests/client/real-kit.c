/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "real-kit.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

#include "client/mado-feed.h"
#include "client/mado-handover.h"
#include "client/mado-observer.h"
#include "client/mado-soup-transport.h"
#include "core/store/mado-ticket-proof.h"
#include "core/store/sqlite/mado-sqlite-city.h"

#define START_SECONDS 60

static void
run (const char *first, ...)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;
  int status = 0;
  va_list args;

  va_start (args, first);
  for (const char *arg = first; arg != NULL; arg = va_arg (args, const char *))
    g_strv_builder_add (builder, arg);
  va_end (args);
  argv = g_strv_builder_end (builder);
  g_spawn_sync (NULL, argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

/* --- the city ---------------------------------------------------------------- */

void
town_wait (City *self)
{
  g_autofree char *file = g_build_filename (self->dir, "port", NULL);
  gint64 deadline = g_get_monotonic_time () + START_SECONDS * G_USEC_PER_SEC;
  g_autofree char *text = NULL;

  /* The file is written when the server listens; another process has no condition to wait on. */
  while (!g_file_get_contents (file, &text, NULL, NULL))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (5000);
    }
  self->port = (guint16) g_ascii_strtoull (text, NULL, 10);
  g_assert_cmpuint (self->port, >, 0);
  g_remove (file);
}

/* A test that fails must not leave a server behind. */
static void
end_with_parent_cb (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

void
town_launch (City     *self,
             gboolean  restored)
{
  g_autofree char *program = g_build_filename (g_getenv ("MADO_BUILD_ROOT"), "src", "server", "madoguchi-server", NULL);
  g_autofree char *pack = g_build_filename (g_getenv ("MADO_SOURCE_ROOT"), "data", "city", NULL);
  g_autofree char *data = g_build_filename (self->dir, "data", NULL);
  g_autofree char *keys = g_build_filename (self->dir, "keys", NULL);
  g_autofree char *port_file = g_build_filename (self->dir, "port", NULL);
  g_autofree char *first = g_build_filename (self->dir, "first", NULL);
  g_autofree char *port = g_strdup_printf ("%u", self->port);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr (GError) error = NULL;

  g_assert_null (self->process);
  g_remove (port_file);
  /* The server has its own run under the thread sanitizer. */
  g_subprocess_launcher_setenv (launcher, "TSAN_OPTIONS", "report_bugs=0", TRUE);
  g_subprocess_launcher_set_child_setup (launcher, end_with_parent_cb, NULL, NULL);
  self->process = g_subprocess_launcher_spawn (launcher, &error, program, "--data", data, "--keys", keys,
                                               "--pack", pack, "--port", port, "--port-file", port_file, "--first-file", first,
                                               restored ? "--restored" : NULL, NULL);
  g_assert_no_error (error);
}

void
town_start (City     *self,
            gboolean  restored)
{
  town_launch (self, restored);
  town_wait (self);
}

static void
read_first (City *self)
{
  g_autofree char *path = g_build_filename (self->dir, "first", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (lines[i], "\t", -1);

      if (g_strcmp0 (parts[0], "account") == 0)
        g_hash_table_insert (self->passwords, g_strdup (parts[1]), g_strdup (parts[2]));
      else if (g_strcmp0 (parts[0], "code") == 0)
        self->code = g_strdup (parts[1]);
    }
  g_assert_nonnull (self->code);
}

City *
town_new (void)
{
  City *self = g_new0 (City, 1);
  g_autofree char *data = NULL;
  g_autofree char *keys = NULL;

  mado_crypto_init ();
  self->dir = g_dir_make_tmp ("mado-city-XXXXXX", NULL);
  self->passwords = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  data = g_build_filename (self->dir, "data", NULL);
  keys = g_build_filename (self->dir, "keys", NULL);
  g_mkdir (data, 0700);
  g_mkdir (keys, 0700);
  town_start (self, FALSE);
  read_first (self);
  self->url = g_strdup_printf ("http://127.0.0.1:%u", self->port);
  return self;
}

static void
end_process (City *self,
             int   with)
{
  g_subprocess_send_signal (self->process, with);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
}

void
town_kill (City *self)
{
  end_process (self, SIGKILL);
}

void
town_stop (City *self)
{
  end_process (self, SIGTERM);
}

void
town_copy (City       *self,
           const char *name)
{
  g_autofree char *data = g_build_filename (self->dir, "data", NULL);
  g_autofree char *keys = g_build_filename (self->dir, "keys", NULL);
  g_autofree char *to = g_build_filename (self->dir, name, NULL);

  g_assert_null (self->process);
  g_mkdir (to, 0700);
  run ("cp", "-a", data, keys, to, NULL);
}

void
town_put_back (City       *self,
               const char *name)
{
  g_autofree char *data = g_build_filename (self->dir, "data", NULL);
  g_autofree char *keys = g_build_filename (self->dir, "keys", NULL);
  g_autofree char *from_data = g_build_filename (self->dir, name, "data", NULL);
  g_autofree char *from_keys = g_build_filename (self->dir, name, "keys", NULL);

  g_assert_null (self->process);
  run ("rm", "-rf", data, keys, NULL);
  run ("cp", "-a", from_data, from_keys, self->dir, NULL);
}

MadoCityStore *
town_open (City *self)
{
  g_autofree char *data = g_build_filename (self->dir, "data", NULL);
  g_autofree char *keys = g_build_filename (self->dir, "keys", NULL);
  g_autofree char *path = g_build_filename (keys, "master.key", NULL);
  g_autofree char *master = NULL;
  g_autoptr (MadoClock) clock = mado_clock_new_system ();
  g_autoptr (MadoRandom) random = mado_random_new_system ();
  MadoSqliteCityOptions options = { .data_dir = data, .key_dir = keys, .clock = clock, .random = random };
  MadoCityStore *store;
  g_autoptr (GError) error = NULL;
  gsize length = 0;

  g_assert_null (self->process);
  g_assert_true (g_file_get_contents (path, &master, &length, NULL));
  g_assert_cmpuint (length, ==, MADO_KEY_BYTES);
  options.master = (const guint8 *) master;
  store = mado_sqlite_city_open (&options, &error);
  g_assert_no_error (error);
  return store;
}

void
town_purge (City         *self,
            const MadoId *record)
{
  g_autoptr (MadoCityStore) store = NULL;
  g_autoptr (GError) error = NULL;

  town_stop (self);
  store = town_open (self);
  g_assert_true (mado_city_store_purge (store, record, "kacho", "保存期間が満了した", &error));
  g_assert_finalize_object (g_steal_pointer (&store));
  town_start (self, FALSE);
}

void
town_free (City *self)
{
  if (self->process != NULL)
    town_stop (self);
  run ("rm", "-rf", self->dir, NULL);
  g_hash_table_unref (self->passwords);
  g_free (self->dir);
  g_free (self->url);
  g_free (self->code);
  g_free (self);
}

/* --- a seat ------------------------------------------------------------------- */

void
seat_sign_in (Seat *self)
{
  g_auto (MadoSignIn) sign_in = { 0 };
  g_autoptr (GError) error = NULL;

  mado_session_sign_in (self->transport, &self->facts, self->staff, g_hash_table_lookup (self->city->passwords, self->staff),
                        self->key, &sign_in, NULL, &error);
  g_assert_no_error (error);
  g_free (self->token);
  self->token = g_strdup (sign_in.token);
  self->ticket = sign_in.staff->ticket;
  g_assert_cmpuint (sign_in.week_keys->len, ==, 5 + 3); /* of weeks; pairs for drafts */
  g_clear_pointer (&self->proof, g_bytes_unref);
  self->proof = g_bytes_ref (sign_in.staff->proof);
  if (self->store == NULL)
    return;
  mado_store_set_person (self->store, self->staff, MADO_ROLE_COUNTER, &self->ticket, NULL);
  g_assert_true (mado_ticket_keep (self->store, &self->ticket, self->proof, &error));
}

void
seat_open (Seat *self)
{
  g_autofree char *path = g_build_filename (self->dir, "journal.db", NULL);
  MadoIdentity identity = { .device = self->facts.device, .actor = self->staff, .ticket = self->ticket,
                            .scope = self->facts.scope };
  g_autoptr (GError) error = NULL;

  g_assert_null (self->store);
  g_strlcpy (identity.city, self->facts.city, sizeof identity.city);
  self->store = mado_sqlite_store_open (path, self->key, &identity, mado_made_project, NULL, self->clock, self->random,
                                        &error);
  g_assert_no_error (error);
  if (self->proof != NULL)
    g_assert_true (mado_ticket_keep (self->store, &self->ticket, self->proof, &error));
}

void
seat_close (Seat *self)
{
  if (self->store == NULL)
    return;
  mado_store_close (self->store);
  g_clear_object (&self->store);
}

static void
enrol (Seat       *self,
       const char *desk)
{
  g_auto (MadoEnrolment) enrolment = { 0 };
  g_autoptr (GError) error = NULL;

  mado_session_enrol (self->transport, self->city->url, self->city->code, "テスト", desk, self->key, &enrolment, NULL,
                      &error);
  g_assert_no_error (error);
  g_assert_cmpuint (enrolment.lease.last, >, enrolment.lease.first);
  self->facts = enrolment.facts;
  memset (&enrolment.facts, 0, sizeof enrolment.facts);
  g_assert_true (mado_box_shared_key (self->key, self->facts.server_key.box, self->shared));
}

Seat *
seat_new (City       *city,
          const char *desk,
          guint64     seed,
          gint64      skew_ms)
{
  Seat *self = g_new0 (Seat, 1);
  g_autoptr (MadoClock) system = mado_clock_new_system ();
  g_autoptr (MadoSoupTransport) soup = mado_soup_transport_new (city->url, 20);

  self->city = city;
  self->dir = g_dir_make_tmp ("mado-seat-XXXXXX", NULL);
  self->staff = g_strconcat (desk, "-1", NULL);
  self->clock = mado_clock_new_manual (mado_clock_wall_ms (system) + skew_ms);
  self->random = mado_random_new_seeded (seed);
  self->key = mado_secret_key_new (self->random);
  self->transport = MADO_TRANSPORT (mado_observer_new (MADO_TRANSPORT (soup), self->clock));
  enrol (self, desk);
  seat_sign_in (self);
  seat_open (self);
  return self;
}

void
seat_free (Seat *self)
{
  seat_close (self);
  run ("rm", "-rf", self->dir, NULL);
  mado_profile_facts_clear (&self->facts);
  mado_secret_key_unref (self->key);
  g_object_unref (self->transport);
  g_object_unref (self->clock);
  g_object_unref (self->random);
  g_free (self->dir);
  g_free (self->staff);
  g_free (self->token);
  g_clear_pointer (&self->proof, g_bytes_unref);
  g_free (self);
}

gboolean
seat_try_turn (Seat           *self,
               MadoTransport  *transport,
               guint          *n_refused,
               guint          *n_stored,
               GError        **error)
{
  MadoTransport *line = transport != NULL ? transport : self->transport;

  return mado_handover_run (line, self->token, self->store, self->shared, self->random, n_refused, NULL, error)
         && mado_feed_pull (line, self->token, self->store, self->shared, n_stored, NULL, error);
}

guint
seat_turn (Seat *self)
{
  g_autoptr (GError) error = NULL;
  guint n_stored = 0, n_refused = 0;

  mado_clock_advance (self->clock, 10);
  seat_try_turn (self, NULL, &n_refused, &n_stored, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_refused, ==, 0);
  return n_stored;
}

/* --- cases --------------------------------------------------------------------- */

void
seat_write (Seat     *self,
            MadoEdit *edit)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) commits = NULL;

  mado_clock_advance (self->clock, 1);
  commits = mado_store_write (self->store, edit, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (commits->len, >, 0);
}

void
seat_new_case (Seat   *self,
               guint   number,
               MadoId *record)
{
  mado_id_generate (record, self->clock, self->random);
  seat_write (self, mado_made_case (self->random, record, number, 2, self->facts.scope));
}

void
seat_set_text (Seat         *self,
               const MadoId *record,
               const char   *section,
               const char   *path,
               const char   *text)
{
  g_autoptr (MadoRecord) loaded = seat_load (self, record);

  seat_write (self, mado_made_value (loaded, record, section, path, text, TRUE));
}

void
seat_set_route (Seat         *self,
                const MadoId *record,
                const char   *section,
                const char   *scope,
                gboolean      on)
{
  g_autoptr (MadoRecord) loaded = seat_load (self, record);
  MadoEdit *edit = mado_edit_new ("case", record, "route");
  g_autofree char *path = g_strconcat ("route/", scope, NULL);
  g_autoptr (GVariant) value = mado_value_bool (on);
  guint n_heads = 0;
  const MadoId *heads = mado_record_get_heads (loaded, section, &n_heads);

  mado_edit_add (edit, section, heads, n_heads, mado_change_new (path, value, MADO_SOURCE_PROGRAM, FALSE));
  seat_write (self, edit);
}

MadoRecord *
seat_load (Seat         *self,
           const MadoId *record)
{
  return mado_store_load (self->store, record, NULL);
}

guint
seat_count (Seat         *self,
            const MadoId *record)
{
  g_autoptr (MadoRecord) loaded = seat_load (self, record);

  return loaded ? mado_record_get_n_commits (loaded) : 0;
}

void
seat_check_equal (Seat         *a,
                  Seat         *b,
                  const MadoId *record,
                  const char   *section)
{
  const char *sections[] = { section, NULL };
  g_autoptr (MadoRecord) here = seat_load (a, record);
  g_autoptr (MadoRecord) there = seat_load (b, record);
  guint8 one[MADO_DIGEST_BYTES], two[MADO_DIGEST_BYTES];
  guint n_heads = 0;

  g_assert_nonnull (here);
  g_assert_nonnull (there);
  mado_record_get_heads (here, section, &n_heads);
  g_assert_cmpuint (n_heads, >, 0);
  g_assert_cmpuint (mado_record_get_n_locked (here), ==, 0);
  g_assert_cmpuint (mado_record_get_n_locked (there), ==, 0);
  mado_record_digest (here, sections, one);
  mado_record_digest (there, sections, two);
  g_assert_cmpmem (one, sizeof one, two, sizeof two);
}
