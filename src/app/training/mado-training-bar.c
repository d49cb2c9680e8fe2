/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/training/mado-training-bar.h"

#include <glib/gi18n.h>

struct _MadoTrainingBar
{
  GtkWidget  parent_instance;

  GtkWidget *box;
};

G_DEFINE_FINAL_TYPE (MadoTrainingBar, mado_training_bar, GTK_TYPE_WIDGET)

static void
add_label (MadoTrainingBar *self,
           const char      *text,
           gboolean         wide)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), wide ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
  gtk_widget_set_hexpand (label, wide);
  gtk_box_append (GTK_BOX (self->box), label);
}

/* Never a stop for Enter or Tab on the way through the fields. */
static void
add_button (MadoTrainingBar *self,
            const char      *text,
            const char      *action)
{
  GtkWidget *button = gtk_button_new_with_label (text);

  gtk_widget_set_focusable (button, FALSE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_box_append (GTK_BOX (self->box), button);
}

static void
mado_training_bar_dispose (GObject *object)
{
  g_clear_pointer (&MADO_TRAINING_BAR (object)->box, gtk_widget_unparent);

  G_OBJECT_CLASS (mado_training_bar_parent_class)->dispose (object);
}

static void
mado_training_bar_class_init (MadoTrainingBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_training_bar_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "trainingbar");
}

static void
mado_training_bar_init (MadoTrainingBar *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  add_label (self, _("Training mode"), FALSE);
  add_label (self, _("Nothing here is real: no server, no real cards, every print is marked."), TRUE);
  add_button (self, _("Leave training"), "window.close");
}

GtkWidget *
mado_training_bar_new (void)
{
  return g_object_new (MADO_TYPE_TRAINING_BAR, NULL);
}
