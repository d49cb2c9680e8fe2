/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/certificate/mado-pdf-layout.h"

#include <math.h>

#define GAP 12    /* dots between and around pages */
#define A4_WIDTH  595.0
#define A4_HEIGHT 842.0

typedef struct
{
  float    width; /* points; 0: not known */
  float    height;
  gboolean known;
  int      y;     /* of its row, as arranged */
} Page;

struct _MadoPdfLayout
{
  guint        n_pages;
  Page        *pages;
  MadoPdfMode  mode;
  double       scale; /* dots a point */
  guint        turns;
  guint        current;
  int          width; /* of the sheet */
  int          height;
};

MadoPdfLayout *
mado_pdf_layout_new (guint n_pages)
{
  MadoPdfLayout *self = g_new0 (MadoPdfLayout, 1);

  self->n_pages = n_pages;
  self->pages = g_new0 (Page, MAX (1, n_pages));
  self->scale = 1;
  return self;
}

void
mado_pdf_layout_free (MadoPdfLayout *self)
{
  g_free (self->pages);
  g_free (self);
}

void
mado_pdf_layout_set_size (MadoPdfLayout *self,
                          guint          page,
                          double         width,
                          double         height)
{
  if (page >= self->n_pages)
    return;
  self->pages[page].known = TRUE;
  self->pages[page].width = width > 0 && height > 0 ? CLAMP (width, 1, 20000) : A4_WIDTH;
  self->pages[page].height = width > 0 && height > 0 ? CLAMP (height, 1, 20000) : A4_HEIGHT;
}

gboolean
mado_pdf_layout_knows (const MadoPdfLayout *self,
                       guint                page)
{
  return page < self->n_pages && self->pages[page].known;
}

void
mado_pdf_layout_get_points (const MadoPdfLayout *self,
                            guint                page,
                            double              *width,
                            double              *height)
{
  const Page *found = &self->pages[MIN (page, self->n_pages - 1)];

  /* What is not known looks like the first. */
  if (!found->known)
    found = &self->pages[0];
  *width = found->known ? found->width : A4_WIDTH;
  *height = found->known ? found->height : A4_HEIGHT;
}

/* Turned, at the scale, whole dots. */
static void
size_of (const MadoPdfLayout *self,
         guint                page,
         int                 *width,
         int                 *height)
{
  double w, h;

  mado_pdf_layout_get_points (self, page, &w, &h);
  *width = MAX (1, (int) ceil ((self->turns % 2 ? h : w) * self->scale - 0.01));
  *height = MAX (1, (int) ceil ((self->turns % 2 ? w : h) * self->scale - 0.01));
}

static double
fitted (const MadoPdfLayout *self,
        MadoPdfFit           fit,
        double               dots_a_point,
        int                  view_width,
        int                  view_height)
{
  guint across = self->mode == MADO_PDF_TWO_UP ? 2 : 1;
  double w, h, by_width, by_height;

  mado_pdf_layout_get_points (self, self->current, &w, &h);
  if (self->turns % 2)
    {
      double swap = w;

      w = h;
      h = swap;
    }
  by_width = (view_width - (across + 1) * GAP) / (across * w * dots_a_point);
  by_height = (view_height - 2 * GAP) / (h * dots_a_point);
  return CLAMP (fit == MADO_PDF_FIT_WIDTH ? by_width : MIN (by_width, by_height), MADO_PDF_MIN_ZOOM, MADO_PDF_MAX_ZOOM);
}

double
mado_pdf_layout_arrange (MadoPdfLayout *self,
                         MadoPdfMode    mode,
                         MadoPdfFit     fit,
                         double         zoom,
                         guint          turns,
                         double         dots_a_point,
                         guint          current,
                         int            view_width,
                         int            view_height)
{
  guint across = mode == MADO_PDF_TWO_UP ? 2 : 1;
  int y = GAP, widest = 0;

  self->mode = mode;
  self->turns = turns % 4;
  self->current = MIN (current, self->n_pages - 1);
  if (fit != MADO_PDF_FIT_NONE)
    zoom = fitted (self, fit, dots_a_point, view_width, view_height);
  zoom = CLAMP (zoom, MADO_PDF_MIN_ZOOM, MADO_PDF_MAX_ZOOM);
  self->scale = zoom * dots_a_point;
  for (guint i = 0; i < self->n_pages; i += across)
    {
      int row = 0, tallest = 0;

      if (mode == MADO_PDF_SINGLE && i != self->current)
        continue;
      for (guint j = i; j < MIN (i + across, self->n_pages); j++)
        {
          int width, height;

          size_of (self, j, &width, &height);
          self->pages[j].y = y;
          /* Both halves are as wide as the wider page: the seam is in the middle. */
          row = MAX (row, (int) across * (width + GAP));
          tallest = MAX (tallest, height);
        }
      widest = MAX (widest, row + GAP);
      y += tallest + GAP;
    }
  self->width = MAX (widest, view_width);
  self->height = MAX (y, mode == MADO_PDF_SINGLE ? view_height : 0);
  if (mode == MADO_PDF_SINGLE && y < view_height)
    self->pages[self->current].y += (view_height - y) / 2;
  return zoom;
}

void
mado_pdf_layout_get_extent (const MadoPdfLayout *self,
                            int                 *width,
                            int                 *height)
{
  *width = self->width;
  *height = self->height;
}

gboolean
mado_pdf_layout_get_box (const MadoPdfLayout *self,
                         guint                page,
                         MadoPdfBox          *box)
{
  int other_width = 0, other_height;

  if (page >= self->n_pages || (self->mode == MADO_PDF_SINGLE && page != self->current))
    return FALSE;
  size_of (self, page, &box->width, &box->height);
  box->y = self->pages[page].y;
  box->x = (self->width - box->width) / 2;
  if (self->mode != MADO_PDF_TWO_UP)
    return TRUE;
  /* The seam is in the middle of the sheet. */
  if (page % 2 == 1)
    box->x = (self->width + GAP) / 2;
  else if (page + 1 < self->n_pages)
    box->x = (self->width - GAP) / 2 - box->width;
  else
    {
      size_of (self, page, &other_width, &other_height);
      box->x = (self->width - GAP) / 2 - other_width;
    }
  return TRUE;
}

gboolean
mado_pdf_layout_find (const MadoPdfLayout *self,
                      int                  top,
                      int                  bottom,
                      guint               *first,
                      guint               *last)
{
  guint low = 0, high = self->n_pages;

  if (self->n_pages == 0)
    return FALSE;
  if (self->mode == MADO_PDF_SINGLE)
    {
      *first = *last = self->current;
      return TRUE;
    }
  /* The last page that begins above @top, then a row back: a page may be
   * taller than its neighbour. */
  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (self->pages[middle].y <= top)
        low = middle;
      else
        high = middle;
    }
  *first = low - low % (self->mode == MADO_PDF_TWO_UP ? 2 : 1);
  *last = *first;
  while (*last + 1 < self->n_pages && self->pages[*last + 1].y < bottom)
    (*last)++;
  return TRUE;
}
