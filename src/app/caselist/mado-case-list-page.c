/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/caselist/mado-case-list-page.h"

#include <glib/gi18n.h>

#include "app/caselist/mado-case-day.h"
#include "app/caselist/mado-case-line.h"

#define CLOCK_SECONDS 30

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
  MadoCaseDay        *day;
  GtkSingleSelection *selection;
  MadoId              kept;       /* the line that was selected before an exchange */
  gboolean            moved;      /* a person has chosen a line */
  gboolean            replacing;
  guint               clock_id;
};

enum
{
  READY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void page_iface_init (MadoPageInterface *iface);

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

/* --- what is shown -------------------------------------------------------------- */

static const char *
empty_text (MadoCaseListPage *self)
{
  if (mado_case_day_is_searching (self->day))
    return _("No case has this name, reading, number or code.");
  if (mado_case_day_get_show (self->day) == MADO_SHOW_PARKED)
    return _("Nothing is on hold.");
  if (mado_case_day_get_show (self->day) == MADO_SHOW_MINE)
    return _("Nothing waits for this counter. F6 shows all cases of the day.");

  return _("No cases today yet. F2 begins one; a code that is read opens its case.");
}

static void
update_count (MadoCaseListPage *self)
{
  static const char *const names[MADO_N_SHOWS] = { N_("All of today"), N_("This counter"), N_("On hold") };
  guint n = g_list_model_get_n_items (mado_case_day_get_shown (self->day));
  g_autofree char *text = mado_case_day_has_more (self->day)
                            ? g_strdup_printf (_("%u cases and more"), n)
                            : g_strdup_printf (ngettext ("%u case", "%u cases", n), n);

  gtk_label_set_text (self->count, text);
  gtk_label_set_text (self->filter_label, mado_case_day_is_searching (self->day)
                                            ? _("Search in all days")
                                            : _(names[mado_case_day_get_show (self->day)]));
  if (n == 0)
    gtk_label_set_text (self->empty, empty_text (self));
  gtk_widget_set_visible (GTK_WIDGET (self->empty), n == 0);
  gtk_widget_set_visible (self->lines, n > 0);
  mado_page_keys_changed (MADO_PAGE (self));
}

/* The selected case stays selected when the list is read anew; until a person
 * has moved, the top one is. */
static void
replacing_cb (MadoCaseListPage *self)
{
  MadoCaseItem *selected = gtk_single_selection_get_selected_item (self->selection);

  memset (&self->kept, 0, sizeof self->kept);
  if (selected && self->moved)
    self->kept = mado_case_item_get_row (selected)->record;
  self->replacing = TRUE;
}

static void
select_kept (MadoCaseListPage *self)
{
  GListModel *shown = mado_case_day_get_shown (self->day);
  guint n = g_list_model_get_n_items (shown), keep = 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (MadoCaseItem) item = g_list_model_get_item (shown, i);

      if (mado_id_equal (&mado_case_item_get_row (item)->record, &self->kept))
        keep = i;
    }
  if (n > 0)
    gtk_single_selection_set_selected (self->selection, keep);
}

static void
replaced_cb (MadoCaseListPage *self)
{
  if (self->replacing)
    select_kept (self);
  self->replacing = FALSE;
  update_count (self);
}

static void
failed_cb (MadoCaseListPage *self,
           const char       *text)
{
  mado_page_message (MADO_PAGE (self), MADO_MESSAGE_ERROR, "%s", text);
}

static void
ready_cb (MadoCaseListPage *self)
{
  g_signal_emit (self, signals[READY], 0);
}

static void
selected_cb (MadoCaseListPage *self)
{
  if (!self->replacing)
    self->moved = TRUE;
  mado_page_keys_changed (MADO_PAGE (self));
}

static void
search_changed_cb (MadoCaseListPage *self)
{
  mado_case_day_search (self->day, gtk_editable_get_text (self->search));
}

/* Waiting times grow; at midnight the day is another. */
static gboolean
clock_cb (gpointer data)
{
  MadoCaseListPage *self = data;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)) || !mado_case_day_is_today (self->day))
    mado_case_day_refresh (self->day);

  return G_SOURCE_CONTINUE;
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
  guint n = g_list_model_get_n_items (mado_case_day_get_shown (self->day));
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
    return mado_case_day_is_searching (self->day);

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
      mado_case_day_set_show (self->day, (mado_case_day_get_show (self->day) + 1) % MADO_N_SHOWS);
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
  GtkWidget *head;

  self->selection = gtk_single_selection_new (g_object_ref (mado_case_day_get_shown (self->day)));
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
watch_day (MadoCaseListPage *self)
{
  g_signal_connect_object (self->day, "ready", G_CALLBACK (ready_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->day, "replacing", G_CALLBACK (replacing_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->day, "replaced", G_CALLBACK (replaced_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->day, "failed", G_CALLBACK (failed_cb), self, G_CONNECT_SWAPPED);
}

static void
mado_case_list_page_dispose (GObject *object)
{
  MadoCaseListPage *self = MADO_CASE_LIST_PAGE (object);

  g_clear_handle_id (&self->clock_id, g_source_remove);
  if (self->view)
    gtk_list_view_set_model (self->view, NULL);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->day);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (mado_case_list_page_parent_class)->dispose (object);
}

static void
mado_case_list_page_class_init (MadoCaseListPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = mado_case_list_page_dispose;

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
}

MadoCaseListPage *
mado_case_list_page_new (MadoContext *context)
{
  MadoCaseListPage *self = g_object_new (MADO_TYPE_CASE_LIST_PAGE, NULL);

  self->context = g_object_ref (context);
  self->day = mado_case_day_new (context);
  make_list (self);
  watch_search (self);
  watch_day (self);
  self->clock_id = g_timeout_add_seconds (CLOCK_SECONDS, clock_cb, self);
  update_count (self);

  return self;
}

gboolean
mado_case_list_page_is_ready (MadoCaseListPage *self)
{
  g_return_val_if_fail (MADO_IS_CASE_LIST_PAGE (self), FALSE);

  return mado_case_day_is_ready (self->day);
}

void
mado_case_list_page_settle (MadoCaseListPage *self)
{
  g_return_if_fail (MADO_IS_CASE_LIST_PAGE (self));

  mado_case_day_settle (self->day);
}
