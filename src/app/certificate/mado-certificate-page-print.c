/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "app/certificate/mado-certificate-page-private.h"

/* The document in front, and the list of those that are printed together. */

static void
begin (MadoCertificatePage *self)
{
  self->printing = TRUE;
  g_clear_object (&self->print_cancel);
  self->print_cancel = g_cancellable_new ();
  mado_page_busy (MADO_PAGE (self), _("The document is being printed"));
  mado_page_keys_changed (MADO_PAGE (self));
}

static void
printing_cb (guint       number,
             guint       count,
             const char *path,
             gpointer    data)
{
  MadoCertificatePage *self = data;
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *place = g_strdup_printf ("%u / %u", number, count);
  /* TRANSLATORS: "3 / 120", name of a file */
  g_autofree char *text = g_strdup_printf (_("Sheet %s is being drawn: %s (Esc calls it off)"), place, name);

  if (self->box != NULL)
    mado_page_busy (MADO_PAGE (self), text);
}

/* FALSE: there is nothing more to say. */
static gboolean
tell_end (MadoCertificatePage *self,
          const GError        *error)
{
  self->printing = FALSE;
  if (self->box == NULL)
    return FALSE;
  mado_page_busy (MADO_PAGE (self), NULL);
  mado_page_keys_changed (MADO_PAGE (self));
  if (error != NULL && g_error_matches (error, MADO_ERROR, MADO_ERROR_CANCELLED))
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, "%s", error->message);
  else if (error != NULL)
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, _("The document was not printed: %s"), error->message);
  return error == NULL;
}

static void
print_job (MadoCertificatePage *self,
           MadoPdfPrintJob     *job,
           MadoPdfPrinted       printed)
{
  g_autofree char *settings = g_build_filename (mado_context_get_profile (self->context), "print-document.ini", NULL);
  g_autoptr (MadoPrintSetup) setup = mado_print_setup_get (mado_context_get_preferences (self->context), MADO_PRINT_DOCUMENT);

  job->settings = settings;
  job->setup = setup;
  begin (self);
  mado_pdf_print (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), job, self->print_cancel, printing_cb, printed,
                  g_object_ref (self));
}

/* --- one ------------------------------------------------------------------------------ */

static void
printed_cb (char         **failures,
            const GError  *error,
            gpointer       data)
{
  g_autoptr (MadoCertificatePage) self = data;

  if (!tell_end (self, error))
    return;
  if (failures[0] != NULL)
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, _("Printed, but not whole. %s"), failures[0]);
  else
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, _("The document was sent to the printer."));
}

void
mado_certificate_page_print (MadoCertificatePage *self,
                             const char          *export_to)
{
  g_autofree char *name = g_file_get_basename (self->file);
  MadoPdfPrintJob job = { .title = name, .reader = self->reader, .export_to = export_to };

  print_job (self, &job, printed_cb);
}

/* --- many ------------------------------------------------------------------------------- */

static MadoPrintBatch *
batch_of (MadoCertificatePage *self)
{
  if (self->batch == NULL)
    self->batch = mado_print_batch_new (mado_context_get_profile (self->context), mado_context_get_device_key (self->context),
                                        mado_context_get_random (self->context));
  return self->batch;
}

gboolean
mado_certificate_page_has_batch (MadoCertificatePage *self)
{
  return mado_print_batch_get_n (batch_of (self)) > 0;
}

GtkStringList *
mado_certificate_page_list_batch (MadoCertificatePage *self)
{
  GtkStringList *model = gtk_string_list_new (NULL);

  for (guint i = 0; i < mado_print_batch_get_n (batch_of (self)); i++)
    {
      const MadoPrintItem *item = mado_print_batch_get (self->batch, i);
      g_autofree char *name = g_filename_display_basename (item->path);
      g_autofree char *line = item->failed != NULL ? g_strdup_printf ("✗ %s — %s", name, item->failed) : g_strdup_printf ("○ %s", name);

      gtk_string_list_append (model, line);
    }
  return model;
}

static void
show_batch (MadoCertificatePage *self,
            const GError        *error)
{
  if (error != NULL)
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", error->message);
  if (gtk_widget_get_visible (self->side) && mado_certificate_page_get_side (self) == MADO_SIDE_BATCH)
    mado_certificate_page_show_side (self, MADO_SIDE_BATCH);
  mado_page_keys_changed (MADO_PAGE (self));
}

void
mado_certificate_page_add_to_batch (MadoCertificatePage *self,
                                    GFile               *file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *count = NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, _("Only files of this computer can be opened."));
      return;
    }
  if (mado_print_batch_add (batch_of (self), path, &error))
    {
      count = g_strdup_printf ("%u", mado_print_batch_get_n (self->batch));
      /* TRANSLATORS: name of a file, a number */
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, _("%s is on the list of documents to print (%s). F6 shows the list."), name, count);
    }
  show_batch (self, error);
}

/* Several were dropped or chosen at once. */
void
mado_certificate_page_take_files (MadoCertificatePage *self,
                                  GSList              *files)
{
  if (files != NULL && files->next == NULL)
    {
      mado_certificate_page_open (self, files->data);
      return;
    }
  for (GSList *l = files; l != NULL; l = l->next)
    mado_certificate_page_add_to_batch (self, l->data);
  if (files != NULL)
    mado_certificate_page_show_side (self, MADO_SIDE_BATCH);
}

void
mado_certificate_page_drop_from_batch (MadoCertificatePage *self)
{
  GtkWidget *list = gtk_scrolled_window_get_child (self->side_scroller);
  g_autoptr (GError) error = NULL;

  if (!GTK_IS_LIST_VIEW (list))
    return;
  mado_print_batch_remove (batch_of (self), gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (list)))), &error);
  show_batch (self, error);
}

static char **
dup_paths (MadoCertificatePage *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < mado_print_batch_get_n (batch_of (self)); i++)
    g_strv_builder_add (builder, mado_print_batch_get (self->batch, i)->path);
  return g_strv_builder_end (builder);
}

/* The list as it was when the job began. */
static void
batch_printed_cb (char         **failures,
                  const GError  *error,
                  gpointer       data)
{
  g_autoptr (MadoCertificatePage) self = data;
  g_auto (GStrv) paths = g_steal_pointer (&self->batch_paths);
  g_autoptr (GError) fault = NULL;
  guint n = g_strv_length (paths), n_failed = 0;

  if (error == NULL && self->batch != NULL)
    mado_print_batch_settle (self->batch, (const char * const *) paths, failures, &fault);
  for (guint i = 0; i < n; i++)
    n_failed += failures[i] != NULL;
  if (!tell_end (self, error))
    return;
  if (n_failed > 0)
    {
      g_autofree char *bad = g_strdup_printf ("%u", n_failed), *all = g_strdup_printf ("%u", n);

      /* TRANSLATORS: numbers of documents: those that failed, all */
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, _("%s of %s documents were not printed whole. They stay on the list with the reason."), bad, all);
    }
  else
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, _("All documents of the list were sent to the printer."));
  show_batch (self, fault);
}

void
mado_certificate_page_print_batch (MadoCertificatePage *self,
                                   const char          *export_to)
{
  g_autofree char *title = NULL;
  g_autofree char *count = g_strdup_printf ("%u", mado_print_batch_get_n (batch_of (self)));
  MadoPdfPrintJob job = { .export_to = export_to };

  g_strfreev (self->batch_paths);
  self->batch_paths = dup_paths (self);
  /* TRANSLATORS: name of a print job; a number */
  job.title = title = g_strdup_printf (_("%s documents"), count);
  job.paths = (const char * const *) self->batch_paths;
  print_job (self, &job, batch_printed_cb);
}
