/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/initiative/mado-plan-place.h"
#include "app/mado-page.h"

G_BEGIN_DECLS

/**
 * MadoCellsPage:
 *
 * The cells of a row that are fixed for officers (title, departments, summary),
 * for those who gather. Ctrl+Enter saves and goes back.
 */
#define MADO_TYPE_CELLS_PAGE (mado_cells_page_get_type ())
G_DECLARE_FINAL_TYPE (MadoCellsPage, mado_cells_page, MADO, CELLS_PAGE, GtkWidget)

MadoPage *mado_cells_page_new (MadoPlanPlace *place,
                               const MadoId  *row);

G_END_DECLS
