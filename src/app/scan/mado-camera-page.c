/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/scan/mado-camera-page.h"

#include <glib/gi18n.h>

#include "device/camera/mado-camera.h"

/* An outline stays for so long after the code was last seen. */
#define OUTLINE_US (400 * 1000)

struct _MadoCameraPage
{
  GtkWidget    parent_instance;

  GtkWidget   *box;
  GtkWidget   *which;    /* cameras by number */
  GtkWidget   *picture;
  GtkWidget   *outline;
  GtkWidget   *advice;

  /* owned */
  char       **names;
  char        *source;
  MadoCamera  *camera;   /* nullable */
  char        *last;     /* the text told last; nullable */

  gboolean     mirror;
  int          corners[8];
  guint        width, height; /* of the frame they are in; 0: none */
  gint64       seen_us;
};

static void page_iface_init (MadoPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoCameraPage, mado_camera_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PAGE, page_iface_init))

enum { CODE, FILE_WANTED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
say (MadoCameraPage *self,
     const char     *text)
{
  gtk_label_set_text (GTK_LABEL (self->advice), text ? text : _("Hold the code before the camera."));
}

/* --- what the camera sees -------------------------------------------------------------- */

static void
preview_cb (MadoCamera     *camera,
            GBytes         *rgba,
            guint           width,
            guint           height,
            MadoCameraPage *self)
{
  g_autoptr (GdkTexture) texture = gdk_memory_texture_new ((int) width, (int) height, GDK_MEMORY_R8G8B8A8, rgba, (gsize) width * 4);

  gtk_picture_set_paintable (GTK_PICTURE (self->picture), GDK_PAINTABLE (texture));
  gtk_widget_queue_draw (self->outline);
}

static void
seen_cb (MadoCamera     *camera,
         GPtrArray      *texts,
         guint           width,
         guint           height,
         MadoCameraPage *self)
{
  const MadoScanText *text = g_ptr_array_index (texts, 0);

  memcpy (self->corners, text->corners, sizeof self->corners);
  self->width = width;
  self->height = height;
  self->seen_us = g_get_monotonic_time ();
  gtk_widget_queue_draw (self->outline);
  for (guint i = 0; i < texts->len; i++)
    {
      text = g_ptr_array_index (texts, i);
      if (g_strcmp0 (text->text, self->last) == 0)
        return;
    }
  g_free (self->last);
  self->last = g_strdup (text->text);
  g_signal_emit (self, signals[CODE], 0, self->last);
}

static void
advice_cb (MadoCamera     *camera,
           int             advice,
           MadoCameraPage *self)
{
  say (self, mado_camera_advise ((MadoCameraAdvice) advice));
}

static void
failed_cb (MadoCamera     *camera,
           const char     *reason,
           MadoCameraPage *self)
{
  say (self, _("The camera gives no picture any more. Look at its plug, then press its number."));
}

static void
draw_outline (GtkDrawingArea *area,
              cairo_t        *cr,
              int             width,
              int             height,
              gpointer        data)
{
  MadoCameraPage *self = data;
  double scale, left, top;

  if (self->width == 0 || g_get_monotonic_time () - self->seen_us > OUTLINE_US)
    return;
  scale = MIN ((double) width / self->width, (double) height / self->height);
  left = (width - self->width * scale) / 2;
  top = (height - self->height * scale) / 2;
  for (guint i = 0; i < 4; i++)
    {
      double x = left + self->corners[2 * i] * scale;

      cairo_line_to (cr, self->mirror ? width - x : x, top + self->corners[2 * i + 1] * scale);
    }
  cairo_close_path (cr);
  cairo_set_source_rgb (cr, 0.18, 0.65, 0.2);
  cairo_set_line_width (cr, 5);
  cairo_stroke (cr);
}

/* "1 USB Camera   2 Document camera   M: mirror" */
static void
show_names (MadoCameraPage *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; self->names[i] != NULL && i < 9; i++)
    g_string_append_printf (text, "%u %s　　", i + 1, self->names[i]);
  g_string_append (text, self->mirror ? _("M: as it is") : _("M: mirror"));
  gtk_label_set_text (GTK_LABEL (self->which), text->str);
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

static void
stop (MadoCameraPage *self)
{
  g_autoptr (GTask) task = NULL;

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

  if (!g_task_propagate_boolean (G_TASK (result), &error) && self->box != NULL)
    say (self, error->message);
}

static void
start (MadoCameraPage *self)
{
  g_autoptr (GTask) task = NULL;

  stop (self);
  say (self, NULL);
  self->width = 0;
  self->camera = mado_camera_new (self->source);
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
    {
      self->mirror = !self->mirror;
      if (self->mirror)
        gtk_widget_add_css_class (self->picture, "mirrored");
      else
        gtk_widget_remove_css_class (self->picture, "mirrored");
      gtk_widget_queue_draw (self->outline);
      show_names (self);
      return TRUE;
    }
  if (number < 1 || number > g_strv_length (self->names))
    return FALSE;
  g_free (self->source);
  self->source = g_strdup (self->names[number - 1]);
  start (self);
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
mado_camera_page_dispose (GObject *object)
{
  MadoCameraPage *self = MADO_CAMERA_PAGE (object);

  stop (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (mado_camera_page_parent_class)->dispose (object);
}

static void
mado_camera_page_finalize (GObject *object)
{
  MadoCameraPage *self = MADO_CAMERA_PAGE (object);

  g_strfreev (self->names);
  g_free (self->source);
  g_free (self->last);
  G_OBJECT_CLASS (mado_camera_page_parent_class)->finalize (object);
}

static void
mado_camera_page_class_init (MadoCameraPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_camera_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_camera_page_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "camerapage");
  signals[CODE] = g_signal_new ("code", MADO_TYPE_CAMERA_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                G_TYPE_STRING);
  signals[FILE_WANTED] = g_signal_new ("file", MADO_TYPE_CAMERA_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mado_camera_page_init (MadoCameraPage *self)
{
  GtkWidget *overlay = gtk_overlay_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  self->which = gtk_label_new (NULL);
  self->picture = gtk_picture_new ();
  self->outline = gtk_drawing_area_new ();
  self->advice = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->advice, "camera-advice");
  gtk_widget_set_vexpand (overlay, TRUE);
  gtk_picture_set_alternative_text (GTK_PICTURE (self->picture), _("What the camera sees"));
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->outline), draw_outline, self, NULL);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), self->picture);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->outline);
  gtk_box_append (GTK_BOX (self->box), self->advice);
  gtk_box_append (GTK_BOX (self->box), overlay);
  gtk_box_append (GTK_BOX (self->box), self->which);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

MadoPage *
mado_camera_page_new (char       **names,
                      const char  *source)
{
  MadoCameraPage *self = g_object_new (MADO_TYPE_CAMERA_PAGE, NULL);

  self->names = names;
  self->source = g_strdup (source);
  show_names (self);
  start (self);
  return MADO_PAGE (self);
}
