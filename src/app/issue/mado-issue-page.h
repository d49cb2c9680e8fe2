/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/counter/mado-counter.h"
#include "app/issue/mado-issue-check.h"
#include "app/mado-page.h"

G_BEGIN_DECLS

/**
 * MadoIssuePage:
 *
 * The documents of one visit: at the left what this desk may issue, at the right
 * what was issued and handed over, with what became of it. A scanned code of
 * a document opens it too, with what can be said of that code at the top.
 */
#define MADO_TYPE_ISSUE_PAGE (mado_issue_page_get_type ())
G_DECLARE_FINAL_TYPE (MadoIssuePage, mado_issue_page, MADO, ISSUE_PAGE, GtkWidget)

/* @counter: a case that is loaded; NULL: it is not here or not for this desk,
 * and only what the code says is shown. @verdict (nullable) is taken over. Floating. */
MadoPage *mado_issue_page_new (MadoContext         *context,
                               MadoCounter         *counter,
                               MadoDocumentVerdict *verdict);

G_END_DECLS
