/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/initiative/mado-plan-place.h"
#include "app/mado-page.h"

G_BEGIN_DECLS

/**
 * MadoProgressPage:
 *
 * Who has replied and who is missing, what to look at before an edition is
 * fixed, and the editions: F6 goes round the three. Those who gather call for
 * updates and fix an edition here; Alt+A writes all notation one way.
 */
#define MADO_TYPE_PROGRESS_PAGE (mado_progress_page_get_type ())
G_DECLARE_FINAL_TYPE (MadoProgressPage, mado_progress_page, MADO, PROGRESS_PAGE, GtkWidget)

MadoPage *mado_progress_page_new (MadoPlanPlace *place);

G_END_DECLS
