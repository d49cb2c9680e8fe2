/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/scan/mado-camera-page.h"

#include <glib/gi18n.h>

#include "app/scan/mado-camera-page-private.h"
#include "device/scan/mado-wedge.h"

/* A camera that failed is tried again so often, until it goes. */
#define AGAIN_MS  2000
/* A code that was away for so long is a new one. */
#define FORGET_US (2 * G_USEC_PER_SEC)

static void page_iface_init (MadoPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoCameraPage, mado_camera_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PAGE, page_iface_init))

enum { CODE, FILE_WANTED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
say (MadoCameraPage *self,
     const char     *text)
{
  gtk_label_set_text (self->advice, text ? text : _("Hold the code before the camera."));
}

/* A picture or a description of GStreamer's stands in for a camera. */
gboolean
mado_camera_page_is_stand_in (const char *source)
{
  return g_str_has_prefix (source, "file:") || g_str_has_prefix (source, "gst:");
}

/* Without a picture the sentence stands in its place. */
void
mado_camera_page_show_view (MadoCameraPage *self,
                            gboolean        visible)
{
  gtk_widget_set_visible (GTK_WIDGET (self->view), visible);
  gtk_widget_set_vexpand (GTK_WIDGET (self->advice), !visible);
}

/* --- what the camera sees -------------------------------------------------------------- */

static void
preview_cb (MadoCamera     *camera,
            GBytes         *bgra,
            guint           width,
            guint           height,
            guint           stride,
            MadoCameraPage *self)
{
  g_autoptr (GdkTexture) texture = gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, bgra, stride);

  mado_camera_view_set_texture (self->view, texture);
  if (!self->faulty)
    return;
  self->faulty = FALSE;
  mado_camera_page_show_view (self, TRUE);
  say (self, NULL);
}

/* Of several codes the first that is ours; else the first, so that the person hears
 * what it is not. */
static const char *
pick (MadoCameraPage *self,
      GPtrArray      *texts)
{
  const char *prefix = mado_preferences_get (self->preferences, MADO_PREFERENCE_SCANNER_PREFIX);

  for (guint i = 0; i < texts->len; i++)
    {
      const char *text = ((MadoScanText *) texts->pdata[i])->text;
      g_autofree char *ours = mado_wedge_read_text (text, *prefix ? prefix : "MG1:");

      if (ours != NULL)
        return text;
    }
  return ((MadoScanText *) texts->pdata[0])->text;
}

static void
seen_cb (MadoCamera     *camera,
         GPtrArray      *texts,
         guint           width,
         guint           height,
         MadoCameraPage *self)
{
  gint64 now = g_get_monotonic_time (), away = now - self->seen_us;
  g_autofree int *corners = g_new (int, 8 * texts->len);
  const char *text = pick (self, texts);

  for (guint i = 0; i < texts->len; i++)
    memcpy (corners + 8 * i, ((MadoScanText *) texts->pdata[i])->corners, 8 * sizeof (int));
  mado_camera_view_set_outlines (self->view, corners, texts->len, width, height);
  self->seen_us = now;
  if (g_strcmp0 (text, self->last) == 0 && away < FORGET_US)
    return;
  g_free (self->last);
  self->last = g_strdup (text);
  g_signal_emit (self, signals[CODE], 0, self->last);
}

static void
advice_cb (MadoCamera     *camera,
           int             advice,
           MadoCameraPage *self)
{
  if (!self->faulty)
    say (self, mado_camera_advise ((MadoCameraAdvice) advice));
}

/* --- what goes wrong ---------------------------------------------------------------------- */

static gboolean
again_cb (gpointer data)
{
  MadoCameraPage *self = data;

  self->again_id = 0;
  mado_camera_page_start (self);
  return G_SOURCE_REMOVE;
}

void
mado_camera_page_fault (MadoCameraPage  *self,
                        const char      *sentence,
                        gboolean         try_again)
{
  self->faulty = TRUE;
  mado_camera_view_set_texture (self->view, NULL);
  mado_camera_page_show_view (self, FALSE);
  say (self, sentence);
  g_clear_handle_id (&self->again_id, g_source_remove);
  if (try_again && !mado_camera_page_is_stand_in (self->source))
    self->again_id = g_timeout_add (AGAIN_MS, again_cb, self);
}

static void
failed_cb (MadoCamera     *camera,
           int             what,
           const char     *reason,
           MadoCameraPage *self)
{
  g_debug ("camera: %s", reason);
  mado_camera_page_fault (self, mado_camera_fault_sentence ((MadoCameraFault) what), what != MADO_CAMERA_FAULT_DENIED);
}

/* --- beginning and ending, off the main thread -------------------------------------------- */

static void
stop_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  mado_camera_stop (MADO_CAMERA (source));
  g_task_return_boolean (task, TRUE);
}

void
mado_camera_page_stop (MadoCameraPage *self)
{
  g_autoptr (GTask) task = NULL;

  g_clear_handle_id (&self->again_id, g_source_remove);
  mado_camera_switches_drop (self);
  if (self->camera == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->camera, self);
  task = g_task_new (self->camera, NULL, NULL, NULL);
  g_task_run_in_thread (task, stop_thread);
  g_clear_object (&self->camera);
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
  MadoCameraPage *self = MADO_CAMERA_PAGE (object);
  g_autoptr (GError) error = NULL;
  gboolean started = g_task_propagate_boolean (G_TASK (result), &error);

  if (self->box == NULL || self->camera != g_task_get_task_data (G_TASK (result)))
    return; /* another one meanwhile */
  if (started)
    mado_camera_switches_take (self);
  else
    mado_camera_page_fault (self, error->message, !g_error_matches (error, MADO_ERROR, MADO_ERROR_DENIED));
}

/* One that failed still says so until its picture is there. */
void
mado_camera_page_start (MadoCameraPage *self)
{
  g_autoptr (GTask) task = NULL;

  mado_camera_page_stop (self);
  if (!self->faulty)
    say (self, NULL);
  self->camera = mado_camera_new (self->source, self->cameras);
  g_signal_connect (self->camera, "preview", G_CALLBACK (preview_cb), self);
  g_signal_connect (self->camera, "seen", G_CALLBACK (seen_cb), self);
  g_signal_connect (self->camera, "advice", G_CALLBACK (advice_cb), self);
  g_signal_connect (self->camera, "failed", G_CALLBACK (failed_cb), self);
  task = g_task_new (self, NULL, started_cb, NULL);
  g_task_set_task_data (task, g_object_ref (self->camera), g_object_unref);
  g_task_run_in_thread (task, start_thread);
}

/* --- as a page --------------------------------------------------------------------------------- */

static const char *
page_get_title (MadoPage *page)
{
  return _("Camera");
}

static gboolean
page_can (MadoPage   *page,
          const char *command)
{
  return g_str_equal (command, MADO_COMMAND_CLOSE) || g_str_equal (command, MADO_COMMAND_SCAN);
}

static const char *
page_get_label (MadoPage   *page,
                const char *command)
{
  return g_str_equal (command, MADO_COMMAND_SCAN) ? _("From a file") : NULL;
}

static gboolean
page_perform (MadoPage   *page,
              const char *command)
{
  MadoCameraPage *self = MADO_CAMERA_PAGE (page);

  if (!page_can (page, command))
    return FALSE;
  if (g_str_equal (command, MADO_COMMAND_SCAN))
    g_signal_emit (self, signals[FILE_WANTED], 0);
  else
    mado_page_close (page);
  return TRUE;
}

static gboolean
page_key (MadoPage        *page,
          guint            keyval,
          GdkModifierType  state)
{
  MadoCameraPage *self = MADO_CAMERA_PAGE (page);
  guint number = keyval >= GDK_KEY_KP_1 && keyval <= GDK_KEY_KP_9 ? keyval - GDK_KEY_KP_0 : keyval - GDK_KEY_0;

  if (gdk_keyval_to_lower (keyval) == GDK_KEY_m)
    mado_camera_page_turn_mirror (self);
  else if (number >= 1 && number <= MIN (9, g_strv_length (self->names)))
    mado_camera_page_choose_number (self, number);
  else
    return mado_camera_switches_key (self, gdk_keyval_to_lower (keyval));
  return TRUE;
}

static void
page_focus_first (MadoPage *page)
{
  gtk_widget_grab_focus (GTK_WIDGET (page));
}

static void
page_iface_init (MadoPageInterface *iface)
{
  iface->get_title = page_get_title;
  iface->can = page_can;
  iface->get_label = page_get_label;
  iface->perform = page_perform;
  iface->key = page_key;
  iface->focus_first = page_focus_first;
}

/* --- the type -------------------------------------------------------------------------------------- */

static void
mirror_action (GtkWidget  *widget,
               const char *name,
               GVariant   *target)
{
  mado_camera_page_turn_mirror (MADO_CAMERA_PAGE (widget));
}

static void
choose_action (GtkWidget  *widget,
               const char *name,
               GVariant   *target)
{
  MadoCameraPage *self = MADO_CAMERA_PAGE (widget);
  guint number = g_variant_get_uint32 (target);

  if (number >= 1 && number <= g_strv_length (self->names))
    mado_camera_page_choose_number (self, number);
}

static void
mado_camera_page_dispose (GObject *object)
{
  MadoCameraPage *self = MADO_CAMERA_PAGE (object);

  mado_camera_page_stop (self);
  if (self->cameras != NULL)
    g_signal_handlers_disconnect_by_data (self->cameras, self);
  g_clear_object (&self->cameras);
  g_clear_object (&self->preferences);
  g_clear_pointer ((GtkWidget **) &self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (mado_camera_page_parent_class)->dispose (object);
}

static void
mado_camera_page_finalize (GObject *object)
{
  MadoCameraPage *self = MADO_CAMERA_PAGE (object);

  g_strfreev (self->names);
  g_free (self->stand_in);
  g_free (self->source);
  g_free (self->last);
  G_OBJECT_CLASS (mado_camera_page_parent_class)->finalize (object);
}

static void
mado_camera_page_class_init (MadoCameraPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_camera_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_camera_page_finalize;
  g_type_ensure (MADO_TYPE_CAMERA_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/madoguchi/Madoguchi/mado-camera-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MadoCameraPage, box);
  gtk_widget_class_bind_template_child (widget_class, MadoCameraPage, advice);
  gtk_widget_class_bind_template_child (widget_class, MadoCameraPage, view);
  gtk_widget_class_bind_template_child (widget_class, MadoCameraPage, tools);
  gtk_widget_class_bind_template_child (widget_class, MadoCameraPage, which);
  gtk_widget_class_bind_template_child (widget_class, MadoCameraPage, mirror_button);
  mado_camera_switches_bind (widget_class);
  gtk_widget_class_install_action (widget_class, "camera.mirror", NULL, mirror_action);
  gtk_widget_class_install_action (widget_class, "camera.choose", "u", choose_action);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "camerapage");
  signals[CODE] = g_signal_new ("code", MADO_TYPE_CAMERA_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                G_TYPE_STRING);
  signals[FILE_WANTED] = g_signal_new ("file", MADO_TYPE_CAMERA_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mado_camera_page_init (MadoCameraPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

MadoPage *
mado_camera_page_new (MadoPreferences *preferences,
                      MadoCameras     *cameras,
                      const char      *stand_in,
                      const char      *reason)
{
  MadoCameraPage *self = g_object_new (MADO_TYPE_CAMERA_PAGE, NULL);

  self->preferences = g_object_ref (preferences);
  self->stand_in = g_strdup (stand_in);
  self->mirror = g_str_equal (mado_preferences_get (preferences, MADO_PREFERENCE_CAMERA_MIRROR), "yes");
  self->names = cameras != NULL ? mado_cameras_get_names (cameras) : g_new0 (char *, 1);
  mado_camera_page_choose_source (self);
  if (g_set_object (&self->cameras, cameras))
    g_signal_connect (cameras, "changed", G_CALLBACK (mado_camera_page_cameras_changed), self);
  mado_camera_page_show_names (self);
  mado_camera_page_show_mirror (self);
  gtk_widget_set_visible (GTK_WIDGET (self->tools), reason == NULL);
  if (reason != NULL)
    mado_camera_page_fault (self, reason, FALSE);
  else if (mado_camera_page_is_stand_in (self->source) || *self->names != NULL)
    mado_camera_page_start (self);
  else
    mado_camera_page_fault (self, mado_camera_fault_sentence (MADO_CAMERA_FAULT_GONE), FALSE);
  return MADO_PAGE (self);
}
