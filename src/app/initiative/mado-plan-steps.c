/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/initiative/mado-plan-steps.h"

#include <glib/gi18n.h>

#include "core/form/mado-plan-edit.h"
#include "core/model/mado-value.h"

typedef struct
{
  MadoStore *store;
  GPtrArray *edits; /* MadoEdit* */
} Step;

static void
step_free (gpointer data)
{
  Step *step = data;

  g_object_unref (step->store);
  g_clear_pointer (&step->edits, g_ptr_array_unref);
  g_free (step);
}

static void
write_thread (GTask        *task,
              gpointer      source,
              gpointer      data,
              GCancellable *cancellable)
{
  Step *step = data;
  guint n = step->edits->len;
  GError *error = NULL;

  if (n == 0 || mado_store_write_all (step->store, g_steal_pointer (&step->edits), &error))
    g_task_return_int (task, (gssize) n);
  else
    g_task_return_error (task, error);
}

static Step *
step_new (MadoPlanPlace *place)
{
  Step *step = g_new0 (Step, 1);

  step->store = g_object_ref (mado_context_get_store (mado_plan_place_get_context (place)));
  step->edits = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_edit_free);

  return step;
}

static void
run (MadoPlanPlace       *place,
     Step                *step /* full */,
     GAsyncReadyCallback  callback,
     gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (place, NULL, callback, data);

  g_task_set_task_data (task, step, step_free);
  g_task_run_in_thread (task, write_thread);
}

int
mado_plan_step_finish (MadoPlanPlace  *place,
                       GAsyncResult   *result,
                       GError        **error)
{
  GError *fault = NULL;
  gssize n = g_task_propagate_int (G_TASK (result), &fault);

  if (fault)
    {
      g_propagate_error (error, fault);
      return -1;
    }
  mado_plan_place_reload (place);

  return (int) n;
}

/* --- call and edition ----------------------------------------------------------------- */

void
mado_plan_call_async (MadoPlanPlace       *place,
                      const char          *as_of,
                      const char          *deadline,
                      GAsyncReadyCallback  callback,
                      gpointer             data)
{
  MadoPlanSet *set = mado_plan_place_get_set (place);
  g_autoptr (MadoPlanEdit) edit = mado_plan_edit_new (set->plan, set->book->gather);
  g_autofree char *deadline_path = g_strdup_printf ("round/%s/deadline", as_of);
  g_autofree char *year_path = g_strdup_printf ("round/%s/year", as_of);
  g_autoptr (GVariant) until = mado_value_text (deadline);
  g_autoptr (GVariant) year = mado_value_int (set->book->year);
  Step *step = step_new (place);
  MadoEdit *made;

  mado_plan_edit_set (edit, MADO_PLAN_SECTION_SHARED, deadline_path, until);
  mado_plan_edit_set (edit, MADO_PLAN_SECTION_SHARED, year_path, year);
  made = mado_plan_edit_make (edit, "call");
  if (made)
    g_ptr_array_add (step->edits, made);
  run (place, step, callback, data);
}

void
mado_plan_fix_async (MadoPlanPlace       *place,
                     const char          *as_of,
                     const char          *name,
                     GAsyncReadyCallback  callback,
                     gpointer             data)
{
  Step *step = step_new (place);

  g_ptr_array_add (step->edits, mado_plan_edition_make (mado_plan_place_get_set (place), as_of, name));
  run (place, step, callback, data);
}

/* --- one way of writing ------------------------------------------------------------------- */

static const MadoPlanLine *
find_line (const MadoInitiative *row,
           const MadoReview     *review)
{
  GPtrArray *lines = review->text == MADO_PLAN_SUMMARY ? row->summary : row->status;

  for (guint i = 0; i < lines->len; i++)
    if (g_str_equal (((MadoPlanLine *) lines->pdata[i])->id, review->line))
      return lines->pdata[i];

  return NULL;
}

static void
set_value (MadoPlanEdit       *edit,
           const MadoPlanLine *line,
           const char         *path,
           GVariant           *value /* full */)
{
  g_autoptr (GVariant) taken = value;

  mado_plan_edit_set (edit, line->section, path, taken);
}

static void
unify_line (MadoPlanEdit       *edit,
            const MadoReview   *review,
            const MadoPlanLine *line)
{
  g_autofree char *path = mado_plan_path_line (review->text, line->id, "text");

  set_value (edit, line, path, mado_value_text (review->suggestion));
  if (line->kind == MADO_PLAN_LINE_ITEM && g_strcmp0 (line->marker, "○") != 0)
    {
      g_autoptr (MadoPlanLine) shape = mado_plan_line_new (line->level, line->kind, "○", "");
      g_autofree char *shape_path = mado_plan_path_line (review->text, line->id, "shape");

      set_value (edit, line, shape_path, mado_plan_shape_to_value (shape));
    }
  /* Figures are found by their words in the line. */
  for (guint i = 0; i < line->figures->len; i++)
    {
      g_autoptr (MadoPlanFigure) figure = mado_plan_figure_copy (line->figures->pdata[i]);
      g_autofree char *figure_path = mado_plan_path_figure (review->text, line->id, figure->id);
      char *printed = mado_plan_unify (figure->printed);

      g_free (figure->printed);
      figure->printed = printed;
      set_value (edit, line, figure_path, mado_plan_figure_to_value (figure));
    }
}

static MadoEdit *
unify_row (MadoPlanPlace *place,
           const MadoId  *id,
           GPtrArray     *reviews)
{
  MadoPlanSet *set = mado_plan_place_get_set (place);
  MadoRecord *record = g_hash_table_lookup (set->records, id);
  const MadoInitiative *row = mado_plan_book_find_initiative (set->book, id);
  g_autoptr (MadoPlanEdit) edit = record && row ? mado_plan_edit_new (record, set->book->gather) : NULL;

  for (guint i = 0; edit && i < reviews->len; i++)
    {
      const MadoReview *review = reviews->pdata[i];
      const MadoPlanLine *line = mado_id_equal (&review->record, id) ? find_line (row, review) : NULL;

      if (line && review->kind == MADO_REVIEW_NOTATION && mado_plan_place_may_write (place, row, line->section))
        unify_line (edit, review, line);
    }

  return edit ? mado_plan_edit_make (edit, "unify") : NULL;
}

void
mado_plan_unify_async (MadoPlanPlace       *place,
                       GPtrArray           *reviews,
                       GAsyncReadyCallback  callback,
                       gpointer             data)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (mado_id_hash, mado_id_equal);
  Step *step = step_new (place);

  for (guint i = 0; i < reviews->len; i++)
    {
      MadoReview *review = reviews->pdata[i];
      MadoEdit *edit = g_hash_table_add (seen, &review->record) ? unify_row (place, &review->record, reviews) : NULL;

      if (edit)
        g_ptr_array_add (step->edits, edit);
    }
  run (place, step, callback, data);
}
