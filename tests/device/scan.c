/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <qrencode.h>
#include <string.h>

#include "device/scan/mado-scan-finder.h"
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

/* --- what the bytes mean ----------------------------------------------------------- */

static void
test_encodings (void)
{
  static const struct
  {
    const char *bytes;
    const char *text;
  } cases[] = {
    { "plain ASCII", "plain ASCII" },
    { "\xe6\x9e\x97", "林" },
    { "\x97\xd1", "林" },
    { "\xc3\xde\xbb\xde\xb2\xdd" "QR", "ﾃﾞｻﾞｲﾝQR" },
    { "\x8e\x52\x93\x63\x81\x40\x89\xd4\x8e\x71", "山田　花子" },
    { "\xfa\xb1\x8d\xe8", "﨑崎" },
    { "Gr\xfc\xdf" "e", "Grüße" },
    { "caf\xc3\xa9", "café" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = mado_scan_text_of ((const guint8 *) cases[i].bytes, strlen (cases[i].bytes), NULL);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
  g_assert_null (mado_scan_text_of ((const guint8 *) "a\0b", 3, NULL));
}

static void
check_bytes (const char *bytes,
             const char *text,
             gboolean    spoil)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) texts = NULL;
  Picture picture = draw (bytes, 4, 20, 230);

  /* A mark that one engine no longer sees, so that another has to read it. */
  for (guint y = 0; spoil && y < 7 * 4; y++)
    for (guint x = 0; x < 3; x++)
      picture.pixels[(gsize) (y + 16) * picture.side + 16 + x] = 200;
  texts = mado_scan_read_grey (picture.pixels, picture.side, picture.side, picture.side, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (texts->len, ==, 1);
  g_assert_cmpstr (texts->pdata[0], ==, text);
  g_free (picture.pixels);
}

static void
test_japanese (void)
{
  check_bytes ("住民票の写し", "住民票の写し", FALSE);
  check_bytes ("\x8f\x5a\x96\xaf\x95\x5b", "住民票", FALSE);
  check_bytes ("\xba\xb3\xde", "ｺｳﾞ", FALSE);
  check_bytes ("\x8f\x5a\x96\xaf\x95\x5b", "住民票", TRUE);
}

/* --- hard to see ---------------------------------------------------------------------- */

/* @picture on a larger grey ground, with a shadow across and noise. */
static void
check_in_frame (const Picture *picture,
                guint          noise,
                guint          blur)
{
  const guint width = 960, height = 540, left = 400, top = 200;
  g_autofree guint8 *frame = g_malloc (width * height);
  g_autofree guint8 *soft = g_malloc (width * height);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = NULL;
  guint32 seed = 7;

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        gboolean inside = x >= left && y >= top && x < left + picture->side && y < top + picture->side;
        int grey = inside ? picture->pixels[(gsize) (y - top) * picture->side + x - left] : 150;

        seed = seed * 1664525 + 1013904223;
        grey = grey * (int) (260 - x / 6) / 255 + (int) (seed >> 24) % (int) (2 * noise + 1) - (int) noise;
        frame[y * width + x] = CLAMP (grey, 0, 255);
      }
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        guint sum = 0, n = 0;

        for (guint j = y > blur ? y - blur : 0; j <= MIN (y + blur, height - 1); j++)
          for (guint i = x > blur ? x - blur : 0; i <= MIN (x + blur, width - 1); i++, n++)
            sum += frame[j * width + i];
        soft[y * width + x] = sum / n;
      }
  found = mado_scan_find (soft, width, height, width, MADO_SCAN_STILL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpstr (((MadoScanText *) found->pdata[0])->text, ==, CODE);
  for (guint i = 0; i < 8; i += 2)
    {
      const int *corner = &((MadoScanText *) found->pdata[0])->corners[i];

      g_assert_cmpint (corner[0], >=, (int) left - 10);
      g_assert_cmpint (corner[0], <=, (int) (left + picture->side + 10));
      g_assert_cmpint (corner[1], >=, (int) top - 10);
      g_assert_cmpint (corner[1], <=, (int) (top + picture->side + 10));
    }
}

static void
test_hard (void)
{
  Picture plain = draw (CODE, 3, 30, 200), light = draw (CODE, 3, 200, 30);

  check_in_frame (&plain, 20, 0);
  check_in_frame (&plain, 10, 1);
  check_in_frame (&light, 8, 0);
  g_free (plain.pixels);
  g_free (light.pixels);
}

/* Three marks in a code, none in noise: what keeps empty frames cheap. */
static void
test_marks (void)
{
  Picture code = draw (CODE, 4, 20, 230);
  const MadoGrey picture = { code.pixels, code.side, code.side };
  g_autoptr (MadoGrey) noise = mado_grey_new (640, 480);
  MadoFinders found;
  guint32 seed = 3;

  mado_finders_search (&picture, &found);
  g_assert_cmpuint (found.count, ==, 3);
  g_assert_cmpfloat_with_epsilon (found.module, 4, 0.5);
  for (guint i = 0; i < 640 * 480; i++)
    {
      seed = seed * 1664525 + 1013904223;
      noise->pixels[i] = 110 + (seed >> 24) % 20;
    }
  mado_finders_search (noise, &found);
  g_assert_cmpuint (found.count, ==, 0);
  g_free (code.pixels);
}

static void
test_several (void)
{
  Picture one = draw ("FIRST", 4, 0, 255), two = draw ("SECOND", 4, 0, 255);
  guint width = one.side + two.side + 40, height = MAX (one.side, two.side);
  g_autofree guint8 *both = g_malloc (width * height);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) texts = NULL;

  memset (both, 255, width * height);
  for (guint y = 0; y < one.side; y++)
    memcpy (both + y * width, one.pixels + y * one.side, one.side);
  for (guint y = 0; y < two.side; y++)
    memcpy (both + y * width + one.side + 40, two.pixels + y * two.side, two.side);
  texts = mado_scan_read_grey (both, width, height, width, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (texts->len, ==, 2);
  g_assert_true (g_str_equal (texts->pdata[0], "FIRST") || g_str_equal (texts->pdata[1], "FIRST"));
  g_assert_true (g_str_equal (texts->pdata[0], "SECOND") || g_str_equal (texts->pdata[1], "SECOND"));
  g_free (one.pixels);
  g_free (two.pixels);
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

  g_test_add_func ("/scan/encodings", test_encodings);
  g_test_add_func ("/scan/japanese", test_japanese);
  g_test_add_func ("/scan/hard", test_hard);
  g_test_add_func ("/scan/marks", test_marks);
  g_test_add_func ("/scan/several", test_several);

  return g_test_run ();
}
