/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mado-plan-book.h"
#include "core/stats/mado-plan-compare.h"

G_BEGIN_DECLS

/*
 * A plan on paper, A4, as the city prints it. Everything is black on white and
 * grey, nothing is told by colour. May be called on any thread; each returns
 * the whole PDF (full), or NULL with an error.
 */

/* 資料1-1: rows with summary, status and departments. @pages (nullable, out). */
GBytes *mado_plan_report_status   (const MadoPlanBook *book, guint *pages, GError **error);
/* 資料1-2: KPI with targets, years and judgement, and the counts of the classes. */
GBytes *mado_plan_report_kpis     (const MadoPlanBook *book, guint *pages, GError **error);
/* One page: classes, a bar per KPI, rows by goal. */
GBytes *mado_plan_report_overview (const MadoPlanBook *book, GError **error);
/* 見え消し: changed rows, deleted words struck through, new ones underlined. */
GBytes *mado_plan_report_changes  (const MadoPlanBook *older, const MadoPlanBook *newer, guint *pages, GError **error);
/* 新旧対照表: new and old beside each other, what differs underlined. */
GBytes *mado_plan_report_table_of_changes (const MadoPlanBook *older, const MadoPlanBook *newer, guint *pages, GError **error);

G_END_DECLS
