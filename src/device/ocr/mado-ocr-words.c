/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/ocr/mado-ocr-words.h"

gunichar *
mado_ocr_words_squeeze (const char *text,
                        glong      *n)
{
  g_autofree char *wide = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  GArray *out = g_array_new (TRUE, FALSE, sizeof (gunichar));

  for (const char *at = wide ? wide : ""; *at; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_isalnum (c) || c == 0x30FC)
        g_array_append_val (out, c);
    }
  *n = out->len;
  return (gunichar *) g_array_free (out, FALSE);
}

guint
mado_ocr_words_distance (const gunichar *a,
                         glong           n,
                         const gunichar *b,
                         glong           m)
{
  guint row[64];

  for (glong j = 0; j <= m; j++)
    row[j] = (guint) j;
  for (glong i = 1; i <= n; i++)
    {
      guint corner = row[0];

      row[0] = (guint) i;
      for (glong j = 1; j <= m; j++)
        {
          guint above = row[j], best = MIN (row[j - 1], above) + 1;

          row[j] = MIN (best, corner + (a[i - 1] != b[j - 1]));
          corner = above;
        }
    }
  return row[m];
}

glong
mado_ocr_words_search (const gunichar *letters,
                       glong           n,
                       const char     *wanted,
                       guint           wrong,
                       glong          *length)
{
  glong m, found = -1;
  g_autofree gunichar *word = mado_ocr_words_squeeze (wanted, &m);
  guint least = wrong + 1;

  for (glong at = 0; m > 0 && at + m <= n; at++)
    {
      guint away = mado_ocr_words_distance (letters + at, m, word, m);

      if (away >= least)
        continue;
      least = away;
      found = at;
    }
  if (length)
    *length = m;
  return found;
}
