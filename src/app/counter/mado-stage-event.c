/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-stage-event.h"

#include <glib/gi18n.h>

#include "app/counter/mado-number-list.h"
#include "app/mado-command.h"
#include "core/base/mado-text.h"

#define TICKET "ticket_no"

struct _MadoStageEvent
{
  GtkWidget    parent_instance;

  GtkWidget   *box;
  GtkWidget   *ticket;
  GtkWidget   *events;
  MadoCounter *counter;
};

static void stage_iface_init (MadoStageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoStageEvent, mado_stage_event, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_STAGE, stage_iface_init))

static const char *
mado_stage_event_get_title (MadoStage *stage)
{
  return _("Purpose");
}

static gboolean
mado_stage_event_applies (MadoStage *stage)
{
  return mado_counter_is_origin (MADO_STAGE_EVENT (stage)->counter);
}

static gboolean
mado_stage_event_is_complete (MadoStage *stage)
{
  return mado_counter_get_event (MADO_STAGE_EVENT (stage)->counter) != NULL;
}

static void
take_ticket (MadoStageEvent *self)
{
  g_autofree char *text = mado_text_fold_number (gtk_editable_get_text (GTK_EDITABLE (self->ticket)));

  if (g_strcmp0 (text, mado_counter_get_text (self->counter, TICKET)) != 0)
    mado_counter_set (self->counter, TICKET, *text ? g_variant_new_string (text) : NULL, MADO_SOURCE_TYPED);
}

static void
picked_cb (MadoNumberList *list,
           const char     *id,
           MadoStageEvent *self)
{
  take_ticket (self);
  mado_counter_set (self->counter, "event", g_variant_new_string (id), MADO_SOURCE_TYPED);
  mado_stage_done (MADO_STAGE (self));
}

static void
mado_stage_event_refresh (MadoStage *stage)
{
  MadoStageEvent *self = MADO_STAGE_EVENT (stage);
  const MadoEvent *event = mado_counter_get_event (self->counter);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, self->ticket))
    gtk_editable_set_text (GTK_EDITABLE (self->ticket), mado_counter_get_text (self->counter, TICKET));
  mado_number_list_select (MADO_NUMBER_LIST (self->events), event ? event->id : NULL);
}

static void
mado_stage_event_focus_first (MadoStage *stage)
{
  MadoStageEvent *self = MADO_STAGE_EVENT (stage);

  if (*gtk_editable_get_text (GTK_EDITABLE (self->ticket)) == 0)
    gtk_widget_grab_focus (self->ticket);
  else
    mado_number_list_focus (MADO_NUMBER_LIST (self->events));
}

static gboolean
in_ticket (MadoStageEvent *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, self->ticket);
}

static gboolean
mado_stage_event_can (MadoStage  *stage,
                      const char *command)
{
  return g_str_equal (command, MADO_COMMAND_NEXT_FIELD) && in_ticket (MADO_STAGE_EVENT (stage));
}

static gboolean
mado_stage_event_perform (MadoStage  *stage,
                          const char *command)
{
  MadoStageEvent *self = MADO_STAGE_EVENT (stage);

  if (!mado_stage_event_can (stage, command))
    return FALSE;
  take_ticket (self);
  mado_number_list_focus (MADO_NUMBER_LIST (self->events));
  return TRUE;
}

static gboolean
mado_stage_event_key (MadoStage       *stage,
                      guint            keyval,
                      GdkModifierType  state)
{
  return mado_number_list_key (MADO_NUMBER_LIST (MADO_STAGE_EVENT (stage)->events), keyval);
}

static gboolean
mado_stage_event_leave (MadoStage *stage)
{
  take_ticket (MADO_STAGE_EVENT (stage));
  return TRUE;
}

static void
stage_iface_init (MadoStageInterface *iface)
{
  iface->get_title = mado_stage_event_get_title;
  iface->applies = mado_stage_event_applies;
  iface->is_complete = mado_stage_event_is_complete;
  iface->refresh = mado_stage_event_refresh;
  iface->focus_first = mado_stage_event_focus_first;
  iface->can = mado_stage_event_can;
  iface->perform = mado_stage_event_perform;
  iface->key = mado_stage_event_key;
  iface->leave = mado_stage_event_leave;
}

static void
mado_stage_event_dispose (GObject *object)
{
  MadoStageEvent *self = MADO_STAGE_EVENT (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->counter);
  G_OBJECT_CLASS (mado_stage_event_parent_class)->dispose (object);
}

static void
mado_stage_event_class_init (MadoStageEventClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_stage_event_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
build_ticket (MadoStageEvent *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (_("Queue ticket"));

  self->ticket = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->ticket), 8);
  gtk_entry_set_input_purpose (GTK_ENTRY (self->ticket), GTK_INPUT_PURPOSE_DIGITS);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->ticket), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Queue ticket"), -1);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), self->ticket);
  gtk_box_append (GTK_BOX (self->box), line);
}

static void
mado_stage_event_init (MadoStageEvent *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  build_ticket (self);
  self->events = mado_number_list_new (_("What the visitor came for"));
  g_signal_connect (self->events, "picked", G_CALLBACK (picked_cb), self);
  gtk_box_append (GTK_BOX (self->box), self->events);
}

GtkWidget *
mado_stage_event_new (MadoCounter *counter)
{
  MadoStageEvent *self = g_object_new (MADO_TYPE_STAGE_EVENT, NULL);
  guint n_events;
  const MadoEvent *const *events = mado_pack_list_events (mado_counter_get_pack (counter), &n_events);

  self->counter = g_object_ref (counter);
  for (guint i = 0; i < n_events; i++)
    mado_number_list_add (MADO_NUMBER_LIST (self->events), events[i]->id, events[i]->key,
                          mado_text_get (events[i]->title, NULL), NULL);
  return GTK_WIDGET (self);
}
