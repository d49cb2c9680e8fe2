/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/certificate/mado-present-window.h"

#include <glib/gi18n.h>

#include "app/certificate/mado-pdf-view.h"
#include "app/training/mado-training-screen.h"

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint                  keyval,
        guint                  keycode,
        GdkModifierType        state,
        GtkWindow             *window)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  gtk_window_close (window);
  return GDK_EVENT_STOP;
}

static void
place (GtkWindow  *window,
       GtkWindow  *clerk,
       const char *connector)
{
  GListModel *monitors = gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (clerk)));

  for (guint i = 0; *connector != 0 && i < g_list_model_get_n_items (monitors); i++)
    {
      g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, i);

      if (g_strcmp0 (gdk_monitor_get_connector (monitor), connector) != 0)
        continue;
      gtk_window_fullscreen_on_monitor (window, monitor);
      return;
    }
  gtk_window_set_transient_for (window, clerk);
  gtk_window_set_default_size (window, 700, 800);
}

GtkWindow *
mado_present_window_new (GtkWindow     *clerk,
                         MadoPdfReader *reader,
                         const char    *connector)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget *scroller = gtk_scrolled_window_new ();
  MadoPdfView *view = mado_pdf_view_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_window_set_title (window, _("For the visitor"));
  mado_pdf_view_set_mode (view, MADO_PDF_SINGLE);
  mado_pdf_view_set_fit (view, MADO_PDF_FIT_PAGE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (view));
  gtk_window_set_child (window, scroller);
  mado_pdf_view_set_reader (view, reader);
  g_object_set_data (G_OBJECT (window), "view", view);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), window);
  gtk_widget_add_controller (GTK_WIDGET (window), keys);
  mado_training_screen_mark (window);
  place (window, clerk, connector);
  return window;
}

void
mado_present_window_go (GtkWindow *window,
                        guint      page)
{
  mado_pdf_view_go (g_object_get_data (G_OBJECT (window), "view"), page);
}
