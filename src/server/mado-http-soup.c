/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-http-soup-private.h"

#include <glib/gi18n-lib.h>

/*
 * The engine over libsoup. Its weak spots and what is done about them:
 *
 *  - it listens with a queue of 10: we bring our own socket with a queue of
 *    4,096;
 *  - it knows no time limits: each connection's socket gets an idle timeout,
 *    and a sweep ends requests that drip in too slowly;
 *  - after some garbage it forgets a connection without closing it: all are
 *    kept in a table here and closed when nothing happens on them;
 *  - it takes bodies of any size: the limit is checked at the headers and at
 *    each chunk;
 *  - replies come from other threads: they are collected and handed over in
 *    one wake-up of the main loop.
 */
#define QUEUE            4096
#define SWEEP_SECONDS    5
#define MAX_CONNECTIONS  8000

static void
reading_free (gpointer data)
{
  SoupReading *reading = data;

  g_clear_pointer (&reading->request, mado_http_request_unref);
  g_free (reading);
}

/* --- libsoup's callbacks ------------------------------------------------------------------*/

/* Some messages end without a signal: their connection broke before there
 * were headers. */
static void
message_gone_cb (gpointer  data,
                 GObject  *message)
{
  MadoHttpEngine *self = data;
  SoupReading *reading = g_hash_table_lookup (self->reading, message);

  if (reading != NULL)
    soup_engine_note_connection (self, reading->socket, FALSE);
  g_hash_table_remove (self->reading, message);
}

static void
request_started_cb (SoupServer        *server,
                    SoupServerMessage *message,
                    gpointer           data)
{
  MadoHttpEngine *self = data;
  SoupReading *reading = g_new0 (SoupReading, 1);

  reading->engine = self;
  reading->since = g_get_monotonic_time ();
  reading->socket = soup_server_message_get_socket (message);
  soup_engine_note_connection (self, reading->socket, TRUE);
  g_hash_table_insert (self->reading, message, reading);
  g_object_weak_ref (G_OBJECT (message), message_gone_cb, self);
  soup_engine_watch_message (reading, message);
  if (g_hash_table_size (self->connections) > MAX_CONNECTIONS)
    soup_engine_shut (message);
}

void
soup_engine_request_ended (MadoHttpEngine    *self,
                           SoupServerMessage *message)
{
  SoupReading *reading = g_hash_table_lookup (self->reading, message);

  if (reading == NULL)
    return;
  g_signal_handlers_disconnect_by_data (message, reading);
  g_object_weak_unref (G_OBJECT (message), message_gone_cb, self);
  soup_engine_release_packets (reading);
  soup_engine_note_connection (self, reading->socket, FALSE);
  g_hash_table_remove (self->reading, message);
}

static void
request_finished_cb (SoupServer        *server,
                     SoupServerMessage *message,
                     gpointer           data)
{
  soup_engine_request_ended (data, message);
}

/* After some faults libsoup gives the message up and leaves its connection
 * open. */
static void
request_aborted_cb (SoupServer        *server,
                    SoupServerMessage *message,
                    gpointer           data)
{
  soup_engine_shut (message);
  soup_engine_request_ended (data, message);
}

static void
handler_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           data)
{
  MadoHttpEngine *self = data;
  SoupReading *reading = g_hash_table_lookup (self->reading, message);

  if (reading == NULL || reading->request == NULL)
    {
      soup_server_message_set_status (message, 400, NULL);
      return;
    }
  reading->complete = TRUE;
  if (reading->refused)
    {
      soup_engine_write_reply (reading->request);
      return;
    }
  soup_server_message_pause (message);
  reading->request->body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  self->hooks.handle (reading->request, self->data);
}

/* The path of the lines: refused here, or left to libsoup's handshake. */
static void
line_handler_cb (SoupServer        *server,
                 SoupServerMessage *message,
                 const char        *path,
                 GHashTable        *query,
                 gpointer           data)
{
  MadoHttpEngine *self = data;
  SoupReading *reading = g_hash_table_lookup (self->reading, message);

  if (reading == NULL || reading->request == NULL)
    return;
  reading->complete = TRUE;
  if (reading->refused)
    soup_engine_write_reply (reading->request);
}

/* --- life ----------------------------------------------------------------------------------------*/

MadoHttpEngine *
mado_http_engine_new (const MadoHttpHooks *hooks,
                      const char          *socket_path,
                      guint                request_seconds,
                      gpointer             data)
{
  MadoHttpEngine *self = g_new0 (MadoHttpEngine, 1);
  static char *protocols[] = { (char *) "mado-1", NULL };

  self->hooks = *hooks;
  self->data = data;
  self->socket_path = g_strdup (socket_path);
  self->context = g_main_context_ref_thread_default ();
  self->reading = g_hash_table_new_full (NULL, NULL, NULL, reading_free);
  self->connections = g_hash_table_new_full (NULL, NULL, g_object_unref, g_free);
  self->sockets = g_hash_table_new_full (NULL, NULL, soup_engine_line_free, NULL);
  self->ready = g_ptr_array_new ();
  g_mutex_init (&self->lock);
  self->server = soup_server_new ("server-header", "madoguchi", NULL);
  g_signal_connect (self->server, "request-started", G_CALLBACK (request_started_cb), self);
  g_signal_connect (self->server, "request-finished", G_CALLBACK (request_finished_cb), self);
  g_signal_connect (self->server, "request-aborted", G_CALLBACK (request_aborted_cb), self);
  soup_server_add_handler (self->server, NULL, handler_cb, self, NULL);
  soup_server_add_handler (self->server, socket_path, line_handler_cb, self, NULL);
  soup_server_add_websocket_handler (self->server, socket_path, NULL, protocols, soup_engine_line_opened_cb, self, NULL);
  self->request_seconds = request_seconds;
  self->idle_seconds = request_seconds + (request_seconds + 3) / 4;
  self->sweep = g_timeout_source_new_seconds (MIN (SWEEP_SECONDS, request_seconds));
  g_source_set_callback (self->sweep, soup_engine_sweep_cb, self, NULL);
  g_source_attach (self->sweep, self->context);
  return self;
}

static GSocket *
make_socket (const char  *address,
             guint16      port,
             GError     **error)
{
  g_autoptr (GSocketAddress) place = g_inet_socket_address_new_from_string (address, port);
  g_autoptr (GSocket) socket = NULL;

  if (place == NULL)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID, _("“%s” is not an address to listen on."), address);
      return NULL;
    }
  socket = g_socket_new (g_socket_address_get_family (place), G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);
  if (socket == NULL)
    return NULL;
  g_socket_set_listen_backlog (socket, QUEUE);
  if (!g_socket_bind (socket, place, TRUE, error) || !g_socket_listen (socket, error))
    return NULL;
  return g_steal_pointer (&socket);
}

gboolean
mado_http_engine_listen (MadoHttpEngine  *self,
                         const char      *address,
                         guint16          port,
                         GError         **error)
{
  g_autoptr (GSocket) socket = make_socket (address, port, error);
  g_autoptr (GSocketAddress) local = NULL;

  if (socket == NULL || !soup_server_listen_socket (self->server, socket, 0, error) ||
      (local = g_socket_get_local_address (socket, error)) == NULL)
    {
      if (error != NULL && *error != NULL && (*error)->domain != MADO_ERROR)
        mado_error_convert (error);
      return FALSE;
    }
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local));
  return TRUE;
}

guint16
mado_http_engine_get_port (MadoHttpEngine *self)
{
  return self->port;
}

guint
mado_http_engine_get_n_connections (MadoHttpEngine *self)
{
  return g_hash_table_size (self->connections) + g_hash_table_size (self->sockets);
}

void
mado_http_engine_stop (MadoHttpEngine *self)
{
  if (self->stopped)
    return;
  self->stopped = TRUE;
  soup_engine_close_lines (self);
  soup_server_disconnect (self->server);
}

static void
drop_reading (MadoHttpEngine *self)
{
  GHashTableIter iter;
  gpointer message, reading;

  g_hash_table_iter_init (&iter, self->reading);
  while (g_hash_table_iter_next (&iter, &message, &reading))
    {
      g_signal_handlers_disconnect_by_data (message, reading);
      g_object_weak_unref (message, message_gone_cb, self);
    }
}

void
mado_http_engine_free (MadoHttpEngine *self)
{
  mado_http_engine_stop (self);
  g_source_destroy (self->sweep);
  g_source_unref (self->sweep);
  g_signal_handlers_disconnect_by_data (self->server, self);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_object_unref (self->server);
  drop_reading (self);
  g_hash_table_unref (self->reading);
  g_hash_table_unref (self->sockets);
  g_hash_table_unref (self->connections);
  g_ptr_array_unref (self->ready);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_free (self->socket_path);
  g_free (self);
}
