/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/mado-plan-book.h"

#include <string.h>

/* Rows of a plan and the departments' answers to them. */

static const char *const answer_states[] = { "", "draft", "confirmed", "accepted", "returned" };

const char *
mado_answer_state_to_string (MadoAnswerState state)
{
  return answer_states[(guint) state < G_N_ELEMENTS (answer_states) ? state : MADO_ANSWER_NONE];
}

MadoAnswerState
mado_answer_state_from_string (const char *text)
{
  for (guint i = 1; text != NULL && i < G_N_ELEMENTS (answer_states); i++)
    if (strcmp (answer_states[i], text) == 0)
      return (MadoAnswerState) i;
  return MADO_ANSWER_NONE;
}

static void
answer_free (gpointer data)
{
  MadoPlanAnswer *self = data;

  g_free (self->department);
  g_free (self->round);
  g_free (self->comment);
  g_free (self->stamp.actor);
  g_free (self);
}

static gpointer
answer_copy (gconstpointer answer,
             gpointer      data)
{
  const MadoPlanAnswer *self = answer;
  MadoPlanAnswer *copy = g_memdup2 (self, sizeof *self);

  copy->department = g_strdup (self->department);
  copy->round = g_strdup (self->round);
  copy->comment = g_strdup (self->comment);
  copy->stamp.actor = g_strdup (self->stamp.actor);
  return copy;
}

MadoInitiative *
mado_initiative_new (void)
{
  MadoInitiative *self = g_new0 (MadoInitiative, 1);

  self->order = g_strdup ("");
  self->title = g_strdup ("");
  self->mark = g_strdup ("");
  self->title_note = g_strdup ("");
  self->summary = mado_plan_lines_new ();
  self->status = mado_plan_lines_new ();
  self->departments = g_new0 (char *, 1);
  self->answers = g_ptr_array_new_with_free_func (answer_free);
  self->stamp.actor = g_strdup ("");
  return self;
}

MadoInitiative *
mado_initiative_copy (const MadoInitiative *self)
{
  MadoInitiative *copy = g_memdup2 (self, sizeof *self);

  copy->order = g_strdup (self->order);
  copy->title = g_strdup (self->title);
  copy->mark = g_strdup (self->mark);
  copy->title_note = g_strdup (self->title_note);
  copy->summary = mado_plan_lines_copy (self->summary);
  copy->status = mado_plan_lines_copy (self->status);
  copy->departments = g_strdupv (self->departments);
  copy->answers = g_ptr_array_copy (self->answers, (GCopyFunc) answer_copy, NULL);
  g_ptr_array_set_free_func (copy->answers, answer_free);
  copy->stamp.actor = g_strdup (self->stamp.actor);
  copy->extra = g_strdup (self->extra);
  return copy;
}

void
mado_initiative_free (MadoInitiative *self)
{
  if (self == NULL)
    return;
  g_free (self->order);
  g_free (self->title);
  g_free (self->mark);
  g_free (self->title_note);
  g_ptr_array_unref (self->summary);
  g_ptr_array_unref (self->status);
  g_strfreev (self->departments);
  g_ptr_array_unref (self->answers);
  g_free (self->stamp.actor);
  g_free (self->extra);
  g_free (self);
}

const MadoPlanAnswer *
mado_initiative_find_answer (const MadoInitiative *self,
                             const char           *department,
                             const char           *round)
{
  for (guint i = 0; i < self->answers->len; i++)
    {
      const MadoPlanAnswer *answer = self->answers->pdata[i];

      if (strcmp (answer->department, department) == 0 && strcmp (answer->round, round) == 0)
        return answer;
    }
  return NULL;
}

gboolean
mado_initiative_has_department (const MadoInitiative *self,
                                const char           *department)
{
  return g_strv_contains ((const char *const *) self->departments, department);
}

static int
compare_figures (gconstpointer a,
                 gconstpointer b)
{
  const MadoPlanFigure *one = *(MadoPlanFigure *const *) a;
  const MadoPlanFigure *two = *(MadoPlanFigure *const *) b;

  return one->order < two->order ? -1 : one->order > two->order;
}

GPtrArray *
mado_initiative_list_figures (const MadoInitiative *self)
{
  GPtrArray *texts[] = { self->status, self->summary };
  GPtrArray *out = g_ptr_array_new ();

  for (guint t = 0; t < G_N_ELEMENTS (texts); t++)
    for (guint i = 0; i < texts[t]->len; i++)
      g_ptr_array_extend (out, ((MadoPlanLine *) texts[t]->pdata[i])->figures, NULL, NULL);
  g_ptr_array_sort (out, compare_figures); /* stable */
  return out;
}

guint
mado_initiative_count_conflicts (const MadoInitiative *self)
{
  GPtrArray *texts[] = { self->status, self->summary };
  guint n = 0;

  for (guint t = 0; t < G_N_ELEMENTS (texts); t++)
    for (guint i = 0; i < texts[t]->len; i++)
      n += ((MadoPlanLine *) texts[t]->pdata[i])->conflict != NULL;
  return n;
}
