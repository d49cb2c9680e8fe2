/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-initiative-list-page.h"

#include <glib/gi18n.h>

#include "app/initiative/mado-answer.h"
#include "app/initiative/mado-april-page.h"
#include "app/initiative/mado-cells-page.h"
#include "app/initiative/mado-compare-page.h"
#include "app/initiative/mado-import-page.h"
#include "app/initiative/mado-initiative-line.h"
#include "app/initiative/mado-initiative-page.h"
#include "app/initiative/mado-kpi-page.h"
#include "app/initiative/mado-plan-actions.h"
#include "app/initiative/mado-plan-place.h"
#include "app/initiative/mado-progress-page.h"
#include "app/initiative/mado-report-page.h"
#include "core/base/mado-date.h"

struct _MadoInitiativeListPage
{
  GtkWidget             parent_instance;

  /* Template children */
  GtkWidget            *box;
  GtkWidget            *band;
  GtkLabel             *summary;
  GtkLabel             *call;
  GtkEditable          *search;
  GtkDropDown          *department;
  GtkEditable          *until;
  GtkLabel             *filter_label;
  GtkLabel             *count;
  GtkWidget            *head_place;
  GtkWidget            *lines;
  GtkListView          *view;
  GtkLabel             *empty;
  GtkBox               *actions;

  /* Owned */
  MadoContext          *context;
  MadoPlanPlace        *place;
  GListStore           *items;       /* MadoInitiativeItem */
  GtkSingleSelection   *selection;
  GPtrArray            *departments; /* char*, ids in the order of the drop-down; the first is "" */
  MadoInitiativeFilter  filter;      /* show and until; the rest is read from the tools */
  char                 *fault;       /* nullable: why there is nothing */
  gboolean              filling;
};

static void page_iface_init (MadoPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoInitiativeListPage, mado_initiative_list_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PAGE, page_iface_init))

/* --- what is shown ----------------------------------------------------------------- */

static const char *
round_of (MadoInitiativeListPage *self)
{
  const MadoPlanRound *round = mado_plan_place_get_round (self->place);

  return round ? round->as_of : NULL;
}

static const MadoInitiativeFacts *
selected_row (MadoInitiativeListPage *self)
{
  MadoInitiativeItem *item = gtk_single_selection_get_selected_item (self->selection);
  const MadoInitiativeFacts *facts = item ? mado_initiative_item_get_facts (item) : NULL;

  return facts && !facts->heading ? facts : NULL;
}

static const MadoInitiativeFacts *
facts_at (MadoInitiativeListPage *self,
          guint                   at)
{
  g_autoptr (MadoInitiativeItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), at);

  return item ? mado_initiative_item_get_facts (item) : NULL;
}

static const char *
show_name (MadoShow show)
{
  static const char *const names[MADO_N_SHOWS] = {
    N_("All"), N_("Own department"), N_("Not updated"), N_("Confirmed, to accept"), N_("Returned ones"), N_("With conflicts"),
  };

  return _(names[show]);
}

static const char *
empty_text (MadoInitiativeListPage *self)
{
  if (self->fault)
    return self->fault;
  if (!mado_plan_place_is_loaded (self->place))
    return _("The plan is being read …");
  if (!mado_plan_place_get_book (self->place))
    return _("There is no plan here yet. Those who gather read it in from a file; it then comes to every department by itself.");

  return _("No row fits. F6 shows others; Esc empties the search.");
}

static void
show_band (MadoInitiativeListPage *self)
{
  MadoPlanBook *book = mado_plan_place_get_book (self->place);
  const MadoPlanRound *round = mado_plan_place_get_round (self->place);
  g_autofree char *text = NULL;
  g_autofree char *call = NULL;
  guint n_mine, n_open;

  gtk_widget_set_visible (self->band, book != NULL);
  if (!book)
    return;

  mado_initiative_items_count (book, mado_plan_place_get_scope (self->place), round_of (self), &n_mine, &n_open);
  text = round ? g_strdup_printf (_("Own department %u  Not updated %u　%s"), n_mine, n_open, book->name)
               : g_strdup_printf (_("Own department %u　%s"), n_mine, book->name);
  gtk_label_set_text (self->summary, text);
  if (round)
    {
      g_autofree char *as_of = mado_plan_date_format (round->as_of);
      g_autofree char *deadline = mado_plan_date_format (round->deadline);

      call = g_strdup_printf (_("Call for updates as of %s, reply by %s"), as_of, *deadline ? deadline : "―");
    }
  gtk_label_set_text (self->call, call ? call : _("No call for updates runs"));
}

static guint
count_rows (MadoInitiativeListPage *self)
{
  guint n = 0, total = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  for (guint i = 0; i < total; i++)
    n += facts_at (self, i)->heading == NULL;

  return n;
}

static void
show_counts (MadoInitiativeListPage *self)
{
  guint n = count_rows (self);
  g_autofree char *text = g_strdup_printf (ngettext ("%u row", "%u rows", n), n);

  gtk_label_set_text (self->count, text);
  gtk_label_set_text (self->filter_label, show_name (self->filter.show));
  if (n == 0)
    gtk_label_set_text (self->empty, empty_text (self));
  gtk_widget_set_visible (GTK_WIDGET (self->empty), n == 0);
  gtk_widget_set_visible (self->lines, n > 0);
  mado_page_keys_changed (MADO_PAGE (self));
}

/* The row that was selected stays selected; at first the top one is. */
static guint
find_row (MadoInitiativeListPage *self,
          const MadoId           *id)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items)), first = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < n; i++)
    {
      const MadoInitiativeFacts *facts = facts_at (self, i);

      if (facts->heading)
        continue;
      if (first == GTK_INVALID_LIST_POSITION)
        first = i;
      if (mado_id_equal (&facts->id, id))
        return i;
    }

  return first;
}

static void
fill (MadoInitiativeListPage *self)
{
  MadoPlanBook *book = mado_plan_place_get_book (self->place);
  const MadoInitiativeFacts *selected = selected_row (self);
  MadoId id = selected ? selected->id : (MadoId) { { 0 } };
  guint at = gtk_drop_down_get_selected (self->department);
  g_autoptr (GPtrArray) items = NULL;
  MadoInitiativeFilter filter = self->filter;
  const MadoIdentity *identity = mado_context_get_identity (self->context);

  filter.query = gtk_editable_get_text (self->search);
  filter.me = identity ? identity->actor : NULL;
  filter.my_name = mado_context_get_staff_name (self->context);
  filter.department = at > 0 && at < self->departments->len ? self->departments->pdata[at] : NULL;
  items = book ? mado_initiative_items_make (book, mado_plan_place_get_scope (self->place), round_of (self), &filter)
               : g_ptr_array_new ();
  self->filling = TRUE;
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)), items->pdata, items->len);
  gtk_single_selection_set_selected (self->selection, find_row (self, &id));
  self->filling = FALSE;
  show_counts (self);
}

static void
fill_departments (MadoInitiativeListPage *self,
                  MadoPlanBook           *book)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint at = gtk_drop_down_get_selected (self->department);
  g_autofree char *chosen = at < self->departments->len ? g_strdup (self->departments->pdata[at]) : NULL;

  self->filling = TRUE;
  g_ptr_array_set_size (self->departments, 0);
  g_ptr_array_add (self->departments, g_strdup (""));
  gtk_string_list_append (names, _("All departments"));
  for (guint i = 0; book && i < book->departments->len; i++)
    {
      const MadoDepartment *department = book->departments->pdata[i];

      if (!mado_department_is_open (department, NULL))
        continue;
      g_ptr_array_add (self->departments, g_strdup (department->id));
      gtk_string_list_append (names, mado_department_get_name (department, NULL));
    }
  gtk_drop_down_set_model (self->department, G_LIST_MODEL (names));
  for (guint i = 0; chosen && i < self->departments->len; i++)
    if (g_str_equal (self->departments->pdata[i], chosen))
      gtk_drop_down_set_selected (self->department, i);
  self->filling = FALSE;
}

static void
changed_cb (MadoInitiativeListPage *self)
{
  g_clear_pointer (&self->fault, g_free);
  fill_departments (self, mado_plan_place_get_book (self->place));
  show_band (self);
  fill (self);
}

static void
failed_cb (MadoInitiativeListPage *self,
           const char             *text)
{
  g_free (self->fault);
  self->fault = g_strdup (text);
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", text);
  show_counts (self);
}

static void
tools_changed_cb (MadoInitiativeListPage *self)
{
  if (!self->filling)
    fill (self);
}

static void
until_changed_cb (MadoInitiativeListPage *self)
{
  const char *text = gtk_editable_get_text (self->until);
  MadoDateContext context = { .today = mado_date_from_ms (mado_clock_now_ms (mado_context_get_clock (self->context))),
                              .last_era = MADO_ERA_REIWA };
  MadoDate date;

  self->filter.until = 0;
  if (*text && mado_date_parse (text, &context, &date, NULL) && mado_date_is_complete (&date))
    {
      g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
      g_autoptr (GDateTime) time = g_date_time_new (zone, date.year, date.month, date.day, 0, 0, 0);

      self->filter.until = g_date_time_to_unix (time) * 1000;
    }
  if (!self->filling)
    fill (self);
}

/* --- opening and moving --------------------------------------------------------------- */

static gboolean
open_selected (MadoInitiativeListPage *self)
{
  const MadoInitiativeFacts *facts = selected_row (self);

  if (!facts)
    return FALSE;

  mado_page_open (MADO_PAGE (self), mado_initiative_page_new (self->place, &facts->id));

  return TRUE;
}

static void
select_at (MadoInitiativeListPage *self,
           guint                   at)
{
  gtk_single_selection_set_selected (self->selection, at);
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", at);
}

/* Headings are stepped over. */
static void
move_selection (MadoInitiativeListPage *self,
                int                     by)
{
  int n = (int) g_list_model_get_n_items (G_LIST_MODEL (self->items)), step = by < 0 ? -1 : 1;
  guint selected = gtk_single_selection_get_selected (self->selection);
  int from = selected == GTK_INVALID_LIST_POSITION ? 0 : (int) selected, to = CLAMP (from + by, 0, n - 1);

  while (to >= 0 && to < n && facts_at (self, (guint) to)->heading)
    to += step;
  if (to >= 0 && to < n)
    select_at (self, (guint) to);
}

static gboolean
search_key_cb (MadoInitiativeListPage *self,
               guint                   keyval)
{
  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move_selection (self, 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move_selection (self, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Down:
      move_selection (self, 15);
      return GDK_EVENT_STOP;
    case GDK_KEY_Page_Up:
      move_selection (self, -15);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* F5: the next of one's own rows that still waits. */
static gboolean
go_to_gap (MadoInitiativeListPage *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  guint from = gtk_single_selection_get_selected (self->selection);

  for (guint i = 1; from != GTK_INVALID_LIST_POSITION && i <= n; i++)
    {
      const MadoInitiativeFacts *facts = facts_at (self, (from + i) % n);

      if (facts->heading || !facts->mine ||
          (facts->state != MADO_ANSWER_NONE && facts->state != MADO_ANSWER_RETURNED))
        continue;
      select_at (self, (from + i) % n);
      return TRUE;
    }
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_INFO, "%s", _("All rows of your department are updated."));

  return TRUE;
}

/* --- answering from the list ------------------------------------------------------------ */

static void
answered_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (MadoInitiativeListPage) self = data;
  g_autoptr (GError) error = NULL;

  if (!mado_answer_write_finish (MADO_PLAN_PLACE (object), result, &error))
    mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", error->message);
  else if (self->place)
    go_to_gap (self);
}

static gboolean
answer_selected (MadoInitiativeListPage *self,
                 const char             *command)
{
  const MadoInitiativeFacts *facts = selected_row (self);

  if (!facts)
    return FALSE;

  mado_answer_write_async (self->place, &facts->id, mado_answer_step (command), NULL, answered_cb, g_object_ref (self));

  return TRUE;
}

/* --- other pages ----------------------------------------------------------------------------- */

typedef struct
{
  const char *command;
  MadoPage   *(*make) (MadoPlanPlace *place);
} Way;

static const Way *
find_way (const char *command)
{
  static const Way ways[] = {
    { MADO_COMMAND_FIGURES, mado_kpi_page_new }, { MADO_COMMAND_PROGRESS, mado_progress_page_new },
    { MADO_COMMAND_PRINT, mado_report_page_new }, { MADO_COMMAND_COMPARE, mado_compare_page_new },
    { MADO_COMMAND_IMPORT, mado_import_page_new }, { MADO_COMMAND_APRIL, mado_april_page_new },
  };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    if (g_str_equal (ways[i].command, command))
      return &ways[i];

  return NULL;
}

static gboolean
leads_on (const char *command)
{
  return find_way (command) != NULL;
}

/* --- page ---------------------------------------------------------------------------------- */

static const char *
page_get_title (MadoPage *page)
{
  return _("Promotion plan");
}

static gboolean
page_can (MadoPage   *page,
          const char *command)
{
  MadoInitiativeListPage *self = MADO_INITIATIVE_LIST_PAGE (page);
  const MadoInitiativeFacts *facts = selected_row (self);

  if (g_str_equal (command, MADO_COMMAND_NEXT_FIELD) || g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    return facts != NULL;

  if (g_str_equal (command, MADO_COMMAND_CLOSE))
    return *gtk_editable_get_text (self->search) != '\0';

  if (g_str_equal (command, MADO_COMMAND_NEXT_GAP))
    return round_of (self) != NULL;

  if (g_str_equal (command, MADO_COMMAND_EDIT_LOCKED))
    return facts && mado_plan_place_gathers (self->place);

  if (mado_answer_is_step (command))
    return facts && mado_answer_may (self->place, &facts->id, mado_answer_step (command));

  if (g_str_equal (command, MADO_COMMAND_IMPORT))
    return mado_plan_place_is_loaded (self->place) &&
           (mado_plan_place_gathers (self->place) || !mado_plan_place_get_book (self->place));
  if (g_str_equal (command, MADO_COMMAND_APRIL))
    return mado_plan_place_gathers (self->place);
  if (leads_on (command))
    return mado_plan_place_get_book (self->place) != NULL;

  return g_str_equal (command, MADO_COMMAND_SEARCH) || g_str_equal (command, MADO_COMMAND_FILTER);
}

static const char *
page_get_label (MadoPage   *page,
                const char *command)
{
  if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    return _("Open");
  if (g_str_equal (command, MADO_COMMAND_NEXT_GAP))
    return C_("key", "Next to update");
  if (g_str_equal (command, MADO_COMMAND_PRINT))
    return C_("key", "Reports");
  if (g_str_equal (command, MADO_COMMAND_EDIT_LOCKED))
    return _("Fixed cells");

  return NULL;
}

static gboolean
page_perform (MadoPage   *page,
              const char *command)
{
  MadoInitiativeListPage *self = MADO_INITIATIVE_LIST_PAGE (page);

  if (g_str_equal (command, MADO_COMMAND_SEARCH))
    return gtk_widget_grab_focus (GTK_WIDGET (self->search));
  if (g_str_equal (command, MADO_COMMAND_FILTER))
    {
      self->filter.show = (self->filter.show + 1) % MADO_N_SHOWS;
      fill (self);
      return TRUE;
    }
  if (g_str_equal (command, MADO_COMMAND_CLOSE))
    {
      gtk_editable_set_text (self->search, "");
      return TRUE;
    }
  if (g_str_equal (command, MADO_COMMAND_NEXT_GAP))
    return go_to_gap (self);
  if (leads_on (command))
    {
      mado_page_open (page, find_way (command)->make (self->place));
      return TRUE;
    }
  if (mado_answer_is_step (command))
    return answer_selected (self, command);
  if (g_str_equal (command, MADO_COMMAND_EDIT_LOCKED))
    {
      mado_page_open (page, mado_cells_page_new (self->place, &selected_row (self)->id));
      return TRUE;
    }

  return (g_str_equal (command, MADO_COMMAND_NEXT_FIELD) ||
          g_str_equal (command, MADO_COMMAND_NEXT_STAGE)) && open_selected (self);
}

static void
page_focus_first (MadoPage *page)
{
  gtk_widget_grab_focus (GTK_WIDGET (MADO_INITIATIVE_LIST_PAGE (page)->search));
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

/* --- lines ------------------------------------------------------------------------------------ */

static void
setup_cb (MadoInitiativeListPage *self,
          GtkListItem            *item)
{
  gtk_list_item_set_child (item, mado_initiative_line_new ());
}

static void
bind_cb (MadoInitiativeListPage *self,
         GtkListItem            *item)
{
  MadoInitiativeItem *bound = gtk_list_item_get_item (item);
  gboolean is_row = mado_initiative_item_get_facts (bound)->heading == NULL;

  gtk_list_item_set_selectable (item, is_row);
  gtk_list_item_set_activatable (item, is_row);
  mado_initiative_line_set_item (MADO_INITIATIVE_LINE (gtk_list_item_get_child (item)), bound);
}

static void
selected_cb (MadoInitiativeListPage *self)
{
  if (!self->filling)
    mado_page_keys_changed (MADO_PAGE (self));
}

static void
make_list (MadoInitiativeListPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkWidget *head = mado_initiative_line_new ();

  self->items = g_list_store_new (MADO_TYPE_INITIATIVE_ITEM);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->items)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_cb), self);
  gtk_list_view_set_factory (self->view, factory);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->view, "activate", G_CALLBACK (open_selected), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_hexpand (head, TRUE);
  gtk_box_append (GTK_BOX (self->head_place), head);
}

static void
watch_tools (MadoInitiativeListPage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (search_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->search), keys);
  g_signal_connect_swapped (self->search, "changed", G_CALLBACK (tools_changed_cb), self);
  g_signal_connect_swapped (self->until, "changed", G_CALLBACK (until_changed_cb), self);
  g_signal_connect_swapped (self->department, "notify::selected", G_CALLBACK (tools_changed_cb), self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Search"), -1);
}

static void
mado_initiative_list_page_dispose (GObject *object)
{
  MadoInitiativeListPage *self = MADO_INITIATIVE_LIST_PAGE (object);

  if (self->view)
    gtk_list_view_set_model (self->view, NULL);
  self->filling = TRUE;
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->items);
  g_clear_pointer (&self->departments, g_ptr_array_unref);
  g_clear_object (&self->place);
  g_clear_object (&self->context);
  g_clear_pointer (&self->fault, g_free);

  G_OBJECT_CLASS (mado_initiative_list_page_parent_class)->dispose (object);
}

static void
mado_initiative_list_page_class_init (MadoInitiativeListPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_initiative_list_page_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "planlist");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/madoguchi/Madoguchi/mado-initiative-list-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativeListPage, box);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativeListPage, band);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativeListPage, summary);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativeListPage, call);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativeListPage, search);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativeListPage, department);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativeListPage, until);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativeListPage, filter_label);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativeListPage, count);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativeListPage, head_place);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativeListPage, lines);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativeListPage, view);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativeListPage, empty);
  gtk_widget_class_bind_template_child (widget_class, MadoInitiativeListPage, actions);
}

static void
mado_initiative_list_page_init (MadoInitiativeListPage *self)
{
  static const char *const commands[] = {
    MADO_COMMAND_NO_CHANGE, MADO_COMMAND_CONFIRM_ANSWER, MADO_COMMAND_ACCEPT_ANSWER, MADO_COMMAND_FIGURES,
    MADO_COMMAND_PROGRESS, MADO_COMMAND_COMPARE, MADO_COMMAND_IMPORT, MADO_COMMAND_APRIL,
    MADO_COMMAND_EDIT_LOCKED, NULL
  };

  self->departments = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  mado_plan_actions_fill (self->actions, MADO_PAGE (self), commands);
  make_list (self);
  watch_tools (self);
}

MadoPage *
mado_initiative_list_page_new (MadoContext *context)
{
  MadoInitiativeListPage *self = g_object_new (MADO_TYPE_INITIATIVE_LIST_PAGE, NULL);

  self->context = g_object_ref (context);
  self->place = mado_plan_place_new (context);
  g_signal_connect_object (self->place, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->place, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);

  return MADO_PAGE (self);
}
