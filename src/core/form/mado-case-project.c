/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-case-project.h"

#include "core/form/mado-case.h"
#include "core/form/mado-person-mark.h"

#include <string.h>

MadoCaseProjector *
mado_case_projector_new (MadoPack   *pack,
                         const char *scope)
{
  MadoCaseProjector *self = g_new0 (MadoCaseProjector, 1);

  self->pack = pack != NULL ? mado_pack_ref (pack) : NULL;
  self->scope = g_strdup (scope != NULL ? scope : "");
  return self;
}

void
mado_case_projector_free (MadoCaseProjector *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->pack, mado_pack_unref);
  g_free (self->scope);
  g_free (self);
}

/* --- state ------------------------------------------------------------------------ */

/* A desk looks at its own procedures; a centre, which plays all desks, at all. */
static gboolean
is_ours (const MadoCaseProjector *self,
         const MadoCaseProc      *proc)
{
  gboolean is_desk = self->pack != NULL && mado_pack_get_desk (self->pack, self->scope) != NULL;

  return mado_case_proc_is_wanted (proc) && (!is_desk || strcmp (proc->desk, self->scope) == 0);
}

typedef struct
{
  guint n;
  guint n_final;
  guint n_accepted;
  guint n_signed;
} Tally;

static Tally
count_ours (const MadoCaseProjector *self,
            GPtrArray               *procs)
{
  Tally tally = { 0 };

  for (guint i = 0; i < procs->len; i++)
    {
      const MadoCaseProc *proc = procs->pdata[i];
      gboolean final = mado_proc_state_is_final (proc->state);
      gboolean accepted = final || mado_proc_state_is_accepted (proc->state);

      if (!is_ours (self, proc))
        continue;
      tally.n++;
      tally.n_final += final;
      tally.n_accepted += accepted;
      tally.n_signed += accepted || proc->state == MADO_STATE_SIGNED;
    }
  return tally;
}

static const char *
name_state (MadoCase    *kase,
            const Tally *tally)
{
  if (*mado_case_get_parked (kase) != 0)
    return "parked";
  if (tally->n == 0)
    return "open";
  if (tally->n_final == tally->n)
    return "closed";
  if (tally->n_accepted == tally->n)
    return "accepted";
  return tally->n_signed == tally->n ? "signed" : "open";
}

/* The first desk of the pack's order where something is not accepted yet;
 * while the case rests, where it was opened. */
static char *
find_desk (MadoCase  *kase,
           GPtrArray *procs)
{
  if (*mado_case_get_parked (kase) != 0)
    return g_strdup (mado_case_get_origin (kase));
  for (guint i = 0; i < procs->len; i++)
    {
      const MadoCaseProc *proc = procs->pdata[i];

      if (mado_case_proc_is_wanted (proc) && *proc->desk != 0 && !mado_proc_state_is_final (proc->state) &&
          !mado_proc_state_is_accepted (proc->state))
        return g_strdup (proc->desk);
    }
  return g_strdup ("");
}

/* --- times ---------------------------------------------------------------------------- */

/* By the hybrid clock: a desk whose own clock is wrong by years would else sort
 * its cases out of sight. */
static void
find_times (MadoRecord  *record,
            MadoCaseRow *row)
{
  g_autoptr (GPtrArray) all = mado_record_list (record, "");

  for (guint i = 0; i < all->len; i++)
    {
      const MadoRegisterValue *shown = ((MadoRegister *) all->pdata[i])->values->pdata[0];
      gint64 at = mado_hlc_ms (shown->clock);

      row->changed_at = MAX (row->changed_at, at);
      if (row->opened_at == 0 || at < row->opened_at)
        row->opened_at = at;
    }
}

static gint64
find_opened (MadoCase *kase,
             gint64    otherwise)
{
  gint64 mark = *mado_case_get_origin (kase) != 0
                  ? mado_case_get_mark (kase, mado_case_get_origin (kase), MADO_MARK_OPENED)
                  : 0;

  return mark > 0 ? mark : otherwise;
}

/* --- names -------------------------------------------------------------------------------- */

static const char *
find_main_person (MadoCase *kase)
{
  const char *const *persons = mado_case_list_persons (kase);
  const char *head = mado_case_get_head (kase);

  return *head != 0 ? head : persons[0] != NULL ? persons[0] : "";
}

static void
add_line (GString    *out,
          const char *text)
{
  if (*text == 0)
    return;
  if (out->len > 0)
    g_string_append_c (out, '\n');
  g_string_append (out, text);
}

static void
add_person (GString    *out,
            MadoCase   *kase,
            const char *eid)
{
  g_autofree char *name = mado_case_dup_name (kase, eid);
  g_autofree char *kana = mado_case_dup_kana (kase, eid);

  add_line (out, name);
  add_line (out, kana);
}

static void
add_mark (GString            *out,
          MadoPersonMarkKind  kind,
          const char         *name,
          const char         *birth_date)
{
  g_autofree char *mark = mado_person_mark (kind, name, birth_date);

  if (mark != NULL)
    add_line (out, mark);
}

/* So that the same person is found in another case (mado-person-mark.h). */
static void
add_marks (GString    *out,
           MadoCase   *kase,
           const char *eid)
{
  g_autofree char *path = mado_case_path_person (eid, "birth_date");
  const char *born = mado_record_get_text (mado_case_get_record (kase), path);
  g_autofree char *name = mado_case_dup_name (kase, eid);
  g_autofree char *kana = mado_case_dup_kana (kase, eid);
  const char *const names[] = { name, kana };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      add_mark (out, MADO_PERSON_MARK_HERE, names[i], born);
      if (mado_case_is_protected (kase))
        add_mark (out, MADO_PERSON_MARK_CARE, names[i], born);
    }
}

/* Names, kana, code and ticket; never an address, whoever may see it. */
static char *
make_search_text (MadoCase *kase)
{
  const char *const *persons = mado_case_list_persons (kase);
  g_autofree char *visitor = mado_case_dup_visitor_name (kase);
  GString *out = g_string_new (NULL);

  for (guint i = 0; persons[i] != NULL; i++)
    add_person (out, kase, persons[i]);
  for (guint i = 0; persons[i] != NULL; i++)
    add_marks (out, kase, persons[i]);
  add_line (out, visitor);
  add_line (out, mado_case_get_case_no (kase));
  add_line (out, mado_case_get_ticket_no (kase));
  return g_string_free (out, FALSE);
}

/* --- row -------------------------------------------------------------------------------------- */

static guint
count_conflicts (MadoCase *kase)
{
  g_autoptr (GPtrArray) conflicts = mado_case_list_conflicts (kase);

  return conflicts->len;
}

static void
fill_names (MadoCase    *kase,
            MadoCaseRow *row)
{
  const char *person = find_main_person (kase);

  row->name = mado_case_dup_name (kase, person);
  row->kana = mado_case_dup_kana (kase, person);
  if (*row->name == 0)
    {
      g_free (row->name);
      row->name = mado_case_dup_visitor_name (kase);
    }
}

MadoCaseRow *
mado_case_project (MadoRecord  *record,
                   char       **search_text,
                   gpointer     data)
{
  const MadoCaseProjector *self = data;
  g_autoptr (MadoCase) kase = NULL;
  GPtrArray *procs;
  MadoCaseRow *row;
  Tally tally;

  *search_text = NULL;
  if (strcmp (mado_record_get_kind (record), "case") != 0)
    return NULL;
  kase = mado_case_new (self->pack, record);
  procs = mado_case_list_procedures (kase);
  tally = count_ours (self, procs);

  row = g_new0 (MadoCaseRow, 1);
  row->record = *mado_record_get_id (record);
  row->kind = g_strdup (mado_record_get_kind (record));
  row->ticket_no = g_strdup (mado_case_get_ticket_no (kase));
  row->case_no = g_strdup (mado_case_get_case_no (kase));
  row->event = g_strdup (mado_case_get_event (kase));
  fill_names (kase, row);
  row->state = g_strdup (name_state (kase, &tally));
  row->desk = find_desk (kase, procs);
  find_times (record, row);
  row->opened_at = find_opened (kase, row->opened_at);
  row->n_conflicts = count_conflicts (kase);
  row->n_open = tally.n - tally.n_final;
  row->parked = *mado_case_get_parked (kase) != 0;
  *search_text = make_search_text (kase);
  return row;
}
