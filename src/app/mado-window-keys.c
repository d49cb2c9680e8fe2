/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/common/mado-field-row.h"
#include "app/mado-window-private.h"

/*
 * Keys are looked at in the capture phase, before any widget: F10 would open
 * a menu otherwise, Enter would activate, and a text would take Ctrl+D. While
 * an input method composes nothing is taken: F6-F10, Space, Esc, Tab and Enter
 * are its own then.
 */

static gboolean
is_button (GtkWidget *focus)
{
  return GTK_IS_BUTTON (focus) || GTK_IS_LINK_BUTTON (focus);
}

/* Enter presses a button that has the focus; everywhere else it goes on. */
static gboolean
belongs_to_focus (MadoWindow        *self,
                  const MadoCommand *command)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return focus && command->keyval == GDK_KEY_Return && command->modifiers == 0 && is_button (focus);
}

/* An open list is chosen from with Enter and closed with Esc. */
static gboolean
is_in_popover (MadoWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return focus && gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER);
}

/* Enter in an empty field takes what is proposed there, on a guess it confirms;
 * then it goes on. */
static void
take_proposal (MadoWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *row = focus ? gtk_widget_get_ancestor (focus, MADO_TYPE_FIELD_ROW) : NULL;

  if (row)
    mado_field_row_accept (MADO_FIELD_ROW (row));
}

/* Alt+A and Ctrl+E first answer what was changed elsewhere in the field that
 * has the cursor: theirs, or one's own. */
static gboolean
settle_row (MadoWindow        *self,
            const MadoCommand *command)
{
  gboolean theirs = g_str_equal (command->name, MADO_COMMAND_TAKE_ALL);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *row = focus ? gtk_widget_get_ancestor (focus, MADO_TYPE_FIELD_ROW) : NULL;

  return row && (theirs || g_str_equal (command->name, MADO_COMMAND_EDIT_LOCKED)) &&
         mado_field_row_settle (MADO_FIELD_ROW (row), theirs);
}

static gboolean
give_command (MadoWindow        *self,
              const MadoCommand *command)
{
  if (belongs_to_focus (self, command))
    return GDK_EVENT_PROPAGATE;

  if (settle_row (self, command))
    return GDK_EVENT_STOP;

  if (g_str_equal (command->name, MADO_COMMAND_NEXT_FIELD))
    take_proposal (self);

  return mado_window_perform (self, command->name) ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

static gboolean
key_pressed_cb (MadoWindow         *self,
                guint               keyval,
                guint               keycode,
                GdkModifierType     state,
                GtkEventController *controller)
{
  const MadoCommand *command;

  mado_window_touch (self);
  if (mado_window_offer_to_scanner (self, keyval, state, gtk_event_controller_get_current_event (controller)))
    return GDK_EVENT_STOP;

  if (mado_preedit_guard_is_composing (self->guard))
    return GDK_EVENT_PROPAGATE;

  if (is_in_popover (self))
    return GDK_EVENT_PROPAGATE;

  command = mado_command_by_key (keyval, state);
  if (command)
    return give_command (self, command);

  if (keyval == GDK_KEY_F10)
    return GDK_EVENT_STOP;

  if (!mado_preedit_guard_get_text (self->guard) && self->page &&
      mado_page_key (self->page, keyval, state))
    return GDK_EVENT_STOP;

  return GDK_EVENT_PROPAGATE;
}

static void
motion_cb (MadoWindow *self)
{
  mado_window_touch (self);
}

void
mado_window_watch_keys (MadoWindow *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  /* In this order: what the guard saves may be a code. */
  self->guard = mado_preedit_guard_new (GTK_WINDOW (self));
  mado_window_watch_scanner (self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect_swapped (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}
