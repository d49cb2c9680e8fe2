/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/form/mado-form-set.h"
#include "core/form/mado-provider.h"

G_BEGIN_DECLS

/**
 * MadoCarryProvider:
 *
 * Nothing is written twice: proposes for empty fields what stands in the case
 * already.
 *
 *   - what a form's pack entry names ("propose": acquire_date ← move_date)
 *   - addr.* ← new.* (old.* while a move out is still planned)
 *   - head_name, head_birth_date ← the head's line of the household table
 *   - visitor_name ← the line that role/visitor names
 *   - where no household is entered and the visitor comes for himself:
 *     visitor_name ⇄ the name of the one person concerned, whichever a person
 *     wrote. Another role takes the copy back: no name goes to the wrong person.
 *   - what the form's pack entry says to begin with ("initial")
 *
 * The first kind waits for the clerk's Enter; the others are certain:
 * mado_carry_provider_list_certain() gives the changes that the program may
 * write by itself (source PROGRAM), so that a printed form never has a gap
 * that another field of the case fills.
 */
#define MADO_TYPE_CARRY_PROVIDER (mado_carry_provider_get_type ())
G_DECLARE_FINAL_TYPE (MadoCarryProvider, mado_carry_provider, MADO, CARRY_PROVIDER, GObject)

/* @set is asked for the items; keeps a reference. */
MadoCarryProvider *mado_carry_provider_new          (MadoPack             *pack,
                                                     MadoFormSet          *set);
/* MadoChange* (full), only for paths that the set asks for and that are
 * empty, or that the program wrote and that are stale by now. */
GPtrArray         *mado_carry_provider_list_certain (MadoCarryProvider    *self,
                                                     const MadoFormReader *reader);

G_END_DECLS
