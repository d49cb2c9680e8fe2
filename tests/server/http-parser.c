/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The HTTP parser alone: what is taken, what is refused and with what, however
 * the bytes are cut. */
#include "config.h"

#include "server/mado-http-parser.h"

#include <string.h>

/* What a connection does: find the end with what is here, then parse. Returns
 * 0 and the head, or a status; @cut is where the first packet ends, 0 is byte
 * by byte. */
static guint
read_head (const char   *text,
           gsize         length,
           gsize         cut,
           MadoHttpHead *head,
           char        **kept)
{
  gsize line = 0, end = 0;
  guint status = 0;
  MadoHttpStep step = MADO_HTTP_MORE;

  *kept = NULL;
  for (gsize have = cut == 0 ? 1 : cut; step == MADO_HTTP_MORE; have = cut == 0 ? have + 1 : length)
    {
      g_autofree char *exact = g_memdup2 (text, have); /* so that a sanitizer sees a read beyond */

      step = mado_http_find_head (exact, have, &line, &end, &status);
      if (step == MADO_HTTP_MORE && have == length)
        return 1;
    }
  if (step == MADO_HTTP_BAD)
    return status;
  *kept = g_memdup2 (text, end);
  return mado_http_head_parse (head, *kept, end);
}

static void
assert_refused (const char *text,
                gsize       length,
                guint       expected)
{
  for (gsize cut = 0; cut <= length; cut++)
    {
      g_autofree char *kept = NULL;
      MadoHttpHead head;
      guint status = read_head (text, length, cut, &head, &kept);

      if (status != expected)
        g_error ("“%s” cut at %" G_GSIZE_FORMAT ": %u and not %u", text, cut, status, expected);
    }
}

#define HOST "Host: x\r\n"

typedef struct
{
  const char *text, *method, *path, *query;
  guint64     length;
  gboolean    chunked, keep_alive, expects;
} Good;

static const Good good[] = {
  { "GET / HTTP/1.1\r\n" HOST "\r\n", "GET", "/", NULL, 0, FALSE, TRUE, FALSE },
  { "GET /a%20b%2Fc?x=1&y=%E7%AA%93 HTTP/1.1\r\n" HOST "\r\n", "GET", "/a b/c", "x=1&y=%E7%AA%93", 0, FALSE, TRUE, FALSE },
  { "GET /%E7%AA%93? HTTP/1.1\r\n" HOST "\r\n", "GET", "/窓", "", 0, FALSE, TRUE, FALSE },
  { "PUT /v1 HTTP/1.1\r\nhost:x\r\ncontent-length:\t12 \r\n\r\n", "PUT", "/v1", NULL, 12, FALSE, TRUE, FALSE },
  { "POST /v1 HTTP/1.1\r\n" HOST "Transfer-Encoding: Chunked\r\n\r\n", "POST", "/v1", NULL, 0, TRUE, TRUE, FALSE },
  { "GET /v1 HTTP/1.1\r\n" HOST "Connection: te, Close\r\n\r\n", "GET", "/v1", NULL, 0, FALSE, FALSE, FALSE },
  { "GET /v1 HTTP/1.0\r\n\r\n", "GET", "/v1", NULL, 0, FALSE, FALSE, FALSE },
  { "GET http://city.example:80/v1?a HTTP/1.1\r\n" HOST "\r\n", "GET", "/v1", "a", 0, FALSE, TRUE, FALSE },
  { "OPTIONS * HTTP/1.1\r\n" HOST "\r\n", "OPTIONS", "*", NULL, 0, FALSE, TRUE, FALSE },
  { "PUT /v1 HTTP/1.1\r\n" HOST "Content-Length: 3\r\nExpect: 100-Continue\r\n\r\n", "PUT", "/v1", NULL, 3, FALSE, TRUE, TRUE },
  { "GET /v1 HTTP/1.1\r\n" HOST "X-Empty:\r\nX-Text: caf\xe9 \t\r\n\r\n", "GET", "/v1", NULL, 0, FALSE, TRUE, FALSE },
};

static void
test_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    for (gsize cut = 0; cut <= strlen (good[i].text); cut++)
      {
        g_autofree char *kept = NULL;
        MadoHttpHead head;

        g_assert_cmpuint (read_head (good[i].text, strlen (good[i].text), cut, &head, &kept), ==, 0);
        g_assert_cmpstr (head.method, ==, good[i].method);
        g_assert_cmpstr (head.path, ==, good[i].path);
        g_assert_cmpstr (head.query, ==, good[i].query);
        g_assert_cmpuint (head.length, ==, good[i].length);
        g_assert_cmpint (head.chunked, ==, good[i].chunked);
        g_assert_cmpint (head.keep_alive, ==, good[i].keep_alive);
        g_assert_cmpint (head.expects, ==, good[i].expects);
      }
}

static void
test_fields (void)
{
  static const char text[] = "GET / HTTP/1.1\r\nHost: a:1\r\nX-One:  1, 2 \r\nx-one: 3\r\nAuthorization: Bearer x\r\n\r\nbeyond";
  g_autofree char *kept = NULL;
  MadoHttpHead head;

  g_assert_cmpuint (read_head (text, sizeof text - 1, sizeof text - 1, &head, &kept), ==, 0);
  g_assert_cmpuint (head.n_fields, ==, 4);
  g_assert_cmpstr (mado_http_head_get (&head, "hOST"), ==, "a:1");
  g_assert_cmpstr (mado_http_head_get (&head, "X-One"), ==, "1, 2");
  g_assert_cmpstr (mado_http_head_get (&head, "Authorization"), ==, "Bearer x");
  g_assert_null (mado_http_head_get (&head, "Missing"));
  g_assert_true (mado_http_has_token ("keep-alive, Upgrade", "upgrade"));
  g_assert_false (mado_http_has_token ("upgraded,up", "upgrade"));
  g_assert_false (mado_http_has_token (NULL, "upgrade"));
}

static void
test_bad (void)
{
  static const char nul[] = "GET / HTTP/1.1\r\nHost: x\0y\r\n\r\n";
  static const struct { const char *text; guint status; } bad[] = {
    { "GET\r\n\r\n", 400 },
    { "GET /\r\n\r\n", 400 },
    { "GET / \r\n\r\n", 400 },
    { " GET / HTTP/1.1\r\n" HOST "\r\n", 400 },
    { "GET  / HTTP/1.1\r\n" HOST "\r\n", 400 },
    { "GET / HTTP/1.1 \r\n" HOST "\r\n", 400 },
    { "GET\t/ HTTP/1.1\r\n" HOST "\r\n", 400 },
    { "G(T / HTTP/1.1\r\n" HOST "\r\n", 400 },
    { "ABCDEFGHIJABCDEFGHIJABCDEFGHIJABC / HTTP/1.1\r\n" HOST "\r\n", 400 },
    { "GET a HTTP/1.1\r\n" HOST "\r\n", 400 },
    { "GET * HTTP/1.1\r\n" HOST "\r\n", 400 },
    { "GET http:///a HTTP/1.1\r\n" HOST "\r\n", 400 },
    { "CONNECT x:80 HTTP/1.1\r\n" HOST "\r\n", 400 },
    { "GET /a#b HTTP/1.1\r\n" HOST "\r\n", 400 },
    { "GET /\xe7\xaa\x93 HTTP/1.1\r\n" HOST "\r\n", 400 },
    { "GET /%00 HTTP/1.1\r\n" HOST "\r\n", 400 },
    { "GET /%ff HTTP/1.1\r\n" HOST "\r\n", 400 },
    { "GET /%4 HTTP/1.1\r\n" HOST "\r\n", 400 },
    { "GET /%zz HTTP/1.1\r\n" HOST "\r\n", 400 },
    { "GET / HTTP/1.2\r\n" HOST "\r\n", 400 },
    { "GET / http/1.1\r\n" HOST "\r\n", 400 },
    { "GET / HTTP/9.9\r\n\r\n", 505 },
    { "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505 },
    { "GET / HTTP/1.1\n" HOST "\n", 400 },
    { "GET / HTTP/1.1\r\nHost: x\n\r\n", 400 },
    { "GET / HTTP/1.1\r\nHost: x\r\r\n\r\n", 400 },
    { "GET / HTTP/1.1\r\nHost: x\rX: y\r\n\r\n", 400 },
    { "GET / HTTP/1.1\r\n\r\n", 400 },
    { "GET / HTTP/1.1\r\n" HOST HOST "\r\n", 400 },
    { "GET / HTTP/1.1\r\n" HOST "Authorization: a\r\nAuthorization: b\r\n\r\n", 400 },
    { "GET / HTTP/1.1\r\n" HOST "X: a\r\n b\r\n\r\n", 400 },
    { "GET / HTTP/1.1\r\n" HOST "X : a\r\n\r\n", 400 },
    { "GET / HTTP/1.1\r\n" HOST ": a\r\n\r\n", 400 },
    { "GET / HTTP/1.1\r\n" HOST "no colon\r\n\r\n", 400 },
    { "GET / HTTP/1.1\r\n" HOST "X: \x01\r\n\r\n", 400 },
    { "GET / HTTP/1.1\r\n" HOST "X: \x7f\r\n\r\n", 400 },
    { "PUT / HTTP/1.1\r\n" HOST "Content-Length: 3\r\nContent-Length: 3\r\n\r\n", 400 },
    { "PUT / HTTP/1.1\r\n" HOST "Content-Length: 3, 3\r\n\r\n", 400 },
    { "PUT / HTTP/1.1\r\n" HOST "Content-Length: -3\r\n\r\n", 400 },
    { "PUT / HTTP/1.1\r\n" HOST "Content-Length: +3\r\n\r\n", 400 },
    { "PUT / HTTP/1.1\r\n" HOST "Content-Length: 0x3\r\n\r\n", 400 },
    { "PUT / HTTP/1.1\r\n" HOST "Content-Length:\r\n\r\n", 400 },
    { "PUT / HTTP/1.1\r\n" HOST "Content-Length: 99999999999999999999\r\n\r\n", 400 },
    { "PUT / HTTP/1.1\r\n" HOST "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 400 },
    { "PUT / HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", 400 },
    { "PUT / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400 },
    { "PUT / HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip, chunked\r\n\r\n", 501 },
    { "PUT / HTTP/1.1\r\n" HOST "Transfer-Encoding: identity\r\n\r\n", 501 },
    { "PUT / HTTP/1.1\r\n" HOST "Content-Length: 1\r\nExpect: wonders\r\n\r\n", 417 },
    { "\x16\x03\x01\x02\x00", 400 },
    { "\n", 400 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_refused (bad[i].text, strlen (bad[i].text), bad[i].status);
  assert_refused (nul, sizeof nul - 1, 400);
}

static void
test_sizes (void)
{
  g_autofree char *line = g_strnfill (MADO_HTTP_MAX_LINE, 'a');
  g_autoptr (GString) text = g_string_new ("GET / HTTP/1.1\r\nHost: x\r\n");
  g_autofree char *kept = NULL;
  MadoHttpHead head;

  for (guint i = 1; i < MADO_HTTP_MAX_FIELDS; i++)
    g_string_append (text, "X: y\r\n");
  g_string_append (text, "\r\n");
  g_assert_cmpuint (read_head (text->str, text->len, 1, &head, &kept), ==, 0);
  g_assert_cmpuint (head.n_fields, ==, MADO_HTTP_MAX_FIELDS);
  g_string_insert (text, (gssize) text->len - 2, "X: y\r\n");
  g_clear_pointer (&kept, g_free);
  g_assert_cmpuint (read_head (text->str, text->len, 1, &head, &kept), ==, 431);
  /* A line too long, as the first and later; a head too long of fair lines;
   * each as soon as it is known. */
  g_string_printf (text, "GET /%s", line);
  g_clear_pointer (&kept, g_free);
  g_assert_cmpuint (read_head (text->str, text->len, 1, &head, &kept), ==, 414);
  g_string_printf (text, "GET / HTTP/1.1\r\nX: %s", line);
  g_assert_cmpuint (read_head (text->str, text->len, 0, &head, &kept), ==, 431);
  g_string_assign (text, "GET / HTTP/1.1\r\n");
  for (guint i = 0; i < 3; i++)
    g_string_append_printf (text, "X: %.7000s\r\n", line);
  g_assert_cmpuint (read_head (text->str, text->len, 1, &head, &kept), ==, 431);
  g_assert_cmpuint (read_head (text->str, MADO_HTTP_MAX_HEAD, 1, &head, &kept), ==, 431);
}

static void
test_query (void)
{
  char form[] = "a=1&b=%E7%AA%93+x&a=2&c&d=&=e&f=%26%3d";
  g_autoptr (GHashTable) pairs = mado_http_query_parse (form);
  static const char *const bad[] = { "a=%", "a=%0", "a=%0g", "%00=a", "a=%ff" };

  g_assert_cmpstr (g_hash_table_lookup (pairs, "a"), ==, "2");
  g_assert_cmpstr (g_hash_table_lookup (pairs, "b"), ==, "窓 x");
  g_assert_cmpstr (g_hash_table_lookup (pairs, "d"), ==, "");
  g_assert_cmpstr (g_hash_table_lookup (pairs, "f"), ==, "&=");
  g_assert_null (g_hash_table_lookup (pairs, "c"));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *copy = g_strdup (bad[i]);

      g_assert_null (mado_http_query_parse (copy));
    }
}

/* --- chunks ------------------------------------------------------------------------------*/

/* 0 and the body, 1 if more is needed, or a status; @cut as above. */
static guint
read_chunks (const char *text,
             gsize       length,
             gsize       cut,
             GByteArray *body,
             gsize      *used)
{
  MadoHttpChunks chunks = { 0 };
  gsize at = 0;

  while (at < length)
    {
      gsize n = cut == 0 ? 1 : at < cut ? cut - at : length - at;
      g_autofree char *exact = g_memdup2 (text + at, n);
      guint status = 0;
      gsize taken = 0;
      MadoHttpStep step = mado_http_chunks_feed (&chunks, exact, n, &taken, body, 40, &status);

      if (step == MADO_HTTP_BAD)
        return status;
      at += taken;
      *used = at;
      if (step == MADO_HTTP_DONE)
        return 0;
      g_assert_cmpuint (taken, ==, n);
    }
  return 1;
}

static void
test_chunks (void)
{
  static const struct { const char *text, *body; guint status; } rows[] = {
    { "0\r\n\r\n", "", 0 },
    { "3\r\nabc\r\n0\r\n\r\n", "abc", 0 },
    { "3\r\nabc\r\n00a\r\n0123456789\r\n0\r\n\r\nGET /", "abc0123456789", 0 },
    { "1;name=\"v\"\r\n\n\r\n0;x\r\nTrailer: a\r\nOther: b\r\n\r\n", "\n", 0 },
    { "28\r\n0123456789012345678901234567890123456789\r\n0\r\n\r\n", "0123456789012345678901234567890123456789", 0 },
    { "3\r\nabc\r\n0\r\n", NULL, 1 },
    { "29\r\n", NULL, 413 },
    { "20\r\n01234567890123456789012345678901\r\n9\r\n", NULL, 413 },
    { "ffffffff\r\n", NULL, 413 },
    { "123456789\r\n", NULL, 413 },
    { "000000000\r\n", NULL, 400 },
    { "zz\r\n", NULL, 400 },
    { "-1\r\n", NULL, 400 },
    { "0x1\r\n", NULL, 400 },
    { "\r\n", NULL, 400 },
    { " 1\r\n", NULL, 400 },
    { "3\nabc\r\n", NULL, 400 },
    { "3\r\nabcd\r\n", NULL, 400 },
    { "3\r\nabc\n0\r\n\r\n", NULL, 400 },
    { "3\rabc", NULL, 400 },
    { "3;\x01\r\n", NULL, 400 },
    { "0\r\n folded\r\n\r\n", NULL, 400 },
    { "0\r\nA: b\n\r\n", NULL, 400 },
    { "0\r\n\rx", NULL, 400 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (gsize cut = 0; cut <= strlen (rows[i].text); cut++)
      {
        g_autoptr (GByteArray) body = g_byte_array_new ();
        gsize used = 0;
        guint status = read_chunks (rows[i].text, strlen (rows[i].text), cut, body, &used);

        if (status != rows[i].status)
          g_error ("“%s” cut at %" G_GSIZE_FORMAT ": %u", rows[i].text, cut, status);
        if (status != 0)
          continue;
        g_assert_cmpmem (body->data, body->len, rows[i].body, strlen (rows[i].body));
        /* What follows belongs to the next request. */
        g_assert_cmpuint (used, ==, strlen (rows[i].text) - (g_str_has_suffix (rows[i].text, "GET /") ? 5 : 0));
      }
}

static void
test_endless_chunks (void)
{
  g_autofree char *text = g_strnfill (10000, 'x');
  g_autoptr (GByteArray) body = g_byte_array_new ();
  gsize used;

  memcpy (text, "0;", 2);
  g_assert_cmpuint (read_chunks (text, 10000, 1, body, &used), ==, 400);
  memcpy (text, "0\r\n", 3);
  g_assert_cmpuint (read_chunks (text, 10000, 1, body, &used), ==, 400);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/http-parser/good", test_good);
  g_test_add_func ("/http-parser/fields", test_fields);
  g_test_add_func ("/http-parser/bad", test_bad);
  g_test_add_func ("/http-parser/sizes", test_sizes);
  g_test_add_func ("/http-parser/query", test_query);
  g_test_add_func ("/http-parser/chunks", test_chunks);
  g_test_add_func ("/http-parser/endless-chunks", test_endless_chunks);
  return g_test_run ();
}
