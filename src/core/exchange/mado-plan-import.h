/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/exchange/mado-plan-file.h"
#include "core/exchange/mado-plan-store.h"

G_BEGIN_DECLS

/**
 * mado_plan_import_prepare:
 * @reading: finished and without faults
 * @set: (nullable): what is here; %NULL: no plan yet
 * @city: 団体コード
 * @name: (nullable): name of the plan for files that do not say it
 * @update: (out): what will change, for people, and the edits that do it
 *
 * Fits what was read to what is here: ids, links of 再掲 rows, figures of
 * lines whose text came without them (kept where the words are the same, else
 * recognised anew). Nothing is written: mado_store_write_all() does that.
 */
gboolean mado_plan_import_prepare (MadoPlanReading  *reading,
                                   MadoPlanSet      *set,
                                   const char       *city,
                                   const char       *name,
                                   MadoPlanUpdate   *update,
                                   GError          **error);

/* Lines that were read without their figures get those of @older (nullable)
 * whose words are still there; the rest is looked through for others. */
void     mado_plan_lines_adopt    (GPtrArray *lines, GPtrArray *older, int year);
/* One change in one line, for a preview. */
char    *mado_plan_change_print         (const MadoPlanChange *change);
/* What changes, by number and name. */
char    *mado_plan_change_print_subject (const MadoPlanChange *change);

G_END_DECLS
