/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-counter-private.h"

#include "core/form/mado-form-facts.h"
#include "core/model/mado-case-path.h"
#include "core/procedure/mado-facts.h"

/* --- the reader: the edit over the record, and what guidance knows --------------- */

static GVariant *
reader_get (const char *path,
            gpointer    data)
{
  return mado_case_edit_get (((MadoCounter *) data)->edit, path);
}

static MadoSource
reader_source (const char *path,
               gpointer    data)
{
  return mado_case_edit_get_source (((MadoCounter *) data)->edit, path);
}

static gboolean
reader_confirmed (const char *path,
                  gpointer    data)
{
  MadoFormReader reader = mado_case_edit_get_reader (((MadoCounter *) data)->edit);

  return reader.confirmed != NULL && reader.confirmed (path, reader.user_data);
}

static const char *const *
reader_persons (gpointer data)
{
  return (const char *const *) ((MadoCounter *) data)->persons;
}

static const char *const *
reader_procedures (gpointer data)
{
  return (const char *const *) ((MadoCounter *) data)->procedures;
}

static const char *
reader_fact (const char *name,
             int         person,
             gpointer    data)
{
  MadoCounter *self = data;
  MadoPack *pack = mado_counter_get_pack (self);

  if (self->facts == NULL)
    return NULL;
  if (person == MADO_EXPR_NO_PERSON && mado_pack_get_question (pack, name) != NULL && self->guidance != NULL)
    for (guint i = 0; i < self->guidance->questions->len; i++)
      {
        const MadoGuidanceQuestion *question = g_ptr_array_index (self->guidance->questions, i);

        if (g_str_equal (question->question->id, name))
          return question->answer == MADO_ANSWER_YES || question->answer == MADO_ANSWER_NO
                     ? mado_answer_to_text (question->answer) : NULL;
      }
  return mado_facts_lookup (self->facts, pack, name, person);
}

void
mado_counter_set_up_reader (MadoCounter *self)
{
  self->reader = (MadoFormReader) {
    .get = reader_get, .source = reader_source, .confirmed = reader_confirmed, .list_persons = reader_persons,
    .list_procedures = reader_procedures, .fact = reader_fact, .today = self->today,
    .user_data = self,
  };
}

/* --- guidance ------------------------------------------------------------------- */

static void
run_guidance (MadoCounter *self)
{
  MadoPack *pack = mado_counter_get_pack (self);

  g_clear_pointer (&self->facts, mado_facts_free);
  self->facts = mado_form_facts_new (pack, &self->reader, self->today);
  g_clear_pointer (&self->guidance, mado_guidance_free);
  self->guidance = mado_guidance_run (pack, mado_counter_get_event (self), self->facts);
}

/* --- the case's procedures follow the guidance ------------------------------------------ */

static MadoProcAdded
added_of (const MadoGuidanceItem *item)
{
  if (item->picked)
    return MADO_ADDED_PICKED;
  return item->status == MADO_GUIDANCE_UNSURE ? MADO_ADDED_UNSURE : MADO_ADDED_GUIDED;
}

static void
put_item (MadoCounter            *self,
          const MadoGuidanceItem *item)
{
  g_autofree char *added = mado_case_path_proc (item->procedure->id, "added");
  g_autofree char *state = mado_case_path_proc (item->procedure->id, "state");
  MadoProcAdded before = mado_proc_added_from_string (mado_case_edit_get_text (self->edit, added));

  if (before == MADO_ADDED_DECLINED)
    return;
  if (before != added_of (item))
    mado_case_edit_set_text (self->edit, added, mado_proc_added_to_string (added_of (item)), MADO_SOURCE_PROGRAM);
  if (mado_proc_state_from_string (mado_case_edit_get_text (self->edit, state)) == MADO_STATE_NONE)
    mado_case_edit_set_text (self->edit, state, mado_proc_state_to_string (MADO_STATE_GUIDED), MADO_SOURCE_PROGRAM);
}

/* An answer was taken back: what it had added goes, unless people have gone on with it. */
static void
drop_if_gone (MadoCounter         *self,
              const MadoProcedure *procedure)
{
  g_autofree char *added = mado_case_path_proc (procedure->id, "added");
  g_autofree char *state = mado_case_path_proc (procedure->id, "state");
  MadoProcAdded before = mado_proc_added_from_string (mado_case_edit_get_text (self->edit, added));

  if (before != MADO_ADDED_GUIDED && before != MADO_ADDED_UNSURE)
    return;
  if (mado_guidance_find (self->guidance, procedure->id) != NULL)
    return;
  if (mado_proc_state_from_string (mado_case_edit_get_text (self->edit, state)) > MADO_STATE_FILLED)
    return;
  mado_case_edit_set_text (self->edit, added, "", MADO_SOURCE_PROGRAM);
  mado_case_edit_set_text (self->edit, state, "", MADO_SOURCE_PROGRAM);
}

static void
follow_guidance (MadoCounter *self)
{
  guint n_procedures;
  const MadoProcedure *const *procedures = mado_pack_list_procedures (mado_counter_get_pack (self), &n_procedures);

  if (!mado_counter_is_origin (self) || mado_counter_get_event (self) == NULL)
    return;
  for (guint i = 0; i < self->guidance->items->len; i++)
    put_item (self, g_ptr_array_index (self->guidance->items, i));
  for (guint i = 0; i < n_procedures; i++)
    drop_if_gone (self, procedures[i]);
}

static char **
list_procedures (MadoCounter *self)
{
  MadoFormReader reader = mado_case_edit_get_reader (self->edit);

  return g_strdupv ((char **) reader.list_procedures (reader.user_data));
}

static char **
list_persons (MadoCounter *self)
{
  MadoFormReader reader = mado_case_edit_get_reader (self->edit);

  return g_strdupv ((char **) reader.list_persons (reader.user_data));
}

/* A certificate is about somebody: one line to begin with where no household is entered. */
static void
ensure_person (MadoCounter *self)
{
  const MadoEvent *event = mado_counter_get_event (self);
  g_autofree char *eid = NULL;

  if (event == NULL || event->household || self->persons[0] != NULL || !mado_counter_is_origin (self))
    return;
  eid = mado_case_edit_add_person (self->edit, mado_context_get_random (self->context));
  g_strfreev (self->persons);
  self->persons = list_persons (self);
}

/* What stands in the case already is not asked again: the head's name on the
 * forms, the address of a certificate. */
static gboolean
carry_over (MadoCounter *self)
{
  g_autoptr (GPtrArray) changes = NULL;

  if (!mado_counter_is_origin (self))
    return FALSE;
  changes = mado_carry_provider_list_certain (self->carry, &self->reader);
  for (guint i = 0; i < changes->len; i++)
    {
      const MadoChange *change = g_ptr_array_index (changes, i);

      mado_case_edit_set (self->edit, change->path, change->value, change->source);
    }
  return changes->len > 0;
}

void
mado_counter_refresh (MadoCounter *self)
{
  if (self->refreshing || self->edit == NULL)
    return;
  self->refreshing = TRUE;
  g_strfreev (self->persons);
  self->persons = list_persons (self);
  ensure_person (self);
  run_guidance (self);
  follow_guidance (self);
  g_strfreev (self->procedures);
  self->procedures = list_procedures (self);
  mado_form_set_refresh (self->forms, &self->reader);
  if (carry_over (self))
    mado_form_set_refresh (self->forms, &self->reader);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  self->findings = mado_form_rules_check (mado_counter_get_pack (self), &self->reader, &self->dates.today);
  self->refreshing = FALSE;
  mado_counter_look_up_persons (self, FALSE);
  g_signal_emit_by_name (self, "changed");
}
