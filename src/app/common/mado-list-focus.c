/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/common/mado-list-focus.h"

void
mado_list_focus (GtkWidget *list)
{
  GtkWidget *child = gtk_widget_get_focus_child (list);

  if (child == NULL || !gtk_widget_grab_focus (child))
    gtk_widget_child_focus (list, GTK_DIR_TAB_FORWARD);
}
