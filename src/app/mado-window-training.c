/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/mado-window-private.h"

#include <glib/gi18n.h>

#include "app/mado-application.h"
#include "app/mado-start.h"
#include "app/training/mado-training-bar.h"
#include "app/training/mado-training-desk.h"
#include "core/base/mado-training.h"

void
mado_window_show_training (MadoWindow *self)
{
  GtkWidget *box = gtk_window_get_child (GTK_WINDOW (self));

  gtk_widget_add_css_class (GTK_WIDGET (self), "training");
  gtk_box_prepend (GTK_BOX (box), mado_training_bar_new ());
}

/* --- from the real program: another one beside it ------------------------------------- */

static void
ended_cb (GPid     pid,
          int      status,
          gpointer data)
{
  g_autoptr (MadoWindow) self = data;
  g_autoptr (GError) error = NULL;

  g_spawn_close_pid (pid);
  if (!self->context || g_spawn_check_wait_status (status, &error))
    return;
  if (g_error_matches (error, G_SPAWN_EXIT_ERROR, MADO_EXIT_BUSY))
    mado_window_message (self, MADO_MESSAGE_INFO, _("Training mode is open already, in another window."));
  else
    mado_window_message (self, MADO_MESSAGE_WARNING,
                         _("Training mode could not be opened, or broke off. Nothing of the real work is touched by it."));
}

static void
start_program (MadoWindow *self)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  char *argv[] = { program, (char *) "--training", (char *) "--profile", (char *) mado_context_get_profile (self->context), NULL };
  g_autoptr (GError) error = NULL;
  GPid pid;

  if (program && g_spawn_async (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, &error))
    {
      g_child_watch_add (pid, ended_cb, g_object_ref (self));
      mado_window_message (self, MADO_MESSAGE_INFO, _("Training mode opens in a window of its own."));
    }
  else
    mado_window_message (self, MADO_MESSAGE_ERROR, error ? error->message : _("Training mode could not be opened."));
}

/* --- in training: the desk with cards and papers ------------------------------------------ */

static void
afresh_cb (MadoWindow *self)
{
  mado_application_train_afresh (MADO_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))));
}

static void
open_desk (MadoWindow *self)
{
  GtkWindow *desk = mado_training_desk_new (GTK_WINDOW (self), self->context);

  g_signal_connect_object (desk, "afresh", G_CALLBACK (afresh_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (desk);
}

void
mado_window_open_training (MadoWindow *self)
{
  if (mado_training_is_on ())
    open_desk (self);
  else
    start_program (self);
}
