/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/ocr/mado-ocr-runs.h"

/* --- wide spaces: the reader of letters drops those between the parts of a name ---- */

#define WIDE 0.62 /* of the height of the line; between two letters it is less than half */

static gboolean
has_dark (PIX *binary,
          int  x)
{
  l_uint32 dark = 0;

  for (int y = 0; y < pixGetHeight (binary) && !dark; y++)
    pixGetPixel (binary, x, y, &dark);
  return dark != 0;
}

/* Wide runs without a dark pixel between the first letter and the last; where
 * these begin and end comes out at @ink. */
GArray *
mado_ocr_runs_find_gaps (PIX        *binary,
                         int         height,
                         MadoOcrRun *ink)
{
  GArray *gaps = g_array_new (FALSE, FALSE, sizeof (MadoOcrRun));
  int last = -1;

  *ink = (MadoOcrRun) { -1, -1 };
  for (int x = 0; x < pixGetWidth (binary); x++)
    {
      MadoOcrRun gap = { last + 1, x };

      if (!has_dark (binary, x))
        continue;
      if (last >= 0 && gap.right - gap.left > WIDE * height)
        g_array_append_val (gaps, gap);
      if (ink->left < 0)
        ink->left = x;
      ink->right = last = x;
    }
  return gaps;
}

/* Letters of one width stand on a grid: after which of them a gap lies follows
 * from the pitch. Where a letter of another width is among them the reader's
 * words stay as they are. */
char *
mado_ocr_runs_put_gaps_in (const char       *letters,
                           GArray           *gaps,
                           const MadoOcrRun *ink)
{
  glong n = g_utf8_strlen (letters, -1);
  double pitch = (ink->right - ink->left) / (n + gaps->len - 0.1);
  GString *out = g_string_new (letters);

  for (const char *at = letters; *at; at = g_utf8_next_char (at))
    if (!g_unichar_iswide (g_utf8_get_char (at)))
      return g_string_free (out, FALSE);
  for (guint i = gaps->len; i > 0 && n > 1; i--)
    {
      const MadoOcrRun *gap = &g_array_index (gaps, MadoOcrRun, i - 1);
      glong before = (glong) ((gap->left - ink->left) / pitch - (i - 1) + 0.5);

      if (before > 0 && before < n)
        g_string_insert (out, g_utf8_offset_to_pointer (out->str, before) - out->str, "\u3000");
    }
  return g_string_free (out, FALSE);
}

/* --- lines ------------------------------------------------------------------------------ */

#define LEAST_LINE 9 /* pixels; less is dirt */

GArray *
mado_ocr_runs_find_lines (PIX *binary)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (MadoOcrRun)); /* left: top, right: bottom */
  NUMA *counts = pixCountPixelsByRow (binary, NULL);
  MadoOcrRun run = { -1, -1 };

  for (int y = 0; counts && y <= numaGetCount (counts); y++)
    {
      l_int32 n = 0;

      if (y < numaGetCount (counts))
        numaGetIValue (counts, y, &n);
      if (n > 1 && run.left < 0)
        run.left = y;
      if (n > 1 || run.left < 0)
        continue;
      run.right = y;
      if (run.right - run.left >= LEAST_LINE)
        g_array_append_val (lines, run);
      run.left = -1;
    }
  numaDestroy (&counts);
  return lines;
}

/* Strokes of one letter (二, 三) are not lines of their own. */
void
mado_ocr_runs_join_strokes (GArray *lines)
{
  for (guint i = 1; i < lines->len;)
    {
      MadoOcrRun *above = &g_array_index (lines, MadoOcrRun, i - 1), *below = &g_array_index (lines, MadoOcrRun, i);

      if (below->left - above->right < 7 && below->right - above->left < 60)
        {
          above->right = below->right;
          g_array_remove_index (lines, i);
        }
      else
        i++;
    }
}
