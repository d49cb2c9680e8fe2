/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-http-soup-private.h"

#include <glib/gi18n-lib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

/* What one client may take of us: bytes of a body, seconds of a request,
 * seconds of saying nothing. */

void
soup_engine_shut (SoupServerMessage *message)
{
  GSocket *socket = soup_server_message_get_socket (message);

  if (socket != NULL)
    g_socket_shutdown (socket, TRUE, TRUE, NULL);
}

/* libsoup takes a bent length as none and waits for an end that never comes. */
static gboolean
length_is_bent (SoupMessageHeaders *headers)
{
  const char *text = soup_message_headers_get_one (headers, "Content-Length");
  guint64 length;

  return text != NULL && !g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &length, NULL);
}

/* A refused request is answered and its connection ends; what still comes of
 * the body is not kept. */
static void
refuse (SoupReading       *reading,
        SoupServerMessage *message)
{
  reading->refused = TRUE;
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection", "close");
}

static void
got_headers_cb (SoupServerMessage *message,
                gpointer           data)
{
  SoupReading *reading = data;
  MadoHttpEngine *self = reading->engine;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  MadoHttpRequest *request = soup_engine_make_request (self, message);

  reading->has_headers = TRUE;
  reading->since = g_get_monotonic_time ();
  reading->request = request;
  reading->max_body = 0;
  if (length_is_bent (headers))
    {
      mado_http_request_fail_with (request, 400, MADO_ERROR_INVALID, _("The server cannot read this request."));
      refuse (reading, message);
      soup_engine_shut (message);
      return;
    }
  if (!self->hooks.admit (request, &reading->max_body, self->data))
    {
      refuse (reading, message);
      return;
    }
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH &&
      soup_message_headers_get_content_length (headers) > (goffset) reading->max_body)
    {
      mado_http_request_fail_with (request, 413, MADO_ERROR_INVALID, _("This is more than the server takes at once."));
      refuse (reading, message);
    }
}

static void
got_chunk_cb (SoupServerMessage *message,
              GBytes            *chunk,
              gpointer           data)
{
  SoupReading *reading = data;

  reading->seen += g_bytes_get_size (chunk);
  if (reading->seen > reading->max_body + (reading->refused ? 16 * 1024 * 1024 : 0))
    {
      /* Chunked and too long: no length was announced, so there is nobody to
       * answer politely. */
      refuse (reading, message);
      soup_engine_shut (message);
    }
}

void
soup_engine_watch_message (SoupReading       *reading,
                           SoupServerMessage *message)
{
  g_signal_connect (message, "got-headers", G_CALLBACK (got_headers_cb), reading);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), reading);
}

/* --- connections ------------------------------------------------------------------------*/

/* First politely; what libsoup does not close by then is closed for it. */
static gboolean
sweep_connection (gpointer socket,
                  gpointer value,
                  gpointer data)
{
  SoupConnectionState *connection = value;
  MadoHttpEngine *self = data;

  if (g_socket_is_closed (socket))
    return TRUE;
  if (connection->active ||
      g_get_monotonic_time () - connection->since <= (self->idle_seconds + 1) * G_USEC_PER_SEC)
    return FALSE;
  if (connection->shut)
    g_socket_close (socket, NULL);
  else
    g_socket_shutdown (socket, TRUE, TRUE, NULL);
  connection->shut = TRUE;
  return FALSE;
}

void
soup_engine_note_connection (MadoHttpEngine *self,
                             GSocket        *socket,
                             gboolean        active)
{
  SoupConnectionState *connection = socket != NULL ? g_hash_table_lookup (self->connections, socket) : NULL;

  if (socket == NULL || (connection == NULL && !active))
    return;
  if (connection == NULL)
    {
      connection = g_new0 (SoupConnectionState, 1);
      g_hash_table_insert (self->connections, g_object_ref (socket), connection);
      g_socket_set_timeout (socket, self->idle_seconds);
      g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
    }
  connection->since = g_get_monotonic_time ();
  connection->active = active;
}

static void
set_cork (GSocket  *socket,
          gboolean  on)
{
  g_socket_set_option (socket, IPPROTO_TCP, TCP_CORK, on, NULL);
}

/* libsoup writes head and body apart: without this each reply is two packets,
 * and its reader wakes twice. */
void
soup_engine_hold_packets (SoupReading *reading)
{
  if (reading->socket == NULL)
    return;
  set_cork (reading->socket, TRUE);
  reading->held = TRUE;
}

void
soup_engine_release_packets (SoupReading *reading)
{
  if (reading->held && !g_socket_is_closed (reading->socket))
    set_cork (reading->socket, FALSE);
  reading->held = FALSE;
}

gboolean
soup_engine_sweep_cb (gpointer data)
{
  MadoHttpEngine *self = data;
  gint64 now = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer message, value;

  g_hash_table_iter_init (&iter, self->reading);
  while (g_hash_table_iter_next (&iter, &message, &value))
    {
      SoupReading *reading = value;
      gint64 limit = self->request_seconds + (reading->has_headers ? 0 : self->idle_seconds);

      if (!reading->complete && now - reading->since > limit * G_USEC_PER_SEC)
        soup_engine_shut (message);
    }
  g_hash_table_foreach_remove (self->connections, sweep_connection, self);
  return G_SOURCE_CONTINUE;
}
