/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mado-plan-book.h"
#include "core/sync/mado-record.h"

G_BEGIN_DECLS

/*
 * A plan's records as people speak of them. Everything here is a snapshot: it
 * keeps nothing of the record. Paths: README.md of core/model.
 *
 * @pending (nullable; char* path → GVariant*) is laid over the record: what a
 * person has entered and not saved. A pending value settles a conflict.
 */

/* A row. Removed lines are left out; a line with two texts, or one that was
 * taken out by one and changed by another, has MadoPlanLine.conflict. */
MadoInitiative *mado_initiative_read (MadoRecord *record,
                                      GHashTable *pending);
MadoKpi        *mado_kpi_read        (MadoRecord *record,
                                      GHashTable *pending);
MadoDepartment *mado_department_read (MadoRecord *record);

/* Fiscal years that the plan has rows of, oldest first (int, full). */
GArray         *mado_plan_list_years       (MadoRecord *plan);
/* Rows of a year, in order; KPI of the plan, in order (MadoId, full). */
GArray         *mado_plan_list_initiatives (MadoRecord *plan,
                                            int         year);
GArray         *mado_plan_list_kpis        (MadoRecord *plan);

/* A round: the call for updates as of a date. */
typedef struct
{
  char *as_of;    /* ISO; names the round */
  char *deadline; /* ISO or "" */
  int   year;
} MadoPlanRound;

void       mado_plan_round_free  (MadoPlanRound *self);
/* Oldest first (MadoPlanRound*, full). */
GPtrArray *mado_plan_list_rounds (MadoRecord    *plan);

/* Editions: what was fixed, by the heads of each record (README.md). */
typedef struct
{
  MadoId  id;
  MadoId  plan;
  int     year;
  char   *as_of;
  char   *name;
  gint64  at;     /* ms: when it was fixed */
  char   *actor;
  /* MadoId of a record → GArray of MadoId: the heads of all its sections */
  GHashTable *heads;
} MadoPlanEdition;

MadoPlanEdition *mado_plan_edition_read (MadoRecord      *record);
void             mado_plan_edition_free (MadoPlanEdition *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoPlanEdition, mado_plan_edition_free)

/* The whole book of one year. The arrays hold MadoRecord*; records of other
 * plans or years in them are left out. @year 0: the newest. */
MadoPlanBook   *mado_plan_book_read (MadoRecord *plan,
                                     int         year,
                                     GPtrArray  *initiatives,
                                     GPtrArray  *kpis,
                                     GPtrArray  *departments);

/* --- earlier states ------------------------------------------------------------
 * @commits: MadoCommit* of one record (mado_store_history). */
/* What those had said who wrote until @ms (by the hybrid clock). NULL: nothing yet. */
MadoRecord     *mado_record_at_time  (GPtrArray    *commits,
                                      gint64        ms);
/* The state at these heads and all they had seen; NULL: none of them is here. */
MadoRecord     *mado_record_at_heads (GPtrArray    *commits,
                                      const MadoId *heads,
                                      guint         n_heads);

/* --- how values are written (shared with the edits) ------------------------------ */
GVariant *mado_plan_shape_to_value  (const MadoPlanLine   *line);
GVariant *mado_plan_figure_to_value (const MadoPlanFigure *figure);
/* NULL: not a figure. */
MadoPlanFigure *mado_plan_figure_from_value (GVariant *value);
GVariant *mado_kpi_value_to_value   (const MadoKpiValue *cell);
MadoKpiValue *mado_kpi_value_from_value (const char *when, GVariant *value);
/* @judged: the commit that shows the answer judged; nullable. */
GVariant *mado_plan_decision_to_value (MadoAnswerState state, const MadoId *judged, const char *comment);
/* By order key, then id. */
void      mado_plan_lines_sort      (GPtrArray *lines);

G_END_DECLS
