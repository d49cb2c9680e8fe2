/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-training-mark.h"

#include <math.h>
#include <string.h>

#include "core/base/mado-training.h"
#include "print/mado-text-block.h"

/* Of the paper, not of the screen: in Japanese, whatever the program speaks. */
#define WORD "研修用"
#define LINE "研修用　この紙は手続きに使えません"

/* Light enough that text and codes beneath it are read, dark enough for a poor
 * copy. */
#define SHADE 0.16

static void
put_line (cairo_t *cr,
          double   width,
          double   y)
{
  mado_text_draw (cr, LINE, &(MadoTextStyle) { .size = 3.2, .width = width, .bold = TRUE, .align = MADO_TEXT_CENTRE }, 0, y);
}

/* Three times along the diagonal, so that no half of the page is without. */
static void
put_across (cairo_t *cr,
            double   width,
            double   height)
{
  double size = MIN (width, height) * 0.26;
  const MadoTextStyle style = { .size = size, .bold = TRUE };
  g_autoptr (MadoTextBlock) block = mado_text_block_new (cr, WORD, &style);

  for (int i = -1; i <= 1; i++)
    {
      cairo_save (cr);
      cairo_translate (cr, width / 2, height / 2 + i * height * 0.31);
      cairo_rotate (cr, -G_PI / 7);
      mado_text_block_draw (block, cr, -mado_text_block_get_width (block) / 2, -size * 0.6);
      cairo_restore (cr);
    }
}

void
mado_training_mark_page (cairo_t *cr,
                         double   width_mm,
                         double   height_mm)
{
  if (!mado_training_is_on ())
    return;
  cairo_save (cr);
  cairo_reset_clip (cr);
  cairo_new_path (cr);
  cairo_set_source_rgba (cr, 0.42, 0.1, 0.6, SHADE);
  put_across (cr, width_mm, height_mm);
  cairo_set_source_rgb (cr, 0.42, 0.1, 0.6);
  put_line (cr, width_mm, 2);
  put_line (cr, width_mm, height_mm - 6.4);
  cairo_restore (cr);
}

/* --- receipts -------------------------------------------------------------------------- */

#define DOTS_PER_MM 8
#define BAND_MM     8

/* The line, as wide as the paper; the length of the text follows from that. */
static MadoRaster *
draw_band (int width)
{
  int height = BAND_MM * DOTS_PER_MM;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, width, height);
  cairo_t *cr = cairo_create (surface);
  double wide = (double) width / DOTS_PER_MM;
  MadoRaster *band;

  cairo_scale (cr, DOTS_PER_MM, DOTS_PER_MM);
  cairo_rectangle (cr, 0, 0.6, wide, 0.4);
  cairo_rectangle (cr, 0, BAND_MM - 1, wide, 0.4);
  cairo_fill (cr);
  mado_text_draw (cr, LINE, &(MadoTextStyle) { .size = MIN (3.6, wide / 19), .width = wide, .bold = TRUE, .align = MADO_TEXT_CENTRE }, 0, 1.6);
  band = mado_raster_new_from_a8 (surface, height);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return band;
}

static void
put_rows (MadoRaster       *into,
          int               y,
          const MadoRaster *rows)
{
  memcpy (into->rows + (gsize) y * into->stride, rows->rows, (gsize) rows->height * rows->stride);
}

MadoRaster *
mado_training_mark_raster (const MadoRaster *raster)
{
  g_autoptr (MadoRaster) band = NULL;
  MadoRaster *marked;

  if (!mado_training_is_on ())
    return NULL;
  band = draw_band (raster->width);
  marked = mado_raster_new (raster->width, raster->height + 2 * band->height);
  put_rows (marked, 0, band);
  put_rows (marked, band->height, raster);
  put_rows (marked, band->height + raster->height, band);
  return marked;
}
