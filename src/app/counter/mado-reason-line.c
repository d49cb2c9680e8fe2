/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-reason-line.h"

#include <glib/gi18n.h>

#include "app/counter/mado-procedure-list.h"

struct _MadoReasonLine
{
  GtkWidget      parent_instance;

  GtkWidget     *label;
  GtkWidget     *entry;
  MadoProcState  wanted; /* what the reason is for */
};

G_DEFINE_FINAL_TYPE (MadoReasonLine, mado_reason_line, GTK_TYPE_WIDGET)

static void
mado_reason_line_dispose (GObject *object)
{
  MadoReasonLine *self = MADO_REASON_LINE (object);

  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_pointer (&self->entry, gtk_widget_unparent);
  G_OBJECT_CLASS (mado_reason_line_parent_class)->dispose (object);
}

static void
mado_reason_line_class_init (MadoReasonLineClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_reason_line_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
mado_reason_line_init (MadoReasonLine *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 8);
  self->label = gtk_label_new (NULL);
  self->entry = gtk_entry_new ();
  gtk_widget_set_hexpand (self->entry, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Reason"), -1);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  gtk_widget_set_parent (self->entry, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
mado_reason_line_new (void)
{
  return g_object_new (MADO_TYPE_REASON_LINE, NULL);
}

void
mado_reason_line_ask (MadoReasonLine *self,
                      MadoProcState   wanted)
{
  g_autofree char *label = g_strdup_printf (_("%s, because"), mado_procedure_state_display (wanted));

  self->wanted = wanted;
  gtk_label_set_text (GTK_LABEL (self->label), label);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_widget_grab_focus (self->entry);
}

void
mado_reason_line_close (MadoReasonLine *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

gboolean
mado_reason_line_is_open (MadoReasonLine *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self));
}

MadoProcState
mado_reason_line_get_state (MadoReasonLine *self)
{
  return self->wanted;
}

gboolean
mado_reason_line_put_aside (MadoReasonLine *self,
                            MadoCounter    *counter,
                            GError        **error)
{
  g_auto (GStrv) ids = g_strdupv ((char **) mado_counter_list_procedures (counter));
  g_autofree char *reason = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  g_strstrip (reason);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      MadoProcState now = mado_counter_get_state (counter, ids[i]);

      if (!mado_counter_is_mine (counter, ids[i]) || mado_proc_state_is_accepted (now) || mado_proc_state_is_final (now)
          || now == self->wanted)
        continue;
      if (!mado_counter_set_state (counter, ids[i], self->wanted, reason, error))
        return FALSE;
    }
  return TRUE;
}
