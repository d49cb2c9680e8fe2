/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-kpi-page.h"

#include <glib/gi18n.h>

#include "app/common/mado-list-focus.h"
#include "app/initiative/mado-kpi-item.h"
#include "app/initiative/mado-plan-output.h"
#include "app/initiative/mado-row-session.h"
#include "app/initiative/mado-table-line.h"
#include "core/model/mado-value.h"
#include "print/mado-plan-chart.h"

#define MOST_YEARS 8
/* Columns before and behind the years. */
#define N_BEFORE   3
#define N_BEHIND   2

struct _MadoKpiPage
{
  GtkWidget           parent_instance;

  /* Template children */
  GtkWidget          *box;
  GtkLabel           *summary;
  GtkWidget          *head_place;
  GtkListView        *view;
  GtkWidget          *side;
  GtkLabel           *name;
  GtkDrawingArea     *chart;
  GtkGrid            *cells;
  GtkEditable        *explanation;
  GtkEditable        *note;

  /* Owned */
  MadoPlanPlace      *place;
  MadoTableColumns   *columns;
  MadoTableLine      *head;     /* borrowed */
  GListStore         *items;    /* MadoKpiItem */
  GtkSingleSelection *selection;
  GArray             *years;    /* int */
  MadoRowSession     *session;  /* nullable; of the selected KPI */
  GPtrArray          *entries;  /* GtkEditable*, borrowed: the target and the years */
  MadoChartKind       kind;
  gboolean            filling;
  gboolean            goes_on;
};

static void page_iface_init (MadoPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoKpiPage, mado_kpi_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PAGE, page_iface_init))

static const MadoKpiFacts *
selected_facts (MadoKpiPage *self)
{
  MadoKpiItem *item = gtk_single_selection_get_selected_item (self->selection);

  return item ? mado_kpi_item_get_facts (item) : NULL;
}

static MadoKpi *
selected_kpi (MadoKpiPage *self)
{
  MadoPlanBook *book = mado_plan_place_get_book (self->place);
  const MadoKpiFacts *facts = selected_facts (self);

  return book && facts ? mado_plan_book_find_kpi (book, facts->no) : NULL;
}

static gboolean
may_write (MadoKpiPage *self)
{
  MadoKpi *kpi = selected_kpi (self);

  return kpi && (mado_plan_place_gathers (self->place) ||
                 g_strv_contains ((const char *const *) kpi->departments, mado_plan_place_get_scope (self->place)));
}

/* --- the chart --------------------------------------------------------------------------- */

static void
draw_cb (GtkDrawingArea *area,
         cairo_t        *cr,
         int             width,
         int             height,
         gpointer        data)
{
  MadoKpiPage *self = data;
  MadoPlanBook *book = mado_plan_place_get_book (self->place);
  MadoKpi *kpi = selected_kpi (self);
  const double dots = 4.0; /* pixels a millimetre */
  MadoChartBox box = { 2, 2, width / dots - 4, height / dots - 4 };

  /* Paper, on the dark screen too: what is shown is what is kept as a file. */
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, dots, dots);
  if (!book)
    return;
  if (self->kind == MADO_CHART_BARS)
    mado_chart_draw_bars (cr, &box, book);
  else if (self->kind == MADO_CHART_CLASSES)
    mado_chart_draw_classes (cr, &box, book);
  else if (kpi)
    mado_chart_draw_years (cr, &box, kpi, &book->rule);
}

static void
speak_chart (MadoKpiPage *self)
{
  const MadoKpiFacts *facts = selected_facts (self);
  g_autofree char *text = facts ? g_strdup_printf (_("Chart: %s, rate %s, %s"), facts->name, facts->rate, facts->judgement) : NULL;

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chart), GTK_ACCESSIBLE_PROPERTY_LABEL, text ? text : "", -1);
  gtk_widget_queue_draw (GTK_WIDGET (self->chart));
}

/* --- the cells of the selected one ---------------------------------------------------------- */

static char *
when_of (MadoKpiPage *self,
         guint        at)
{
  return at == 0 ? g_strdup ("target") : g_strdup_printf ("%d", g_array_index (self->years, int, at - 1));
}

static void
show_cells (MadoKpiPage *self)
{
  g_autoptr (MadoKpi) pending = self->session && mado_row_session_get_edit (self->session)
                                  ? mado_plan_edit_read_kpi (mado_row_session_get_edit (self->session)) : NULL;
  const MadoKpi *kpi = pending ? pending : selected_kpi (self);
  const MadoKpiFacts *facts = selected_facts (self);
  gboolean editable = may_write (self) && pending;

  self->filling = TRUE;
  gtk_label_set_text (self->name, facts ? facts->name : "");
  for (guint i = 0; i < self->entries->len; i++)
    {
      g_autofree char *when = when_of (self, i);
      g_autofree char *text = g_strdup (kpi ? mado_kpi_cell_text (kpi, when) : "");

      gtk_editable_set_text (self->entries->pdata[i], g_strdelimit (text, "\n", ' '));
      gtk_editable_set_editable (self->entries->pdata[i], editable && (i > 0 || mado_plan_place_gathers (self->place)));
    }
  gtk_editable_set_text (self->explanation, kpi ? kpi->explanation : "");
  gtk_editable_set_text (self->note, kpi ? kpi->note : "");
  gtk_editable_set_editable (self->explanation, editable);
  gtk_editable_set_editable (self->note, editable);
  self->filling = FALSE;
  speak_chart (self);
  mado_page_keys_changed (MADO_PAGE (self));
}

static void
put_text (MadoKpiPage *self,
          const char  *path,
          GtkEditable *from)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (from)));
  g_autoptr (GVariant) value = *text ? mado_value_text (text) : mado_value_none ();

  mado_plan_edit_set (mado_row_session_get_edit (self->session), MADO_PLAN_SECTION_SHARED, path, value);
}

/* FALSE: told why; the cell keeps what was typed, the record what it had. */
static gboolean
put_cell (MadoKpiPage *self,
          guint        at)
{
  MadoPlanEdit *edit = mado_row_session_get_edit (self->session);
  g_autoptr (MadoKpi) kpi = mado_plan_edit_read_kpi (edit);
  g_autofree char *when = when_of (self, at);
  g_autofree char *path = mado_plan_path_value (when);
  g_autofree char *shown = g_strdelimit (g_strdup (mado_kpi_cell_text (kpi, when)), "\n", ' ');
  const char *text = gtk_editable_get_text (self->entries->pdata[at]);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoKpiValue) cell = NULL;
  g_autoptr (GVariant) value = NULL;

  if (g_str_equal (text, shown))
    return TRUE;
  cell = mado_kpi_cell_read (kpi, when, text, &error);
  if (!cell)
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_WARNING, "%s", error->message);
      gtk_widget_grab_focus (self->entries->pdata[at]);
      return FALSE;
    }
  value = mado_kpi_value_to_value (cell);
  mado_plan_edit_set (edit, MADO_PLAN_SECTION_SHARED, path, value);

  return TRUE;
}

static gboolean
put_all (MadoKpiPage *self)
{
  if (!self->session || !mado_row_session_get_edit (self->session) || !may_write (self))
    return TRUE;
  for (guint i = 0; i < self->entries->len; i++)
    if (!put_cell (self, i))
      return FALSE;
  put_text (self, "explanation", self->explanation);
  put_text (self, "note", self->note);

  return TRUE;
}

static void
keep (MadoKpiPage *self)
{
  if (self->session && mado_row_session_get_edit (self->session) && put_all (self))
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
  const MadoKpiFacts *facts = selected_facts (self);

  if (self->session)
    {
      g_signal_handlers_disconnect_by_data (self->session, self);
      g_clear_object (&self->session);
    }
  if (!facts)
    return;

  self->session = mado_row_session_new (self->place, &facts->id);
  g_signal_connect_swapped (self->session, "loaded", G_CALLBACK (show_cells), self);
  g_signal_connect_swapped (self->session, "record-changed", G_CALLBACK (show_cells), self);
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
  show_cells (self);
}

static gboolean
save (MadoKpiPage *self)
{
  if (!put_all (self))
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

static void
make_columns (MadoKpiPage *self)
{
  g_clear_pointer (&self->columns, mado_table_columns_unref);
  self->columns = mado_table_columns_new ();
  mado_table_columns_add (self->columns, _("No."), 36, 0, FALSE);
  mado_table_columns_add (self->columns, _("KPI"), 0, 4, FALSE);
  mado_table_columns_add (self->columns, _("Target"), 78, 0, TRUE);
  for (guint i = 0; i < self->years->len; i++)
    {
      g_autofree char *head = short_year (g_array_index (self->years, int, i));

      mado_table_columns_add (self->columns, head, 68, 0, TRUE);
    }
  mado_table_columns_add (self->columns, _("Rate"), 90, 0, TRUE);
  mado_table_columns_add (self->columns, _("Class"), 176, 0, FALSE);
}

static char **
list_texts (gpointer object,
            gpointer data)
{
  const MadoKpiFacts *facts = mado_kpi_item_get_facts (object);
  guint n = g_strv_length (facts->cells);
  char **texts = g_new0 (char *, N_BEFORE + n + N_BEHIND + 1);

  texts[0] = g_strdup_printf ("%d", facts->no);
  texts[1] = g_strdup (facts->name);
  texts[2] = g_strdup (facts->target);
  for (guint i = 0; i < n; i++)
    texts[N_BEFORE + i] = g_strdup (facts->cells[i]);
  texts[N_BEFORE + n] = g_strdup (facts->rate);
  texts[N_BEFORE + n + 1] = facts->unexplained ? g_strconcat (facts->judgement, " ", _("?"), NULL) : g_strdup (facts->judgement);

  return texts;
}

static void
make_entries (MadoKpiPage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->cells))))
    gtk_grid_remove (self->cells, child);
  g_ptr_array_set_size (self->entries, 0);
  for (guint i = 0; i <= self->years->len; i++)
    {
      g_autofree char *head = i == 0 ? g_strdup (_("Target")) : mado_plan_year_print (g_array_index (self->years, int, i - 1));
      GtkWidget *label = gtk_label_new (head), *entry = gtk_entry_new ();

      gtk_editable_set_width_chars (GTK_EDITABLE (entry), 6);
      gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), 8);
      gtk_widget_set_hexpand (entry, TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, head, -1);
      gtk_grid_attach (self->cells, label, (int) (i % 4), (int) (i / 4) * 2, 1, 1);
      gtk_grid_attach (self->cells, entry, (int) (i % 4), (int) (i / 4) * 2 + 1, 1, 1);
      g_ptr_array_add (self->entries, entry);
    }
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
      show_cells (self);
    }
  speak_chart (self);
}

/* --- the chart as a file ------------------------------------------------------------------------- */

static void
kept_cb (MadoPage   *page,
         const char *path)
{
  mado_page_message (page, MADO_MESSAGE_INFO, _("Kept as %s"), path);
}

static gboolean
keep_chart (MadoKpiPage *self)
{
  static const char *const names[] = { [MADO_CHART_YEARS] = "kpi", [MADO_CHART_BARS] = "kpi-bars", [MADO_CHART_CLASSES] = "kpi-classes" };
  MadoPlanBook *book = mado_plan_place_get_book (self->place);
  const MadoKpi *kpi = selected_kpi (self);
  g_autofree char *stem = self->kind == MADO_CHART_YEARS && kpi ? g_strdup_printf ("kpi-%d", kpi->no) : g_strdup (names[self->kind]);

  for (int format = MADO_CHART_SVG; book && format <= MADO_CHART_PNG; format++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) bytes = mado_chart_write (self->kind, format, book, kpi, &error);
      g_autofree char *name = g_strconcat (stem, format == MADO_CHART_SVG ? ".svg" : ".png", NULL);
      g_autofree char *path = bytes ? mado_plan_output_write (name, bytes, &error) : NULL;

      if (!path)
        mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", error->message);
      else
        kept_cb (MADO_PAGE (self), path);
    }

  return TRUE;
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
    MADO_COMMAND_NEXT_STAGE, MADO_COMMAND_FILTER, MADO_COMMAND_PRINT, MADO_COMMAND_EDIT_LOCKED, NULL
  };

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

  return NULL;
}

static gboolean
page_perform (MadoPage   *page,
              const char *command)
{
  MadoKpiPage *self = MADO_KPI_PAGE (page);

  if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    return save (self);
  if (g_str_equal (command, MADO_COMMAND_PRINT))
    return keep_chart (self);
  if (g_str_equal (command, MADO_COMMAND_EDIT_LOCKED))
    return self->entries->len > 0 && gtk_widget_grab_focus (self->entries->pdata[self->entries->len - 1]);
  if (!g_str_equal (command, MADO_COMMAND_FILTER))
    return FALSE;

  self->kind = (self->kind + 1) % (MADO_CHART_CLASSES + 1);
  gtk_widget_queue_draw (GTK_WIDGET (self->chart));

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
}

static void
mado_kpi_page_init (MadoKpiPage *self)
{
  self->entries = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drawing_area_set_draw_func (self->chart, draw_cb, self, NULL);
}

MadoPage *
mado_kpi_page_new (MadoPlanPlace *place)
{
  MadoKpiPage *self = g_object_new (MADO_TYPE_KPI_PAGE, NULL);

  self->place = g_object_ref (place);
  read_years (self);
  make_columns (self);
  make_entries (self);
  self->items = g_list_store_new (MADO_TYPE_KPI_ITEM);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->items)));
  mado_table_view_setup (self->view, GTK_SELECTION_MODEL (self->selection), self->columns, list_texts, NULL, self);
  gtk_box_append (GTK_BOX (self->head_place), mado_table_line_new (self->columns));
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (place, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);

  return MADO_PAGE (self);
}
