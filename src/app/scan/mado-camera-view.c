/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/scan/mado-camera-view.h"

#include <math.h>

/* An outline stays for so long after the code was last seen. */
#define OUTLINE_MS 400
#define LINE       5.0

struct _MadoCameraView
{
  GtkWidget   parent_instance;

  GdkTexture *texture;       /* nullable */
  GArray     *corners;       /* int: eight a code */
  guint       width, height; /* of the frame they are in */
  gboolean    mirror;
  guint       gone_id;
};

G_DEFINE_FINAL_TYPE (MadoCameraView, mado_camera_view, GTK_TYPE_WIDGET)

/* Where the picture is: as large as fits, in the middle. */
static graphene_rect_t
place_of (MadoCameraView *self,
          double          width,
          double          height)
{
  double w = gtk_widget_get_width (GTK_WIDGET (self)), h = gtk_widget_get_height (GTK_WIDGET (self));
  double scale = MIN (w / MAX (1, width), h / MAX (1, height));

  return GRAPHENE_RECT_INIT ((w - width * scale) / 2, (h - height * scale) / 2, width * scale, height * scale);
}

/* One code: only as much is drawn as its box holds. */
static void
snapshot_outline (MadoCameraView        *self,
                  GtkSnapshot           *snapshot,
                  const graphene_rect_t *place,
                  const int             *corners)
{
  double scale = place->size.width / self->width;
  double left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;
  graphene_rect_t box;
  cairo_t *cr;

  for (guint i = 0; i < 4; i++)
    {
      left = MIN (left, place->origin.x + corners[2 * i] * scale);
      right = MAX (right, place->origin.x + corners[2 * i] * scale);
      top = MIN (top, place->origin.y + corners[2 * i + 1] * scale);
      bottom = MAX (bottom, place->origin.y + corners[2 * i + 1] * scale);
    }
  box = GRAPHENE_RECT_INIT (left - LINE, top - LINE, right - left + 2 * LINE, bottom - top + 2 * LINE);
  cr = gtk_snapshot_append_cairo (snapshot, &box);
  for (guint i = 0; i < 4; i++)
    cairo_line_to (cr, place->origin.x + corners[2 * i] * scale, place->origin.y + corners[2 * i + 1] * scale);
  cairo_close_path (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_set_line_width (cr, LINE + 2);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgb (cr, 0.1, 0.55, 0.15);
  cairo_set_line_width (cr, LINE);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
mado_camera_view_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  MadoCameraView *self = MADO_CAMERA_VIEW (widget);
  graphene_rect_t place;

  if (self->texture == NULL)
    return;
  gtk_snapshot_save (snapshot);
  if (self->mirror)
    {
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (gtk_widget_get_width (widget), 0));
      gtk_snapshot_scale (snapshot, -1, 1);
    }
  place = place_of (self, gdk_texture_get_width (self->texture), gdk_texture_get_height (self->texture));
  gtk_snapshot_append_texture (snapshot, self->texture, &place);
  if (self->width > 0)
    {
      place = place_of (self, self->width, self->height);
      for (guint i = 0; i + 8 <= self->corners->len; i += 8)
        snapshot_outline (self, snapshot, &place, &g_array_index (self->corners, int, i));
    }
  gtk_snapshot_restore (snapshot);
}

/* As small as one likes; as large as there is room (its parent makes it expand). */
static void
mado_camera_view_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  *minimum = 120;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 640 : 360;
  *minimum_baseline = *natural_baseline = -1;
}

static gboolean
gone_cb (gpointer data)
{
  MadoCameraView *self = data;

  self->gone_id = 0;
  g_array_set_size (self->corners, 0);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return G_SOURCE_REMOVE;
}

void
mado_camera_view_set_texture (MadoCameraView *self,
                              GdkTexture     *texture)
{
  if (g_set_object (&self->texture, texture))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
mado_camera_view_set_outlines (MadoCameraView *self,
                               const int      *corners,
                               guint           n_codes,
                               guint           width,
                               guint           height)
{
  g_array_set_size (self->corners, 0);
  g_array_append_vals (self->corners, corners, 8 * n_codes);
  self->width = width;
  self->height = height;
  g_clear_handle_id (&self->gone_id, g_source_remove);
  if (n_codes > 0)
    self->gone_id = g_timeout_add (OUTLINE_MS, gone_cb, self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
mado_camera_view_set_mirror (MadoCameraView *self,
                             gboolean        mirror)
{
  self->mirror = mirror;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

guint
mado_camera_view_get_outlined (MadoCameraView *self)
{
  return self->corners->len / 8;
}

static void
mado_camera_view_dispose (GObject *object)
{
  MadoCameraView *self = MADO_CAMERA_VIEW (object);

  g_clear_handle_id (&self->gone_id, g_source_remove);
  g_clear_object (&self->texture);
  G_OBJECT_CLASS (mado_camera_view_parent_class)->dispose (object);
}

static void
mado_camera_view_finalize (GObject *object)
{
  g_array_unref (MADO_CAMERA_VIEW (object)->corners);
  G_OBJECT_CLASS (mado_camera_view_parent_class)->finalize (object);
}

static void
mado_camera_view_class_init (MadoCameraViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_camera_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_camera_view_finalize;
  widget_class->snapshot = mado_camera_view_snapshot;
  widget_class->measure = mado_camera_view_measure;
  gtk_widget_class_set_css_name (widget_class, "cameraview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
mado_camera_view_init (MadoCameraView *self)
{
  self->corners = g_array_new (FALSE, FALSE, sizeof (int));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}
