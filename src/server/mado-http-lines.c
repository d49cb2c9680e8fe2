/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-http-engine-private.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <sys/socket.h>
#include <unistd.h>

/* Lines: WebSocket connections that stay open. The handshake (RFC 6455 §4.2)
 * is ours; the frames are libsoup's. */

#define MAX_SOCKET_BYTES 4096
#define PROTOCOL         "mado-1"
#define MAGIC            "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

typedef struct
{
  MadoHttpSocket           base;
  MadoHttpEngine          *engine;
  SoupWebsocketConnection *line;
} Line;

static void
line_send (MadoHttpSocket *base,
           const char     *text)
{
  Line *self = (Line *) base;

  if (soup_websocket_connection_get_state (self->line) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_send_text (self->line, text);
}

static void
line_close (MadoHttpSocket *base,
            guint16         code,
            const char     *reason)
{
  Line *self = (Line *) base;

  if (soup_websocket_connection_get_state (self->line) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (self->line, code, reason);
}

static void
message_cb (SoupWebsocketConnection *line,
            gint                     type,
            GBytes                  *bytes,
            gpointer                 data)
{
  Line *self = data;

  if (type == SOUP_WEBSOCKET_DATA_TEXT)
    self->engine->hooks.socket_text (&self->base, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                     self->engine->data);
}

static void
closed_cb (SoupWebsocketConnection *line,
           gpointer                 data)
{
  Line *self = data;

  if (!g_hash_table_contains (self->engine->lines, self))
    return;
  self->engine->hooks.socket_closed (&self->base, self->engine->data);
  g_hash_table_remove (self->engine->lines, self);
}

void
mado_http_engine_free_line (gpointer data)
{
  Line *self = data;

  g_signal_handlers_disconnect_by_data (self->line, self);
  g_object_unref (self->line);
  g_free (self);
}

void
mado_http_engine_close_lines (MadoHttpEngine *self)
{
  GHashTableIter iter;
  gpointer line;

  g_hash_table_iter_init (&iter, self->lines);
  while (g_hash_table_iter_next (&iter, &line, NULL))
    line_close (line, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
}

/* --- the handshake ---------------------------------------------------------------------------*/

/* 16 bytes in base64. */
static gboolean
is_key (const char *key)
{
  g_autofree guchar *bytes = NULL;
  gsize length = 0;

  if (key == NULL || strlen (key) != 24)
    return FALSE;
  bytes = g_base64_decode (key, &length);
  return length == 16;
}

static gboolean
is_handshake (MadoHttpRequest *request)
{
  const char *protocols = mado_http_request_get_header (request, "Sec-WebSocket-Protocol");
  const char *version = mado_http_request_get_header (request, "Sec-WebSocket-Version");

  return g_str_equal (request->method, "GET") &&
         mado_http_has_token (mado_http_request_get_header (request, "Upgrade"), "websocket") &&
         mado_http_has_token (mado_http_request_get_header (request, "Connection"), "Upgrade") &&
         g_strcmp0 (version, "13") == 0 && is_key (mado_http_request_get_header (request, "Sec-WebSocket-Key")) &&
         (protocols == NULL || mado_http_has_token (protocols, PROTOCOL));
}

static char *
make_answer (MadoHttpRequest *request)
{
  const char *protocols = mado_http_request_get_header (request, "Sec-WebSocket-Protocol");
  g_autofree char *joined = g_strconcat (mado_http_request_get_header (request, "Sec-WebSocket-Key"), MAGIC, NULL);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  g_autofree char *accept = NULL;
  guint8 digest[20];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) joined, -1);
  g_checksum_get_digest (checksum, digest, &length);
  accept = g_base64_encode (digest, length);
  return g_strconcat ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      "Sec-WebSocket-Accept: ", accept, "\r\n",
                      protocols != NULL ? "Sec-WebSocket-Protocol: " PROTOCOL "\r\n" : "", "\r\n", NULL);
}

static SoupWebsocketConnection *
make_line (MadoHttpEngine  *self,
           int              fd,
           MadoHttpRequest *request)
{
  g_autoptr (GSocket) socket = g_socket_new_from_fd (fd, NULL);
  g_autoptr (GSocketConnection) stream = NULL;
  g_autoptr (GUri) uri = NULL;

  if (socket == NULL)
    {
      close (fd);
      return NULL;
    }
  stream = g_socket_connection_factory_create_connection (socket);
  uri = g_uri_build (G_URI_FLAGS_NONE, "ws", NULL, "localhost", self->port, request->path, NULL, NULL);
  return soup_websocket_connection_new (G_IO_STREAM (stream), uri, SOUP_WEBSOCKET_CONNECTION_SERVER, NULL, PROTOCOL, NULL);
}

/* From here on the hub watches over it. */
static void
add_line (MadoHttpEngine          *self,
          SoupWebsocketConnection *connection,
          MadoHttpRequest         *request)
{
  Line *line = g_new0 (Line, 1);

  line->base.send = line_send;
  line->base.close = line_close;
  line->engine = self;
  line->line = connection;
  g_hash_table_add (self->lines, line);
  soup_websocket_connection_set_max_incoming_payload_size (connection, MAX_SOCKET_BYTES);
  g_signal_connect (connection, "message", G_CALLBACK (message_cb), line);
  g_signal_connect (connection, "closed", G_CALLBACK (closed_cb), line);
  self->hooks.socket_opened (&line->base, request, self->data);
}

void
mado_http_engine_open_line (MadoHttpConnection *connection,
                            MadoHttpRequest    *request)
{
  MadoHttpEngine *self = connection->engine;
  g_autoptr (MadoHttpRequest) kept = mado_http_request_ref (request);
  g_autofree char *answer = NULL;
  SoupWebsocketConnection *line = NULL;
  gsize length;

  /* Who speaks before it is answered (RFC 6455 §4.1 forbids it) is not heard. */
  if (connection->have > 0 || !is_handshake (request))
    {
      connection->close_after = TRUE;
      mado_http_request_fail_with (request, 400, MADO_ERROR_INVALID, _("The server cannot read this request."));
      return;
    }
  answer = make_answer (request);
  length = strlen (answer);
  if (send (connection->fd, answer, length, MSG_NOSIGNAL) == (gssize) length)
    line = make_line (self, mado_http_connection_steal (connection), request);
  else
    mado_http_connection_close (connection);
  if (line != NULL)
    add_line (self, line, request);
}
