/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/initiative/mado-plan-place.h"
#include "app/mado-page.h"

G_BEGIN_DECLS

/**
 * MadoKpiPage:
 *
 * The KPI of the plan as one table with rate and class, the chart of the
 * selected one beside it, its cells and the explanation below. F6 goes round the
 * charts: over the years, one bar per KPI, by class. F8 keeps the chart as a
 * file. Ctrl+Enter saves and goes to the next.
 */
#define MADO_TYPE_KPI_PAGE (mado_kpi_page_get_type ())
G_DECLARE_FINAL_TYPE (MadoKpiPage, mado_kpi_page, MADO, KPI_PAGE, GtkWidget)

MadoPage *mado_kpi_page_new (MadoPlanPlace *place);

G_END_DECLS
