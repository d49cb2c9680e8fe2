/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-visitor-place.h"

#include "app/training/mado-training-screen.h"

gboolean
mado_visitor_place (GtkWindow *window,
                    GtkWindow *clerk,
                    gboolean   second)
{
  GListModel *monitors = gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (clerk)));
  g_autoptr (GdkMonitor) other = NULL;

  mado_training_screen_mark (window);
  if (second && g_list_model_get_n_items (monitors) > 1)
    {
      other = g_list_model_get_item (monitors, 1);
      gtk_window_fullscreen_on_monitor (window, other);
      gtk_window_present (window);
      return TRUE;
    }
  gtk_window_set_transient_for (window, clerk);
  gtk_window_set_modal (window, TRUE);
  gtk_window_set_default_size (window, gtk_widget_get_width (GTK_WIDGET (clerk)),
                               gtk_widget_get_height (GTK_WIDGET (clerk)));
  gtk_window_maximize (window);
  return FALSE;
}
