/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-context.h"
#include "app/mado-page.h"

G_BEGIN_DECLS

/**
 * MadoInitiativeListPage:
 *
 * The home of the workplace 推進計画: goal → measure → initiative, one's own
 * department's rows first, how far each is and until when the call runs. F3
 * searches, F6 goes round the states, Enter opens, Ctrl+0 says 変更なし.
 */
#define MADO_TYPE_INITIATIVE_LIST_PAGE (mado_initiative_list_page_get_type ())
G_DECLARE_FINAL_TYPE (MadoInitiativeListPage, mado_initiative_list_page, MADO, INITIATIVE_LIST_PAGE, GtkWidget)

MadoPage *mado_initiative_list_page_new (MadoContext *context);

G_END_DECLS
