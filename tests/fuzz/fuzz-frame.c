/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "device/scan/mado-scan.h"

/* libFuzzer: a small frame of a camera: its width, then grey pixels. What both
 * decoders make of it is text, and lies about where the frame is. Needs
 * MADO_MODULE_DIR; the decoders themselves are not watched, what is done with
 * what they say is. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check (GPtrArray *found,
       guint      width,
       guint      height)
{
  for (guint i = 0; i < found->len; i++)
    {
      const MadoScanText *text = found->pdata[i];

      g_assert (text->text != NULL && g_utf8_validate (text->text, -1, NULL));
      for (guint k = 0; k < G_N_ELEMENTS (text->corners); k++)
        {
          int most = (int) (k % 2 == 0 ? width : height);

          g_assert (text->corners[k] >= -2 * most - 64 && text->corners[k] <= 3 * most + 64);
        }
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  guint width = size > 1 ? MAX (8, data[0]) : 8, height = size > 1 ? (guint) MIN ((size - 1) / width, 255) : 0;
  g_autofree guint8 *pixels = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) frame = NULL, still = NULL;

  if (height == 0)
    return 0;
  pixels = g_memdup2 (data + 1, (gsize) width * height);
  frame = mado_scan_find (pixels, width, height, width, MADO_SCAN_FRAME, &error);
  if (frame == NULL)
    g_error ("%s", error->message);
  check (frame, width, height);
  still = mado_scan_find (pixels, width, height, width, MADO_SCAN_STILL, &error);
  check (still, width, height);
  g_assert (still->len > 0 || frame->len == 0); /* more work finds no less */
  return 0;
}
