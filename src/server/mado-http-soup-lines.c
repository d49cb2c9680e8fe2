/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-http-soup-private.h"

/* Lines: WebSocket connections that stay open. */

#define MAX_SOCKET_BYTES 4096

typedef struct
{
  MadoHttpSocket           base;
  MadoHttpEngine          *engine;
  SoupWebsocketConnection *line;
} SoupSocket;

static void
socket_send (MadoHttpSocket *base,
             const char     *text)
{
  SoupSocket *self = (SoupSocket *) base;

  if (soup_websocket_connection_get_state (self->line) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_send_text (self->line, text);
}

static void
socket_close (MadoHttpSocket *base,
              guint16         code,
              const char     *reason)
{
  SoupSocket *self = (SoupSocket *) base;

  if (soup_websocket_connection_get_state (self->line) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (self->line, code, reason);
}

static void
socket_message_cb (SoupWebsocketConnection *line,
                   gint                     type,
                   GBytes                  *bytes,
                   gpointer                 data)
{
  SoupSocket *self = data;

  if (type == SOUP_WEBSOCKET_DATA_TEXT)
    self->engine->hooks.socket_text (&self->base, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                     self->engine->data);
}

static void
socket_closed_cb (SoupWebsocketConnection *line,
                  gpointer                 data)
{
  SoupSocket *self = data;

  if (!g_hash_table_contains (self->engine->sockets, self))
    return;
  self->engine->hooks.socket_closed (&self->base, self->engine->data);
  g_hash_table_remove (self->engine->sockets, self);
}

void
soup_engine_line_free (gpointer data)
{
  SoupSocket *self = data;

  g_signal_handlers_disconnect_by_data (self->line, self);
  g_object_unref (self->line);
  g_free (self);
}

void
soup_engine_line_opened_cb (SoupServer              *server,
                            SoupServerMessage       *message,
                            const char              *path,
                            SoupWebsocketConnection *line,
                            gpointer                 data)
{
  MadoHttpEngine *self = data;
  SoupSocket *socket = g_new0 (SoupSocket, 1);
  SoupReading *reading = g_hash_table_lookup (self->reading, message);
  g_autoptr (MadoHttpRequest) request = mado_http_request_ref (reading->request);

  /* From here on the hub watches over it. */
  g_hash_table_remove (self->connections, reading->socket);
  reading->socket = NULL;
  soup_engine_request_ended (self, message);
  socket->base.send = socket_send;
  socket->base.close = socket_close;
  socket->engine = self;
  socket->line = g_object_ref (line);
  g_hash_table_add (self->sockets, socket);
  soup_websocket_connection_set_max_incoming_payload_size (line, MAX_SOCKET_BYTES);
  g_signal_connect (line, "message", G_CALLBACK (socket_message_cb), socket);
  g_signal_connect (line, "closed", G_CALLBACK (socket_closed_cb), socket);
  self->hooks.socket_opened (&socket->base, request, self->data);
}

void
soup_engine_close_lines (MadoHttpEngine *self)
{
  GHashTableIter iter;
  gpointer socket;

  g_hash_table_iter_init (&iter, self->sockets);
  while (g_hash_table_iter_next (&iter, &socket, NULL))
    socket_close (socket, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
}
