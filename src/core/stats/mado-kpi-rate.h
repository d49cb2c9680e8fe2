/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mado-plan-book.h"

G_BEGIN_DECLS

/*
 * How far a KPI is: rate = (year − baseline) ÷ (target − baseline), and the
 * class that the city prints for it. Pure functions; the rules for what has no
 * number are the plan's (MadoKpiRule).
 *
 * A falling KPI needs no other formula: with a target below the baseline both
 * differences are negative. `lower_is_better` matters where there is no
 * baseline: then nought is no starting point and there is no rate.
 */
typedef enum
{
  MADO_KPI_ACHIEVED, /* 達成済: 100 % or more */
  MADO_KPI_GE30,     /* 30％以上 */
  MADO_KPI_OTHER,    /* 30％未満その他: less, or no rate at all */
} MadoKpiClass;

const char *mado_kpi_class_to_string (MadoKpiClass kpi_class); /* achieved, ge30, lt30_other */
/* As printed in the table: 達成済, 30％以上, 30％未満その他 (with the rule's threshold). */
char       *mado_kpi_class_print     (MadoKpiClass kpi_class, const MadoKpiRule *rule);

/* Why there is no rate. */
typedef enum
{
  MADO_RATE_WORKED_OUT,
  MADO_RATE_NO_RESULT,   /* the year says ― or nothing */
  MADO_RATE_PENDING,     /* 調査中 */
  MADO_RATE_NO_TARGET,
  MADO_RATE_NO_BASELINE,
  MADO_RATE_NO_WAY,      /* the target is the baseline: nothing to divide by */
  MADO_RATE_IN_WORDS,    /* coverage and states: judged, not divided */
} MadoKpiRateWhy;

const char *mado_kpi_rate_why_print (MadoKpiRateWhy why); /* for people; translated */

typedef struct
{
  MadoKpiRateWhy why;
  /* One rate, or one per component; as a fraction (1 = 100 %); NaN where one
   * has none. Empty if `why` is IN_WORDS or nothing can be worked out. */
  GArray        *rates; /* double */
  double         overall; /* by the rule for several; NaN: none */
  MadoKpiClass   kpi_class;
} MadoKpiRate;

void mado_kpi_rate_init  (MadoKpiRate *self, const MadoKpi *kpi, const MadoKpiRule *rule);
/* For another year than the rule's. */
void mado_kpi_rate_init_year (MadoKpiRate *self, const MadoKpi *kpi, const MadoKpiRule *rule, int year);
void mado_kpi_rate_clear (MadoKpiRate *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MadoKpiRate, mado_kpi_rate_clear)

/* Counts by class. */
void mado_kpi_count_classes (const MadoPlanBook *book, guint counts[3]);

/* The years that any KPI has a value or cell of, oldest first (int, full). */
GArray *mado_kpi_list_years (const MadoPlanBook *book);

G_END_DECLS
