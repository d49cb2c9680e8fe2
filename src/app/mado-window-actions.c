/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/mado-window-private.h"

#include <glib/gi18n.h>

#include "app/devices/mado-devices-page.h"
#include "app/help/mado-help-window.h"
#include "app/preferences/mado-preferences-page.h"
#include "app/refused/mado-refused-page.h"

/* The one function that decides what is enabled. */
gboolean
mado_window_can (MadoWindow *self,
                 const char *command)
{
  const MadoCommand *entry = mado_command_find (command);

  if (!entry || (!entry->everywhere && !mado_context_get_signed_in (self->context)))
    return FALSE;

  if (g_str_equal (command, MADO_COMMAND_ANSWER_MESSAGE))
    return mado_foot_line_get_text (self->foot_line) != NULL;

  if (self->page && mado_page_can (self->page, command))
    return TRUE;

  /* Behind the curtain nothing can be done. */
  if (mado_window_has_curtain (self))
    return FALSE;

  if (g_str_equal (command, MADO_COMMAND_NEW))
    return self->workplaces->len > 0;

  /* Disagreements of a case are its page's; those with the server are here. */
  if (g_str_equal (command, MADO_COMMAND_CONFLICT))
    return self->page == self->list && self->n_refused > 0;

  if (g_str_equal (command, MADO_COMMAND_BACK) || g_str_equal (command, MADO_COMMAND_SEARCH))
    return self->page != self->homes[self->at];

  if (g_str_equal (command, MADO_COMMAND_NEXT_FIELD) || g_str_equal (command, MADO_COMMAND_PREVIOUS_FIELD))
    return self->page != NULL;

  /* Before sign-in there is no list to come back to. */
  if (g_str_equal (command, MADO_COMMAND_PREFERENCES))
    return mado_context_get_signed_in (self->context);

  return mado_window_can_go (self, command) ||
         g_str_equal (command, MADO_COMMAND_HELP) ||
         g_str_equal (command, MADO_COMMAND_DEVICES) ||
         g_str_equal (command, MADO_COMMAND_TRAINING) ||
         g_str_equal (command, MADO_COMMAND_CURTAIN) ||
         g_str_equal (command, MADO_COMMAND_SCAN) ||
         g_str_equal (command, MADO_COMMAND_SIGN_OUT);
}

static void
help_shown_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (MadoWindow) self = data;
  g_autoptr (GError) error = NULL;

  /* Without a viewer F1 must not fall silent. */
  if (!gtk_show_uri_full_finish (GTK_WINDOW (source), result, &error) && self->foot_line != NULL)
    gtk_window_present (GTK_WINDOW (mado_help_window_new (GTK_WINDOW (self))));
}

static void
show_help (MadoWindow *self)
{
  gtk_show_uri_full (GTK_WINDOW (self), "help:madoguchi", GDK_CURRENT_TIME, NULL, help_shown_cb, g_object_ref (self));
}

static gboolean
search_from_anywhere (MadoWindow *self)
{
  mado_window_show_list (self);

  return self->page && mado_page_perform (self->page, MADO_COMMAND_SEARCH);
}

static gboolean
move_focus (MadoWindow       *self,
            GtkDirectionType  direction)
{
  return gtk_widget_child_focus (GTK_WIDGET (self->page), direction);
}

/* What the window does when the page in front does not. */
static gboolean
perform_here (MadoWindow *self,
              const char *command)
{
  if (g_str_equal (command, MADO_COMMAND_ANSWER_MESSAGE))
    mado_foot_line_answer (self->foot_line);
  else if (g_str_equal (command, MADO_COMMAND_HELP))
    show_help (self);
  else if (g_str_equal (command, MADO_COMMAND_CONFLICT))
    mado_window_show_page (self, MADO_PAGE (mado_refused_page_new (self->context)));
  else if (g_str_equal (command, MADO_COMMAND_NEW))
    mado_window_new_case (self);
  else if (g_str_equal (command, MADO_COMMAND_BACK))
    mado_window_show_list (self);
  else if (g_str_equal (command, MADO_COMMAND_SEARCH))
    return search_from_anywhere (self);
  else if (g_str_equal (command, MADO_COMMAND_CURTAIN))
    mado_window_draw_curtain (self);
  else if (g_str_equal (command, MADO_COMMAND_NEXT_FIELD))
    return move_focus (self, GTK_DIR_TAB_FORWARD);
  else if (g_str_equal (command, MADO_COMMAND_PREVIOUS_FIELD))
    return move_focus (self, GTK_DIR_TAB_BACKWARD);
  else if (g_str_equal (command, MADO_COMMAND_PREFERENCES))
    mado_window_show_page (self, MADO_PAGE (mado_preferences_page_new (self->context)));
  else if (g_str_equal (command, MADO_COMMAND_DEVICES))
    mado_window_show_page (self, mado_devices_page_new (self->context));
  else if (g_str_equal (command, MADO_COMMAND_SCAN))
    mado_window_scan (self);
  else if (g_str_equal (command, MADO_COMMAND_TRAINING))
    mado_window_open_training (self);
  else if (g_str_equal (command, MADO_COMMAND_SIGN_OUT))
    mado_context_sign_out (self->context);
  else if (mado_window_can_go (self, command))
    mado_window_go (self, command);
  else
    return FALSE;

  return TRUE;
}

gboolean
mado_window_perform (MadoWindow *self,
                     const char *command)
{
  gboolean done;

  if (!mado_window_can (self, command))
    return FALSE;

  done = (self->page && mado_page_perform (self->page, command)) || perform_here (self, command);
  mado_window_update_commands (self);

  return done;
}

static void
command_cb (GtkWidget  *widget,
            const char *action,
            GVariant   *parameter)
{
  mado_window_perform (MADO_WINDOW (widget), action + strlen ("win."));
}

static void
colleague_cb (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  mado_window_add_colleague (MADO_WINDOW (widget));
}

void
mado_window_class_install_commands (GtkWidgetClass *klass)
{
  guint n_commands;
  const MadoCommand *commands = mado_command_list (&n_commands);

  for (guint i = 0; i < n_commands; i++)
    {
      g_autofree char *action = g_strconcat ("win.", commands[i].name, NULL);

      gtk_widget_class_install_action (klass, action, NULL, command_cb);
    }
  /* Rare, and given with a button of the preferences: no key of its own. */
  gtk_widget_class_install_action (klass, "win.add-colleague", NULL, colleague_cb);
}

void
mado_window_update_commands (MadoWindow *self)
{
  guint n_commands;
  const MadoCommand *commands = mado_command_list (&n_commands);

  for (guint i = 0; i < n_commands; i++)
    {
      g_autofree char *action = g_strconcat ("win.", commands[i].name, NULL);

      gtk_widget_action_set_enabled (GTK_WIDGET (self), action,
                                     mado_window_can (self, commands[i].name));
      if (commands[i].in_bar)
        mado_key_bar_set_label (self->key_bar, commands[i].name,
                                self->page ? mado_page_get_label (self->page, commands[i].name) : NULL);
    }
}
