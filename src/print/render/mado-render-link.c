/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "config.h"

#include "print/render/mado-render-link.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define HEAD 12

/* A body is taken in steps, so that a length alone costs no memory. */
#define STEP (64 * 1024)

static gboolean
wait_for (int    socket,
          short  events,
          gint64 deadline)
{
  struct pollfd poll_fd = { socket, events, 0 };

  for (;;)
    {
      gint64 left = deadline < 0 ? -1 : MAX (0, deadline - g_get_monotonic_time ());
      int n = poll (&poll_fd, 1, left < 0 ? -1 : (int) ((left + 999) / 1000));

      if (n > 0)
        return TRUE;
      if (n == 0 || errno != EINTR)
        return FALSE;
    }
}

static MadoRenderLinkFate
send_part (int            socket,
           const guint8  *data,
           gsize          length,
           int            fd,
           gint64         deadline)
{
  while (length > 0)
    {
      struct iovec part = { (gpointer) data, length };
      union { struct cmsghdr head; char bytes[CMSG_SPACE (sizeof (int))]; } control = { 0 };
      struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
      gssize n;

      if (fd >= 0)
        {
          message.msg_control = control.bytes;
          message.msg_controllen = sizeof control.bytes;
          control.head.cmsg_level = SOL_SOCKET;
          control.head.cmsg_type = SCM_RIGHTS;
          control.head.cmsg_len = CMSG_LEN (sizeof (int));
          memcpy (CMSG_DATA (&control.head), &fd, sizeof fd);
        }
      n = sendmsg (socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
        {
          if (!wait_for (socket, POLLOUT, deadline))
            return MADO_RENDER_LINK_LATE;
          continue;
        }
      if (n < 0)
        return MADO_RENDER_LINK_ENDED;
      data += n;
      length -= n;
      fd = -1;
    }
  return MADO_RENDER_LINK_DONE;
}

MadoRenderLinkFate
mado_render_link_send (int         socket,
                       guint32     kind,
                       guint32     serial,
                       GByteArray *body,
                       int         fd,
                       gint64      deadline)
{
  guint32 head[3] = {
    GUINT32_TO_LE (body != NULL ? body->len : 0), GUINT32_TO_LE (kind), GUINT32_TO_LE (serial),
  };
  MadoRenderLinkFate fate = send_part (socket, (const guint8 *) head, HEAD, fd, deadline);

  if (fate == MADO_RENDER_LINK_DONE && body != NULL)
    fate = send_part (socket, body->data, body->len, -1, deadline);
  return fate;
}

/* Keeps the first descriptor; more than one is no honest frame. */
static gboolean
take_descriptors (struct msghdr *message,
                  int           *fd)
{
  gboolean honest = (message->msg_flags & MSG_CTRUNC) == 0;

  for (struct cmsghdr *c = CMSG_FIRSTHDR (message); c != NULL; c = CMSG_NXTHDR (message, c))
    {
      gsize n = c->cmsg_len < CMSG_LEN (0) ? 0 : (c->cmsg_len - CMSG_LEN (0)) / sizeof (int);

      if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
        continue;
      for (gsize i = 0; i < n; i++)
        {
          int got;

          memcpy (&got, CMSG_DATA (c) + i * sizeof (int), sizeof got);
          if (*fd < 0)
            *fd = got;
          else
            {
              close (got);
              honest = FALSE;
            }
        }
    }
  return honest;
}

static MadoRenderLinkFate
take_part (int     socket,
           guint8 *data,
           gsize   length,
           int    *fd,
           gint64  deadline)
{
  while (length > 0)
    {
      struct iovec part = { data, length };
      union { struct cmsghdr head; char bytes[CMSG_SPACE (4 * sizeof (int))]; } control;
      struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1,
        .msg_control = control.bytes, .msg_controllen = sizeof control.bytes,
      };
      gssize n = recvmsg (socket, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
        {
          if (!wait_for (socket, POLLIN, deadline))
            return MADO_RENDER_LINK_LATE;
          continue;
        }
      if (n < 0)
        return MADO_RENDER_LINK_ENDED;
      if (!take_descriptors (&message, fd))
        return MADO_RENDER_LINK_BROKEN;
      if (n == 0)
        return MADO_RENDER_LINK_ENDED;
      data += n;
      length -= n;
    }
  return MADO_RENDER_LINK_DONE;
}

static MadoRenderLinkFate
take_body (int              socket,
           gsize            length,
           gint64           deadline,
           MadoRenderFrame *frame)
{
  while (frame->body->len < length)
    {
      gsize have = frame->body->len, step = MIN (STEP, length - have);
      MadoRenderLinkFate fate;

      g_byte_array_set_size (frame->body, have + step);
      fate = take_part (socket, frame->body->data + have, step, &frame->fd, deadline);
      if (fate != MADO_RENDER_LINK_DONE)
        return fate;
    }
  return MADO_RENDER_LINK_DONE;
}

MadoRenderLinkFate
mado_render_link_take (int              socket,
                       gsize            limit,
                       gint64           deadline,
                       MadoRenderFrame *frame)
{
  guint32 head[3];
  MadoRenderLinkFate fate;

  *frame = (MadoRenderFrame) { 0, 0, g_byte_array_new (), -1 };
  fate = take_part (socket, (guint8 *) head, HEAD, &frame->fd, deadline);
  if (fate != MADO_RENDER_LINK_DONE)
    return fate;
  frame->kind = GUINT32_FROM_LE (head[1]);
  frame->serial = GUINT32_FROM_LE (head[2]);
  if (GUINT32_FROM_LE (head[0]) > limit)
    return MADO_RENDER_LINK_BROKEN;
  return take_body (socket, GUINT32_FROM_LE (head[0]), deadline, frame);
}

void
mado_render_frame_clear (MadoRenderFrame *self)
{
  g_clear_pointer (&self->body, g_byte_array_unref);
  if (self->fd >= 0)
    close (self->fd);
  self->fd = -1;
}
