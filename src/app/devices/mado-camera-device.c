/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/devices/mado-device-check.h"
#include "device/camera/mado-camera.h"
#include "device/check/mado-camera-check.h"

/* The camera: which there are, then whether the one of the preferences gives a
 * picture. It is switched on for that and off again, on a thread. */
#define TRIAL_MS 8000

#define MADO_TYPE_CAMERA_DEVICE (mado_camera_device_get_type ())
G_DECLARE_FINAL_TYPE (MadoCameraDevice, mado_camera_device, MADO, CAMERA_DEVICE, MadoDeviceCheck)

struct _MadoCameraDevice
{
  MadoDeviceCheck parent_instance;
  GtkWidget      *picture;  /* weak; nullable */
  MadoCamera     *camera;   /* nullable: while it is tried */
  GPtrArray      *findings; /* nullable: so far */
  guint           trial_id;
};

G_DEFINE_FINAL_TYPE (MadoCameraDevice, mado_camera_device, MADO_TYPE_DEVICE_CHECK)

static const char *
camera_get_title (MadoDeviceCheck *check)
{
  return _("Camera");
}

static const char *
preferred (MadoDeviceCheck *check)
{
  return mado_preferences_get (mado_context_get_preferences (mado_device_check_get_context (check)), MADO_PREFERENCE_CAMERA);
}

/* --- the trial ------------------------------------------------------------------------ */

static void
stop_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  mado_camera_stop (MADO_CAMERA (source));
  g_task_return_boolean (task, TRUE);
}

static void
switch_off (MadoCameraDevice *self)
{
  g_autoptr (GTask) task = NULL;

  g_clear_handle_id (&self->trial_id, g_source_remove);
  if (self->camera == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->camera, self);
  task = g_task_new (self->camera, NULL, NULL, NULL);
  g_task_run_in_thread (task, stop_thread);
  g_clear_object (&self->camera);
}

static void
finish (MadoCameraDevice *self,
        guint             width,
        guint             height,
        const char       *reason)
{
  GPtrArray *findings = g_steal_pointer (&self->findings);

  mado_camera_check_trial (findings, width, height, reason);
  switch_off (self);
  mado_device_check_end (MADO_DEVICE_CHECK (self), findings);
}

static void
preview_cb (MadoCamera       *camera,
            GBytes           *pixels,
            guint             width,
            guint             height,
            guint             stride,
            MadoCameraDevice *self)
{
  g_autoptr (GdkTexture) texture = gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, pixels, stride);

  if (self->picture != NULL)
    {
      gtk_picture_set_paintable (GTK_PICTURE (self->picture), GDK_PAINTABLE (texture));
      gtk_widget_set_visible (self->picture, TRUE);
    }
  finish (self, width, height, NULL);
}

static void
failed_cb (MadoCamera       *camera,
           int               fault,
           const char       *reason,
           MadoCameraDevice *self)
{
  finish (self, 0, 0, fault == MADO_CAMERA_FAULT_BUSY ? "busy" : fault == MADO_CAMERA_FAULT_DENIED ? "denied" : reason);
}

static gboolean
late_cb (gpointer data)
{
  MadoCameraDevice *self = data;

  self->trial_id = 0;
  finish (self, 0, 0, NULL);
  return G_SOURCE_REMOVE;
}

static void
start_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  GError *error = NULL;

  if (mado_camera_start (MADO_CAMERA (data), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
started_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  MadoCameraDevice *self = MADO_CAMERA_DEVICE (object);
  g_autoptr (GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error) && self->camera == g_task_get_task_data (G_TASK (result)))
    finish (self, 0, 0, g_error_matches (error, MADO_ERROR, MADO_ERROR_BUSY)     ? "busy"
                        : g_error_matches (error, MADO_ERROR, MADO_ERROR_DENIED) ? "denied"
                                                                                 : error->message);
}

static void
try_out (MadoCameraDevice *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, started_cb, NULL);

  self->camera = mado_camera_new (preferred (MADO_DEVICE_CHECK (self)), NULL);
  g_signal_connect (self->camera, "preview", G_CALLBACK (preview_cb), self);
  g_signal_connect (self->camera, "failed", G_CALLBACK (failed_cb), self);
  self->trial_id = g_timeout_add (TRIAL_MS, late_cb, self);
  g_task_set_task_data (task, g_object_ref (self->camera), g_object_unref);
  g_task_run_in_thread (task, start_thread);
}

/* --- which there are -------------------------------------------------------------------- */

static void
facts_free (gpointer data)
{
  mado_camera_facts_clear (data);
  g_free (data);
}

static void
facts_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  MadoCameraFacts *facts = g_new0 (MadoCameraFacts, 1);

  mado_camera_facts_look (facts, "/dev", "/sys/bus/usb/devices");
  g_task_return_pointer (task, facts, facts_free);
}

static void
facts_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  MadoCameraDevice *self = MADO_CAMERA_DEVICE (object);
  MadoDeviceCheck *check = MADO_DEVICE_CHECK (object);
  GCancellable *mine = g_task_get_cancellable (G_TASK (result));
  MadoCameraFacts *facts = g_task_propagate_pointer (G_TASK (result), NULL);

  if (facts == NULL || mine != mado_device_check_get_cancellable (check))
    {
      g_clear_pointer (&facts, facts_free);
      return;
    }
  self->findings = mado_camera_check_judge (facts, preferred (check));
  if (mado_device_findings_worst (self->findings) != MADO_DEVICE_WRONG && !g_str_equal (preferred (check), "none") &&
      (facts->usable[0] != NULL || g_str_has_prefix (preferred (check), "file:") || g_str_has_prefix (preferred (check), "gst:") ||
       g_str_has_prefix (preferred (check), MADO_CAMERA_PORTAL)))
    try_out (self);
  else
    mado_device_check_end (check, g_steal_pointer (&self->findings));
  facts_free (facts);
}

static void
camera_look (MadoDeviceCheck *check)
{
  MadoCameraDevice *self = MADO_CAMERA_DEVICE (check);
  g_autoptr (GTask) task = g_task_new (self, mado_device_check_get_cancellable (check), facts_cb, NULL);

  if (self->picture != NULL)
    gtk_widget_set_visible (self->picture, FALSE);
  g_task_run_in_thread (task, facts_thread);
}

static void
camera_stop (MadoDeviceCheck *check)
{
  switch_off (MADO_CAMERA_DEVICE (check));
  g_clear_pointer (&MADO_CAMERA_DEVICE (check)->findings, g_ptr_array_unref);
}

static GtkWidget *
camera_make_extra (MadoDeviceCheck *check)
{
  MadoCameraDevice *self = MADO_CAMERA_DEVICE (check);
  GtkWidget *picture = gtk_picture_new ();

  gtk_picture_set_alternative_text (GTK_PICTURE (picture), _("What the camera sees"));
  gtk_widget_set_size_request (picture, 160, 90);
  gtk_widget_set_halign (picture, GTK_ALIGN_START);
  gtk_widget_set_visible (picture, FALSE);
  g_set_weak_pointer (&self->picture, picture);
  return picture;
}

static void
mado_camera_device_finalize (GObject *object)
{
  g_clear_weak_pointer (&MADO_CAMERA_DEVICE (object)->picture);
  G_OBJECT_CLASS (mado_camera_device_parent_class)->finalize (object);
}

static void
mado_camera_device_class_init (MadoCameraDeviceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = mado_camera_device_finalize;
  MADO_DEVICE_CHECK_CLASS (klass)->get_title = camera_get_title;
  MADO_DEVICE_CHECK_CLASS (klass)->look = camera_look;
  MADO_DEVICE_CHECK_CLASS (klass)->stop = camera_stop;
  MADO_DEVICE_CHECK_CLASS (klass)->make_extra = camera_make_extra;
}

static void
mado_camera_device_init (MadoCameraDevice *self)
{
}

MadoDeviceCheck *
mado_camera_device_new (MadoContext *context)
{
  return mado_device_check_new (MADO_TYPE_CAMERA_DEVICE, context);
}
