/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "app/mado-window-private.h"
#include "device/scan/mado-scan.h"

/*
 * F4: what is on the clipboard first (a picture or the code as text); if there
 * is nothing to read, the camera; without one a file is asked for. Decoding
 * happens on a worker thread.
 */
#define MAX_PIXELS (64 * 1000 * 1000)

static const char *
scanner_prefix (MadoWindow *self)
{
  const char *prefix = mado_preferences_get (mado_context_get_preferences (self->context),
                                             MADO_PREFERENCE_SCANNER_PREFIX);

  return *prefix ? prefix : "MG1:";
}

/* --- decoding ------------------------------------------------------------------ */

typedef struct
{
  GBytes     *file;    /* an encoded picture; NULL until it is made of @texture */
  GdkTexture *texture; /* nullable; of the clipboard */
  GBytes *pixels;  /* or RGBA */
  guint   width;
  guint   height;
} Picture;

static void
picture_free (gpointer data)
{
  Picture *picture = data;

  g_clear_pointer (&picture->file, g_bytes_unref);
  g_clear_object (&picture->texture);
  g_clear_pointer (&picture->pixels, g_bytes_unref);
  g_free (picture);
}

static GPtrArray *
read_file_picture (GBytes  *file,
                   GError **error)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (file);
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_stream (stream, NULL, error);

  if (!pixbuf)
    {
      g_clear_error (error);
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID,
                           _("This file is no picture that can be read. Nothing was changed."));
      return NULL;
    }
  if ((gsize) gdk_pixbuf_get_width (pixbuf) * gdk_pixbuf_get_height (pixbuf) > MAX_PIXELS)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID,
                           _("This picture is too large. Take one of the slip alone."));
      return NULL;
    }

  return mado_scan_read_rgb (gdk_pixbuf_read_pixels (pixbuf), gdk_pixbuf_get_width (pixbuf),
                             gdk_pixbuf_get_height (pixbuf), gdk_pixbuf_get_rowstride (pixbuf),
                             gdk_pixbuf_get_n_channels (pixbuf), error);
}

static void
decode_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  Picture *picture = data;
  GError *error = NULL;
  GPtrArray *texts;

  if (picture->file)
    texts = read_file_picture (picture->file, &error);
  else
    texts = mado_scan_read_rgb (g_bytes_get_data (picture->pixels, NULL), picture->width,
                                picture->height, picture->width * 4, 4, &error);
  if (texts && !picture->file)
    picture->file = gdk_texture_save_to_png_bytes (picture->texture);

  if (texts)
    g_task_return_pointer (task, texts, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
mado_window_open_scanned (MadoWindow *self,
                          const char *text)
{
  g_autofree char *code = mado_wedge_read_text (text, scanner_prefix (self));

  mado_window_open_code (self, code ? code : text);
}

/* The first text that is one of our codes; else the first of all, so that the
 * person hears what it is not. */
static void
open_one_of (MadoWindow *self,
             GPtrArray  *texts,
             GBytes     *picture)
{
  for (guint i = 0; i < texts->len; i++)
    {
      g_autofree char *code = mado_wedge_read_text (texts->pdata[i], scanner_prefix (self));

      if (code)
        {
          mado_window_open_code (self, code);
          return;
        }
    }
  /* No code of ours: a paper that the visitor brought? */
  if (self->page && !mado_window_has_curtain (self) && mado_page_picture (self->page, picture))
    return;
  if (texts->len > 0)
    mado_window_open_code (self, texts->pdata[0]);
  else
    mado_window_message (self, MADO_MESSAGE_WARNING,
                         _("No code was found in the picture. Nothing was changed; try a sharper one, or search by number."));
}

static void
decoded_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  MadoWindow *self = MADO_WINDOW (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) texts = g_task_propagate_pointer (G_TASK (result), &error);

  if (!self->context)
    return;

  mado_foot_line_set_busy (self->foot_line, NULL);
  if (texts)
    open_one_of (self, texts, ((Picture *) g_task_get_task_data (G_TASK (result)))->file);
  else
    mado_window_message (self, MADO_MESSAGE_ERROR, error->message);
}

static void
decode (MadoWindow *self,
        Picture    *picture)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, decoded_cb, NULL);

  mado_foot_line_set_busy (self->foot_line, _("Reading the code…"));
  g_task_set_task_data (task, picture, picture_free);
  g_task_run_in_thread (task, decode_thread);
}

/* --- clipboard ------------------------------------------------------------------- */

static void
texture_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (MadoWindow) self = data;
  g_autoptr (GdkTexture) texture = gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (object), result, NULL);
  Picture *picture;
  gsize size;
  guint8 *pixels;

  if (!texture)
    {
      mado_window_scan_camera (self);
      return;
    }

  picture = g_new0 (Picture, 1);
  picture->texture = g_object_ref (texture);
  picture->width = gdk_texture_get_width (texture);
  picture->height = gdk_texture_get_height (texture);
  size = (gsize) picture->width * picture->height * 4;
  pixels = g_malloc (size);
  /* BGRA in memory: the greys differ a little, the code does not. */
  gdk_texture_download (texture, pixels, picture->width * 4);
  picture->pixels = g_bytes_new_take (pixels, size);
  decode (self, picture);
}

static void
text_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (MadoWindow) self = data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, NULL);
  g_autofree char *code = text ? mado_wedge_read_text (text, scanner_prefix (self)) : NULL;

  if (code)
    mado_window_open_code (self, code);
  else
    mado_window_scan_camera (self);
}

void
mado_window_scan (MadoWindow *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);

  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE))
    gdk_clipboard_read_texture_async (clipboard, NULL, texture_cb, g_object_ref (self));
  else if (gdk_content_formats_contain_gtype (formats, G_TYPE_STRING))
    gdk_clipboard_read_text_async (clipboard, NULL, text_cb, g_object_ref (self));
  else
    mado_window_scan_camera (self);
}

/* --- file ------------------------------------------------------------------------- */

static void
file_loaded_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (MadoWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_file_load_bytes_finish (G_FILE (object), result, NULL, &error);
  Picture *picture;

  if (!bytes)
    {
      mado_window_message (self, MADO_MESSAGE_ERROR, error->message);
      return;
    }

  picture = g_new0 (Picture, 1);
  picture->file = g_steal_pointer (&bytes);
  decode (self, picture);
}

void
mado_window_scan_path (MadoWindow *self,
                       const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_file_load_bytes_async (file, NULL, file_loaded_cb, g_object_ref (self));
}

static void
chosen_cb (MadoWindow       *self,
           int               response,
           GtkNativeDialog  *dialog)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      g_file_load_bytes_async (file, NULL, file_loaded_cb, g_object_ref (self));
    }
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

void
mado_window_scan_file (MadoWindow *self)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Read a code from a picture"),
                                                              GTK_WINDOW (self),
                                                              GTK_FILE_CHOOSER_ACTION_OPEN,
                                                              _("Read"), _("Cancel"));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_add_pixbuf_formats (filter);
  gtk_file_filter_set_name (filter, _("Pictures"));
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
