/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/initiative/mado-plan-place.h"
#include "app/mado-page.h"

G_BEGIN_DECLS

/**
 * MadoComparePage:
 *
 * Any two states of the plan beside each other as marked changes: dates, an
 * edition, now. It opens on what has changed since the last edition.
 */
#define MADO_TYPE_COMPARE_PAGE (mado_compare_page_get_type ())
G_DECLARE_FINAL_TYPE (MadoComparePage, mado_compare_page, MADO, COMPARE_PAGE, GtkWidget)

MadoPage *mado_compare_page_new (MadoPlanPlace *place);

G_END_DECLS
