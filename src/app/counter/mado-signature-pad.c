/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-signature-pad.h"

#include <math.h>

#include "core/model/mado-value.h"

/* A tap is no signature: so many pixels of line at the least. */
#define MIN_LENGTH 80

typedef struct
{
  double  x, y;
  guint32 ms;
  double  pressure;
} Point;

struct _MadoSignaturePad
{
  GtkWidget  parent_instance;

  GPtrArray *strokes;  /* GArray* of Point */
  guint32    started;  /* event time of the first touch */
  double     start_x, start_y;
  gboolean   by_pen;   /* the stylus draws; its pointer events are left out */
};

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MadoSignaturePad, mado_signature_pad, GTK_TYPE_WIDGET)

static void
begin_stroke (MadoSignaturePad *self)
{
  g_ptr_array_add (self->strokes, g_array_new (FALSE, FALSE, sizeof (Point)));
}

static void
add_point (MadoSignaturePad   *self,
           GtkEventController *controller,
           double              x,
           double              y,
           double              pressure)
{
  GArray *stroke = g_ptr_array_index (self->strokes, self->strokes->len - 1);
  guint32 time = gtk_event_controller_get_current_event_time (controller);
  Point point = { CLAMP (x, 0, gtk_widget_get_width (GTK_WIDGET (self))),
                  CLAMP (y, 0, gtk_widget_get_height (GTK_WIDGET (self))), 0, pressure };

  if (self->started == 0)
    self->started = time;
  point.ms = time - self->started;
  g_array_append_val (stroke, point);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

/* --- mouse and finger -------------------------------------------------------- */

static void
drag_begin_cb (GtkGestureDrag   *drag,
               double            x,
               double            y,
               MadoSignaturePad *self)
{
  if (self->by_pen)
    return;
  self->start_x = x;
  self->start_y = y;
  begin_stroke (self);
  add_point (self, GTK_EVENT_CONTROLLER (drag), x, y, .5);
}

static void
drag_update_cb (GtkGestureDrag   *drag,
                double            dx,
                double            dy,
                MadoSignaturePad *self)
{
  if (!self->by_pen && self->strokes->len > 0)
    add_point (self, GTK_EVENT_CONTROLLER (drag), self->start_x + dx, self->start_y + dy, .5);
}

/* --- pen ------------------------------------------------------------------------ */

static double
pen_pressure (GtkGestureStylus *pen)
{
  double pressure = .5;

  gtk_gesture_stylus_get_axis (pen, GDK_AXIS_PRESSURE, &pressure);
  return pressure;
}

static void
pen_down_cb (GtkGestureStylus *pen,
             double            x,
             double            y,
             MadoSignaturePad *self)
{
  self->by_pen = TRUE;
  begin_stroke (self);
  add_point (self, GTK_EVENT_CONTROLLER (pen), x, y, pen_pressure (pen));
}

static void
pen_motion_cb (GtkGestureStylus *pen,
               double            x,
               double            y,
               MadoSignaturePad *self)
{
  if (self->by_pen && self->strokes->len > 0)
    add_point (self, GTK_EVENT_CONTROLLER (pen), x, y, pen_pressure (pen));
}

static void
pen_up_cb (GtkGestureStylus *pen,
           double            x,
           double            y,
           MadoSignaturePad *self)
{
  self->by_pen = FALSE;
}

/* --- drawing -------------------------------------------------------------------- */

static void
draw_stroke (cairo_t      *cr,
             const GArray *stroke)
{
  for (guint i = 0; i + 1 < stroke->len; i++)
    {
      const Point *a = &g_array_index (stroke, Point, i);
      const Point *b = &g_array_index (stroke, Point, i + 1);

      cairo_set_line_width (cr, 1.6 + 2.4 * b->pressure);
      cairo_move_to (cr, a->x, a->y);
      cairo_line_to (cr, b->x, b->y);
      cairo_stroke (cr);
    }
}

static void
mado_signature_pad_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  MadoSignaturePad *self = MADO_SIGNATURE_PAD (widget);
  graphene_rect_t area = GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &area);

  /* Paper and ink, whatever the theme: what is signed looks as it prints. */
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, .72, .72, .72);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, area.size.width * .05, area.size.height * .78);
  cairo_line_to (cr, area.size.width * .95, area.size.height * .78);
  cairo_stroke (cr);
  cairo_set_source_rgb (cr, .05, .05, .25);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  for (guint i = 0; i < self->strokes->len; i++)
    draw_stroke (cr, g_ptr_array_index (self->strokes, i));
  cairo_destroy (cr);
}

static void
mado_signature_pad_finalize (GObject *object)
{
  g_ptr_array_unref (MADO_SIGNATURE_PAD (object)->strokes);
  G_OBJECT_CLASS (mado_signature_pad_parent_class)->finalize (object);
}

static void
mado_signature_pad_class_init (MadoSignaturePadClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_signature_pad_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = mado_signature_pad_snapshot;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "signaturepad");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_IMG);
  signals[CHANGED] = g_signal_new ("changed", MADO_TYPE_SIGNATURE_PAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
mado_signature_pad_init (MadoSignaturePad *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkGesture *pen = gtk_gesture_stylus_new ();

  self->strokes = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_signal_connect (pen, "down", G_CALLBACK (pen_down_cb), self);
  g_signal_connect (pen, "motion", G_CALLBACK (pen_motion_cb), self);
  g_signal_connect (pen, "up", G_CALLBACK (pen_up_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (pen));
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

GtkWidget *
mado_signature_pad_new (void)
{
  return g_object_new (MADO_TYPE_SIGNATURE_PAD, NULL);
}

static double
stroke_length (const GArray *stroke)
{
  double length = 0;

  for (guint i = 0; i + 1 < stroke->len; i++)
    {
      const Point *a = &g_array_index (stroke, Point, i);
      const Point *b = &g_array_index (stroke, Point, i + 1);

      length += hypot (b->x - a->x, b->y - a->y);
    }
  return length;
}

gboolean
mado_signature_pad_is_empty (MadoSignaturePad *self)
{
  double length = 0;

  for (guint i = 0; i < self->strokes->len; i++)
    length += stroke_length (g_ptr_array_index (self->strokes, i));
  return length < MIN_LENGTH;
}

void
mado_signature_pad_clear (MadoSignaturePad *self)
{
  g_ptr_array_set_size (self->strokes, 0);
  self->started = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
put_stroke (GByteArray   *out,
            const GArray *stroke)
{
  mado_cbor_put_array (out, (guint64) stroke->len * 4);
  for (guint i = 0; i < stroke->len; i++)
    {
      const Point *point = &g_array_index (stroke, Point, i);

      mado_cbor_put_int (out, (gint64) (point->x * 10));
      mado_cbor_put_int (out, (gint64) (point->y * 10));
      mado_cbor_put_int (out, point->ms);
      mado_cbor_put_int (out, (gint64) (point->pressure * 1000));
    }
}

GBytes *
mado_signature_pad_get_strokes (MadoSignaturePad *self)
{
  GByteArray *out;

  if (mado_signature_pad_is_empty (self))
    return NULL;
  out = g_byte_array_new ();
  mado_cbor_put_array (out, self->strokes->len);
  for (guint i = 0; i < self->strokes->len; i++)
    put_stroke (out, g_ptr_array_index (self->strokes, i));
  return g_byte_array_free_to_bytes (out);
}
