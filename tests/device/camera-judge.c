/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <qrencode.h>
#include <string.h>

#include "device/camera/mado-camera-judge.h"
#include "device/scan/mado-scan.h"

/*
 * A desk with a code on it, 1920 × 1080, as a camera gives it (16-235): held in many
 * ways. Where the code is read nothing is to be told; where it is not, the sentence must
 * be the one that helps.
 */
#define WIDTH  1920
#define HEIGHT 1080
#define CODE                                                                                                          \
  "MG1:JUDGE TEST 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" \
  "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

typedef struct
{
  double module;         /* pixels */
  double x, y;           /* middle */
  double turn;           /* degrees */
  double squeeze;        /* 1: as wide as high; more: narrower */
  double lean;           /* of the far side, 0 to 1 */
  guint  blur, passes;   /* box blur */
  guint  smear;          /* pixels to the right */
  double glare;          /* radius of a mirrored lamp, as a part of the code's side */
  int    noise;
  double light;          /* 1: a lit room */
} Scene;

static QRcode *code;

static guint8
light_at (const Scene *scene,
          double       x,
          double       y)
{
  double angle = scene->turn * G_PI / 180, dx = x - scene->x, dy = y - scene->y;
  double u = dx * cos (angle) + dy * sin (angle), v = dy * cos (angle) - dx * sin (angle);
  double half = code->width / 2.0;
  int column, row;

  u *= scene->squeeze;
  v *= 1 + scene->lean * u / (half * scene->module);
  column = (int) floor (u / scene->module + half);
  row = (int) floor (v / scene->module + half);
  if (column < -4 || row < -4 || column >= code->width + 4 || row >= code->width + 4)
    return 120;
  if (column < 0 || row < 0 || column >= code->width || row >= code->width)
    return 205;
  return code->data[row * code->width + column] & 1 ? 40 : 205;
}

static MadoGrey *
draw (const Scene *scene)
{
  MadoGrey *frame = mado_grey_new (WIDTH, HEIGHT);
  double radius = scene->glare * code->width * scene->module;
  guint state = 12345;

  for (guint y = 0; y < HEIGHT; y++)
    for (guint x = 0; x < WIDTH; x++)
      {
        guint sum = 0;

        /* Four looks a pixel: edges as soft as a sensor has them. */
        for (guint i = 0; i < 4; i++)
          sum += light_at (scene, x + 0.25 + 0.5 * (i & 1), y + 0.25 + 0.5 * (i >> 1));
        frame->pixels[(gsize) y * WIDTH + x] = sum / 4;
      }
  for (guint i = 0; i < scene->passes; i++)
    {
      MadoGrey *soft = mado_grey_blur (frame, scene->blur);

      mado_grey_free (frame);
      frame = soft;
    }
  if (scene->smear > 0)
    for (guint y = 0; y < HEIGHT; y++)
      {
        guint8 *line = frame->pixels + (gsize) y * WIDTH;

        for (guint x = 0; x + scene->smear < WIDTH; x++)
          {
            guint sum = 0;

            for (guint i = 0; i < scene->smear; i++)
              sum += line[x + i];
            line[x] = sum / scene->smear;
          }
      }
  for (guint y = 0; y < HEIGHT; y++)
    for (guint x = 0; x < WIDTH; x++)
      {
        double away = hypot (x - scene->x, y - scene->y) / MAX (radius, 1e-9);
        double value = 16 + (frame->pixels[(gsize) y * WIDTH + x] - 16) * scene->light;

        if (radius > 0)
          value += 400 * exp (-pow (away, 6));
        state = state * 1103515245 + 12345;
        value += scene->noise > 0 ? (int) (state >> 16) % (2 * scene->noise + 1) - scene->noise : 0;
        frame->pixels[(gsize) y * WIDTH + x] = CLAMP (value, 16, 235);
      }
  return frame;
}

static gboolean
is_read (const MadoGrey *frame)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) texts = mado_scan_find (frame->pixels, frame->width, frame->height, frame->width, MADO_SCAN_FRAME, &error);

  g_assert_no_error (error);
  return texts->len > 0;
}

#define MIDDLE 960, 540 /* x, y */

static const struct
{
  const char      *name;
  Scene            scene;
  MadoCameraAdvice advice;
} cases[] = {
  { "too far", { 2.0, MIDDLE, 8, 1, 0, 1, 1, 0, 0, 4, 1 }, MADO_CAMERA_TOO_FAR },
  { "too far, beside", { 1.8, 760, 400, 8, 1, 0, 1, 1, 0, 0, 4, 1 }, MADO_CAMERA_TOO_FAR },
  { "too near", { 11, MIDDLE, 5, 1, 0, 6, 3, 0, 0, 3, 1 }, MADO_CAMERA_TOO_NEAR },
  { "too near, smaller", { 9, MIDDLE, 5, 1, 0, 5, 3, 0, 0, 3, 1 }, MADO_CAMERA_TOO_NEAR },
  { "so near that all is soft", { 20, MIDDLE, 5, 1, 0, 22, 3, 0, 0, 3, 1 }, MADO_CAMERA_TOO_NEAR },
  { "a lamp mirrored", { 7, MIDDLE, 3, 1, 0, 0, 0, 0, 0.32, 4, 1 }, MADO_CAMERA_GLARE },
  { "a large lamp mirrored", { 7, MIDDLE, 40, 1, 0, 1, 1, 0, 0.4, 4, 1 }, MADO_CAMERA_GLARE },
  { "from the side", { 8, MIDDLE, 2, 4.0, 0, 1, 1, 0, 0, 3, 1 }, MADO_CAMERA_TILTED },
  { "from below", { 8, MIDDLE, 92, 4.0, 0, 1, 1, 0, 0, 3, 1 }, MADO_CAMERA_TILTED },
  { "half outside", { 8, 1880, 540, 0, 1, 0, 0, 0, 0, 0, 3, 1 }, MADO_CAMERA_CUT_OFF },
  { "a little outside", { 8, 1760, 540, 0, 1, 0, 0, 0, 0, 0, 3, 1 }, MADO_CAMERA_CUT_OFF },
  { "in the dark", { 6, MIDDLE, 0, 1, 0, 0, 0, 0, 0, 1, 0.04 }, MADO_CAMERA_DARK },
};

static void
test_told (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MadoGrey) frame = draw (&cases[i].scene);
      MadoCameraAdvice advice = mado_camera_judge (frame);

      g_test_message ("%s: %d", cases[i].name, advice);
      if (is_read (frame))
        g_test_message ("  is read all the same: nothing would be told");
      if (advice != cases[i].advice)
        {
          g_test_message ("  should be %d", cases[i].advice);
          g_test_fail ();
        }
      g_assert_nonnull (mado_camera_advise (cases[i].advice));
    }
}

/* Smeared so much that it is read now and then: by the edges of one direction alone. */
static void
test_moving (void)
{
  const Scene scene = { 6, MIDDLE, 0, 1, 0, 0, 0, 9, 0, 3, 1 };
  g_autoptr (MadoGrey) frame = draw (&scene);

  g_assert_cmpint (mado_camera_judge (frame), ==, MADO_CAMERA_MOVING);
  g_assert_nonnull (mado_camera_advise (MADO_CAMERA_MOVING));
}

/* A frame without a code is not commented on, nor one that is good: readers miss one
 * now and then, and a wrong sentence would send the person away from where it works. */
static void
test_not_told (void)
{
  static const Scene good[] = {
    { 6, MIDDLE, 0, 1, 0, 0, 0, 0, 0, 4, 1 },
    { 5, MIDDLE, 30, 1, 0, 1, 1, 0, 0, 8, 1 },
    { 5, 700, 500, 45, 1, 0, 0, 0, 0, 0, 4, 0.8 },
    { 7, MIDDLE, 90, 1.2, 0, 1, 1, 0, 0, 4, 1 },
  };
  const Scene away = { 6, -5000, -5000, 0, 1, 0, 0, 0, 0, 0, 12, 1 };
  g_autoptr (MadoGrey) empty = draw (&away);

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (MadoGrey) frame = draw (&good[i]);

      g_assert_true (is_read (frame));
      g_test_message ("good %u: %d", i, mado_camera_judge (frame));
      g_assert_cmpint (mado_camera_judge (frame), ==, MADO_CAMERA_SEARCHING);
    }
  g_assert_cmpint (mado_camera_judge (empty), ==, MADO_CAMERA_SEARCHING);
  g_assert_null (mado_camera_advise (MADO_CAMERA_SEARCHING));
}

/* Of any size, also hardly a picture at all. */
static void
test_small (void)
{
  for (guint side = 1; side < 40; side++)
    {
      g_autoptr (MadoGrey) frame = mado_grey_new (side, 41 - side);

      memset (frame->pixels, 128, (gsize) side * (41 - side));
      g_assert_cmpint (mado_camera_judge (frame), ==, MADO_CAMERA_SEARCHING);
    }
}

int
main (int    argc,
      char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  code = QRcode_encodeString (CODE, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
  g_test_add_func ("/camera-judge/told", test_told);
  g_test_add_func ("/camera-judge/moving", test_moving);
  g_test_add_func ("/camera-judge/not-told", test_not_told);
  g_test_add_func ("/camera-judge/small", test_small);
  result = g_test_run ();
  QRcode_free (code);
  return result;
}
