/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "http-place.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* --- the program above -----------------------------------------------------------------*/

static void
echo (MadoHttpRequest *request)
{
  GBytes *body = mado_http_request_get_body (request);
  const char *x = mado_http_request_get_query (request, "x");
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;

  g_string_printf (text, "%s %s %s ", mado_http_request_get_method (request), mado_http_request_get_path (request),
                   x != NULL ? x : "-");
  g_string_append_len (text, g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body));
  bytes = g_bytes_new (text->str, text->len);
  mado_http_request_reply (request, 200, "text/plain", bytes);
}

static void
later_cb (gpointer request,
          gpointer data)
{
  echo (request);
  mado_http_request_unref (request);
}

static gboolean
admit (MadoHttpRequest *request,
       gsize           *max_body,
       gpointer         data)
{
  *max_body = 1000;
  mado_http_request_set_header (request, "X-Peer", mado_http_request_get_peer (request));
  if (!g_str_equal (mado_http_request_get_path (request), "/no"))
    return TRUE;
  mado_http_request_fail_with (request, 403, MADO_ERROR_DENIED, "no");
  return FALSE;
}

static void
handle (MadoHttpRequest *request,
        gpointer         data)
{
  HttpPlace *place = data;
  const char *path = mado_http_request_get_path (request);
  g_autoptr (GBytes) bytes = NULL;

  if (g_str_equal (path, "/later"))
    g_thread_pool_push (place->pool, mado_http_request_ref (request), NULL);
  else if (g_str_equal (path, "/big"))
    {
      bytes = g_bytes_new_take (g_strnfill (HTTP_BIG, 'b'), HTTP_BIG);
      mado_http_request_reply (request, 200, "text/plain", bytes);
    }
  else if (g_str_equal (path, "/none"))
    mado_http_request_reply (request, 204, NULL, NULL);
  else if (g_str_equal (path, "/count"))
    {
      char *text = g_strdup_printf ("%u", mado_http_engine_get_n_connections (place->engine));

      bytes = g_bytes_new_take (text, strlen (text));
      mado_http_request_reply (request, 200, "text/plain", bytes);
    }
  else
    {
      mado_http_request_set_header (request, "X-Bent", "a\r\nSet-Cookie: b");
      echo (request);
    }
}

/* The moment of the example in RFC 9110 §5.6.7. */
static gint64
now (gpointer data)
{
  return G_GINT64_CONSTANT (784111777999);
}

static gpointer
place_thread (gpointer data)
{
  HttpPlace *place = data;
  static const MadoHttpHooks hooks = { .admit = admit, .handle = handle, .now = now };
  g_autoptr (GError) error = NULL;

  g_main_context_push_thread_default (place->context);
  place->pool = g_thread_pool_new (later_cb, place, 3, FALSE, NULL);
  place->engine = mado_http_engine_new (&hooks, "/line", place->request_seconds, place);
  mado_http_engine_listen (place->engine, "127.0.0.1", 0, &error);
  g_assert_no_error (error);
  g_mutex_lock (&place->lock);
  place->port = mado_http_engine_get_port (place->engine);
  g_cond_signal (&place->cond);
  g_mutex_unlock (&place->lock);
  g_main_loop_run (place->loop);
  g_thread_pool_free (place->pool, FALSE, TRUE);
  mado_http_engine_free (place->engine);
  g_main_context_pop_thread_default (place->context);
  return NULL;
}

HttpPlace *
http_place_new (guint request_seconds)
{
  HttpPlace *place = g_new0 (HttpPlace, 1);

  place->request_seconds = request_seconds;
  place->context = g_main_context_new ();
  place->loop = g_main_loop_new (place->context, FALSE);
  g_mutex_init (&place->lock);
  g_cond_init (&place->cond);
  place->thread = g_thread_new ("place", place_thread, place);
  g_mutex_lock (&place->lock);
  while (place->port == 0)
    g_cond_wait (&place->cond, &place->lock);
  g_mutex_unlock (&place->lock);
  return place;
}

static gboolean
quit_cb (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

void
http_place_free (HttpPlace *place)
{
  g_main_context_invoke (place->context, quit_cb, place->loop);
  g_thread_join (place->thread);
  g_main_loop_unref (place->loop);
  g_main_context_unref (place->context);
  g_mutex_clear (&place->lock);
  g_cond_clear (&place->cond);
  g_free (place);
}

/* --- clients -------------------------------------------------------------------------------*/

int
http_dial (HttpPlace *place)
{
  struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons (place->port), .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  struct timeval limit = { .tv_sec = 30 };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

  g_assert_cmpint (fd, >=, 0);
  setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  g_assert_cmpint (connect (fd, (struct sockaddr *) &to, sizeof to), ==, 0);
  return fd;
}

/* FALSE if the engine closed meanwhile, which it may. */
gboolean
http_put (int         fd,
     const char *data,
     gsize       length)
{
  for (gsize at = 0; at < length;)
    {
      ssize_t n = send (fd, data + at, length - at, MSG_NOSIGNAL);

      if (n <= 0)
        return FALSE;
      at += (gsize) n;
    }
  return TRUE;
}

/* Adds what comes; FALSE at the end. Silence for half a minute fails. */
static gboolean
get (int      fd,
     GString *in)
{
  char buffer[65536];
  ssize_t n = recv (fd, buffer, sizeof buffer, 0);

  g_assert_true (n >= 0 || errno != EAGAIN);
  if (n > 0)
    g_string_append_len (in, buffer, n);
  return n > 0;
}

/* The next whole reply, taken out of @in; NULL at the end. */
char *
http_get_reply (int      fd,
           GString *in,
           gboolean has_body)
{
  const char *end, *length;
  gsize size;
  char *reply;

  while ((end = strstr (in->str, "\r\n\r\n")) == NULL)
    if (!get (fd, in))
      return NULL;
  size = (gsize) (end + 4 - in->str);
  length = strstr (in->str, "\r\nContent-Length: ");
  if (has_body && length != NULL && length < end)
    size += (gsize) g_ascii_strtoull (length + 18, NULL, 10);
  while (in->len < size)
    g_assert_true (get (fd, in));
  reply = g_strndup (in->str, size);
  g_string_erase (in, 0, (gssize) size);
  return reply;
}

char *
http_ask (int         fd,
     const char *request,
     gsize       length)
{
  g_autoptr (GString) in = g_string_new (NULL);
  char *reply;

  g_assert_true (http_put (fd, request, length));
  reply = http_get_reply (fd, in, TRUE);
  g_assert_cmpuint (in->len, ==, 0);
  return reply;
}

char *
http_get_all (int fd)
{
  GString *in = g_string_new (NULL);

  while (get (fd, in))
    ;
  return g_string_free (in, FALSE);
}

guint
http_place_count (HttpPlace *place)
{
  static const char text[] = "GET /count HTTP/1.1\r\nHost: x\r\n\r\n";
  int fd = http_dial (place);
  g_autofree char *reply = http_ask (fd, text, sizeof text - 1);

  close (fd);
  return (guint) atoi (strstr (reply, "\r\n\r\n") + 4);
}

void
http_assert_echo (const char *reply,
             const char *expected)
{
  g_assert_nonnull (reply);
  g_assert_true (g_str_has_prefix (reply, "HTTP/1.1 200 OK\r\n"));
  g_assert_cmpstr (strstr (reply, "\r\n\r\n") + 4, ==, expected);
}
