/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-context.h"
#include "app/mado-page.h"

G_BEGIN_DECLS

/**
 * MadoRefusedPage:
 *
 * What was written here and the server did not accept: which case, why, and
 * what to do now. Enter opens the case. A line goes away when a supervisor
 * accepts it on the server.
 */
#define MADO_TYPE_REFUSED_PAGE (mado_refused_page_get_type ())
G_DECLARE_FINAL_TYPE (MadoRefusedPage, mado_refused_page, MADO, REFUSED_PAGE, GtkWidget)

MadoRefusedPage *mado_refused_page_new (MadoContext *context);

G_END_DECLS
