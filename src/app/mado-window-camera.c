/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/mado-window-private.h"

#include <glib/gi18n.h>

#include "app/scan/mado-camera-page.h"
#include "app/training/mado-training-camera.h"
#include "core/base/mado-training.h"
#include "device/camera/mado-cameras.h"

/* F4 with nothing on the clipboard: the camera, if there is one. Looking for
 * cameras takes a while, asking a person longer: neither holds the window up. */

static const char *
preferred (MadoWindow *self)
{
  return mado_preferences_get (mado_context_get_preferences (self->context), MADO_PREFERENCE_CAMERA);
}

static gboolean
by_portal (MadoWindow *self)
{
  return mado_cameras_is_confined () || g_str_has_prefix (preferred (self), MADO_CAMERA_PORTAL);
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

static gboolean
is_stand_in (MadoWindow *self)
{
  return g_str_has_prefix (preferred (self), "file:") || g_str_has_prefix (preferred (self), "gst:");
}

/* @cameras: NULL: they may not be used, for the @reason, or there is a @stand_in. */
static void
show_camera (MadoWindow  *self,
             MadoCameras *cameras,
             const char  *stand_in,
             const char  *reason)
{
  MadoPage *page = mado_camera_page_new (mado_context_get_preferences (self->context), cameras, stand_in, reason);

  g_signal_connect_object (page, "code", G_CALLBACK (code_cb), self, 0);
  g_signal_connect_object (page, "file", G_CALLBACK (file_cb), self, 0);
  mado_window_show_page (self, page);
}

/* Without a camera a file is asked for. Where cameras come by the portal, one may be
 * there that it does not show yet: the page waits for it. */
static void
opened_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (MadoWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoCameras) cameras = mado_cameras_open_finish (result, &error);
  g_auto (GStrv) names = cameras != NULL ? mado_cameras_get_names (cameras) : NULL;

  if (self->context == NULL)
    return;
  self->asks_camera = FALSE;
  mado_foot_line_set_busy (self->foot_line, NULL);
  if (is_stand_in (self) || (names != NULL && *names != NULL))
    show_camera (self, cameras, NULL, NULL);
  else if (by_portal (self))
    show_camera (self, cameras, NULL, error != NULL ? error->message : NULL);
  else
    mado_window_scan_file (self);
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
      show_camera (self, NULL, source, NULL);
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
  if (self->asks_camera)
    return;
  self->asks_camera = TRUE;
  mado_foot_line_set_busy (self->foot_line, by_portal (self) ? _("Looking for a camera… If the computer asks, allow its use.")
                                                             : _("Looking for a camera…"));
  mado_cameras_open_async (by_portal (self), NULL, opened_cb, g_object_ref (self));
}
