/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-kpi-page-private.h"

#include <glib/gi18n.h>

#include "app/common/mado-list-focus.h"
#include "app/initiative/mado-plan-actions.h"
#include "app/initiative/mado-table-line.h"

/* The newest; all of them stand beside the table. */
#define MOST_YEARS   8
#define MOST_COLUMNS 5
/* Columns before and behind the years. */
#define N_BEFORE     3
#define N_BEHIND     2

static void page_iface_init (MadoPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoKpiPage, mado_kpi_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PAGE, page_iface_init))

const MadoKpiFacts *
mado_kpi_page_get_facts (MadoKpiPage *self)
{
  MadoKpiItem *item = gtk_single_selection_get_selected_item (self->selection);

  return item ? mado_kpi_item_get_facts (item) : NULL;
}

MadoKpi *
mado_kpi_page_get_kpi (MadoKpiPage *self)
{
  MadoPlanBook *book = mado_plan_place_get_book (self->place);
  const MadoKpiFacts *facts = mado_kpi_page_get_facts (self);

  return book && facts ? mado_plan_book_find_kpi (book, facts->no) : NULL;
}

gboolean
mado_kpi_page_may_write (MadoKpiPage *self)
{
  MadoKpi *kpi = mado_kpi_page_get_kpi (self);

  return kpi && (mado_plan_place_gathers (self->place) ||
                 g_strv_contains ((const char *const *) kpi->departments, mado_plan_place_get_scope (self->place)));
}

static void
keep (MadoKpiPage *self)
{
  if (self->session && mado_row_session_get_edit (self->session) && mado_kpi_page_put_cells (self))
    mado_row_session_keep (self->session);
}

static void
failed_cb (MadoKpiPage *self,
           const char  *text)
{
  self->goes_on = FALSE;
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", text);
}

static void
go_on (MadoKpiPage *self)
{
  guint at = gtk_single_selection_get_selected (self->selection);

  self->goes_on = FALSE;
  if (at + 1 >= g_list_model_get_n_items (G_LIST_MODEL (self->items)))
    return;
  gtk_single_selection_set_selected (self->selection, at + 1);
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", at + 1);
}

static void
saved_cb (MadoKpiPage *self)
{
  if (self->goes_on)
    go_on (self);
}

static void
sit_down (MadoKpiPage *self)
{
  const MadoKpiFacts *facts = mado_kpi_page_get_facts (self);

  if (self->session)
    {
      g_signal_handlers_disconnect_by_data (self->session, self);
      g_clear_object (&self->session);
    }
  if (!facts)
    return;

  self->session = mado_row_session_new (self->place, &facts->id);
  g_signal_connect_swapped (self->session, "loaded", G_CALLBACK (mado_kpi_page_show_cells), self);
  g_signal_connect_swapped (self->session, "record-changed", G_CALLBACK (mado_kpi_page_show_cells), self);
  g_signal_connect_swapped (self->session, "saved", G_CALLBACK (saved_cb), self);
  g_signal_connect_swapped (self->session, "failed", G_CALLBACK (failed_cb), self);
}

static void
selected_cb (MadoKpiPage *self)
{
  if (self->filling)
    return;
  keep (self);
  sit_down (self);
  mado_kpi_page_show_cells (self);
}

static gboolean
save (MadoKpiPage *self)
{
  if (!mado_kpi_page_put_cells (self))
    return TRUE;
  self->goes_on = TRUE;
  if (!self->session || !mado_row_session_save (self->session, -1, NULL))
    go_on (self);

  return TRUE;
}

/* --- the table --------------------------------------------------------------------------------- */

/* 令和５: a column is narrow. */
static char *
short_year (int year)
{
  g_autofree char *whole = mado_plan_year_print (year);
  char *end = strstr (whole, "年度");

  return end ? g_strndup (whole, (gsize) (end - whole)) : g_steal_pointer (&whole);
}

static guint
first_column (guint n_years)
{
  return n_years > MOST_COLUMNS ? n_years - MOST_COLUMNS : 0;
}

static void
make_columns (MadoKpiPage *self)
{
  g_clear_pointer (&self->columns, mado_table_columns_unref);
  self->columns = mado_table_columns_new ();
  mado_table_columns_add (self->columns, _("No."), 36, 0, FALSE);
  mado_table_columns_add (self->columns, _("KPI"), 0, 4, FALSE);
  mado_table_columns_add (self->columns, _("Target"), 70, 0, TRUE);
  for (guint i = first_column (self->years->len); i < self->years->len; i++)
    {
      g_autofree char *head = short_year (g_array_index (self->years, int, i));

      mado_table_columns_add (self->columns, head, 60, 0, TRUE);
    }
  mado_table_columns_add (self->columns, _("Rate"), 96, 0, TRUE);
  mado_table_columns_add (self->columns, _("Class"), 168, 0, FALSE);
}

static char **
list_texts (gpointer object,
            gpointer data)
{
  const MadoKpiFacts *facts = mado_kpi_item_get_facts (object);
  char **cells = facts->cells + first_column (g_strv_length (facts->cells));
  guint n = g_strv_length (cells);
  char **texts = g_new0 (char *, N_BEFORE + n + N_BEHIND + 1);

  texts[0] = g_strdup_printf ("%d", facts->no);
  texts[1] = g_strdup (facts->name);
  texts[2] = g_strdup (facts->target);
  for (guint i = 0; i < n; i++)
    texts[N_BEFORE + i] = g_strdup (cells[i]);
  texts[N_BEFORE + n] = g_strdup (facts->rated ? facts->rate : "―");
  texts[N_BEFORE + n + 1] = facts->unexplained ? g_strconcat (facts->judgement, " ", _("?"), NULL) : g_strdup (facts->judgement);

  return texts;
}

static void
show_summary (MadoKpiPage  *self,
              MadoPlanBook *book)
{
  guint counts[3];
  g_autofree char *year = mado_plan_year_print (book->rule.year);
  g_autofree char *achieved = mado_kpi_class_print (MADO_KPI_ACHIEVED, &book->rule);
  g_autofree char *middle = mado_kpi_class_print (MADO_KPI_GE30, &book->rule);
  g_autofree char *other = mado_kpi_class_print (MADO_KPI_OTHER, &book->rule);
  g_autofree char *text = NULL;

  mado_kpi_count_classes (book, counts);
  text = g_strdup_printf (_("%s: %s %u, %s %u, %s %u, of %u in all"), year, achieved, counts[0], middle, counts[1], other, counts[2],
                          book->kpis->len);
  gtk_label_set_text (self->summary, text);
}

static void
fill (MadoKpiPage *self)
{
  MadoPlanBook *book = mado_plan_place_get_book (self->place);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint at = gtk_single_selection_get_selected (self->selection);

  if (!book)
    return;
  for (guint i = 0; i < book->kpis->len; i++)
    g_ptr_array_add (items, mado_kpi_item_new (book, book->kpis->pdata[i], self->years));
  self->filling = TRUE;
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)), items->pdata, items->len);
  if (items->len > 0)
    gtk_single_selection_set_selected (self->selection, at < items->len ? at : 0);
  self->filling = FALSE;
  show_summary (self, book);
}

static void
read_years (MadoKpiPage *self)
{
  MadoPlanBook *book = mado_plan_place_get_book (self->place);
  int last;

  g_clear_pointer (&self->years, g_array_unref);
  self->years = book ? mado_kpi_list_years (book) : g_array_new (FALSE, FALSE, sizeof (int));
  last = self->years->len > 0 ? g_array_index (self->years, int, self->years->len - 1) : 0;
  /* The year that is to be filled in is there before anybody has a result of it. */
  if (book && book->year > 0 && last > 0)
    for (int year = last + 1; year < book->year && self->years->len < MOST_YEARS; year++)
      g_array_append_val (self->years, year);
  while (self->years->len > MOST_YEARS)
    g_array_remove_index (self->years, 0);
}

static void
changed_cb (MadoKpiPage *self)
{
  fill (self);
  if (!self->session)
    {
      sit_down (self);
      mado_kpi_page_show_cells (self);
    }
  mado_kpi_page_speak_chart (self);
}

/* --- page --------------------------------------------------------------------------------------------- */

static const char *
page_get_title (MadoPage *page)
{
  return _("KPI");
}

static gboolean
page_can (MadoPage   *page,
          const char *command)
{
  static const char *const always[] = {
    MADO_COMMAND_NEXT_STAGE, MADO_COMMAND_FILTER, MADO_COMMAND_PRINT, NULL
  };

  if (g_str_equal (command, MADO_COMMAND_EDIT_LOCKED))
    return mado_kpi_page_may_write (MADO_KPI_PAGE (page));

  return mado_plan_place_get_book (MADO_KPI_PAGE (page)->place) && g_strv_contains (always, command);
}

static const char *
page_get_label (MadoPage   *page,
                const char *command)
{
  if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    return C_("key", "Save, next KPI");
  if (g_str_equal (command, MADO_COMMAND_FILTER))
    return C_("key", "Chart");
  if (g_str_equal (command, MADO_COMMAND_PRINT))
    return C_("key", "Keep chart");
  if (g_str_equal (command, MADO_COMMAND_EDIT_LOCKED))
    return C_("key", "Enter values");

  return NULL;
}

/* The newest year is what is asked for. */
static gboolean
edit_values (MadoKpiPage *self)
{
  mado_kpi_page_set_kind (self, MADO_CHART_YEARS);

  return self->entries->len > 0 && gtk_widget_grab_focus (self->entries->pdata[self->entries->len - 1]);
}

static gboolean
page_perform (MadoPage   *page,
              const char *command)
{
  MadoKpiPage *self = MADO_KPI_PAGE (page);

  if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    return save (self);
  if (g_str_equal (command, MADO_COMMAND_PRINT))
    return mado_kpi_page_keep_chart (self);
  if (g_str_equal (command, MADO_COMMAND_EDIT_LOCKED))
    return edit_values (self);
  if (!g_str_equal (command, MADO_COMMAND_FILTER))
    return FALSE;

  mado_kpi_page_set_kind (self, (self->kind + 1) % (MADO_CHART_CLASSES + 1));

  return TRUE;
}

static void
page_focus_first (MadoPage *page)
{
  mado_list_focus (GTK_WIDGET (MADO_KPI_PAGE (page)->view));
}

static void
page_keep (MadoPage *page)
{
  keep (MADO_KPI_PAGE (page));
}

static void
page_iface_init (MadoPageInterface *iface)
{
  iface->get_title = page_get_title;
  iface->can = page_can;
  iface->get_label = page_get_label;
  iface->perform = page_perform;
  iface->focus_first = page_focus_first;
  iface->keep = page_keep;
}

static void
mado_kpi_page_dispose (GObject *object)
{
  MadoKpiPage *self = MADO_KPI_PAGE (object);

  self->filling = TRUE;
  if (self->session)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  if (self->view)
    gtk_list_view_set_model (self->view, NULL);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->items);
  g_clear_pointer (&self->columns, mado_table_columns_unref);
  g_clear_pointer (&self->years, g_array_unref);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_object (&self->place);

  G_OBJECT_CLASS (mado_kpi_page_parent_class)->dispose (object);
}

static void
mado_kpi_page_class_init (MadoKpiPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_kpi_page_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "planlist");
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/madoguchi/Madoguchi/mado-kpi-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MadoKpiPage, box);
  gtk_widget_class_bind_template_child (widget_class, MadoKpiPage, summary);
  gtk_widget_class_bind_template_child (widget_class, MadoKpiPage, head_place);
  gtk_widget_class_bind_template_child (widget_class, MadoKpiPage, view);
  gtk_widget_class_bind_template_child (widget_class, MadoKpiPage, side);
  gtk_widget_class_bind_template_child (widget_class, MadoKpiPage, name);
  gtk_widget_class_bind_template_child (widget_class, MadoKpiPage, chart);
  gtk_widget_class_bind_template_child (widget_class, MadoKpiPage, cells);
  gtk_widget_class_bind_template_child (widget_class, MadoKpiPage, explanation);
  gtk_widget_class_bind_template_child (widget_class, MadoKpiPage, note);
  gtk_widget_class_bind_template_child (widget_class, MadoKpiPage, actions);
}

static void
mado_kpi_page_init (MadoKpiPage *self)
{
  static const char *const commands[] = { MADO_COMMAND_EDIT_LOCKED, NULL };

  self->entries = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  mado_plan_actions_fill (self->actions, MADO_PAGE (self), commands);
  gtk_drawing_area_set_draw_func (self->chart, mado_kpi_page_draw, self, NULL);
}

MadoPage *
mado_kpi_page_new (MadoPlanPlace *place)
{
  MadoKpiPage *self = g_object_new (MADO_TYPE_KPI_PAGE, NULL);

  self->place = g_object_ref (place);
  read_years (self);
  make_columns (self);
  mado_kpi_page_make_cells (self);
  self->items = g_list_store_new (MADO_TYPE_KPI_ITEM);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->items)));
  mado_table_view_setup (self->view, GTK_SELECTION_MODEL (self->selection), self->columns, list_texts, NULL, self);
  gtk_box_append (GTK_BOX (self->head_place), mado_table_line_new (self->columns));
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (place, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);

  return MADO_PAGE (self);
}
