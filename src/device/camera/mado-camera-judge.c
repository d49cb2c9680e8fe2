/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/camera/mado-camera-judge.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "device/scan/mado-scan-finder.h"

/* Brightness as cameras give it: black 16, white 235 at the least. */
#define DARK          37   /* mean of a frame */
#define BURNT         232  /* no light is lighter */
#define LEAST_MODULE  2.5  /* pixels; with fewer no decoder reads */
#define FAR_MODULE    3.5  /* a soft code as small as this is far, not near */
#define SOFT_EDGE     0.8  /* width of an edge in modules; wider ones run into each other */
#define SMEARED       1.9  /* edges so much softer one way than the other */
#define LEANING       2.2  /* longer than wide; the three marks of a square on its corner come to 2 */
#define MARK_SIZE     (700 * 1000) /* pixels in which marks are looked for */
#define LEAST_CONTRAST 60
#define SOFT_RADIUS   8
#define MIDDLE_WIDTH  960
#define MIDDLE_HEIGHT 600
#define GLARE_BLOCK   4    /* modules; as many light ones in a square do not occur in a code */
#define GLARE_SHARE   0.05
#define ALL_SOFT      3    /* no edge of a whole frame is even a third as high as light and dark are apart, in three pixels */

/* Where the middles of the marks are, and what was found of them. */
typedef struct
{
  MadoFinders marks;
  double      x, y, width, height;
  double      lean;    /* its longer side by the shorter */
  gboolean    clipped; /* so near to the edge that the shape cannot be told */
  gboolean    outside; /* a part of it is not in the picture */
  gboolean    narrow;  /* marks, but much higher than wide, or wider than high; the rest is not known */
} Place;

/* Were it as wide as it is high, it would not all be in the picture. */
static gboolean
is_outside (const Place    *place,
            const MadoGrey *picture)
{
  const MadoFinders *marks = &place->marks;
  double x = marks->x + marks->width / 2.0, y = marks->y + marks->height / 2.0, side = MAX (place->width, place->height);

  return place->width < place->height ? x < side || x + side > picture->width : y < side || y + side > picture->height;
}

/* mado-scan-finder.c leaves room around the marks; here the code itself is wanted. */
static void
take_room_off (Place          *place,
               const MadoGrey *picture)
{
  const MadoFinders *marks = &place->marks;
  double span = 7 * marks->module, longer = MAX (marks->width, marks->height);
  double across = MAX (span, (longer - 4 * span) * 3 / 5), room = 2 * span + across / 3;

  place->clipped = marks->x == 0 || marks->y == 0 || marks->x + marks->width >= picture->width - 1 ||
                   marks->y + marks->height >= picture->height - 1;
  place->width = CLAMP (marks->width - 2 * room, span, picture->width);
  place->height = CLAMP (marks->height - 2 * room, span, picture->height);
  place->lean = MAX (place->width, place->height) / MIN (place->width, place->height);
  place->outside = place->lean > LEANING && (place->clipped || is_outside (place, picture));
  if (place->clipped)
    place->width = place->height = MAX (place->width, place->height);
  place->x = CLAMP (marks->x + (marks->width - place->width) / 2, 0, picture->width - 1);
  place->y = CLAMP (marks->y + (marks->height - place->height) / 2, 0, picture->height - 1);
  place->width = MIN (place->width, picture->width - place->x);
  place->height = MIN (place->height, picture->height - place->y);
}

/* The value below which @share of the counted ones are. */
static int
quantile (const guint *counts,
          double       share)
{
  guint64 all = 0, sum = 0;

  for (guint i = 0; i < 256; i++)
    all += counts[i];
  for (int i = 0; i < 256; i++)
    {
      sum += counts[i];
      if (sum > all * share)
        return i;
    }
  return 255;
}

static int
contrast_of (const MadoGrey *frame,
             const Place    *place)
{
  guint light[256] = { 0 };

  for (guint y = place->y; y < place->y + place->height && y < frame->height; y++)
    for (guint x = place->x; x < place->x + place->width && x < frame->width; x++)
      light[frame->pixels[(gsize) y * frame->width + x]]++;
  return quantile (light, 0.95) - quantile (light, 0.05);
}

/* Marks in @picture, in the pixels of @frame. Noise that is sharpened has marks now and
 * then: light and dark in @frame itself must differ. */
static gboolean
look (const MadoGrey *frame,
      const MadoGrey *picture,
      gboolean        sharpened,
      Place          *place)
{
  double by = (double) frame->width / picture->width;

  mado_finders_search (picture, &place->marks);
  if (place->marks.count < 2)
    return FALSE;
  take_room_off (place, picture);
  place->x *= by;
  place->y *= by;
  place->width *= by;
  place->height *= by;
  place->marks.module *= by;
  return !sharpened || contrast_of (frame, place) >= LEAST_CONTRAST;
}

/* Half as wide, or half as high. */
static MadoGrey *
squeeze (const MadoGrey *picture,
         gboolean        across)
{
  MadoGrey *to = mado_grey_new (across ? picture->width / 2 : picture->width, across ? picture->height : picture->height / 2);

  for (guint y = 0; y < to->height; y++)
    {
      const guint8 *line = picture->pixels + (gsize) (across ? y : 2 * y) * picture->width, *other = across ? line + 1 : line + picture->width;
      guint8 *out = to->pixels + (gsize) y * to->width;

      for (guint x = 0; x < to->width; x++)
        out[x] = (line[across ? 2 * x : x] + other[across ? 2 * x : x] + 1) / 2;
    }
  return to;
}

static gboolean
has_marks (const MadoGrey *squeezed,
           const MadoGrey *picture)
{
  double across = (double) picture->width / squeezed->width, down = (double) picture->height / squeezed->height;
  MadoFinders marks;
  Place place = { { 0 } };

  mado_finders_search (squeezed, &marks);
  place.x = marks.x * across;
  place.y = marks.y * down;
  place.width = marks.width * across;
  place.height = marks.height * down;
  return marks.count >= 3 && contrast_of (picture, &place) >= LEAST_CONTRAST;
}

/* Seen from the side a code is narrow: with the picture squeezed the other way its marks
 * are square again. */
static gboolean
is_narrow (const MadoGrey *sharper,
           const MadoGrey *picture)
{
  for (guint across = 0; across < 2; across++)
    {
      g_autoptr (MadoGrey) half = squeeze (sharper, across);
      g_autoptr (MadoGrey) quarter = squeeze (half, across);

      if (has_marks (half, picture) || has_marks (quarter, picture))
        return TRUE;
    }
  return FALSE;
}

/* A smaller picture is a sharper one, and quick to look through: of a code out of focus
 * the marks are seen there. */
static gboolean
find_in_smaller (const MadoGrey *frame,
                 Place          *place)
{
  g_autoptr (MadoGrey) smaller = mado_grey_copy (frame->pixels, frame->width, frame->height, frame->width);

  for (guint looks = 0; looks < 3 && MIN (smaller->width, smaller->height) >= 60;)
    {
      MadoGrey *half;

      if ((gsize) smaller->width * smaller->height <= MARK_SIZE)
        {
          /* The steps of a soft code are there again in one that is sharpened. */
          g_autoptr (MadoGrey) sharper = looks++ < 2 ? mado_grey_sharpen (smaller, SOFT_RADIUS) : NULL;

          if (look (frame, smaller, FALSE, place) || (sharper != NULL && look (frame, sharper, TRUE, place)))
            return TRUE;
        }
      half = mado_grey_halve (smaller);
      mado_grey_free (smaller);
      smaller = half;
    }
  return FALSE;
}

/* The marks of a code that is far are only in the whole, and soft; so are narrow ones. The
 * middle is where a person holds it. */
static gboolean
find_in_middle (const MadoGrey *frame,
                Place          *place)
{
  guint width = MIN (frame->width, MIDDLE_WIDTH), height = MIN (frame->height, MIDDLE_HEIGHT);
  g_autoptr (MadoGrey) middle = mado_grey_crop (frame, (frame->width - width) / 2, (frame->height - height) / 2, width, height);
  g_autoptr (MadoGrey) sharper = mado_grey_sharpen (middle, 1);

  if (look (middle, sharper, TRUE, place))
    {
      place->x += (frame->width - width) / 2;
      place->y += (frame->height - height) / 2;
      return TRUE;
    }
  place->narrow = is_narrow (sharper, middle);
  return place->narrow;
}

/* Width in pixels of the steepest edges across and down: their height by their steepness. */
static void
measure_edges (const MadoGrey *frame,
               const Place    *place,
               double         *across,
               double         *down)
{
  guint light[256] = { 0 }, steps_x[256] = { 0 }, steps_y[256] = { 0 };
  double contrast;

  for (guint y = place->y; y + 1 < place->y + place->height; y++)
    {
      const guint8 *line = frame->pixels + (gsize) y * frame->width, *next = line + frame->width;

      for (guint x = place->x; x + 1 < place->x + place->width; x++)
        {
          light[line[x]]++;
          steps_x[abs (line[x] - line[x + 1])]++;
          steps_y[abs (line[x] - next[x])]++;
        }
    }
  contrast = MAX (1, quantile (light, 0.95) - quantile (light, 0.05));
  *across = contrast / MAX (1, quantile (steps_x, 0.97));
  *down = contrast / MAX (1, quantile (steps_y, 0.97));
}

/* How much of the code is squares without anything dark in them, as bright as can be. */
static double
measure_glare (const MadoGrey *frame,
               const Place    *place)
{
  guint side = MAX (2, GLARE_BLOCK * place->marks.module), burnt = 0, all = 0;

  for (guint top = place->y; top + side <= place->y + place->height; top += side)
    for (guint left = place->x; left + side <= place->x + place->width; left += side, all++)
      {
        guint bright = 0;

        for (guint y = top; y < top + side; y++)
          for (guint x = left; x < left + side; x++)
            bright += frame->pixels[(gsize) y * frame->width + x] >= BURNT;
        burnt += bright >= side * side * 0.97;
      }
  return (double) burnt / MAX (1, all);
}

static gboolean
is_dark (const MadoGrey *frame)
{
  guint64 sum = 0, n = 0;

  for (gsize i = 0; i < (gsize) frame->width * frame->height; i += 61, n++)
    sum += frame->pixels[i];
  return sum < n * DARK;
}

/* Light and dark, and no edge between them anywhere: what fills the picture is nearer
 * than the camera can see. */
static gboolean
is_all_soft (const MadoGrey *frame)
{
  guint light[256] = { 0 }, steps[256] = { 0 };
  int contrast;

  if (frame->width < 200 || frame->height < 200)
    return FALSE;
  for (guint y = 0; y < frame->height; y += 3)
    {
      const guint8 *line = frame->pixels + (gsize) y * frame->width;

      for (guint x = 0; x + 4 < frame->width; x += 3)
        {
          light[line[x]]++;
          /* Over four pixels, and of the mean of two: noise is no edge. */
          steps[abs (line[x] + line[x + 1] - line[x + 3] - line[x + 4]) / 2]++;
        }
    }
  contrast = quantile (light, 0.95) - quantile (light, 0.05);
  return contrast >= 60 && quantile (steps, 0.999) * ALL_SOFT < contrast;
}

static MadoCameraAdvice
judge_focus (const MadoGrey *frame,
             const Place    *place)
{
  double across, down, module = place->marks.module;

  measure_edges (frame, place, &across, &down);
  if (MIN (across, down) > SOFT_EDGE * 2 * module)
    return module < FAR_MODULE ? MADO_CAMERA_TOO_FAR : MADO_CAMERA_TOO_NEAR;
  if (MAX (across, down) > SMEARED * MIN (across, down) && MAX (across, down) > SOFT_EDGE * module)
    return MADO_CAMERA_MOVING;
  if (MIN (across, down) > SOFT_EDGE * module)
    return module < FAR_MODULE ? MADO_CAMERA_TOO_FAR : MADO_CAMERA_TOO_NEAR;
  return MADO_CAMERA_SEARCHING;
}

MadoCameraAdvice
mado_camera_judge (const MadoGrey *frame)
{
  Place place = { { 0 } };

  if (!find_in_smaller (frame, &place) && !find_in_middle (frame, &place))
    return is_dark (frame) ? MADO_CAMERA_DARK : is_all_soft (frame) ? MADO_CAMERA_TOO_NEAR : MADO_CAMERA_SEARCHING;
  if (place.narrow)
    return MADO_CAMERA_TILTED;
  if (place.marks.module < LEAST_MODULE)
    return MADO_CAMERA_TOO_FAR;
  if (place.marks.runs_off || place.outside)
    return MADO_CAMERA_CUT_OFF;
  if (measure_glare (frame, &place) > GLARE_SHARE)
    return MADO_CAMERA_GLARE;
  if (place.marks.count >= 3 && !place.clipped && place.lean > LEANING)
    return MADO_CAMERA_TILTED;
  return judge_focus (frame, &place);
}

const char *
mado_camera_advise (MadoCameraAdvice advice)
{
  switch (advice)
    {
    case MADO_CAMERA_TOO_NEAR:
      return _("Please hold it a little farther away.");
    case MADO_CAMERA_TOO_FAR:
      return _("Please hold it a little nearer.");
    case MADO_CAMERA_GLARE:
      return _("Light is mirrored in it. Please tilt it a little.");
    case MADO_CAMERA_DARK:
      return _("It is too dark for the camera.");
    case MADO_CAMERA_CUT_OFF:
      return _("Please bring the whole code into the picture.");
    case MADO_CAMERA_TILTED:
      return _("Please hold it straight before the camera.");
    case MADO_CAMERA_MOVING:
      return _("Please hold it still for a moment.");
    case MADO_CAMERA_SEARCHING:
    default:
      return NULL;
    }
}
