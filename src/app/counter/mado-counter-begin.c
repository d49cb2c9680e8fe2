/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-counter-private.h"

#include "core/slip/mado-slip-case.h"
#include "core/store/mado-case-numbers.h"

/* How a visit begins: empty, or with what the visitor prepared elsewhere. */

/* --- the case's number ------------------------------------------------------------------ */

static void
number_thread (GTask        *task,
               gpointer      source,
               gpointer      data,
               GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  char *number = mado_case_numbers_take (data, &error);

  if (number != NULL)
    g_task_return_pointer (task, number, g_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
number_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  MadoCounter *self = MADO_COUNTER (source);
  g_autoptr (GError) error = NULL;
  g_autofree char *number = g_task_propagate_pointer (G_TASK (result), &error);

  self->numbering = FALSE;
  if (number == NULL)
    {
      /* A place that works alone has no block: its visits go by their ticket. */
      if (!g_error_matches (error, MADO_ERROR, MADO_ERROR_NOT_FOUND))
        g_signal_emit_by_name (self, "failed", error->message);
      return;
    }
  mado_case_edit_set_text (self->edit, "case_no", number, MADO_SOURCE_PROGRAM);
  mado_counter_refresh (self);
}

/* A number is taken when there is something to number: a visit that was
 * opened by mistake uses up none. */
void
mado_counter_ensure_number (MadoCounter *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->numbering || !mado_counter_is_origin (self) || mado_counter_get_event (self) == NULL
      || *mado_case_edit_get_text (self->edit, "case_no"))
    return;
  self->numbering = TRUE;
  task = g_task_new (self, NULL, number_cb, NULL);
  g_task_set_task_data (task, g_object_ref (mado_context_get_store (self->context)), g_object_unref);
  g_task_run_in_thread (task, number_thread);
}

static void
set_fact (MadoCounter *self,
          const char  *path,
          const char  *text)
{
  mado_case_edit_set_text (self->edit, path, text, MADO_SOURCE_PROGRAM);
}

/* A record with nothing in it. */
static void
start (MadoCounter *self)
{
  g_autoptr (MadoRecord) record = mado_record_new ("case", &self->record);

  self->is_new = self->is_begun_here = TRUE;
  mado_counter_take_record (self, record);
}

static void
put_first_facts (MadoCounter *self)
{
  set_fact (self, "origin", mado_counter_get_scope (self));
  set_fact (self, "received_on", self->today);
  mado_counter_mark (self, MADO_MARK_OPENED);
}

void
mado_counter_begin (MadoCounter *self,
                    const char  *ticket_no)
{
  mado_id_generate (&self->record, mado_context_get_clock (self->context), mado_context_get_random (self->context));
  start (self);
  if (ticket_no != NULL && *ticket_no)
    mado_case_edit_set_text (self->edit, "ticket_no", ticket_no, MADO_SOURCE_TYPED);
  put_first_facts (self);
  mado_counter_refresh (self);
}

/* --- what the visitor prepared --------------------------------------------------------- */

void
mado_counter_begin_draft (MadoCounter *self,
                          MadoSlip    *draft)
{
  self->record = draft->record;
  self->draft = mado_slip_ref (draft);
  start (self);
  mado_counter_refresh (self);
}

MadoSlip *
mado_counter_get_draft (MadoCounter *self)
{
  return self->draft;
}

guint
mado_counter_take_draft (MadoCounter *self)
{
  g_autoptr (MadoSlip) draft = g_steal_pointer (&self->draft);
  g_autoptr (GPtrArray) changes = NULL;
  guint refused = 0;

  g_return_val_if_fail (draft != NULL, 0);

  changes = mado_slip_list_draft_changes (draft, mado_counter_get_pack (self), &self->dates.today, &refused);
  put_first_facts (self);
  for (guint i = 0; i < changes->len; i++)
    {
      const MadoChange *change = g_ptr_array_index (changes, i);

      mado_case_edit_set (self->edit, change->path, change->value, change->source);
    }
  mado_counter_refresh (self);
  return refused;
}
