/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-http-parser.h"

#include <string.h>

/*
 * Chunked bodies (RFC 9112 §7.1): size in hex, extensions, CR LF, the bytes,
 * CR LF; a size of 0, trailers, an empty line. Extensions and trailers are
 * read over. Works byte by byte but for the contents, so that any cut of the
 * input gives the same.
 */
#define MAX_DIGITS    8
#define MAX_EXTENSION 256
#define MAX_TRAILERS  4096

enum
{
  SIZE,
  EXTENSION,
  SIZE_FEED,     /* the line feed after a size */
  CONTENTS,
  CONTENTS_END,
  CONTENTS_FEED,
  TRAILER_START,
  TRAILER,
  TRAILER_FEED,
  LAST_FEED
};

static gboolean
take_size (MadoHttpChunks *self,
           char            c)
{
  int digit = g_ascii_xdigit_value (c);

  if (digit >= 0)
    {
      self->left = self->left * 16 + (guint) digit;
      return ++self->digits <= MAX_DIGITS;
    }
  if (self->digits == 0)
    return FALSE;
  self->line = 0;
  self->part = c == '\r' ? SIZE_FEED : EXTENSION;
  return c == '\r' || c == ';' || c == ' ' || c == '\t';
}

/* Of an extension or a trailer: anything that shows, up to CR. */
static gboolean
take_text (MadoHttpChunks *self,
           char            c,
           guint           feed,
           gsize           max)
{
  if (c == '\r')
    self->part = feed;
  return ++self->line <= max && (c == '\r' || c == '\t' || ((guchar) c >= 0x20 && c != 0x7f));
}

static gboolean
take_feed (MadoHttpChunks *self,
           char            c,
           guint           next)
{
  self->part = next;
  return c == '\n';
}

static gboolean
take (MadoHttpChunks *self,
      char            c)
{
  switch (self->part)
    {
    case SIZE:
      return take_size (self, c);
    case EXTENSION:
      return take_text (self, c, SIZE_FEED, MAX_EXTENSION);
    case SIZE_FEED:
      self->digits = 0;
      self->line = 0;
      return take_feed (self, c, self->left > 0 ? CONTENTS : TRAILER_START);
    case CONTENTS_END:
      self->part = CONTENTS_FEED;
      return c == '\r';
    case CONTENTS_FEED:
      return take_feed (self, c, SIZE);
    case TRAILER_START:
      if (c == '\r')
        {
          self->part = LAST_FEED;
          return TRUE;
        }
      self->part = TRAILER;
      return c != ' ' && c != '\t' && c != ':' && take_text (self, c, TRAILER_FEED, MAX_TRAILERS);
    case TRAILER:
      return take_text (self, c, TRAILER_FEED, MAX_TRAILERS);
    case TRAILER_FEED:
      return take_feed (self, c, TRAILER_START);
    default:
      return c == '\n';
    }
}

MadoHttpStep
mado_http_chunks_feed (MadoHttpChunks *self,
                       const char     *data,
                       gsize           length,
                       gsize          *used,
                       GByteArray     *body,
                       gsize           max,
                       guint          *status)
{
  gsize at = 0;

  while (at < length)
    {
      gboolean last = self->part == LAST_FEED;

      if (self->part == CONTENTS)
        {
          gsize n = (gsize) MIN (self->left, (guint64) (length - at));

          g_byte_array_append (body, (const guint8 *) data + at, (guint) n);
          self->left -= n;
          at += n;
          if (self->left == 0)
            self->part = CONTENTS_END;
          continue;
        }
      *status = 400;
      if (!take (self, data[at++]))
        return MADO_HTTP_BAD;
      *used = at;
      if (last)
        return MADO_HTTP_DONE;
      *status = 413;
      if (self->left > max - MIN (max, body->len))
        return MADO_HTTP_BAD;
    }
  *used = at;
  return MADO_HTTP_MORE;
}
