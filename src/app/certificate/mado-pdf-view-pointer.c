/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/certificate/mado-pdf-view-private.h"

#include <string.h>

/* Pages whose text and links are kept. */
#define MOST_INFOS 24

/* --- what is on a page --------------------------------------------------------------- */

void
mado_pdf_page_info_free (MadoPdfPageInfo *info)
{
  if (info == NULL)
    return;
  g_clear_pointer (&info->text, mado_pdf_text_free);
  g_clear_pointer (&info->links, g_array_unref);
  g_clear_pointer (&info->fields, g_array_unref);
  g_free (info);
}

static gpointer
ask_info (MadoPdfFile  *file,
          gpointer      data,
          GError      **error)
{
  guint page = GPOINTER_TO_UINT (data);
  MadoPdfPageInfo *info = g_new0 (MadoPdfPageInfo, 1);

  /* A page that cannot be read has none of it; drawing it says so. */
  info->text = mado_pdf_file_get_text (file, page, NULL);
  info->links = mado_pdf_file_get_links (file, page, NULL);
  info->fields = mado_pdf_file_get_fields (file, page, NULL);
  return info;
}

typedef struct
{
  MadoPdfView *view; /* owned */
  guint        page;
} Asked;

static void
info_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  Asked *asked = data;
  MadoPdfView *self = asked->view;
  MadoPdfPageInfo *info = mado_pdf_reader_ask_finish (MADO_PDF_READER (source), result, NULL);

  if (info != NULL && self->reader == MADO_PDF_READER (source))
    {
      g_hash_table_insert (self->infos, GUINT_TO_POINTER (asked->page), info);
      gtk_widget_queue_draw (GTK_WIDGET (self));
      if (asked->page == self->page)
        mado_pdf_view_moved (self);
    }
  else
    mado_pdf_page_info_free (info);
  g_object_unref (asked->view);
  g_free (asked);
}

MadoPdfPageInfo *
mado_pdf_view_get_info (MadoPdfView *self,
                        guint        page)
{
  MadoPdfPageInfo *info;
  Asked *asked;

  if (self->reader == NULL)
    return NULL;
  if (g_hash_table_lookup_extended (self->infos, GUINT_TO_POINTER (page), NULL, (gpointer *) &info))
    return info;
  if (g_hash_table_size (self->infos) > MOST_INFOS)
    g_hash_table_remove_all (self->infos);
  g_hash_table_insert (self->infos, GUINT_TO_POINTER (page), NULL);
  asked = g_new0 (Asked, 1);
  asked->view = g_object_ref (self);
  asked->page = page;
  mado_pdf_reader_ask_async (self->reader, MADO_PDF_SOON, ask_info, GUINT_TO_POINTER (page), NULL,
                             (GDestroyNotify) mado_pdf_page_info_free, self->cancel, info_cb, asked);
  return NULL;
}

/* --- selecting -------------------------------------------------------------------------- */

/* The character nearest to a point; behind it if the point is in its second
 * half. */
static glong
character_at (const MadoPdfText *text,
              double             x,
              double             y)
{
  double best = G_MAXDOUBLE;
  glong found = 0;

  for (glong i = 0; i < text->n_characters; i++)
    {
      const MadoPdfArea *a = &text->areas[i];
      double dx = x < a->x1 ? a->x1 - x : x > a->x2 ? x - a->x2 : 0;
      double dy = y < a->y1 ? a->y1 - y : y > a->y2 ? y - a->y2 : 0;
      double far = dx * dx + 16 * dy * dy; /* the line counts more than the column */

      if (far < best)
        {
          best = far;
          found = i + (x > (a->x1 + a->x2) / 2);
        }
    }
  return found;
}

static void
set_selection (MadoPdfView *self,
               guint        page,
               glong        from,
               glong        to)
{
  self->select_page = page;
  self->select_from = from;
  self->select_to = to;
  self->has_area = FALSE;
  g_signal_emit_by_name (self, "selected");
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_area (MadoPdfView *self,
          double       x,
          double       y)
{
  self->area = (MadoPdfArea) { MIN (self->area_x, x), MIN (self->area_y, y), MAX (self->area_x, x), MAX (self->area_y, y) };
  self->has_area = self->area.x2 - self->area.x1 >= 2 && self->area.y2 - self->area.y1 >= 2;
  g_signal_emit_by_name (self, "selected");
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_begin_cb (GtkGestureDrag *gesture,
               double          x,
               double          y,
               MadoPdfView    *self)
{
  guint page;
  double px, py;
  MadoPdfPageInfo *info;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (!mado_pdf_view_find_point (self, x, y, &page, &px, &py))
    return;
  self->drags_area = (gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture)) & GDK_SHIFT_MASK) != 0;
  if (self->drags_area)
    {
      set_selection (self, page, 0, 0);
      self->area_x = px;
      self->area_y = py;
      return;
    }
  info = mado_pdf_view_get_info (self, page);
  if (info == NULL || info->text == NULL)
    return;
  set_selection (self, page, character_at (info->text, px, py), character_at (info->text, px, py));
}

static void
drag_update_cb (GtkGestureDrag *gesture,
                double          dx,
                double          dy,
                MadoPdfView    *self)
{
  double x, y, px, py;
  guint page;
  MadoPdfPageInfo *info;

  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  if (!mado_pdf_view_find_point (self, x + dx, y + dy, &page, &px, &py) || page != self->select_page)
    return;
  if (self->drags_area)
    {
      set_area (self, px, py);
      return;
    }
  info = mado_pdf_view_get_info (self, page);
  if (info != NULL && info->text != NULL)
    set_selection (self, page, self->select_from, character_at (info->text, px, py));
}

char *
mado_pdf_view_get_selection (MadoPdfView *self)
{
  MadoPdfPageInfo *info = g_hash_table_lookup (self->infos, GUINT_TO_POINTER (self->select_page));
  glong from = MIN (self->select_from, self->select_to), to = MAX (self->select_from, self->select_to);

  if (info == NULL || info->text == NULL || from == to)
    return NULL;
  return g_utf8_substring (info->text->text, MIN (from, info->text->n_characters), MIN (to, info->text->n_characters));
}

void
mado_pdf_view_select_page (MadoPdfView *self)
{
  MadoPdfPageInfo *info = mado_pdf_view_get_info (self, self->page);

  if (info != NULL && info->text != NULL)
    set_selection (self, self->page, 0, info->text->n_characters);
}

gboolean
mado_pdf_view_get_area (MadoPdfView *self,
                        guint       *page,
                        MadoPdfArea *area)
{
  if (!self->has_area)
    return FALSE;
  *page = self->select_page;
  *area = self->area;
  return TRUE;
}

gboolean
mado_pdf_view_select_area (MadoPdfView *self)
{
  double width, height;

  if (self->layout == NULL)
    return FALSE;
  mado_pdf_layout_get_points (self->layout, self->page, &width, &height);
  set_selection (self, self->page, 0, 0);
  self->area_x = self->area_y = 0;
  set_area (self, width, height);
  return self->has_area;
}

void
mado_pdf_view_unselect (MadoPdfView *self)
{
  set_selection (self, self->select_page, 0, 0);
}

/* --- links ---------------------------------------------------------------------------------- */

static const MadoPdfLink *
link_at (MadoPdfView *self,
         double       x,
         double       y)
{
  guint page;
  double px, py;
  MadoPdfPageInfo *info;

  if (!mado_pdf_view_find_point (self, x, y, &page, &px, &py))
    return NULL;
  info = mado_pdf_view_get_info (self, page);
  for (guint i = 0; info != NULL && info->links != NULL && i < info->links->len; i++)
    {
      const MadoPdfLink *link = &g_array_index (info->links, MadoPdfLink, i);

      if (px >= link->area.x1 && px <= link->area.x2 && py >= link->area.y1 && py <= link->area.y2)
        return link;
    }
  return NULL;
}

static void
released_cb (GtkGestureClick *gesture,
             int              n_press,
             double           x,
             double           y,
             MadoPdfView     *self)
{
  const MadoPdfLink *link = self->select_from == self->select_to ? link_at (self, x, y) : NULL;

  if (link == NULL)
    return;
  if (link->target.kind == MADO_PDF_ACTION_PAGE)
    mado_pdf_view_go (self, link->target.page);
  else
    g_signal_emit_by_name (self, "followed", &link->target);
}

static void
motion_cb (GtkEventControllerMotion *controller,
           double                    x,
           double                    y,
           MadoPdfView              *self)
{
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), link_at (self, x, y) != NULL ? "pointer" : "text");
}

/* --- zooming ---------------------------------------------------------------------------------- */

static gboolean
scroll_cb (GtkEventControllerScroll *controller,
           double                    dx,
           double                    dy,
           MadoPdfView              *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if ((state & GDK_CONTROL_MASK) == 0 || self->reader == NULL)
    return FALSE;
  mado_pdf_view_set_zoom (self, self->zoom * (dy > 0 ? 1 / 1.1 : 1.1));
  return TRUE;
}

static void
pinch_begin_cb (GtkGesture       *gesture,
                GdkEventSequence *sequence,
                MadoPdfView      *self)
{
  self->pinch_from = self->zoom;
}

static void
pinch_cb (GtkGestureZoom *gesture,
          double          scale,
          MadoPdfView    *self)
{
  mado_pdf_view_set_zoom (self, self->pinch_from * scale);
}

void
mado_pdf_view_watch_pointer (MadoPdfView *self)
{
  GtkGesture *drag = gtk_gesture_drag_new (), *click = gtk_gesture_click_new (), *pinch = gtk_gesture_zoom_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  g_signal_connect (pinch, "begin", G_CALLBACK (pinch_begin_cb), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (pinch_cb), self);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pinch));
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
}
