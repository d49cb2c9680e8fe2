/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/initiative/mado-plan-place.h"
#include "app/mado-page.h"

G_BEGIN_DECLS

/**
 * MadoInitiativePage:
 *
 * One row of the plan: fixed cells above, the status as a text whose paragraphs
 * are its lines, the last edition with 見え消し beside it, the figure at the
 * cursor below. Ctrl+Enter saves and goes to the next row.
 */
#define MADO_TYPE_INITIATIVE_PAGE (mado_initiative_page_get_type ())
G_DECLARE_FINAL_TYPE (MadoInitiativePage, mado_initiative_page, MADO, INITIATIVE_PAGE, GtkWidget)

MadoPage *mado_initiative_page_new (MadoPlanPlace *place,
                                    const MadoId  *row);

G_END_DECLS
