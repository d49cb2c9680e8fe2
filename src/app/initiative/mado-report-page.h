/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/initiative/mado-report-job.h"
#include "app/mado-page.h"

G_BEGIN_DECLS

/**
 * MadoReportPage:
 *
 * What can be made of the plan, by number; of which state, and against which.
 * A report is made beside the screen (Esc stops it), kept in the person's
 * documents and shown: PDF in the program, tables with the system's.
 */
#define MADO_TYPE_REPORT_PAGE (mado_report_page_get_type ())
G_DECLARE_FINAL_TYPE (MadoReportPage, mado_report_page, MADO, REPORT_PAGE, GtkWidget)

MadoPage *mado_report_page_new (MadoPlanPlace *place);

/* A drop-down of the states of the plan: now, then the editions, newest first. */
void          mado_plan_states_fill (GtkDropDown   *choice,
                                     MadoPlanPlace *place,
                                     gboolean       with_now);
MadoPlanState mado_plan_states_get  (GtkDropDown   *choice,
                                     MadoPlanPlace *place,
                                     gboolean       with_now);

G_END_DECLS
