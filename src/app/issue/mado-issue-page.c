/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/issue/mado-issue-page.h"

#include <glib/gi18n.h>

#include "app/issue/mado-issue-page-private.h"
#include "app/issue/mado-issue-sheet.h"

static void page_iface_init (MadoPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoIssuePage, mado_issue_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PAGE, page_iface_init))

/* --- what may be issued --------------------------------------------------------------- */

static void
add_kind (MadoIssuePage       *self,
          const MadoIssueKind *kind,
          guint                number)
{
  GtkWidget *row = gtk_list_box_row_new ();
  g_autofree char *text = g_strdup_printf ("%u  %s", number, mado_text_get (kind->title, NULL));
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  g_object_set_data (G_OBJECT (row), "mado-kind", (gpointer) kind);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_list_box_append (self->kinds, row);
}

static void
show_kinds (MadoIssuePage *self)
{
  MadoPack *pack = mado_context_get_pack (self->context);
  guint n = 0, shown = 0;
  const MadoIssueKind *const *kinds = pack != NULL ? mado_pack_list_issues (pack, &n) : NULL;

  for (guint i = 0; i < n; i++)
    if (mado_issue_kind_is_for (kinds[i], mado_counter_get_scope (self->counter)))
      add_kind (self, kinds[i], ++shown);
  gtk_list_box_select_row (self->kinds, gtk_list_box_get_row_at_index (self->kinds, 0));
}

static void
changed_cb (MadoIssuePage *self)
{
  if (!self->busy)
    mado_issue_page_show_list (self);
}

static void
fill (MadoIssuePage *self)
{
  g_autofree char *visitor = mado_case_dup_visitor_name (mado_counter_get_case (self->counter));
  const char *ticket = mado_case_get_ticket_no (mado_counter_get_case (self->counter));

  gtk_editable_set_text (self->to, visitor);
  g_free (self->title);
  self->title = g_strdup_printf ("%s %s", ticket, _("Documents to issue"));
  show_kinds (self);
  mado_issue_page_show_list (self);
}

static void
show_verdict (MadoIssuePage *self)
{
  static const char *const classes[] = { "verdict-good", "verdict-seal", "verdict-bad" };

  gtk_label_set_text (self->band, self->verdict->text);
  gtk_widget_add_css_class (GTK_WIDGET (self->band), classes[self->verdict->kind]);
  gtk_widget_set_visible (GTK_WIDGET (self->band), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->band), GTK_ACCESSIBLE_PROPERTY_LABEL, self->verdict->text, -1);
}

/* --- as a page --------------------------------------------------------------------------- */

static const char *
page_get_title (MadoPage *page)
{
  return MADO_ISSUE_PAGE (page)->title;
}

static gboolean
can_change (MadoIssuePage *self)
{
  MadoIssued *selected = self->counter != NULL ? mado_issue_page_get_selected (self) : NULL;

  return selected != NULL && selected->state == MADO_ISSUED_GENUINE && !self->busy;
}

static gboolean
page_can (MadoPage   *page,
          const char *command)
{
  MadoIssuePage *self = MADO_ISSUE_PAGE (page);

  if (g_str_equal (command, MADO_COMMAND_BACK) || g_str_equal (command, MADO_COMMAND_CLOSE))
    return TRUE;
  if (self->counter == NULL || self->busy)
    return FALSE;
  if (g_str_equal (command, MADO_COMMAND_NEXT_FIELD) || g_str_equal (command, MADO_COMMAND_PREVIOUS_FIELD) ||
      g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    return TRUE;
  if (g_str_equal (command, MADO_COMMAND_PRINT))
    return mado_issue_page_get_selected (self) != NULL;
  if (g_str_equal (command, MADO_COMMAND_EDIT_LOCKED) || g_str_equal (command, MADO_COMMAND_REMOVE_LINE))
    return can_change (self);
  return FALSE;
}

static const char *
page_get_label (MadoPage   *page,
                const char *command)
{
  MadoIssuePage *self = MADO_ISSUE_PAGE (page);

  if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    return self->ask == MADO_ISSUE_ASK_WITHDRAW ? _("Withdraw") : self->ask == MADO_ISSUE_ASK_AGAIN ? _("Issue again") : _("Issue and print");
  if (g_str_equal (command, MADO_COMMAND_PRINT))
    return _("Open the document");
  if (g_str_equal (command, MADO_COMMAND_EDIT_LOCKED))
    return _("Issue again");
  if (g_str_equal (command, MADO_COMMAND_REMOVE_LINE))
    return _("Withdraw");
  if (g_str_equal (command, MADO_COMMAND_BACK) && self->counter != NULL)
    return _("Back to the case");
  return NULL;
}

static void
go_back (MadoIssuePage *self)
{
  MadoId record;

  if (self->ask != MADO_ISSUE_ASK_NOTHING)
    {
      mado_issue_page_ask (self, MADO_ISSUE_ASK_NOTHING);
      return;
    }
  if (self->counter == NULL)
    {
      mado_page_close (MADO_PAGE (self));
      return;
    }
  record = *mado_counter_get_record_id (self->counter);
  g_signal_emit_by_name (self, "open-record", &record);
}

static gboolean
page_perform (MadoPage   *page,
              const char *command)
{
  MadoIssuePage *self = MADO_ISSUE_PAGE (page);

  if (!page_can (page, command))
    return FALSE;
  if (g_str_equal (command, MADO_COMMAND_BACK) || g_str_equal (command, MADO_COMMAND_CLOSE))
    go_back (self);
  else if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    {
      if (self->ask != MADO_ISSUE_ASK_NOTHING)
        mado_issue_page_answer (self);
      else
        mado_issue_page_issue (self);
    }
  else if (g_str_equal (command, MADO_COMMAND_NEXT_FIELD))
    gtk_widget_child_focus (self->box, GTK_DIR_TAB_FORWARD);
  else if (g_str_equal (command, MADO_COMMAND_PREVIOUS_FIELD))
    gtk_widget_child_focus (self->box, GTK_DIR_TAB_BACKWARD);
  else if (g_str_equal (command, MADO_COMMAND_PRINT))
    mado_issue_page_open_file (self);
  else
    mado_issue_page_ask (self, g_str_equal (command, MADO_COMMAND_EDIT_LOCKED) ? MADO_ISSUE_ASK_AGAIN : MADO_ISSUE_ASK_WITHDRAW);
  return TRUE;
}

static gboolean
page_key (MadoPage        *page,
          guint            keyval,
          GdkModifierType  state)
{
  MadoIssuePage *self = MADO_ISSUE_PAGE (page);
  int number = keyval >= GDK_KEY_1 && keyval <= GDK_KEY_9         ? (int) (keyval - GDK_KEY_1)
               : keyval >= GDK_KEY_KP_1 && keyval <= GDK_KEY_KP_9 ? (int) (keyval - GDK_KEY_KP_1)
                                                                  : -1;
  GtkListBoxRow *row = number >= 0 ? gtk_list_box_get_row_at_index (self->kinds, number) : NULL;

  if (row == NULL)
    return FALSE;
  gtk_list_box_select_row (self->kinds, row);
  gtk_widget_grab_focus (GTK_WIDGET (row));
  return TRUE;
}

static void
page_focus_first (MadoPage *page)
{
  MadoIssuePage *self = MADO_ISSUE_PAGE (page);
  GtkListBox *list = self->verdict != NULL ? self->list : self->kinds;
  GtkListBoxRow *row = gtk_list_box_get_selected_row (list);

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

/* --- GObject ------------------------------------------------------------------------------- */

static void
mado_issue_page_dispose (GObject *object)
{
  MadoIssuePage *self = MADO_ISSUE_PAGE (object);

  if (self->box != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->list, self);
      g_signal_handlers_disconnect_by_data (self->kinds, self);
    }
  if (self->counter != NULL)
    g_signal_handlers_disconnect_by_data (self->counter, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->issued, g_ptr_array_unref);
  g_clear_pointer (&self->verdict, mado_document_verdict_free);
  g_clear_object (&self->counter);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (mado_issue_page_parent_class)->dispose (object);
}

static void
mado_issue_page_finalize (GObject *object)
{
  g_free (MADO_ISSUE_PAGE (object)->title);
  G_OBJECT_CLASS (mado_issue_page_parent_class)->finalize (object);
}

static void
mado_issue_page_class_init (MadoIssuePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_issue_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_issue_page_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "issue");
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/madoguchi/Madoguchi/mado-issue-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MadoIssuePage, box);
  gtk_widget_class_bind_template_child (widget_class, MadoIssuePage, band);
  gtk_widget_class_bind_template_child (widget_class, MadoIssuePage, kinds);
  gtk_widget_class_bind_template_child (widget_class, MadoIssuePage, to);
  gtk_widget_class_bind_template_child (widget_class, MadoIssuePage, copies);
  gtk_widget_class_bind_template_child (widget_class, MadoIssuePage, note);
  gtk_widget_class_bind_template_child (widget_class, MadoIssuePage, reason_box);
  gtk_widget_class_bind_template_child (widget_class, MadoIssuePage, reason_label);
  gtk_widget_class_bind_template_child (widget_class, MadoIssuePage, reason);
  gtk_widget_class_bind_template_child (widget_class, MadoIssuePage, list);
  gtk_widget_class_bind_template_child (widget_class, MadoIssuePage, empty);
  gtk_widget_class_bind_template_child (widget_class, MadoIssuePage, hint);
}

static void
mado_issue_page_init (MadoIssuePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->title = g_strdup (_("Documents to issue"));
  g_signal_connect_swapped (self->list, "row-selected", G_CALLBACK (mado_page_keys_changed), self);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (mado_issue_page_open_file), self);
}

MadoPage *
mado_issue_page_new (MadoContext         *context,
                     MadoCounter         *counter,
                     MadoDocumentVerdict *verdict)
{
  MadoIssuePage *self = g_object_new (MADO_TYPE_ISSUE_PAGE, NULL);

  self->context = g_object_ref (context);
  self->verdict = verdict;
  if (verdict != NULL)
    show_verdict (self);
  if (counter != NULL)
    {
      self->counter = g_object_ref (counter);
      g_signal_connect_object (counter, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
      fill (self);
    }
  else
    {
      gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->kinds)), FALSE);
      gtk_label_set_text (self->empty, _("The case of this document is not here, or is not for this desk. Nothing more is shown of it."));
    }
  return MADO_PAGE (self);
}
