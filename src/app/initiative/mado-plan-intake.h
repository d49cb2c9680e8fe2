/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/initiative/mado-april-job.h"

G_BEGIN_DECLS

/**
 * MadoPlanIntake:
 *
 * What is to be taken into the plan: asked for, shown line by line, written as
 * a whole. Without a widget; pages differ in what they ask for and in words.
 *
 * Signals:
 *   "changed" ()                  there is another preview, or none; reading or writing began or ended
 *   "failed" (const char *text)   it could not be read; there is no preview
 *   "written" (const char *fault) %NULL: all of it is in the records; else why nothing is
 */
#define MADO_TYPE_PLAN_INTAKE (mado_plan_intake_get_type ())
G_DECLARE_FINAL_TYPE (MadoPlanIntake, mado_plan_intake, MADO, PLAN_INTAKE, GObject)

MadoPlanIntake        *mado_plan_intake_new         (MadoPlanPlace     *place);
/* MadoTableItem of two texts: what kind of line it is, and the line. Faults,
 * else notes and then changes by their number. */
GListModel            *mado_plan_intake_get_lines   (MadoPlanIntake    *self);
/* %NULL before anything was read, and after it was written or forgotten. */
const MadoPlanPreview *mado_plan_intake_get_preview (MadoPlanIntake    *self);
/* What it is doing, in words (static); %NULL: nothing. */
const char            *mado_plan_intake_get_busy    (MadoPlanIntake    *self);
gboolean               mado_plan_intake_can_write   (MadoPlanIntake    *self);
/* Nothing happens while it is busy. @note_label: what the notes are called. */
void                   mado_plan_intake_read_files  (MadoPlanIntake    *self,
                                                     const char *const *paths,
                                                     const char        *note_label);
void                   mado_plan_intake_read_step   (MadoPlanIntake    *self,
                                                     MadoAprilStep     *step /* full */,
                                                     const char        *note_label);
/* What was shown is not what would be written any more. */
void                   mado_plan_intake_forget      (MadoPlanIntake    *self);
/* Nothing happens unless it can be written. */
void                   mado_plan_intake_write       (MadoPlanIntake    *self);

G_END_DECLS
