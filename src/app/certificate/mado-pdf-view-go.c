/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "app/certificate/mado-pdf-view-private.h"

/* Where the view stands and how it shows: page, zoom, mode, turns, hits. */

guint
mado_pdf_view_get_page (MadoPdfView *self)
{
  return self->page;
}

void
mado_pdf_view_go (MadoPdfView *self,
                  guint        page)
{
  MadoPdfBox box;

  if (self->layout == NULL)
    return;
  self->page = MIN (page, mado_pdf_reader_get_n_pages (self->reader) - 1);
  if (self->mode == MADO_PDF_SINGLE)
    {
      mado_pdf_view_set_value (self, GTK_ORIENTATION_VERTICAL, 0);
      mado_pdf_view_arrange (self);
      return;
    }
  if (mado_pdf_layout_get_box (self->layout, self->page, &box))
    mado_pdf_view_set_value (self, GTK_ORIENTATION_VERTICAL, box.y - 6);
  mado_pdf_view_moved (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
mado_pdf_view_step (MadoPdfView *self,
                    int          pages)
{
  int n = self->reader != NULL ? (int) mado_pdf_reader_get_n_pages (self->reader) : 0;

  if (n > 0)
    mado_pdf_view_go (self, CLAMP ((int) self->page + pages * (self->mode == MADO_PDF_TWO_UP ? 2 : 1), 0, n - 1));
}

void
mado_pdf_view_scroll (MadoPdfView *self,
                      double       screens)
{
  double before = mado_pdf_view_get_value (self, GTK_ORIENTATION_VERTICAL);

  mado_pdf_view_set_value (self, GTK_ORIENTATION_VERTICAL, before + screens * mado_pdf_view_get_extent (self, GTK_ORIENTATION_VERTICAL));
  if (self->mode == MADO_PDF_SINGLE && before == mado_pdf_view_get_value (self, GTK_ORIENTATION_VERTICAL) && fabs (screens) > 0.5)
    mado_pdf_view_step (self, screens > 0 ? 1 : -1);
}

double
mado_pdf_view_get_zoom (MadoPdfView *self)
{
  return self->zoom;
}

void
mado_pdf_view_set_zoom (MadoPdfView *self,
                        double       zoom)
{
  self->fit = MADO_PDF_FIT_NONE;
  self->zoom = CLAMP (zoom, MADO_PDF_MIN_ZOOM, MADO_PDF_MAX_ZOOM);
  mado_pdf_view_arrange (self);
}

MadoPdfFit
mado_pdf_view_get_fit (MadoPdfView *self)
{
  return self->fit;
}

void
mado_pdf_view_set_fit (MadoPdfView *self,
                       MadoPdfFit   fit)
{
  self->fit = fit;
  mado_pdf_view_arrange (self);
}

MadoPdfMode
mado_pdf_view_get_mode (MadoPdfView *self)
{
  return self->mode;
}

void
mado_pdf_view_set_mode (MadoPdfView *self,
                        MadoPdfMode  mode)
{
  if (self->mode == mode)
    return;
  self->mode = mode;
  mado_pdf_view_arrange (self);
  mado_pdf_view_go (self, self->page);
}

void
mado_pdf_view_get_points (MadoPdfView *self,
                          guint        page,
                          double      *width,
                          double      *height)
{
  mado_pdf_layout_get_points (self->layout, page, width, height);
}

guint
mado_pdf_view_get_turns (MadoPdfView *self)
{
  return self->turns;
}

void
mado_pdf_view_set_turns (MadoPdfView *self,
                         guint        turns)
{
  self->turns = turns % 4;
  mado_pdf_view_arrange (self);
  mado_pdf_view_go (self, self->page);
}

void
mado_pdf_view_set_hits (MadoPdfView *self,
                        GArray      *hits)
{
  g_clear_pointer (&self->hits, g_array_unref);
  self->hits = hits != NULL ? g_array_ref (hits) : NULL;
  self->current_hit = -1;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
mado_pdf_view_show_hit (MadoPdfView *self,
                        int          current)
{
  const MadoPdfHit *hit;
  graphene_rect_t place;
  MadoPdfBox box;
  double top, height = mado_pdf_view_get_extent (self, GTK_ORIENTATION_VERTICAL);

  if (self->hits == NULL || current < 0 || (guint) current >= self->hits->len)
    return;
  self->current_hit = current;
  hit = &g_array_index (self->hits, MadoPdfHit, current);
  if (self->mode == MADO_PDF_SINGLE || !mado_pdf_layout_get_box (self->layout, hit->page, &box))
    mado_pdf_view_go (self, hit->page);
  if (mado_pdf_layout_get_box (self->layout, hit->page, &box))
    {
      place = mado_pdf_view_area_to_box (self, &hit->area, &box);
      top = box.y + place.origin.y;
      if (top < mado_pdf_view_get_value (self, GTK_ORIENTATION_VERTICAL) || top + place.size.height > mado_pdf_view_get_value (self, GTK_ORIENTATION_VERTICAL) + height)
        mado_pdf_view_set_value (self, GTK_ORIENTATION_VERTICAL, top - height / 3);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gboolean
mado_pdf_view_is_settled (MadoPdfView *self)
{
  return self->tiles == NULL || mado_pdf_tiles_is_settled (self->tiles);
}

gsize
mado_pdf_view_get_cached (MadoPdfView *self)
{
  return self->tiles != NULL ? mado_pdf_tiles_get_bytes (self->tiles) : 0;
}
