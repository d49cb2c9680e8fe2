/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/slip/mado-slip-private.h"

#include <string.h>
#include <zlib.h>

/* Raw deflate with a preset dictionary. A few hundred bytes are tried with
 * each of zlib's strategies, and the shortest is taken: which one wins
 * depends on how much of the text the dictionary knows. */

static GBytes *
deflate_with (const guint8 *data,
              gsize         length,
              int           strategy)
{
  z_stream stream = { 0 };
  gsize words_length;
  const guint8 *words = mado_slip_dictionary (MADO_SLIP_DICTIONARY, &words_length);
  g_autofree guint8 *out = NULL;
  gsize size;

  if (deflateInit2 (&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -15, 9, strategy) != Z_OK)
    g_error ("zlib cannot be initialised");
  deflateSetDictionary (&stream, words, (uInt) words_length);
  size = deflateBound (&stream, (uLong) length) + 16;
  out = g_malloc (size);
  stream.next_in = (Bytef *) data;
  stream.avail_in = (uInt) length;
  stream.next_out = out;
  stream.avail_out = (uInt) size;
  if (deflate (&stream, Z_FINISH) != Z_STREAM_END)
    g_error ("zlib gave up on %" G_GSIZE_FORMAT " bytes", length);
  size = stream.total_out;
  deflateEnd (&stream);
  return g_bytes_new_take (g_steal_pointer (&out), size);
}

GBytes *
mado_slip_deflate (const guint8 *data,
                   gsize         length)
{
  static const int strategies[] = { Z_DEFAULT_STRATEGY, Z_FIXED, Z_FILTERED };
  GBytes *best = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (strategies); i++)
    {
      GBytes *bytes = deflate_with (data, length, strategies[i]);

      if (best == NULL || g_bytes_get_size (bytes) < g_bytes_get_size (best))
        {
          g_clear_pointer (&best, g_bytes_unref);
          best = bytes;
        }
      else
        g_bytes_unref (bytes);
    }
  return best;
}

/* %NULL with DAMAGED for bytes that are no deflate stream or unfold to more
 * than a slip may, with UNSUPPORTED for a dictionary we do not have. */
GBytes *
mado_slip_inflate (guint          dictionary,
                   const guint8  *data,
                   gsize          length,
                   GError       **error)
{
  z_stream stream = { 0 };
  gsize words_length = 0;
  const guint8 *words = mado_slip_dictionary (dictionary, &words_length);
  g_autofree guint8 *out = NULL;
  int result;

  if (words == NULL)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_UNSUPPORTED, "dictionary");
      return NULL;
    }
  out = g_malloc (MADO_SLIP_MAX_BODY);
  if (inflateInit2 (&stream, -15) != Z_OK)
    g_error ("zlib cannot be initialised");
  inflateSetDictionary (&stream, words, (uInt) words_length);
  stream.next_in = (Bytef *) data;
  stream.avail_in = (uInt) length;
  stream.next_out = out;
  stream.avail_out = MADO_SLIP_MAX_BODY;
  result = inflate (&stream, Z_FINISH);
  inflateEnd (&stream);
  if (result != Z_STREAM_END || stream.avail_in != 0)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DAMAGED, "deflate");
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&out), stream.total_out);
}
