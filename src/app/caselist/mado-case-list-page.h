/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-context.h"
#include "app/mado-page.h"

G_BEGIN_DECLS

/**
 * MadoCaseListPage:
 *
 * 受付一覧: the cases of the day, the next number on top. The first lines come
 * before the first paint ("ready" is emitted once they are there), the rest
 * after it. F3 searches by name, kana and
 * code from the first character; F6 goes round mine, all, on hold; Enter opens.
 */
#define MADO_TYPE_CASE_LIST_PAGE (mado_case_list_page_get_type ())
G_DECLARE_FINAL_TYPE (MadoCaseListPage, mado_case_list_page, MADO, CASE_LIST_PAGE, GtkWidget)

MadoCaseListPage *mado_case_list_page_new     (MadoContext      *context);
gboolean          mado_case_list_page_is_ready (MadoCaseListPage *self);
/* Everything that can wait: the other lines, the search arena. Called once,
 * after the first paint. */
void              mado_case_list_page_settle  (MadoCaseListPage *self);

G_END_DECLS
