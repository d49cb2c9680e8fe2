/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/initiative/mado-plan-place.h"
#include "app/mado-page.h"

G_BEGIN_DECLS

/**
 * MadoAprilPage:
 *
 * For those who gather: a new fiscal year, another organisation (機構改革), the
 * yearly list of officers, and the rule of the rates. F6 goes from one to the
 * next; Enter shows what would change, Ctrl+Enter writes it.
 */
#define MADO_TYPE_APRIL_PAGE (mado_april_page_get_type ())
G_DECLARE_FINAL_TYPE (MadoAprilPage, mado_april_page, MADO, APRIL_PAGE, GtkWidget)

MadoPage *mado_april_page_new (MadoPlanPlace *place);

G_END_DECLS
