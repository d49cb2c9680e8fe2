/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-http-engine-private.h"

#include <glib/gi18n-lib.h>
#include <sys/socket.h>

/* From bytes in a connection's buffer to a request in the program's hands. */

typedef struct
{
  MadoHttpRequest base;
  MadoHttpHead    head;
  char            text[]; /* what the head points into */
} HeadRequest;

const MadoHttpHead *
mado_http_request_head (MadoHttpRequest *request)
{
  return &((HeadRequest *) request)->head;
}

static const char *
get_header (MadoHttpRequest *request,
            const char      *name)
{
  return mado_http_head_get (mado_http_request_head (request), name);
}

static char *
dup_peer (MadoHttpRequest *request)
{
  MadoHttpConnection *connection = request->message;

  return g_strdup (connection != NULL ? connection->peer : "");
}

static void
destroy (MadoHttpRequest *request)
{
  g_clear_pointer (&request->query, g_hash_table_unref);
}

/* @status: 0, or what to refuse it with. */
static MadoHttpRequest *
make_request (MadoHttpConnection *self,
              gsize               length,
              guint              *status)
{
  HeadRequest *request = g_malloc (sizeof *request + length);

  memset (&request->base, 0, sizeof request->base);
  memcpy (request->text, self->in, length);
  *status = mado_http_head_parse (&request->head, request->text, length);
  if (*status == 0 && request->head.query != NULL)
    {
      request->base.query = mado_http_query_parse (request->head.query);
      *status = request->base.query != NULL ? 0 : 400;
    }
  g_atomic_ref_count_init (&request->base.ref_count);
  request->base.engine = self->engine;
  request->base.message = self;
  request->base.method = *status == 0 ? request->head.method : "";
  request->base.path = *status == 0 ? request->head.path : "";
  request->base.get_header = get_header;
  request->base.dup_peer = dup_peer;
  request->base.deliver = mado_http_engine_deliver;
  request->base.destroy = destroy;
  self->request = &request->base;
  return self->request;
}

/* --- refusing ------------------------------------------------------------------------------*/

static const char *
sentence_for (guint status)
{
  if (status == 413 || status == 414 || status == 431)
    return _("This is more than the server takes at once.");
  return _("The server cannot read this request.");
}

/* What follows cannot be told from a next request: the connection ends. */
static MadoHttpStep
refuse (MadoHttpConnection *self,
        guint               status)
{
  self->close_after = self->cut_short = TRUE;
  self->state = CONNECTION_WAITING;
  mado_http_request_fail_with (self->request, status, MADO_ERROR_INVALID, sentence_for (status));
  return MADO_HTTP_DONE;
}

static MadoHttpStep
refuse_head (MadoHttpConnection *self,
             guint               status)
{
  guint ignored;

  if (self->request == NULL)
    make_request (self, 0, &ignored);
  return refuse (self, status);
}

/* --- a head ---------------------------------------------------------------------------------*/

/* Takes @body over. */
static void
hand_over (MadoHttpConnection *self,
           GBytes             *body)
{
  self->request->body = body;
  self->state = CONNECTION_WAITING;
  self->engine->hooks.handle (self->request, self->engine->data);
}

static void
start_body (MadoHttpConnection *self,
            const MadoHttpHead *head)
{
  static const char go_on[] = "HTTP/1.1 100 Continue\r\n\r\n";

  self->body_have = 0;
  self->body_length = (gsize) head->length;
  if (head->chunked)
    {
      memset (&self->chunks, 0, sizeof self->chunks);
      self->unwrapped = g_byte_array_new ();
    }
  else
    self->body = g_malloc (self->body_length);
  self->state = head->chunked ? CONNECTION_CHUNKED : CONNECTION_LENGTH;
  /* Nothing is on its way out now, so the few bytes have room. */
  if (head->expects && self->have == 0 && send (self->fd, go_on, sizeof go_on - 1, MSG_NOSIGNAL) != sizeof go_on - 1)
    mado_http_connection_close (self);
}

static MadoHttpStep
start_request (MadoHttpConnection *self)
{
  MadoHttpEngine *engine = self->engine;
  MadoHttpRequest *request = self->request;
  const MadoHttpHead *head = mado_http_request_head (request);
  gboolean has_body = head->chunked || head->length > 0;

  self->max_body = 0;
  self->close_after = !head->keep_alive;
  self->state = CONNECTION_WAITING;
  if (!engine->hooks.admit (request, &self->max_body, engine->data))
    self->close_after |= self->cut_short = has_body;
  else if (head->length > self->max_body)
    return refuse (self, 413);
  else if (g_str_equal (request->path, engine->socket_path))
    mado_http_engine_open_line (self, request);
  else if (has_body)
    start_body (self, head);
  else
    hand_over (self, g_bytes_new_static ("", 0));
  return MADO_HTTP_DONE;
}

static MadoHttpStep
take_head (MadoHttpConnection *self)
{
  gsize end;
  guint status;
  MadoHttpStep step;

  if (self->have == 0)
    return MADO_HTTP_MORE;
  step = mado_http_find_head (self->in, self->have, &self->line, &end, &status);
  if (step == MADO_HTTP_MORE)
    return step;
  self->line = 0;
  if (step == MADO_HTTP_BAD)
    return refuse_head (self, status);
  if (end == 2 && !self->had_blank)
    {
      self->had_blank = TRUE;
      mado_http_connection_consume (self, end);
      return MADO_HTTP_DONE;
    }
  make_request (self, end, &status);
  mado_http_connection_consume (self, end);
  return status != 0 ? refuse (self, status) : start_request (self);
}

/* --- a body ----------------------------------------------------------------------------------*/

static MadoHttpStep
take_length (MadoHttpConnection *self)
{
  gsize n = MIN (self->have, self->body_length - self->body_have);

  if (n > 0)
    {
      memcpy (self->body + self->body_have, self->in, n);
      self->body_have += n;
      mado_http_connection_consume (self, n);
    }
  if (self->body_have < self->body_length)
    return MADO_HTTP_MORE;
  hand_over (self, g_bytes_new_take (g_steal_pointer (&self->body), self->body_length));
  return MADO_HTTP_DONE;
}

static MadoHttpStep
take_chunks (MadoHttpConnection *self)
{
  gsize used = 0;
  guint status = 400;
  MadoHttpStep step;

  if (self->have == 0)
    return MADO_HTTP_MORE;
  step = mado_http_chunks_feed (&self->chunks, self->in, self->have, &used, self->unwrapped, self->max_body, &status);
  if (step == MADO_HTTP_BAD)
    return refuse (self, status);
  mado_http_connection_consume (self, used);
  if (step == MADO_HTTP_DONE)
    hand_over (self, g_byte_array_free_to_bytes (g_steal_pointer (&self->unwrapped)));
  return step;
}

MadoHttpStep
mado_http_connection_take (MadoHttpConnection *self)
{
  switch (self->state)
    {
    case CONNECTION_LENGTH:
      return take_length (self);
    case CONNECTION_CHUNKED:
      return take_chunks (self);
    default:
      return take_head (self);
    }
}
