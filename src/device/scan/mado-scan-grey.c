/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/scan/mado-scan-grey.h"

#include <string.h>

MadoGrey *
mado_grey_new (guint width,
               guint height)
{
  MadoGrey *self = g_new (MadoGrey, 1);

  *self = (MadoGrey) { g_malloc ((gsize) width * height + 1), width, height };
  return self;
}

MadoGrey *
mado_grey_copy (const guint8 *pixels,
                guint         width,
                guint         height,
                guint         stride)
{
  MadoGrey *self = mado_grey_new (width, height);

  for (guint y = 0; y < height; y++)
    memcpy (self->pixels + (gsize) y * width, pixels + (gsize) y * stride, width);
  return self;
}

void
mado_grey_free (MadoGrey *self)
{
  g_free (self->pixels);
  g_free (self);
}

MadoGrey *
mado_grey_crop (const MadoGrey *from,
                guint           x,
                guint           y,
                guint           width,
                guint           height)
{
  return mado_grey_copy (from->pixels + (gsize) y * from->width + x, width, height, from->width);
}

/* --- size ------------------------------------------------------------------------ */

/* Two lines to one. */
static void
halve_lines (const guint8 *restrict a,
             const guint8 *restrict b,
             guint                  width,
             guint8 *restrict       out)
{
  for (guint x = 0; x < width; x++)
    out[x] = (a[2 * x] + a[2 * x + 1] + b[2 * x] + b[2 * x + 1] + 2) / 4;
}

MadoGrey *
mado_grey_halve (const MadoGrey *from)
{
  MadoGrey *to = mado_grey_new (from->width / 2, from->height / 2);

  for (guint y = 0; y < to->height; y++)
    halve_lines (from->pixels + (gsize) 2 * y * from->width, from->pixels + (gsize) (2 * y + 1) * from->width, to->width,
                 to->pixels + (gsize) y * to->width);
  return to;
}

static void
shrink (const MadoGrey *from,
        MadoGrey       *to)
{
  for (guint y = 0; y < to->height; y++)
    {
      guint y0 = (guint64) y * from->height / to->height, y1 = (guint64) (y + 1) * from->height / to->height;

      for (guint x = 0; x < to->width; x++)
        {
          guint x0 = (guint64) x * from->width / to->width, x1 = (guint64) (x + 1) * from->width / to->width, sum = 0;

          for (guint j = y0; j < y1; j++)
            for (guint i = x0; i < x1; i++)
              sum += from->pixels[(gsize) j * from->width + i];
          to->pixels[(gsize) y * to->width + x] = sum / ((y1 - y0) * (x1 - x0));
        }
    }
}

/* Where the middle of pixel @at of the larger picture lies: the pixel before
 * it, and 256ths on the way to the next. */
static void
between (guint   at,
         double  factor,
         guint   limit,
         guint  *before,
         guint  *after,
         guint  *part)
{
  double place = CLAMP ((at + 0.5) / factor - 0.5, 0.0, limit - 1.0);

  *before = place;
  *after = MIN (*before + 1, limit - 1);
  *part = (place - *before) * 256;
}

static void
enlarge (const MadoGrey *from,
         MadoGrey       *to,
         double          factor)
{
  for (guint y = 0; y < to->height; y++)
    {
      guint y0, y1, fy;

      between (y, factor, from->height, &y0, &y1, &fy);
      for (guint x = 0; x < to->width; x++)
        {
          const guint8 *a = from->pixels + (gsize) y0 * from->width, *b = from->pixels + (gsize) y1 * from->width;
          guint x0, x1, fx;

          between (x, factor, from->width, &x0, &x1, &fx);
          to->pixels[(gsize) y * to->width + x] = ((a[x0] * (256 - fx) + a[x1] * fx) * (256 - fy) +
                                                   (b[x0] * (256 - fx) + b[x1] * fx) * fy) >> 16;
        }
    }
}

MadoGrey *
mado_grey_scale (const MadoGrey *from,
                 double          factor)
{
  MadoGrey *to = mado_grey_new (MAX (1, from->width * factor), MAX (1, from->height * factor));

  if (factor < 1)
    shrink (from, to);
  else
    enlarge (from, to, factor);
  return to;
}

/* --- light and dark ----------------------------------------------------------------- */

MadoGrey *
mado_grey_invert (const MadoGrey *from)
{
  MadoGrey *to = mado_grey_new (from->width, from->height);

  for (gsize i = 0; i < (gsize) from->width * from->height; i++)
    to->pixels[i] = 255 - from->pixels[i];
  return to;
}

/* Running sums down and across: the cost does not depend on the radius. */
MadoGrey *
mado_grey_blur (const MadoGrey *from,
                guint           radius)
{
  MadoGrey *to = mado_grey_new (from->width, from->height);
  guint w = from->width, h = from->height;
  g_autofree guint32 *columns = g_new0 (guint32, w);

  for (guint y = 0; y < MIN (radius, h); y++)
    for (guint x = 0; x < w; x++)
      columns[x] += from->pixels[(gsize) y * w + x];
  for (guint y = 0; y < h; y++)
    {
      guint rows = MIN (y + radius, h - 1) - (y > radius ? y - radius : 0) + 1;
      guint32 sum = 0;

      for (guint x = 0; y + radius < h && x < w; x++)
        columns[x] += from->pixels[(gsize) (y + radius) * w + x];
      for (guint x = 0; y > radius && x < w; x++)
        columns[x] -= from->pixels[(gsize) (y - radius - 1) * w + x];
      for (guint x = 0; x < MIN (radius, w); x++)
        sum += columns[x];
      for (guint x = 0; x < w; x++)
        {
          guint across = MIN (x + radius, w - 1) - (x > radius ? x - radius : 0) + 1;

          if (x + radius < w)
            sum += columns[x + radius];
          if (x > radius)
            sum -= columns[x - radius - 1];
          to->pixels[(gsize) y * w + x] = sum / (rows * across);
        }
    }
  return to;
}

MadoGrey *
mado_grey_sharpen (const MadoGrey *from,
                   guint           radius)
{
  MadoGrey *to = mado_grey_blur (from, radius);

  for (gsize i = 0; i < (gsize) from->width * from->height; i++)
    to->pixels[i] = CLAMP (3 * from->pixels[i] - 2 * to->pixels[i], 0, 255);
  return to;
}

MadoGrey *
mado_grey_threshold (const MadoGrey *from,
                     guint           radius,
                     int             bias)
{
  MadoGrey *to = mado_grey_blur (from, radius);

  for (gsize i = 0; i < (gsize) from->width * from->height; i++)
    to->pixels[i] = from->pixels[i] + bias < to->pixels[i] ? 0 : 255;
  return to;
}

MadoGrey *
mado_grey_spread (const MadoGrey *from,
                  gboolean        light)
{
  MadoGrey *to = mado_grey_copy (from->pixels, from->width, from->height, from->width);
  guint w = from->width;

  for (guint y = 1; y + 1 < from->height; y++)
    for (guint x = 1; x + 1 < w; x++)
      {
        const guint8 *p = from->pixels + (gsize) y * w + x;
        guint8 found = *p;

        for (int j = -1; j <= 1; j++)
          for (int i = -1; i <= 1; i++)
            {
              guint8 other = p[j * (int) w + i];

              found = light ? MAX (found, other) : MIN (found, other);
            }
        to->pixels[(gsize) y * w + x] = found;
      }
  return to;
}

MadoGrey *
mado_grey_rotate (const MadoGrey *from)
{
  const double turn = 0.70710678;
  guint side = (from->width + from->height) * turn;
  MadoGrey *to = mado_grey_new (side, side);

  for (guint y = 0; y < side; y++)
    for (guint x = 0; x < side; x++)
      {
        double dx = x - side / 2.0, dy = y - side / 2.0;
        int sx = (dx + dy) * turn + from->width / 2.0, sy = (dy - dx) * turn + from->height / 2.0;

        to->pixels[(gsize) y * side + x] = sx >= 0 && sy >= 0 && sx < (int) from->width && sy < (int) from->height
                                             ? from->pixels[(gsize) sy * from->width + sx]
                                             : 255;
      }
  return to;
}
