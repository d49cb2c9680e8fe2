/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-http-engine-private.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

/* One connection: its descriptor, its buffers, and when it ends. An idle one
 * holds no buffer. */

#define MAX_SPARE    64
#define MAX_LINGERED (16 * 1024 * 1024)

void
mado_http_connection_new (MadoHttpEngine *engine,
                          int             fd,
                          const char     *peer)
{
  MadoHttpConnection *self = g_new0 (MadoHttpConnection, 1);

  self->engine = engine;
  self->fd = fd;
  self->since = engine->now;
  g_strlcpy (self->peer, peer, sizeof self->peer);
  g_hash_table_add (engine->connections, self);
  if (!mado_http_engine_watch (engine, fd, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, self))
    mado_http_connection_close (self);
}

/* --- the buffer ------------------------------------------------------------------------*/

static void
give_buffer_back (MadoHttpConnection *self)
{
  if (self->in == NULL)
    return;
  if (self->engine->spare->len < MAX_SPARE)
    g_ptr_array_add (self->engine->spare, self->in);
  else
    g_free (self->in);
  self->in = NULL;
  self->have = 0;
}

static void
take_buffer (MadoHttpConnection *self)
{
  GPtrArray *spare = self->engine->spare;

  if (self->in == NULL)
    self->in = spare->len > 0 ? g_ptr_array_steal_index_fast (spare, spare->len - 1) : g_malloc (MADO_HTTP_IN_BYTES);
}

void
mado_http_connection_consume (MadoHttpConnection *self,
                              gsize               n)
{
  self->have -= n;
  if (self->have > 0)
    memmove (self->in, self->in + n, self->have);
  else
    give_buffer_back (self);
}

/* --- ending ----------------------------------------------------------------------------------*/

/* What belongs to the request under way. */
static void
clear_request (MadoHttpConnection *self)
{
  if (self->request != NULL)
    self->request->message = NULL;
  g_clear_pointer (&self->request, mado_http_request_unref);
  g_clear_pointer (&self->body, g_free);
  g_clear_pointer (&self->unwrapped, g_byte_array_unref);
  g_clear_pointer (&self->out[0], g_bytes_unref);
  g_clear_pointer (&self->out[1], g_bytes_unref);
  self->written = 0;
}

int
mado_http_connection_steal (MadoHttpConnection *self)
{
  int fd = self->fd;

  if (fd < 0)
    return -1;
  epoll_ctl (self->engine->epoll, EPOLL_CTL_DEL, fd, NULL);
  self->fd = -1;
  clear_request (self);
  give_buffer_back (self);
  g_hash_table_remove (self->engine->connections, self);
  g_ptr_array_add (self->engine->dead, self);
  return fd;
}

void
mado_http_connection_close (MadoHttpConnection *self)
{
  int fd = mado_http_connection_steal (self);

  if (fd >= 0)
    close (fd);
}

void
mado_http_connection_free (gpointer self)
{
  g_free (self);
}

/* Closing while something unread waits or comes would take the reply back on
 * its way (the kernel answers with a reset): it is read and dropped first. */
static void
end (MadoHttpConnection *self)
{
  if (self->have == 0 && !self->cut_short && !self->readable)
    {
      mado_http_connection_close (self);
      return;
    }
  shutdown (self->fd, SHUT_WR);
  self->state = CONNECTION_LINGER;
}

void
mado_http_connection_next (MadoHttpConnection *self)
{
  clear_request (self);
  self->since = self->engine->now;
  self->had_blank = FALSE;
  if (self->close_after)
    end (self);
  else
    self->state = CONNECTION_HEAD;
}

/* --- reading -----------------------------------------------------------------------------------*/

/* A body of known length is read to where it stays. */
static gsize
find_room (MadoHttpConnection  *self,
           void               **room)
{
  if (self->state == CONNECTION_LENGTH && self->have == 0)
    {
      *room = self->body + self->body_have;
      return self->body_length - self->body_have;
    }
  take_buffer (self);
  *room = self->in + self->have;
  return MADO_HTTP_IN_BYTES - self->have;
}

static void
note_read (MadoHttpConnection *self,
           void               *room,
           gsize               n)
{
  if (self->state == CONNECTION_HEAD && self->have == 0)
    self->since = self->engine->now;
  if (self->state == CONNECTION_LENGTH && room == self->body + self->body_have)
    self->body_have += n;
  else
    self->have += n;
}

/* FALSE: nothing there for now, or the connection is gone. */
static gboolean
fill (MadoHttpConnection *self)
{
  void *room;
  gsize size = find_room (self, &room);
  gssize n;

  do
    n = recv (self->fd, room, size, 0);
  while (n < 0 && errno == EINTR);
  if (n < 0 && errno == EAGAIN)
    {
      self->readable = FALSE;
      if (self->have == 0)
        give_buffer_back (self);
      return FALSE;
    }
  if (n <= 0)
    {
      mado_http_connection_close (self);
      return FALSE;
    }
  /* Less than there was room for: all of it. The end of the input has no edge
   * of its own if it came together with the bytes. */
  if ((gsize) n < size && !self->peer_done)
    self->readable = FALSE;
  note_read (self, room, (gsize) n);
  return TRUE;
}

static MadoHttpStep
drop_input (MadoHttpConnection *self)
{
  self->lingered += self->have;
  if (self->have > 0)
    mado_http_connection_consume (self, self->have);
  if (self->lingered > MAX_LINGERED)
    mado_http_connection_close (self);
  return MADO_HTTP_MORE;
}

void
mado_http_connection_pump (MadoHttpConnection *self)
{
  while (self->fd >= 0 && self->state != CONNECTION_WAITING && self->state != CONNECTION_WRITING)
    {
      MadoHttpStep step = self->state == CONNECTION_LINGER ? drop_input (self) : mado_http_connection_take (self);

      if (step == MADO_HTTP_MORE && (self->fd < 0 || !self->readable || !fill (self)))
        return;
    }
}

void
mado_http_connection_event (MadoHttpConnection *self,
                            guint32             events)
{
  if (self->fd < 0)
    return;
  if (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR))
    self->readable = TRUE;
  if (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR))
    self->peer_done = TRUE;
  /* Gone both ways: nobody waits for the reply. */
  if ((events & (EPOLLHUP | EPOLLERR)) && (self->state == CONNECTION_WAITING || self->state == CONNECTION_WRITING))
    {
      mado_http_connection_close (self);
      return;
    }
  if ((events & EPOLLOUT) && self->state == CONNECTION_WRITING && !mado_http_connection_write (self))
    return;
  mado_http_connection_pump (self);
}
