/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <qrencode.h>
#include <string.h>

#include "device/scan/mado-scan-corners.h"
#include "device/scan/mado-scan-grid.h"
#include "device/scan/mado-scan.h"

/* Codes taken from pictures module by module, and what pictures without one cost. */

#define WIDTH  960
#define HEIGHT 720

/* How a code lies in the picture. */
typedef struct
{
  double x, y;     /* its middle */
  double side;     /* pixels, without margin */
  double angle;
  double bend;     /* pixels that the middle of each side is off */
  double lean;     /* how much smaller the far edge is */
  gboolean mirrored;
  gboolean light;
  int    soft;     /* times softened */
  int    noise;
} Pose;

static guint32 chance_state;

static int
chance (int most)
{
  chance_state = chance_state * 1664525u + 1013904223u;
  return (int) ((chance_state >> 8) % (2 * (guint32) most + 1)) - most;
}

static void
soften (MadoGrey *picture)
{
  g_autoptr (MadoGrey) from = mado_grey_blur (picture, 1);

  memcpy (picture->pixels, from->pixels, (gsize) picture->width * picture->height);
}

/* On a grey desk, with a white margin. */
static MadoGrey *
draw (const QRcode *code,
      const Pose   *pose)
{
  MadoGrey *picture = mado_grey_new (WIDTH, HEIGHT);
  double c = cos (pose->angle), s = sin (pose->angle);

  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      {
        double dx = x + 0.5 - pose->x, dy = y + 0.5 - pose->y, u = (dx * c + dy * s) / pose->side, v = (dy * c - dx * s) / pose->side;
        double near = 1 + pose->lean * v;
        int value = 150, mu, mv;

        u /= near;
        u += pose->bend / pose->side * (4 * v * v - 1);
        v += pose->bend / pose->side * (4 * u * u - 1) / 2;
        if (pose->mirrored)
          u = -u;
        mu = (int) floor ((u + 0.5) * code->width);
        mv = (int) floor ((v + 0.5) * code->width);
        if (mu >= -4 && mv >= -4 && mu < code->width + 4 && mv < code->width + 4)
          value = mu >= 0 && mv >= 0 && mu < code->width && mv < code->width && (code->data[mv * code->width + mu] & 1) ? 45 : 210;
        picture->pixels[y * WIDTH + x] = (guint8) (pose->light ? 255 - value : value);
      }
  chance_state = 7;
  for (int i = 0; i < pose->soft; i++)
    soften (picture);
  for (gsize i = 0; i < (gsize) WIDTH * HEIGHT && pose->noise > 0; i++)
    picture->pixels[i] = (guint8) CLAMP (picture->pixels[i] + chance (pose->noise), 0, 255);
  return picture;
}

static QRcode *
make_code (int    version,
           char **text)
{
  /* as many as level M holds, about */
  int length = MAX (8, version * version * 7 / 5 + version - 12);

  *text = g_malloc (length + 1);
  for (int i = 0; i < length; i++)
    (*text)[i] = "0123456789abcdefghijklmnopqrstuvwxyz-/:,"[(i * 7919 >> 4) % 40];
  (*text)[length] = '\0';
  return QRcode_encodeString8bit (*text, version, QR_ECLEVEL_M);
}

/* --- every version's net ------------------------------------------------------------------ */

static void
test_versions (void)
{
  for (int version = 1; version <= 40; version++)
    {
      g_autofree char *text = NULL;
      g_autofree MadoMarks *marks = g_new0 (MadoMarks, 1);
      QRcode *code = make_code (version, &text);
      const Pose pose = { .x = 480, .y = 360, .side = MIN (620, 8 * code->width), .angle = 0.1 };
      g_autoptr (MadoGrey) picture = draw (code, &pose);
      MadoCorners corners[4];
      g_autoptr (MadoGrid) grid = NULL;
      g_autoptr (MadoGrey) modules = NULL;

      mado_marks_search (picture, 1, marks);
      g_assert_cmpuint (mado_corners_find (marks, corners, 4), >=, 1);
      grid = mado_grid_new (picture, corners[0].mark);
      g_assert_nonnull (grid);
      g_assert_cmpuint (mado_grid_side (grid), ==, (guint) code->width);
      modules = mado_grid_modules (grid, 0.5);
      g_assert_cmpfloat_with_epsilon (mado_grid_mend (grid, modules), 1, 1e-9);
      for (int v = 0; v < code->width; v++)
        for (int u = 0; u < code->width; u++)
          g_assert_cmpint (modules->pixels[(v + 2) * (int) modules->width + u + 2] == 0, ==, code->data[v * code->width + u] & 1);
      QRcode_free (code);
    }
}

/* --- hard to read --------------------------------------------------------------------------- */

/* Read at the first looks: the whole picture is not gone through by every engine. */
static void
check (int         version,
       const Pose *pose)
{
  g_autofree char *text = NULL;
  QRcode *code = make_code (version, &text);
  g_autoptr (MadoGrey) picture = draw (code, pose);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = NULL;
  gint64 spent;

  found = mado_scan_find_counting (picture->pixels, WIDTH, HEIGHT, WIDTH, MADO_SCAN_FRAME, &spent, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpstr (((MadoScanText *) found->pdata[0])->text, ==, text);
  g_assert_cmpint (spent, <=, 6 * WIDTH * HEIGHT);
  QRcode_free (code);
}

static void
test_bent (void)
{
  check (22, &(Pose) { .x = 480, .y = 360, .side = 560, .angle = 0.15, .bend = 14 });
  check (10, &(Pose) { .x = 480, .y = 360, .side = 480, .angle = -0.4, .bend = 12, .noise = 15 });
  check (22, &(Pose) { .x = 480, .y = 360, .side = 500, .angle = 0.05, .lean = 0.12, .noise = 15 });
}

static void
test_dense (void)
{
  check (40, &(Pose) { .x = 480, .y = 360, .side = 620, .angle = 0.03, .soft = 1, .noise = 12 });
  check (30, &(Pose) { .x = 480, .y = 360, .side = 500, .angle = 0.55, .soft = 2, .noise = 12 });
}

static void
test_mirrored (void)
{
  check (12, &(Pose) { .x = 480, .y = 360, .side = 400, .angle = 0.2, .bend = 8, .mirrored = TRUE });
  check (12, &(Pose) { .x = 480, .y = 360, .side = 400, .angle = 0.2, .bend = 8, .light = TRUE });
  check (25, &(Pose) { .x = 480, .y = 360, .side = 500, .angle = 1.2, .mirrored = TRUE, .light = TRUE });
}

/* One corner beyond the upper edge of the picture, each in turn. */
static void
test_corner_outside (void)
{
  for (int i = 0; i < 4; i++)
    check (20, &(Pose) { .x = 480, .y = 310, .side = 500, .angle = 0.7 + i * G_PI / 2, .noise = 10 });
}

/* A mark that somebody wrote over. */
static void
test_spoilt_mark (void)
{
  g_autofree char *text = NULL;
  QRcode *code = make_code (15, &text);
  g_autoptr (MadoGrey) picture = draw (code, &(Pose) { .x = 480, .y = 360, .side = 540 });
  g_autoptr (GPtrArray) found = NULL;

  for (int y = 90; y < 90 + 56; y++)
    memset (picture->pixels + y * WIDTH + 210, 60, 56);
  found = mado_scan_find (picture->pixels, WIDTH, HEIGHT, WIDTH, MADO_SCAN_FRAME, NULL);
  g_assert_cmpuint (found->len, ==, 1);
  g_assert_cmpstr (((MadoScanText *) found->pdata[0])->text, ==, text);
  QRcode_free (code);
}

static void
test_corners (void)
{
  MadoMarks marks = { { { 100, 100, 4, FALSE, FALSE }, { 300, 100, 4, FALSE, FALSE }, { 100, 300, 4, FALSE, FALSE },
                        { 200, 200, 12, FALSE, FALSE }, { 300, 300, 4, TRUE, FALSE } }, 5 };
  MadoCorners corners[8];

  /* neither the larger one nor the light one belongs to it */
  g_assert_cmpuint (mado_corners_find (&marks, corners, 8), ==, 1);
  g_assert_cmpfloat (corners[0].doubt, <, 0.01);
  marks.n = 2;
  g_assert_cmpuint (mado_corners_find (&marks, corners, 8), ==, 0);
  g_assert_cmpuint (mado_corners_guess (&marks, corners, 8), ==, 6);
  for (guint i = 0; i < 6; i++)
    g_assert_true (corners[i].mark[2].hidden && corners[i].index[2] == -1);
  marks.n = 1;
  g_assert_cmpuint (mado_corners_guess (&marks, corners, 8), ==, 0);
}

/* --- nothing to read ------------------------------------------------------------------------- */

typedef enum { BLANK, GRAIN, PRINT, BOXES, FORM, STRIPES, CHEQUERS, SQUARES, KINDS } Kind;

/* A letter of strokes; what is as dense as 鬱 and what is as square as 回. */
static void
draw_letter (MadoGrey *picture,
             int       left,
             int       top,
             int       size,
             gboolean  box)
{
  int lines = box ? 0 : 3 + chance (1), width = MAX (1, size / 9);

  for (int i = 0; i < lines; i++)
    {
      int at = size * (i + 1) / (lines + 1);

      for (int k = size / 8; k < size - size / 8; k++)
        for (int w = 0; w < width; w++)
          {
            picture->pixels[(top + at + w) * (int) picture->width + left + k] = 50;
            if (i % 2)
              picture->pixels[(top + k) * (int) picture->width + left + at + w] = 50;
          }
    }
  for (int y = 0; box && y < size; y++)
    for (int x = 0; x < size; x++)
      {
        int ring = MIN (MIN (x, y), MIN (size - 1 - x, size - 1 - y)) * 9 / size;

        if (ring == 0 || ring == 3)
          picture->pixels[(top + y) * (int) picture->width + left + x] = 50;
      }
}

static MadoGrey *
draw_nothing (Kind kind,
              int  size)
{
  MadoGrey *picture = mado_grey_new (WIDTH, HEIGHT);

  chance_state = 7;
  memset (picture->pixels, 205, WIDTH * HEIGHT);
  for (int y = 4; kind >= PRINT && kind <= FORM && y + size < HEIGHT; y += size * 5 / 4)
    for (int x = 4; x + size < WIDTH; x += size + 1)
      draw_letter (picture, x, y, size, kind == BOXES || (kind == FORM && (x / size) % 4 == 0));
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      {
        guint8 *at = &picture->pixels[y * WIDTH + x];

        if (kind == STRIPES)
          *at = (x / size * 7919 >> 3) % 2 ? 50 : 205;
        else if (kind == CHEQUERS)
          *at = (x / size + y / size) % 2 ? 50 : 205;
        else if (kind == SQUARES) /* modules without any order */
          *at = ((guint32) (x / size * 7919 + y / size * 104729) * 2654435761u) >> 31 ? 50 : 205;
      }
  if (kind != BLANK)
    {
      soften (picture);
      for (int i = 0; i < WIDTH * HEIGHT; i++)
        picture->pixels[i] = (guint8) CLAMP (picture->pixels[i] + chance (kind == GRAIN ? 60 : 12), 0, 255);
    }
  return picture;
}

/* As zbar costs seven looks of zxing, 0.3 of that are two and more: marks at every size, one look
 * and a little for what might be corners; nothing may be taken for a code. */
static void
test_nothing (void)
{
  static const int sizes[] = { 8, 11, 14, 18, 27, 45 };

  for (Kind kind = BLANK; kind < KINDS; kind++)
    for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
      {
        g_autoptr (MadoGrey) small = draw_nothing (kind, sizes[i]);
        g_autoptr (MadoGrey) picture = mado_grey_new (2 * WIDTH, 2 * HEIGHT);
        g_autoptr (GPtrArray) found = NULL;
        gint64 spent;

        /* as large as a camera's frame: four of it */
        for (int y = 0; y < 2 * HEIGHT; y++)
          for (int half = 0; half < 2; half++)
            memcpy (picture->pixels + (y * 2 + half) * WIDTH, small->pixels + (y % HEIGHT) * WIDTH, WIDTH);
        found = mado_scan_find_counting (picture->pixels, picture->width, picture->height, picture->width, MADO_SCAN_STILL, &spent, NULL);
        g_assert_cmpuint (found->len, ==, 0);
        g_test_message ("kind %d size %d: %.2f looks", kind, sizes[i], (double) spent / (4 * WIDTH * HEIGHT));
        g_assert_cmpint (spent, <=, (gint64) (kind == BLANK ? 1 : 5) * 2 * WIDTH * HEIGHT);
      }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scan-grid/versions", test_versions);
  g_test_add_func ("/scan-grid/bent", test_bent);
  g_test_add_func ("/scan-grid/dense", test_dense);
  g_test_add_func ("/scan-grid/mirrored", test_mirrored);
  g_test_add_func ("/scan-grid/corner-outside", test_corner_outside);
  g_test_add_func ("/scan-grid/spoilt-mark", test_spoilt_mark);
  g_test_add_func ("/scan-grid/corners", test_corners);
  g_test_add_func ("/scan-grid/nothing", test_nothing);

  return g_test_run ();
}
