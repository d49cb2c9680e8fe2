/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-context.h"
#include "app/mado-page.h"

G_BEGIN_DECLS

/**
 * MadoPreferencesPage:
 *
 * What belongs to this counter: window number, scanner, printers, the
 * visitor's screen, when the curtain falls. Each line is kept as it is left.
 */
#define MADO_TYPE_PREFERENCES_PAGE (mado_preferences_page_get_type ())
G_DECLARE_FINAL_TYPE (MadoPreferencesPage, mado_preferences_page, MADO, PREFERENCES_PAGE, GtkWidget)

MadoPreferencesPage *mado_preferences_page_new (MadoContext *context);

G_END_DECLS
