/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/common/mado-preedit-guard.h"

/*
 * Leaving a text. The text tells its input method that the focus goes, before
 * or after our "leave" (it depends on what moved the focus); after both the
 * window notifies "focus-widget". Meanwhile the input method commits what was
 * composed, or drops it. So we remember what was composed when the composing
 * ended or our "leave" came, whichever is first, until the main loop turns. If
 * the text is the same when the focus has gone, it was dropped and we insert
 * it. A method that commits later still (a slow bus) would double it: an
 * insertion of the same string into the text that was left is stopped until it
 * gets the focus again.
 */
struct _MadoPreeditGuard
{
  GObject             parent_instance;

  GtkWindow          *window; /* borrowed; weak */
  GtkWidget          *text;   /* the focused one; weak */
  GtkEventController *leave;  /* owned by text */
  char               *preedit;

  char               *left_preedit; /* at the moment of leaving */
  char               *left_content;
  guint               forget_id;

  GtkWidget          *rescued; /* weak */
  char               *rescued_string;
  gulong              rescued_handler;
};

G_DEFINE_FINAL_TYPE (MadoPreeditGuard, mado_preedit_guard, G_TYPE_OBJECT)

static char *
dup_content (GtkWidget *text)
{
  if (GTK_IS_TEXT_VIEW (text))
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (text));
      GtkTextIter start, end;

      gtk_text_buffer_get_bounds (buffer, &start, &end);
      return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
    }

  return g_strdup (gtk_editable_get_text (GTK_EDITABLE (text)));
}

static void
insert_string (GtkWidget  *text,
               const char *string)
{
  int position;

  if (GTK_IS_TEXT_VIEW (text))
    {
      gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (GTK_TEXT_VIEW (text)), string, -1);
      return;
    }

  gtk_editable_delete_selection (GTK_EDITABLE (text));
  position = gtk_editable_get_position (GTK_EDITABLE (text));
  gtk_editable_insert_text (GTK_EDITABLE (text), string, -1, &position);
  gtk_editable_set_position (GTK_EDITABLE (text), position);
}

static void
forget_rescue (MadoPreeditGuard *self)
{
  if (self->rescued)
    {
      g_clear_signal_handler (&self->rescued_handler, self->rescued);
      g_clear_weak_pointer (&self->rescued);
    }
  g_clear_pointer (&self->rescued_string, g_free);
}

static void
late_insert_cb (MadoPreeditGuard *self,
                const char       *string,
                int               length,
                gpointer          position,
                GtkEditable      *editable)
{
  g_autofree char *inserted = length < 0 ? g_strdup (string) : g_strndup (string, length);

  if (g_str_equal (inserted, self->rescued_string))
    g_signal_stop_emission_by_name (editable, "insert-text");
}

static void
watch_for_late_commit (MadoPreeditGuard *self,
                       GtkWidget        *text,
                       const char       *string)
{
  forget_rescue (self);
  if (!GTK_IS_EDITABLE (text))
    return;

  g_set_weak_pointer (&self->rescued, text);
  self->rescued_string = g_strdup (string);
  self->rescued_handler = g_signal_connect_swapped (text, "insert-text",
                                                    G_CALLBACK (late_insert_cb), self);
}

static void
forget_left (MadoPreeditGuard *self)
{
  g_clear_handle_id (&self->forget_id, g_source_remove);
  g_clear_pointer (&self->left_preedit, g_free);
  g_clear_pointer (&self->left_content, g_free);
}

static gboolean
forget_left_cb (gpointer data)
{
  MadoPreeditGuard *self = data;

  self->forget_id = 0;
  forget_left (self);

  return G_SOURCE_REMOVE;
}

/* A person who ends the composing (Esc) is not leaving: that turn of the main
 * loop passes without a new focus. */
static void
remember_left (MadoPreeditGuard *self)
{
  if (!self->text || !self->preedit || self->left_preedit)
    return;

  self->left_preedit = g_strdup (self->preedit);
  self->left_content = dup_content (self->text);
  self->forget_id = g_idle_add_full (G_PRIORITY_HIGH, forget_left_cb, self, NULL);
}

static void
leave_cb (MadoPreeditGuard *self)
{
  remember_left (self);
}

/* Back after another window had the focus: the method goes on by itself. */
static void
enter_cb (MadoPreeditGuard *self)
{
  forget_left (self);
}

static void
rescue (MadoPreeditGuard *self)
{
  g_autofree char *preedit = g_steal_pointer (&self->left_preedit);
  g_autofree char *before = g_steal_pointer (&self->left_content);
  g_autofree char *now = NULL;

  forget_left (self);
  if (!preedit || !self->text)
    return;

  now = dup_content (self->text);
  if (g_str_equal (before, now))
    {
      insert_string (self->text, preedit);
      watch_for_late_commit (self, self->text, preedit);
    }
}

static void
preedit_changed_cb (MadoPreeditGuard *self,
                    const char       *preedit)
{
  if (!preedit || !*preedit)
    remember_left (self);
  g_free (self->preedit);
  self->preedit = preedit && *preedit ? g_strdup (preedit) : NULL;
}

static void
let_go (MadoPreeditGuard *self)
{
  if (!self->text)
    return;

  g_signal_handlers_disconnect_by_func (self->text, preedit_changed_cb, self);
  gtk_widget_remove_controller (self->text, self->leave);
  self->leave = NULL;
  g_clear_weak_pointer (&self->text);
  g_clear_pointer (&self->preedit, g_free);
}

static void
take (MadoPreeditGuard *self,
      GtkWidget        *text)
{
  if (!GTK_IS_TEXT (text) && !GTK_IS_TEXT_VIEW (text))
    return;

  if (text == self->rescued)
    forget_rescue (self);

  g_set_weak_pointer (&self->text, text);
  g_signal_connect_swapped (text, "preedit-changed", G_CALLBACK (preedit_changed_cb), self);
  self->leave = gtk_event_controller_focus_new ();
  g_signal_connect_swapped (self->leave, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (self->leave, "enter", G_CALLBACK (enter_cb), self);
  gtk_widget_add_controller (text, self->leave);
}

static void
focus_widget_cb (MadoPreeditGuard *self)
{
  GtkWidget *focus = gtk_window_get_focus (self->window);

  if (focus == self->text)
    return;

  rescue (self);
  let_go (self);
  if (focus)
    take (self, focus);
}

static void
mado_preedit_guard_dispose (GObject *object)
{
  MadoPreeditGuard *self = MADO_PREEDIT_GUARD (object);

  let_go (self);
  forget_rescue (self);
  if (self->window)
    g_signal_handlers_disconnect_by_func (self->window, focus_widget_cb, self);
  g_clear_weak_pointer (&self->window);
  forget_left (self);

  G_OBJECT_CLASS (mado_preedit_guard_parent_class)->dispose (object);
}

static void
mado_preedit_guard_class_init (MadoPreeditGuardClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_preedit_guard_dispose;
}

static void
mado_preedit_guard_init (MadoPreeditGuard *self)
{
}

MadoPreeditGuard *
mado_preedit_guard_new (GtkWindow *window)
{
  MadoPreeditGuard *self = g_object_new (MADO_TYPE_PREEDIT_GUARD, NULL);

  g_set_weak_pointer (&self->window, window);
  g_signal_connect_swapped (window, "notify::focus-widget", G_CALLBACK (focus_widget_cb), self);
  focus_widget_cb (self);

  return self;
}

gboolean
mado_preedit_guard_is_composing (MadoPreeditGuard *self)
{
  g_return_val_if_fail (MADO_IS_PREEDIT_GUARD (self), FALSE);

  return self->preedit != NULL;
}

GtkWidget *
mado_preedit_guard_get_text (MadoPreeditGuard *self)
{
  g_return_val_if_fail (MADO_IS_PREEDIT_GUARD (self), NULL);

  return self->text;
}
