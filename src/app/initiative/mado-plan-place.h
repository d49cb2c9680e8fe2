/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-context.h"
#include "core/exchange/mado-plan-store.h"

G_BEGIN_DECLS

/**
 * MadoPlanPlace:
 *
 * The plan as it is at this desk: its records, the book that they make, the
 * call for updates that runs, the editions, and who looks at it. It reads
 * itself anew when records change; a page asks it and listens.
 *
 * Signals:
 *   "changed" ()                 there is a newer book (or none)
 *   "failed" (const char *text)  it could not be read; what was here stays
 */
#define MADO_TYPE_PLAN_PLACE (mado_plan_place_get_type ())
G_DECLARE_FINAL_TYPE (MadoPlanPlace, mado_plan_place, MADO, PLAN_PLACE, GObject)

MadoPlanPlace       *mado_plan_place_new          (MadoContext   *context);
MadoContext         *mado_plan_place_get_context  (MadoPlanPlace *self);
/* NULL until it is read, or if there is no plan here. */
MadoPlanSet         *mado_plan_place_get_set      (MadoPlanPlace *self);
MadoPlanBook        *mado_plan_place_get_book     (MadoPlanPlace *self);
/* Whether reading is over; then no book means that there is no plan. */
gboolean             mado_plan_place_is_loaded    (MadoPlanPlace *self);
/* The newest call of the book's year; NULL if none was made. */
const MadoPlanRound *mado_plan_place_get_round    (MadoPlanPlace *self);
/* MadoPlanEdition*, oldest first. */
GPtrArray           *mado_plan_place_get_editions (MadoPlanPlace *self);
/* Department (desk) of this computer; "" if nobody is signed in. */
const char          *mado_plan_place_get_scope    (MadoPlanPlace *self);
/* Is it those who gather? */
gboolean             mado_plan_place_gathers      (MadoPlanPlace *self);
/* May this person write that section of a row? What the store will say. */
gboolean             mado_plan_place_may_write    (MadoPlanPlace *self,
                                                   const MadoInitiative *row,
                                                   const char    *section);
/* The fiscal year that is shown; 0: the newest. */
void                 mado_plan_place_set_year     (MadoPlanPlace *self,
                                                   int            year);
void                 mado_plan_place_reload       (MadoPlanPlace *self);
/* For mado_plan_lines_parse(): id of a department by its name; @data is the place. */
const char          *mado_plan_place_find_department (const char *name,
                                                      gpointer    data);
/* What a person is called: one's own name, or from the lists of officers; else
 * the staff number. */
const char          *mado_plan_place_get_person   (MadoPlanPlace *self,
                                                   const char    *staff);
/* 11/27 18:02 山田　花子; "" if never. */
char                *mado_plan_place_format_stamp (MadoPlanPlace       *self,
                                                   const MadoPlanStamp *stamp);

/* An ISO date as people read it, 令和8年5月31日; "" if it is none. */
char                *mado_plan_date_format        (const char *iso);

G_END_DECLS
