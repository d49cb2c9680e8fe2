/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-http-engine-private.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>

/* Writing replies: head and body leave in one call. Every reply of the server
 * passes here, so this is where its headers for safety are, and where values
 * are kept from becoming headers. */

static const char common[] =
  "Server: madoguchi\r\n"
  "Cache-Control: no-store\r\n"
  "X-Content-Type-Options: nosniff\r\n"
  "X-Frame-Options: DENY\r\n"
  "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
  "Referrer-Policy: no-referrer\r\n";

static const char *
phrase_for (guint status)
{
  static const struct { guint status; const char *phrase; } phrases[] = {
    { 200, "OK" }, { 201, "Created" }, { 202, "Accepted" }, { 204, "No Content" }, { 206, "Partial Content" },
    { 304, "Not Modified" }, { 400, "Bad Request" }, { 401, "Unauthorized" }, { 403, "Forbidden" }, { 404, "Not Found" },
    { 405, "Method Not Allowed" }, { 409, "Conflict" }, { 410, "Gone" }, { 413, "Content Too Large" },
    { 414, "URI Too Long" }, { 416, "Range Not Satisfiable" }, { 417, "Expectation Failed" }, { 426, "Upgrade Required" },
    { 429, "Too Many Requests" }, { 431, "Request Header Fields Too Large" }, { 500, "Internal Server Error" },
    { 501, "Not Implemented" }, { 503, "Service Unavailable" }, { 505, "HTTP Version Not Supported" },
    { 507, "Insufficient Storage" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (phrases); i++)
    if (phrases[i].status == status)
      return phrases[i].phrase;
  return "";
}

/* RFC 9110 §5.6.7, whatever the locale. */
static const char *
get_date (MadoHttpEngine *self)
{
  static const char days[] = "SunMonTueWedThuFriSat", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  gint64 second = self->hooks.now (self->data) / 1000;
  time_t now = (time_t) second;
  struct tm t;

  if (second != self->date_second && gmtime_r (&now, &t) != NULL)
    {
      self->date_second = second;
      g_snprintf (self->date, sizeof self->date, "%.3s, %02u %.3s %04u %02u:%02u:%02u GMT", days + t.tm_wday * 3,
                  (guint) t.tm_mday % 100, months + t.tm_mon * 3, (guint) (t.tm_year + 1900) % 10000,
                  (guint) t.tm_hour % 100, (guint) t.tm_min % 100, (guint) t.tm_sec % 100);
    }
  return self->date;
}

/* A line end in a value would start a header of somebody else's. */
static void
add_field (GString    *head,
           const char *name,
           const char *value)
{
  gsize at;

  g_string_append (head, name);
  g_string_append_len (head, ": ", 2);
  at = head->len;
  g_string_append (head, value);
  for (; at < head->len; at++)
    if ((guchar) head->str[at] < 0x20 || head->str[at] == 0x7f)
      head->str[at] = ' ';
  g_string_append_len (head, "\r\n", 2);
}

static void
add_number (GString *head,
            gsize    number)
{
  char digits[24];
  char *at = digits + sizeof digits;

  do
    *--at = (char) ('0' + number % 10);
  while ((number /= 10) > 0);
  g_string_append_len (head, at, digits + sizeof digits - at);
}

static void
write_head (MadoHttpConnection *self,
            MadoHttpRequest    *request,
            gsize               length)
{
  GString *head = self->engine->head;
  gboolean is_head = g_str_equal (request->method, "HEAD");

  g_string_truncate (head, 0);
  g_string_append (head, "HTTP/1.1 ");
  add_number (head, request->status);
  g_string_append_c (head, ' ');
  g_string_append (head, phrase_for (request->status));
  g_string_append (head, "\r\nDate: ");
  g_string_append (head, get_date (self->engine));
  g_string_append_len (head, "\r\n", 2);
  g_string_append_len (head, common, sizeof common - 1);
  for (guint i = 0; request->headers != NULL && i + 1 < request->headers->len; i += 2)
    add_field (head, request->headers->pdata[i], request->headers->pdata[i + 1]);
  if (self->close_after)
    g_string_append (head, "Connection: close\r\n");
  if (length > 0)
    add_field (head, "Content-Type", request->type);
  /* Neither of the two has contents; to HEAD the length may stay unsaid. */
  if (request->status != 204 && request->status != 304 && (length > 0 || !is_head))
    {
      g_string_append (head, "Content-Length: ");
      add_number (head, length);
      g_string_append_len (head, "\r\n", 2);
    }
  g_string_append_len (head, "\r\n", 2);
}

/* --- out ------------------------------------------------------------------------------------*/

/* How many bytes left, all told; -1: the connection is closed. */
static gssize
push (MadoHttpConnection *self,
      struct iovec       *parts,
      gsize               n_parts)
{
  struct msghdr message = { .msg_iov = parts, .msg_iovlen = n_parts };
  gssize n;

  do
    n = sendmsg (self->fd, &message, MSG_NOSIGNAL);
  while (n < 0 && errno == EINTR);
  if (n >= 0 || errno == EAGAIN)
    return MAX (n, 0);
  mado_http_connection_close (self);
  return -1;
}

static void
done (MadoHttpConnection *self)
{
  mado_http_connection_next (self);
  mado_http_connection_pump (self);
}

void
mado_http_connection_reply (MadoHttpConnection *self,
                            MadoHttpRequest    *request)
{
  gsize length = 0;
  const void *body = request->reply != NULL && request->type != NULL ? g_bytes_get_data (request->reply, &length) : NULL;
  gboolean silent = g_str_equal (request->method, "HEAD") || request->status == 204 || request->status == 304;
  GString *head = self->engine->head;
  struct iovec parts[2];
  gssize n;

  write_head (self, request, length);
  if (silent)
    length = 0;
  parts[0] = (struct iovec) { head->str, head->len };
  parts[1] = (struct iovec) { (void *) body, length };
  self->state = CONNECTION_WRITING;
  n = push (self, parts, length > 0 ? 2 : 1);
  if (n < 0)
    return;
  if ((gsize) n == head->len + length)
    {
      done (self);
      return;
    }
  /* The reader is slow: the rest goes when the kernel has room. */
  self->since = self->engine->now;
  self->out[0] = g_bytes_new (head->str, head->len);
  self->out[1] = length > 0 ? g_bytes_ref (request->reply) : g_bytes_new_static ("", 0);
  self->written = (gsize) n;
}

gboolean
mado_http_connection_write (MadoHttpConnection *self)
{
  gsize total = g_bytes_get_size (self->out[0]) + g_bytes_get_size (self->out[1]);

  while (self->written < total)
    {
      struct iovec parts[2];
      gsize skip = self->written, n_parts = 0;
      gssize n;

      for (guint i = 0; i < 2; i++)
        {
          gsize size;
          const char *data = g_bytes_get_data (self->out[i], &size);

          if (skip < size)
            parts[n_parts++] = (struct iovec) { (char *) data + skip, size - skip };
          skip -= MIN (skip, size);
        }
      n = push (self, parts, n_parts);
      if (n <= 0)
        return FALSE;
      self->written += (gsize) n;
      self->since = self->engine->now;
    }
  mado_http_connection_next (self);
  return TRUE;
}
