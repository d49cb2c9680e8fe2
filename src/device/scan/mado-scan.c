/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/scan/mado-scan.h"

#include <glib/gi18n.h>
#include <gmodule.h>

#include "core/base/mado-error.h"
#include "device/mado-device-place.h"
#include "device/scan/mado-scan-corners.h"
#include "device/scan/mado-scan-grid.h"
#include "device/scan/mado-scan-private.h"

/* Work in pixels that zxing looks at; zbar costs as much as this many. */
#define ZBAR_COST    7
#define FRAME_WORK   (6 * 1000 * 1000)
#define STILL_WORK   (150 * 1000 * 1000)
#define LEAST_SEARCHED (20 * 1000) /* pixels of the smallest picture that marks are looked for in */
#define SMALL_PICTURE  (350 * 1000)
#define MOST_HALVES    6
#define MANY_MARKS     32
#define MANY_SUSPECTS  500
#define MOST_CORNERS   60
#define LEAST_FIT      0.7
/* In the same measure: three marks that may be a code's, and a module of what looks like one. */
#define CORNERS_COST   (10 * 1000)
#define GRID_COST      60
#define GRIDS_WORK     (3 * 1000 * 1000)
/* A code for certain, by its common modules: three in four are so by chance. */
#define SURE_FIT         0.85
/* Of anything less. */
#define MOST_LOOSE_MARKS 3
#define MODEST_PICTURE   (750 * 1000)
#define MODEST_WORK      (15 * 1000 * 1000)
#define LIKELY_WORK      11 /* times the picture */

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
  MadoScan *self = data;
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
    found->corners[i] = self->corners != NULL ? self->corners[i]
                                              : code->corners[i] / self->factor + (i % 2 == 0 ? self->x : self->y);
  g_ptr_array_add (self->texts, found);
}

gboolean
mado_scan_try_engine (MadoScan       *self,
                      const MadoGrey *picture,
                      MadoScanEngine  engine)
{
  gint64 cost = (gint64) picture->width * picture->height * (engine == MADO_SCAN_ZBAR ? ZBAR_COST : 1);

  if (picture->width < MADO_SCAN_LEAST_SIDE || picture->height < MADO_SCAN_LEAST_SIDE || self->work < cost)
    return FALSE;
  self->work -= cost;
  self->spent += cost;
  return self->decode (picture->pixels, picture->width, picture->height, picture->width, engine, found_cb, self) > 0 &&
         self->texts->len > 0;
}

/* --- codes whose marks are seen ------------------------------------------------------ */

/* The more of a code's common modules are as they should be, the fewer ways are worth
 * a try; below, it is none. */
static gboolean
read_grid (MadoScan       *self,
           const MadoGrid *grid)
{
  static const double ways[] = { 0.5, 0, 1.2 };
  gint64 cost = (gint64) mado_grid_side (grid) * mado_grid_side (grid) * GRID_COST;
  int corners[8];
  gboolean read = FALSE;
  double likeness = 0;

  mado_grid_corners (grid, corners);
  self->corners = corners;
  for (guint i = 0; !read && i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (MadoGrey) modules = mado_grid_modules (grid, ways[i]);

      double fit = mado_grid_mend (grid, modules);

      likeness = MAX (likeness, fit);
      if (fit < LEAST_FIT)
        break;
      read = mado_scan_try_engine (self, modules, MADO_SCAN_MODULES);
    }
  self->corners = NULL;
  self->spent += cost;
  if (!read)
    {
      self->grids -= cost;
      self->likeness = MAX (self->likeness, likeness);
    }
  return read;
}

/* Those of @marks that are in a code go. */
static void
read_corners (MadoScan          *self,
              const MadoGrey    *picture,
              const MadoCorners *corners,
              guint              n,
              MadoMarks         *marks)
{
  gboolean gone[MADO_MOST_MARKS] = { FALSE };
  guint left = 0;

  for (guint i = 0; i < n && self->grids > 0; i++)
    {
      g_autoptr (MadoGrid) grid = NULL;
      gboolean done = FALSE;

      for (guint k = 0; k < 3; k++)
        done = done || (corners[i].index[k] >= 0 && gone[corners[i].index[k]]);
      if (done)
        continue;
      self->spent += CORNERS_COST;
      self->grids -= CORNERS_COST;
      grid = mado_grid_new (picture, corners[i].mark);
      if (grid == NULL || !read_grid (self, grid))
        continue;
      for (guint k = 0; k < 3; k++)
        if (corners[i].index[k] >= 0)
          gone[corners[i].index[k]] = TRUE;
    }
  for (guint i = 0; i < marks->n; i++)
    if (!gone[i])
      marks->marks[left++] = marks->marks[i];
  marks->n = left;
}

static void
read_marks (MadoScan       *self,
            const MadoGrey *picture,
            MadoMarks      *marks)
{
  MadoCorners corners[MOST_CORNERS];

  read_corners (self, picture, corners, mado_corners_find (marks, corners, MOST_CORNERS), marks);
}

/* With one of the three not to be seen. */
static void
read_two_marks (MadoScan       *self,
                const MadoGrey *picture,
                MadoMarks      *marks)
{
  MadoCorners corners[MOST_CORNERS];

  read_corners (self, picture, corners, mado_corners_guess (marks, corners, MOST_CORNERS), marks);
}

/* --- the ways in their order ------------------------------------------------------------ */

/* Half as large each, until they are too small to show a code. */
typedef struct
{
  MadoGrey *half[MOST_HALVES];
  guint     n;
} Smaller;

static void
smaller_init (Smaller        *self,
              const MadoGrey *picture)
{
  self->n = 0;
  while (self->n < MOST_HALVES && (gsize) picture->width * picture->height >= 4 * LEAST_SEARCHED)
    {
      self->half[self->n] = mado_grey_halve (picture);
      picture = self->half[self->n++];
    }
}

static void
smaller_clear (Smaller *self)
{
  for (guint i = 0; i < self->n; i++)
    mado_grey_free (self->half[i]);
}

/* A smaller picture is a softer one, and costs little. */
static void
read_smaller (MadoScan      *self,
              const Smaller *smaller)
{
  for (guint i = 0; i < smaller->n; i++)
    if ((gsize) smaller->half[i]->width * smaller->half[i]->height <= SMALL_PICTURE)
      {
        self->factor = 1.0 / (2 << i);
        mado_scan_try_engine (self, smaller->half[i], MADO_SCAN_ZXING_GLOBAL);
        self->factor = 1;
        return;
      }
}

/* How much a picture in which nothing was read yet is worth. What a page of print has is
 * one or two things that look like marks, or dozens, but hardly where those of a code are. */
static gint64
limit_work (const MadoScan  *self,
            const MadoGrey  *picture,
            const MadoMarks *marks)
{
  gint64 pixels = (gint64) picture->width * picture->height;

  if (self->likeness >= SURE_FIT)
    return self->work;
  if (marks->n > MOST_LOOSE_MARKS)
    return 0;
  if (pixels <= MODEST_PICTURE)
    return MIN (self->work, MODEST_WORK);
  return self->likeness > 0 ? MIN (self->work, pixels * LIKELY_WORK) : 0;
}

static void
read_picture (MadoScan       *self,
              const MadoGrey *picture,
              const Smaller  *smaller,
              gboolean        patient)
{
  g_autofree MadoMarks *marks = g_new0 (MadoMarks, 1);
  gint64 pixels = (gint64) picture->width * picture->height;
  guint busy = 0;

  for (guint i = 0; i < smaller->n; i++)
    busy += mado_marks_search (smaller->half[i], 2 << i, marks);
  self->spent += pixels / 4;
  read_marks (self, picture, marks);
  if ((self->texts->len > 0 && marks->n < 3) || (smaller->n > 0 && busy == 0))
    return;
  mado_marks_search (picture, 1, marks);
  self->spent += pixels / 2;
  read_marks (self, picture, marks);
  /* zxing looks at every three of its marks: a form full of boxes in boxes takes it a minute. */
  if (marks->n >= MANY_MARKS || marks->suspects >= MANY_SUSPECTS)
    return;
  if (self->texts->len == 0 || marks->n >= 3)
    mado_scan_try_engine (self, picture, MADO_SCAN_ZXING_FAST);
  if (self->texts->len == 0)
    read_two_marks (self, picture, marks);
  if (self->texts->len == 0)
    read_smaller (self, smaller);
  if (self->texts->len > 0)
    return;
  if (!patient)
    self->work = limit_work (self, picture, marks);
  mado_scan_read_hard (self, picture, marks);
}

GPtrArray *
mado_scan_find_counting (const guint8    *pixels,
                         guint            width,
                         guint            height,
                         guint            stride,
                         MadoScanEffort   effort,
                         gint64          *spent,
                         GError         **error)
{
  MadoScan self = { .decode = load_decoder (error), .work = effort == MADO_SCAN_FRAME ? FRAME_WORK : STILL_WORK,
                    .factor = 1, .grids = GRIDS_WORK };
  const MadoGrey view = { (guint8 *) pixels, width, height }; /* only looked at */
  const MadoGrey *picture = &view;
  g_autoptr (MadoGrey) packed = NULL;
  Smaller smaller;

  *spent = 0;
  if (self.decode == NULL)
    return NULL;
  self.texts = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_scan_text_free);
  if (width < MADO_SCAN_LEAST_SIDE || height < MADO_SCAN_LEAST_SIDE)
    return self.texts;

  if (stride != width)
    picture = packed = mado_grey_copy (pixels, width, height, stride);
  /* The first look is free, however large the picture. */
  self.work += (gint64) width * height;
  smaller_init (&smaller, picture);
  read_picture (&self, picture, &smaller, effort == MADO_SCAN_PATIENT);
  smaller_clear (&smaller);
  *spent = self.spent;
  return self.texts;
}

GPtrArray *
mado_scan_find (const guint8    *pixels,
                guint            width,
                guint            height,
                guint            stride,
                MadoScanEffort   effort,
                GError         **error)
{
  gint64 spent;

  return mado_scan_find_counting (pixels, width, height, stride, effort, &spent, error);
}

/* --- simpler ways to ask -------------------------------------------------------------------- */

GPtrArray *
mado_scan_read_grey (const guint8  *pixels,
                     guint          width,
                     guint          height,
                     guint          stride,
                     GError       **error)
{
  g_autoptr (GPtrArray) found = mado_scan_find (pixels, width, height, stride, MADO_SCAN_PATIENT, error);
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
