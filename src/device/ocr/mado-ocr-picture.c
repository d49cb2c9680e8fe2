/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/ocr/mado-ocr-picture.h"

#include <math.h>
#include <string.h>

#include "core/base/mado-error.h"
#include "device/ocr/mado-ocr-cell.h"

#define MAX_PIXELS  (64 * 1000 * 1000)
#define SMALL_WIDTH 600

/* --- into grey -------------------------------------------------------------------- */

PIX *
mado_ocr_picture_load (const guint8  *data,
                       gsize          length,
                       GError       **error)
{
  l_int32 format, width, height, bits, samples, has_map;
  PIX *any = NULL, *grey;

  setMsgSeverity (L_SEVERITY_NONE);
  if (length == 0 || pixReadHeaderMem (data, length, &format, &width, &height, &bits, &samples, &has_map) != 0 ||
      width < 1 || height < 1 || (gint64) width * height > MAX_PIXELS)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, "no picture, or too large");
      return NULL;
    }
  any = pixReadMem (data, length);
  grey = any ? pixConvertTo8 (any, 0) : NULL;
  pixDestroy (&any);
  if (!grey)
    g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DAMAGED, "the picture is damaged");
  return grey;
}

PIX *
mado_ocr_picture_binarize (PIX *grey)
{
  PIX *binary = NULL;

  pixOtsuAdaptiveThreshold (grey, pixGetWidth (grey), pixGetHeight (grey), 0, 0, 0.1f, NULL, &binary);
  return binary;
}

/* --- the paper in the picture -------------------------------------------------------- */

typedef struct
{
  double x[4], y[4]; /* upper left, upper right, lower right, lower left */
} Corners;

/* The points of the bright area that lie furthest towards the four corners. */
static void
find_corners (PIX     *area,
              int      left,
              int      top,
              Corners *out)
{
  double best[4] = { G_MAXDOUBLE, G_MAXDOUBLE, G_MAXDOUBLE, G_MAXDOUBLE };

  for (int y = 0; y < pixGetHeight (area); y++)
    for (int x = 0; x < pixGetWidth (area); x++)
      {
        l_uint32 on = 0;
        const double at[4] = { x + y, y - x, -x - y, x - y };

        pixGetPixel (area, x, y, &on);
        for (int i = 0; on && i < 4; i++)
          if (at[i] < best[i])
            {
              best[i] = at[i];
              out->x[i] = left + x;
              out->y[i] = top + y;
            }
      }
}

static double
area_of (const Corners *c)
{
  double sum = 0;

  for (int i = 0; i < 4; i++)
    sum += c->x[i] * c->y[(i + 1) % 4] - c->x[(i + 1) % 4] * c->y[i];
  return fabs (sum) / 2;
}

static int
largest (PIXA *parts,
         BOXA *boxes)
{
  int found = -1, most = 0;

  for (int i = 0; i < pixaGetCount (parts); i++)
    {
      l_int32 w = 0, h = 0;

      boxaGetBoxGeometry (boxes, i, NULL, NULL, &w, &h);
      if (w * h > most)
        {
          most = w * h;
          found = i;
        }
    }
  return found;
}

/* FALSE: the bright area is no sheet with four corners, or it is the whole picture. */
static gboolean
find_sheet (PIX     *grey,
            Corners *corners)
{
  double scale = (double) SMALL_WIDTH / pixGetWidth (grey);
  PIX *small = pixScale (grey, scale, scale), *dark = mado_ocr_picture_binarize (small), *bright, *closed;
  PIXA *parts = NULL;
  BOXA *boxes;
  gboolean found = FALSE;
  int at;

  bright = pixInvert (NULL, dark);
  closed = pixCloseBrick (NULL, bright, 21, 21);
  boxes = pixConnComp (closed, &parts, 4);
  at = parts ? largest (parts, boxes) : -1;
  if (at >= 0)
    {
      PIX *part = pixaGetPix (parts, at, L_CLONE);
      double all = (double) pixGetWidth (small) * pixGetHeight (small), quad;
      l_int32 x = 0, y = 0, count = 0;

      boxaGetBoxGeometry (boxes, at, &x, &y, NULL, NULL);
      pixCountPixels (part, &count, NULL);
      find_corners (part, x, y, corners);
      quad = area_of (corners);
      found = quad > all * 0.2 && quad < all * 0.985 && count > quad * 0.9 && count < quad * 1.15;
      for (int i = 0; i < 4; i++)
        {
          corners->x[i] /= scale;
          corners->y[i] /= scale;
        }
      pixDestroy (&part);
    }
  boxaDestroy (&boxes);
  pixaDestroy (&parts);
  pixDestroy (&closed);
  pixDestroy (&bright);
  pixDestroy (&dark);
  pixDestroy (&small);
  return found;
}

static double
edge (const Corners *c,
      int            a,
      int            b)
{
  return hypot (c->x[a] - c->x[b], c->y[a] - c->y[b]);
}

static PIX *
cut_out (PIX           *grey,
         const Corners *corners)
{
  double across = (edge (corners, 0, 1) + edge (corners, 3, 2)) / 2;
  double down = (edge (corners, 0, 3) + edge (corners, 1, 2)) / 2;
  double width = MAX (MADO_OCR_SHEET_WIDTH / 2.0, MIN (across * 1.3, MADO_OCR_SHEET_WIDTH)), height = width * down / across;
  const double to_x[4] = { 0, width - 1, width - 1, 0 }, to_y[4] = { 0, 0, height - 1, height - 1 };
  PTA *from = ptaCreate (4), *to = ptaCreate (4);
  PIX *large, *warped, *page = NULL;
  BOX *box;

  for (int i = 0; i < 4; i++)
    {
      ptaAddPt (from, (float) corners->x[i], (float) corners->y[i]);
      ptaAddPt (to, (float) to_x[i], (float) to_y[i]);
    }
  /* The warp keeps the size of its picture: room is made for the result. */
  large = pixAddBorderGeneral (grey, 0, MAX (0, (int) width - pixGetWidth (grey)), 0,
                               MAX (0, (int) height - pixGetHeight (grey)), 255);
  warped = pixProjectivePta (large, to, from, L_BRING_IN_WHITE);
  box = boxCreate (0, 0, (int) width, (int) height);
  if (warped)
    page = pixClipRectangle (warped, box, NULL);
  boxDestroy (&box);
  pixDestroy (&warped);
  pixDestroy (&large);
  ptaDestroy (&from);
  ptaDestroy (&to);
  return page;
}

/* --- level, even, large enough --------------------------------------------------------- */

static PIX *
level (PIX *grey)
{
  PIX *binary = mado_ocr_picture_binarize (grey), *turned = NULL;
  l_float32 angle = 0, sureness = 0;

  if (binary && pixFindSkew (binary, &angle, &sureness) == 0 && sureness > 2.5f && fabsf (angle) > 0.05f)
    turned = pixRotate (grey, angle * (l_float32) G_PI / 180, L_ROTATE_AREA_MAP, L_BRING_IN_WHITE, 0, 0);
  pixDestroy (&binary);
  return turned ? turned : pixClone (grey);
}

static PIX *
scale_to (PIX *grey,
          int  width)
{
  float scale = (float) width / pixGetWidth (grey);

  return fabsf (scale - 1) < 0.05f ? pixClone (grey) : pixScale (grey, scale, scale);
}

PIX *
mado_ocr_picture_cut_out (PIX *grey)
{
  Corners corners;
  PIX *sheet = find_sheet (grey, &corners) ? cut_out (grey, &corners) : NULL;

  return sheet ? sheet : pixClone (grey);
}

PIX *
mado_ocr_picture_prepare (PIX *sheet,
                          int  width)
{
  PIX *scaled = scale_to (sheet, width), *even = pixBackgroundNormSimple (scaled, NULL, NULL);
  PIX *page = level (even ? even : scaled);

  pixDestroy (&even);
  pixDestroy (&scaled);
  return page;
}

/* --- ruled lines ------------------------------------------------------------------------- */

#define LINE_LENGTH 70 /* a stroke of a letter is shorter */
#define MIN_CELL    24

static PIX *
find_rules (PIX *page)
{
  PIX *binary = pixThresholdToBinary (page, 190), *thick = pixDilateBrick (NULL, binary, 3, 3);
  PIX *across = pixOpenBrick (NULL, thick, LINE_LENGTH, 1), *down = pixOpenBrick (NULL, thick, 1, LINE_LENGTH);
  PIX *rules = pixOr (NULL, across, down), *closed = pixCloseBrick (NULL, rules, 9, 9);

  pixDestroy (&rules);
  pixDestroy (&down);
  pixDestroy (&across);
  pixDestroy (&thick);
  pixDestroy (&binary);
  return closed;
}

/* Cells of one row may differ by a few pixels in height. */
static int
compare_cells (gconstpointer a,
               gconstpointer b)
{
  const MadoOcrBox *x = &(*(MadoOcrCell *const *) a)->box, *y = &(*(MadoOcrCell *const *) b)->box;
  int row = (x->y + MIN_CELL / 2) / MIN_CELL - (y->y + MIN_CELL / 2) / MIN_CELL;

  return row ? row : x->x - y->x;
}

GPtrArray *
mado_ocr_picture_find_cells (PIX *page)
{
  GPtrArray *cells = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_ocr_cell_free);
  PIX *rules = find_rules (page), *free = pixInvert (NULL, rules);
  BOXA *boxes = pixConnComp (free, NULL, 4);
  int width = pixGetWidth (page), height = pixGetHeight (page);

  for (int i = 0; i < boxaGetCount (boxes); i++)
    {
      l_int32 x, y, w, h;

      boxaGetBoxGeometry (boxes, i, &x, &y, &w, &h);
      if (w < MIN_CELL || h < MIN_CELL || x <= 1 || y <= 1 || x + w >= width - 1 || y + h >= height - 1 ||
          (double) w * h > 0.6 * width * height)
        continue;
      {
        MadoOcrCell *cell = g_new0 (MadoOcrCell, 1);

        cell->box = (MadoOcrBox) { x, y, w, h };
        cell->text = g_strdup ("");
        g_ptr_array_add (cells, cell);
      }
    }
  boxaDestroy (&boxes);
  pixDestroy (&free);
  pixDestroy (&rules);
  g_ptr_array_sort (cells, compare_cells);
  return cells;
}

/* --- words of a card ----------------------------------------------------------------------- */

#define CARD_RULE   110 /* a longer stroke is no letter's */
#define CARD_LETTER 66  /* what is taller, or much wider, is a photograph */
#define CARD_GAP    22  /* between letters of one word, less */
#define SMALL_PRINT 22  /* English under a label: no letter of a value is as small */
#define STROKE      9   /* 一 */

static PIX *
find_letters (PIX *page)
{
  PIX *binary = pixThresholdToBinary (page, 150);
  PIX *across = pixOpenBrick (NULL, binary, CARD_RULE, 1), *down = pixOpenBrick (NULL, binary, 1, CARD_RULE);
  PIX *rules = pixOr (NULL, across, down), *thick = pixDilateBrick (NULL, rules, 3, 3), *free = pixSubtract (NULL, binary, thick);
  PIX *low = pixSelectBySize (free, 4 * CARD_LETTER, CARD_LETTER, 8, L_SELECT_IF_BOTH, L_SELECT_IF_LT, NULL);
  PIX *letters = pixSelectBySize (low, 4, 4, 8, L_SELECT_IF_EITHER, L_SELECT_IF_GTE, NULL);

  pixDestroy (&low);
  pixDestroy (&free);
  pixDestroy (&thick);
  pixDestroy (&rules);
  pixDestroy (&down);
  pixDestroy (&across);
  pixDestroy (&binary);
  return letters;
}

/* English under a label would join it and the value beside it to one word. */
static void
drop_small_print (PIX *letters)
{
  PIX *close = pixCloseBrick (NULL, letters, CARD_GAP / 2, 1);
  BOXA *boxes = pixConnComp (close, NULL, 8);

  for (int i = 0; i < boxaGetCount (boxes); i++)
    {
      l_int32 x, y, w, h;
      BOX *box;

      boxaGetBoxGeometry (boxes, i, &x, &y, &w, &h);
      if (h <= STROKE || h >= SMALL_PRINT || w < 2 * SMALL_PRINT)
        continue;
      box = boxCreate (x, y, w, h);
      pixClearInRect (letters, box);
      boxDestroy (&box);
    }
  boxaDestroy (&boxes);
  pixDestroy (&close);
}

GPtrArray *
mado_ocr_picture_find_words (PIX *page)
{
  GPtrArray *words = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_ocr_cell_free);
  PIX *letters = find_letters (page), *closed, *joined;
  BOXA *boxes;

  drop_small_print (letters);
  closed = pixCloseBrick (NULL, letters, CARD_GAP, 1);
  joined = pixCloseBrick (NULL, closed, 1, 7);
  boxes = pixConnComp (joined, NULL, 8);
  for (int i = 0; i < boxaGetCount (boxes); i++)
    {
      l_int32 x, y, w, h;
      MadoOcrCell *cell;

      boxaGetBoxGeometry (boxes, i, &x, &y, &w, &h);
      if (w < SMALL_PRINT || h > CARD_LETTER || (h > STROKE && h < SMALL_PRINT))
        continue;
      cell = g_new0 (MadoOcrCell, 1);
      cell->box = (MadoOcrBox) { x, y, w, h };
      cell->text = g_strdup ("");
      g_ptr_array_add (words, cell);
    }
  boxaDestroy (&boxes);
  pixDestroy (&joined);
  pixDestroy (&closed);
  pixDestroy (&letters);
  return words;
}
