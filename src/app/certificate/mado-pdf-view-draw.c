/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/certificate/mado-pdf-view-private.h"

/* What is on the screen: tiles of the pages in sight, and the marks on them. */

/* The part of a page between two heights of the sheet. */
static void
want_page (MadoPdfView     *self,
           guint            page,
           int              left,
           int              from,
           int              to,
           MadoPdfPriority  priority)
{
  int factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  MadoPdfBox box;
  GdkRectangle clip;

  if (!mado_pdf_layout_get_box (self->layout, page, &box))
    return;
  clip = (GdkRectangle) { (left - box.x) * factor, (from - box.y) * factor,
                          mado_pdf_view_get_extent (self, GTK_ORIENTATION_HORIZONTAL) * factor, (to - from) * factor };
  mado_pdf_tiles_want (self->tiles, page, mado_pdf_view_get_scale (self) * factor, self->turns, box.width * factor, box.height * factor,
                       &clip, priority);
}

/* What comes when the person reads on: half a screen, and how the next page
 * begins. */
static void
want_soon (MadoPdfView *self,
           guint        first,
           guint        last,
           int          left,
           int          bottom)
{
  int half = mado_pdf_view_get_extent (self, GTK_ORIENTATION_VERTICAL) / 2;
  MadoPdfBox box;

  for (guint i = first; i <= last; i++)
    want_page (self, i, left, bottom, bottom + half, MADO_PDF_SOON);
  if (self->mode != MADO_PDF_SINGLE && mado_pdf_layout_get_box (self->layout, last + 1, &box))
    want_page (self, last + 1, left, box.y, box.y + half, MADO_PDF_SOON);
}

static void
snapshot_marks (MadoPdfView      *self,
                GtkSnapshot      *snapshot,
                guint             page,
                const MadoPdfBox *box)
{
  static const GdkRGBA field = { 0.25, 0.5, 1, 0.12 }, hit = { 1, 0.85, 0, 0.4 }, here = { 1, 0.5, 0, 0.55 }, chosen = { 0.2, 0.5, 1, 0.3 };
  MadoPdfPageInfo *info = g_hash_table_lookup (self->infos, GUINT_TO_POINTER (page));

  for (guint i = 0; info != NULL && info->fields != NULL && i < info->fields->len; i++)
    {
      graphene_rect_t r = mado_pdf_view_area_to_box (self, &g_array_index (info->fields, MadoPdfField, i).area, box);

      gtk_snapshot_append_color (snapshot, &field, &r);
    }
  for (guint i = 0; self->hits != NULL && i < self->hits->len; i++)
    if (g_array_index (self->hits, MadoPdfHit, i).page == page)
      {
        graphene_rect_t r = mado_pdf_view_area_to_box (self, &g_array_index (self->hits, MadoPdfHit, i).area, box);

        gtk_snapshot_append_color (snapshot, (int) i == self->current_hit ? &here : &hit, &r);
      }
  if (self->select_page == page && info != NULL && info->text != NULL)
    for (glong i = MIN (self->select_from, self->select_to); i < MIN (MAX (self->select_from, self->select_to), info->text->n_characters); i++)
      {
        graphene_rect_t r = mado_pdf_view_area_to_box (self, &info->text->areas[i], box);

        gtk_snapshot_append_color (snapshot, &chosen, &r);
      }
  if (self->has_area && self->select_page == page)
    {
      graphene_rect_t r = mado_pdf_view_area_to_box (self, &self->area, box);

      gtk_snapshot_append_color (snapshot, &chosen, &r);
    }
}

static void
snapshot_page (MadoPdfView *self,
               GtkSnapshot *snapshot,
               guint        page,
               int          top,
               int          left)
{
  static const GdkRGBA paper = { 1, 1, 1, 1 };
  int factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  MadoPdfBox box;
  graphene_rect_t sheet;

  if (!mado_pdf_layout_get_box (self->layout, page, &box))
    return;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (box.x - left, box.y - top));
  sheet = GRAPHENE_RECT_INIT (0, 0, box.width, box.height);
  gtk_snapshot_append_color (snapshot, &paper, &sheet);
  gtk_snapshot_push_clip (snapshot, &sheet);
  mado_pdf_tiles_snapshot (self->tiles, snapshot, page, mado_pdf_view_get_scale (self) * factor, self->turns, 1.0 / factor);
  snapshot_marks (self, snapshot, page, &box);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_restore (snapshot);
}

void
mado_pdf_view_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  MadoPdfView *self = MADO_PDF_VIEW (widget);
  int top = mado_pdf_view_get_value (self, GTK_ORIENTATION_VERTICAL), left = mado_pdf_view_get_value (self, GTK_ORIENTATION_HORIZONTAL);
  int height = gtk_widget_get_height (widget);
  guint first, last;

  if (self->layout == NULL || !mado_pdf_layout_find (self->layout, top, top + height, &first, &last))
    return;
  mado_pdf_view_need_sizes (self, first);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), height));
  mado_pdf_tiles_begin (self->tiles);
  for (guint i = first; i <= last; i++)
    {
      want_page (self, i, left, top, top + height, MADO_PDF_NOW);
      mado_pdf_view_get_info (self, i);
      snapshot_page (self, snapshot, i, top, left);
    }
  want_soon (self, first, last, left, top + height);
  mado_pdf_tiles_end (self->tiles);
  gtk_snapshot_pop (snapshot);
}
