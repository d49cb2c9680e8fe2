/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/scan/mado-scan.h"

#include <glib/gi18n.h>
#include <gmodule.h>
#include <math.h>

#include "core/base/mado-error.h"
#include "device/mado-device-place.h"
#include "device/scan/mado-scan-finder.h"
#include "device/scan/mado-scan-module.h"

/* Work in pixels that zxing looks at; zbar costs as much as this many. */
#define ZBAR_COST    7
#define FRAME_WORK   (6 * 1000 * 1000)
#define STILL_WORK   (150 * 1000 * 1000)
/* Marks are looked for in a picture of about this many pixels. */
#define FINDER_SIZE  (700 * 1000)
#define LEAST_SIDE   20
#define LARGE_PART   (1200 * 1000)
#define AMPLE_MODULE 6.5 /* more pixels to a module than help, in a part as large as that */
#define GOOD_MODULE  5.0
#define SMALL_MODULE 3.5 /* pixels, of a code that is only known to be dense */

static MadoScanDecode
load_decoder (GError **error)
{
  static GMutex lock;
  static MadoScanDecode decode;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  g_autofree char *path = NULL;
  GModule *module;

  if (decode)
    return decode;

  path = mado_device_place ("libmado-scan." G_MODULE_SUFFIX);
  module = g_module_open (path, G_MODULE_BIND_LOCAL);
  if (!module || !g_module_symbol (module, MADO_SCAN_MODULE_SYMBOL, (gpointer *) &decode))
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_UNSUPPORTED,
                   _("The part of the program that reads codes from pictures cannot be loaded (%s)."),
                   g_module_error ());
      return NULL;
    }
  g_module_make_resident (module);

  return decode;
}

/* --- one picture being read ------------------------------------------------------- */

typedef struct
{
  MadoScanDecode decode;
  GPtrArray     *texts;
  gint64         work;    /* left */
  double         x, y;    /* where the picture at hand begins in the whole one */
  double         factor;  /* its pixels for one of the whole */
} Scan;

void
mado_scan_text_free (MadoScanText *self)
{
  g_free (self->text);
  g_free (self);
}

static void
found_cb (const MadoScanCode *code,
          gpointer            data)
{
  Scan *self = data;
  g_autofree char *text = code->is_utf8 ? g_strndup ((const char *) code->bytes, code->length)
                                        : mado_scan_text_of (code->bytes, code->length, code->guess);
  MadoScanText *found;

  if (text == NULL || *text == '\0' || !g_utf8_validate (text, -1, NULL))
    return;
  for (guint i = 0; i < self->texts->len; i++)
    if (g_str_equal (((MadoScanText *) self->texts->pdata[i])->text, text))
      return;
  found = g_new0 (MadoScanText, 1);
  found->text = g_steal_pointer (&text);
  for (guint i = 0; i < 8; i++)
    found->corners[i] = code->corners[i] / self->factor + (i % 2 == 0 ? self->x : self->y);
  g_ptr_array_add (self->texts, found);
}

static gboolean
try_engine (Scan           *self,
            const MadoGrey *picture,
            MadoScanEngine  engine)
{
  gint64 cost = (gint64) picture->width * picture->height * (engine == MADO_SCAN_ZBAR ? ZBAR_COST : 1);

  if (picture->width < LEAST_SIDE || picture->height < LEAST_SIDE || self->work < cost)
    return FALSE;
  self->work -= cost;
  return self->decode (picture->pixels, picture->width, picture->height, picture->width, engine, found_cb, self) > 0 &&
         self->texts->len > 0;
}

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
try_change (Scan           *self,
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
  read = try_engine (self, changed, try->engine);
  self->factor = before;
  return read;
}

/* --- where the code is ------------------------------------------------------------------ */

/* Marks in @smaller, in the pixels of @picture. */
static void
find_marks (const MadoGrey *picture,
            const MadoGrey *smaller,
            MadoFinders    *found)
{
  double by = (double) picture->width / smaller->width;

  mado_finders_search (smaller, found);
  found->module *= by;
  found->x *= by;
  found->y *= by;
  found->width = MIN (found->width * by, picture->width - found->x);
  found->height = MIN (found->height * by, picture->height - found->y);
  found->dense_x *= by;
  found->dense_y *= by;
  found->dense_width = MIN (found->dense_width * by, picture->width - found->dense_x);
  found->dense_height = MIN (found->dense_height * by, picture->height - found->dense_y);
}

/* A code of many small modules: zbar sees its marks where zxing does not, and where
 * it is costs a part of the whole. More tries than these read no more of them. */
static void
read_dense (Scan              *self,
            const MadoGrey    *picture,
            const MadoFinders *marks)
{
  static const Try dense_tries[] = {
    { 0, PLAIN, MADO_SCAN_ZXING }, { 0, PLAIN, MADO_SCAN_ZBAR }, { 0, THRESHOLD, MADO_SCAN_ZXING }, { 0, SHARP, MADO_SCAN_ZBAR },
  };
  g_autoptr (MadoGrey) part = mado_grey_crop (picture, marks->dense_x, marks->dense_y, marks->dense_width, marks->dense_height);

  self->x = marks->dense_x;
  self->y = marks->dense_y;
  for (guint i = 0; self->texts->len == 0 && i < G_N_ELEMENTS (dense_tries); i++)
    try_change (self, part, MAX (marks->module, SMALL_MODULE), &dense_tries[i]);
  self->x = self->y = 0;
}

static void
read_harder (Scan           *self,
             const MadoGrey *picture,
             const MadoGrey *smaller)
{
  MadoFinders marks;
  g_autoptr (MadoGrey) part = NULL;

  find_marks (picture, smaller, &marks);
  if (marks.count == 0 && !marks.dense)
    return;
  if (marks.dense)
    {
      read_dense (self, picture, &marks);
      return;
    }
  /* zbar has ways of its own to find marks, and sees more of them in the whole. */
  if (try_engine (self, picture, MADO_SCAN_ZXING) || try_engine (self, picture, MADO_SCAN_ZBAR) ||
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

/* A smaller picture is a softer one, and costs little: of a frame a quarter. */
static MadoGrey *
read_smaller (Scan           *self,
              const MadoGrey *picture)
{
  MadoGrey *half = mado_grey_halve (picture);

  if ((gsize) half->width * half->height > FINDER_SIZE / 2)
    {
      g_autoptr (MadoGrey) quarter = mado_grey_halve (half);

      self->factor = 0.25;
      try_engine (self, quarter, MADO_SCAN_ZXING_GLOBAL);
    }
  else
    {
      self->factor = 0.5;
      try_engine (self, half, MADO_SCAN_ZXING_GLOBAL);
    }
  self->factor = 1;
  return half;
}

/* Of about FINDER_SIZE pixels. */
static MadoGrey *
shrink_for_marks (const MadoGrey *picture,
                  MadoGrey       *half)
{
  MadoGrey *at = half;

  if ((gsize) picture->width * picture->height <= FINDER_SIZE)
    at = mado_grey_copy (picture->pixels, picture->width, picture->height, picture->width);
  else
    while ((gsize) at->width * at->height > FINDER_SIZE)
      {
        MadoGrey *next = mado_grey_halve (at);

        if (at != half)
          mado_grey_free (at);
        at = next;
      }
  if (at != half)
    mado_grey_free (half);
  return at;
}

GPtrArray *
mado_scan_find (const guint8    *pixels,
                guint            width,
                guint            height,
                guint            stride,
                MadoScanEffort   effort,
                GError         **error)
{
  Scan self = { load_decoder (error), NULL, effort == MADO_SCAN_FRAME ? FRAME_WORK : STILL_WORK, 0, 0, 1 };
  const MadoGrey view = { (guint8 *) pixels, width, height }; /* only looked at */
  const MadoGrey *picture = &view;
  g_autoptr (MadoGrey) packed = NULL;
  g_autoptr (MadoGrey) smaller = NULL;

  if (self.decode == NULL)
    return NULL;
  self.texts = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_scan_text_free);
  if (width < LEAST_SIDE || height < LEAST_SIDE)
    return self.texts;

  if (stride != width)
    picture = packed = mado_grey_copy (pixels, width, height, stride);
  /* The first look is free, however large the picture. */
  self.work += (gint64) width * height;
  if (try_engine (&self, picture, MADO_SCAN_ZXING_FAST))
    return self.texts;
  smaller = read_smaller (&self, picture);
  if (self.texts->len == 0)
    {
      smaller = shrink_for_marks (picture, smaller);
      read_harder (&self, picture, smaller);
    }
  return self.texts;
}

/* --- simpler ways to ask -------------------------------------------------------------------- */

GPtrArray *
mado_scan_read_grey (const guint8  *pixels,
                     guint          width,
                     guint          height,
                     guint          stride,
                     GError       **error)
{
  g_autoptr (GPtrArray) found = mado_scan_find (pixels, width, height, stride, MADO_SCAN_STILL, error);
  GPtrArray *texts;

  if (found == NULL)
    return NULL;
  texts = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (texts, g_steal_pointer (&((MadoScanText *) found->pdata[i])->text));
  return texts;
}

guint8 *
mado_scan_grey_of_rgb (const guint8 *pixels,
                       guint         width,
                       guint         height,
                       guint         stride,
                       guint         channels)
{
  guint8 *grey = g_malloc ((gsize) width * height + 1);

  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        const guint8 *p = pixels + (gsize) y * stride + (gsize) x * channels;
        guint value = (p[0] * 77 + p[1] * 151 + p[2] * 28) >> 8;

        if (channels == 4)
          value = (value * p[3] + 255 * (255 - p[3])) / 255;
        grey[(gsize) y * width + x] = value;
      }
  return grey;
}

GPtrArray *
mado_scan_read_rgb (const guint8  *pixels,
                    guint          width,
                    guint          height,
                    guint          stride,
                    guint          channels,
                    GError       **error)
{
  g_autofree guint8 *grey = mado_scan_grey_of_rgb (pixels, width, height, stride, channels);

  return mado_scan_read_grey (grey, width, height, width, error);
}
