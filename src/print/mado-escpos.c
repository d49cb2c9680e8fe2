/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-escpos.h"

#include "print/mado-training-mark.h"

/* Rows of one GS v 0 command. 72 bytes a row × 128 rows = 9 KB: cheap
 * printers have an input buffer of 16 KB or less and would stall or drop dots
 * with the whole picture in one command. */
#define BAND_ROWS 128

static void
put (GByteArray   *out,
     const guint8 *bytes,
     guint         length)
{
  g_byte_array_append (out, bytes, length);
}

static void
put_band (GByteArray       *out,
          const MadoRaster *raster,
          int               first,
          int               rows)
{
  const guint8 head[] = {
    0x1d, 'v', '0', 0,
    raster->stride & 0xff, raster->stride >> 8,
    rows & 0xff, rows >> 8,
  };

  put (out, head, sizeof head);
  put (out, raster->rows + (gsize) first * raster->stride, rows * raster->stride);
}

/**
 * mado_escpos_from_raster:
 * @raster: the picture, as wide as the paper
 * @flags: what goes around it
 *
 * Returns: (transfer full): the bytes for the printer
 */
GBytes *
mado_escpos_from_raster (const MadoRaster *raster,
                         MadoEscposFlags   flags)
{
  GByteArray *out = g_byte_array_new ();
  g_autoptr (MadoRaster) marked = mado_training_mark_raster (raster);

  if (marked != NULL)
    raster = marked;
  if (flags & MADO_ESCPOS_RESET)
    put (out, (const guint8[]) { 0x1b, '@' }, 2);

  for (int y = 0; y < raster->height; y += BAND_ROWS)
    put_band (out, raster, y, MIN (BAND_ROWS, raster->height - y));

  if (flags & MADO_ESCPOS_CUT)
    put (out, (const guint8[]) { 0x1d, 'V', 66, 0 }, 4);

  return g_byte_array_free_to_bytes (out);
}
