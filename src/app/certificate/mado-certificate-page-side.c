/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/certificate/mado-certificate-page-private.h"
#include "app/certificate/mado-pdf-view-private.h"
#include "app/certificate/mado-thumbnails.h"
#include "core/base/mado-date.h"

/* The side panel: one list or text at a time, made when it is shown. */

MadoSide
mado_certificate_page_get_side (MadoCertificatePage *self)
{
  return MIN (gtk_drop_down_get_selected (self->side_choice), MADO_N_SIDES - 1);
}

/* --- lists ------------------------------------------------------------------------------ */

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem              *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem              *item)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (GTK_STRING_OBJECT (gtk_list_item_get_item (item))));
}

static GtkWidget *
make_list (MadoCertificatePage *self,
           GtkStringList       *model,
           const char          *name,
           void               (*activated) (GtkListView *view, guint position, MadoCertificatePage *self))
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *view;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  view = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (model))), factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (view), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect (view, "activate", G_CALLBACK (activated), self);
  return view;
}

static GtkWidget *
make_text (const char *text,
           const char *name)
{
  GtkWidget *view = gtk_text_view_new ();

  gtk_text_view_set_editable (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 8);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (view), 8);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 8);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return view;
}

/* --- each kind ---------------------------------------------------------------------------- */

static void
page_chosen (gpointer data,
             guint    page)
{
  mado_pdf_view_go (((MadoCertificatePage *) data)->view, page);
}

static void
outline_activated (GtkListView         *view,
                   guint                position,
                   MadoCertificatePage *self)
{
  const MadoPdfEntry *entry = &g_array_index (self->outline, MadoPdfEntry, position);

  if (entry->target.kind == MADO_PDF_ACTION_PAGE)
    mado_pdf_view_go (self->view, entry->target.page);
  else if (entry->target.kind != MADO_PDF_ACTION_NONE)
    g_signal_emit_by_name (self->view, "followed", &entry->target);
}

static GtkWidget *
make_outline (MadoCertificatePage *self)
{
  GtkStringList *model = gtk_string_list_new (NULL);

  for (guint i = 0; self->outline != NULL && i < self->outline->len; i++)
    {
      const MadoPdfEntry *entry = &g_array_index (self->outline, MadoPdfEntry, i);
      g_autofree char *indent = g_strnfill (2 * MIN (entry->depth, 8), ' ');
      g_autofree char *text = g_strconcat (indent, entry->title, NULL);

      gtk_string_list_append (model, text);
    }
  return make_list (self, model, _("Table of contents"), outline_activated);
}

static void
hit_activated (GtkListView         *view,
               guint                position,
               MadoCertificatePage *self)
{
  mado_certificate_page_go_hit (self, position);
}

static GtkWidget *
make_hits (MadoCertificatePage *self)
{
  GtkStringList *model = gtk_string_list_new (NULL);

  for (guint i = 0; self->hits != NULL && i < self->hits->len; i++)
    {
      const MadoPdfHit *hit = &g_array_index (self->hits, MadoPdfHit, i);
      g_autofree char *text = g_strdup_printf ("%u: %s", hit->page + 1, hit->line);

      gtk_string_list_append (model, text);
    }
  return make_list (self, model, _("Hits"), hit_activated);
}

static char *
text_of_page (MadoCertificatePage *self)
{
  guint page = mado_pdf_view_get_page (self->view);
  MadoPdfPageInfo *info = mado_pdf_view_get_info (self->view, page);
  GString *text = g_string_new (info != NULL && info->text != NULL ? info->text->text : "");

  for (guint i = 0; info != NULL && info->fields != NULL && i < info->fields->len; i++)
    {
      const MadoPdfField *field = &g_array_index (info->fields, MadoPdfField, i);

      g_string_append_printf (text, "\n%s: %s", field->name, field->value);
    }
  if (info != NULL && text->len == 0)
    g_string_append (text, _("There is no text on this page. It may be a picture."));
  return g_string_free (text, FALSE);
}

static void
append_signature (GString                *text,
                  const MadoPdfSignature *signature,
                  gint64                  now)
{
  g_auto (GStrv) words = mado_trust_words (signature, now);

  for (guint i = 0; words[i] != NULL; i++)
    g_string_append_printf (text, "%s%s\n", i == 0 ? "\n" : "・", words[i]);
}

static char *
text_of_signatures (MadoCertificatePage *self)
{
  gint64 now = mado_clock_wall_ms (mado_context_get_clock (self->context)) / 1000;
  GString *text = g_string_new (NULL);

  if (self->signatures == NULL)
    return g_string_free (g_string_append (text, _("The signatures are being checked.")), FALSE);
  g_string_append_printf (text, "%s\n", mado_trust_heading (mado_trust_of_all (self->signatures)));
  for (guint i = 0; i < self->signatures->len; i++)
    append_signature (text, &g_array_index (self->signatures, MadoPdfSignature, i), now);
  return g_string_free (text, FALSE);
}

typedef struct
{
  MadoCertificatePage *page; /* owned */
  GFile               *to;   /* owned */
} Saving;

static void
saved_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  Saving *saving = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = mado_pdf_reader_ask_finish (MADO_PDF_READER (source), result, &error);
  g_autofree char *path = g_file_get_path (saving->to);

  if (bytes != NULL &&
      g_file_set_contents_full (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    mado_page_message (MADO_PAGE (saving->page), MADO_MESSAGE_INFO, _("The attachment was saved as %s. Open it only if you trust it."), path);
  else
    mado_page_message (MADO_PAGE (saving->page), MADO_MESSAGE_ERROR, "%s", error->message);
  g_object_unref (saving->page);
  g_object_unref (saving->to);
  g_free (saving);
}

static gpointer
ask_attachment (MadoPdfFile  *file,
                gpointer      data,
                GError      **error)
{
  return mado_pdf_file_get_attachment (file, GPOINTER_TO_UINT (data), error);
}

static void
save_chosen_cb (GtkNativeDialog     *dialog,
                int                  response,
                MadoCertificatePage *self)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  gpointer index = g_object_get_data (G_OBJECT (dialog), "index");

  if (file != NULL && self->reader != NULL)
    {
      Saving *saving = g_new0 (Saving, 1);

      saving->page = g_object_ref (self);
      saving->to = g_steal_pointer (&file);
      mado_pdf_reader_ask_async (self->reader, MADO_PDF_SOON, ask_attachment, index, NULL, (GDestroyNotify) g_bytes_unref,
                                 self->cancel, saved_cb, saving);
    }
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
attachment_activated (GtkListView         *view,
                      guint                position,
                      MadoCertificatePage *self)
{
  const MadoPdfAttachment *attachment = &g_array_index (self->attachments, MadoPdfAttachment, position);
  g_autofree char *name = g_path_get_basename (attachment->name);
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Save the attachment"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                                              GTK_FILE_CHOOSER_ACTION_SAVE, _("Save"), _("Cancel"));

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), name);
  g_object_set_data (G_OBJECT (dialog), "index", GUINT_TO_POINTER (position));
  g_signal_connect_object (dialog, "response", G_CALLBACK (save_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static GtkWidget *
make_attachments (MadoCertificatePage *self)
{
  GtkStringList *model = gtk_string_list_new (NULL);

  for (guint i = 0; self->attachments != NULL && i < self->attachments->len; i++)
    {
      const MadoPdfAttachment *attachment = &g_array_index (self->attachments, MadoPdfAttachment, i);
      g_autofree char *size = g_format_size (MAX (0, attachment->size));
      g_autofree char *text = g_strdup_printf ("%s (%s) %s", attachment->name, size, attachment->description);

      gtk_string_list_append (model, text);
    }
  return make_list (self, model, _("Attachments"), attachment_activated);
}

/* --- properties ------------------------------------------------------------------------------ */

static void
append_property (GString    *text,
                 const char *name,
                 const char *value)
{
  if (*value != 0)
    g_string_append_printf (text, "%s\n%s\n\n", name, value);
}

static void
append_day (GString    *text,
            const char *name,
            gint64      seconds)
{
  MadoDate day = mado_date_from_ms (seconds * 1000);
  g_autofree char *value = seconds > 0 ? mado_date_to_iso (&day) : g_strdup ("");

  append_property (text, name, value);
}

static gpointer
ask_properties (MadoPdfFile  *file,
                gpointer      data,
                GError      **error)
{
  return mado_pdf_file_get_properties (file, error);
}

static void
append_fonts (GString *text,
              GArray  *fonts)
{
  g_string_append_printf (text, "%s\n", _("Fonts"));
  for (guint i = 0; i < fonts->len; i++)
    {
      const MadoPdfFont *font = &g_array_index (fonts, MadoPdfFont, i);

      g_string_append_printf (text, "・%s%s\n", *font->name != 0 ? font->name : "?", font->embedded ? "" : _(" (not in the document)"));
    }
}

static void
properties_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (MadoCertificatePage) self = data;
  g_autoptr (MadoPdfProperties) p = mado_pdf_reader_ask_finish (MADO_PDF_READER (source), result, NULL);
  g_autoptr (GString) text = g_string_new (NULL);

  if (p == NULL || self->reader != MADO_PDF_READER (source) || mado_certificate_page_get_side (self) != MADO_SIDE_PROPERTIES)
    return;
  append_property (text, _("Document title"), p->title);
  append_property (text, _("Author"), p->author);
  append_property (text, _("Subject"), p->subject);
  append_property (text, _("Keywords"), p->keywords);
  append_property (text, _("Made with"), p->creator);
  append_property (text, _("PDF made by"), p->producer);
  append_property (text, _("Version"), p->version);
  append_property (text, _("Kind"), p->kind);
  append_day (text, _("Made on"), p->created);
  append_day (text, _("Changed on"), p->changed);
  if (!p->may_print || !p->may_copy)
    append_property (text, _("The author does not allow"), !p->may_print && !p->may_copy ? _("printing and copying")
                                                           : !p->may_print ? _("printing") : _("copying"));
  append_fonts (text, p->fonts);
  gtk_scrolled_window_set_child (self->side_scroller, make_text (text->str, _("Properties")));
}

static void
show_properties (MadoCertificatePage *self)
{
  gtk_scrolled_window_set_child (self->side_scroller, NULL);
  mado_pdf_reader_ask_async (self->reader, MADO_PDF_SOON, ask_properties, NULL, NULL, (GDestroyNotify) mado_pdf_properties_free,
                             self->cancel, properties_cb, g_object_ref (self));
}

/* --- showing ---------------------------------------------------------------------------------- */

static void
receipt_activated (GtkListView         *view,
                   guint                position,
                   MadoCertificatePage *self)
{
  mado_certificate_page_print_receipt (self, position, FALSE);
}

void
mado_certificate_page_show_receipts (MadoCertificatePage *self,
                                     GtkStringList       *model)
{
  GtkWidget *list = make_list (self, model, _("Receipts not printed"), receipt_activated);

  /* One press must not print. */
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (list), FALSE);
  gtk_scrolled_window_set_child (self->side_scroller, list);
}

/* One is looked at before it is printed with the others. */
static void
batch_activated (GtkListView         *view,
                 guint                position,
                 MadoCertificatePage *self)
{
  const MadoPrintItem *item = mado_print_batch_get (self->batch, position);
  g_autoptr (GFile) file = item != NULL ? g_file_new_for_path (item->path) : NULL;

  if (file != NULL)
    mado_certificate_page_open (self, file);
}

static void
show_batch (MadoCertificatePage *self)
{
  GtkWidget *list = make_list (self, mado_certificate_page_list_batch (self), _("Documents to print"), batch_activated);

  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (list), FALSE);
  gtk_scrolled_window_set_child (self->side_scroller, list);
}

static void
show_text (MadoCertificatePage *self,
           char                *text,
           const char          *name)
{
  gtk_scrolled_window_set_child (self->side_scroller, make_text (text, name));
  g_free (text);
}

void
mado_certificate_page_show_side (MadoCertificatePage *self,
                                 MadoSide             side)
{
  gtk_widget_set_visible (self->side, TRUE);
  if (gtk_drop_down_get_selected (self->side_choice) != side)
    {
      gtk_drop_down_set_selected (self->side_choice, side); /* comes back here */
      return;
    }
  gtk_scrolled_window_set_child (self->side_scroller, NULL);
  if (side == MADO_SIDE_RECEIPTS)
    mado_certificate_page_list_receipts (self);
  if (side == MADO_SIDE_BATCH)
    show_batch (self);
  if (self->reader == NULL || side == MADO_SIDE_RECEIPTS || side == MADO_SIDE_BATCH)
    return;
  switch (side)
    {
    case MADO_SIDE_PAGES:
      gtk_scrolled_window_set_child (self->side_scroller, mado_thumbnails_new (self->reader, page_chosen, self));
      break;
    case MADO_SIDE_OUTLINE:
      gtk_scrolled_window_set_child (self->side_scroller, make_outline (self));
      break;
    case MADO_SIDE_HITS:
      gtk_scrolled_window_set_child (self->side_scroller, make_hits (self));
      break;
    case MADO_SIDE_TEXT:
      show_text (self, text_of_page (self), _("Text of the page"));
      break;
    case MADO_SIDE_SIGNATURES:
      show_text (self, text_of_signatures (self), _("Signatures"));
      break;
    case MADO_SIDE_ATTACHMENTS:
      gtk_scrolled_window_set_child (self->side_scroller, make_attachments (self));
      break;
    default:
      show_properties (self);
      break;
    }
}

/* What follows the page in front. */
void
mado_certificate_page_update_side (MadoCertificatePage *self)
{
  GtkWidget *child = gtk_scrolled_window_get_child (self->side_scroller);

  if (self->reader == NULL || child == NULL || !gtk_widget_get_visible (self->side))
    return;
  if (mado_certificate_page_get_side (self) == MADO_SIDE_PAGES)
    mado_thumbnails_show (child, mado_pdf_view_get_page (self->view));
  else if (mado_certificate_page_get_side (self) == MADO_SIDE_TEXT && GTK_IS_TEXT_VIEW (child))
    {
      g_autofree char *text = text_of_page (self);

      gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (child)), text, -1);
    }
}
