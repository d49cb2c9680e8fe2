/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/mado-plan-file.h"

#include <string.h>

static char *
convert (const char *data,
         gsize       length,
         const char *from,
         gsize      *out_length)
{
  return g_convert (data, (gssize) length, "UTF-8", from, NULL, out_length, NULL);
}

/* CRLF and CR → LF, so that cells and lines end alike. */
static void
join_line_ends (char  *text,
                gsize *length)
{
  char *to = text;

  for (gsize i = 0; i < *length; i++)
    {
      if (text[i] == '\r' && i + 1 < *length && text[i + 1] == '\n')
        continue;
      *to++ = text[i] == '\r' ? '\n' : text[i];
    }
  *to = 0;
  *length = (gsize) (to - text);
}

char *
mado_plan_decode (GBytes *bytes,
                  gsize  *length)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  char *text;

  if (size >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    {
      data += 3;
      size -= 3;
    }
  if (size >= 2 && (memcmp (data, "\xff\xfe", 2) == 0 || memcmp (data, "\xfe\xff", 2) == 0))
    text = convert ((const char *) data + 2, size - 2, data[0] == 0xff ? "UTF-16LE" : "UTF-16BE", length);
  else if (g_utf8_validate_len ((const char *) data, size, NULL))
    {
      text = g_strndup ((const char *) data, size);
      *length = size;
    }
  else
    text = convert ((const char *) data, size, "CP932", length);
  if (text == NULL || memchr (text, 0, *length) != NULL)
    {
      g_free (text);
      return NULL;
    }
  join_line_ends (text, length);
  return text;
}
