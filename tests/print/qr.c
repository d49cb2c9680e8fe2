/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "decode.h"
#include "print/mado-escpos.h"
#include "print/mado-qr.h"

static char *
long_text (gsize length)
{
  static const char letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  GString *text = g_string_new ("MG1:");

  while (text->len < length)
    g_string_append_c (text, letters[(text->len * text->len + 7 * text->len) % 45]);
  return g_string_free (text, FALSE);
}

static void
test_smallest (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoQr) qr = mado_qr_new ("MG1:AB", 40, &error);

  g_assert_no_error (error);
  g_assert_cmpint (mado_qr_get_version (qr), ==, 1);
  g_assert_cmpint (mado_qr_get_size (qr), ==, 21);
  /* The finder pattern. */
  g_assert_true (mado_qr_get_module (qr, 0, 0));
  g_assert_false (mado_qr_get_module (qr, 1, 1));
  g_assert_true (mado_qr_get_module (qr, 3, 3));
  g_assert_false (mado_qr_get_module (qr, -1, 0));
  g_assert_false (mado_qr_get_module (qr, 21, 0));
}

/* 1,134 characters are the most that version 22-M takes in alphanumeric mode;
 * as bytes they would need version 27. */
static void
test_alphanumeric_limit (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *full = long_text (1134);
  g_autofree char *over = long_text (1135);
  g_autoptr (MadoQr) qr = mado_qr_new (full, MADO_QR_SLIP_VERSION, &error);

  g_assert_no_error (error);
  g_assert_cmpint (mado_qr_get_version (qr), ==, 22);
  g_assert_cmpint (mado_qr_get_size (qr), ==, 105);

  g_assert_null (mado_qr_new (over, MADO_QR_SLIP_VERSION, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NO_SPACE);
}

static void
test_refused (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *huge = g_strnfill (5000, 'A');

  g_assert_null (mado_qr_new ("", 40, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (mado_qr_new ("手続き", 40, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (mado_qr_new (huge, 40, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NO_SPACE);
}

static void
test_read_back (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = long_text (GPOINTER_TO_INT (data));
  g_autoptr (MadoQr) qr = mado_qr_new (text, MADO_QR_SLIP_VERSION, &error);
  g_autoptr (MadoRaster) raster = NULL;
  g_autofree char *read = NULL;

  g_assert_no_error (error);
  raster = mado_qr_to_raster (qr, 3);
  g_assert_cmpint (raster->width, ==, (mado_qr_get_size (qr) + 2 * MADO_QR_QUIET) * 3);
  read = decode_raster (raster);
  g_assert_cmpstr (read, ==, text);
}

/* Vector squares give the same modules as the raster. */
static void
test_draw (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoQr) qr = mado_qr_new ("https://example.jp/a?b=c", 40, &error);
  g_autoptr (MadoRaster) dots = mado_qr_to_raster (qr, 4);
  g_autoptr (MadoRaster) drawn = NULL;
  cairo_surface_t *surface;
  cairo_t *cr;

  g_assert_no_error (error);
  surface = cairo_image_surface_create (CAIRO_FORMAT_A8, dots->width, dots->height);
  cr = cairo_create (surface);
  mado_qr_draw (qr, cr, 0, 0, dots->width);
  cairo_destroy (cr);
  drawn = mado_raster_new_from_a8 (surface, dots->height);
  cairo_surface_destroy (surface);

  g_assert_cmpmem (drawn->rows, drawn->stride * drawn->height,
                   dots->rows, dots->stride * dots->height);
}

static void
test_raster (void)
{
  g_autoptr (MadoRaster) raster = mado_raster_new (10, 3);
  g_autofree guint8 *grey = NULL;

  g_assert_cmpint (raster->stride, ==, 2);
  mado_raster_fill (raster, 7, 1, 99, 1);
  g_assert_cmphex (raster->rows[2], ==, 0x01);
  g_assert_cmphex (raster->rows[3], ==, 0xc0); /* beyond the width: zero */
  g_assert_false (mado_raster_get (raster, 6, 1));
  g_assert_true (mado_raster_get (raster, 9, 1));
  g_assert_false (mado_raster_get (raster, 10, 1));
  grey = mado_raster_to_grey (raster);
  g_assert_cmpint (grey[10 + 6], ==, 255);
  g_assert_cmpint (grey[10 + 7], ==, 0);
}

static void
test_png_unwritable (void)
{
  g_autoptr (MadoRaster) raster = mado_raster_new (8, 8);
  g_autoptr (GError) error = NULL;

  g_assert_false (mado_raster_write_png (raster, "/nonexistent/receipt.png", &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_READ_ONLY);
}

static void
test_escpos (void)
{
  g_autoptr (MadoRaster) raster = mado_raster_new (576, 300);
  g_autoptr (GBytes) bytes = NULL;
  const guint8 *b;
  gsize length;

  mado_raster_fill (raster, 0, 0, 8, 1);
  mado_raster_fill (raster, 568, 299, 8, 1);
  bytes = mado_escpos_from_raster (raster, MADO_ESCPOS_RESET | MADO_ESCPOS_CUT);
  b = g_bytes_get_data (bytes, &length);

  /* Reset, bands of 128, 128 and 44 rows of 72 bytes, cut. */
  g_assert_cmpuint (length, ==, 2 + 3 * 8 + 300 * 72 + 4);
  g_assert_cmpmem (b, 11, "\x1b@\x1dv0\0\x48\0\x80\0\xff", 11);
  g_assert_cmpmem (b + 2 + 2 * (8 + 128 * 72), 8, "\x1dv0\0\x48\0\x2c\0", 8);
  g_assert_cmpmem (b + length - 5, 5, "\xff\x1dV\x42\0", 5);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/print/qr/smallest", test_smallest);
  g_test_add_func ("/print/qr/alphanumeric-limit", test_alphanumeric_limit);
  g_test_add_func ("/print/qr/refused", test_refused);
  g_test_add_data_func ("/print/qr/read-back/100", GINT_TO_POINTER (100), test_read_back);
  g_test_add_data_func ("/print/qr/read-back/600", GINT_TO_POINTER (600), test_read_back);
  g_test_add_func ("/print/qr/draw", test_draw);
  g_test_add_func ("/print/raster/bits", test_raster);
  g_test_add_func ("/print/raster/png-unwritable", test_png_unwritable);
  g_test_add_func ("/print/escpos/bytes", test_escpos);
  return g_test_run ();
}
