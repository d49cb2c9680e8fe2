/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-http-private.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

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
#define MAX_SOCKET_BYTES 4096

struct _MadoHttpEngine
{
  MadoHttpHooks  hooks;
  gpointer       data;
  char          *socket_path;
  SoupServer    *server;
  GMainContext  *context;
  guint16        port;
  guint          request_seconds;
  guint          idle_seconds;
  GSource       *sweep;
  gboolean       stopped;
  GHashTable    *reading;  /* SoupServerMessage -> Reading */
  GHashTable    *sockets;  /* SoupSocket */
  GHashTable    *connections; /* GSocket, owned -> Connection */

  GMutex         lock;
  GPtrArray     *ready;    /* MadoHttpRequest, replied */
  gboolean       scheduled;
};

typedef struct
{
  gint64   since;  /* monotonic us: of the last request's start or end */
  gboolean active; /* a request is under way */
  gboolean shut;
} Connection;

/* A message that is not answered yet. */
typedef struct
{
  MadoHttpEngine  *engine;
  gint64           since;      /* monotonic us: of the connection, later of the headers */
  gboolean         has_headers;
  gboolean         complete;   /* body is here */
  gsize            max_body;
  gsize            seen;
  gboolean         refused;
  GSocket         *socket;     /* borrowed from the table; nullable */
  MadoHttpRequest *request;
} Reading;

typedef struct
{
  MadoHttpSocket           base;
  MadoHttpEngine          *engine;
  SoupWebsocketConnection *line;
} SoupSocket;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_clear_pointer (&reading->request, mado_http_request_unref);
  g_free (reading);
}

/* --- requests ----------------------------------------------------------------------*/

static const char *
get_header (MadoHttpRequest *request,
            const char      *name)
{
  return soup_message_headers_get_one (soup_server_message_get_request_headers (request->message), name);
}

static gboolean
release_cb (gpointer message)
{
  return G_SOURCE_REMOVE;
}

/* libsoup's objects end on their own thread. */
static void
destroy_request (MadoHttpRequest *request)
{
  MadoHttpEngine *self = request->engine;

  g_clear_pointer (&request->query, g_hash_table_unref);
  if (g_main_context_is_owner (self->context))
    g_object_unref (request->message);
  else
    {
      g_autoptr (GSource) source = g_idle_source_new ();

      g_source_set_callback (source, G_SOURCE_FUNC (release_cb), request->message, g_object_unref);
      g_source_attach (source, self->context);
    }
}

static gboolean deliver_cb (gpointer data);

/* Any thread. The first reply of a group wakes the main loop. */
static void
deliver (MadoHttpRequest *request)
{
  MadoHttpEngine *self = request->engine;
  gboolean wake;

  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->ready, mado_http_request_ref (request));
  wake = !self->scheduled;
  self->scheduled = TRUE;
  g_mutex_unlock (&self->lock);
  if (wake)
    {
      g_autoptr (GSource) source = g_idle_source_new ();

      g_source_set_priority (source, G_PRIORITY_DEFAULT);
      g_source_set_callback (source, deliver_cb, self, NULL);
      g_source_attach (source, self->context);
    }
}

static void
set_common_headers (SoupMessageHeaders *headers)
{
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_replace (headers, "X-Frame-Options", "DENY");
  soup_message_headers_replace (headers, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  soup_message_headers_replace (headers, "Referrer-Policy", "no-referrer");
}

static void
write_reply (MadoHttpRequest *request)
{
  SoupServerMessage *message = request->message;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  gsize length = 0;
  const char *data = request->reply != NULL ? g_bytes_get_data (request->reply, &length) : NULL;

  set_common_headers (headers);
  for (guint i = 0; request->headers != NULL && i + 1 < request->headers->len; i += 2)
    soup_message_headers_replace (headers, request->headers->pdata[i], request->headers->pdata[i + 1]);
  soup_server_message_set_status (message, request->status, NULL);
  if (data == NULL || request->type == NULL)
    return;
  soup_message_headers_set_content_type (headers, request->type, NULL);
  soup_message_body_append_bytes (soup_server_message_get_response_body (message), request->reply);
}

static gboolean
deliver_cb (gpointer data)
{
  MadoHttpEngine *self = data;
  g_autoptr (GPtrArray) ready = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_http_request_unref);

  g_mutex_lock (&self->lock);
  g_ptr_array_extend_and_steal (ready, g_steal_pointer (&self->ready));
  self->ready = g_ptr_array_new ();
  self->scheduled = FALSE;
  g_mutex_unlock (&self->lock);
  for (guint i = 0; i < ready->len; i++)
    {
      MadoHttpRequest *request = ready->pdata[i];
      Reading *reading = g_hash_table_lookup (self->reading, request->message);

      /* A client that left meanwhile has no line to wake; a refused request is
       * answered when its body has gone by. */
      if (reading == NULL || reading->refused)
        continue;
      write_reply (request);
      soup_server_message_unpause (request->message);
    }
  return G_SOURCE_REMOVE;
}

static MadoHttpRequest *
make_request (MadoHttpEngine    *self,
              SoupServerMessage *message)
{
  MadoHttpRequest *request = g_new0 (MadoHttpRequest, 1);
  GUri *uri = soup_server_message_get_uri (message);
  GSocketAddress *address = soup_server_message_get_remote_address (message);

  g_atomic_ref_count_init (&request->ref_count);
  request->engine = self;
  request->message = g_object_ref (message);
  request->method = soup_server_message_get_method (message);
  request->path = g_uri_get_path (uri);
  request->query = g_uri_get_query (uri) != NULL ? soup_form_decode (g_uri_get_query (uri)) : NULL;
  request->get_header = get_header;
  request->deliver = deliver;
  request->destroy = destroy_request;
  if (G_IS_INET_SOCKET_ADDRESS (address))
    request->peer = g_inet_address_to_string (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
  else
    request->peer = g_strdup ("");
  return request;
}

/* --- limits ---------------------------------------------------------------------------*/

static void
shut (SoupServerMessage *message)
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
refuse (Reading           *reading,
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
  Reading *reading = data;
  MadoHttpEngine *self = reading->engine;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  MadoHttpRequest *request = make_request (self, message);

  reading->has_headers = TRUE;
  reading->since = g_get_monotonic_time ();
  reading->request = request;
  reading->max_body = 0;
  if (length_is_bent (headers))
    {
      mado_http_request_fail_with (request, 400, MADO_ERROR_INVALID, _("The server cannot read this request."));
      refuse (reading, message);
      shut (message);
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
  Reading *reading = data;

  reading->seen += g_bytes_get_size (chunk);
  if (reading->seen > reading->max_body + (reading->refused ? 16 * 1024 * 1024 : 0))
    {
      /* Chunked and too long: no length was announced, so there is nobody to
       * answer politely. */
      refuse (reading, message);
      shut (message);
    }
}

/* First politely; what libsoup does not close by then is closed for it. */
static gboolean
sweep_connection (gpointer socket,
                  gpointer value,
                  gpointer data)
{
  Connection *connection = value;
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

static void
note_connection (MadoHttpEngine *self,
                 GSocket        *socket,
                 gboolean        active)
{
  Connection *connection = socket != NULL ? g_hash_table_lookup (self->connections, socket) : NULL;

  if (socket == NULL || (connection == NULL && !active))
    return;
  if (connection == NULL)
    {
      connection = g_new0 (Connection, 1);
      g_hash_table_insert (self->connections, g_object_ref (socket), connection);
      g_socket_set_timeout (socket, self->idle_seconds);
      g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
    }
  connection->since = g_get_monotonic_time ();
  connection->active = active;
}

static gboolean
sweep_cb (gpointer data)
{
  MadoHttpEngine *self = data;
  gint64 now = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer message, value;

  g_hash_table_iter_init (&iter, self->reading);
  while (g_hash_table_iter_next (&iter, &message, &value))
    {
      Reading *reading = value;
      gint64 limit = self->request_seconds + (reading->has_headers ? 0 : self->idle_seconds);

      if (!reading->complete && now - reading->since > limit * G_USEC_PER_SEC)
        shut (message);
    }
  g_hash_table_foreach_remove (self->connections, sweep_connection, self);
  return G_SOURCE_CONTINUE;
}

/* --- libsoup's callbacks ------------------------------------------------------------------*/

/* Some messages end without a signal: their connection broke before there
 * were headers. */
static void
message_gone_cb (gpointer  data,
                 GObject  *message)
{
  MadoHttpEngine *self = data;
  Reading *reading = g_hash_table_lookup (self->reading, message);

  if (reading != NULL)
    note_connection (self, reading->socket, FALSE);
  g_hash_table_remove (self->reading, message);
}

static void
request_started_cb (SoupServer        *server,
                    SoupServerMessage *message,
                    gpointer           data)
{
  MadoHttpEngine *self = data;
  Reading *reading = g_new0 (Reading, 1);

  reading->engine = self;
  reading->since = g_get_monotonic_time ();
  reading->socket = soup_server_message_get_socket (message);
  note_connection (self, reading->socket, TRUE);
  g_hash_table_insert (self->reading, message, reading);
  g_object_weak_ref (G_OBJECT (message), message_gone_cb, self);
  g_signal_connect (message, "got-headers", G_CALLBACK (got_headers_cb), reading);
  g_signal_connect (message, "got-chunk", G_CALLBACK (got_chunk_cb), reading);
  if (g_hash_table_size (self->connections) > MAX_CONNECTIONS)
    shut (message);
}

static void
request_ended_cb (SoupServer        *server,
                  SoupServerMessage *message,
                  gpointer           data)
{
  MadoHttpEngine *self = data;
  Reading *reading = g_hash_table_lookup (self->reading, message);

  if (reading == NULL)
    return;
  g_signal_handlers_disconnect_by_data (message, reading);
  g_object_weak_unref (G_OBJECT (message), message_gone_cb, self);
  note_connection (self, reading->socket, FALSE);
  g_hash_table_remove (self->reading, message);
}

/* After some faults libsoup gives the message up and leaves its connection
 * open. */
static void
request_aborted_cb (SoupServer        *server,
                    SoupServerMessage *message,
                    gpointer           data)
{
  shut (message);
  request_ended_cb (server, message, data);
}

static void
handler_cb (SoupServer        *server,
            SoupServerMessage *message,
            const char        *path,
            GHashTable        *query,
            gpointer           data)
{
  MadoHttpEngine *self = data;
  Reading *reading = g_hash_table_lookup (self->reading, message);

  if (reading == NULL || reading->request == NULL)
    {
      soup_server_message_set_status (message, 400, NULL);
      return;
    }
  reading->complete = TRUE;
  if (reading->refused)
    {
      write_reply (reading->request);
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
  Reading *reading = g_hash_table_lookup (self->reading, message);

  if (reading == NULL || reading->request == NULL)
    return;
  reading->complete = TRUE;
  if (reading->refused)
    write_reply (reading->request);
}

/* --- lines ------------------------------------------------------------------------------------*/

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

static void
soup_socket_free (gpointer data)
{
  SoupSocket *self = data;

  g_signal_handlers_disconnect_by_data (self->line, self);
  g_object_unref (self->line);
  g_free (self);
}

static void
websocket_cb (SoupServer              *server,
              SoupServerMessage       *message,
              const char              *path,
              SoupWebsocketConnection *line,
              gpointer                 data)
{
  MadoHttpEngine *self = data;
  SoupSocket *socket = g_new0 (SoupSocket, 1);
  Reading *reading = g_hash_table_lookup (self->reading, message);
  g_autoptr (MadoHttpRequest) request = mado_http_request_ref (reading->request);

  /* From here on the hub watches over it. */
  g_hash_table_remove (self->connections, reading->socket);
  reading->socket = NULL;
  request_ended_cb (server, message, self);
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
  self->sockets = g_hash_table_new_full (NULL, NULL, soup_socket_free, NULL);
  self->ready = g_ptr_array_new ();
  g_mutex_init (&self->lock);
  self->server = soup_server_new ("server-header", "madoguchi", NULL);
  g_signal_connect (self->server, "request-started", G_CALLBACK (request_started_cb), self);
  g_signal_connect (self->server, "request-finished", G_CALLBACK (request_ended_cb), self);
  g_signal_connect (self->server, "request-aborted", G_CALLBACK (request_aborted_cb), self);
  soup_server_add_handler (self->server, NULL, handler_cb, self, NULL);
  soup_server_add_handler (self->server, socket_path, line_handler_cb, self, NULL);
  soup_server_add_websocket_handler (self->server, socket_path, NULL, protocols, websocket_cb, self, NULL);
  self->request_seconds = request_seconds;
  self->idle_seconds = request_seconds + (request_seconds + 3) / 4;
  self->sweep = g_timeout_source_new_seconds (MIN (SWEEP_SECONDS, request_seconds));
  g_source_set_callback (self->sweep, sweep_cb, self, NULL);
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
  GHashTableIter iter;
  gpointer socket;

  if (self->stopped)
    return;
  self->stopped = TRUE;
  g_hash_table_iter_init (&iter, self->sockets);
  while (g_hash_table_iter_next (&iter, &socket, NULL))
    socket_close (socket, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
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
