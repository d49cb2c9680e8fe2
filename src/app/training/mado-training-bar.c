/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/training/mado-training-bar.h"

#include <glib/gi18n.h>

#include "app/training/mado-training-desk.h"
#include "core/base/mado-training.h"

struct _MadoTrainingBar
{
  GtkWidget  parent_instance;

  GtkWidget    *box;
  GtkWidget    *lies;    /* what is on the reader and before the camera */
  GFileMonitor *monitor; /* of the folder: the card counts its tries there */
};

G_DEFINE_FINAL_TYPE (MadoTrainingBar, mado_training_bar, GTK_TYPE_WIDGET)

static GtkWidget *
add_label (MadoTrainingBar *self,
           const char      *text,
           gboolean         wide)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), wide ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
  gtk_widget_set_hexpand (label, wide);
  gtk_box_append (GTK_BOX (self->box), label);
  return label;
}

static void
show_desk (MadoTrainingBar *self)
{
  g_autofree char *text = mado_training_desk_describe (mado_training_get_folder ());

  gtk_label_set_text (GTK_LABEL (self->lies), text);
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

/* The journal, which is there too, changes with every key. */
static void
changed_cb (MadoTrainingBar *self,
            GFile           *file,
            GFile           *other)
{
  g_autofree char *name = g_file_get_basename (other ? other : file);

  if (g_str_has_suffix (name, ".ini"))
    show_desk (self);
}

static void
watch (MadoTrainingBar *self)
{
  g_autoptr (GFile) folder = g_file_new_for_path (mado_training_get_folder ());

  self->monitor = g_file_monitor_directory (folder, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (self->monitor)
    g_signal_connect_object (self->monitor, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

static void
mado_training_bar_dispose (GObject *object)
{
  MadoTrainingBar *self = MADO_TRAINING_BAR (object);

  g_clear_object (&self->monitor);
  g_clear_pointer (&self->box, gtk_widget_unparent);

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
  self->lies = add_label (self, NULL, TRUE);
  add_button (self, _("Cards and papers (Ctrl+Shift+T)"), "win.training");
  add_button (self, _("Leave training"), "window.close");
  watch (self);
  show_desk (self);
}

GtkWidget *
mado_training_bar_new (void)
{
  return g_object_new (MADO_TYPE_TRAINING_BAR, NULL);
}
