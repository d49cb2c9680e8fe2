/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-plan-actions.h"

#include <glib/gi18n.h>

#include "app/mado-command.h"

void
mado_plan_actions_fill (GtkBox            *box,
                        MadoPage          *page,
                        const char *const *commands)
{
  for (guint i = 0; commands[i]; i++)
    {
      const MadoCommand *command = mado_command_find (commands[i]);
      const char *label = mado_page_get_label (page, commands[i]);
      g_autofree char *text = g_strdup_printf ("%s %s", _(command->key_text), label ? label : _(command->label));
      g_autofree char *action = g_strconcat ("win.", command->name, NULL);
      GtkWidget *button = gtk_button_new_with_label (text);

      gtk_widget_set_focusable (button, FALSE);
      gtk_widget_add_css_class (button, "flat");
      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
      gtk_box_append (box, button);
    }
}
