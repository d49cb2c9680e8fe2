/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-stage-picks.h"

#include <glib/gi18n.h>

#include "app/counter/mado-number-list.h"
#include "core/model/mado-case-path.h"

struct _MadoStagePicks
{
  GtkWidget       parent_instance;

  GtkWidget      *box;
  GtkWidget      *hint;
  GtkWidget      *picks;
  MadoCounter    *counter;
  char           *shape;  /* what is shown now */
  char           *last;   /* the line picked last */
};

static void stage_iface_init (MadoStageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoStagePicks, mado_stage_picks, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_STAGE, stage_iface_init))

static gboolean
is_picked (MadoStagePicks *self,
           const char     *procedure)
{
  g_autofree char *path = mado_case_path_proc (procedure, "added");

  return mado_proc_added_from_string (mado_counter_get_text (self->counter, path)) == MADO_ADDED_PICKED;
}

static const char *
mado_stage_picks_get_title (MadoStage *stage)
{
  return _("What is wanted");
}

static gboolean
mado_stage_picks_applies (MadoStage *stage)
{
  MadoStagePicks *self = MADO_STAGE_PICKS (stage);
  const MadoEvent *event = mado_counter_get_event (self->counter);

  return event != NULL && event->n_picks > 0 && mado_counter_is_origin (self->counter);
}

static gboolean
mado_stage_picks_is_complete (MadoStage *stage)
{
  return mado_counter_list_procedures (MADO_STAGE_PICKS (stage)->counter)[0] != NULL;
}

static void
picked_cb (MadoNumberList *list,
           const char     *id,
           MadoStagePicks *self)
{
  gboolean was = is_picked (self, id);
  g_autofree char *procedure = g_strdup (id);

  g_free (self->last);
  self->last = g_strdup (id);
  mado_counter_pick (self->counter, procedure, !was);
}

static char *
describe_purposes (const MadoEvent *event)
{
  g_autoptr (GString) text = g_string_new (_("The digit picks, once more takes it away; Ctrl+Enter goes on."));

  for (guint i = 0; i < event->n_purposes; i++)
    g_string_append_printf (text, "\n%s → %s", mado_text_get (event->purposes[i].label, NULL),
                            mado_text_get (event->purposes[i].note, NULL));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe_picks (MadoStagePicks  *self,
                const MadoEvent *event)
{
  GString *text = g_string_new (event->id);

  for (guint i = 0; i < event->n_picks; i++)
    g_string_append_c (text, is_picked (self, event->picks[i].procedure->id) ? '1' : '0');
  return g_string_free (text, FALSE);
}

static void
mado_stage_picks_refresh (MadoStage *stage)
{
  MadoStagePicks *self = MADO_STAGE_PICKS (stage);
  const MadoEvent *event = mado_counter_get_event (self->counter);
  gboolean focused;
  g_autofree char *hint = NULL;
  g_autofree char *shape = event ? describe_picks (self, event) : NULL;

  /* Built anew only when it looks different: a key typed meanwhile is not lost with the focused line. */
  if (event == NULL || event->n_picks == 0 || g_strcmp0 (shape, self->shape) == 0)
    return;
  g_free (self->shape);
  self->shape = g_steal_pointer (&shape);
  focused = gtk_widget_get_focus_child (self->picks) != NULL;
  mado_number_list_clear (MADO_NUMBER_LIST (self->picks));
  for (guint i = 0; i < event->n_picks; i++)
    mado_number_list_add (MADO_NUMBER_LIST (self->picks), event->picks[i].procedure->id, event->picks[i].key,
                          mado_text_get (event->picks[i].label, NULL),
                          is_picked (self, event->picks[i].procedure->id) ? _("✓ wanted") : NULL);
  hint = describe_purposes (event);
  gtk_label_set_text (GTK_LABEL (self->hint), hint);
  mado_number_list_select (MADO_NUMBER_LIST (self->picks), self->last);
  if (focused)
    mado_number_list_focus (MADO_NUMBER_LIST (self->picks));
}

static void
mado_stage_picks_focus_first (MadoStage *stage)
{
  mado_number_list_focus (MADO_NUMBER_LIST (MADO_STAGE_PICKS (stage)->picks));
}

static gboolean
mado_stage_picks_key (MadoStage       *stage,
                      guint            keyval,
                      GdkModifierType  state)
{
  return mado_number_list_key (MADO_NUMBER_LIST (MADO_STAGE_PICKS (stage)->picks), keyval);
}

static void
stage_iface_init (MadoStageInterface *iface)
{
  iface->get_title = mado_stage_picks_get_title;
  iface->applies = mado_stage_picks_applies;
  iface->is_complete = mado_stage_picks_is_complete;
  iface->refresh = mado_stage_picks_refresh;
  iface->focus_first = mado_stage_picks_focus_first;
  iface->key = mado_stage_picks_key;
}

static void
mado_stage_picks_dispose (GObject *object)
{
  MadoStagePicks *self = MADO_STAGE_PICKS (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->counter);
  G_OBJECT_CLASS (mado_stage_picks_parent_class)->dispose (object);
}

static void
mado_stage_picks_finalize (GObject *object)
{
  MadoStagePicks *self = MADO_STAGE_PICKS (object);

  g_free (self->shape);
  g_free (self->last);
  G_OBJECT_CLASS (mado_stage_picks_parent_class)->finalize (object);
}

static void
mado_stage_picks_class_init (MadoStagePicksClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_stage_picks_dispose;
  G_OBJECT_CLASS (klass)->finalize = mado_stage_picks_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
mado_stage_picks_init (MadoStagePicks *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->picks = mado_number_list_new (_("What is wanted"));
  g_signal_connect (self->picks, "picked", G_CALLBACK (picked_cb), self);
  self->hint = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->hint), 0);
  gtk_widget_add_css_class (self->hint, "stage-hint");
  gtk_box_append (GTK_BOX (self->box), self->picks);
  gtk_box_append (GTK_BOX (self->box), self->hint);
}

GtkWidget *
mado_stage_picks_new (MadoCounter *counter)
{
  MadoStagePicks *self = g_object_new (MADO_TYPE_STAGE_PICKS, NULL);

  self->counter = g_object_ref (counter);
  return GTK_WIDGET (self);
}
