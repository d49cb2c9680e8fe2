/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-receipt-test.h"

#include <glib/gi18n-lib.h>

#include "print/mado-qr.h"
#include "print/mado-text-block.h"

#define DOTS_PER_MM 8
#define MARGIN 2.0

/* As fine as a small slip's code: a printer that smears it will smear slips. */
static const char code[] =
  "MADOGUCHI TEST 0123456789 ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789 ABCDEFGHIJKLMNOPQRSTUVWXYZ "
  "0123456789 ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789 ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789 END";

static double
put_line (cairo_t    *cr,
          const char *text,
          double      size,
          double      width,
          double      y)
{
  return y + mado_text_draw (cr, text, &(MadoTextStyle) { .size = size, .width = width - 2 * MARGIN, .align = MADO_TEXT_CENTRE }, MARGIN, y) + 1;
}

/* From the first dot to the last: what is cut off is seen. */
static double
put_ruler (cairo_t *cr,
           double   width,
           double   y)
{
  cairo_rectangle (cr, 0, y + 2, width, 0.25);
  for (int mm = 0; mm <= (int) width; mm += 5)
    cairo_rectangle (cr, CLAMP (mm - 0.125, 0, width - 0.25), mm % 10 == 0 ? y : y + 1, 0.25, mm % 10 == 0 ? 4 : 2);
  cairo_rectangle (cr, width - 0.25, y, 0.25, 4);
  cairo_fill (cr);
  return y + 6;
}

static double
draw (cairo_t            *cr,
      double              width,
      const char * const *lines)
{
  double y = put_ruler (cr, width, 1);

  y = put_line (cr, _("Test print"), 6, width, y);
  for (guint i = 0; lines[i] != NULL; i++)
    y = put_line (cr, lines[i], 3.6, width, y);
  return put_line (cr, "𠮷﨑辻󠄀　あいうえお　0123456789", 4.5, width, y);
}

static cairo_t *
context_new (int width,
             int height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, width, height);
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, DOTS_PER_MM, DOTS_PER_MM);
  cairo_surface_destroy (surface);
  return cr;
}

MadoRaster *
mado_receipt_test_new (MadoReceiptWidth    width,
                       const char * const *lines,
                       GError            **error)
{
  g_autoptr (MadoQr) qr = mado_qr_new (code, MADO_QR_SLIP_VERSION, error);
  int modules = qr != NULL ? mado_qr_get_size (qr) + 2 * MADO_QR_QUIET : 1;
  int dots = CLAMP ((int) width * 85 / 100 / modules, 1, 6), side = modules * dots, top, height;
  double wide = (double) width / DOTS_PER_MM;
  MadoRaster *raster;
  cairo_t *cr;

  if (qr == NULL)
    return NULL;
  cr = context_new (8, 8);
  top = (int) (draw (cr, wide, lines) * DOTS_PER_MM);
  cairo_destroy (cr);
  height = top + side + 8 * DOTS_PER_MM;
  cr = context_new (width, height);
  draw (cr, wide, lines);
  put_ruler (cr, wide, (double) (top + side) / DOTS_PER_MM + 1);
  raster = mado_raster_new_from_a8 (cairo_get_target (cr), height);
  cairo_destroy (cr);
  mado_qr_paint (qr, raster, ((int) width - side) / 2, top, dots);
  return raster;
}
