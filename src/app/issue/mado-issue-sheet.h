/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/counter/mado-counter.h"
#include "print/mado-issued-sheet.h"

G_BEGIN_DECLS

/* What a document of @kind says about this visit, without number and code. @to
 * without its honorific, @note as typed; both may be "". Japanese, as all paper. */
MadoIssuedSheet *mado_issue_sheet_new     (MadoCounter         *counter,
                                           const MadoIssueKind *kind,
                                           const char          *to,
                                           const char          *note);
/* Why there is nothing to issue of @kind now, a sentence; NULL: there is. */
const char      *mado_issue_why_not       (MadoCounter         *counter,
                                           const MadoIssueKind *kind);
/* Where it is written down: "shared", or this desk's own section if a sensitive
 * procedure stands on it. */
const char      *mado_issue_section       (MadoCounter         *counter,
                                           const MadoIssueKind *kind);

G_END_DECLS
