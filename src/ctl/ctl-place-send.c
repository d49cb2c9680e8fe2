/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/ctl-place-send.h"

#include "client/mado-client.h"
#include "client/mado-soup-transport.h"
#include "core/store/mado-profile.h"
#include "core/store/sqlite/mado-sqlite-store.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Hands in what was written at a place without its desktop, an import say. */

#define TIMEOUT_SECONDS 20
#define PATIENCE_SECONDS 120

typedef struct
{
  MadoClient *client;
  MadoStore  *store;
  GMainLoop  *loop;
  gboolean    late;
} Sending;

static gboolean
is_over (Sending *s)
{
  MadoClientState state = mado_client_get_state (s->client);

  return state == MADO_CLIENT_DENIED || state == MADO_CLIENT_OUTDATED ||
         (state == MADO_CLIENT_ONLINE && mado_store_get_n_unsent (s->store) == 0);
}

static void
look (Sending *s)
{
  if (is_over (s))
    g_main_loop_quit (s->loop);
}

static gboolean
late_cb (gpointer data)
{
  Sending *s = data;

  s->late = TRUE;
  g_main_loop_quit (s->loop);
  return G_SOURCE_REMOVE;
}

static gboolean
run (Sending  *s,
     GError  **error)
{
  g_autofree char *fault = NULL;
  guint timer;

  g_signal_connect_swapped (s->client, "state-changed", G_CALLBACK (look), s);
  g_signal_connect_swapped (s->store, "outbox-changed", G_CALLBACK (look), s);
  timer = g_timeout_add_seconds (PATIENCE_SECONDS, late_cb, s);
  mado_client_start (s->client);
  if (!is_over (s))
    g_main_loop_run (s->loop);
  if (!s->late)
    g_source_remove (timer);
  fault = mado_client_dup_fault (s->client);
  mado_client_stop (s->client);
  if (mado_store_get_n_unsent (s->store) == 0)
    return TRUE;
  g_set_error (error, MADO_ERROR, MADO_ERROR_OFFLINE, _("Not everything could be handed in; it is kept here and goes later. %s"),
               fault != NULL ? fault : "");
  return FALSE;
}

static gboolean
send_all (MadoProfile  *profile,
          const char   *staff,
          const char   *password,
          GError      **error)
{
  const MadoProfileFacts *facts = mado_profile_get_facts (profile);
  g_autofree char *journal = mado_profile_get_journal_path (profile);
  g_autoptr (MadoClock) clock = mado_clock_new_system ();
  g_autoptr (MadoRandom) random = mado_random_new_system ();
  g_autoptr (MadoSecretKey) key = NULL;
  g_autoptr (MadoProfileStaff) person = mado_profile_unlock (profile, staff, password, mado_clock_now_ms (clock), &key, error);
  g_autoptr (MadoSoupTransport) transport = NULL;
  g_auto (MadoSignIn) sign_in = { 0 };
  MadoIdentity identity = { .device = facts->device, .scope = facts->scope };
  Sending s = { 0 };
  gboolean done;

  if (person == NULL)
    return FALSE;
  transport = mado_soup_transport_new (facts->server, TIMEOUT_SECONDS);
  if (!mado_session_sign_in (MADO_TRANSPORT (transport), facts, staff, password, key, &sign_in, NULL, error))
    return FALSE;
  identity.actor = person->id;
  identity.ticket = sign_in.staff->ticket;
  g_strlcpy (identity.city, facts->city, sizeof identity.city);
  s.store = mado_sqlite_store_open (journal, key, &identity, NULL, NULL, clock, random, error);
  if (s.store == NULL)
    return FALSE;
  s.loop = g_main_loop_new (NULL, FALSE);
  s.client = mado_client_new (s.store, facts, key, clock, random, sign_in.token);
  done = run (&s, error);
  g_object_unref (s.client);
  mado_store_close (s.store);
  g_object_unref (s.store);
  g_main_loop_unref (s.loop);
  return done;
}

int
ctl_place_send (const char *dir,
                const char *staff,
                const char *password)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoProfile) profile = NULL;

  mado_crypto_init ();
  profile = mado_profile_open (dir, &error);
  if (profile != NULL && send_all (profile, staff, password, &error))
    return 0;
  g_printerr ("%s\n", error->message);
  return 1;
}
