/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/certificate/mado-certificate-page.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/certificate/mado-certificate-page-private.h"

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoCertificatePage, mado_certificate_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PAGE, mado_certificate_page_init_page))

/* --- what the bars say -------------------------------------------------------------- */

void
mado_certificate_page_update (MadoCertificatePage *self)
{
  guint n = self->reader != NULL ? mado_pdf_reader_get_n_pages (self->reader) : 0;
  g_autofree char *page = n > 0 ? g_strdup_printf ("%u", mado_pdf_view_get_page (self->view) + 1) : g_strdup ("");
  g_autofree char *count = n > 0 ? g_strdup_printf ("/ %u", n) : g_strdup ("");
  g_autofree char *percent = g_strdup_printf ("%.0f", mado_pdf_view_get_zoom (self->view) * 100);
  g_autofree char *name = self->file != NULL ? g_file_get_basename (self->file) : NULL;
  /* TRANSLATORS: name of a file, zoom in percent */
  g_autofree char *place = n > 0 ? g_strdup_printf (_("%s — %s%%"), name, percent) : g_strdup ("");

  if (!gtk_widget_has_focus (GTK_WIDGET (gtk_editable_get_delegate (self->page_entry))) &&
      g_strcmp0 (gtk_editable_get_text (self->page_entry), page) != 0)
    gtk_editable_set_text (self->page_entry, page);
  gtk_label_set_text (self->page_count, count);
  gtk_label_set_text (self->place, place);
  gtk_label_set_ellipsize (self->place, PANGO_ELLIPSIZE_MIDDLE);
  mado_certificate_page_update_side (self);
  mado_page_keys_changed (MADO_PAGE (self));
}

static void
moved_cb (MadoCertificatePage *self)
{
  if (self->present != NULL)
    mado_present_window_go (self->present, mado_pdf_view_get_page (self->view));
  mado_certificate_page_update (self);
}

static void
failed_cb (MadoPdfView         *view,
           guint                page,
           const char          *text,
           MadoCertificatePage *self)
{
  g_autofree char *number = g_strdup_printf ("%u", page + 1);

  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, _("Page %s: %s"), number, text);
}

static void
followed_cb (MadoPdfView         *view,
             MadoPdfTarget       *target,
             MadoCertificatePage *self)
{
  if (target->kind == MADO_PDF_ACTION_ADDRESS)
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, _("The link leads to %s. It is not opened from here."), target->address);
  else
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING,
                       _("This place of the document wants to start something or open another file. Nothing was done."));
}

/* --- opening -------------------------------------------------------------------------- */

static void
forget_document (MadoCertificatePage *self)
{
  g_cancellable_cancel (self->cancel);
  g_set_object (&self->cancel, NULL);
  self->cancel = g_cancellable_new ();
  mado_certificate_page_forget_hits (self);
  g_clear_pointer (&self->outline, g_array_unref);
  g_clear_pointer (&self->attachments, g_array_unref);
  g_clear_pointer (&self->signatures, g_array_unref);
  gtk_widget_set_visible (GTK_WIDGET (self->trust_button), FALSE);
  if (self->present != NULL)
    gtk_window_destroy (self->present);
  mado_pdf_view_set_reader (self->view, NULL);
  g_clear_object (&self->reader);
  gtk_scrolled_window_set_child (self->side_scroller, NULL);
}

static void
show_document (MadoCertificatePage *self,
               MadoPdfReader       *reader)
{
  const char *lacking = mado_render_guards_lacking (mado_pdf_reader_get_guards (reader));

  forget_document (self);
  self->reader = reader;
  gtk_widget_set_visible (self->password_bar, FALSE);
  gtk_editable_set_text (self->password, "");
  gtk_stack_set_visible_child_name (self->stack, "view");
  mado_pdf_view_set_reader (self->view, reader);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  if (lacking != NULL)
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, "%s", lacking);
  if (gtk_widget_get_visible (self->side))
    mado_certificate_page_show_side (self, mado_certificate_page_get_side (self));
  mado_certificate_page_ask_all (self);
  mado_certificate_page_update (self);
}

static void
ask_password (MadoCertificatePage *self,
              const char          *why)
{
  gtk_label_set_text (self->password_text, why);
  gtk_widget_set_visible (self->password_bar, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->password));
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (MadoCertificatePage) self = data;
  g_autoptr (GError) error = NULL;
  MadoPdfReader *reader = mado_pdf_reader_open_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->box == NULL)
    {
      g_clear_object (&reader);
      return;
    }
  mado_page_busy (MADO_PAGE (self), NULL);
  if (reader != NULL)
    show_document (self, reader);
  else if (g_error_matches (error, MADO_ERROR, MADO_ERROR_DENIED) && g_file_query_exists (self->file, NULL))
    ask_password (self, error->message);
  else
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", error->message);
}

static void
open_with (MadoCertificatePage *self,
           const char          *password)
{
  g_autofree char *path = g_file_get_path (self->file);

  if (path == NULL)
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, _("Only files of this computer can be opened."));
      return;
    }
  mado_page_busy (MADO_PAGE (self), _("The document is being opened"));
  mado_pdf_reader_open_async (path, password, self->cancel, opened_cb, g_object_ref (self));
}

void
mado_certificate_page_open (MadoCertificatePage *self,
                            GFile               *file)
{
  g_return_if_fail (MADO_IS_CERTIFICATE_PAGE (self));

  g_set_object (&self->file, file);
  gtk_widget_set_visible (self->password_bar, FALSE);
  open_with (self, NULL);
}

void
mado_certificate_page_try_password (MadoCertificatePage *self)
{
  open_with (self, gtk_editable_get_text (self->password));
}

static void
chosen_cb (MadoCertificatePage *self,
           int                  response,
           GtkNativeDialog     *dialog)
{
  g_autoptr (GListModel) files = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_files (GTK_FILE_CHOOSER (dialog)) : NULL;
  g_autoslist (GFile) list = NULL;

  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
    list = g_slist_append (list, g_list_model_get_item (files, i));
  mado_certificate_page_take_files (self, list);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

void
mado_certificate_page_ask_file (MadoCertificatePage *self)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Open a document"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                                              GTK_FILE_CHOOSER_ACTION_OPEN, _("Open"), _("Cancel"));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_add_mime_type (filter, "application/pdf");
  gtk_file_filter_set_name (filter, _("PDF documents"));
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  gtk_file_chooser_set_select_multiple (GTK_FILE_CHOOSER (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static gboolean
drop_cb (GtkDropTarget       *target,
         const GValue        *value,
         double               x,
         double               y,
         MadoCertificatePage *self)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));

  mado_certificate_page_take_files (self, files);
  return TRUE;
}

gboolean
mado_certificate_page_is_settled (MadoCertificatePage *self)
{
  return self->reader != NULL && mado_pdf_view_is_settled (self->view);
}

/* --- object ------------------------------------------------------------------------------ */

static void
side_chosen_cb (MadoCertificatePage *self)
{
  if (gtk_widget_get_visible (self->side))
    mado_certificate_page_show_side (self, gtk_drop_down_get_selected (self->side_choice));
}

static void
trust_clicked_cb (MadoCertificatePage *self)
{
  mado_certificate_page_show_side (self, MADO_SIDE_SIGNATURES);
}

static void
search_changed_cb (MadoCertificatePage *self)
{
  if (*gtk_editable_get_text (self->search) == 0)
    mado_certificate_page_forget_hits (self);
}

static void
mado_certificate_page_dispose (GObject *object)
{
  MadoCertificatePage *self = MADO_CERTIFICATE_PAGE (object);

  if (self->box != NULL)
    forget_document (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->receipts, g_ptr_array_unref);
  g_clear_pointer (&self->batch, mado_print_batch_free);
  g_cancellable_cancel (self->print_cancel);
  g_clear_object (&self->print_cancel);
  g_clear_object (&self->context);
  g_clear_object (&self->file);
  g_clear_object (&self->cancel);
  G_OBJECT_CLASS (mado_certificate_page_parent_class)->dispose (object);
}

static void
mado_certificate_page_finalize (GObject *object)
{
  MadoCertificatePage *self = MADO_CERTIFICATE_PAGE (object);

  g_free (self->title);
  g_strfreev (self->batch_paths);
  G_OBJECT_CLASS (mado_certificate_page_parent_class)->finalize (object);
}

static void
mado_certificate_page_class_init (MadoCertificatePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_certificate_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_certificate_page_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "certificate");
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/madoguchi/Madoguchi/mado-certificate-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MadoCertificatePage, box);
  gtk_widget_class_bind_template_child (widget_class, MadoCertificatePage, open_button);
  gtk_widget_class_bind_template_child (widget_class, MadoCertificatePage, trust_button);
  gtk_widget_class_bind_template_child (widget_class, MadoCertificatePage, place);
  gtk_widget_class_bind_template_child (widget_class, MadoCertificatePage, page_entry);
  gtk_widget_class_bind_template_child (widget_class, MadoCertificatePage, page_count);
  gtk_widget_class_bind_template_child (widget_class, MadoCertificatePage, search);
  gtk_widget_class_bind_template_child (widget_class, MadoCertificatePage, hit_count);
  gtk_widget_class_bind_template_child (widget_class, MadoCertificatePage, password_bar);
  gtk_widget_class_bind_template_child (widget_class, MadoCertificatePage, password_text);
  gtk_widget_class_bind_template_child (widget_class, MadoCertificatePage, password);
  gtk_widget_class_bind_template_child (widget_class, MadoCertificatePage, side);
  gtk_widget_class_bind_template_child (widget_class, MadoCertificatePage, side_choice);
  gtk_widget_class_bind_template_child (widget_class, MadoCertificatePage, side_scroller);
  gtk_widget_class_bind_template_child (widget_class, MadoCertificatePage, stack);
  gtk_widget_class_bind_template_child (widget_class, MadoCertificatePage, scroller);
}

static void
mado_certificate_page_init (MadoCertificatePage *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancel = g_cancellable_new ();
  self->hit = -1;
  self->view = mado_pdf_view_new ();
  gtk_scrolled_window_set_child (self->scroller, GTK_WIDGET (self->view));
  g_signal_connect_swapped (self->view, "moved", G_CALLBACK (moved_cb), self);
  g_signal_connect_swapped (self->view, "selected", G_CALLBACK (mado_page_keys_changed), self);
  g_signal_connect (self->view, "failed", G_CALLBACK (failed_cb), self);
  g_signal_connect (self->view, "followed", G_CALLBACK (followed_cb), self);
  g_signal_connect_swapped (self->open_button, "clicked", G_CALLBACK (mado_certificate_page_ask_file), self);
  g_signal_connect_swapped (self->trust_button, "clicked", G_CALLBACK (trust_clicked_cb), self);
  g_signal_connect_swapped (self->side_choice, "notify::selected", G_CALLBACK (side_chosen_cb), self);
  g_signal_connect_swapped (self->search, "changed", G_CALLBACK (search_changed_cb), self);
  g_signal_connect (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

MadoCertificatePage *
mado_certificate_page_new (MadoContext *context)
{
  MadoCertificatePage *self = g_object_new (MADO_TYPE_CERTIFICATE_PAGE, NULL);

  self->context = g_object_ref (context);
  mado_pdf_reader_prepare ();
  return self;
}
