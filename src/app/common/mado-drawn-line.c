/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/common/mado-drawn-line.h"

#define PADDING         8
#define SMALLEST_SHARE 60

G_DEFINE_ABSTRACT_TYPE (MadoDrawnLine, mado_drawn_line, GTK_TYPE_WIDGET)

static char *
dup_heading (MadoDrawnLine *self)
{
  MadoDrawnLineClass *klass = MADO_DRAWN_LINE_GET_CLASS (self);

  return klass->dup_heading ? klass->dup_heading (self) : NULL;
}

static int
column_width (const MadoLineColumn *columns,
              guint                 n,
              guint                 at,
              int                   total)
{
  int left = total, shares = 0;

  for (guint i = 0; i < n; i++)
    {
      left -= columns[i].width;
      shares += columns[i].share;
    }

  return columns[at].share ? MAX (SMALLEST_SHARE, left * columns[at].share / shares) : columns[at].width;
}

static void
draw_text (GtkSnapshot   *snapshot,
           PangoLayout   *layout,
           const GdkRGBA *color,
           const char    *text,
           int            x,
           int            width,
           int            height)
{
  int text_height;

  pango_layout_set_text (layout, text, -1);
  pango_layout_set_width (layout, MAX (0, width - PADDING) * PANGO_SCALE);
  pango_layout_get_pixel_size (layout, NULL, &text_height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, (height - text_height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

/* One layout for all columns and none kept: two hundred lines with eight each
 * would cost five megabytes. A line is drawn anew only when it changes. */
static void
mado_drawn_line_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  MadoDrawnLine *self = MADO_DRAWN_LINE (widget);
  MadoDrawnLineClass *klass = MADO_DRAWN_LINE_GET_CLASS (self);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, NULL);
  g_autofree char *heading = dup_heading (self);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget), x = 0;
  guint n = 0;
  const MadoLineColumn *columns = klass->get_columns (self, &n);
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  if (heading)
    draw_text (snapshot, layout, &color, heading, 0, width, height);
  for (guint i = 0; !heading && i < n; i++)
    {
      g_autofree char *text = klass->dup_text (self, i);
      int share = column_width (columns, n, i, width);

      pango_layout_set_alignment (layout, columns[i].right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
      draw_text (snapshot, layout, &color, text, x, share, height);
      x += share;
    }
}

static void
mado_drawn_line_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  MadoDrawnLineClass *klass = MADO_DRAWN_LINE_GET_CLASS (widget);

  *minimum = orientation == GTK_ORIENTATION_VERTICAL ? klass->height : klass->minimum;
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? klass->height : klass->natural;
  *minimum_baseline = *natural_baseline = -1;
}

static void
mado_drawn_line_css_changed (GtkWidget         *widget,
                             GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (mado_drawn_line_parent_class)->css_changed (widget, change);
  gtk_widget_queue_draw (widget);
}

void
mado_drawn_line_changed (MadoDrawnLine *self)
{
  MadoDrawnLineClass *klass = MADO_DRAWN_LINE_GET_CLASS (self);
  g_autofree char *heading = dup_heading (self);
  g_autoptr (GString) sentence = g_string_new (heading);
  guint n = 0;

  klass->get_columns (self, &n);
  for (guint i = 0; !heading && i < n; i++)
    {
      g_autofree char *text = klass->dup_text (self, i);

      if (*text)
        g_string_append_printf (sentence, "%s%s", sentence->len ? " " : "", text);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence->str, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
mado_drawn_line_set_class (MadoDrawnLine *self,
                           const char    *name,
                           gboolean       on)
{
  if (on)
    gtk_widget_add_css_class (GTK_WIDGET (self), name);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), name);
}

static void
mado_drawn_line_class_init (MadoDrawnLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  klass->height = 30;
  klass->minimum = 640;
  klass->natural = 1200;
  widget_class->snapshot = mado_drawn_line_snapshot;
  widget_class->measure = mado_drawn_line_measure;
  widget_class->css_changed = mado_drawn_line_css_changed;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
mado_drawn_line_init (MadoDrawnLine *self)
{
}
