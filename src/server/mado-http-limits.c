/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-http-engine-private.h"

/* What one client may take of us in time. */

#define LINGER_SECONDS 5

/* The clock of a connection starts with its last reply, again with the first
 * byte of a request, and with each piece of a reply that leaves: a head and a
 * body that drip do not push it on. While the program has the request, the
 * client is not to blame. */
static gboolean
is_over (MadoHttpConnection *connection,
         gint64              now)
{
  guint limit = connection->engine->request_seconds;

  if (connection->state == CONNECTION_WAITING)
    return FALSE;
  if (connection->state == CONNECTION_LINGER)
    limit = MIN (limit, LINGER_SECONDS);
  return now - connection->since > limit * G_USEC_PER_SEC;
}

gboolean
mado_http_engine_sweep_cb (gpointer data)
{
  MadoHttpEngine *self = data;
  gint64 now = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer connection;
  g_autoptr (GPtrArray) over = g_ptr_array_new ();

  g_hash_table_iter_init (&iter, self->connections);
  while (g_hash_table_iter_next (&iter, &connection, NULL))
    if (is_over (connection, now))
      g_ptr_array_add (over, connection);
  for (guint i = 0; i < over->len; i++)
    mado_http_connection_close (over->pdata[i]);
  mado_http_engine_end_turn (self);
  mado_http_engine_accept_again (self);
  return G_SOURCE_CONTINUE;
}
