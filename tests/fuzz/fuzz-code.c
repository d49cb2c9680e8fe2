/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "device/scan/mado-scan-grid.h"
#include "device/scan/mado-scan.h"

/* libFuzzer: the bytes of a code that a decoder found, with a guess of its own; and
 * a small frame of any grey, searched for marks, and a net cast over it from anywhere. */

static void
cast_net (const MadoGrey *picture,
          const guint8    at[8])
{
  const MadoMark marks[3] = { { at[0] - 40.0, at[1] - 40.0, at[6] / 16.0, at[7] & 1, FALSE },
                              { at[2] - 40.0, at[3] - 40.0, at[6] / 16.0, at[7] & 1, FALSE },
                              { at[4] - 40.0, at[5] - 40.0, at[6] / 16.0, at[7] & 1, at[7] & 2 } };
  g_autoptr (MadoGrid) grid = mado_grid_new (picture, marks);
  g_autoptr (MadoGrey) modules = NULL;
  int corners[8];

  if (grid == NULL)
    return;
  modules = mado_grid_modules (grid, 0.5);
  g_assert (modules->width == mado_grid_side (grid) + 4);
  g_assert (mado_grid_mend (grid, modules) <= 1);
  mado_grid_corners (grid, corners);
}

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  gsize half = size / 2;
  g_autofree char *guess = g_strndup ((const char *) data, half), *text = NULL;
  g_autofree guint8 *bytes = g_memdup2 (data + half, size - half + (size == half)), *pixels = NULL;
  guint width = size > 2 ? 1 + data[0] : 1, height;
  MadoGrey picture;
  MadoFinders found;

  text = mado_scan_text_of (bytes, size - half, guess);
  g_assert (text == NULL || g_utf8_validate (text, -1, NULL));
  if (size < 4)
    return 0;
  height = (guint) MIN (160, (size - 1) / width);
  pixels = g_memdup2 (data + 1, (gsize) width * height + 1 <= size ? MAX (1, (gsize) width * height) : 1);
  if ((gsize) width * height == 0 || (gsize) width * height + 1 > size)
    return 0;
  picture = (MadoGrey) { pixels, width, height };
  mado_finders_search (&picture, &found);
  g_assert (found.count == 0 || (found.x + found.width <= width && found.y + found.height <= height));
  if (size >= 8)
    cast_net (&picture, data + size - 8);
  return 0;
}
