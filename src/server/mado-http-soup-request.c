/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-http-soup-private.h"

/* One message of libsoup's as a request of ours, and its reply back. Replies
 * come from other threads: they are collected and handed over in one wake-up
 * of the main loop. */

static const char *
get_header (MadoHttpRequest *request,
            const char      *name)
{
  return soup_message_headers_get_one (soup_server_message_get_request_headers (request->message), name);
}

static char *
dup_peer (MadoHttpRequest *request)
{
  GSocketAddress *address = soup_server_message_get_remote_address (request->message);

  if (!G_IS_INET_SOCKET_ADDRESS (address))
    return g_strdup ("");
  return g_inet_address_to_string (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
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

/* Nobody has set one of these before, so there is nothing to look for. */
static void
add_common_headers (SoupMessageHeaders *headers)
{
  soup_message_headers_append (headers, "Cache-Control", "no-store");
  soup_message_headers_append (headers, "X-Content-Type-Options", "nosniff");
  soup_message_headers_append (headers, "X-Frame-Options", "DENY");
  soup_message_headers_append (headers, "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  soup_message_headers_append (headers, "Referrer-Policy", "no-referrer");
}

void
soup_engine_write_reply (MadoHttpRequest *request)
{
  SoupServerMessage *message = request->message;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  gsize length = 0;
  const char *data = request->reply != NULL ? g_bytes_get_data (request->reply, &length) : NULL;

  add_common_headers (headers);
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
      SoupReading *reading = g_hash_table_lookup (self->reading, request->message);

      /* A client that left meanwhile has no line to wake; a refused request is
       * answered when its body has gone by. */
      if (reading == NULL || reading->refused)
        continue;
      soup_engine_write_reply (request);
      if (request->reply != NULL)
        soup_engine_hold_packets (reading);
      soup_server_message_unpause (request->message);
    }
  return G_SOURCE_REMOVE;
}

MadoHttpRequest *
soup_engine_make_request (MadoHttpEngine    *self,
                          SoupServerMessage *message)
{
  MadoHttpRequest *request = g_new0 (MadoHttpRequest, 1);
  GUri *uri = soup_server_message_get_uri (message);

  g_atomic_ref_count_init (&request->ref_count);
  request->engine = self;
  request->message = g_object_ref (message);
  request->method = soup_server_message_get_method (message);
  request->path = g_uri_get_path (uri);
  request->query = g_uri_get_query (uri) != NULL ? soup_form_decode (g_uri_get_query (uri)) : NULL;
  request->get_header = get_header;
  request->dup_peer = dup_peer;
  request->deliver = deliver;
  request->destroy = destroy_request;
  return request;
}
