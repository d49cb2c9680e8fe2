/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-report-page.h"

#include <glib/gi18n.h>

#include "app/certificate/mado-certificate-page.h"
#include "app/common/mado-list-focus.h"
#include "app/initiative/mado-table-item.h"
#include "app/initiative/mado-table-line.h"

struct _MadoReportPage
{
  GtkWidget           parent_instance;

  /* Template children */
  GtkWidget          *box;
  GtkDropDown        *newer;
  GtkDropDown        *older;
  GtkSpinner         *spinner;
  GtkListView        *view;
  GtkLabel           *made;

  /* Owned */
  MadoPlanPlace      *place;
  GListStore         *items;    /* MadoTableItem */
  GtkSingleSelection *selection;
  GCancellable       *making;   /* nullable */
  MadoReportKind      kind;     /* that is being made */
};

static void page_iface_init (MadoPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoReportPage, mado_report_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PAGE, page_iface_init))

/* --- states --------------------------------------------------------------------------- */

void
mado_plan_states_fill (GtkDropDown   *choice,
                       MadoPlanPlace *place,
                       gboolean       with_now)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GPtrArray *editions = mado_plan_place_get_editions (place);

  if (with_now)
    gtk_string_list_append (names, _("As it stands now"));
  for (guint i = editions ? editions->len : 0; i > 0; i--)
    {
      const MadoPlanEdition *edition = editions->pdata[i - 1];
      g_autofree char *as_of = mado_plan_date_format (edition->as_of);
      g_autofree char *name = g_strdup_printf ("%s %s", as_of, edition->name);

      gtk_string_list_append (names, name);
    }
  gtk_drop_down_set_model (choice, G_LIST_MODEL (names));
}

MadoPlanState
mado_plan_states_get (GtkDropDown   *choice,
                      MadoPlanPlace *place,
                      gboolean       with_now)
{
  GPtrArray *editions = mado_plan_place_get_editions (place);
  guint at = gtk_drop_down_get_selected (choice);
  MadoPlanState state = { NULL, 0 };

  if (at == GTK_INVALID_LIST_POSITION || (with_now && at == 0))
    return state;
  at -= with_now ? 1 : 0;
  if (editions && at < editions->len)
    state.edition = editions->pdata[editions->len - 1 - at];

  return state;
}

/* --- making ------------------------------------------------------------------------------ */

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr (MadoReportPage) self = data;
  g_autoptr (GError) error = NULL;

  /* It is made and kept; that nothing shows it is no fault of the report. */
  if (!g_app_info_launch_default_for_uri_finish (result, &error) && self->place)
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, "%s",
                       _("The file is kept; this computer has no program that shows it."));
}

static void
show_file (MadoReportPage *self,
           const char     *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *uri = g_file_get_uri (file);
  MadoCertificatePage *page;

  if (!g_str_has_suffix (path, ".pdf"))
    {
      g_app_info_launch_default_for_uri_async (uri, NULL, NULL, opened_cb, g_object_ref (self));
      return;
    }
  page = mado_certificate_page_new (mado_plan_place_get_context (self->place));
  g_object_ref_sink (page);
  mado_page_open (MADO_PAGE (self), MADO_PAGE (page));
  mado_certificate_page_open (page, file);
  g_object_unref (page);
}

static void
stop (MadoReportPage *self)
{
  if (self->making)
    g_cancellable_cancel (self->making);
  g_clear_object (&self->making);
  gtk_spinner_stop (self->spinner);
  mado_page_busy (MADO_PAGE (self), NULL);
  mado_page_keys_changed (MADO_PAGE (self));
}

static void
made_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (MadoReportPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = mado_report_make_finish (MADO_PLAN_PLACE (object), result, &error);
  g_autofree char *text = NULL;

  /* Stopped, or the page is gone: the file, if it came to one, is kept all the same. */
  if (!self->place || g_task_get_cancellable (G_TASK (result)) != self->making)
    return;

  stop (self);
  if (!path)
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", error->message);
      return;
    }
  text = g_strdup_printf (_("Kept as %s"), path);
  gtk_label_set_text (self->made, text);
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, "%s", text);
  show_file (self, path);
}

static gboolean
make (MadoReportPage *self,
      MadoReportKind  kind)
{
  MadoPlanState newer = mado_plan_states_get (self->newer, self->place, TRUE);
  MadoPlanState older = mado_plan_states_get (self->older, self->place, FALSE);
  g_autofree char *text = NULL;

  if (self->making)
    return TRUE;
  if (mado_report_needs_older (kind) && !older.edition)
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, "%s", _("No edition was fixed yet that changes could be counted from."));
      return TRUE;
    }
  self->making = g_cancellable_new ();
  self->kind = kind;
  gtk_spinner_start (self->spinner);
  text = g_strdup_printf (_("%s is being made …  Esc stops it"), mado_report_name (kind));
  mado_page_busy (MADO_PAGE (self), text);
  mado_page_keys_changed (MADO_PAGE (self));
  mado_report_make_async (self->place, kind, &newer, &older, self->making, made_cb, g_object_ref (self));

  return TRUE;
}

/* --- page ------------------------------------------------------------------------------------ */

static gboolean
make_selected (MadoReportPage *self)
{
  guint at = gtk_single_selection_get_selected (self->selection);

  return at < MADO_N_REPORTS && make (self, (MadoReportKind) at);
}

static const char *
page_get_title (MadoPage *page)
{
  return _("Reports");
}

static gboolean
page_can (MadoPage   *page,
          const char *command)
{
  MadoReportPage *self = MADO_REPORT_PAGE (page);

  if (g_str_equal (command, MADO_COMMAND_CLOSE))
    return self->making != NULL;

  return !self->making && (g_str_equal (command, MADO_COMMAND_NEXT_STAGE) || g_str_equal (command, MADO_COMMAND_PRINT));
}

static const char *
page_get_label (MadoPage   *page,
                const char *command)
{
  if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE) || g_str_equal (command, MADO_COMMAND_PRINT))
    return C_("key", "Make it");

  return NULL;
}

static gboolean
page_perform (MadoPage   *page,
              const char *command)
{
  MadoReportPage *self = MADO_REPORT_PAGE (page);

  if (g_str_equal (command, MADO_COMMAND_CLOSE))
    {
      stop (self);
      mado_page_message (page, MADO_MESSAGE_INFO, "%s", _("Stopped. Nothing was kept."));
      return TRUE;
    }

  return (g_str_equal (command, MADO_COMMAND_NEXT_STAGE) || g_str_equal (command, MADO_COMMAND_PRINT)) && make_selected (self);
}

static gboolean
page_key (MadoPage        *page,
          guint            keyval,
          GdkModifierType  state)
{
  guint digit = gdk_keyval_to_unicode (keyval);

  if (digit < '1' || digit >= '1' + MADO_N_REPORTS || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)))
    return FALSE;

  gtk_single_selection_set_selected (MADO_REPORT_PAGE (page)->selection, digit - '1');

  return make_selected (MADO_REPORT_PAGE (page));
}

static void
page_focus_first (MadoPage *page)
{
  mado_list_focus (GTK_WIDGET (MADO_REPORT_PAGE (page)->view));
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

static void
mado_report_page_dispose (GObject *object)
{
  MadoReportPage *self = MADO_REPORT_PAGE (object);

  if (self->making)
    g_cancellable_cancel (self->making);
  g_clear_object (&self->making);
  if (self->view)
    gtk_list_view_set_model (self->view, NULL);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->items);
  g_clear_object (&self->place);

  G_OBJECT_CLASS (mado_report_page_parent_class)->dispose (object);
}

static void
mado_report_page_class_init (MadoReportPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_report_page_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "planlist");
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/madoguchi/Madoguchi/mado-report-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MadoReportPage, box);
  gtk_widget_class_bind_template_child (widget_class, MadoReportPage, newer);
  gtk_widget_class_bind_template_child (widget_class, MadoReportPage, older);
  gtk_widget_class_bind_template_child (widget_class, MadoReportPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, MadoReportPage, view);
  gtk_widget_class_bind_template_child (widget_class, MadoReportPage, made);
}

static void
fill (MadoReportPage *self)
{
  for (MadoReportKind kind = 0; kind < MADO_N_REPORTS; kind++)
    {
      char *texts[] = { g_strdup_printf ("%u", kind + 1), g_strdup (mado_report_name (kind)), g_strdup (mado_report_format (kind)), NULL };
      g_autoptr (MadoTableItem) item = mado_table_item_new (g_strdupv (texts), NULL, NULL, NULL);

      for (guint i = 0; texts[i]; i++)
        g_free (texts[i]);
      g_list_store_append (self->items, item);
    }
}

static void
mado_report_page_init (MadoReportPage *self)
{
  MadoTableColumns *columns = mado_table_columns_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->items = g_list_store_new (MADO_TYPE_TABLE_ITEM);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->items)));
  mado_table_columns_add (columns, _("No."), 50, 0, FALSE);
  mado_table_columns_add (columns, _("Reports"), 0, 1, FALSE);
  mado_table_columns_add (columns, _("Kind of file"), 160, 0, FALSE);
  mado_table_view_setup (self->view, GTK_SELECTION_MODEL (self->selection), columns, mado_table_item_dup_texts, NULL, NULL);
  mado_table_columns_unref (columns);
  g_signal_connect_object (self->view, "activate", G_CALLBACK (make_selected), self, G_CONNECT_SWAPPED);
  fill (self);
}

MadoPage *
mado_report_page_new (MadoPlanPlace *place)
{
  MadoReportPage *self = g_object_new (MADO_TYPE_REPORT_PAGE, NULL);

  self->place = g_object_ref (place);
  mado_plan_states_fill (self->newer, place, TRUE);
  mado_plan_states_fill (self->older, place, FALSE);

  return MADO_PAGE (self);
}
