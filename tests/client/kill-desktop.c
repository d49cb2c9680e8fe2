/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A desktop without its screens: profile, journal and client as the desktop
 * uses them. It writes cases, values and drafts while it syncs, and tells what
 * was acknowledged through a pipe. It never ends by itself: it is killed.
 *
 *   kill-desktop PROFILE STAFF PASSWORD TOKEN write|settle FIRST-NUMBER SEED
 */
#include "config.h"

#include "kill-told.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "case-maker.h"
#include "client/mado-client.h"
#include "core/store/sqlite/mado-sqlite-store.h"

#define MAX_CASES  12
#define FIELDS     4
#define PAUSE_MS   12

static const char *const scopes[] = { "shimin", "kokuho", "kodomo" };

typedef struct
{
  MadoClock        *clock;
  MadoRandom       *random; /* ids and nonces: no life repeats another's */
  MadoRandom       *dice;   /* what is done next */
  MadoProfile      *profile;
  MadoProfileStaff *staff;
  MadoSecretKey    *key;
  MadoStore        *store;
  MadoClient       *client;
  const char       *scope;
  guint32           number;
  guint             n_made;
  guint             n_unsent;
} Desktop;

static void
tell (Told *told)
{
  if (write (KILL_TOLD_FD, told, sizeof *told) != sizeof *told)
    _exit (0); /* whoever listened is gone */
}

static void
fail (const char   *what,
      const GError *error)
{
  g_printerr ("%s: %s\n", what, error != NULL ? error->message : "?");
  abort ();
}

static void
tell_commits (GPtrArray  *commits,
              const char *path,
              guint32     number)
{
  for (guint i = 0; i < commits->len; i++)
    {
      MadoCommit *commit = commits->pdata[i];
      Told told = { .type = TOLD_COMMIT, .record = commit->record, .id = commit->id, .number = number };

      g_strlcpy (told.section, commit->section, sizeof told.section);
      g_strlcpy (told.path, path, sizeof told.path);
      tell (&told);
    }
}

/* A write counts from the moment on that the store has answered. */
static void
save (Desktop    *self,
      MadoEdit   *edit,
      const char *path,
      guint32     number)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) commits = mado_store_write (self->store, edit, &error);

  if (commits == NULL)
    fail ("write", error);
  tell_commits (commits, path, number);
}

/* NULL: another desktop's case is still on its way. Its first commit is here,
 * the one that opens it to this desktop comes with the next page of the feed;
 * until then the store rightly denies it. */
static MadoRecord *
load (Desktop      *self,
      const MadoId *record)
{
  g_autoptr (GError) error = NULL;
  MadoRecord *loaded = mado_store_load (self->store, record, &error);

  if (loaded == NULL && !g_error_matches (error, MADO_ERROR, MADO_ERROR_DENIED))
    fail ("load", error);
  return loaded;
}

static void
add_case (Desktop *self)
{
  MadoId record;
  g_autoptr (MadoRecord) loaded = NULL;
  MadoEdit *edit;
  const MadoId *heads;
  guint n_heads = 0;

  mado_id_generate (&record, self->clock, self->random);
  save (self, mado_made_case (self->dice, &record, self->number++, 2, self->scope), "", 0);
  loaded = load (self, &record);
  if (loaded == NULL)
    fail ("own case", NULL);
  heads = mado_record_get_heads (loaded, "shared", &n_heads);
  edit = mado_edit_new ("case", &record, "route");
  for (guint i = 0; i < G_N_ELEMENTS (scopes); i++)
    {
      g_autofree char *path = g_strconcat ("route/", scopes[i], NULL);
      g_autoptr (GVariant) yes = mado_value_bool (TRUE);

      mado_edit_add (edit, "shared", heads, n_heads, mado_change_new (path, yes, MADO_SOURCE_PROGRAM, FALSE));
    }
  save (self, edit, "", 0);
  self->n_made++;
}

static gboolean
pick_case (Desktop *self,
           MadoId  *record)
{
  g_autoptr (GPtrArray) rows = mado_store_list (self->store, NULL, 0, 0, NULL);

  if (rows == NULL || rows->len == 0)
    return FALSE;
  *record = ((MadoCaseRow *) rows->pdata[mado_random_below (self->dice, rows->len)])->record;
  return TRUE;
}

/* Each desktop has fields of its own, so that no conflict is made. */
static void
set_value (Desktop      *self,
           const MadoId *record)
{
  g_autoptr (MadoRecord) loaded = load (self, record);
  g_autofree char *path = g_strdup_printf ("field/%s_%u", self->scope, mado_random_below (self->dice, FIELDS));
  guint32 number = self->number++;
  g_autofree char *text = g_strdup_printf ("%u", number);

  if (loaded == NULL)
    return;
  save (self, mado_made_value (loaded, record, "shared", path, text, mado_random_below (self->dice, 3) > 0), path, number);
}

static void
set_draft (Desktop      *self,
           const MadoId *record)
{
  Told told = { .type = TOLD_DRAFT, .record = *record, .number = self->number++ };
  g_autofree char *text = g_strdup_printf ("%u", told.number);
  g_autoptr (GVariant) value = mado_value_text (text);
  g_autoptr (GError) error = NULL;

  g_snprintf (told.path, sizeof told.path, "field/%s_draft", self->scope);
  mado_store_set_draft (self->store, record, told.path, value, MADO_SOURCE_TYPED, NULL);
  if (!mado_store_flush (self->store, &error))
    fail ("draft", error);
  tell (&told);
}

static gboolean
work_cb (gpointer data)
{
  Desktop *self = data;
  MadoId record;

  if (self->n_made < MAX_CASES && mado_random_below (self->dice, 25) == 0)
    add_case (self);
  else if (!pick_case (self, &record))
    add_case (self);
  else if (mado_random_below (self->dice, 5) == 0)
    set_draft (self, &record);
  else
    set_value (self, &record);
  g_timeout_add (1 + mado_random_below (self->dice, PAUSE_MS), work_cb, self);
  return G_SOURCE_REMOVE;
}

static void
state_cb (MadoClient *client,
          Desktop    *self)
{
  Told told = { .type = TOLD_SENT };

  if (mado_client_get_state (client) == MADO_CLIENT_ONLINE && mado_store_get_n_unsent (self->store) == 0)
    tell (&told);
  else if (mado_client_get_state (client) == MADO_CLIENT_DENIED)
    fail ("signed out", NULL);
}

static void
outbox_cb (MadoStore *store,
           guint      n_unsent,
           Desktop   *self)
{
  Told told = { .type = TOLD_SETTLED, .number = self->n_unsent - n_unsent };

  if (n_unsent < self->n_unsent)
    tell (&told);
  self->n_unsent = n_unsent;
}

static void
received_cb (MadoClient *client,
             guint       count,
             Desktop    *self)
{
  Told told = { .type = TOLD_RECEIVED, .number = count };

  tell (&told);
}

static void
refused_cb (MadoClient *client,
            guint       count,
            Desktop    *self)
{
  fail ("refused", NULL);
}

static void
open_up (Desktop    *self,
         const char *dir,
         const char *staff,
         const char *password)
{
  MadoIdentity identity = { 0 };
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  self->profile = mado_profile_open (dir, &error);
  if (self->profile == NULL)
    fail ("profile", error);
  self->staff = mado_profile_unlock (self->profile, staff, password, mado_clock_now_ms (self->clock), &self->key, &error);
  if (self->staff == NULL)
    fail ("key", error);
  self->scope = mado_profile_get_facts (self->profile)->scope;
  g_strlcpy (identity.city, mado_profile_get_facts (self->profile)->city, sizeof identity.city);
  identity.device = mado_profile_get_facts (self->profile)->device;
  identity.actor = self->staff->id;
  identity.ticket = self->staff->ticket;
  identity.scope = (char *) self->scope;
  path = mado_profile_get_journal_path (self->profile);
  self->store = mado_sqlite_store_open (path, self->key, &identity, mado_made_project, NULL, self->clock, self->random,
                                        &error);
  if (self->store == NULL)
    fail ("journal", error);
}

int
main (int   argc,
      char *argv[])
{
  Desktop self = { 0 };
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  if (argc != 8)
    return EXIT_FAILURE;
  mado_crypto_init ();
  self.clock = mado_clock_new_system ();
  self.random = mado_random_new_system ();
  self.dice = mado_random_new_seeded (g_ascii_strtoull (argv[7], NULL, 10));
  self.number = (guint32) g_ascii_strtoull (argv[6], NULL, 10);
  open_up (&self, argv[1], argv[2], argv[3]);
  self.client = mado_client_new (self.store, mado_profile_get_facts (self.profile), self.key, self.clock, self.random, argv[4]);
  g_signal_connect (self.client, "state-changed", G_CALLBACK (state_cb), &self);
  g_signal_connect (self.client, "received", G_CALLBACK (received_cb), &self);
  g_signal_connect (self.client, "refused", G_CALLBACK (refused_cb), &self);
  self.n_unsent = mado_store_get_n_unsent (self.store);
  g_signal_connect (self.store, "outbox-changed", G_CALLBACK (outbox_cb), &self);
  mado_client_start (self.client);
  if (g_str_equal (argv[5], "write"))
    work_cb (&self);
  g_main_loop_run (loop);
  return EXIT_FAILURE;
}
