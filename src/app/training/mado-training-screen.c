/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/training/mado-training-screen.h"

#include <glib/gi18n.h>

#include "core/base/mado-training.h"

void
mado_training_screen_mark (GtkWindow *window)
{
  GtkWidget *child = gtk_window_get_child (window), *box, *label;

  if (!mado_training_is_on () || child == NULL || gtk_widget_has_css_class (GTK_WIDGET (window), "training"))
    return;
  gtk_widget_add_css_class (GTK_WIDGET (window), "training");
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  label = gtk_label_new (_("Training mode"));
  gtk_widget_add_css_class (label, "training-band");
  g_object_ref (child);
  gtk_window_set_child (window, NULL);
  gtk_widget_set_vexpand (child, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), child);
  g_object_unref (child);
  gtk_window_set_child (window, box);
}
