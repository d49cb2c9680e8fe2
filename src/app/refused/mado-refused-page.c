/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/refused/mado-refused-page.h"

#include <glib/gi18n.h>

#include "app/refused/mado-refused-item.h"

struct _MadoRefusedPage
{
  GtkWidget    parent_instance;

  GtkWidget   *box;
  GtkListBox  *list;
  GtkLabel    *heading;
  MadoContext *context;
  GPtrArray   *items;   /* nullable until read; MadoRefusedItem*, as in the list */
};

static void page_iface_init (MadoPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoRefusedPage, mado_refused_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PAGE, page_iface_init))

/* --- lines ---------------------------------------------------------------------- */

static const char *
section_label (MadoRefusedPage *self,
               const char      *section)
{
  MadoPack *pack = mado_context_get_pack (self->context);
  const MadoDesk *desk = pack ? mado_pack_get_desk (pack, section) : NULL;

  if (desk)
    return mado_text_get (desk->name, NULL);

  return g_str_equal (section, "addr") ? C_("part of a case", "Address") : C_("part of a case", "Common part");
}

static char *
describe_case (MadoRefusedPage       *self,
               const MadoRefusedItem *item)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (item->at / 1000);
  g_autofree char *when = g_date_time_format (time, "%m/%d %H:%M");

  return g_strdup_printf ("%s %s   %s   %s", item->ticket_no ? item->ticket_no : "",
                          item->name ? item->name : _("A case that is not kept here any more"),
                          section_label (self, item->section), when);
}

static GtkWidget *
add_text (GtkWidget  *box,
          const char *text,
          const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (css_class)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);

  return label;
}

static void
add_line (MadoRefusedPage       *self,
          const MadoRefusedItem *item)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *head = describe_case (self, item);
  g_autofree char *spoken = g_strjoin (" ", head, mado_refused_why (item->reason),
                                       mado_refused_what_to_do (item->reason), NULL);

  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_widget_set_margin_start (box, 8);
  add_text (box, head, "heading");
  add_text (box, mado_refused_why (item->reason), NULL);
  add_text (box, mado_refused_what_to_do (item->reason), NULL);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_list_box_append (self->list, row);
}

static guint
count_commits (GPtrArray *items)
{
  guint n = 0;

  for (guint i = 0; i < items->len; i++)
    n += ((MadoRefusedItem *) items->pdata[i])->n;

  return n;
}

static void
empty_list (MadoRefusedPage *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)))
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

static void
show_items (MadoRefusedPage *self)
{
  empty_list (self);
  for (guint i = 0; i < self->items->len; i++)
    add_line (self, self->items->pdata[i]);
  gtk_label_set_text (self->heading,
                      self->items->len > 0
                        ? _("The server did not accept these. They are kept on this computer; nothing is lost.")
                        : _("The server accepted everything."));
  if (self->items->len > 0)
    {
      gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
      gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, 0)));
    }
  mado_connection_set_n_refused (mado_context_get_connection (self->context), count_commits (self->items));
  mado_page_keys_changed (MADO_PAGE (self));
}

static void
listed_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (MadoRefusedPage) self = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *items = mado_refused_list_finish (MADO_STORE (object), result, &error);

  if (!self->box)
    g_clear_pointer (&items, g_ptr_array_unref);
  else if (!items)
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", error->message);
  if (!items)
    return;

  g_clear_pointer (&self->items, g_ptr_array_unref);
  self->items = items;
  show_items (self);
}

/* --- page ----------------------------------------------------------------------- */

static gboolean
open_selected (MadoRefusedPage *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int index = row ? gtk_list_box_row_get_index (row) : -1;
  MadoId record;

  if (index < 0 || !self->items || (guint) index >= self->items->len)
    return FALSE;

  /* The page goes away for the case's, and the item with it. */
  record = ((MadoRefusedItem *) self->items->pdata[index])->record;
  g_signal_emit_by_name (self, "open-record", &record);

  return TRUE;
}

static const char *
page_get_title (MadoPage *page)
{
  return _("Not accepted by the server");
}

static gboolean
page_can (MadoPage   *page,
          const char *command)
{
  MadoRefusedPage *self = MADO_REFUSED_PAGE (page);

  if (g_str_equal (command, MADO_COMMAND_NEXT_FIELD) || g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    return gtk_list_box_get_selected_row (self->list) != NULL;

  return g_str_equal (command, MADO_COMMAND_CLOSE) || g_str_equal (command, MADO_COMMAND_BACK);
}

static const char *
page_get_label (MadoPage   *page,
                const char *command)
{
  return g_str_equal (command, MADO_COMMAND_NEXT_STAGE) ? _("Open") : NULL;
}

static gboolean
page_perform (MadoPage   *page,
              const char *command)
{
  if (g_str_equal (command, MADO_COMMAND_CLOSE) || g_str_equal (command, MADO_COMMAND_BACK))
    {
      mado_page_close (page);
      return TRUE;
    }

  return (g_str_equal (command, MADO_COMMAND_NEXT_FIELD) ||
          g_str_equal (command, MADO_COMMAND_NEXT_STAGE)) && open_selected (MADO_REFUSED_PAGE (page));
}

static void
page_focus_first (MadoPage *page)
{
  gtk_widget_child_focus (GTK_WIDGET (MADO_REFUSED_PAGE (page)->list), GTK_DIR_TAB_FORWARD);
}

static void
page_iface_init (MadoPageInterface *iface)
{
  iface->get_title = page_get_title;
  iface->can = page_can;
  iface->get_label = page_get_label;
  iface->perform = page_perform;
  iface->focus_first = page_focus_first;
}

static void
mado_refused_page_dispose (GObject *object)
{
  MadoRefusedPage *self = MADO_REFUSED_PAGE (object);

  /* A list that goes away still says that nothing is selected. */
  if (self->box)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (mado_refused_page_parent_class)->dispose (object);
}

static void
mado_refused_page_class_init (MadoRefusedPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_refused_page_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "refused");
}

static void
mado_refused_page_init (MadoRefusedPage *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_margin_top (self->box, 12);
  gtk_widget_set_margin_start (self->box, 12);
  gtk_widget_set_margin_end (self->box, 12);
  self->heading = GTK_LABEL (add_text (self->box, NULL, NULL));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Not accepted by the server"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (open_selected), self);
  g_signal_connect_swapped (self->list, "row-selected", G_CALLBACK (mado_page_keys_changed), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (self->box), scroller);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

MadoRefusedPage *
mado_refused_page_new (MadoContext *context)
{
  MadoRefusedPage *self = g_object_new (MADO_TYPE_REFUSED_PAGE, NULL);

  self->context = g_object_ref (context);
  mado_refused_list_async (mado_context_get_store (context), listed_cb, g_object_ref (self));

  return self;
}
