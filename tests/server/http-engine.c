/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The HTTP engine over real sockets: what is asked is answered, in order, or refused with a reason. */
#include "config.h"

#include "http-place.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* One connection kept; each request in two packets, cut at every byte. */
static void
test_cut (void)
{
  static const struct { const char *request, *reply; } rows[] = {
    { "GET /a%20b?x=%E7%AA%93 HTTP/1.1\r\nHost: x\r\n\r\n", "GET /a b 窓 " },
    { "\r\nPUT /later?x=1 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello", "PUT /later 1 hello" },
    { "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3;e\r\nabc\r\n2\r\nde\r\n0\r\nT: u\r\n\r\n", "POST /c - abcde" },
  };
  HttpPlace *place = http_place_new (30);
  int fd = http_dial (place);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize cut = 1; cut < strlen (rows[i].request); cut++)
      {
        g_autofree char *reply = NULL;

        g_assert_true (http_put (fd, rows[i].request, cut));
        g_thread_yield ();
        reply = http_ask (fd, rows[i].request + cut, strlen (rows[i].request) - cut);
        http_assert_echo (reply, rows[i].reply);
      }
  close (fd);
  http_place_free (place);
}

/* Answers come in the order of the questions, whoever gives them. */
static void
test_pipelined (void)
{
  static const char *const parts[] = {
    "GET /%u HTTP/1.1\r\nHost: x\r\n\r\n", "GET /later?x=%u HTTP/1.1\r\nHost: x\r\n\r\n",
    "PUT /p?x=%u HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
    "PUT /later?x=%u HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nxyz\r\n0\r\n\r\n",
  };
  static const char *const replies[] = { "GET /%u - ", "GET /later %u ", "PUT /p %u abc", "PUT /later %u xyz" };
  HttpPlace *place = http_place_new (30);
  g_autoptr (GString) all = g_string_new (NULL);
  g_autoptr (GString) in = g_string_new (NULL);
  int fd = http_dial (place);

  for (guint i = 0; i < 1000; i++)
    {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
      g_string_append_printf (all, parts[i % 4], i);
    }
  g_assert_true (http_put (fd, all->str, all->len));
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *reply = http_get_reply (fd, in, TRUE);
      g_autofree char *expected = g_strdup_printf (replies[i % 4], i);
#pragma GCC diagnostic pop

      http_assert_echo (reply, expected);
    }
  close (fd);
  http_place_free (place);
}

static void
test_head_and_empty (void)
{
  static const char head[] = "HEAD /h HTTP/1.1\r\nHost: x\r\n\r\n", none[] = "GET /none HTTP/1.1\r\nHost: x\r\n\r\n";
  static const char old[] = "GET /old HTTP/1.0\r\n\r\n", last[] = "GET /last HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  HttpPlace *place = http_place_new (30);
  g_autoptr (GString) in = g_string_new (NULL);
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_autofree char *three = NULL;
  g_autofree char *four = NULL;
  int fd = http_dial (place), older = http_dial (place);

  g_assert_true (http_put (fd, head, sizeof head - 1));
  one = http_get_reply (fd, in, FALSE);
  g_assert_nonnull (strstr (one, "\r\nContent-Length: 10\r\n"));
  g_assert_cmpuint (in->len, ==, 0);
  two = http_ask (fd, none, sizeof none - 1);
  g_assert_true (g_str_has_prefix (two, "HTTP/1.1 204 "));
  g_assert_null (strstr (two, "Content-Length"));
  g_assert_nonnull (strstr (two, "\r\nX-Content-Type-Options: nosniff\r\n"));
  g_assert_nonnull (strstr (two, "\r\nX-Peer: 127.0.0.1\r\n"));
  g_assert_nonnull (strstr (two, "\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"));
  g_assert_true (http_put (fd, last, sizeof last - 1));
  three = http_get_all (fd);
  g_assert_nonnull (strstr (three, "\r\nConnection: close\r\n"));
  http_assert_echo (three, "GET /last - ");
  g_assert_null (strstr (three, "\r\nSet-Cookie"));
  g_assert_true (http_put (older, old, sizeof old - 1));
  four = http_get_all (older);
  http_assert_echo (four, "GET /old - ");
  close (fd);
  close (older);
  http_place_free (place);
}

static void
test_expect (void)
{
  static const char head[] = "PUT /e HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n";
  static const char no[] = "PUT /no HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n";
  HttpPlace *place = http_place_new (30);
  g_autofree char *go_on = NULL;
  g_autofree char *reply = NULL;
  g_autofree char *refused = NULL;
  int fd = http_dial (place);

  go_on = http_ask (fd, head, sizeof head - 1);
  g_assert_cmpstr (go_on, ==, "HTTP/1.1 100 Continue\r\n\r\n");
  reply = http_ask (fd, "abc", 3);
  http_assert_echo (reply, "PUT /e - abc");
  g_assert_true (http_put (fd, no, sizeof no - 1));
  refused = http_get_all (fd);
  g_assert_true (g_str_has_prefix (refused, "HTTP/1.1 403 "));
  close (fd);
  http_place_free (place);
}

/* Who sends a body that nobody wants still reads why. */
static void
test_refused (void)
{
  static const struct { const char *head; guint status; } rows[] = {
    { "PUT /no HTTP/1.1\r\nHost: x\r\nContent-Length: 400000\r\n\r\n", 403 },
    { "PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 400000\r\n\r\n", 413 },
    { "PUT /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n61a80\r\n", 413 },
    { "PUT /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400 },
    { "GET / HTTP/3.0\r\nHost: x\r\n\r\n", 505 },
    { "GET /line HTTP/1.1\r\nHost: x\r\n\r\n", 400 },
    { "GET /line HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\nearly", 400 },
    { "GET /line HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Protocol: other\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n", 400 },
  };
  HttpPlace *place = http_place_new (30);
  g_autofree char *body = g_strnfill (400000, 'x');

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      int fd = http_dial (place);
      g_autofree char *reply = NULL;

      g_assert_true (http_put (fd, rows[i].head, strlen (rows[i].head)));
      http_put (fd, body, 400000);
      shutdown (fd, SHUT_WR);
      reply = http_get_all (fd);
      g_assert_true (g_str_has_prefix (reply, "HTTP/1.1 "));
      g_assert_cmpint (atoi (reply + 9), ==, rows[i].status);
      g_assert_nonnull (strstr (reply, "\"message\""));
      close (fd);
    }
  /* Without a body the connection is kept. */
  {
    static const char text[] = "GET /no HTTP/1.1\r\nHost: x\r\n\r\n";
    int fd = http_dial (place);
    g_autofree char *one = http_ask (fd, text, sizeof text - 1);
    g_autofree char *two = http_ask (fd, text, sizeof text - 1);

    g_assert_cmpint (atoi (one + 9), ==, 403);
    g_assert_cmpint (atoi (two + 9), ==, 403);
    close (fd);
  }
  http_place_free (place);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http-engine/cut", test_cut);
  g_test_add_func ("/http-engine/pipelined", test_pipelined);
  g_test_add_func ("/http-engine/head-and-empty", test_head_and_empty);
  g_test_add_func ("/http-engine/expect", test_expect);
  g_test_add_func ("/http-engine/refused", test_refused);
  return g_test_run ();
}
