/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "client/mado-soup-transport.h"

#include <string.h>

/* Whatever a confused server or proxy sends, this much and no more is read. */
#define MAX_ANSWER (64 * 1024 * 1024)

struct _MadoSoupTransport
{
  GObject      parent_instance;

  char        *base;
  SoupSession *session;
};

static void transport_iface_init (MadoTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoSoupTransport, mado_soup_transport, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_TRANSPORT, transport_iface_init))

static gboolean
set_unreachable (GError     **error,
                 const GError *cause)
{
  int code = MADO_ERROR_OFFLINE;

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    code = MADO_ERROR_CANCELLED;
  else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    code = MADO_ERROR_TIMEOUT;
  g_set_error (error, MADO_ERROR, code, "The server cannot be reached: %s", cause->message);
  return FALSE;
}

/* @expected: what the server announced, or 0. */
static GBytes *
read_answer (GInputStream *stream,
             goffset       expected,
             GCancellable *cancellable,
             GError      **error)
{
  g_autoptr (GByteArray) all = g_byte_array_sized_new ((guint) CLAMP (expected, 0, MAX_ANSWER));
  g_autofree guint8 *chunk = g_malloc (256 * 1024);

  for (;;)
    {
      gssize got = g_input_stream_read (stream, chunk, 256 * 1024, cancellable, error);

      if (got < 0)
        return NULL;
      if (got == 0)
        return g_byte_array_free_to_bytes (g_steal_pointer (&all));
      if (all->len + (gsize) got > MAX_ANSWER)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "the answer is too large");
          return NULL;
        }
      g_byte_array_append (all, chunk, (guint) got);
    }
}

static void
set_header (SoupMessageHeaders *headers,
            const char         *name,
            const char         *value)
{
  if (value != NULL)
    soup_message_headers_replace (headers, name, value);
}

static SoupMessage *
build_message (MadoSoupTransport *self,
               const MadoRequest *request)
{
  g_autofree char *url = g_strconcat (self->base, request->path, NULL);
  SoupMessage *message = soup_message_new (request->method, url);
  SoupMessageHeaders *headers;

  if (message == NULL)
    return NULL;
  headers = soup_message_get_request_headers (message);
  soup_message_headers_replace (headers, "Mado-Protocol", "1");
  if (request->token != NULL)
    {
      g_autofree char *bearer = g_strconcat ("Bearer ", request->token, NULL);

      soup_message_headers_replace (headers, "Authorization", bearer);
    }
  set_header (headers, "Range", request->range);
  set_header (headers, "Content-Range", request->content_range);
  set_header (headers, "If-None-Match", request->etag);
  set_header (headers, "Mado-Epoch", request->epoch);
  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message, request->content_type, request->body);
  return message;
}

/* "bytes A-B/TOTAL" */
static guint64
total_of (const char *range)
{
  const char *slash = range ? strchr (range, '/') : NULL;

  return slash ? g_ascii_strtoull (slash + 1, NULL, 10) : 0;
}

static void
read_headers (SoupMessage  *message,
              MadoResponse *response)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *time = soup_message_headers_get_one (headers, "Mado-Time");
  const char *retry = soup_message_headers_get_one (headers, "Retry-After");
  const char *have = soup_message_headers_get_one (headers, "Mado-Have");

  response->status = soup_message_get_status (message);
  response->server_time = time ? g_ascii_strtoll (time, NULL, 10) : 0;
  response->epoch = g_strdup (soup_message_headers_get_one (headers, "Mado-Epoch"));
  response->retry_after = retry ? (guint) CLAMP (g_ascii_strtoll (retry, NULL, 10), 0, 3600) : 0;
  response->etag = g_strdup (soup_message_headers_get_one (headers, "ETag"));
  response->total = total_of (soup_message_headers_get_one (headers, "Content-Range"));
  response->have = have ? g_ascii_strtoull (have, NULL, 10) : 0;
}

static gboolean
mado_soup_transport_send (MadoTransport     *transport,
                          const MadoRequest *request,
                          MadoResponse      *response,
                          GCancellable      *cancellable,
                          GError           **error)
{
  MadoSoupTransport *self = MADO_SOUP_TRANSPORT (transport);
  g_autoptr (SoupMessage) message = build_message (self, request);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) cause = NULL;

  if (message == NULL)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID, "The server's address %s is not an address.", self->base);
      return FALSE;
    }
  stream = soup_session_send (self->session, message, cancellable, &cause);
  if (stream == NULL)
    return set_unreachable (error, cause);
  response->body = read_answer (stream, soup_message_headers_get_content_length (soup_message_get_response_headers (message)),
                                cancellable, &cause);
  if (response->body == NULL)
    return set_unreachable (error, cause);
  read_headers (message, response);
  return TRUE;
}

static void
transport_iface_init (MadoTransportInterface *iface)
{
  iface->send = mado_soup_transport_send;
}

static void
mado_soup_transport_finalize (GObject *object)
{
  MadoSoupTransport *self = MADO_SOUP_TRANSPORT (object);

  soup_session_abort (self->session);
  g_object_unref (self->session);
  g_free (self->base);
  G_OBJECT_CLASS (mado_soup_transport_parent_class)->finalize (object);
}

static void
mado_soup_transport_class_init (MadoSoupTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_soup_transport_finalize;
}

static void
mado_soup_transport_init (MadoSoupTransport *self)
{
}

MadoSoupTransport *
mado_soup_transport_new (const char *base,
                         guint       timeout_seconds)
{
  MadoSoupTransport *self = g_object_new (MADO_TYPE_SOUP_TRANSPORT, NULL);

  self->base = g_strdup (base);
  if (g_str_has_suffix (self->base, "/"))
    self->base[strlen (self->base) - 1] = 0;
  /* Lets go of idle connections before the server does, which would cross with
   * a request on its way. */
  self->session = soup_session_new_with_options ("timeout", timeout_seconds, "idle-timeout", 30,
                                                 "user-agent", "madoguchi/" MADO_VERSION, NULL);
  return self;
}

SoupSession *
mado_soup_transport_get_session (MadoSoupTransport *self)
{
  return self->session;
}

const char *
mado_soup_transport_get_base (MadoSoupTransport *self)
{
  return self->base;
}
