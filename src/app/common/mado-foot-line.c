/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/common/mado-foot-line.h"

#include <glib/gi18n.h>

typedef struct
{
  MadoMessageKind kind;
  char           *text;
  gconstpointer   owner;
} Message;

struct _MadoFootLine
{
  GtkWidget  parent_instance;

  GQueue     messages; /* Message*, newest first; the head is shown */

  GtkWidget *label;
  GtkWidget *more;
  GtkWidget *busy;
  GtkWidget *button;
};

G_DEFINE_FINAL_TYPE (MadoFootLine, mado_foot_line, GTK_TYPE_WIDGET)

static void
message_free (gpointer data)
{
  Message *message = data;

  g_free (message->text);
  g_free (message);
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

static void
show_head (MadoFootLine *self)
{
  Message *message = g_queue_peek_head (&self->messages);
  guint others = message ? self->messages.length - 1 : 0;
  g_autofree char *more = NULL;

  gtk_label_set_text (GTK_LABEL (self->label), message ? message->text : "");
  gtk_widget_set_tooltip_text (self->label, message ? message->text : NULL);
  set_class (GTK_WIDGET (self), "warning", message && message->kind == MADO_MESSAGE_WARNING);
  set_class (GTK_WIDGET (self), "error", message && message->kind == MADO_MESSAGE_ERROR);

  if (others > 0)
    more = g_strdup_printf (ngettext ("%u more", "%u more", others), others);
  gtk_label_set_text (GTK_LABEL (self->more), more ? more : "");
  gtk_widget_set_visible (self->more, others > 0);
  gtk_widget_set_visible (self->button, message && (message->kind != MADO_MESSAGE_INFO || others > 0));
}

static GtkWidget *
add_label (MadoFootLine *self,
           const char   *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  gtk_widget_set_parent (label, GTK_WIDGET (self));

  return label;
}

static void
mado_foot_line_dispose (GObject *object)
{
  MadoFootLine *self = MADO_FOOT_LINE (object);

  g_queue_clear_full (&self->messages, message_free);
  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_pointer (&self->more, gtk_widget_unparent);
  g_clear_pointer (&self->busy, gtk_widget_unparent);
  g_clear_pointer (&self->button, gtk_widget_unparent);

  G_OBJECT_CLASS (mado_foot_line_parent_class)->dispose (object);
}

static void
mado_foot_line_class_init (MadoFootLineClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_foot_line_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "footline");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
mado_foot_line_init (MadoFootLine *self)
{
  g_queue_init (&self->messages);

  self->label = add_label (self, "message");
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->label, TRUE);
  self->more = add_label (self, "more");
  self->busy = add_label (self, "busy");

  self->button = gtk_button_new_with_label (_("F9 Read"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_button_get_label (GTK_BUTTON (self->button)), -1);
  gtk_widget_set_focusable (self->button, FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), "win." MADO_COMMAND_ANSWER_MESSAGE);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _("Messages"), -1);
  show_head (self);
}

GtkWidget *
mado_foot_line_new (void)
{
  return g_object_new (MADO_TYPE_FOOT_LINE, NULL);
}

/* Of @owner only, unless that is NULL. */
static void
drop (MadoFootLine    *self,
      MadoMessageKind  kind,
      gconstpointer    owner)
{
  for (GList *l = self->messages.head, *next; l; l = next)
    {
      Message *message = l->data;

      next = l->next;
      if (message->kind == kind && (!owner || message->owner == owner))
        {
          message_free (message);
          g_queue_delete_link (&self->messages, l);
        }
    }
}

static gboolean
is_waiting (MadoFootLine *self,
            const char   *text)
{
  for (GList *l = self->messages.head; l; l = l->next)
    if (g_str_equal (((Message *) l->data)->text, text))
      return TRUE;

  return FALSE;
}

void
mado_foot_line_add (MadoFootLine    *self,
                    MadoMessageKind  kind,
                    const char      *text,
                    gconstpointer    owner)
{
  Message *message;

  g_return_if_fail (MADO_IS_FOOT_LINE (self));

  /* Information is only of the moment: it gives way to whatever comes. */
  drop (self, MADO_MESSAGE_INFO, NULL);
  if (!is_waiting (self, text))
    {
      message = g_new0 (Message, 1);
      message->kind = kind;
      message->text = g_strdup (text);
      message->owner = owner;
      g_queue_push_head (&self->messages, message);
    }
  show_head (self);
}

void
mado_foot_line_forget (MadoFootLine  *self,
                       gconstpointer  owner)
{
  g_return_if_fail (MADO_IS_FOOT_LINE (self));
  g_return_if_fail (owner != NULL);

  drop (self, MADO_MESSAGE_WARNING, owner);
  show_head (self);
}

gboolean
mado_foot_line_answer (MadoFootLine *self)
{
  Message *message;

  g_return_val_if_fail (MADO_IS_FOOT_LINE (self), FALSE);

  message = g_queue_pop_head (&self->messages);
  if (!message)
    return FALSE;

  message_free (message);
  show_head (self);

  return TRUE;
}

void
mado_foot_line_set_busy (MadoFootLine *self,
                         const char   *text)
{
  g_return_if_fail (MADO_IS_FOOT_LINE (self));

  gtk_label_set_text (GTK_LABEL (self->busy), text ? text : "");
}

const char *
mado_foot_line_get_text (MadoFootLine *self)
{
  Message *message;

  g_return_val_if_fail (MADO_IS_FOOT_LINE (self), NULL);

  message = g_queue_peek_head (&self->messages);

  return message ? message->text : NULL;
}
