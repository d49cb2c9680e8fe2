/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-number-view.h"

#include <glib/gi18n.h>
#include <string.h>

#include "device/card/mado-card-data.h"

#define DIGITS       12
#define KEPT_SECONDS 60
#define GROUP        4 /* digits: 1234 5678 9018 */

struct _MadoNumberView
{
  GtkWidget    parent_instance;

  char        *number; /* locked, DIGITS + 1 bytes; empty: none */
  gboolean     shown;
  guint        timer;
  PangoLayout *glyphs[11]; /* 0 to 9, and the mask */
};

enum { WIPED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MadoNumberView, mado_number_view, GTK_TYPE_WIDGET)

/* --- drawing ------------------------------------------------------------------ */

static PangoLayout *
glyph (MadoNumberView *self,
       guint           which)
{
  static const char *const texts[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "●" };

  if (self->glyphs[which] == NULL)
    self->glyphs[which] = gtk_widget_create_pango_layout (GTK_WIDGET (self), texts[which]);
  return self->glyphs[which];
}

static void
drop_glyphs (MadoNumberView *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->glyphs); i++)
    g_clear_object (&self->glyphs[i]);
}

/* All places are equally wide, so that nothing moves when it is shown. */
static void
measure_cell (MadoNumberView *self,
              int            *width,
              int            *height)
{
  *width = *height = 1;
  for (guint i = 0; i < G_N_ELEMENTS (self->glyphs); i++)
    {
      int w, h;

      pango_layout_get_pixel_size (glyph (self, i), &w, &h);
      *width = MAX (*width, w);
      *height = MAX (*height, h);
    }
}

static void
mado_number_view_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  int width, height;

  measure_cell (MADO_NUMBER_VIEW (widget), &width, &height);
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? DIGITS * width + (DIGITS / GROUP - 1) * width / 2 : height;
}

static void
mado_number_view_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  MadoNumberView *self = MADO_NUMBER_VIEW (widget);
  gboolean legible = self->shown && gtk_widget_has_focus (widget);
  GdkRGBA colour;
  int width, height;

  if (self->number[0] == '\0')
    return;
  measure_cell (self, &width, &height);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colour);
  for (guint i = 0; i < DIGITS; i++)
    {
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (i * width + i / GROUP * (width / 2), 0));
      gtk_snapshot_append_layout (snapshot, glyph (self, legible ? self->number[i] - '0' : 10), &colour);
      gtk_snapshot_restore (snapshot);
    }
}

static void
mado_number_view_css_changed (GtkWidget         *widget,
                              GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (mado_number_view_parent_class)->css_changed (widget, change);
  drop_glyphs (MADO_NUMBER_VIEW (widget));
}

/* --- the number ------------------------------------------------------------------ */

static void
say_state (MadoNumberView *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  self->number[0] == '\0' ? "" : self->shown ? _("shown on the screen") : _("masked"), -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
mado_number_view_clear (MadoNumberView *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  explicit_bzero (self->number, DIGITS + 1);
  self->shown = FALSE;
  say_state (self);
}

static void
wipe (MadoNumberView *self)
{
  if (self->number[0] == '\0')
    return;
  mado_number_view_clear (self);
  g_signal_emit (self, signals[WIPED], 0);
}

static gboolean
late_cb (gpointer data)
{
  MadoNumberView *self = data;

  self->timer = 0;
  wipe (self);
  return G_SOURCE_REMOVE;
}

void
mado_number_view_set (MadoNumberView *self,
                      const char     *number)
{
  mado_number_view_clear (self);
  if (strlen (number) != DIGITS || strspn (number, "0123456789") != DIGITS)
    return;
  memcpy (self->number, number, DIGITS);
  self->timer = g_timeout_add_seconds (KEPT_SECONDS, late_cb, self);
  say_state (self);
}

void
mado_number_view_toggle (MadoNumberView *self)
{
  self->shown = !self->shown && self->number[0] != '\0';
  say_state (self);
}

gboolean
mado_number_view_is_set (MadoNumberView *self)
{
  return self->number[0] != '\0';
}

/* --- the type ---------------------------------------------------------------------- */

static void
mado_number_view_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (mado_number_view_parent_class)->unmap (widget);
  wipe (MADO_NUMBER_VIEW (widget));
}

static void
focus_cb (MadoNumberView *self)
{
  if (!gtk_widget_has_focus (GTK_WIDGET (self)))
    self->shown = FALSE;
  say_state (self);
}

static void
mado_number_view_dispose (GObject *object)
{
  mado_number_view_clear (MADO_NUMBER_VIEW (object));
  drop_glyphs (MADO_NUMBER_VIEW (object));
  G_OBJECT_CLASS (mado_number_view_parent_class)->dispose (object);
}

static void
mado_number_view_finalize (GObject *object)
{
  mado_card_locked_free (MADO_NUMBER_VIEW (object)->number, DIGITS + 1);
  G_OBJECT_CLASS (mado_number_view_parent_class)->finalize (object);
}

static void
mado_number_view_class_init (MadoNumberViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_number_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_number_view_finalize;
  widget_class->measure = mado_number_view_measure;
  widget_class->snapshot = mado_number_view_snapshot;
  widget_class->css_changed = mado_number_view_css_changed;
  widget_class->unmap = mado_number_view_unmap;
  gtk_widget_class_set_css_name (widget_class, "numberview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  signals[WIPED] = g_signal_new ("wiped", MADO_TYPE_NUMBER_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mado_number_view_init (MadoNumberView *self)
{
  self->number = mado_card_locked_new (DIGITS + 1);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Individual number"), -1);
  g_signal_connect (self, "notify::has-focus", G_CALLBACK (focus_cb), NULL);
}

GtkWidget *
mado_number_view_new (void)
{
  return g_object_new (MADO_TYPE_NUMBER_VIEW, NULL);
}
