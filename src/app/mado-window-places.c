/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "app/mado-window-private.h"

/*
 * Each workplace has a home: the counter the list of the day, which is there
 * from the start; the others make theirs when it is first asked for. Homes are
 * kept, all other pages go when they leave the front.
 */

static const char *const go_commands[MADO_N_WORKPLACES] = {
  MADO_COMMAND_WORKPLACE_1, MADO_COMMAND_WORKPLACE_2, MADO_COMMAND_WORKPLACE_3, MADO_COMMAND_WORKPLACE_4,
};

gboolean
mado_window_is_home (MadoWindow *self,
                     MadoPage   *page)
{
  for (guint i = 0; i < MADO_N_WORKPLACES; i++)
    if (page && self->homes[i] == page)
      return TRUE;

  return FALSE;
}

static gboolean
is_open (MadoWindow *self,
         guint       at)
{
  return at < self->workplaces->len && mado_workplace_is_for (self->workplaces->pdata[at], self->context);
}

static MadoPage *
get_home (MadoWindow *self,
          guint       at)
{
  if (!self->homes[at] && at < self->workplaces->len)
    self->homes[at] = mado_workplace_make_home (self->workplaces->pdata[at], self->context);

  return self->homes[at];
}

/* --- the strip ------------------------------------------------------------------ */

static void
add_place (MadoWindow *self,
           guint       at)
{
  const char *name = mado_workplace_get_name (self->workplaces->pdata[at]);
  const MadoCommand *command = mado_command_find (go_commands[at]);
  g_autofree char *action = g_strconcat ("win.", command->name, NULL);
  g_autofree char *text = g_strdup_printf ("%s %s", _(command->key_text), name);
  GtkWidget *button = gtk_button_new_with_label (text);

  gtk_widget_set_focusable (button, FALSE);
  gtk_widget_add_css_class (button, "flat");
  if (at == self->at)
    gtk_widget_add_css_class (button, "here");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_box_append (self->places, button);
}

/* Whoever works at the counter only sees no strip. */
void
mado_window_show_places (MadoWindow *self)
{
  GtkWidget *child;
  guint n = 0;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->places))))
    gtk_box_remove (self->places, child);
  if (!mado_context_get_signed_in (self->context))
    return;

  for (guint i = 0; i < self->workplaces->len; i++)
    n += is_open (self, i);
  for (guint i = 0; i < self->workplaces->len && n > 1; i++)
    if (is_open (self, i))
      add_place (self, i);
}

/* --- going --------------------------------------------------------------------------- */

static int
find_command (const char *command)
{
  for (guint i = 0; i < MADO_N_WORKPLACES; i++)
    if (g_str_equal (go_commands[i], command))
      return (int) i;

  return -1;
}

gboolean
mado_window_can_go (MadoWindow *self,
                    const char *command)
{
  int at = find_command (command);

  return at >= 0 && self->workplaces->len > 1 && is_open (self, (guint) at);
}

static void
go_to (MadoWindow *self,
       guint       at)
{
  if (self->at == at)
    return;

  self->at = at;
  mado_window_show_places (self);
}

void
mado_window_drop_homes (MadoWindow *self)
{
  go_to (self, 0);
  for (guint i = 1; i < MADO_N_WORKPLACES; i++)
    {
      MadoPage *home = g_steal_pointer (&self->homes[i]);

      if (home && home != self->page && gtk_widget_get_parent (GTK_WIDGET (home)))
        mado_window_take_out (self, home);
    }
}

void
mado_window_go (MadoWindow *self,
                const char *command)
{
  go_to (self, (guint) find_command (command));
  mado_window_show_list (self);
}

void
mado_window_show_page_of (MadoWindow *self,
                          guint       at,
                          MadoPage   *page)
{
  go_to (self, at);
  mado_window_show_page (self, page);
}

void
mado_window_add_workplace (MadoWindow    *self,
                           MadoWorkplace *workplace)
{
  g_return_if_fail (MADO_IS_WINDOW (self));
  g_return_if_fail (self->workplaces->len < MADO_N_WORKPLACES);

  g_ptr_array_add (self->workplaces, g_object_ref (workplace));
  mado_window_show_places (self);
  mado_window_update_commands (self);
}

void
mado_window_show_list (MadoWindow *self)
{
  MadoPage *home;

  g_return_if_fail (MADO_IS_WINDOW (self));

  for (guint i = 0; mado_context_get_signed_in (self->context) && !is_open (self, self->at) && i < self->workplaces->len; i++)
    if (is_open (self, i))
      go_to (self, i);
  home = get_home (self, self->at);
  if (home && self->page != home && !self->behind)
    mado_window_show_page (self, home);
}

/* --- cases: the first workplace that has them ------------------------------------------ */

static int
find_cases (MadoWindow *self)
{
  for (guint i = 0; i < self->workplaces->len; i++)
    if (mado_workplace_has_cases (self->workplaces->pdata[i]) && is_open (self, i))
      return (int) i;

  return -1;
}

void
mado_window_open_case (MadoWindow   *self,
                       const MadoId *record)
{
  int at;

  g_return_if_fail (MADO_IS_WINDOW (self));

  at = find_cases (self);
  if (at >= 0)
    mado_window_show_page_of (self, (guint) at,
                              mado_workplace_open_case (self->workplaces->pdata[at], self->context, record));
}

void
mado_window_new_case (MadoWindow *self)
{
  int at;

  g_return_if_fail (MADO_IS_WINDOW (self));

  at = find_cases (self);
  if (at >= 0)
    mado_window_show_page_of (self, (guint) at,
                              mado_workplace_new_case (self->workplaces->pdata[at], self->context));
}
