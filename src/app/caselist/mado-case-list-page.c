/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/caselist/mado-case-list-page.h"

#include <glib/gi18n.h>

#include "app/caselist/mado-case-line.h"
#include "core/base/mado-date.h"

#define FIRST_LINES   20
#define PAGE_LINES    500
#define MOST_LINES    2000 /* of one day; search finds the others */
#define SEARCH_LINES  200
#define REFRESH_MS    200
#define CLOCK_SECONDS 30

typedef enum
{
  SHOW_ALL,
  SHOW_MINE,
  SHOW_PARKED,
  N_SHOWS
} Show;

struct _MadoCaseListPage
{
  GtkWidget           parent_instance;

  /* Template children */
  GtkWidget          *box;
  GtkEditable        *search;
  GtkLabel           *filter_label;
  GtkLabel           *count;
  GtkWidget          *head_place;
  GtkWidget          *lines;
  GtkListView        *view;
  GtkLabel           *empty;

  /* Owned */
  MadoContext        *context;
  MadoCaseWords       words;
  GListStore         *day;        /* MadoCaseItem, the cases of the day */
  GListStore         *found;      /* MadoCaseItem, what the search gives */
  GtkFilterListModel *shown;
  GtkSingleSelection *selection;
  GCancellable       *search_cancel;
  GPtrArray          *loading;    /* MadoCaseItem*, pages read so far */
  char               *today;
  Show                show;
  gboolean            settled;
  gboolean            loaded_all;
  gboolean            moved;      /* a person has chosen a line */
  gboolean            replacing;
  gboolean            ready;      /* the first lines are there, or there are none */
  guint               refresh_id;
  guint               clock_id;
};

enum
{
  READY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void page_iface_init (MadoPageInterface *iface);
static void load_page       (MadoCaseListPage  *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoCaseListPage, mado_case_list_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_PAGE, page_iface_init))

/* --- words for ids ------------------------------------------------------------ */

static const char *
event_label (const char *event,
             gpointer    data)
{
  MadoPack *names = mado_context_get_names (MADO_CASE_LIST_PAGE (data)->context);
  const MadoEvent *found = names && event ? mado_pack_get_event (names, event) : NULL;

  return found ? mado_text_get (found->short_title, NULL) : event ? event : "";
}

static const char *
desk_label (const char *desk,
            gpointer    data)
{
  MadoPack *names = mado_context_get_names (MADO_CASE_LIST_PAGE (data)->context);
  const MadoDesk *found = names && desk ? mado_pack_get_desk (names, desk) : NULL;
  const MadoCentre *centre = names && desk && !found ? mado_pack_get_centre (names, desk) : NULL;

  if (found)
    return mado_text_get (found->name, NULL);

  return centre ? mado_text_get (centre->name, NULL) : desk ? desk : "";
}

static gint64
now_ms (gpointer data)
{
  return mado_clock_now_ms (mado_context_get_clock (MADO_CASE_LIST_PAGE (data)->context));
}

static char *
find_today (MadoCaseListPage *self)
{
  MadoDate today = mado_date_from_ms (now_ms (self));

  return mado_date_to_iso (&today);
}

/* --- what is shown -------------------------------------------------------------- */

static gboolean
is_searching (MadoCaseListPage *self)
{
  return *gtk_editable_get_text (self->search) != '\0';
}

static const char *
empty_text (MadoCaseListPage *self)
{
  if (is_searching (self))
    return _("No case has this name, reading, number or code.");
  if (self->show == SHOW_PARKED)
    return _("Nothing is on hold.");
  if (self->show == SHOW_MINE)
    return _("Nothing waits for this counter. F6 shows all cases of the day.");

  return _("No cases today yet. F2 begins one; a code that is read opens its case.");
}

static void
update_count (MadoCaseListPage *self)
{
  static const char *const names[N_SHOWS] = { N_("All of today"), N_("This counter"), N_("On hold") };
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->shown));
  g_autofree char *text = n >= MOST_LINES && !is_searching (self)
                            ? g_strdup_printf (_("%u cases and more"), n)
                            : g_strdup_printf (ngettext ("%u case", "%u cases", n), n);

  gtk_label_set_text (self->count, text);
  gtk_label_set_text (self->filter_label,
                      is_searching (self) ? _("Search in all days") : _(names[self->show]));
  if (n == 0)
    gtk_label_set_text (self->empty, empty_text (self));
  gtk_widget_set_visible (GTK_WIDGET (self->empty), n == 0);
  gtk_widget_set_visible (self->lines, n > 0);
  mado_page_keys_changed (MADO_PAGE (self));
}

static gboolean
is_mine (MadoCaseListPage  *self,
         const MadoCaseRow *row)
{
  const MadoIdentity *identity = mado_context_get_identity (self->context);

  return identity && g_strcmp0 (row->desk, identity->scope) == 0;
}

static gboolean
filter_cb (gpointer object,
           gpointer data)
{
  MadoCaseListPage *self = data;
  const MadoCaseRow *row = mado_case_item_get_row (object);

  if (is_searching (self) || self->show == SHOW_ALL)
    return TRUE;

  return self->show == SHOW_PARKED ? row->parked : is_mine (self, row);
}

static void
use_model (MadoCaseListPage *self,
           GListStore       *model)
{
  gtk_filter_list_model_set_model (self->shown, G_LIST_MODEL (model));
  update_count (self);
}

static void
refilter (MadoCaseListPage *self)
{
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->shown), GTK_FILTER_CHANGE_DIFFERENT);
  update_count (self);
}

/* The selected case stays selected when the list is read anew; until a person
 * has moved, the top one is. */
static void
replace_items (MadoCaseListPage *self,
               GListStore       *store,
               GPtrArray        *items)
{
  MadoCaseItem *selected = gtk_single_selection_get_selected_item (self->selection);
  MadoId id = { 0 };
  guint n, keep = 0;

  if (selected && self->moved)
    id = mado_case_item_get_row (selected)->record;

  self->replacing = TRUE;
  g_list_store_splice (store, 0, g_list_model_get_n_items (G_LIST_MODEL (store)), items->pdata, items->len);

  n = g_list_model_get_n_items (G_LIST_MODEL (self->shown));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MadoCaseItem) item = g_list_model_get_item (G_LIST_MODEL (self->shown), i);

      if (mado_id_equal (&mado_case_item_get_row (item)->record, &id))
        keep = i;
    }
  if (n > 0)
    gtk_single_selection_set_selected (self->selection, keep);
  self->replacing = FALSE;
  update_count (self);
}

static void
selected_cb (MadoCaseListPage *self)
{
  if (!self->replacing)
    self->moved = TRUE;
  mado_page_keys_changed (MADO_PAGE (self));
}

static GPtrArray *
wrap_rows (GPtrArray *rows)
{
  GPtrArray *items = g_ptr_array_new_full (rows->len, g_object_unref);

  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (items, mado_case_item_new (g_steal_pointer (&rows->pdata[i])));
  g_ptr_array_set_size (rows, 0);

  return items;
}

static int
compare_pointers (gconstpointer a,
                  gconstpointer b)
{
  return mado_case_item_compare (*(gconstpointer *) a, *(gconstpointer *) b, NULL);
}

/* --- reading the day -------------------------------------------------------------- */

static void
show_loaded (MadoCaseListPage *self)
{
  g_ptr_array_sort (self->loading, compare_pointers);
  replace_items (self, self->day, self->loading);
}

static void
become_ready (MadoCaseListPage *self)
{
  if (self->ready)
    return;

  self->ready = TRUE;
  g_signal_emit (self, signals[READY], 0);
}

static void
page_loaded_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (MadoCaseListPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = mado_store_list_finish (MADO_STORE (object), result, &error);
  g_autoptr (GPtrArray) items = NULL;
  guint asked = self->settled ? PAGE_LINES : FIRST_LINES;

  if (!self->loading)
    return;
  if (!rows)
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", error->message);
      g_clear_pointer (&self->loading, g_ptr_array_unref);
      become_ready (self);
      return;
    }

  self->loaded_all = rows->len < asked;
  items = wrap_rows (rows);
  g_ptr_array_extend_and_steal (self->loading, g_steal_pointer (&items));
  if (self->settled && !self->loaded_all && self->loading->len < MOST_LINES)
    {
      load_page (self);
      return;
    }

  show_loaded (self);
  g_clear_pointer (&self->loading, g_ptr_array_unref);
  become_ready (self);
}

static void
load_page (MadoCaseListPage *self)
{
  MadoStore *store = mado_context_get_store (self->context);

  mado_store_list_async (store, self->today, self->loading->len,
                         self->settled ? PAGE_LINES : FIRST_LINES, NULL,
                         page_loaded_cb, g_object_ref (self));
}

static void
load_day (MadoCaseListPage *self)
{
  if (!mado_context_get_store (self->context) || self->loading)
    return;

  g_free (self->today);
  self->today = find_today (self);
  self->loading = g_ptr_array_new_with_free_func (g_object_unref);
  load_page (self);
}

/* --- search ------------------------------------------------------------------------- */

static void
found_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      data)
{
  g_autoptr (MadoCaseListPage) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = mado_store_search_finish (MADO_STORE (object), result, &error);
  g_autoptr (GPtrArray) items = NULL;

  if (g_error_matches (error, MADO_ERROR, MADO_ERROR_CANCELLED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || !is_searching (self))
    return;
  if (!rows)
    {
      mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", error->message);
      return;
    }

  items = wrap_rows (rows);
  replace_items (self, self->found, items);
  use_model (self, self->found);
}

static void
search_changed_cb (MadoCaseListPage *self)
{
  MadoStore *store = mado_context_get_store (self->context);

  g_cancellable_cancel (self->search_cancel);
  g_clear_object (&self->search_cancel);
  if (!is_searching (self))
    {
      use_model (self, self->day);
      return;
    }
  if (!store)
    return;

  self->search_cancel = g_cancellable_new ();
  mado_store_search_async (store, gtk_editable_get_text (self->search), SEARCH_LINES,
                           self->search_cancel, found_cb, g_object_ref (self));
}

static gboolean
refresh_cb (gpointer data)
{
  MadoCaseListPage *self = data;

  self->refresh_id = 0;
  load_day (self);
  if (is_searching (self))
    search_changed_cb (self);

  return G_SOURCE_REMOVE;
}

/* Sync brings records in bursts: one look at the list for all of them. */
static void
record_changed_cb (MadoCaseListPage *self)
{
  if (self->refresh_id == 0)
    self->refresh_id = g_timeout_add (REFRESH_MS, refresh_cb, self);
}

static gboolean
clock_cb (gpointer data)
{
  MadoCaseListPage *self = data;
  g_autofree char *today = find_today (self);

  /* Waiting times grow; at midnight the day is another. */
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) || g_strcmp0 (today, self->today) != 0)
    record_changed_cb (self);

  return G_SOURCE_CONTINUE;
}

static void
store_changed_cb (MadoCaseListPage *self)
{
  MadoStore *store = mado_context_get_store (self->context);

  g_list_store_remove_all (self->day);
  g_list_store_remove_all (self->found);
  g_clear_pointer (&self->loading, g_ptr_array_unref);
  if (!store)
    return;

  /* The next person at the desk has the same store. */
  g_signal_handlers_disconnect_by_func (store, record_changed_cb, self);
  g_signal_connect_object (store, "record-changed", G_CALLBACK (record_changed_cb), self, G_CONNECT_SWAPPED);
  load_day (self);
}

/* --- opening ------------------------------------------------------------------------ */

static gboolean
open_selected (MadoCaseListPage *self)
{
  MadoCaseItem *item = gtk_single_selection_get_selected_item (self->selection);

  if (!item)
    return FALSE;

  g_signal_emit_by_name (self, "open-record", &mado_case_item_get_row (item)->record);

  return TRUE;
}

static void
move_selection (MadoCaseListPage *self,
                int               by)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->shown));
  int to = (int) gtk_single_selection_get_selected (self->selection) + by;

  if (n == 0)
    return;

  to = CLAMP (to, 0, (int) n - 1);
  gtk_single_selection_set_selected (self->selection, to);
  gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", (guint) to);
}

static gboolean
search_key_cb (MadoCaseListPage *self,
               guint             keyval)
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

/* --- page ----------------------------------------------------------------------------- */

static const char *
page_get_title (MadoPage *page)
{
  return _("Case list");
}

static gboolean
page_can (MadoPage   *page,
          const char *command)
{
  MadoCaseListPage *self = MADO_CASE_LIST_PAGE (page);

  if (g_str_equal (command, MADO_COMMAND_NEXT_FIELD) || g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    return gtk_single_selection_get_selected_item (self->selection) != NULL;

  if (g_str_equal (command, MADO_COMMAND_CLOSE))
    return is_searching (self);

  return g_str_equal (command, MADO_COMMAND_SEARCH) || g_str_equal (command, MADO_COMMAND_FILTER);
}

static const char *
page_get_label (MadoPage   *page,
                const char *command)
{
  if (g_str_equal (command, MADO_COMMAND_NEXT_STAGE))
    return _("Open");
  if (g_str_equal (command, MADO_COMMAND_CONFLICT))
    return C_("key", "Not accepted");

  return NULL;
}

static gboolean
page_perform (MadoPage   *page,
              const char *command)
{
  MadoCaseListPage *self = MADO_CASE_LIST_PAGE (page);

  if (g_str_equal (command, MADO_COMMAND_SEARCH))
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->search));
      return TRUE;
    }
  if (g_str_equal (command, MADO_COMMAND_FILTER))
    {
      self->show = (self->show + 1) % N_SHOWS;
      refilter (self);
      return TRUE;
    }
  if (g_str_equal (command, MADO_COMMAND_CLOSE))
    {
      gtk_editable_set_text (self->search, "");
      return TRUE;
    }

  return (g_str_equal (command, MADO_COMMAND_NEXT_FIELD) ||
          g_str_equal (command, MADO_COMMAND_NEXT_STAGE)) && open_selected (self);
}

static void
page_focus_first (MadoPage *page)
{
  gtk_widget_grab_focus (GTK_WIDGET (MADO_CASE_LIST_PAGE (page)->search));
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

/* --- lines ------------------------------------------------------------------------------ */

static void
setup_cb (MadoCaseListPage *self,
          GtkListItem      *item)
{
  gtk_list_item_set_child (item, mado_case_line_new (&self->words));
}

static void
bind_cb (MadoCaseListPage *self,
         GtkListItem      *item)
{
  mado_case_line_set_item (MADO_CASE_LINE (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static void
make_list (MadoCaseListPage *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (filter_cb, self, NULL));
  GtkWidget *head;

  self->day = g_list_store_new (MADO_TYPE_CASE_ITEM);
  self->found = g_list_store_new (MADO_TYPE_CASE_ITEM);
  self->shown = gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->day)), filter);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->shown)));

  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_cb), self);
  gtk_list_view_set_factory (self->view, factory);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->view, "activate", G_CALLBACK (open_selected), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb),
                           self, G_CONNECT_SWAPPED);
  head = mado_case_line_new (&self->words);
  gtk_widget_set_hexpand (head, TRUE);
  gtk_box_append (GTK_BOX (self->head_place), head);
}

static void
watch_search (MadoCaseListPage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (search_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->search), keys);
  g_signal_connect_swapped (self->search, "changed", G_CALLBACK (search_changed_cb), self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Search"), -1);
}

static void
mado_case_list_page_dispose (GObject *object)
{
  MadoCaseListPage *self = MADO_CASE_LIST_PAGE (object);

  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_clear_handle_id (&self->clock_id, g_source_remove);
  g_cancellable_cancel (self->search_cancel);
  g_clear_object (&self->search_cancel);
  g_clear_pointer (&self->loading, g_ptr_array_unref);
  if (self->view)
    gtk_list_view_set_model (self->view, NULL);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->shown);
  g_clear_object (&self->found);
  g_clear_object (&self->day);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (mado_case_list_page_parent_class)->dispose (object);
}

static void
mado_case_list_page_finalize (GObject *object)
{
  g_free (MADO_CASE_LIST_PAGE (object)->today);

  G_OBJECT_CLASS (mado_case_list_page_parent_class)->finalize (object);
}

static void
mado_case_list_page_class_init (MadoCaseListPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_case_list_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_case_list_page_finalize;

  signals[READY] = g_signal_new ("ready", MADO_TYPE_CASE_LIST_PAGE, G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "caselist");
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/madoguchi/Madoguchi/mado-case-list-page.ui");
  gtk_widget_class_bind_template_child (widget_class, MadoCaseListPage, box);
  gtk_widget_class_bind_template_child (widget_class, MadoCaseListPage, search);
  gtk_widget_class_bind_template_child (widget_class, MadoCaseListPage, filter_label);
  gtk_widget_class_bind_template_child (widget_class, MadoCaseListPage, count);
  gtk_widget_class_bind_template_child (widget_class, MadoCaseListPage, head_place);
  gtk_widget_class_bind_template_child (widget_class, MadoCaseListPage, lines);
  gtk_widget_class_bind_template_child (widget_class, MadoCaseListPage, view);
  gtk_widget_class_bind_template_child (widget_class, MadoCaseListPage, empty);
}

static void
mado_case_list_page_init (MadoCaseListPage *self)
{
  self->words = (MadoCaseWords) { event_label, desk_label, now_ms, self };
  gtk_widget_init_template (GTK_WIDGET (self));
  make_list (self);
  watch_search (self);
}

MadoCaseListPage *
mado_case_list_page_new (MadoContext *context)
{
  MadoCaseListPage *self = g_object_new (MADO_TYPE_CASE_LIST_PAGE, NULL);

  self->context = g_object_ref (context);
  g_signal_connect_object (context, "notify::signed-in", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "notify::pack", G_CALLBACK (record_changed_cb), self, G_CONNECT_SWAPPED);
  self->clock_id = g_timeout_add_seconds (CLOCK_SECONDS, clock_cb, self);
  store_changed_cb (self);
  update_count (self);

  return self;
}

gboolean
mado_case_list_page_is_ready (MadoCaseListPage *self)
{
  g_return_val_if_fail (MADO_IS_CASE_LIST_PAGE (self), FALSE);

  return self->ready;
}

void
mado_case_list_page_settle (MadoCaseListPage *self)
{
  MadoStore *store = mado_context_get_store (self->context);

  g_return_if_fail (MADO_IS_CASE_LIST_PAGE (self));

  self->settled = TRUE;
  if (!store)
    return;

  record_changed_cb (self);
  mado_store_warm (store);
}
