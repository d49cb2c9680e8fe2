/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <qrencode.h>
#include <string.h>

#include "device/scan/mado-scan.h"

#define CODE "MG1:6BFOXN*TS0BI$ZD.P0 %+-/:"

typedef struct
{
  guint8 *pixels;
  guint   side;
} Picture;

static Picture
draw (const char *text,
      guint       module,
      guint8      dark,
      guint8      light)
{
  QRcode *code = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M);
  guint quiet = 4 * module;
  Picture picture = { NULL, code->width * module + 2 * quiet };

  picture.pixels = g_malloc ((gsize) picture.side * picture.side);
  memset (picture.pixels, light, (gsize) picture.side * picture.side);
  for (guint y = 0; y < code->width * module; y++)
    for (guint x = 0; x < code->width * module; x++)
      if (code->data[(y / module) * code->width + x / module] & 1)
        picture.pixels[(gsize) (y + quiet) * picture.side + x + quiet] = dark;
  QRcode_free (code);

  return picture;
}

static void
check_read (guint  module,
            guint8 dark,
            guint8 light)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) texts = NULL;
  Picture picture = draw (CODE, module, dark, light);

  texts = mado_scan_read_grey (picture.pixels, picture.side, picture.side, picture.side, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (texts->len, ==, 1);
  g_assert_cmpstr (texts->pdata[0], ==, CODE);
  g_free (picture.pixels);
}

static void
test_plain (void)
{
  check_read (4, 0, 255);
  check_read (2, 0, 255);
}

static void
test_faint (void)
{
  check_read (4, 140, 165);
}

static void
test_inverted (void)
{
  check_read (4, 255, 0);
}

static void
test_nothing (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) texts = NULL;
  g_autofree guint8 *pixels = g_malloc (400 * 300);

  for (guint i = 0; i < 400 * 300; i++)
    pixels[i] = (i * 2654435761u) >> 24;
  texts = mado_scan_read_grey (pixels, 400, 300, 400, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (texts->len, ==, 0);
  g_clear_pointer (&texts, g_ptr_array_unref);

  texts = mado_scan_read_grey (pixels, 0, 0, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (texts->len, ==, 0);
}

static void
test_transparent (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) texts = NULL;
  Picture picture = draw (CODE, 3, 0, 255);
  g_autofree guint8 *rgba = g_malloc0 ((gsize) picture.side * picture.side * 4);

  for (gsize i = 0; i < (gsize) picture.side * picture.side; i++)
    rgba[4 * i + 3] = 255 - picture.pixels[i];
  texts = mado_scan_read_rgb (rgba, picture.side, picture.side, picture.side * 4, 4, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (texts->len, ==, 1);
  g_assert_cmpstr (texts->pdata[0], ==, CODE);
  g_free (picture.pixels);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scan/plain", test_plain);
  g_test_add_func ("/scan/faint", test_faint);
  g_test_add_func ("/scan/inverted", test_inverted);
  g_test_add_func ("/scan/nothing", test_nothing);
  g_test_add_func ("/scan/transparent", test_transparent);

  return g_test_run ();
}
