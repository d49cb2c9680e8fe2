/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/slip/mado-slip-case.h"
#include "core/form/mado-field-value.h"
#include "core/procedure/mado-guidance.h"

typedef struct
{
  MadoSlip         *slip;
  MadoPack         *pack;
  MadoFieldContext  context;
  GPtrArray        *changes;
} Taking;

static void
add (Taking     *self,
     const char *path,
     GVariant   *value,
     MadoSource  source)
{
  g_ptr_array_add (self->changes, mado_change_new (path, value, source, mado_case_path_is_sealed (path)));
}

static gboolean
is_person (Taking     *self,
           const char *eid)
{
  return mado_case_is_element (eid) && g_strv_contains ((const char *const *) self->slip->persons, eid);
}

/* --- values ------------------------------------------------------------------------- */

/* A field that each wanted form keeps for the staff. */
static gboolean
is_staffs (Taking     *self,
           const char *field)
{
  gboolean asked = FALSE;

  for (guint i = 0; i < self->slip->procedures->len; i++)
    {
      const MadoSlipProcedure *wanted = self->slip->procedures->pdata[i];
      const MadoProcedure *procedure = mado_pack_get_procedure (self->pack, wanted->proc);
      const MadoProcedureField *item = procedure != NULL ? mado_procedure_find_field (procedure, field) : NULL;

      if (item == NULL)
        continue;
      if (item->role != MADO_ROLE_STAFF)
        return FALSE;
      asked = TRUE;
    }
  return asked;
}

static gboolean
take_field (Taking              *self,
            const MadoSlipValue *value)
{
  const MadoField *field = NULL;
  g_autofree char *procedure = NULL;
  g_autofree char *eid = NULL;

  if (!mado_form_path_parse (self->pack, value->path, &field, &procedure, &eid))
    return FALSE;
  if (field->seen || is_staffs (self, field->id) || (eid != NULL && !is_person (self, eid)) ||
      !mado_field_check (field, value->value, &self->context, NULL))
    return FALSE;
  add (self, value->path, value->value, self->slip->source);
  return TRUE;
}

static gboolean
take_text (Taking              *self,
           const MadoSlipValue *value,
           gboolean             good)
{
  if (good)
    add (self, value->path, value->value, self->slip->source);
  return good;
}

static gboolean
take_value (Taking              *self,
            const MadoSlipValue *value)
{
  g_auto (MadoCasePath) parts = { MADO_CASE_PATH_OTHER };
  const char *text = mado_value_get_text (value->value);

  if (!value->known || !mado_case_path_parse (value->path, &parts))
    return FALSE;
  switch (parts.kind)
    {
    case MADO_CASE_PATH_VISITOR:
    case MADO_CASE_PATH_PERSON:
    case MADO_CASE_PATH_FIELD:
    case MADO_CASE_PATH_PROC_FIELD:
    case MADO_CASE_PATH_PROC_PERSON:
      return take_field (self, value);
    case MADO_CASE_PATH_FACT:
      return take_text (self, value, g_str_equal (parts.name, "event") && mado_pack_get_event (self->pack, text) != NULL);
    case MADO_CASE_PATH_ANSWER:
      return take_text (self, value, mado_pack_get_question (self->pack, parts.name) != NULL &&
                                       mado_answer_from_text (text) != MADO_ANSWER_NONE);
    case MADO_CASE_PATH_ROLE:
      return take_text (self, value, is_person (self, text));
    default:
      return FALSE;
    }
}

/* --- persons and procedures ------------------------------------------------------------ */

static void
take_persons (Taking *self)
{
  for (guint i = 0; self->slip->persons[i] != NULL; i++)
    if (mado_case_is_element (self->slip->persons[i]))
      {
        g_autofree char *path = mado_case_path_person (self->slip->persons[i], "removed");
        g_autoptr (GVariant) no = mado_value_bool (FALSE);

        add (self, path, no, MADO_SOURCE_PROGRAM);
      }
}

static void
take_procedures (Taking *self)
{
  for (guint i = 0; i < self->slip->procedures->len; i++)
    {
      const char *id = ((const MadoSlipProcedure *) self->slip->procedures->pdata[i])->proc;
      g_autofree char *added = NULL;
      g_autofree char *state = NULL;
      g_autoptr (GVariant) picked = mado_value_text (mado_proc_added_to_string (MADO_ADDED_PICKED));
      g_autoptr (GVariant) guided = mado_value_text (mado_proc_state_to_string (MADO_STATE_GUIDED));

      if (mado_pack_get_procedure (self->pack, id) == NULL)
        continue;
      added = mado_case_path_proc (id, "added");
      state = mado_case_path_proc (id, "state");
      add (self, added, picked, self->slip->source);
      add (self, state, guided, MADO_SOURCE_PROGRAM);
    }
}

static gboolean
has_event (GPtrArray *changes)
{
  for (guint i = 0; i < changes->len; i++)
    if (g_str_equal (((const MadoChange *) changes->pdata[i])->path, "event"))
      return TRUE;
  return FALSE;
}

static gboolean
can_be_picked (const MadoEvent *event,
               MadoSlip        *slip)
{
  for (guint i = 0; i < event->n_picks; i++)
    for (guint k = 0; k < slip->procedures->len; k++)
      if (g_str_equal (event->picks[i].procedure->id, ((const MadoSlipProcedure *) slip->procedures->pdata[k])->proc))
        return TRUE;
  return FALSE;
}

/* Who asks for a certificate need not say that it is a certificate. */
static void
guess_event (Taking *self)
{
  guint n;
  const MadoEvent *const *events = mado_pack_list_events (self->pack, &n);

  for (guint i = 0; i < n; i++)
    if (can_be_picked (events[i], self->slip))
      {
        g_autoptr (GVariant) event = mado_value_text (events[i]->id);

        add (self, "event", event, MADO_SOURCE_PROGRAM);
        return;
      }
}

gboolean
mado_slip_draft_is_useful (MadoSlip       *self,
                           MadoPack       *pack,
                           const MadoDate *today)
{
  guint refused;
  g_autoptr (GPtrArray) changes = mado_slip_list_draft_changes (self, pack, today, &refused);

  return has_event (changes);
}

GPtrArray *
mado_slip_list_draft_changes (MadoSlip       *self,
                              MadoPack       *pack,
                              const MadoDate *today,
                              guint          *refused)
{
  Taking taking = { self, pack, { .dates = { .today = *today } } };

  taking.changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);
  *refused = 0;
  take_persons (&taking);
  take_procedures (&taking);
  for (guint i = 0; i < self->values->len; i++)
    *refused += take_value (&taking, self->values->pdata[i]) ? 0 : 1;
  if (!has_event (taking.changes))
    guess_event (&taking);
  return taking.changes;
}
