/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Codes in camera frames of 1920 × 1080, beside zbar alone: bench-codes.
 * Frames are made here: page-filling codes (versions 10 to 40, turned, soft, noisy)
 * and frames without a code (print, noise). CPU time of one search, the median of
 * three. Lines: "dense ours N zbar N of N …", "nocode …", "growth …".
 */
#include <malloc.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zbar.h>

#include "device/scan/mado-scan.h"

#define WIDTH  1920
#define HEIGHT 1080
#define TIMES  3
#define MOST   64

static guint32 state = 7;

static double
chance (void)
{
  state = state * 1664525u + 1013904223u;
  return (state >> 8) / 16777216.0;
}

/* --- frames ------------------------------------------------------------------------- */

static void
soften (guint8 *frame)
{
  g_autofree guint8 *from = g_memdup2 (frame, WIDTH * HEIGHT);

  for (int y = 1; y < HEIGHT - 1; y++)
    for (int x = 1; x < WIDTH - 1; x++)
      {
        guint sum = 0;

        for (int j = -1; j <= 1; j++)
          for (int i = -1; i <= 1; i++)
            sum += from[(y + j) * WIDTH + x + i] * (2 - abs (i)) * (2 - abs (j));
        frame[y * WIDTH + x] = sum / 16;
      }
}

static void
make_noise (guint8 *frame,
            int     most)
{
  for (int i = 0; i < WIDTH * HEIGHT; i++)
    frame[i] = (guint8) CLAMP (frame[i] + (chance () + chance () - 1) * most, 0, 255);
}

/* @side pixels with its margin, turned about the middle of a grey desk. */
static void
draw_code (guint8     *frame,
           const char *text,
           int         version,
           int         side,
           double      angle,
           int         soft)
{
  QRcode *code = QRcode_encodeString8bit (text, version, QR_ECLEVEL_M);
  double module = side / (code->width + 8.0), c = cos (angle), s = sin (angle);

  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      {
        double dx = x - WIDTH / 2.0, dy = y - HEIGHT / 2.0;
        double u = (dx * c + dy * s) / module + code->width / 2.0, v = (dy * c - dx * s) / module + code->width / 2.0;
        int value = 154;

        if (u >= -4 && v >= -4 && u < code->width + 4 && v < code->width + 4)
          value = u >= 0 && v >= 0 && u < code->width && v < code->width && (code->data[(int) v * code->width + (int) u] & 1) ? 40 : 216;
        frame[y * WIDTH + x] = (guint8) value;
      }
  for (int i = 0; i < soft; i++)
    soften (frame);
  make_noise (frame, 22);
  QRcode_free (code);
}

/* A page of print, a landscape of noise, or boxes in boxes as forms and small print have them. */
static void
draw_nothing (guint8 *frame,
              int     kind)
{
  static const char line[] = "住民票の写し等交付請求書 氏名 生年月日 1234-5678 No.17 汐見市港町 印鑑登録証明書 ";
  static const char boxes[] = "回国目図四田由申口回日曰困団固園圏囲国回▣◎◉回口日目回国囲固図回田回口国回目圏回園回▣ ";
  cairo_surface_t *surface = cairo_image_surface_create_for_data (frame, CAIRO_FORMAT_A8, WIDTH, HEIGHT, WIDTH);
  cairo_t *cr = cairo_create (surface);

  memset (frame, 0, WIDTH * HEIGHT);
  if (kind < 3 || kind > 5)
    {
      PangoLayout *layout = pango_cairo_create_layout (cr);
      PangoFontDescription *font = pango_font_description_from_string ("Noto Sans CJK JP");
      GString *text = g_string_new (NULL);

      for (int i = 0; i < 60; i++)
        g_string_append (text, kind < 3 ? line : boxes);
      pango_font_description_set_absolute_size (font, (kind < 3 ? 14 + 4 * kind : 12 + 6 * (kind - 6)) * PANGO_SCALE);
      pango_layout_set_font_description (layout, font);
      pango_layout_set_width (layout, (WIDTH - 80) * PANGO_SCALE);
      pango_layout_set_text (layout, text->str, -1);
      cairo_rotate (cr, 0.02 * (kind % 6 - 1));
      cairo_move_to (cr, 40, 40);
      pango_cairo_show_layout (cr, layout);
      pango_font_description_free (font);
      g_object_unref (layout);
      g_string_free (text, TRUE);
    }
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  cairo_surface_destroy (surface);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      {
        guint8 *at = &frame[y * WIDTH + x];

        *at = kind < 3 || kind > 5 ? (guint8) (221 - *at * 187 / 255) : (guint8) (128 + 60 * sin (x / (90.0 * kind)) * cos (y / (70.0 + 9 * kind)));
      }
  soften (frame);
  make_noise (frame, 40);
}

/* --- both sides ------------------------------------------------------------------------ */

static int
compare (const void *a,
         const void *b)
{
  return (*(const double *) a > *(const double *) b) - (*(const double *) a < *(const double *) b);
}

static gboolean
search_ours (const guint8  *frame,
             const char    *text,
             MadoScanEffort effort)
{
  g_autoptr (GPtrArray) found = mado_scan_find (frame, WIDTH, HEIGHT, WIDTH, effort, NULL);

  if (!found)
    g_error ("the decoder is not there");
  for (guint i = 0; i < found->len; i++)
    if (g_str_equal (((MadoScanText *) found->pdata[i])->text, text))
      return TRUE;
  return FALSE;
}

static gboolean
search_zbar (const guint8 *frame,
             const char   *text)
{
  zbar_image_scanner_t *scanner = zbar_image_scanner_create ();
  zbar_image_t *image = zbar_image_create ();
  gboolean read = FALSE;

  zbar_image_scanner_set_config (scanner, 0, ZBAR_CFG_ENABLE, 0);
  zbar_image_scanner_set_config (scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
  zbar_image_set_format (image, zbar_fourcc ('Y', '8', '0', '0'));
  zbar_image_set_size (image, WIDTH, HEIGHT);
  zbar_image_set_data (image, frame, WIDTH * HEIGHT, NULL);
  zbar_scan_image (scanner, image);
  for (const zbar_symbol_t *at = zbar_image_first_symbol (image); at; at = zbar_symbol_next (at))
    read = read || g_str_equal (zbar_symbol_get_data (at), text);
  zbar_image_destroy (image);
  zbar_image_scanner_destroy (scanner);
  return read;
}

typedef struct
{
  guint  n, ours, live, zbar;
  double ours_ms[MOST], live_ms[MOST], zbar_ms[MOST];
} Table;

static double
clock_ms (gboolean    (*search) (const guint8 *, const char *, int),
          const guint8 *frame,
          const char   *text,
          int           how,
          gboolean     *read)
{
  double ms[TIMES];

  for (int i = 0; i < TIMES; i++)
    {
      clock_t before = clock ();

      *read = search (frame, text, how);
      ms[i] = (clock () - before) * 1000.0 / CLOCKS_PER_SEC;
    }
  qsort (ms, TIMES, sizeof *ms, compare);
  return ms[TIMES / 2];
}

static gboolean
search (const guint8 *frame,
        const char   *text,
        int           how)
{
  return how == 2 ? search_zbar (frame, text) : search_ours (frame, text, how ? MADO_SCAN_FRAME : MADO_SCAN_STILL);
}

static void
measure (Table        *table,
         const guint8 *frame,
         const char   *text)
{
  gboolean read;
  guint i = table->n++;

  table->ours_ms[i] = clock_ms (search, frame, text, 0, &read);
  table->ours += read;
  table->live_ms[i] = clock_ms (search, frame, text, 1, &read);
  table->live += read;
  table->zbar_ms[i] = clock_ms (search, frame, text, 2, &read);
  table->zbar += read;
}

static double
sum (const double *ms,
     guint         n)
{
  double all = 0;

  for (guint i = 0; i < n; i++)
    all += ms[i];
  return all;
}

static void
say (const char *what,
     Table      *table)
{
  double ours = sum (table->ours_ms, table->n), live = sum (table->live_ms, table->n), zbar = sum (table->zbar_ms, table->n);

  qsort (table->ours_ms, table->n, sizeof (double), compare);
  qsort (table->live_ms, table->n, sizeof (double), compare);
  qsort (table->zbar_ms, table->n, sizeof (double), compare);
  printf ("%s of %u read %u live %u zbar %u median %.2f livemedian %.2f zbarmedian %.2f p99 %.2f livep99 %.2f total %.1f livetotal %.1f zbartotal %.1f\n",
          what, table->n, table->ours, table->live, table->zbar, table->ours_ms[table->n / 2], table->live_ms[table->n / 2],
          table->zbar_ms[table->n / 2], table->ours_ms[table->n - 1], table->live_ms[table->n - 1], ours, live, zbar);
}

/* --- */

int
main (void)
{
  static const int versions[] = { 10, 20, 30, 40 }, lengths[] = { 190, 620, 1300, 2250 }, sides[] = { 900, 600 };
  static const double angles[] = { 0, 7, 33 };
  g_autofree guint8 *frame = g_malloc (WIDTH * HEIGHT);
  g_autofree Table *dense = g_new0 (Table, 1), *nothing = g_new0 (Table, 1);
  gsize before;

  for (guint v = 0; v < G_N_ELEMENTS (versions); v++)
    {
      g_autofree char *text = g_new0 (char, lengths[v] + 1);

      for (int i = 0; i < lengths[v]; i++)
        text[i] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-/:,."[(int) (chance () * 66)];
      for (guint s = 0; s < G_N_ELEMENTS (sides); s++)
        for (guint a = 0; a < G_N_ELEMENTS (angles); a++)
          for (int soft = 1; soft <= 3; soft += 2)
            {
              if (sides[s] == 900 && angles[a] > 20)
                continue; /* would run off the frame */
              draw_code (frame, text, versions[v], sides[s], angles[a] * G_PI / 180, soft);
              measure (dense, frame, text);
            }
    }
  say ("dense", dense);
  for (int i = 0; i < 9; i++)
    {
      draw_nothing (frame, i);
      measure (nothing, frame, "");
    }
  say ("nocode", nothing);
  /* What 500 searches leave behind, of a frame with a code and one without. */
  draw_code (frame, "MG1:GROWTH", 0, 500, 0.1, 1);
  search_ours (frame, "MG1:GROWTH", MADO_SCAN_FRAME);
  before = mallinfo2 ().uordblks;
  for (int i = 0; i < 500; i++)
    if (!search_ours (frame, "MG1:GROWTH", MADO_SCAN_FRAME))
      g_error ("the code was read before");
  draw_nothing (frame, 1);
  for (int i = 0; i < 500; i++)
    search_ours (frame, "", MADO_SCAN_FRAME);
  printf ("growth %ld bytes\n", (long) (mallinfo2 ().uordblks - before));
  return 0;
}
