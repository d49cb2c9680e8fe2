/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/layout/mado-layout-canvas.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/layout/mado-layout-snap.h"

#define DOTS_PER_MM 3.4
#define MARGIN 12.0
#define STEP_MM MADO_LAYOUT_STEP_MM
#define HANDLE_MM 2.6
#define LEAST_MM 1.0

typedef MadoLayoutBox Box;

struct _MadoLayoutCanvas
{
  GtkWidget             parent_instance;

  /* Borrowed */
  const MadoFormLayout *layout;
  const MadoFormPrint  *print;

  int                   item;
  guint                 serial;     /* of the movement */
  gboolean              dragging;
  gboolean              resizing;
  Box                   before;
  double                start_x;    /* mm */
  double                start_y;
  double                line_x;     /* what the box holds on to; NAN: nothing */
  double                line_y;
};

G_DEFINE_FINAL_TYPE (MadoLayoutCanvas, mado_layout_canvas, GTK_TYPE_WIDGET)

enum { CHOSEN, PLACED, REMOVED, N_SIGNALS };
static guint signals[N_SIGNALS];

static double
left_of (MadoLayoutCanvas *self)
{
  double width = self->layout != NULL ? self->layout->width * DOTS_PER_MM : 0;

  return MAX (MARGIN, (gtk_widget_get_width (GTK_WIDGET (self)) - width) / 2);
}

void
mado_layout_canvas_to_widget (MadoLayoutCanvas *self,
                              double            x_mm,
                              double            y_mm,
                              double           *x,
                              double           *y)
{
  *x = left_of (self) + x_mm * DOTS_PER_MM;
  *y = MARGIN + y_mm * DOTS_PER_MM;
}

static void
to_sheet (MadoLayoutCanvas *self,
          double           *x,
          double           *y)
{
  *x = (*x - left_of (self)) / DOTS_PER_MM;
  *y = (*y - MARGIN) / DOTS_PER_MM;
}

static Box
box_of (MadoLayoutCanvas *self,
        int               item)
{
  const MadoFormItem *it = &self->layout->items[item];

  return (Box) { it->x, it->y, it->w, it->h };
}

static guint
count (MadoLayoutCanvas *self)
{
  return self->layout != NULL ? self->layout->n_items : 0;
}

/* --- drawing -------------------------------------------------------------------- */

static void
draw_boxes (MadoLayoutCanvas *self,
            cairo_t          *cr)
{
  cairo_set_line_width (cr, 0.2);
  for (guint i = 0; i < count (self); i++)
    {
      Box box = box_of (self, (int) i);

      if ((int) i == self->item)
        continue;
      cairo_set_source_rgba (cr, 0.1, 0.35, 0.8, 0.45);
      cairo_rectangle (cr, box.x, box.y, MAX (box.w, 0.3), MAX (box.h, 0.3));
      cairo_stroke (cr);
    }
  if (self->item >= 0 && self->item < (int) count (self))
    {
      Box box = box_of (self, self->item);

      cairo_set_source_rgba (cr, 0.85, 0.3, 0, 0.14);
      cairo_rectangle (cr, box.x, box.y, MAX (box.w, 0.3), MAX (box.h, 0.3));
      cairo_fill_preserve (cr);
      cairo_set_source_rgb (cr, 0.8, 0.25, 0);
      cairo_set_line_width (cr, 0.5);
      cairo_stroke (cr);
      cairo_rectangle (cr, box.x + box.w - HANDLE_MM / 2, box.y + box.h - HANDLE_MM / 2, HANDLE_MM, HANDLE_MM);
      cairo_fill (cr);
    }
}

static void
draw_lines (MadoLayoutCanvas *self,
            cairo_t          *cr)
{
  cairo_set_source_rgb (cr, 0, 0.55, 0.3);
  cairo_set_line_width (cr, 0.25);
  if (!isnan (self->line_x))
    {
      cairo_move_to (cr, self->line_x, 0);
      cairo_line_to (cr, self->line_x, self->layout->height);
    }
  if (!isnan (self->line_y))
    {
      cairo_move_to (cr, 0, self->line_y);
      cairo_line_to (cr, self->layout->width, self->line_y);
    }
  cairo_stroke (cr);
}

static void
mado_layout_canvas_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  MadoLayoutCanvas *self = MADO_LAYOUT_CANVAS (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cr;

  if (self->layout == NULL || width <= 0 || height <= 0)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  cairo_translate (cr, left_of (self), MARGIN);
  cairo_scale (cr, DOTS_PER_MM, DOTS_PER_MM);
  /* Paper, on the dark screen too. */
  cairo_rectangle (cr, 0, 0, self->layout->width, self->layout->height);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  if (self->print != NULL)
    mado_form_print_draw_page (self->print, cr, 0);
  draw_boxes (self, cr);
  draw_lines (self, cr);
  if (gtk_widget_has_visible_focus (widget) || gtk_widget_has_focus (widget))
    {
      cairo_rectangle (cr, 0, 0, self->layout->width, self->layout->height);
      cairo_set_source_rgb (cr, 0.1, 0.35, 0.8);
      cairo_set_line_width (cr, 0.6);
      cairo_stroke (cr);
    }
  cairo_destroy (cr);
}

static void
mado_layout_canvas_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  MadoLayoutCanvas *self = MADO_LAYOUT_CANVAS (widget);
  double mm = self->layout == NULL ? 0 : orientation == GTK_ORIENTATION_HORIZONTAL ? self->layout->width : self->layout->height;

  *minimum = *natural = (int) (mm * DOTS_PER_MM + 2 * MARGIN);
}

/* --- choosing --------------------------------------------------------------------- */

/* The smallest box there: frames lie around others. */
static int
find_at (MadoLayoutCanvas *self,
         double            x,
         double            y)
{
  int best = -1;
  double least = G_MAXDOUBLE;

  for (guint i = 0; i < count (self); i++)
    {
      Box box = box_of (self, (int) i);
      double w = MAX (box.w, 2), h = MAX (box.h, 2);

      if (x >= box.x - 0.5 && x <= box.x + w + 0.5 && y >= box.y - 0.5 && y <= box.y + h + 0.5 && w * h <= least)
        {
          best = (int) i;
          least = w * h;
        }
    }
  return best;
}

static void
choose (MadoLayoutCanvas *self,
        int               item)
{
  if (item == self->item)
    return;
  mado_layout_canvas_choose (self, item);
  g_signal_emit (self, signals[CHOSEN], 0, item);
}

static Box
keep_on_sheet (MadoLayoutCanvas *self,
               Box               box)
{
  box.w = CLAMP (box.w, 0, self->layout->width);
  box.h = CLAMP (box.h, 0, self->layout->height);
  box.x = CLAMP (box.x, 0, self->layout->width - box.w);
  box.y = CLAMP (box.y, 0, self->layout->height - box.h);
  return box;
}

static void
place (MadoLayoutCanvas *self,
       Box               box,
       const char       *tag)
{
  box = keep_on_sheet (self, box);
  g_signal_emit (self, signals[PLACED], 0, self->item, box.x, box.y, box.w, box.h, tag);
}

/* --- dragging --------------------------------------------------------------------- */

static void
drag_begin_cb (GtkGestureDrag   *gesture,
               double            x,
               double            y,
               MadoLayoutCanvas *self)
{
  Box box;

  gtk_widget_grab_focus (GTK_WIDGET (self));
  to_sheet (self, &x, &y);
  self->resizing = FALSE;
  if (self->item >= 0 && self->item < (int) count (self))
    {
      box = box_of (self, self->item);
      self->resizing = fabs (x - box.x - box.w) < HANDLE_MM && fabs (y - box.y - box.h) < HANDLE_MM;
    }
  if (!self->resizing)
    choose (self, find_at (self, x, y));
  self->dragging = self->item >= 0;
  if (!self->dragging)
    return;
  self->before = box_of (self, self->item);
  self->start_x = x;
  self->start_y = y;
  self->serial++;
}

static void
drag_update_cb (GtkGestureDrag   *gesture,
                double            x,
                double            y,
                MadoLayoutCanvas *self)
{
  g_autofree char *tag = g_strdup_printf ("drag-%u", self->serial);
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  Box box = self->before;

  /* A hand that shakes moves nothing. */
  if (!self->dragging || self->item < 0 || self->item >= (int) count (self) || (fabs (x) < 3 && fabs (y) < 3))
    return;
  self->line_x = self->line_y = NAN;
  if (self->resizing)
    {
      box.w = MAX (LEAST_MM, box.w + x / DOTS_PER_MM);
      box.h = MAX (LEAST_MM, box.h + y / DOTS_PER_MM);
    }
  else
    {
      box.x += x / DOTS_PER_MM;
      box.y += y / DOTS_PER_MM;
    }
  if ((state & GDK_CONTROL_MASK) == 0)
    mado_layout_snap (self->layout, self->item, self->resizing, &box, &self->line_x, &self->line_y);
  place (self, box, tag);
}

static void
drag_end_cb (GtkGestureDrag   *gesture,
             double            x,
             double            y,
             MadoLayoutCanvas *self)
{
  self->dragging = FALSE;
  self->line_x = self->line_y = NAN;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* --- keys --------------------------------------------------------------------------- */

static gboolean
turn_tab (MadoLayoutCanvas *self,
          int               by)
{
  int next = self->item + by;

  if (next < 0 || next >= (int) count (self))
    return FALSE; /* on to the next part of the page */
  choose (self, next);
  return TRUE;
}

static gboolean
nudge (MadoLayoutCanvas *self,
       double            across,
       double            down,
       gboolean          resize)
{
  g_autofree char *tag = g_strdup_printf ("key-%d-%d", self->item, resize);
  Box box;

  if (self->item < 0 || self->item >= (int) count (self))
    return FALSE;
  box = box_of (self, self->item);
  if (resize)
    {
      box.w = MAX (0, box.w + across);
      box.h = MAX (0, box.h + down);
    }
  else
    {
      box.x += across;
      box.y += down;
    }
  place (self, box, tag);
  return TRUE;
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  keyval,
        guint                  keycode,
        GdkModifierType        state,
        MadoLayoutCanvas      *self)
{
  gboolean shift = (state & GDK_SHIFT_MASK) != 0;

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return FALSE;
  switch (keyval)
    {
    case GDK_KEY_Left:
      return nudge (self, -STEP_MM, 0, shift);
    case GDK_KEY_Right:
      return nudge (self, STEP_MM, 0, shift);
    case GDK_KEY_Up:
      return nudge (self, 0, -STEP_MM, shift);
    case GDK_KEY_Down:
      return nudge (self, 0, STEP_MM, shift);
    case GDK_KEY_Tab:
      return turn_tab (self, 1);
    case GDK_KEY_ISO_Left_Tab:
      return turn_tab (self, -1);
    case GDK_KEY_Delete:
    case GDK_KEY_KP_Delete:
      if (self->item >= 0)
        g_signal_emit (self, signals[REMOVED], 0, self->item);
      return self->item >= 0;
    default:
      return FALSE;
    }
}

/* --- life ----------------------------------------------------------------------------- */

static void
mado_layout_canvas_class_init (MadoLayoutCanvasClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = mado_layout_canvas_snapshot;
  widget_class->measure = mado_layout_canvas_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  signals[CHOSEN] = g_signal_new ("chosen", MADO_TYPE_LAYOUT_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_INT);
  signals[PLACED] = g_signal_new ("placed", MADO_TYPE_LAYOUT_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 6, G_TYPE_INT, G_TYPE_DOUBLE, G_TYPE_DOUBLE, G_TYPE_DOUBLE,
                                  G_TYPE_DOUBLE, G_TYPE_STRING);
  signals[REMOVED] = g_signal_new ("removed", MADO_TYPE_LAYOUT_CANVAS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
mado_layout_canvas_init (MadoLayoutCanvas *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->item = -1;
  self->line_x = self->line_y = NAN;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  mado_layout_canvas_describe (self, "");
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect_swapped (focus, "enter", G_CALLBACK (gtk_widget_queue_draw), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (gtk_widget_queue_draw), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

MadoLayoutCanvas *
mado_layout_canvas_new (void)
{
  return g_object_new (MADO_TYPE_LAYOUT_CANVAS, NULL);
}

void
mado_layout_canvas_show (MadoLayoutCanvas     *self,
                         const MadoFormLayout *layout,
                         const MadoFormPrint  *print)
{
  gboolean same = self->layout != NULL && layout != NULL && self->layout->width == layout->width &&
                  self->layout->height == layout->height;

  self->layout = layout;
  self->print = print;
  if (same)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  else
    gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
mado_layout_canvas_choose (MadoLayoutCanvas *self,
                           int               item)
{
  self->item = item;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

int
mado_layout_canvas_get_item (MadoLayoutCanvas *self)
{
  return self->item;
}

void
mado_layout_canvas_describe (MadoLayoutCanvas *self,
                             const char       *text)
{
  g_autofree char *label = *text != '\0' ? g_strdup_printf ("%s: %s", _("Sheet with its boxes"), text)
                                         : g_strdup (_("Sheet with its boxes"));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}
