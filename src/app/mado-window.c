/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/mado-window.h"

#include <glib/gi18n.h>

#include "app/common/mado-outer-loop.h"
#include "app/mado-window-private.h"
#include "core/base/mado-training.h"

G_DEFINE_FINAL_TYPE (MadoWindow, mado_window, GTK_TYPE_APPLICATION_WINDOW)

enum
{
  PROP_0,
  PROP_CONTEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
update_title (MadoWindow *self)
{
  const char *title = self->page ? mado_page_get_title (self->page) : "";
  const char *program = mado_training_is_on () ? _("Training - Madoguchi") : _("Madoguchi");
  g_autofree char *full = NULL;

  gtk_label_set_text (self->page_title, title);
  full = *title ? g_strdup_printf ("%s - %s", title, program) : g_strdup (program);
  gtk_window_set_title (GTK_WINDOW (self), full);
}

static void
set_class (GtkWidget  *widget,
           const char *name,
           gboolean    on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* Said once, and again only when it is different. */
static void
update_clock_warning (MadoWindow *self)
{
  g_autofree char *warning = mado_connection_describe_clock (mado_context_get_connection (self->context));

  if (warning && g_strcmp0 (warning, self->clock_warning) != 0)
    mado_window_message (self, MADO_MESSAGE_WARNING, warning);
  g_free (self->clock_warning);
  self->clock_warning = g_steal_pointer (&warning);
}

/* Said again when there are more. */
static void
update_refused (MadoWindow *self)
{
  guint n = mado_connection_get_n_refused (mado_context_get_connection (self->context));
  g_autofree char *text = NULL;

  if (n > self->n_refused)
    {
      text = g_strdup_printf (ngettext ("The server did not accept %u change. It is kept here: F7 on the case list tells why.",
                                        "The server did not accept %u changes. They are kept here: F7 on the case list tells why.", n),
                              n);
      mado_window_message (self, MADO_MESSAGE_WARNING, text);
    }
  if (n != self->n_refused)
    mado_window_update_commands (self);
  self->n_refused = n;
}

static void
update_link (MadoWindow *self)
{
  MadoConnection *connection = mado_context_get_connection (self->context);
  g_autofree char *text = mado_connection_describe (connection);
  MadoLink link = mado_connection_get_link (connection);

  gtk_label_set_text (self->link, text);
  set_class (GTK_WIDGET (self->link), "offline", link == MADO_LINK_OFFLINE);
  set_class (GTK_WIDGET (self->link), "unsent",
             link != MADO_LINK_OFFLINE && mado_connection_get_n_unsent (connection) > 0);
  update_clock_warning (self);
  update_refused (self);
}

static void
apply_preferences (MadoWindow *self)
{
  MadoPreferences *preferences = mado_context_get_preferences (self->context);
  const char *window = mado_preferences_get (preferences, MADO_PREFERENCE_WINDOW);
  g_autofree char *text = NULL;

  mado_window_set_scanner_prefix (self);
  mado_window_set_serial (self);
  if (*window)
    /* Translators: %s is the number on the sign of the window */
    text = g_strdup_printf (_("Window %s"), window);
  gtk_label_set_text (self->place, text ? text : "");
}

static void
signed_in_cb (MadoWindow *self)
{
  gtk_label_set_text (self->staff, mado_context_get_staff_name (self->context));
  mado_window_show_places (self);
  if (!mado_context_get_signed_in (self->context) && self->gate && self->page != self->gate)
    {
      g_object_set (self->gate, "curtain", FALSE, NULL);
      mado_window_bring_to_front (self, self->gate);
    }
  if (!mado_context_get_signed_in (self->context))
    mado_window_drop_homes (self);
  mado_window_update_commands (self);
}

/* --- pages ---------------------------------------------------------------- */

static void
page_message_cb (MadoPage   *page,
                 int         kind,
                 const char *text,
                 MadoWindow *self)
{
  mado_foot_line_add (self->foot_line, kind, text, page);
  mado_window_update_commands (self);
}

static void
page_busy_cb (MadoWindow *self,
              const char *text)
{
  mado_foot_line_set_busy (self->foot_line, text);
}

static void
page_keys_cb (MadoWindow *self)
{
  update_title (self);
  mado_window_update_commands (self);
}

static void
page_open_record_cb (MadoWindow   *self,
                     const MadoId *record)
{
  mado_window_open_case (self, record);
}

static void
listen_to (MadoWindow *self,
           MadoPage   *page)
{
  g_signal_connect_object (page, "message", G_CALLBACK (page_message_cb), self, 0);
  g_signal_connect_object (page, "busy", G_CALLBACK (page_busy_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "keys-changed", G_CALLBACK (page_keys_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "close-page", G_CALLBACK (mado_window_show_list), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "open-page", G_CALLBACK (mado_window_show_page), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "open-code", G_CALLBACK (mado_window_open_code), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "open-record", G_CALLBACK (page_open_record_cb), self, G_CONNECT_SWAPPED);
}

void
mado_window_take_in (MadoWindow *self,
         MadoPage   *page)
{
  if (gtk_widget_get_parent (GTK_WIDGET (page)))
    return;

  gtk_stack_add_child (self->stack, GTK_WIDGET (page));
  listen_to (self, page);
}

static void
remove_cb (gpointer data)
{
  GtkWidget *page = data;
  GtkWidget *stack = gtk_widget_get_parent (page);

  /* Without a parent the window has gone meanwhile. */
  if (stack)
    gtk_stack_remove (GTK_STACK (stack), page);
}

/* What a page still waits for may come after it has gone: nobody listens. An
 * input method may still be at work in one of its texts. */
void
mado_window_take_out (MadoWindow *self,
                      MadoPage   *page)
{
  g_signal_handlers_disconnect_by_data (page, self);
  gtk_widget_set_visible (GTK_WIDGET (page), FALSE);
  mado_outer_loop_call (remove_cb, g_object_ref (page), g_object_unref);
}

/* The page that was in front keeps its drafts; all but the list go away. */
static void
put_away (MadoWindow *self,
          MadoPage   *page)
{
  mado_page_keep (page);
  if (page != self->behind)
    mado_foot_line_forget (self->foot_line, page);
  if (mado_window_is_home (self, page) || page == self->gate || page == self->behind)
    gtk_widget_set_visible (GTK_WIDGET (page), FALSE);
  else
    mado_window_take_out (self, page);
}

void
mado_window_bring_to_front (MadoWindow *self,
                            MadoPage   *page)
{
  g_autoptr (MadoPage) before = self->page ? g_object_ref (self->page) : NULL;

  self->page = page;
  gtk_widget_set_visible (GTK_WIDGET (page), TRUE);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (page));
  mado_foot_line_set_busy (self->foot_line, NULL);
  page_keys_cb (self);
  mado_page_focus_first (page);
  if (before && before != page)
    put_away (self, before);
}

/* A widget can take the focus only once it is on the screen. */
static void
mado_window_map (GtkWidget *widget)
{
  MadoWindow *self = MADO_WINDOW (widget);

  GTK_WIDGET_CLASS (mado_window_parent_class)->map (widget);
  if (self->page)
    mado_page_focus_first (self->page);
}

/* --- overrides ------------------------------------------------------------ */

static gboolean
mado_window_close_request (GtkWindow *window)
{
  MadoWindow *self = MADO_WINDOW (window);

  if (self->page)
    mado_page_keep (self->page);

  return GTK_WINDOW_CLASS (mado_window_parent_class)->close_request (window);
}

static void
mado_window_constructed (GObject *object)
{
  MadoWindow *self = MADO_WINDOW (object);

  G_OBJECT_CLASS (mado_window_parent_class)->constructed (object);

  g_signal_connect_object (mado_context_get_connection (self->context), "notify::state",
                           G_CALLBACK (update_link), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (mado_context_get_preferences (self->context), "changed",
                           G_CALLBACK (apply_preferences), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->context, "notify::signed-in",
                           G_CALLBACK (signed_in_cb), self, G_CONNECT_SWAPPED);
  if (mado_training_is_on ())
    mado_window_show_training (self);
  update_link (self);
  apply_preferences (self);
  signed_in_cb (self);
  update_title (self);
}

static void
mado_window_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  MADO_WINDOW (object)->context = g_value_dup_object (value);
}

static void
mado_window_dispose (GObject *object)
{
  MadoWindow *self = MADO_WINDOW (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  mado_window_forget_scanner (self);
  mado_window_stop_serial (self);
  g_clear_object (&self->guard);
  g_clear_object (&self->context);
  g_clear_pointer (&self->workplaces, g_ptr_array_unref);
  self->page = self->list = self->gate = self->behind = NULL;
  memset (self->homes, 0, sizeof self->homes);

  G_OBJECT_CLASS (mado_window_parent_class)->dispose (object);
}

static void
mado_window_finalize (GObject *object)
{
  g_free (MADO_WINDOW (object)->clock_warning);
  g_free (MADO_WINDOW (object)->hidden_by);
  g_free (MADO_WINDOW (object)->serial_address);

  G_OBJECT_CLASS (mado_window_parent_class)->finalize (object);
}

static void
mado_window_class_init (MadoWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = mado_window_constructed;
  object_class->set_property = mado_window_set_property;
  object_class->dispose = mado_window_dispose;
  object_class->finalize = mado_window_finalize;
  widget_class->map = mado_window_map;
  GTK_WINDOW_CLASS (klass)->close_request = mado_window_close_request;

  properties[PROP_CONTEXT] = g_param_spec_object ("context", NULL, NULL, MADO_TYPE_CONTEXT,
                                                  G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY |
                                                  G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (MADO_TYPE_FOOT_LINE);
  g_type_ensure (MADO_TYPE_KEY_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/madoguchi/Madoguchi/mado-window.ui");
  gtk_widget_class_bind_template_child (widget_class, MadoWindow, page_title);
  gtk_widget_class_bind_template_child (widget_class, MadoWindow, place);
  gtk_widget_class_bind_template_child (widget_class, MadoWindow, link);
  gtk_widget_class_bind_template_child (widget_class, MadoWindow, staff);
  gtk_widget_class_bind_template_child (widget_class, MadoWindow, places);
  gtk_widget_class_bind_template_child (widget_class, MadoWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, MadoWindow, foot_line);
  gtk_widget_class_bind_template_child (widget_class, MadoWindow, key_bar);

  mado_window_class_install_commands (widget_class);
}

static void
mado_window_init (MadoWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->workplaces = g_ptr_array_new_with_free_func (g_object_unref);
  mado_window_watch_keys (self);
  mado_window_touch (self);
  mado_window_watch_idleness (self);
}

MadoWindow *
mado_window_new (GtkApplication *application,
                 MadoContext    *context)
{
  return g_object_new (MADO_TYPE_WINDOW,
                       "application", application,
                       "context", context,
                       NULL);
}

MadoContext *
mado_window_get_context (MadoWindow *self)
{
  g_return_val_if_fail (MADO_IS_WINDOW (self), NULL);

  return self->context;
}

void
mado_window_show_page (MadoWindow *self,
                       MadoPage   *page)
{
  g_return_if_fail (MADO_IS_WINDOW (self));
  g_return_if_fail (MADO_IS_PAGE (page));

  mado_window_take_in (self, page);
  mado_window_bring_to_front (self, page);
}

MadoPage *
mado_window_get_page (MadoWindow *self)
{
  g_return_val_if_fail (MADO_IS_WINDOW (self), NULL);

  return self->page;
}

void
mado_window_message (MadoWindow      *self,
                     MadoMessageKind  kind,
                     const char      *text)
{
  g_return_if_fail (MADO_IS_WINDOW (self));

  mado_foot_line_add (self->foot_line, kind, text, NULL);
  mado_window_update_commands (self);
}

void
mado_window_set_list (MadoWindow *self,
                      MadoPage   *list)
{
  g_return_if_fail (MADO_IS_WINDOW (self));

  if (self->list == list)
    return;

  self->list = self->homes[0] = list;
  mado_window_show_page (self, list);
}
