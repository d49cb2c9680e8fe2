/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-context.h"
#include "app/mado-page.h"

G_BEGIN_DECLS

/**
 * MadoPrintersPage:
 *
 * The receipt printer of this place, with a test print and what it says of
 * itself, and how each kind of document is printed: printer, paper, tray,
 * sides, copies. Each choice is kept at once.
 */
#define MADO_TYPE_PRINTERS_PAGE (mado_printers_page_get_type ())
G_DECLARE_FINAL_TYPE (MadoPrintersPage, mado_printers_page, MADO, PRINTERS_PAGE, GtkWidget)

MadoPage *mado_printers_page_new (MadoContext *context);

G_END_DECLS
