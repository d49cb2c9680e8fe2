/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <linux/sockios.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "device/receipt/mado-receipt-private.h"

/*
 * ESC/POS over a connection (port 9100) or a device file.
 *
 * DLE EOT n asks for one byte at once, past what is still in the printer's
 * buffer; of it, bits 0, 1, 4 and 7 are fixed (0x12). GS r 1 is answered in its
 * turn: sent last, its answer says that all before it was worked off. A printer
 * that answered neither is taken at its connection's word. (Bits as in Epson's
 * reference of ESC/POS, "Transmit real-time status" and "Transmit status".)
 */
#define CONNECT_SECONDS 5
#define ANSWER_MS 1000      /* how long a printer has to answer at once */
#define STALL_MS 12000      /* it takes nothing, and says nothing is wrong */
#define FINISH_MS 30000     /* for what is left in its buffer */
#define LOOK_MS 500         /* how often a stalled printer is asked why */
#define CHUNK 4096

#define MADO_TYPE_RECEIPT_STREAM (mado_receipt_stream_get_type ())
G_DECLARE_FINAL_TYPE (MadoReceiptStream, mado_receipt_stream, MADO, RECEIPT_STREAM, GObject)

struct _MadoReceiptStream
{
  GObject  parent_instance;
  char    *host; /* nullable: a device */
  guint16  port;
  char    *path; /* nullable: a connection */
};

static void iface_init (MadoReceiptInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoReceiptStream, mado_receipt_stream, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_RECEIPT, iface_init))

/* A connection that is open. */
typedef struct
{
  int                fd;
  GSocketConnection *connection; /* nullable; owns fd */
  gboolean           answers;    /* it has answered once */
  gboolean           done;       /* it has answered GS r: all is on paper */
  GCancellable      *cancellable;
} Line;

static void
line_clear (Line *line)
{
  if (line->connection == NULL && line->fd >= 0)
    close (line->fd);
  g_clear_object (&line->connection);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Line, line_clear)

static gboolean
set_broken (GError **error)
{
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_OFFLINE,
                       _("The connection to the receipt printer broke. Part of the receipt may be on paper; it is kept and can be printed again."));
  return FALSE;
}

static gboolean
open_line (MadoReceiptStream  *self,
           GCancellable       *cancellable,
           Line               *line,
           GError            **error)
{
  g_autoptr (GSocketClient) client = NULL;
  g_autoptr (GError) fault = NULL;

  line->cancellable = cancellable;
  if (self->path != NULL)
    line->fd = open (self->path, O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (self->path != NULL && line->fd < 0)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_OFFLINE, _("The receipt printer “%s” cannot be reached (%s)."), self->path, g_strerror (errno));
      return FALSE;
    }
  if (self->path != NULL)
    return TRUE;
  client = g_socket_client_new ();
  g_socket_client_set_timeout (client, CONNECT_SECONDS);
  g_socket_client_set_enable_proxy (client, FALSE);
  line->connection = g_socket_client_connect_to_host (client, self->host, self->port, cancellable, &fault);
  if (line->connection == NULL)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_OFFLINE, _("The receipt printer “%s” cannot be reached (%s)."), self->host, fault->message);
      return FALSE;
    }
  line->fd = g_socket_get_fd (g_socket_connection_get_socket (line->connection));
  return TRUE;
}

/* Waits; 0: not in time or called off. */
static short
wait_for (Line   *line,
          short   events,
          gint64  deadline)
{
  while (!g_cancellable_is_cancelled (line->cancellable))
    {
      struct pollfd poll_fd = { line->fd, events, 0 };
      gint64 left = (deadline - g_get_monotonic_time ()) / 1000;
      int n = poll (&poll_fd, 1, (int) CLAMP (left, 0, 200));

      if (n > 0)
        return poll_fd.revents;
      if ((n < 0 && errno != EINTR) || left <= 0)
        return 0;
    }
  return 0;
}

/* --- asking ------------------------------------------------------------------------ */

/* The next byte that the printer says; -1: none in time; -2: it hung up. */
static int
hear (Line   *line,
      gint64  deadline)
{
  for (;;)
    {
      short events = wait_for (line, POLLIN, deadline);
      guint8 byte;
      gssize n;

      if ((events & (POLLIN | POLLHUP | POLLERR)) == 0)
        return -1;
      n = read (line->fd, &byte, 1);
      if (n == 1)
        return byte;
      if (n == 0 || (errno != EAGAIN && errno != EINTR))
        return -2;
    }
}

/* Urgent bytes; they are few, but a full line may refuse even these. */
static gboolean
say (Line         *line,
     const guint8 *bytes,
     gsize         length)
{
  return (wait_for (line, POLLOUT, g_get_monotonic_time () + ANSWER_MS * 1000) & POLLOUT) != 0 &&
         write (line->fd, bytes, length) == (gssize) length;
}

/* The form of the answer to GS r: bits 4 and 7 are 0. */
static gboolean
is_done (int answer)
{
  return answer >= 0 && (answer & 0x90) == 0;
}

static int
ask (Line   *line,
     guint8  which)
{
  const guint8 question[] = { 0x10, 0x04, which };
  gint64 deadline = g_get_monotonic_time () + ANSWER_MS * 1000;
  int answer = -1;

  if (!say (line, question, sizeof question))
    return -1;
  /* What is not of this form is of another question. */
  do
    {
      answer = hear (line, deadline);
      line->done = line->done || is_done (answer);
    }
  while (answer >= 0 && (answer & 0x93) != 0x12);
  line->answers = line->answers || answer >= 0;
  return answer;
}

/* FALSE: it hung up. */
static gboolean
look (Line  *line,
      guint *state)
{
  int offline = ask (line, 2), paper;

  *state = MADO_RECEIPT_READY;
  if (offline == -2)
    return FALSE;
  if (offline < 0)
    {
      *state = MADO_RECEIPT_SILENT;
      return TRUE;
    }
  paper = ask (line, 4);
  if (offline & 0x04)
    *state |= MADO_RECEIPT_COVER_OPEN;
  if ((offline & 0x20) || (paper >= 0 && (paper & 0x60)))
    *state |= MADO_RECEIPT_PAPER_OUT;
  if (paper >= 0 && (paper & 0x0c))
    *state |= MADO_RECEIPT_PAPER_LOW;
  if (offline & 0x40)
    {
      int fault = ask (line, 3);

      *state |= fault >= 0 && (fault & 0x08) ? MADO_RECEIPT_CUTTER : MADO_RECEIPT_FAULT;
    }
  return paper != -2;
}

/* --- printing ------------------------------------------------------------------------ */

static gboolean
set_stopped (Line    *line,
             GError **error)
{
  if (g_cancellable_is_cancelled (line->cancellable))
    g_set_error_literal (error, MADO_ERROR, MADO_ERROR_CANCELLED, _("Printing the receipt was called off. Part of it may be on paper; it is kept."));
  else
    g_set_error_literal (error, MADO_ERROR, MADO_ERROR_TIMEOUT,
                         _("The receipt printer takes nothing any more. Part of the receipt may be on paper; it is kept and can be printed again."));
  return FALSE;
}

/* Nothing moves: is there a reason? A slow printer has none and goes on. */
static gboolean
ask_why (Line    *line,
         guint   *state,
         GError **error)
{
  if (!line->answers)
    return TRUE;
  if (!look (line, state))
    return set_broken (error);
  return mado_receipt_check_state (*state, error);
}

static gboolean
send_all (Line          *line,
          const guint8  *bytes,
          gsize          length,
          guint         *state,
          GError       **error)
{
  gint64 moved = g_get_monotonic_time ();

  while (length > 0)
    {
      gint64 now = g_get_monotonic_time ();
      short events = wait_for (line, POLLOUT, now + LOOK_MS * 1000);
      gssize n = events & POLLOUT ? write (line->fd, bytes, MIN (length, CHUNK)) : 0;

      if ((events & (POLLERR | POLLHUP)) != 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
        return set_broken (error);
      if (n > 0)
        {
          bytes += n;
          length -= n;
          moved = g_get_monotonic_time ();
          continue;
        }
      if (g_cancellable_is_cancelled (line->cancellable) || now - moved > STALL_MS * 1000)
        return set_stopped (line, error);
      if (!ask_why (line, state, error))
        return FALSE;
    }
  return TRUE;
}

/* The answer to GS r 1 comes when all before it is on paper. */
static gboolean
wait_until_done (Line    *line,
                 guint   *state,
                 GError **error)
{
  gint64 end = g_get_monotonic_time () + FINISH_MS * (gint64) 1000;

  while (g_get_monotonic_time () < end && !g_cancellable_is_cancelled (line->cancellable))
    {
      int answer = line->done ? 0 : hear (line, MIN (end, g_get_monotonic_time () + LOOK_MS * 1000));

      if (answer == -2)
        return set_broken (error);
      if (is_done (answer))
        return TRUE;
      if (answer < 0 && !ask_why (line, state, error))
        return FALSE;
    }
  return set_stopped (line, error);
}

/* A printer in the network that says nothing: at least it must have taken all.
 * What lies in our kernel when it hangs up is not on paper. */
static gboolean
wait_until_taken (Line    *line,
                  GError **error)
{
  gint64 end = g_get_monotonic_time () + STALL_MS * (gint64) 1000;
  int left = 0;

  while (line->connection != NULL && ioctl (line->fd, SIOCOUTQ, &left) == 0 && left > 0)
    {
      if (g_cancellable_is_cancelled (line->cancellable) || g_get_monotonic_time () > end)
        return set_stopped (line, error);
      if (hear (line, g_get_monotonic_time () + 20000) == -2)
        return set_broken (error);
    }
  /* A reset empties the queue as well. */
  return line->connection == NULL || (wait_for (line, POLLERR, g_get_monotonic_time ()) & (POLLERR | POLLHUP)) == 0 || set_broken (error);
}

static gboolean
stream_print (MadoReceipt   *receipt,
              GBytes        *job,
              GCancellable  *cancellable,
              guint         *state,
              GError       **error)
{
  static const guint8 done[] = { 0x1d, 'r', 1 };
  g_auto (Line) line = { .fd = -1 };
  gsize length;
  const guint8 *bytes = g_bytes_get_data (job, &length);

  if (!open_line (MADO_RECEIPT_STREAM (receipt), cancellable, &line, error))
    return FALSE;
  if (!look (&line, state))
    return set_broken (error);
  if (!mado_receipt_check_state (*state, error) || !send_all (&line, bytes, length, state, error))
    return FALSE;
  if (!line.answers)
    return wait_until_taken (&line, error);
  return send_all (&line, done, sizeof done, state, error) && wait_until_done (&line, state, error);
}

static gboolean
stream_get_state (MadoReceipt  *receipt,
                  guint        *state,
                  GError      **error)
{
  g_auto (Line) line = { .fd = -1 };

  if (!open_line (MADO_RECEIPT_STREAM (receipt), NULL, &line, error))
    return FALSE;
  return look (&line, state) || set_broken (error);
}

static void
iface_init (MadoReceiptInterface *iface)
{
  iface->print = stream_print;
  iface->get_state = stream_get_state;
}

static void
mado_receipt_stream_finalize (GObject *object)
{
  MadoReceiptStream *self = MADO_RECEIPT_STREAM (object);

  g_free (self->host);
  g_free (self->path);
  G_OBJECT_CLASS (mado_receipt_stream_parent_class)->finalize (object);
}

static void
mado_receipt_stream_class_init (MadoReceiptStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_receipt_stream_finalize;
}

static void
mado_receipt_stream_init (MadoReceiptStream *self)
{
}

MadoReceipt *
mado_receipt_stream_new (const char *host,
                         guint16     port,
                         const char *path)
{
  MadoReceiptStream *self = g_object_new (MADO_TYPE_RECEIPT_STREAM, NULL);

  self->host = g_strdup (host);
  self->port = port;
  self->path = g_strdup (path);
  return MADO_RECEIPT (self);
}
