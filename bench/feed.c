/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A new desktop catches up with a running server:
 *
 *   feed SERVER [COMMITS]
 *
 * One desktop writes cases and hands them in ("ready" is printed); then, for
 * each line on standard input, a desktop that was never there is enrolled,
 * signs in and pulls everything into an empty journal, page by page, each page
 * durable. Timed is the pull, and with it the opening of the journal. Prints a
 * line each: commits, seconds, seconds until the case list is complete too,
 * bytes of a commit, ms of processor time the pull cost the desktop. So the
 * caller can let peers run in between.
 */
#include "config.h"

#include "bench-profile.h"
#include "case-maker.h"
#include "client/mado-feed.h"
#include "client/mado-handover.h"
#include "client/mado-session.h"
#include "client/mado-soup-transport.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define PER_RECORD  10
#define TEXT_BYTES  1746 /* a commit of 2 KB with its envelope */

typedef struct
{
  MadoTransport *transport;
  char          *base;
  char          *lines; /* what the server said at its first start */
  GSubprocess   *process;
} Server;

typedef struct
{
  Profile      *profile;
  MadoEnrolment enrolment;
  MadoSignIn    sign_in;
  guint8        shared[MADO_KEY_BYTES];
} Desk;

static void
check (gboolean  ok,
       GError   *error)
{
  if (!ok)
    g_error ("%s", error != NULL ? error->message : "failed");
}

/* --- the server ------------------------------------------------------------------ */

static char *
wait_for_file (const char *path)
{
  for (guint i = 0; i < 1000; i++)
    {
      char *text = NULL;

      if (g_file_get_contents (path, &text, NULL, NULL) && *text != '\0')
        return text;
      g_free (text);
      g_usleep (20000);
    }
  g_error ("the server does not start");
}

static void
server_start (Server     *self,
              const char *program,
              const char *dir)
{
  g_autofree char *data = g_build_filename (dir, "data", NULL);
  g_autofree char *port_file = g_build_filename (dir, "port", NULL);
  g_autofree char *first_file = g_build_filename (dir, "first", NULL);
  g_autofree char *port = NULL;
  g_autoptr (GError) error = NULL;

  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, program, "--data", data, "--city", "022039",
                                    "--port", "0", "--port-file", port_file, "--first-file", first_file, NULL);
  check (self->process != NULL, error);
  port = wait_for_file (port_file);
  self->lines = wait_for_file (first_file);
  self->base = g_strdup_printf ("http://127.0.0.1:%u", (guint) atoi (port));
  self->transport = MADO_TRANSPORT (mado_soup_transport_new (self->base, 60));
}

static void
server_stop (Server *self)
{
  g_subprocess_send_signal (self->process, SIGTERM);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  g_object_unref (self->transport);
  g_free (self->base);
  g_free (self->lines);
}

/* --- desks -------------------------------------------------------------------------- */

static char *
word_after (const char *lines,
            const char *what)
{
  g_autofree char *prefix = g_strconcat (what, "\t", NULL);
  const char *at = strstr (lines, prefix);

  if (at == NULL)
    g_error ("the server names no “%s”", what);
  at += strlen (prefix);
  return g_strndup (at, strcspn (at, "\t\n"));
}

static Desk *
desk_new (Server *server,
          guint   number)
{
  Desk *self = g_new0 (Desk, 1);
  g_autofree char *code = word_after (server->lines, "code");
  g_autofree char *password = word_after (server->lines, "account\tkacho");
  g_autoptr (GError) error = NULL;

  self->profile = profile_new_temporary (number, "shimin");
  check (mado_session_enrol (server->transport, server->base, code, "bench", "shimin", self->profile->key,
                             &self->enrolment, NULL, &error), error);
  check (mado_session_sign_in (server->transport, &self->enrolment.facts, "kacho", password, self->profile->key,
                               &self->sign_in, NULL, &error), error);
  check (mado_box_shared_key (self->profile->key, self->enrolment.facts.server_key.box, self->shared), NULL);
  self->profile->identity.device = self->enrolment.facts.device;
  g_free (self->profile->identity.actor);
  self->profile->identity.actor = g_strdup (self->sign_in.staff->id);
  self->profile->identity.ticket = self->sign_in.staff->ticket;
  g_free (self->profile->identity.scope);
  self->profile->identity.scope = g_strdup (self->enrolment.facts.scope);
  return self;
}

static void
desk_free (Desk *self)
{
  profile_free (self->profile);
  mado_enrolment_clear (&self->enrolment);
  mado_sign_in_clear (&self->sign_in);
  g_free (self);
}

/* Letters that no compression makes small. */
static char *
make_text (MadoRandom *random)
{
  static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/";
  char *text = g_malloc (TEXT_BYTES + 1);

  mado_random_bytes (random, (guint8 *) text, TEXT_BYTES);
  for (guint i = 0; i < TEXT_BYTES; i++)
    text[i] = letters[(guint8) text[i] % 64];
  text[TEXT_BYTES] = '\0';
  return text;
}

static gsize
write_case (Desk  *desk,
            guint  number,
            guint  n)
{
  Profile *profile = desk->profile;
  g_autoptr (MadoRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  gsize bytes = 0;
  MadoEdit *edit;
  MadoId id;

  mado_id_generate (&id, profile->clock, profile->random);
  edit = mado_edit_new ("case", &id, "fill");
  mado_edit_add (edit, "shared", NULL, 0,
                 mado_change_new ("route/shimin", g_variant_new_boolean (TRUE), MADO_SOURCE_PROGRAM, FALSE));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("field/note_%u", i % 10);
      g_autofree char *text = make_text (profile->random);
      g_autoptr (GVariant) value = mado_value_text (text);
      g_autoptr (GPtrArray) commits = NULL;
      guint n_heads = 0;
      const MadoId *heads = record != NULL ? mado_record_get_heads (record, "shared", &n_heads) : NULL;

      if (i > 0)
        edit = mado_edit_new ("case", &id, "fill");
      mado_edit_add (edit, "shared", heads, n_heads, mado_change_new (path, value, MADO_SOURCE_TYPED, TRUE));
      commits = profile_write (profile, edit);
      if (record == NULL)
        record = mado_store_load (profile->store, &id, &error);
      else
        mado_record_apply (record, commits->pdata[0], NULL);
      check (record != NULL, error);
      bytes += g_bytes_get_size (((MadoCommit *) commits->pdata[0])->bytes);
    }
  return bytes;
}

static gsize
write_all (Server *server,
           Desk   *desk,
           guint   n)
{
  g_autoptr (GError) error = NULL;
  guint refused = 0;
  gsize bytes = 0;

  profile_open (desk->profile);
  for (guint i = 0; i < n; i += PER_RECORD)
    bytes += write_case (desk, i, MIN (PER_RECORD, n - i));
  while (mado_store_get_n_unsent (desk->profile->store) > 0)
    check (mado_handover_run (server->transport, desk->sign_in.token, desk->profile->store, desk->shared,
                              desk->profile->random, &refused, NULL, &error) && refused == 0, error);
  return bytes;
}

static double
processor_ms (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3 +
         (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

static void
catch_up (Server *server,
          guint   number,
          guint   wanted,
          gsize   bytes)
{
  Desk *desk = desk_new (server, number);
  g_autoptr (GError) error = NULL;
  gint64 begin = g_get_monotonic_time ();
  double spent = processor_ms ();
  double pulled, listed;
  guint stored = 0;

  profile_open (desk->profile);
  check (mado_feed_pull (server->transport, desk->sign_in.token, desk->profile->store, desk->shared, &stored, NULL,
                         &error), error);
  pulled = (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
  spent = processor_ms () - spent;
  check (mado_store_settle_down (desk->profile->store, &error), error);
  listed = (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC;
  if (stored != wanted)
    g_error ("%u of %u commits came", stored, wanted);
  g_print ("%u\t%.3f\t%.3f\t%u\t%.0f\n", stored, pulled, listed, (guint) (bytes / wanted), spent);
  desk_free (desk);
}

int
main (int    argc,
      char **argv)
{
  guint n = argc > 2 ? (guint) atoi (argv[2]) : 10000;
  guint number = 2;
  char line[64];
  g_autofree char *dir = g_dir_make_tmp ("mado-feed-XXXXXX", NULL);
  Server server = { 0 };
  Desk *author;
  gsize bytes;

  if (argc < 2)
    {
      g_printerr ("usage: feed SERVER [COMMITS]\n");
      return 2;
    }
  mado_crypto_init ();
  server_start (&server, argv[1], dir);
  author = desk_new (&server, 1);
  bytes = write_all (&server, author, n);
  g_print ("ready\n");
  while (fgets (line, sizeof line, stdin) != NULL)
    catch_up (&server, number++, n, bytes);
  desk_free (author);
  server_stop (&server);
  g_spawn_sync (NULL, (char *[]) { (char *) "rm", (char *) "-rf", dir, NULL }, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                NULL, NULL, NULL, NULL);
  return 0;
}
