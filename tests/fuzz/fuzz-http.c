/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-http-parser.h"

#include <string.h>

/* libFuzzer: a request as a connection reads it, once whole and once byte by
 * byte; both must agree. What follows the head is read as chunks. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static guint
read_head (const char   *data,
           gsize         size,
           gsize         step,
           MadoHttpHead *head,
           char        **text,
           gsize        *end)
{
  gsize line = 0;
  guint status = 0;

  for (gsize have = MIN (step, size); ; have = MIN (have + step, size))
    {
      MadoHttpStep found = mado_http_find_head (data, have, &line, end, &status);

      if (found == MADO_HTTP_BAD || (found == MADO_HTTP_MORE && have == size))
        return found == MADO_HTTP_BAD ? status : 1;
      if (found == MADO_HTTP_DONE)
        break;
    }
  *text = g_memdup2 (data, *end);
  return mado_http_head_parse (head, *text, *end);
}

static void
check_texts (MadoHttpHead *head)
{
  g_autoptr (GHashTable) query = head->query != NULL ? mado_http_query_parse (head->query) : NULL;

  g_assert (*head->path == '/' || g_str_equal (head->path, "*"));
  g_assert (g_utf8_validate (head->path, -1, NULL));
  g_assert (!head->chunked || !head->has_length);
  for (guint i = 0; i < head->n_fields; i++)
    g_assert (strpbrk (head->fields[i].value, "\r\n") == NULL);
}

static guint
read_chunks (const char *data,
             gsize       size,
             gsize       step,
             GByteArray *body)
{
  MadoHttpChunks chunks = { 0 };
  guint status = 0;

  for (gsize at = 0, used = 0; at < size; at += used)
    switch (mado_http_chunks_feed (&chunks, data + at, MIN (step, size - at), &used, body, 4096, &status))
      {
      case MADO_HTTP_BAD:
        return status;
      case MADO_HTTP_DONE:
        return 0;
      default:
        break;
      }
  return 1;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         whole_size)
{
  gsize size = MIN (whole_size, MADO_HTTP_MAX_HEAD); /* what a connection holds at once */
  g_autofree char *one = NULL;
  g_autofree char *two = NULL;
  g_autoptr (GByteArray) whole = g_byte_array_new ();
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const char *text = (const char *) data;
  MadoHttpHead head, again;
  gsize end = 0, end_again = 0;
  guint status = size > 0 ? read_head (text, size, size, &head, &one, &end) : 1;

  if (size == 0)
    return 0;
  g_assert (read_head (text, size, 1, &again, &two, &end_again) == status);
  if (status != 0)
    return 0;
  g_assert (end == end_again && head.n_fields == again.n_fields && g_str_equal (head.path, again.path));
  check_texts (&head);
  g_assert (read_chunks (text + end, size - end, size, whole) == read_chunks (text + end, size - end, 1, bytes));
  g_assert (whole->len == bytes->len);
  return 0;
}
