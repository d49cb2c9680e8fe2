/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE 1 /* accept4 */
#include "config.h"

#include "server/mado-http-engine-private.h"

#include <arpa/inet.h>
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

/* Listening, and taking connections in. */

#define QUEUE           4096
#define MAX_CONNECTIONS 8000
#define MAX_AT_ONCE     512 /* in one turn */

static int
fail (int         fd,
      const char *address,
      GError    **error)
{
  int code = errno;

  if (fd >= 0)
    close (fd);
  g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code), "%s: %s", address, g_strerror (code));
  mado_error_convert (error);
  return -1;
}

/* The descriptor, or -1. @port 0 takes a free one. */
int
mado_http_listener_open (const char  *address,
                         guint16      port,
                         guint16     *taken,
                         GError     **error)
{
  g_autoptr (GSocketAddress) place = g_inet_socket_address_new_from_string (address, port);
  struct sockaddr_storage native = { 0 };
  socklen_t length = sizeof native;
  int fd, on = 1;

  if (place == NULL)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID, _("“%s” is not an address to listen on."), address);
      return -1;
    }
  if (!g_socket_address_to_native (place, &native, sizeof native, error))
    {
      mado_error_convert (error);
      return -1;
    }
  fd = socket (native.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0 || setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) < 0 ||
      bind (fd, (struct sockaddr *) &native, (socklen_t) g_socket_address_get_native_size (place)) < 0 ||
      listen (fd, QUEUE) < 0 || getsockname (fd, (struct sockaddr *) &native, &length) < 0)
    return fail (fd, address, error);
  *taken = ntohs (native.ss_family == AF_INET6 ? ((struct sockaddr_in6 *) &native)->sin6_port
                                               : ((struct sockaddr_in *) &native)->sin_port);
  return fd;
}

gboolean
mado_http_engine_watch (MadoHttpEngine *self,
                        int             fd,
                        guint32         events,
                        gpointer        key)
{
  struct epoll_event event = { .events = events, .data.ptr = key };

  return epoll_ctl (self->epoll, EPOLL_CTL_ADD, fd, &event) == 0;
}

/* Without descriptors there is no use in being told of the queue. */
static void
pause_accepting (MadoHttpEngine *self)
{
  epoll_ctl (self->epoll, EPOLL_CTL_DEL, self->listener, NULL);
  self->accepting = FALSE;
}

/* When something has closed, and at each sweep. */
void
mado_http_engine_accept_again (MadoHttpEngine *self)
{
  if (!self->accepting && self->listener >= 0)
    self->accepting = mado_http_engine_watch (self, self->listener, EPOLLIN, &self->listener);
}

static void
name_peer (const struct sockaddr_storage *native,
           char                          *name,
           gsize                          size)
{
  const void *address = native->ss_family == AF_INET6 ? (const void *) &((const struct sockaddr_in6 *) native)->sin6_addr
                                                      : (const void *) &((const struct sockaddr_in *) native)->sin_addr;

  if (inet_ntop (native->ss_family, address, name, (socklen_t) size) == NULL)
    *name = '\0';
}

void
mado_http_engine_accept (MadoHttpEngine *self)
{
  for (guint i = 0; i < MAX_AT_ONCE; i++)
    {
      struct sockaddr_storage native;
      socklen_t length = sizeof native;
      int fd = accept4 (self->listener, (struct sockaddr *) &native, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
      char peer[48];
      int on = 1;

      if (fd < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM))
        {
          pause_accepting (self);
          return;
        }
      if (fd < 0 && (errno == EINTR || errno == ECONNABORTED))
        continue;
      if (fd < 0)
        return;
      if (g_hash_table_size (self->connections) >= MAX_CONNECTIONS)
        {
          close (fd);
          continue;
        }
      setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      name_peer (&native, peer, sizeof peer);
      mado_http_connection_new (self, fd, peer);
    }
}
