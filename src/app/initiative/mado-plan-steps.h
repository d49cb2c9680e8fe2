/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/initiative/mado-plan-place.h"
#include "core/stats/mado-plan-review.h"

G_BEGIN_DECLS

/*
 * What those who gather do with the plan as a whole: call for updates, fix an
 * edition, write things one way. Each is written on a thread of its own, all or
 * nothing, and then the place reads itself anew.
 */

/* @as_of, @deadline: ISO. A call of that date gets the new deadline. */
void     mado_plan_call_async   (MadoPlanPlace       *place,
                                 const char          *as_of,
                                 const char          *deadline,
                                 GAsyncReadyCallback  callback,
                                 gpointer             data);
/* What the records say now. */
void     mado_plan_fix_async    (MadoPlanPlace       *place,
                                 const char          *as_of,
                                 const char          *name,
                                 GAsyncReadyCallback  callback,
                                 gpointer             data);
/* Takes over the suggestions of NOTATION for lines that this person may write;
 * figures in them follow. @reviews: MadoReview*. */
void     mado_plan_unify_async  (MadoPlanPlace       *place,
                                 GPtrArray           *reviews,
                                 GAsyncReadyCallback  callback,
                                 gpointer             data);
/* How many records were written; -1 with the reason. */
int      mado_plan_step_finish  (MadoPlanPlace       *place,
                                 GAsyncResult        *result,
                                 GError             **error);

G_END_DECLS
