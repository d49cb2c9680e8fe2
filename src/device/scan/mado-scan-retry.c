/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/scan/mado-scan-private.h"

#include <math.h>

#define LARGE_PART   (1200 * 1000)
#define AMPLE_MODULE 6.5 /* more pixels to a module than help, in a part as large as that */
#define GOOD_MODULE  5.0
#define SMALL_MODULE 3.5 /* pixels, where it is not known */

/* --- changed pictures ---------------------------------------------------------------- */

typedef enum { PLAIN, THRESHOLD, FINE_THRESHOLD, SHARP, SOFT, DARKER, LIGHTER, TURNED, INVERTED } Change;

typedef struct
{
  double         module; /* pixels a module gets; 0: as it is */
  Change         change;
  MadoScanEngine engine;
} Try;

/* In the order that read most photographs for the time; measured with bench qr. */
static const Try tries[] = {
  { 0, PLAIN, MADO_SCAN_ZBAR },
  { 0, THRESHOLD, MADO_SCAN_ZXING },
  { 4, PLAIN, MADO_SCAN_ZXING_GLOBAL },
  { 0, PLAIN, MADO_SCAN_ZXING_GLOBAL },
  { 3, PLAIN, MADO_SCAN_ZXING },
  { 0, INVERTED, MADO_SCAN_ZXING },
  { 4, THRESHOLD, MADO_SCAN_ZXING },
  { 6, PLAIN, MADO_SCAN_ZXING },
  { 4, PLAIN, MADO_SCAN_ZBAR },
  { 0, FINE_THRESHOLD, MADO_SCAN_ZXING },
  { 8, SOFT, MADO_SCAN_ZXING },
  { 0, SHARP, MADO_SCAN_ZXING },
  { 6, SHARP, MADO_SCAN_ZXING },
  { 4, SHARP, MADO_SCAN_ZBAR },
  { 8, SOFT, MADO_SCAN_ZBAR },
  { 4, THRESHOLD, MADO_SCAN_ZBAR },
  { 4, DARKER, MADO_SCAN_ZXING },
  { 4, LIGHTER, MADO_SCAN_ZXING },
  { 6, FINE_THRESHOLD, MADO_SCAN_ZBAR },
  { 0, INVERTED, MADO_SCAN_ZBAR },
  { 4, TURNED, MADO_SCAN_ZXING },
  { 4, TURNED, MADO_SCAN_ZBAR },
  { 4, SOFT, MADO_SCAN_ZBAR },
  { 4, DARKER, MADO_SCAN_ZBAR },
  { 4, LIGHTER, MADO_SCAN_ZBAR },
};

static MadoGrey *
change_picture (const MadoGrey *picture,
                Change          change,
                double          module)
{
  guint around = CLAMP (module * 5, 4, 120);

  switch (change)
    {
    case THRESHOLD:
      return mado_grey_threshold (picture, around, 5);
    case FINE_THRESHOLD:
      return mado_grey_threshold (picture, MAX (2, around / 3), 4);
    case SHARP:
      return mado_grey_sharpen (picture, MAX (1, module / 2 + 0.5));
    case SOFT:
      return mado_grey_blur (picture, MAX (1, module / 4 + 0.5));
    case DARKER:
      return mado_grey_spread (picture, FALSE);
    case LIGHTER:
      return mado_grey_spread (picture, TRUE);
    case TURNED:
      return mado_grey_rotate (picture);
    case INVERTED:
      return mado_grey_invert (picture);
    case PLAIN:
    default:
      return mado_grey_copy (picture->pixels, picture->width, picture->height, picture->width);
    }
}

static gboolean
try_change (MadoScan       *self,
            const MadoGrey *picture,
            double          module,
            const Try      *try)
{
  double factor = try->module > 0 ? try->module / module : 1, before = self->factor;
  g_autoptr (MadoGrey) scaled = NULL;
  g_autoptr (MadoGrey) changed = NULL;
  gboolean read;

  if (try->module > 0 && (fabs (factor - 1) < 0.15 || factor * MAX (picture->width, picture->height) > 3000 ||
                          factor > 6))
    factor = 1;
  if (factor == 1 && try->module > 0 && try->change == PLAIN && try->engine == MADO_SCAN_ZXING)
    return FALSE; /* was the first try */
  if (self->work < picture->width * factor * picture->height * factor)
    return FALSE;
  if (factor != 1)
    scaled = mado_grey_scale (picture, factor);
  changed = change_picture (scaled != NULL ? scaled : picture, try->change, module * factor);
  self->factor = before * factor;
  read = mado_scan_try_engine (self, changed, try->engine);
  self->factor = before;
  return read;
}

void
mado_scan_read_hard (MadoScan        *self,
                     const MadoGrey  *picture,
                     const MadoMarks *all)
{
  MadoFinders marks;
  g_autoptr (MadoGrey) part = NULL;

  mado_marks_judge (all, picture->width, picture->height, &marks);
  if (marks.count == 0)
    return;
  /* zbar has ways of its own to find marks, and sees more of them in the whole. */
  if (mado_scan_try_engine (self, picture, MADO_SCAN_ZXING) || mado_scan_try_engine (self, picture, MADO_SCAN_ZBAR) ||
      marks.runs_off)
    return;
  if (marks.count < 2) /* the others are hidden, spoilt or too small: the code may be anywhere */
    marks = (MadoFinders) { 1, FALSE, MAX (marks.module, SMALL_MODULE), 0, 0, picture->width, picture->height };
  part = mado_grey_crop (picture, marks.x, marks.y, marks.width, marks.height);
  self->x = marks.x;
  self->y = marks.y;
  if ((gsize) part->width * part->height > LARGE_PART && marks.module > AMPLE_MODULE)
    {
      MadoGrey *less = mado_grey_scale (part, GOOD_MODULE / marks.module);

      self->factor = GOOD_MODULE / marks.module;
      marks.module = GOOD_MODULE;
      mado_grey_free (part);
      part = less;
    }
  for (guint i = 0; self->texts->len == 0 && i < G_N_ELEMENTS (tries); i++)
    try_change (self, part, marks.module, &tries[i]);
}
