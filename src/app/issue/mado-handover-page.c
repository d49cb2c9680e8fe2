/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/issue/mado-handover-page.h"

#include <glib/gi18n.h>

#include "app/certificate/mado-pdf-view.h"
#include "app/counter/mado-counter-sign.h"
#include "app/issue/mado-handover-lines.h"
#include "core/form/mado-issued.h"
#include "core/model/mado-case-path.h"
#include "core/procedure/mado-pack-handover.h"

struct _MadoHandoverPage
{
  GtkWidget            parent_instance;

  GtkWidget           *box;
  GtkLabel            *about;    /* whether it could be compared */
  GtkListBox          *list;
  GtkEditable         *to;
  GtkScrolledWindow   *scroller;
  GtkWidget           *empty;
  MadoPdfView         *view;     /* in the scroller */

  MadoCounter         *counter;
  const MadoProcedure *procedure; /* of the pack */
  GPtrArray           *lines;     /* MadoHandoverLine*, as in the list */
  MadoPdfReader       *reader;    /* nullable */
  GCancellable        *cancel;
  gboolean             busy;
  char                *title;
};

static void page_iface_init (MadoPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoHandoverPage, mado_handover_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PAGE, page_iface_init))

/* --- what is compared -------------------------------------------------------------- */

const MadoProcedure *
mado_handover_find_procedure (MadoCounter *counter)
{
  const char *const *ids = mado_counter_list_procedures (counter);
  MadoPack *pack = mado_counter_get_pack (counter);

  for (guint i = 0; ids[i] != NULL; i++)
    if (mado_counter_is_mine (counter, ids[i]) && mado_proc_state_is_accepted (mado_counter_get_state (counter, ids[i]))
        && mado_pack_get_handover (pack, ids[i]) != NULL)
      return mado_pack_get_procedure (pack, ids[i]);
  return NULL;
}

static char **
list_subjects (MadoHandoverPage *self)
{
  return mado_form_role_persons (mado_counter_get_pack (self->counter), mado_counter_get_reader (self->counter), self->procedure,
                                 "subject");
}

static void
add_person (MadoHandoverPage *self,
            const char       *eid)
{
  g_autofree char *name = mado_counter_person_name (self->counter, eid);
  g_autofree char *path = mado_case_path_person (eid, "birth_date");
  MadoHandoverLine *line = mado_handover_line_new (MADO_HANDOVER_VALUE, C_("certificate", "Name"), name);
  MadoDate birth;

  line->find = g_strdup (name);
  g_ptr_array_add (self->lines, line);
  if (mado_date_parse_iso (mado_counter_get_text (self->counter, path), &birth))
    {
      g_autofree char *day = mado_date_to_wareki (&birth);

      line = mado_handover_line_new (MADO_HANDOVER_VALUE, C_("certificate", "Birth date"), day);
      line->find = g_strdup (day);
      g_ptr_array_add (self->lines, line);
    }
}

static MadoHandoverKind
kind_of (const MadoHandoverField *field,
         const char              *value)
{
  if (field->words == NULL || field->words[0] == NULL)
    return MADO_HANDOVER_EYE;
  if (field->field->type == MADO_FIELD_YES_NO)
    return MADO_HANDOVER_SHOWN;
  return field->alone != NULL && g_str_equal (field->alone, value) ? MADO_HANDOVER_PERSONS : MADO_HANDOVER_EYE;
}

static void
add_field (MadoHandoverPage        *self,
           const MadoHandoverField *field,
           guint                    n_persons)
{
  g_autofree char *path = mado_case_path_proc_field (self->procedure->id, field->field->id);
  g_autofree char *shown = mado_counter_display (self->counter, path);
  GVariant *value = mado_counter_get (self->counter, path);
  MadoHandoverLine *line = mado_handover_line_new (kind_of (field, mado_counter_get_text (self->counter, path)),
                                                   mado_text_get (field->field->label, NULL), shown != NULL ? shown : "");

  line->words = g_strdupv ((char **) field->words);
  line->wanted = value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (value);
  line->count = n_persons;
  g_ptr_array_add (self->lines, line);
}

static void
make_lines (MadoHandoverPage *self)
{
  const MadoHandoverRule *rule = mado_pack_get_handover (mado_counter_get_pack (self->counter), self->procedure->id);
  g_auto (GStrv) subjects = list_subjects (self);

  for (guint i = 0; subjects[i] != NULL; i++)
    add_person (self, subjects[i]);
  for (guint i = 0; rule != NULL && i < rule->n_fields; i++)
    add_field (self, &rule->fields[i], g_strv_length (subjects));
}

/* --- the list --------------------------------------------------------------------------- */

static GtkWidget *
text_new (const char *text,
          const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
show_line (MadoHandoverPage *self,
           guint             at)
{
  MadoHandoverLine *line = self->lines->pdata[at];
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int) at);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  g_autofree char *head = g_strdup_printf ("%s  %s　%s", line->ticked ? "☑" : "☐", line->label, line->value);
  g_autofree char *spoken = g_strjoin (" ", line->ticked ? C_("certificate", "Compared") : C_("certificate", "Not compared yet"),
                                       line->label, line->value, line->told, NULL);

  gtk_box_append (GTK_BOX (box), text_new (head, "handover-line"));
  if (line->told != NULL)
    gtk_box_append (GTK_BOX (box), text_new (line->told, "fault"));
  gtk_list_box_row_set_child (row, box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
show_lines (MadoHandoverPage *self)
{
  for (guint i = 0; i < self->lines->len; i++)
    show_line (self, i);
  mado_page_keys_changed (MADO_PAGE (self));
}

static guint
count_open (MadoHandoverPage *self)
{
  guint n = 0;

  for (guint i = 0; i < self->lines->len; i++)
    n += !((MadoHandoverLine *) self->lines->pdata[i])->ticked;
  return n;
}

/* The next line, or the field that says to whom. */
static void
tick (MadoHandoverPage *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list), *next;
  int at = row != NULL ? gtk_list_box_row_get_index (row) : -1;
  MadoHandoverLine *line = at >= 0 ? self->lines->pdata[at] : NULL;

  if (line == NULL)
    return;
  line->ticked = !line->ticked;
  show_line (self, (guint) at);
  next = line->ticked ? gtk_list_box_get_row_at_index (self->list, at + 1) : row;
  if (next != NULL)
    {
      gtk_list_box_select_row (self->list, next);
      gtk_widget_grab_focus (GTK_WIDGET (next));
    }
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->to));
  mado_page_keys_changed (MADO_PAGE (self));
}

/* --- the certificate ------------------------------------------------------------------------- */

static gpointer
ask_text (MadoPdfFile  *file,
          gpointer      data,
          GError      **error)
{
  GString *all = g_string_new (NULL);
  guint n = MIN (mado_pdf_file_get_n_pages (file), 50);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MadoPdfText) text = mado_pdf_file_get_text (file, i, NULL);

      if (text != NULL)
        g_string_append_printf (all, "%s\n", text->text);
    }
  return g_string_free (all, FALSE);
}

static void
compared_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (MadoHandoverPage) self = data;
  g_autofree char *text = mado_pdf_reader_ask_finish (MADO_PDF_READER (source), result, NULL);
  guint told = 0;

  if (self->box == NULL || self->reader != MADO_PDF_READER (source))
    return;
  mado_page_busy (MADO_PAGE (self), NULL);
  if (!mado_handover_compare (self->lines, text))
    gtk_label_set_text (self->about, _("This document has no text, only a picture: nothing could be compared. Compare every line with your eyes."));
  else
    {
      for (guint i = 0; i < self->lines->len; i++)
        told += ((MadoHandoverLine *) self->lines->pdata[i])->told != NULL;
      gtk_label_set_text (self->about, told > 0 ? _("Something differs: see the red lines.")
                                                : _("Nothing that differs was found in the text. That is no proof: compare every line with your eyes."));
    }
  show_lines (self);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (MadoHandoverPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoPdfReader) reader = mado_pdf_reader_open_finish (result, &error);

  if (self->box == NULL)
    return;
  if (reader == NULL)
    {
      mado_page_busy (MADO_PAGE (self), NULL);
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", error->message);
      return;
    }
  mado_pdf_view_set_reader (self->view, reader);
  g_set_object (&self->reader, reader);
  gtk_widget_set_visible (self->empty, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->scroller), TRUE);
  mado_pdf_reader_ask_async (reader, MADO_PDF_SOON, ask_text, NULL, NULL, g_free, self->cancel, compared_cb, g_object_ref (self));
}

/* Another document: what was ticked was ticked for the one before. */
void
mado_handover_page_open (MadoHandoverPage *self,
                         GFile            *file)
{
  g_autofree char *path = g_file_get_path (file);

  g_return_if_fail (MADO_IS_HANDOVER_PAGE (self));

  if (path == NULL)
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, _("Only files of this computer can be opened."));
      return;
    }
  g_cancellable_cancel (self->cancel);
  g_object_unref (self->cancel);
  self->cancel = g_cancellable_new ();
  for (guint i = 0; i < self->lines->len; i++)
    ((MadoHandoverLine *) self->lines->pdata[i])->ticked = FALSE;
  mado_handover_compare (self->lines, NULL);
  show_lines (self);
  mado_page_busy (MADO_PAGE (self), _("The document is being opened"));
  mado_pdf_reader_open_async (path, NULL, self->cancel, opened_cb, g_object_ref (self));
}

static void
chosen_cb (MadoHandoverPage *self,
           int               response,
           GtkNativeDialog  *dialog)
{
  g_autoptr (GFile) file = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;

  if (file != NULL)
    mado_handover_page_open (self, file);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
ask_file (MadoHandoverPage *self)
{
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (_("Open a document"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                                              GTK_FILE_CHOOSER_ACTION_OPEN, _("Open"), _("Cancel"));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_add_mime_type (filter, "application/pdf");
  gtk_file_filter_set_name (filter, _("PDF documents"));
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  g_signal_connect_object (dialog, "response", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static gboolean
drop_cb (GtkDropTarget    *target,
         const GValue     *value,
         double            x,
         double            y,
         MadoHandoverPage *self)
{
  GFile *file = g_value_get_object (value);

  if (file != NULL)
    mado_handover_page_open (self, file);
  return file != NULL;
}

/* --- writing it down ------------------------------------------------------------------------------ */

static void
go_back (MadoHandoverPage *self)
{
  MadoId record = *mado_counter_get_record_id (self->counter);

  g_signal_emit_by_name (self, "open-record", &record);
}

static void
closed_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (MadoHandoverPage) self = data;
  g_autoptr (GError) error = NULL;
  gboolean saved = mado_counter_save_finish (MADO_COUNTER (source), result, &error);

  if (self->box == NULL)
    return;
  self->busy = FALSE;
  if (saved)
    mado_page_close (MADO_PAGE (self));
  else
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", error->message);
}

static void
written_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (MadoHandoverPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) commits = mado_store_write_finish (MADO_STORE (source), result, &error);

  if (self->box == NULL)
    return;
  self->busy = FALSE;
  if (commits == NULL)
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, _("The hand-over could not be saved: %s"), error->message);
      return;
    }
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, _("The hand-over is saved."));
  if (mado_counter_waits_for_hand_over (self->counter))
    {
      self->busy = TRUE;
      mado_counter_hand_over (self->counter);
      mado_counter_save_async (self->counter, "accept", closed_cb, g_object_ref (self));
    }
  else
    go_back (self);
}

static gint64
get_copies (MadoHandoverPage *self)
{
  g_autofree char *path = mado_case_path_proc_field (self->procedure->id, "copies");
  GVariant *value = mado_counter_get (self->counter, path);

  return value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_INT64) ? CLAMP (g_variant_get_int64 (value), 1, 99) : 1;
}

static void
write_down (MadoHandoverPage *self)
{
  MadoContext *context = mado_counter_get_context (self->counter);
  g_autoptr (GStrvBuilder) checked_builder = g_strv_builder_new (), told_builder = g_strv_builder_new ();
  g_auto (GStrv) checked = NULL, told = NULL;
  g_autoptr (GError) error = NULL;
  MadoHandedOver over = { .title = (char *) mado_text_get (self->procedure->title, "ja"), .to = (char *) gtk_editable_get_text (self->to),
                          .section = (char *) (self->procedure->sensitive ? self->procedure->desk->id : MADO_CASE_SECTION_SHARED),
                          .proc = (char *) self->procedure->id, .document = (char *) "", .copies = get_copies (self),
                          .at = mado_clock_now_ms (mado_context_get_clock (context)) };
  MadoEdit *edit;

  for (guint i = 0; i < self->lines->len; i++)
    {
      const MadoHandoverLine *line = self->lines->pdata[i];
      g_autofree char *words = g_strdup_printf ("%s　%s", line->label, line->value);

      g_strv_builder_add (checked_builder, words);
      if (line->told != NULL)
        g_strv_builder_add (told_builder, line->told);
    }
  over.checked = checked = g_strv_builder_end (checked_builder);
  over.told = told = g_strv_builder_end (told_builder);
  edit = mado_handed_over_make_edit (mado_counter_get_record (self->counter), &over, mado_context_get_random (context), &error);
  if (edit == NULL)
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, "%s", error->message);
      gtk_widget_grab_focus (GTK_WIDGET (self->to));
      return;
    }
  self->busy = TRUE;
  mado_store_write_async (mado_context_get_store (context), edit, NULL, written_cb, g_object_ref (self));
}

static void
finish (MadoHandoverPage *self)
{
  if (self->busy)
    return;
  if (self->reader == NULL)
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, _("Open the certificate first: F4, or drag the file here."));
  else if (count_open (self) > 0)
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, _("Not every line is compared yet. Enter ticks the chosen line."));
  else
    write_down (self);
}

/* --- as a page ------------------------------------------------------------------------------------- */

static const char *
page_get_title (MadoPage *page)
{
  return MADO_HANDOVER_PAGE (page)->title;
}

static gboolean
page_can (MadoPage   *page,
          const char *command)
{
  return g_str_equal (command, MADO_COMMAND_BACK) || g_str_equal (command, MADO_COMMAND_CLOSE) || g_str_equal (command, MADO_COMMAND_SCAN)
         || g_str_equal (command, MADO_COMMAND_NEXT_FIELD) || g_str_equal (command, MADO_COMMAND_PREVIOUS_FIELD)
         || g_str_equal (command, MADO_COMMAND_NEXT_STAGE);
}

static const char *
page_get_label (MadoPage   *page,
                const char *command)
{
  if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    return C_("certificate", "Handed over");
  if (g_str_equal (command, MADO_COMMAND_SCAN))
    return _("Open the certificate");
  if (g_str_equal (command, MADO_COMMAND_BACK))
    return _("Back to the case");
  return NULL;
}

static gboolean
page_perform (MadoPage   *page,
              const char *command)
{
  MadoHandoverPage *self = MADO_HANDOVER_PAGE (page);

  if (!page_can (page, command))
    return FALSE;
  if (g_str_equal (command, MADO_COMMAND_SCAN))
    ask_file (self);
  else if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    finish (self);
  else if (g_str_equal (command, MADO_COMMAND_NEXT_FIELD) && gtk_widget_get_focus_child (GTK_WIDGET (self->list)) != NULL)
    tick (self);
  else if (g_str_equal (command, MADO_COMMAND_NEXT_FIELD))
    gtk_widget_child_focus (self->box, GTK_DIR_TAB_FORWARD);
  else if (g_str_equal (command, MADO_COMMAND_PREVIOUS_FIELD))
    gtk_widget_child_focus (self->box, GTK_DIR_TAB_BACKWARD);
  else if (!self->busy)
    go_back (self);
  return TRUE;
}

static gboolean
page_key (MadoPage        *page,
          guint            keyval,
          GdkModifierType  state)
{
  MadoHandoverPage *self = MADO_HANDOVER_PAGE (page);
  int pages = keyval == GDK_KEY_Page_Down ? 1 : keyval == GDK_KEY_Page_Up ? -1 : 0;

  if (pages != 0)
    mado_pdf_view_step (self->view, pages);
  return pages != 0;
}

static void
page_focus_first (MadoPage *page)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (MADO_HANDOVER_PAGE (page)->list);

  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
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

/* --- GObject ------------------------------------------------------------------------------------------ */

static void
mado_handover_page_dispose (GObject *object)
{
  MadoHandoverPage *self = MADO_HANDOVER_PAGE (object);

  g_cancellable_cancel (self->cancel);
  if (self->view != NULL)
    mado_pdf_view_set_reader (self->view, NULL);
  self->view = NULL;
  g_clear_object (&self->reader);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->counter);
  G_OBJECT_CLASS (mado_handover_page_parent_class)->dispose (object);
}

static void
mado_handover_page_finalize (GObject *object)
{
  MadoHandoverPage *self = MADO_HANDOVER_PAGE (object);

  g_ptr_array_unref (self->lines);
  g_object_unref (self->cancel);
  g_free (self->title);
  G_OBJECT_CLASS (mado_handover_page_parent_class)->finalize (object);
}

static void
mado_handover_page_class_init (MadoHandoverPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_handover_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_handover_page_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "handover");
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/madoguchi/Madoguchi/mado-handover-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MadoHandoverPage, box);
  gtk_widget_class_bind_template_child (widget_class, MadoHandoverPage, about);
  gtk_widget_class_bind_template_child (widget_class, MadoHandoverPage, list);
  gtk_widget_class_bind_template_child (widget_class, MadoHandoverPage, to);
  gtk_widget_class_bind_template_child (widget_class, MadoHandoverPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, MadoHandoverPage, empty);
}

static void
mado_handover_page_init (MadoHandoverPage *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_handover_line_free);
  self->cancel = g_cancellable_new ();
  self->title = g_strdup (_("Check before hand-over"));
  self->view = mado_pdf_view_new ();
  gtk_scrolled_window_set_child (self->scroller, GTK_WIDGET (self->view));
  g_signal_connect (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

MadoPage *
mado_handover_page_new (MadoCounter         *counter,
                        const MadoProcedure *procedure)
{
  MadoHandoverPage *self = g_object_new (MADO_TYPE_HANDOVER_PAGE, NULL);
  g_autofree char *visitor = mado_case_dup_visitor_name (mado_counter_get_case (counter));

  self->counter = g_object_ref (counter);
  self->procedure = procedure;
  gtk_editable_set_text (self->to, visitor);
  make_lines (self);
  for (guint i = 0; i < self->lines->len; i++)
    gtk_list_box_append (self->list, gtk_list_box_row_new ());
  show_lines (self);
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  return MADO_PAGE (self);
}
