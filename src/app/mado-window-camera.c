/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/mado-window-private.h"

#include <glib/gi18n.h>

#include "app/scan/mado-camera-page.h"
#include "device/camera/mado-camera.h"

/* F4 with nothing on the clipboard: the camera, if there is one. Looking for
 * cameras takes a while and is done on a thread. */

static const char *
preferred (MadoWindow *self)
{
  return mado_preferences_get (mado_context_get_preferences (self->context), MADO_PREFERENCE_CAMERA);
}

static void
code_cb (MadoPage   *page,
         const char *text,
         MadoWindow *self)
{
  mado_window_open_scanned (self, text);
}

static void
file_cb (MadoPage   *page,
         MadoWindow *self)
{
  mado_window_scan_file (self);
}

static void
show_camera (MadoWindow  *self,
             char       **names)
{
  MadoPage *page = mado_camera_page_new (names, preferred (self));

  g_signal_connect_object (page, "code", G_CALLBACK (code_cb), self, 0);
  g_signal_connect_object (page, "file", G_CALLBACK (file_cb), self, 0);
  mado_window_show_page (self, page);
}

static void
list_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  g_task_return_pointer (task, mado_camera_list (), (GDestroyNotify) g_strfreev);
}

static void
listed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  MadoWindow *self = MADO_WINDOW (object);
  char **names = g_task_propagate_pointer (G_TASK (result), NULL);

  if (self->context == NULL)
    {
      g_strfreev (names);
      return;
    }
  mado_foot_line_set_busy (self->foot_line, NULL);
  if (*names != NULL || g_str_has_prefix (preferred (self), "file:") || g_str_has_prefix (preferred (self), "gst:"))
    show_camera (self, names);
  else
    {
      g_strfreev (names);
      mado_window_scan_file (self);
    }
}

void
mado_window_scan_camera (MadoWindow *self)
{
  g_autoptr (GTask) task = NULL;

  if (g_str_equal (preferred (self), "none"))
    {
      mado_window_scan_file (self);
      return;
    }
  task = g_task_new (self, NULL, listed_cb, NULL);
  mado_foot_line_set_busy (self->foot_line, _("Looking for a camera…"));
  g_task_run_in_thread (task, list_thread);
}
