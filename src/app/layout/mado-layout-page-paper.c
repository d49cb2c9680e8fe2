/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "app/layout/mado-layout-page-private.h"

/* The city's paper beneath the boxes. Only the confined renderer reads it, on a
 * thread; a file that is chosen anew waits in a folder of its own until it is
 * saved with the edition. */

typedef struct
{
  char   *path;
  char   *key;
  guint   page;
  double  width, height;
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_free (load->path);
  g_free (load->key);
  g_free (load);
}

static void
load_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Load *load = data;
  GError *error = NULL;
  MadoFormBackground *background = mado_form_background_open (load->path, load->page, load->width, load->height, &error);

  if (background != NULL)
    g_task_return_pointer (task, background, (GDestroyNotify) mado_form_background_unref);
  else
    g_task_return_error (task, error);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  MadoLayoutPage *self = MADO_LAYOUT_PAGE (object);
  Load *load = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  MadoFormBackground *background = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->box == NULL || g_strcmp0 (load->key, self->background_key) != 0)
    {
      g_clear_pointer (&background, mado_form_background_unref);
      return;
    }
  self->background = background;
  g_free (self->background_fault);
  self->background_fault = error != NULL ? g_strdup (error->message) : NULL;
  mado_layout_page_refresh (self);
}

static char *
place_of (MadoLayoutPage *self,
          const char     *file)
{
  char *path;

  if (self->work != NULL)
    {
      path = g_build_filename (self->work, "forms", file, NULL);
      if (g_file_test (path, G_FILE_TEST_EXISTS))
        return path;
      g_free (path);
    }
  return g_build_filename (self->base, "forms", file, NULL);
}

void
mado_layout_page_want_background (MadoLayoutPage *self)
{
  const MadoFormLayout *layout = mado_form_text_get_layout (self->text);
  g_autofree char *path = layout != NULL && layout->background != NULL ? place_of (self, layout->background) : NULL;
  g_autofree char *hash = path != NULL ? mado_form_background_hash (path) : NULL;
  g_autofree char *key = hash != NULL ? g_strdup_printf ("%s %u %s", hash, layout->background_page, layout->paper) : NULL;
  g_autoptr (GTask) task = NULL;
  Load *load;

  if (g_strcmp0 (key, self->background_key) == 0)
    return;
  g_free (self->background_key);
  self->background_key = g_strdup (key);
  g_clear_pointer (&self->background, mado_form_background_unref);
  g_clear_pointer (&self->background_fault, g_free);
  if (key == NULL)
    return;
  load = g_new0 (Load, 1);
  load->path = g_steal_pointer (&path);
  load->key = g_steal_pointer (&key);
  load->page = layout->background_page;
  load->width = layout->width;
  load->height = layout->height;
  task = g_task_new (self, NULL, loaded_cb, NULL);
  g_task_set_task_data (task, load, load_free);
  g_task_run_in_thread (task, load_thread);
}

static gboolean
take_file (MadoLayoutPage  *self,
           const char      *from,
           const char      *name,
           GError         **error)
{
  g_autofree char *forms = NULL;
  g_autofree char *to = NULL;
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = NULL;

  if (self->work == NULL && (self->work = g_dir_make_tmp ("mado-form-XXXXXX", error)) == NULL)
    return FALSE;
  forms = g_build_filename (self->work, "forms", NULL);
  g_mkdir_with_parents (forms, 0700);
  to = g_build_filename (forms, name, NULL);
  target = g_file_new_for_path (to);
  return g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, error);
}

void
mado_layout_page_set_background (MadoLayoutPage *self,
                                 GFile          *file,
                                 guint           page)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *name = NULL;
  g_autofree char *hash = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, 0, NULL, NULL);
  g_autoptr (GError) error = NULL;

  if (self->draft == NULL)
    return;
  if (path == NULL || info == NULL || g_file_info_get_size (info) > MADO_FORM_BACKGROUND_MAX_FILE)
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR,
                         _("This file cannot be used as a background: it must be a PDF of this computer with at most %u MiB."),
                         MADO_FORM_BACKGROUND_MAX_FILE / 1024 / 1024);
      return;
    }
  hash = mado_form_background_hash (path);
  /* Another paper has another name: an older edition keeps its own. */
  name = g_strdup_printf ("%s-%.8s.pdf", self->id, hash != NULL ? hash : "");
  if (hash == NULL || !take_file (self, path, name, &error))
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, _("The file “%s” cannot be read."), path);
      return;
    }
  mado_form_draft_set_background (self->draft, name, page, hash);
  mado_layout_page_touched (self);
}

void
mado_layout_page_turn_background (MadoLayoutPage *self)
{
  const MadoFormLayout *layout = self->text != NULL ? mado_form_text_get_layout (self->text) : NULL;
  g_autofree char *file = NULL;
  g_autofree char *hash = NULL;

  if (self->filling || self->draft == NULL || layout == NULL || layout->background == NULL)
    return;
  file = g_strdup (layout->background);
  hash = g_strdup (layout->background_hash);
  mado_form_draft_set_background (self->draft, file, (guint) gtk_spin_button_get_value_as_int (self->paper_page), hash);
  mado_layout_page_touched (self);
}

static void
chosen_cb (MadoLayoutPage  *self,
           int              response,
           GtkNativeDialog *dialog)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (file != NULL)
    mado_layout_page_set_background (self, file, 0);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

void
mado_layout_page_ask_background (MadoLayoutPage *self)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Background of the form"),
                                                              GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                                              GTK_FILE_CHOOSER_ACTION_OPEN, _("Open"), _("Cancel"));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_add_mime_type (filter, "application/pdf");
  gtk_file_filter_set_name (filter, _("PDF documents"));
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  g_signal_connect_swapped (dialog, "response", G_CALLBACK (chosen_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}
