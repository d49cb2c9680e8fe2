/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mado-plan-book.h"

G_BEGIN_DECLS

/* The years that the KPI table has a column for, oldest first (int, full):
 * those with a value, and the rest of the plan's period. */
GArray *mado_plan_kpi_columns (const MadoPlanBook *book);
/* No of a row as printed: its number, else its mark or ―. */
char   *mado_plan_row_number  (const MadoInitiative *row);
/* Title and its remark. */
char   *mado_plan_row_title   (const MadoInitiative *row);

G_END_DECLS
