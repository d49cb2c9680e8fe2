/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-raster.h"

#include <glib/gi18n-lib.h>

#include "print/mado-training-mark.h"

/* Below this share of ink (of 255) a dot stays white. Thin strokes of small
 * kanji cover little more than half a dot, so the border is below the middle. */
#define INK_THRESHOLD 104

MadoRaster *
mado_raster_new (int width,
                 int height)
{
  MadoRaster *self;

  g_return_val_if_fail (width > 0 && height >= 0, NULL);

  self = g_new0 (MadoRaster, 1);
  self->width = width;
  self->height = height;
  self->stride = (width + 7) / 8;
  self->rows = g_malloc0_n (MAX (height, 1), self->stride);
  return self;
}

void
mado_raster_free (MadoRaster *self)
{
  g_free (self->rows);
  g_free (self);
}

/**
 * mado_raster_new_from_a8:
 * @surface: an image surface of format A8 on which ink was painted
 * @height: rows to take, from the top
 *
 * Makes each dot black or white, with no dithering: text stays sharp.
 *
 * Returns: (transfer full): the picture
 */
MadoRaster *
mado_raster_new_from_a8 (cairo_surface_t *surface,
                         int              height)
{
  MadoRaster *self;
  const guint8 *data;
  int stride;

  g_return_val_if_fail (cairo_image_surface_get_format (surface) == CAIRO_FORMAT_A8, NULL);
  g_return_val_if_fail (height <= cairo_image_surface_get_height (surface), NULL);

  cairo_surface_flush (surface);
  data = cairo_image_surface_get_data (surface);
  stride = cairo_image_surface_get_stride (surface);
  self = mado_raster_new (cairo_image_surface_get_width (surface), height);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < self->width; x++)
      if (data[(gsize) y * stride + x] >= INK_THRESHOLD)
        self->rows[(gsize) y * self->stride + x / 8] |= 0x80 >> (x % 8);

  return self;
}

gboolean
mado_raster_get (const MadoRaster *self,
                 int               x,
                 int               y)
{
  if (x < 0 || y < 0 || x >= self->width || y >= self->height)
    return FALSE;
  return (self->rows[(gsize) y * self->stride + x / 8] & (0x80 >> (x % 8))) != 0;
}

/* Makes a rectangle black; what lies outside is left out. */
void
mado_raster_fill (MadoRaster *self,
                  int         x,
                  int         y,
                  int         width,
                  int         height)
{
  int right = MIN (x + width, self->width);
  int bottom = MIN (y + height, self->height);

  for (int j = MAX (y, 0); j < bottom; j++)
    for (int i = MAX (x, 0); i < right; i++)
      self->rows[(gsize) j * self->stride + i / 8] |= 0x80 >> (i % 8);
}

/**
 * mado_raster_to_grey:
 *
 * Returns: (transfer full): width * height bytes, 0 black and 255 white, with
 *   no padding: what barcode readers take
 */
guint8 *
mado_raster_to_grey (const MadoRaster *self)
{
  guint8 *grey = g_malloc_n (MAX (self->height, 1), self->width);

  for (int y = 0; y < self->height; y++)
    for (int x = 0; x < self->width; x++)
      grey[(gsize) y * self->width + x] = mado_raster_get (self, x, y) ? 0 : 255;
  return grey;
}

static cairo_surface_t *
to_surface (const MadoRaster *self)
{
  cairo_surface_t *surface;
  guint8 *data;
  int stride;

  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, self->width, self->height);
  data = cairo_image_surface_get_data (surface);
  stride = cairo_image_surface_get_stride (surface);
  if (data == NULL)
    return surface;

  for (int y = 0; y < self->height; y++)
    for (int x = 0; x < self->width; x++)
      ((guint32 *) (void *) (data + (gsize) y * stride))[x] =
        mado_raster_get (self, x, y) ? 0x000000 : 0xffffff;
  cairo_surface_mark_dirty (surface);
  return surface;
}

/**
 * mado_raster_write_png:
 * @path: file name
 *
 * Writes the picture for a preview on the screen.
 */
gboolean
mado_raster_write_png (const MadoRaster  *self,
                       const char        *path,
                       GError           **error)
{
  g_autoptr (MadoRaster) marked = mado_training_mark_raster (self);
  cairo_surface_t *surface = to_surface (marked != NULL ? marked : self);
  cairo_status_t status = cairo_surface_write_to_png (surface, path);

  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;

  g_set_error (error, MADO_ERROR, MADO_ERROR_READ_ONLY,
               _("The picture of the receipt could not be written to “%s”."), path);
  return FALSE;
}
