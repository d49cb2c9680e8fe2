/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/initiative/mado-plan-place.h"
#include "app/mado-page.h"

G_BEGIN_DECLS

/**
 * MadoImportPage:
 *
 * Reads a plan, its KPI or answer forms in from files: what will change stands
 * there first, with faults by row and column; nothing is written while there
 * is one. Ctrl+Enter writes.
 */
#define MADO_TYPE_IMPORT_PAGE (mado_import_page_get_type ())
G_DECLARE_FINAL_TYPE (MadoImportPage, mado_import_page, MADO, IMPORT_PAGE, GtkWidget)

MadoPage *mado_import_page_new (MadoPlanPlace *place);

G_END_DECLS
