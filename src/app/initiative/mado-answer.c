/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-answer.h"

#include <glib/gi18n.h>

#include "app/mado-command.h"

static const char *const commands[] = {
  [MADO_STEP_NO_CHANGE] = MADO_COMMAND_NO_CHANGE,
  [MADO_STEP_CONFIRM] = MADO_COMMAND_CONFIRM_ANSWER,
  [MADO_STEP_ACCEPT] = MADO_COMMAND_ACCEPT_ANSWER,
  [MADO_STEP_RETURN] = MADO_COMMAND_RETURN_ANSWER,
};

gboolean
mado_answer_is_step (const char *command)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i], command))
      return TRUE;

  return FALSE;
}

MadoAnswerStep
mado_answer_step (const char *command)
{
  guint i = 0;

  while (!g_str_equal (commands[i], command))
    i++;

  return i;
}

static gboolean
is_judging (MadoAnswerStep step)
{
  return step == MADO_STEP_ACCEPT || step == MADO_STEP_RETURN;
}

static gboolean
has_confirmed (const MadoInitiative *row,
               const char           *round)
{
  for (guint i = 0; i < row->answers->len; i++)
    {
      const MadoPlanAnswer *answer = row->answers->pdata[i];

      if (g_str_equal (answer->round, round) && answer->state == MADO_ANSWER_CONFIRMED)
        return TRUE;
    }

  return FALSE;
}

gboolean
mado_answer_may (MadoPlanPlace  *place,
                 const MadoId   *id,
                 MadoAnswerStep  step)
{
  MadoPlanBook *book = mado_plan_place_get_book (place);
  const MadoPlanRound *round = mado_plan_place_get_round (place);
  const MadoInitiative *row = book ? mado_plan_book_find_initiative (book, id) : NULL;
  const char *scope = mado_plan_place_get_scope (place);

  if (!row || !round)
    return FALSE;
  if (is_judging (step))
    return mado_plan_place_gathers (place) && has_confirmed (row, round->as_of);

  return mado_initiative_has_department (row, scope) && mado_plan_place_may_write (place, row, scope);
}

static gboolean
judge (MadoPlanPlace       *place,
       MadoPlanEdit        *edit,
       const MadoPlanRound *round,
       MadoAnswerState      state,
       const char          *comment,
       GError             **error)
{
  g_autoptr (MadoInitiative) row = mado_plan_edit_read_row (edit);
  gboolean found = FALSE;

  for (guint i = 0; i < row->answers->len; i++)
    {
      const MadoPlanAnswer *answer = row->answers->pdata[i];

      if (!g_str_equal (answer->round, round->as_of) || answer->state != MADO_ANSWER_CONFIRMED)
        continue;
      if (!mado_plan_edit_decide (edit, answer->department, round->as_of, state, comment, error))
        return FALSE;
      found = TRUE;
    }
  if (!found)
    g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, _("No department has confirmed this row yet."));

  return found;
}

gboolean
mado_answer_put (MadoPlanPlace  *place,
                 MadoPlanEdit   *edit,
                 MadoAnswerStep  step,
                 const char     *comment,
                 GError        **error)
{
  const MadoPlanRound *round = mado_plan_place_get_round (place);
  const char *scope = mado_plan_place_get_scope (place);

  if (!round)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID,
                           _("No call for updates runs. Those who gather begin one first."));
      return FALSE;
    }
  switch (step)
    {
    case MADO_STEP_ACCEPT:
      return judge (place, edit, round, MADO_ANSWER_ACCEPTED, comment, error);
    case MADO_STEP_RETURN:
      return judge (place, edit, round, MADO_ANSWER_RETURNED, comment, error);
    case MADO_STEP_NO_CHANGE:
    case MADO_STEP_CONFIRM:
    default:
      mado_plan_edit_set_answer (edit, scope, round->as_of, MADO_ANSWER_CONFIRMED, step == MADO_STEP_NO_CHANGE);
      return TRUE;
    }
}

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (GPtrArray) commits = mado_store_write_finish (MADO_STORE (object), result, &error);

  if (!commits)
    {
      g_task_return_error (task, error);
      return;
    }
  mado_plan_place_reload (g_task_get_source_object (task));
  g_task_return_boolean (task, TRUE);
}

void
mado_answer_write_async (MadoPlanPlace       *place,
                         const MadoId        *row,
                         MadoAnswerStep       step,
                         const char          *comment,
                         GAsyncReadyCallback  callback,
                         gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (place, NULL, callback, data);
  MadoPlanSet *set = mado_plan_place_get_set (place);
  MadoStore *store = mado_context_get_store (mado_plan_place_get_context (place));
  MadoRecord *record = set ? g_hash_table_lookup (set->records, row) : NULL;
  g_autoptr (MadoPlanEdit) edit = NULL;
  GError *error = NULL;

  if (!record || !store)
    {
      g_task_return_new_error (task, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("This row is not here any more."));
      return;
    }
  edit = mado_plan_edit_new (record, set->book->gather);
  if (!mado_answer_put (place, edit, step, comment, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  mado_store_write_async (store, mado_plan_edit_make (edit, commands[step]), NULL, written_cb, g_steal_pointer (&task));
}

gboolean
mado_answer_write_finish (MadoPlanPlace  *place,
                          GAsyncResult   *result,
                          GError        **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
