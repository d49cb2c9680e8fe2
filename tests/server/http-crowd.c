/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The HTTP engine and many, slow and dead clients. */
#include "config.h"

#include "http-place.h"

#include <arpa/inet.h>
#include <poll.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

/* Long replies wait for their readers and hold up nobody else. */
static void
test_slow_reader (void)
{
  static const char text[] = "GET /big HTTP/1.1\r\nHost: x\r\n\r\nGET /after HTTP/1.1\r\nHost: x\r\n\r\n";
  HttpPlace *place = http_place_new (30);
  g_autoptr (GString) in = g_string_new (NULL);
  g_autofree char *big = NULL;
  g_autofree char *after = NULL;
  int fd = http_dial (place), gone = http_dial (place);

  g_assert_true (http_put (fd, text, sizeof text - 1));
  g_assert_true (http_put (gone, text, sizeof text - 1));
  for (guint i = 0; i < 20; i++)
    g_assert_cmpuint (http_place_count (place), >=, 3);
  close (gone);
  big = http_get_reply (fd, in, TRUE);
  g_assert_cmpuint (strlen (strstr (big, "\r\n\r\n") + 4), ==, HTTP_BIG);
  after = http_get_reply (fd, in, TRUE);
  http_assert_echo (after, "GET /after - ");
  close (fd);
  http_place_free (place);
}

static void
test_leaves (void)
{
  static const char text[] = "GET /later HTTP/1.1\r\nHost: x\r\n\r\n";
  HttpPlace *place = http_place_new (30);
  struct linger hard = { .l_onoff = 1 };

  for (guint i = 0; i < 200; i++)
    {
      int fd = http_dial (place);

      setsockopt (fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
      g_assert_true (http_put (fd, text, i % 3 == 0 ? 10 : sizeof text - 1));
      close (fd);
    }
  /* What they left behind is gone in a few turns; only the one that asks stays. */
  while (http_place_count (place) > 1)
    ;
  http_place_free (place);
}

/* A byte now and then keeps nobody here. */
static void
test_drip (void)
{
  static const char text[] = "PUT /d HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n";
  HttpPlace *place = http_place_new (1);
  gint64 begin = g_get_monotonic_time ();

  for (guint in_body = 0; in_body < 2; in_body++)
    {
      int fd = http_dial (place);
      gsize at = 1; /* later on the name of a field without end */
      struct pollfd until = { .fd = fd, .events = POLLIN };

      g_assert_true (http_put (fd, text, in_body ? sizeof text - 1 : at));
      while (poll (&until, 1, 50) == 0)
        {
          g_assert_cmpint (g_get_monotonic_time () - begin, <, 20 * G_USEC_PER_SEC);
          http_put (fd, in_body ? "x" : text + at, 1);
          at = MIN (at + 1, 20);
        }
      g_assert_cmpint (recv (fd, &(char) { 0 }, 1, 0), <=, 0);
      close (fd);
    }
  http_place_free (place);
}

static void
test_idle (void)
{
  static const char text[] = "GET /i HTTP/1.1\r\nHost: x\r\n\r\n";
  HttpPlace *place = http_place_new (1);
  int used = http_dial (place), silent = http_dial (place);
  gint64 begin = g_get_monotonic_time ();
  g_autofree char *reply = http_ask (used, text, sizeof text - 1);
  g_autofree char *nothing = http_get_all (used);
  g_autofree char *silence = http_get_all (silent);

  g_assert_cmpstr (nothing, ==, "");
  g_assert_cmpstr (silence, ==, "");
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 10 * G_USEC_PER_SEC);
  g_assert_cmpuint (http_place_count (place), ==, 1);
  close (used);
  close (silent);
  http_place_free (place);
}

/* The queue waits until a descriptor is free, and is served then. */
static void
test_no_descriptors (void)
{
  static const char text[] = "GET /n HTTP/1.1\r\nHost: x\r\n\r\n";
  HttpPlace *place = http_place_new (30);
  struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons (place->port), .sin_addr.s_addr = htonl (INADDR_LOOPBACK) };
  struct rlimit before, none;
  int leaver = http_dial (place), waiter = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), next;
  struct pollfd until = { .fd = waiter, .events = POLLIN };
  g_autofree char *first = http_ask (leaver, text, sizeof text - 1);
  g_autoptr (GString) in = g_string_new (NULL);
  g_autofree char *last = NULL;

  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &before), ==, 0);
  next = dup (waiter);
  close (next);
  none = before;
  none.rlim_cur = (rlim_t) next;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &none), ==, 0);
  g_assert_cmpint (connect (waiter, (struct sockaddr *) &to, sizeof to), ==, 0);
  g_assert_true (http_put (waiter, text, sizeof text - 1));
  g_assert_cmpint (poll (&until, 1, 300), ==, 0);
  close (leaver);
  g_assert_cmpint (poll (&until, 1, 20000), ==, 1);
  setrlimit (RLIMIT_NOFILE, &before);
  last = http_get_reply (waiter, in, TRUE);
  http_assert_echo (last, "GET /n - ");
  close (waiter);
  http_place_free (place);
}

/* All at once, answered while all stay; the goal is 0.2 s on a quiet machine. */
static void
test_500 (void)
{
  static const char text[] = "GET /later HTTP/1.1\r\nHost: x\r\n\r\n";
  HttpPlace *place = http_place_new (30);
  int fds[500];
  gint64 begin = g_get_monotonic_time ();

  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    {
      fds[i] = http_dial (place);
      g_assert_true (http_put (fds[i], text, sizeof text - 1));
    }
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    {
      g_autoptr (GString) in = g_string_new (NULL);
      g_autofree char *reply = http_get_reply (fds[i], in, TRUE);

      http_assert_echo (reply, "GET /later - ");
    }
  g_test_message ("500 connections: %.3f s", (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 2 * G_USEC_PER_SEC);
  g_assert_cmpuint (http_place_count (place), ==, 501);
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    close (fds[i]);
  http_place_free (place);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http-crowd/slow-reader", test_slow_reader);
  g_test_add_func ("/http-crowd/leaves", test_leaves);
  g_test_add_func ("/http-crowd/drip", test_drip);
  g_test_add_func ("/http-crowd/idle", test_idle);
  g_test_add_func ("/http-crowd/no-descriptors", test_no_descriptors);
  g_test_add_func ("/http-crowd/500", test_500);
  return g_test_run ();
}
