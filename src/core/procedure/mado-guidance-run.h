/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/procedure/mado-pack-private.h"

G_BEGIN_DECLS

/* One evaluation of an event: its questions with their values, and its rules.
 * The reasoning is in mado-guidance-run.c. */
typedef struct
{
  MadoFlatQuestion *flat;
  MadoTri           shown;
  MadoTri           value;     /* what the answer or the data say */
  MadoTri           effective; /* shown and value */
  gboolean          said;      /* by a person */
  MadoAnswer        derived;
  gboolean          known;     /* evaluated */
  gboolean          fixed;     /* a probe's answer: value is not looked up */
  gboolean          busy;      /* on the way: a cycle, which the check refuses */
  gboolean          needed;    /* an undecided rule rests on it */
} MadoAsked;

typedef struct
{
  MadoPack        *pack;
  const MadoFacts *facts;
  MadoFlatEvent    flat;
  MadoAsked           *asked;
  GHashTable      *by_id;   /* question id → MadoAsked */
  MadoExprScope    scope;
} MadoRun;

void     mado_run_init           (MadoRun *run, MadoPack *pack, const MadoEvent *event, const MadoFacts *facts);
void     mado_run_clear          (MadoRun *run);
MadoTri  mado_run_rule_value     (MadoRun *run, const MadoFlatRule *flat);
/* TRUE if @expr is unknown because of a question that is still to be asked. */
gboolean mado_run_rests_on_open  (MadoRun *run, const MadoExpr *expr);
void     mado_run_list_questions (MadoRun *run, MadoGuidance *guidance);

G_END_DECLS
