/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/exchange/mado-plan-file.h"

G_BEGIN_DECLS

/* A table while it is read: mado-plan-csv-read.c has columns and rows of the
 * plan, mado-plan-table-kpi.c rows of its KPI. */

typedef enum
{
  MADO_COLUMN_NO,
  MADO_COLUMN_GOAL,
  MADO_COLUMN_GOAL_TITLE,
  MADO_COLUMN_MEASURE,
  MADO_COLUMN_MEASURE_TITLE,
  MADO_COLUMN_TITLE,
  MADO_COLUMN_SUMMARY,
  MADO_COLUMN_STATUS,
  MADO_COLUMN_DEPARTMENTS,
  MADO_COLUMN_REPOST,
  MADO_COLUMN_NAME,
  MADO_COLUMN_UNIT,
  MADO_COLUMN_TARGET,
  MADO_COLUMN_JUDGEMENT,
  MADO_COLUMN_NOTE,
  MADO_COLUMN_TARGET_NUMBER,
  MADO_COLUMN_YEAR,        /* a fiscal year's cell */
  MADO_COLUMN_YEAR_NUMBER, /* and its bare number */
  MADO_COLUMN_PLAN,
} MadoPlanColumn;

typedef struct
{
  MadoPlanReading *reading;
  GPtrArray       *rows;
  GArray          *kinds;   /* MadoPlanColumn of each column; -1: not known */
  GArray          *years;   /* of a year's column */
  char           **headings;
  gboolean         is_kpi;
  guint            row;     /* being read, as a spreadsheet counts */
} MadoPlanTable;

/* The cell of the row that is being read; "" without that column. */
const char *mado_plan_table_cell     (const MadoPlanTable *table, MadoPlanColumn column);
/* The column's heading as it stands there; "" without that column. */
const char *mado_plan_table_heading  (const MadoPlanTable *table, MadoPlanColumn column);
/* A whole number; 0 and a fault if it is none, or @needed and not there. */
int         mado_plan_table_cell_int (MadoPlanTable *table, MadoPlanColumn column, gboolean needed);
/* Goal and measure of the row, with the titles that stand beside them. */
void        mado_plan_table_goals    (MadoPlanTable *table, int goal, int measure);

void        mado_plan_table_kpi_row  (MadoPlanTable *table);
/* After all rows: which years are compared. */
void        mado_plan_table_kpi_years (MadoPlanTable *table);

G_END_DECLS
