/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-slip-sheet.h"

static void
procedure_free (gpointer data)
{
  MadoSlipSheetProcedure *self = data;

  g_free (self->title);
  g_ptr_array_unref (self->bring);
  g_ptr_array_unref (self->missing);
  g_free (self->deadline);
  g_free (self->note);
  g_free (self);
}

static void
stop_free (gpointer data)
{
  MadoSlipSheetStop *self = data;

  g_free (self->number);
  g_free (self->desk);
  g_free (self->floor);
  g_free (self->note);
  g_ptr_array_unref (self->procedures);
  g_free (self);
}

static void
referral_free (gpointer data)
{
  MadoSlipSheetReferral *self = data;

  g_free (self->title);
  g_free (self->where);
  g_free (self);
}

MadoSlipSheet *
mado_slip_sheet_new (void)
{
  MadoSlipSheet *self = g_new0 (MadoSlipSheet, 1);

  self->stops = g_ptr_array_new_with_free_func (stop_free);
  self->referrals = g_ptr_array_new_with_free_func (referral_free);
  return self;
}

void
mado_slip_sheet_free (MadoSlipSheet *self)
{
  g_free (self->city);
  g_free (self->ticket_no);
  g_free (self->date);
  g_free (self->case_no);
  g_free (self->name);
  g_free (self->event);
  g_free (self->qr_text);
  g_free (self->return_to);
  g_free (self->return_what);
  g_free (self->contact);
  g_ptr_array_unref (self->stops);
  g_ptr_array_unref (self->referrals);
  g_free (self);
}

/**
 * mado_slip_sheet_add_stop:
 * @number: (nullable): window number
 * @desk: name of the desk
 * @floor: (nullable): floor
 *
 * Adds the next window on the visitor's way.
 *
 * Returns: (transfer none): the stop, to be filled in
 */
MadoSlipSheetStop *
mado_slip_sheet_add_stop (MadoSlipSheet *self,
                          const char    *number,
                          const char    *desk,
                          const char    *floor)
{
  MadoSlipSheetStop *stop = g_new0 (MadoSlipSheetStop, 1);

  stop->number = g_strdup (number);
  stop->desk = g_strdup (desk);
  stop->floor = g_strdup (floor);
  stop->procedures = g_ptr_array_new_with_free_func (procedure_free);
  g_ptr_array_add (self->stops, stop);
  return stop;
}

MadoSlipSheetProcedure *
mado_slip_sheet_add_procedure (MadoSlipSheetStop *stop,
                               const char        *title,
                               MadoSlipSheetState state)
{
  MadoSlipSheetProcedure *procedure = g_new0 (MadoSlipSheetProcedure, 1);

  procedure->title = g_strdup (title);
  procedure->state = state;
  procedure->bring = g_ptr_array_new_with_free_func (g_free);
  procedure->missing = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (stop->procedures, procedure);
  return procedure;
}

void
mado_slip_sheet_add_bring (MadoSlipSheetProcedure *procedure,
                           const char             *document)
{
  g_ptr_array_add (procedure->bring, g_strdup (document));
}

void
mado_slip_sheet_add_missing (MadoSlipSheetProcedure *procedure,
                             const char             *document)
{
  g_ptr_array_add (procedure->missing, g_strdup (document));
}

void
mado_slip_sheet_add_referral (MadoSlipSheet *self,
                              const char    *title,
                              const char    *where)
{
  MadoSlipSheetReferral *referral = g_new0 (MadoSlipSheetReferral, 1);

  referral->title = g_strdup (title);
  referral->where = g_strdup (where);
  g_ptr_array_add (self->referrals, referral);
}
