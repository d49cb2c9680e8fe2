/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Garbage, too much, too slow, too many: an error or a closed connection, and
 * the server goes on. */
#include "config.h"

#include "http-fixture.h"

#include <sqlite3.h>

static GSocketConnection *
dial (TestHttp *http)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection;

  g_socket_client_set_timeout (client, 20);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", http->port, NULL, &error);
  g_assert_no_error (error);
  return connection;
}

/* FALSE if the server closed meanwhile, which it may. */
static gboolean
send_bytes (GSocketConnection *connection,
            const void        *data,
            gsize              length)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), data, length, NULL, NULL, NULL);
}

/* Everything until the server closes; a time-out of the socket fails. */
static char *
read_all (GSocketConnection *connection)
{
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GString *text = g_string_new (NULL);
  char buffer[4096];

  for (;;)
    {
      g_autoptr (GError) error = NULL;
      gssize n = g_input_stream_read (in, buffer, sizeof buffer, NULL, &error);

      g_assert_false (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT));
      if (n <= 0)
        return g_string_free (text, FALSE);
      g_string_append_len (text, buffer, n);
    }
}

static void
assert_alive (TestHttp *http)
{
  g_autoptr (TestReply) reply = test_http_call (http, "GET", "/healthz", NULL, NULL, NULL, NULL);

  g_assert_cmpuint (reply->status, ==, 200);
}

static void
test_garbage_lines (void)
{
  TestHttp *http = test_http_new ();
  static const char *const lines[] = {
    "\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "POST /v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
    "POST /v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n",
    "GET /v1/commits?epoch=%00%ff&since=-1&limit=x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "GET /v1/blobs/../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "BREW /v1/pack HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "POST /v1/session HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
  };

  test_http_stop (http);
  http->request_seconds = 1;
  test_http_start (http);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GSocketConnection) connection = dial (http);
      g_autofree char *answer = NULL;

      g_test_message ("line %u", i);
      send_bytes (connection, lines[i], strlen (lines[i]));
      g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL);
      answer = read_all (connection);
      g_assert_null (strstr (answer, " 200 "));
      assert_alive (http);
    }
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (GSocketConnection) connection = dial (http);
      guint8 noise[3000];

      mado_random_bytes (http->random, noise, sizeof noise);
      send_bytes (connection, noise, sizeof noise);
    }
  assert_alive (http);
  test_http_free (http);
}

static void
test_garbage_bodies (void)
{
  TestHttp *http = test_http_new ();
  TestPlace *place = test_place_ready (http, "shimin", "tanaka", "counter");
  g_autofree char *deep = g_strnfill (20000, '[');
  const char *const bodies[] = { "", "{", "[]", "null", "{\"staff\":1}", "{\"staff\":\"\xff\xfe\"}", "\"x\"", deep,
                                 "{\"staff\":\"a\",\"password\":\"b\",\"device\":\"c\",\"nonce\":\"\",\"proof\":\"\"}" };
  static const char *const paths[] = { "/v1/session", "/v1/enrol", "/v1/nonce", "/v1/leases", "/v1/claims", "/v1/purges",
                                       "/v1/password", "/v1/tickets", "/v1/commits", "/v1/keys", "/v1/reads" };

  for (guint p = 0; p < G_N_ELEMENTS (paths); p++)
    for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
      {
        g_autoptr (TestReply) reply = test_http_json (http, paths[p], place->token, bodies[i]);
        gboolean empty_sequence = *bodies[i] == '\0' && p >= 9;

        if (!empty_sequence)
          g_assert_cmpuint (reply->status, ==, 400);
      }
  for (guint i = 0; i < 300; i++)
    {
      static const char *const sequences[] = { "/v1/keys", "/v1/commits", "/v1/tickets", "/v1/commits" };
      guint8 noise[600];
      g_autoptr (GBytes) body = NULL;
      g_autoptr (TestReply) reply = NULL;

      mado_random_bytes (http->random, noise, sizeof noise);
      /* Most of it as byte strings, so that it comes as far as the parser. */
      if (i % 4 != 0)
        noise[0] = 0x59, noise[1] = 0x02, noise[2] = 0x55;
      body = g_bytes_new (noise, i % 2 ? sizeof noise : 1 + i);
      reply = test_http_call (http, "POST", sequences[i / 4 % 4], place->token, "application/cbor-seq", body, NULL);
      g_assert_cmpuint (reply->status, <=, 400);
    }
  assert_alive (http);
  test_place_free (place);
  test_http_free (http);
}

static void
test_oversized (void)
{
  TestHttp *http = test_http_new ();
  g_autofree char *big = g_strnfill (200000, 'x');
  g_autoptr (TestReply) json = test_http_json (http, "/v1/session", NULL, big);
  g_autoptr (GSocketConnection) chunked = dial (http);
  g_autoptr (GSocketConnection) headers = dial (http);
  static const char start[] = "POST /v1/session HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
  g_autofree char *answer = NULL;

  g_assert_cmpuint (json->status, ==, 413);
  g_assert_cmpstr (json->code, ==, "invalid");
  send_bytes (chunked, start, sizeof start - 1);
  for (guint i = 0; i < 40; i++)
    if (!send_bytes (chunked, "1000\r\n", 6) || !send_bytes (chunked, big, 0x1000) || !send_bytes (chunked, "\r\n", 2))
      break;
  answer = read_all (chunked);
  g_assert_null (strstr (answer, " 200 "));
  send_bytes (headers, "GET /healthz HTTP/1.1\r\nX: ", 26);
  for (guint i = 0; i < 20 && send_bytes (headers, big, 200000); i++)
    ;
  assert_alive (http);
  test_http_free (http);
}

/* Headers that drip, a body that stops, a line that says nothing. */
static void
test_slow (void)
{
  TestHttp *http = test_http_new ();
  g_autoptr (GSocketConnection) silent = NULL;
  g_autoptr (GSocketConnection) half_headers = NULL;
  g_autoptr (GSocketConnection) half_body = NULL;
  static const char headers[] = "GET /healthz HTTP/1.1\r\nHost: ";
  static const char body[] = "POST /v1/nonce HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{";
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_autofree char *three = NULL;
  gint64 begin;

  test_http_stop (http);
  http->request_seconds = 1;
  test_http_start (http);
  begin = g_get_monotonic_time ();
  silent = dial (http);
  half_headers = dial (http);
  half_body = dial (http);
  send_bytes (half_headers, headers, sizeof headers - 1);
  send_bytes (half_body, body, sizeof body - 1);
  assert_alive (http);
  one = read_all (silent);
  two = read_all (half_headers);
  three = read_all (half_body);
  g_assert_null (strstr (one, " 200 "));
  g_assert_null (strstr (two, " 200 "));
  g_assert_null (strstr (three, " 200 "));
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 15 * G_USEC_PER_SEC);
  assert_alive (http);
  test_http_free (http);
}

static void
test_500_connections (void)
{
  TestHttp *http = test_http_new ();
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);
  static const char request[] = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  gint64 begin;

  test_http_stop (http);
  test_http_start (http);
  begin = g_get_monotonic_time ();
  for (guint i = 0; i < 500; i++)
    {
      GSocketConnection *connection = dial (http);

      g_ptr_array_add (lines, connection);
      g_assert_true (send_bytes (connection, request, sizeof request - 1));
    }
  for (guint i = 0; i < lines->len; i++)
    {
      g_autofree char *answer = read_all (lines->pdata[i]);

      /* The limit for people not signed in answers too, and says when. */
      g_assert_true (strstr (answer, " 200 ") != NULL || strstr (answer, " 429 ") != NULL);
    }
  g_test_message ("500 connections: %.3f s", (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 10 * G_USEC_PER_SEC);
  test_http_free (http);
}

/* The database loses a table: 500 with a sentence and no SQL in it. */
static void
test_internal_error (void)
{
  TestHttp *http = test_http_new ();
  TestPlace *place = test_place_ready (http, "shimin", "tanaka", "counter");
  g_autofree char *path = g_build_filename (http->dir, "city.db", NULL);
  g_autoptr (TestReply) reply = NULL;
  g_autofree char *text = NULL;
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "DROP TABLE lease", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  reply = test_http_json (http, "/v1/leases", place->token, "{\"kind\":\"receipt\",\"count\":5}");
  g_assert_cmpuint (reply->status, ==, 500);
  g_assert_cmpstr (reply->code, ==, "internal");
  text = g_strndup (g_bytes_get_data (reply->body, NULL), g_bytes_get_size (reply->body));
  g_assert_null (strstr (text, "lease"));
  g_assert_null (strstr (text, "SQLite"));
  assert_alive (http);
  test_place_free (place);
  test_http_free (http);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hostile/garbage-lines", test_garbage_lines);
  g_test_add_func ("/hostile/garbage-bodies", test_garbage_bodies);
  g_test_add_func ("/hostile/oversized", test_oversized);
  g_test_add_func ("/hostile/slow", test_slow);
  g_test_add_func ("/hostile/500-connections", test_500_connections);
  g_test_add_func ("/hostile/internal-error", test_internal_error);
  return g_test_run ();
}
