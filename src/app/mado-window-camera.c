/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/mado-window-private.h"

#include <glib/gi18n.h>

#include "app/scan/mado-camera-page.h"
#include "app/training/mado-training-camera.h"
#include "core/base/mado-training.h"
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
             char       **names,
             const char  *source)
{
  MadoPage *page = mado_camera_page_new (names, source);

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
    show_camera (self, names, preferred (self));
  else
    {
      g_strfreev (names);
      mado_window_scan_file (self);
    }
}

/* The made-up camera of training: a code goes the way of every frame, a paper
 * that of a picture. No real one is looked for. */
static void
scan_in_training (MadoWindow *self)
{
  const char *folder = mado_training_get_folder ();
  g_autofree char *path = mado_training_camera_path (folder);
  g_autofree char *source = g_strconcat ("file:", path, NULL);

  switch (mado_training_camera_look (folder))
    {
    case MADO_TRAINING_LAST_SLIP:
    case MADO_TRAINING_HOME_SLIP:
      show_camera (self, g_new0 (char *, 1), source);
      break;
    case MADO_TRAINING_MOVE_OUT:
      mado_window_scan_path (self, path);
      break;
    case MADO_TRAINING_NOTHING:
    case MADO_TRAINING_N_PAPERS:
    default:
      mado_window_message (self, MADO_MESSAGE_INFO, _("Nothing is held before the camera. Ctrl+Shift+T: choose a slip or a paper."));
    }
}

void
mado_window_scan_camera (MadoWindow *self)
{
  g_autoptr (GTask) task = NULL;

  if (mado_training_is_on ())
    {
      scan_in_training (self);
      return;
    }
  if (g_str_equal (preferred (self), "none"))
    {
      mado_window_scan_file (self);
      return;
    }
  task = g_task_new (self, NULL, listed_cb, NULL);
  mado_foot_line_set_busy (self->foot_line, _("Looking for a camera…"));
  g_task_run_in_thread (task, list_thread);
}
