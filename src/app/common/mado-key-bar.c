/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/common/mado-key-bar.h"

#include <glib/gi18n.h>

#include "app/mado-command.h"

struct _MadoKeyBar
{
  GtkWidget   parent_instance;

  GHashTable *labels; /* command → GtkLabel, the children own them */
};

G_DEFINE_FINAL_TYPE (MadoKeyBar, mado_key_bar, GTK_TYPE_WIDGET)

static void
set_text (GtkLabel          *label,
          const MadoCommand *command,
          const char        *text)
{
  /* Not by weight: a bold font would be opened for these few letters alone. */
  g_autofree char *markup = g_markup_printf_escaped ("%s <span alpha=\"72%%\">%s</span>",
                                                     _(command->key_text), text);

  if (!g_str_equal (gtk_label_get_label (label), markup))
    {
      g_autofree char *spoken = g_strdup_printf ("%s %s", _(command->key_text), text);

      gtk_label_set_markup (label, markup);
      gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (GTK_WIDGET (label))),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
    }
}

static void
add_key (MadoKeyBar        *self,
         const MadoCommand *command)
{
  g_autofree char *action = g_strconcat ("win.", command->name, NULL);
  GtkWidget *button = gtk_button_new ();
  GtkWidget *label = gtk_label_new (NULL);

  gtk_button_set_child (GTK_BUTTON (button), label);
  set_text (GTK_LABEL (label), command, _(command->label));
  gtk_widget_set_focusable (button, FALSE);
  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_parent (button, GTK_WIDGET (self));
  g_hash_table_insert (self->labels, (gpointer) command->name, label);
}

static void
mado_key_bar_dispose (GObject *object)
{
  MadoKeyBar *self = MADO_KEY_BAR (object);
  GtkWidget *child;

  g_hash_table_remove_all (self->labels);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))))
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (mado_key_bar_parent_class)->dispose (object);
}

static void
mado_key_bar_finalize (GObject *object)
{
  g_hash_table_unref (MADO_KEY_BAR (object)->labels);

  G_OBJECT_CLASS (mado_key_bar_parent_class)->finalize (object);
}

static void
mado_key_bar_class_init (MadoKeyBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_key_bar_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_key_bar_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "keybar");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_TOOLBAR);
}

static void
mado_key_bar_init (MadoKeyBar *self)
{
  guint n_commands;
  const MadoCommand *commands = mado_command_list (&n_commands);

  self->labels = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < n_commands; i++)
    if (commands[i].in_bar)
      add_key (self, &commands[i]);
}

GtkWidget *
mado_key_bar_new (void)
{
  return g_object_new (MADO_TYPE_KEY_BAR, NULL);
}

void
mado_key_bar_set_label (MadoKeyBar *self,
                        const char *command,
                        const char *label)
{
  const MadoCommand *entry = mado_command_find (command);
  GtkLabel *widget = g_hash_table_lookup (self->labels, command);

  if (widget)
    set_text (widget, entry, label ? label : _(entry->label));
}
