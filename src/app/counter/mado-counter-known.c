/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-counter-private.h"

#include "core/form/mado-person-mark.h"
#include "core/model/mado-case-path.h"

/*
 * Persons of this visit who are in another case that this desk may see: the
 * store's search answers, on its own thread. Two things are asked: was this
 * person received today already (a second case of the same visit), and does a
 * certificate of this person need care (a protected record, of whatever day).
 */

#define MOST_CASES 50

typedef struct
{
  MadoStore   *store;
  GPtrArray   *same;   /* char*: marks to look for among today's cases */
  GPtrArray   *care;   /* char* */
  MadoId       record; /* the case that asks */
  char        *today;
  char        *joined; /* a case that is known to be the same visit; "" */

  MadoCaseRow *found;  /* nullable */
  gboolean     needs_care;
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_object_unref (look->store);
  g_ptr_array_unref (look->same);
  g_ptr_array_unref (look->care);
  g_clear_pointer (&look->found, mado_case_row_free);
  g_free (look->today);
  g_free (look->joined);
  g_free (look);
}

/* --- on a thread ------------------------------------------------------------------- */

static gboolean
is_of_today (const MadoCaseRow *row,
             const char        *today)
{
  MadoDate opened = mado_date_from_ms (row->opened_at);
  g_autofree char *day = row->day ? g_strdup (row->day) : mado_date_to_iso (&opened);

  return g_str_equal (day, today);
}

static gboolean
is_other_visit (const Look        *look,
                const MadoCaseRow *row)
{
  g_autofree char *id = mado_id_to_string (&row->record);

  return !mado_id_equal (&row->record, &look->record) && !g_str_equal (id, look->joined);
}

static void
look_for_today (Look       *look,
                const char *mark)
{
  g_autoptr (GPtrArray) rows = mado_store_search (look->store, mark, MOST_CASES, NULL);

  for (guint i = 0; rows != NULL && look->found == NULL && i < rows->len; i++)
    if (is_other_visit (look, rows->pdata[i]) && is_of_today (rows->pdata[i], look->today))
      look->found = g_steal_pointer (&rows->pdata[i]);
}

static void
look_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Look *look = data;

  for (guint i = 0; look->found == NULL && i < look->same->len; i++)
    look_for_today (look, look->same->pdata[i]);
  for (guint i = 0; !look->needs_care && i < look->care->len; i++)
    {
      g_autoptr (GPtrArray) rows = mado_store_search (look->store, look->care->pdata[i], 1, NULL);

      look->needs_care = rows != NULL && rows->len > 0;
    }
  g_task_return_boolean (task, TRUE);
}

/* --- asking -------------------------------------------------------------------------- */

static void
add_marks (MadoCounter *self,
           Look        *look,
           const char  *eid,
           const char  *family_field,
           const char  *given_field)
{
  g_autofree char *born_path = mado_case_path_person (eid, "birth_date");
  g_autofree char *family = mado_case_path_person (eid, family_field);
  g_autofree char *given = mado_case_path_person (eid, given_field);
  const char *a = mado_counter_get_text (self, family);
  const char *b = mado_counter_get_text (self, given);
  const char *born = mado_counter_get_text (self, born_path);
  g_autofree char *name = g_strconcat (a, b, NULL);

  /* Half a name is many people's. */
  if (*a == 0 || *b == 0 || *born == 0)
    return;
  if (self->is_begun_here)
    g_ptr_array_add (look->same, mado_person_mark (MADO_PERSON_MARK_HERE, name, born));
  g_ptr_array_add (look->care, mado_person_mark (MADO_PERSON_MARK_CARE, name, born));
}

static Look *
look_new (MadoCounter *self)
{
  Look *look = g_new0 (Look, 1);

  look->store = g_object_ref (mado_context_get_store (self->context));
  look->same = g_ptr_array_new_with_free_func (g_free);
  look->care = g_ptr_array_new_with_free_func (g_free);
  look->record = self->record;
  look->today = g_strdup (self->today);
  look->joined = g_strdup (mado_counter_get_text (self, "same-as"));
  for (guint i = 0; self->persons[i] != NULL; i++)
    {
      add_marks (self, look, self->persons[i], "family_name", "given_name");
      add_marks (self, look, self->persons[i], "family_name_kana", "given_name_kana");
    }
  return look;
}

static void
looked_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  MadoCounter *self = MADO_COUNTER (source);
  Look *look = g_task_get_task_data (G_TASK (result));
  gboolean same_case;

  /* Somebody is typing on: a newer look is on its way. */
  if (G_TASK (result) != self->look)
    return;
  self->look = NULL;
  same_case = look->found == NULL ? self->same == NULL
                                  : self->same != NULL && mado_id_equal (&look->found->record, &self->same->record);
  if (same_case && look->needs_care == self->needs_care)
    return;
  g_clear_pointer (&self->same, mado_case_row_free);
  self->same = g_steal_pointer (&look->found);
  self->needs_care = look->needs_care;
  g_signal_emit_by_name (self, "known");
}

static char *
describe (const Look *look)
{
  GString *out = g_string_new (look->joined);

  for (guint i = 0; i < look->care->len; i++)
    g_string_append (out, look->care->pdata[i]);
  return g_string_free (out, FALSE);
}

void
mado_counter_look_up_persons (MadoCounter *self,
                              gboolean     again)
{
  Look *look;
  g_autofree char *asked = NULL;
  g_autoptr (GTask) task = NULL;

  if (mado_context_get_store (self->context) == NULL)
    return;
  look = look_new (self);
  asked = describe (look);
  if (!again && g_strcmp0 (asked, self->looked_for) == 0)
    {
      look_free (look);
      return;
    }
  g_free (self->looked_for);
  self->looked_for = g_steal_pointer (&asked);
  task = g_task_new (self, NULL, looked_cb, NULL);
  g_task_set_task_data (task, look, look_free);
  self->look = task; /* compared only */
  g_task_run_in_thread (task, look_thread);
}

void
mado_counter_look_up_persons_again (MadoCounter *self)
{
  mado_counter_look_up_persons (self, TRUE);
}

const MadoCaseRow *
mado_counter_get_same (MadoCounter *self)
{
  return self->same;
}

/* --- certificates ------------------------------------------------------------------------- */

/* A paper that is paid by the copy is handed to somebody. */
static gboolean
gives_certificate (MadoCounter *self,
                   const char  *id)
{
  const MadoProcedure *procedure = mado_pack_get_procedure (mado_counter_get_pack (self), id);

  if (procedure == NULL || !mado_counter_is_mine (self, id) || mado_proc_state_is_final (mado_counter_get_state (self, id)))
    return FALSE;
  for (guint i = 0; i < procedure->n_fees; i++)
    if (procedure->fees[i].per_copy)
      return TRUE;
  return FALSE;
}

gboolean
mado_counter_needs_care (MadoCounter *self)
{
  if (self->kase == NULL || !(self->needs_care || mado_case_is_protected (self->kase)))
    return FALSE;
  for (guint i = 0; self->procedures[i] != NULL; i++)
    if (gives_certificate (self, self->procedures[i]))
      return TRUE;
  return FALSE;
}
