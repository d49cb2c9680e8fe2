/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/initiative/mado-import-job.h"
#include "core/stats/mado-plan-year.h"

G_BEGIN_DECLS

/* What comes every April, and the rule of the rates: worked out on a thread of
 * its own, shown before anything is written. */
typedef enum
{
  MADO_APRIL_YEAR,       /* the rows of the next fiscal year */
  MADO_APRIL_REORGANISE, /* 機構改革 */
  MADO_APRIL_OFFICERS,   /* the yearly list of 推進員 */
  MADO_APRIL_RULE,       /* how the rates of KPI are worked out */
  MADO_N_APRILS
} MadoAprilKind;

typedef struct
{
  MadoAprilKind kind;
  MadoReorgKind reorg;
  char         *from; /* names of REORGANISE */
  char         *to;
  char         *date; /* ISO */
  char         *path; /* file of OFFICERS */
  MadoKpiRule   rule;
} MadoAprilStep;

MadoAprilStep *mado_april_step_new      (MadoAprilKind        kind);
void           mado_april_step_free     (MadoAprilStep       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoAprilStep, mado_april_step_free)

/* mado_plan_preview_finish() gives what would change; what is wrong with the
 * step is a fault of the preview. mado_plan_take_in_async() writes it. */
void           mado_april_preview_async (MadoPlanPlace       *place,
                                         MadoAprilStep       *step /* full */,
                                         GAsyncReadyCallback  callback,
                                         gpointer             data);

G_END_DECLS
