/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "device/scan/mado-scan.h"

/* Private-use characters come of codes that Shift-JIS does not define. */
static gboolean
makes_sense (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);

      if ((c >= 0xe000 && c <= 0xf8ff) || (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != 0x1d) ||
          (c >= 0x7f && c < 0xa0))
        return FALSE;
    }
  return TRUE;
}

char *
mado_scan_text_of (const guint8 *bytes,
                   gsize         length,
                   const char   *guess)
{
  g_autofree char *japanese = NULL;

  if (memchr (bytes, 0, length) != NULL)
    return NULL;
  if (g_utf8_validate ((const char *) bytes, length, NULL))
    return g_strndup ((const char *) bytes, length);
  japanese = g_convert ((const char *) bytes, length, "UTF-8", "CP932", NULL, NULL, NULL);
  if (japanese != NULL && makes_sense (japanese))
    return g_steal_pointer (&japanese);
  if (guess != NULL && g_utf8_validate (guess, -1, NULL))
    return g_strdup (guess);
  return g_convert ((const char *) bytes, length, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);
}
