/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-stage-guidance.h"

#include <glib/gi18n.h>

#include "app/counter/mado-answer-list.h"

struct _MadoStageGuidance
{
  GtkWidget    parent_instance;

  GtkWidget   *box;
  GtkWidget   *progress;
  GtkWidget   *list;
  MadoCounter *counter;
};

static void stage_iface_init (MadoStageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (MadoStageGuidance, mado_stage_guidance, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (MADO_TYPE_STAGE, stage_iface_init))

static gboolean
is_shown (const MadoGuidanceQuestion *question)
{
  return question->state == MADO_QUESTION_OPEN || question->state == MADO_QUESTION_ANSWERED
         || question->state == MADO_QUESTION_DERIVED;
}

static const char *
state_text (const MadoGuidanceQuestion *question)
{
  if (question->state == MADO_QUESTION_DERIVED)
    return _("Automatic");
  return question->overruled ? _("Overruled") : NULL;
}

static void
answered_cb (MadoAnswerList    *list,
             const char        *id,
             guint              answer,
             MadoStageGuidance *self)
{
  mado_counter_answer (self->counter, id, (MadoAnswer) answer);
}

static void
show_progress (MadoStageGuidance  *self,
               const MadoGuidance *guidance)
{
  g_autofree char *text = NULL;

  if (guidance->n_open > 0)
    text = g_strdup_printf (ngettext ("%u question is open. 1 yes, 2 no, 3 not sure; ↑ goes back.",
                                      "%u questions are open. 1 yes, 2 no, 3 not sure; ↑ goes back.", guidance->n_open),
                            guidance->n_open);
  else
    text = g_strdup (_("All questions are answered. Ctrl+Enter goes on."));
  gtk_label_set_text (GTK_LABEL (self->progress), text);
}

static void
mado_stage_guidance_refresh (MadoStage *stage)
{
  MadoStageGuidance *self = MADO_STAGE_GUIDANCE (stage);
  const MadoGuidance *guidance = mado_counter_get_guidance (self->counter);
  MadoAnswerList *list = MADO_ANSWER_LIST (self->list);

  mado_answer_list_begin (list);
  for (guint i = 0; guidance != NULL && i < guidance->questions->len; i++)
    {
      const MadoGuidanceQuestion *question = g_ptr_array_index (guidance->questions, i);

      if (is_shown (question))
        mado_answer_list_add (list, question->question->id, mado_text_get (question->text, NULL),
                              state_text (question), question->answer);
    }
  mado_answer_list_end (list);
  if (guidance != NULL)
    show_progress (self, guidance);
}

static const char *
mado_stage_guidance_get_title (MadoStage *stage)
{
  return _("Guidance");
}

static gboolean
mado_stage_guidance_applies (MadoStage *stage)
{
  MadoStageGuidance *self = MADO_STAGE_GUIDANCE (stage);
  const MadoGuidance *guidance = mado_counter_get_guidance (self->counter);

  if (guidance == NULL || !mado_counter_is_origin (self->counter))
    return FALSE;
  for (guint i = 0; i < guidance->questions->len; i++)
    if (is_shown (g_ptr_array_index (guidance->questions, i)))
      return TRUE;
  return FALSE;
}

static gboolean
mado_stage_guidance_is_complete (MadoStage *stage)
{
  const MadoGuidance *guidance = mado_counter_get_guidance (MADO_STAGE_GUIDANCE (stage)->counter);

  return guidance == NULL || guidance->n_open == 0;
}

static void
mado_stage_guidance_focus_first (MadoStage *stage)
{
  mado_answer_list_focus_first (MADO_ANSWER_LIST (MADO_STAGE_GUIDANCE (stage)->list));
}

static gboolean
mado_stage_guidance_key (MadoStage       *stage,
                         guint            keyval,
                         GdkModifierType  state)
{
  return mado_answer_list_key (MADO_ANSWER_LIST (MADO_STAGE_GUIDANCE (stage)->list), keyval);
}

static void
stage_iface_init (MadoStageInterface *iface)
{
  iface->get_title = mado_stage_guidance_get_title;
  iface->applies = mado_stage_guidance_applies;
  iface->is_complete = mado_stage_guidance_is_complete;
  iface->refresh = mado_stage_guidance_refresh;
  iface->focus_first = mado_stage_guidance_focus_first;
  iface->key = mado_stage_guidance_key;
}

static void
mado_stage_guidance_dispose (GObject *object)
{
  MadoStageGuidance *self = MADO_STAGE_GUIDANCE (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->counter);
  G_OBJECT_CLASS (mado_stage_guidance_parent_class)->dispose (object);
}

static void
mado_stage_guidance_class_init (MadoStageGuidanceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = mado_stage_guidance_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
mado_stage_guidance_init (MadoStageGuidance *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->progress = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->progress), 0);
  gtk_widget_add_css_class (self->progress, "stage-hint");
  gtk_box_append (GTK_BOX (self->box), self->progress);
  self->list = mado_answer_list_new (_("Questions"), _("Yes"), _("No"), _("Not sure"));
  g_signal_connect (self->list, "answered", G_CALLBACK (answered_cb), self);
  gtk_widget_set_vexpand (self->list, TRUE);
  gtk_box_append (GTK_BOX (self->box), self->list);
}

GtkWidget *
mado_stage_guidance_new (MadoCounter *counter)
{
  MadoStageGuidance *self = g_object_new (MADO_TYPE_STAGE_GUIDANCE, NULL);

  self->counter = g_object_ref (counter);
  return GTK_WIDGET (self);
}
