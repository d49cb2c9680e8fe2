/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "place-kit.h"

#include <string.h>

#define PATIENCE_SECONDS 40

static gboolean
wake_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* The store counts what is unsent on its own thread, so the loop also looks on its own now and then. */
void
wait_until (gboolean (*is_so) (gpointer data),
            gpointer   data)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE_SECONDS * G_USEC_PER_SEC;
  guint tick = g_timeout_add (20, wake_cb, NULL);

  while (!is_so (data))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (tick);
}

static gboolean
is_in_state (gpointer data)
{
  Place *place = data;

  return mado_client_get_state (place->client) == place->wanted;
}

void
wait_for_state (Place           *place,
                MadoClientState  state)
{
  place->wanted = state;
  wait_until (is_in_state, place);
}

gboolean
place_is_all_sent (gpointer data)
{
  Place *place = data;

  return mado_store_get_n_unsent (place->seat->store) == 0
         && mado_client_get_state (place->client) == MADO_CLIENT_ONLINE;
}

gboolean
place_has_record (gpointer data)
{
  Place *place = data;

  return seat_count (place->seat, &place->record) == place->n_commits;
}

static MadoTransport *
wrap_cb (MadoTransport *inner,
         gpointer       data)
{
  Place *place = data;

  place->line = scripted_transport_new (inner, place->seat->random);
  scripted_transport_force (place->line, SCRIPT_PASS);
  return g_object_ref (MADO_TRANSPORT (place->line));
}

void
place_start (Place   *place,
             Seat    *seat,
             gboolean wrapped)
{
  memset (place, 0, sizeof *place);
  place->seat = seat;
  place->client = mado_client_new (seat->store, &seat->facts, seat->key, seat->clock, seat->random, seat->token);
  mado_client_set_dir (place->client, seat->dir);
  if (wrapped)
    mado_client_set_wrap (place->client, wrap_cb, place);
  mado_client_start (place->client);
}

void
place_stop (Place *place)
{
  mado_client_stop (place->client);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&place->client));
  g_clear_object (&place->line);
}

void
new_shared_case (Seat   *seat,
                 guint   number,
                 MadoId *record)
{
  seat_new_case (seat, number, record);
  seat_set_route (seat, record, "shared", "kokuho", TRUE);
}
