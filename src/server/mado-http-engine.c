/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-http-engine-private.h"

#include <glib-unix.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

/*
 * The engine: HTTP/1.1 on sockets that never block, on the one thread of its
 * main context.
 *
 *  - All sockets are in one epoll set, which is one source of the main loop:
 *    a turn costs the same with ten connections and with thousands. They are
 *    put there once, edge-triggered, and remember what the edge said.
 *  - A connection has one request at a time. While the program has it, nothing
 *    is read: who sends ahead waits in the kernel's buffers.
 *  - Replies come from any thread. They are collected; the first of a group
 *    rings the bell, which is in the set too.
 *  - A connection that closes within a turn is freed at its end, because the
 *    same turn may still have an event for it.
 *
 * mado-http-parser.h reads bytes, mado-http-connection.c moves them,
 * mado-http-request.c makes requests of them, mado-http-reply.c writes,
 * mado-http-limits.c ends what takes too long, mado-http-lines.c is where
 * libsoup's WebSocket takes over.
 */
#define MAX_EVENTS    256
#define ROUNDS        4 /* of replies in one turn */
#define SWEEP_SECONDS 5

/* --- replies from anywhere ------------------------------------------------------------*/

void
mado_http_engine_deliver (MadoHttpRequest *request)
{
  MadoHttpEngine *self = request->engine;
  gboolean ring;

  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->ready, mado_http_request_ref (request));
  ring = !self->rung;
  self->rung = TRUE;
  g_mutex_unlock (&self->lock);
  if (ring)
    eventfd_write (self->bell, 1);
}

/* NULL, and the bell is needed again, if there are none. */
static GPtrArray *
take_ready (MadoHttpEngine *self)
{
  GPtrArray *ready = NULL;

  g_mutex_lock (&self->lock);
  self->rung = self->ready->len > 0;
  if (self->rung)
    {
      ready = self->ready;
      self->ready = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_http_request_unref);
    }
  g_mutex_unlock (&self->lock);
  return ready;
}

/* Writing one may admit the next of the same connection, whose reply is ready
 * at once: after a few rounds the other sockets have their turn. */
static void
write_ready (MadoHttpEngine *self)
{
  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autoptr (GPtrArray) ready = take_ready (self);

      if (ready == NULL)
        return;
      for (guint i = 0; i < ready->len; i++)
        {
          MadoHttpRequest *request = ready->pdata[i];

          /* A client that left meanwhile has no connection any more. */
          if (request->message != NULL)
            mado_http_connection_reply (request->message, request);
        }
    }
  eventfd_write (self->bell, 1);
}

/* --- the one source ----------------------------------------------------------------------*/

void
mado_http_engine_end_turn (MadoHttpEngine *self)
{
  if (self->dead->len == 0)
    return;
  g_ptr_array_set_size (self->dead, 0);
  mado_http_engine_accept_again (self);
}

static void
dispatch_event (MadoHttpEngine     *self,
                struct epoll_event *event)
{
  eventfd_t ignored;

  if (event->data.ptr == &self->listener)
    mado_http_engine_accept (self);
  else if (event->data.ptr == &self->bell)
    eventfd_read (self->bell, &ignored);
  else
    mado_http_connection_event (event->data.ptr, event->events);
}

static gboolean
source_cb (int          fd,
           GIOCondition condition,
           gpointer     data)
{
  MadoHttpEngine *self = data;
  struct epoll_event events[MAX_EVENTS];
  int n = epoll_wait (self->epoll, events, MAX_EVENTS, 0);

  self->now = g_get_monotonic_time ();
  /* What is answered within this turn needs no bell. */
  g_mutex_lock (&self->lock);
  self->rung = TRUE;
  g_mutex_unlock (&self->lock);
  for (int i = 0; i < n; i++)
    dispatch_event (self, &events[i]);
  write_ready (self);
  mado_http_engine_end_turn (self);
  return G_SOURCE_CONTINUE;
}

/* --- life ----------------------------------------------------------------------------------*/

static void
attach_sources (MadoHttpEngine *self)
{
  self->source = g_unix_fd_source_new (self->epoll, G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (source_cb), self, NULL);
  g_source_attach (self->source, self->context);
  self->sweep = g_timeout_source_new_seconds (MIN (SWEEP_SECONDS, self->request_seconds));
  g_source_set_callback (self->sweep, mado_http_engine_sweep_cb, self, NULL);
  g_source_attach (self->sweep, self->context);
}

MadoHttpEngine *
mado_http_engine_new (const MadoHttpHooks *hooks,
                      const char          *socket_path,
                      guint                request_seconds,
                      gpointer             data)
{
  MadoHttpEngine *self = g_new0 (MadoHttpEngine, 1);

  self->hooks = *hooks;
  self->data = data;
  self->socket_path = g_strdup (socket_path);
  self->request_seconds = request_seconds;
  self->context = g_main_context_ref_thread_default ();
  self->listener = -1;
  self->epoll = epoll_create1 (EPOLL_CLOEXEC);
  self->bell = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  self->now = g_get_monotonic_time ();
  self->connections = g_hash_table_new (NULL, NULL);
  self->lines = g_hash_table_new_full (NULL, NULL, mado_http_engine_free_line, NULL);
  self->dead = g_ptr_array_new_with_free_func (mado_http_connection_free);
  self->spare = g_ptr_array_new_with_free_func (g_free);
  self->head = g_string_sized_new (1024);
  self->ready = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_http_request_unref);
  g_mutex_init (&self->lock);
  if (self->epoll < 0 || self->bell < 0 || !mado_http_engine_watch (self, self->bell, EPOLLIN, &self->bell))
    g_error ("no descriptors: %s", g_strerror (errno));
  attach_sources (self);
  return self;
}

gboolean
mado_http_engine_listen (MadoHttpEngine  *self,
                         const char      *address,
                         guint16          port,
                         GError         **error)
{
  g_return_val_if_fail (self->listener < 0, FALSE);

  self->listener = mado_http_listener_open (address, port, &self->port, error);
  self->accepting = self->listener >= 0 && mado_http_engine_watch (self, self->listener, EPOLLIN, &self->listener);
  return self->accepting;
}

guint16
mado_http_engine_get_port (MadoHttpEngine *self)
{
  return self->port;
}

guint
mado_http_engine_get_n_connections (MadoHttpEngine *self)
{
  return g_hash_table_size (self->connections) + g_hash_table_size (self->lines);
}

static void
close_connections (MadoHttpEngine *self)
{
  g_autofree gpointer *all = g_hash_table_get_keys_as_array (self->connections, NULL);

  for (guint i = 0; all[i] != NULL; i++)
    mado_http_connection_close (all[i]);
  g_ptr_array_set_size (self->dead, 0);
}

void
mado_http_engine_stop (MadoHttpEngine *self)
{
  if (self->stopped)
    return;
  self->stopped = TRUE;
  if (self->listener >= 0)
    close (self->listener);
  self->listener = -1;
  mado_http_engine_close_lines (self);
  write_ready (self);
  close_connections (self);
}

void
mado_http_engine_free (MadoHttpEngine *self)
{
  mado_http_engine_stop (self);
  g_source_destroy (self->source);
  g_source_destroy (self->sweep);
  /* What the lines still have to say, and what was left for the main loop. */
  while (g_main_context_iteration (self->context, FALSE))
    ;
  close_connections (self);
  g_source_unref (self->source);
  g_source_unref (self->sweep);
  g_ptr_array_unref (self->ready);
  g_hash_table_unref (self->lines);
  g_hash_table_unref (self->connections);
  g_ptr_array_unref (self->dead);
  g_ptr_array_unref (self->spare);
  g_string_free (self->head, TRUE);
  close (self->epoll);
  close (self->bell);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_free (self->socket_path);
  g_free (self);
}
