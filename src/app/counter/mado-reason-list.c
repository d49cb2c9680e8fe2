/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-reason-list.h"

#include <glib/gi18n.h>

#include "app/counter/mado-number-list.h"

struct _MadoReasonList
{
  GtkWidget   parent_instance;

  GtkWidget  *box;
  GtkWidget  *heading;
  GtkWidget  *list;
  GtkWidget  *line;    /* entry: another reason */
  char      **reasons;
};

enum { GIVEN, ASKED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (MadoReasonList, mado_reason_list, GTK_TYPE_WIDGET)

static gboolean
is_writing (MadoReasonList *self)
{
  return gtk_widget_get_visible (self->line);
}

static void
picked_cb (MadoNumberList *list,
           const char     *id,
           MadoReasonList *self)
{
  guint index = (guint) g_ascii_strtoull (id, NULL, 10);

  if (index < g_strv_length (self->reasons))
    {
      g_signal_emit (self, signals[GIVEN], 0, self->reasons[index]);
      return;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->line), "");
  gtk_widget_set_visible (self->line, TRUE);
  gtk_widget_grab_focus (self->line);
  g_signal_emit (self, signals[ASKED], 0);
}

gboolean
mado_reason_list_activate (MadoReasonList *self)
{
  g_autofree char *reason = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->line)));

  if (!is_writing (self))
    {
      mado_number_list_activate (MADO_NUMBER_LIST (self->list));
      return TRUE;
    }
  g_strstrip (reason);
  if (*reason == 0)
    return FALSE;
  g_signal_emit (self, signals[GIVEN], 0, reason);
  return TRUE;
}

gboolean
mado_reason_list_key (MadoReasonList *self,
                      guint           keyval)
{
  return !is_writing (self) && mado_number_list_key (MADO_NUMBER_LIST (self->list), keyval);
}

void
mado_reason_list_focus (MadoReasonList *self)
{
  if (is_writing (self))
    gtk_widget_grab_focus (self->line);
  else
    mado_number_list_focus (MADO_NUMBER_LIST (self->list));
}

gboolean
mado_reason_list_step_back (MadoReasonList *self)
{
  if (!is_writing (self))
    return FALSE;
  gtk_widget_set_visible (self->line, FALSE);
  mado_reason_list_focus (self);
  g_signal_emit (self, signals[ASKED], 0);
  return TRUE;
}

static void
mado_reason_list_dispose (GObject *object)
{
  g_clear_pointer (&MADO_REASON_LIST (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (mado_reason_list_parent_class)->dispose (object);
}

static void
mado_reason_list_finalize (GObject *object)
{
  g_strfreev (MADO_REASON_LIST (object)->reasons);
  G_OBJECT_CLASS (mado_reason_list_parent_class)->finalize (object);
}

static void
mado_reason_list_class_init (MadoReasonListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_reason_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_reason_list_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[GIVEN] = g_signal_new ("given", MADO_TYPE_REASON_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 G_TYPE_STRING);
  signals[ASKED] = g_signal_new ("asked", MADO_TYPE_REASON_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
mado_reason_list_init (MadoReasonList *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->heading = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->heading), 0);
  gtk_label_set_wrap (GTK_LABEL (self->heading), TRUE);
  gtk_widget_add_css_class (self->heading, "group-heading");
  self->line = gtk_entry_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->line), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Reason"), -1);
  gtk_widget_set_visible (self->line, FALSE);
}

GtkWidget *
mado_reason_list_new (const char        *heading,
                      const char *const *reasons)
{
  MadoReasonList *self = g_object_new (MADO_TYPE_REASON_LIST, NULL);
  guint n = g_strv_length ((char **) reasons);

  self->reasons = g_strdupv ((char **) reasons);
  gtk_label_set_text (GTK_LABEL (self->heading), heading);
  self->list = mado_number_list_new (_("The reasons"));
  for (guint i = 0; i <= n; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);

      mado_number_list_add (MADO_NUMBER_LIST (self->list), id, i + 1,
                            i < n ? reasons[i] : _("Another reason, written out"), NULL);
    }
  g_signal_connect (self->list, "picked", G_CALLBACK (picked_cb), self);
  gtk_box_append (GTK_BOX (self->box), self->heading);
  gtk_box_append (GTK_BOX (self->box), self->list);
  gtk_box_append (GTK_BOX (self->box), self->line);
  return GTK_WIDGET (self);
}
