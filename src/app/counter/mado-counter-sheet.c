/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-counter-slip.h"

#include <glib/gi18n.h>

#include "core/base/mado-case-code.h"
#include "core/model/mado-case-path.h"

/* The visible part of the slip: windows in walking order, without anything that a finder could use. */

static GPtrArray *
list_procedures (MadoCounter *counter)
{
  const char *const *ids = mado_counter_list_procedures (counter);
  GPtrArray *procedures = g_ptr_array_new ();

  for (guint i = 0; ids[i] != NULL; i++)
    {
      const MadoProcedure *procedure = mado_pack_get_procedure (mado_counter_get_pack (counter), ids[i]);

      if (procedure != NULL)
        g_ptr_array_add (procedures, (gpointer) procedure);
    }
  return procedures;
}

static GPtrArray *
walk (MadoCounter *counter,
      GPtrArray   *procedures)
{
  return mado_guidance_walk (mado_counter_get_pack (counter), (const MadoProcedure *const *) procedures->pdata,
                             procedures->len);
}

gboolean
mado_counter_needs_slip (MadoCounter *counter)
{
  const char *const *ids = mado_counter_list_procedures (counter);

  for (guint i = 0; ids[i] != NULL; i++)
    if (!mado_counter_is_mine (counter, ids[i]) || mado_counter_get_state (counter, ids[i]) == MADO_STATE_HELD)
      return TRUE;
  return FALSE;
}

char *
mado_counter_spoken_line (MadoCounter *counter)
{
  g_autoptr (GPtrArray) procedures = list_procedures (counter);
  g_autoptr (GPtrArray) desks = walk (counter, procedures);
  const MadoDesk *next = NULL;
  const MadoDesk *last = desks->len > 0 ? g_ptr_array_index (desks, desks->len - 1) : NULL;

  for (guint i = 0; i < desks->len && next == NULL; i++)
    if (!g_str_equal (((const MadoDesk *) g_ptr_array_index (desks, i))->id, mado_counter_get_scope (counter)))
      next = g_ptr_array_index (desks, i);
  if (next == NULL)
    return NULL;
  if (desks->len > 1 && last == g_ptr_array_index (desks, 0) && last != next)
    return g_strdup_printf (_("To window %s, %s, please. Finally, please return to window %s."), next->window,
                            mado_text_get (next->name, NULL), last->window);
  return g_strdup_printf (_("To window %s, %s, please."), next->window, mado_text_get (next->name, NULL));
}

static MadoSlipSheetState
sheet_state (MadoCounter         *counter,
             const MadoProcedure *procedure)
{
  MadoProcState state = mado_counter_get_state (counter, procedure->id);
  g_autofree char *added = mado_case_path_proc (procedure->id, "added");

  if (state == MADO_STATE_HELD)
    return MADO_SLIP_SHEET_LATER;
  if (mado_proc_state_is_accepted (state) || mado_proc_state_is_final (state))
    return MADO_SLIP_SHEET_ACCEPTED;
  if (mado_proc_added_from_string (mado_counter_get_text (counter, added)) == MADO_ADDED_UNSURE)
    return MADO_SLIP_SHEET_CHECK;
  return MADO_SLIP_SHEET_TODO;
}

static void
add_documents (MadoCounter            *counter,
               const MadoProcedure    *procedure,
               MadoSlipSheetProcedure *line)
{
  const MadoGuidance *guidance = mado_counter_get_guidance (counter);
  const MadoGuidanceItem *item = guidance ? mado_guidance_find (guidance, procedure->id) : NULL;

  for (guint i = 0; item != NULL && i < item->documents->len; i++)
    {
      const MadoDocument *document = g_ptr_array_index (item->documents, i);
      g_autofree char *path = mado_case_path_document (procedure->id, document->id);
      const char *answer = mado_counter_get_text (counter, path);

      if (g_str_equal (answer, "later"))
        mado_slip_sheet_add_missing (line, mado_text_get (document->label, NULL));
      else if (!g_str_equal (answer, "unneeded"))
        mado_slip_sheet_add_bring (line, mado_text_get (document->label, NULL));
    }
}

static void
add_procedure (MadoCounter         *counter,
               MadoSlipSheetStop   *stop,
               const MadoProcedure *procedure)
{
  MadoSlipSheetProcedure *line = mado_slip_sheet_add_procedure (stop, mado_text_get (procedure->title, NULL),
                                                                sheet_state (counter, procedure));
  MadoDate deadline;

  add_documents (counter, procedure, line);
  if (mado_form_rules_deadline (mado_counter_get_pack (counter), procedure, mado_counter_get_reader (counter), &deadline))
    {
      g_autofree char *day = mado_date_to_wareki (&deadline);

      line->deadline = g_strdup_printf (_("until %s"), day);
    }
}

/* A sensitive procedure is on the paper as its window only. */
static void
add_stop (MadoCounter    *counter,
          MadoSlipSheet  *sheet,
          const MadoDesk *desk,
          GPtrArray      *procedures)
{
  MadoSlipSheetStop *stop = mado_slip_sheet_add_stop (sheet, desk->window, mado_text_get (desk->name, NULL),
                                                      mado_text_get (desk->floor_name, NULL));
  gboolean done = TRUE;

  for (guint i = 0; i < procedures->len; i++)
    {
      const MadoProcedure *procedure = g_ptr_array_index (procedures, i);

      if (procedure->desk != desk)
        continue;
      done &= sheet_state (counter, procedure) == MADO_SLIP_SHEET_ACCEPTED;
      if (!procedure->sensitive)
        add_procedure (counter, stop, procedure);
    }
  stop->done = done;
}

static void
add_return (MadoCounter    *counter,
            MadoSlipSheet  *sheet,
            const MadoDesk *desk,
            GPtrArray      *procedures)
{
  g_autoptr (GString) what = g_string_new (NULL);

  for (guint i = 0; i < procedures->len; i++)
    {
      const MadoProcedure *procedure = g_ptr_array_index (procedures, i);

      if (procedure->desk == desk && procedure->collect && !procedure->sensitive)
        g_string_append_printf (what, "%s%s", what->len ? "・" : "", mado_text_get (procedure->result, NULL));
    }
  sheet->return_to = g_strdup (desk->window);
  sheet->return_what = g_string_free (g_steal_pointer (&what), FALSE);
}

static void
add_referrals (MadoCounter   *counter,
               MadoSlipSheet *sheet)
{
  const MadoGuidance *guidance = mado_counter_get_guidance (counter);

  for (guint i = 0; guidance != NULL && i < guidance->referrals->len; i++)
    {
      const MadoGuidanceNote *note = g_ptr_array_index (guidance->referrals, i);

      if (note->referral != NULL)
        mado_slip_sheet_add_referral (sheet, mado_text_get (note->referral->title, NULL),
                                      mado_text_get (note->referral->where, NULL));
    }
}

static void
fill_head (MadoCounter   *counter,
           MadoSlipSheet *sheet)
{
  MadoPack *pack = mado_counter_get_pack (counter);
  const MadoEvent *event = mado_counter_get_event (counter);
  const MadoDesk *first = mado_pack_get_first_desk (pack);
  const char *code = mado_counter_get_text (counter, "case_no");

  sheet->city = g_strdup (mado_text_get (mado_pack_get_city_name (pack), NULL));
  sheet->ticket_no = g_strdup (mado_counter_get_text (counter, "ticket_no"));
  sheet->date = mado_date_to_wareki (mado_counter_get_today (counter));
  sheet->case_no = *code ? mado_case_code_display (code) : g_strdup ("");
  sheet->generation = 1;
  sheet->event = g_strdup (event ? mado_text_get (event->short_title, NULL) : "");
  if (first != NULL)
    sheet->contact = g_strdup_printf ("%s %s %s", sheet->city, mado_text_get (first->name, NULL), first->phone);
}

MadoSlipSheet *
mado_counter_sheet_new (MadoCounter *counter)
{
  MadoSlipSheet *sheet = mado_slip_sheet_new ();
  g_autoptr (GPtrArray) procedures = list_procedures (counter);
  g_autoptr (GPtrArray) desks = walk (counter, procedures);

  fill_head (counter, sheet);
  for (guint i = 0; i < desks->len; i++)
    {
      const MadoDesk *desk = g_ptr_array_index (desks, i);

      if (i > 0 && desk == g_ptr_array_index (desks, 0))
        add_return (counter, sheet, desk, procedures);
      else
        add_stop (counter, sheet, desk, procedures);
    }
  add_referrals (counter, sheet);
  return sheet;
}
