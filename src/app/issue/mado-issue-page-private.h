/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/issue/mado-issue-page.h"
#include "core/form/mado-issued.h"

G_BEGIN_DECLS

/* What the line at the bottom left asks a reason for. */
typedef enum
{
  MADO_ISSUE_ASK_NOTHING,
  MADO_ISSUE_ASK_AGAIN,
  MADO_ISSUE_ASK_WITHDRAW,
} MadoIssueAsk;

struct _MadoIssuePage
{
  GtkWidget            parent_instance;

  GtkWidget           *box;
  GtkLabel            *band;     /* what the code says */
  GtkListBox          *kinds;
  GtkEditable         *to;
  GtkEditable         *copies;
  GtkTextView         *note;
  GtkWidget           *reason_box;
  GtkLabel            *reason_label;
  GtkEditable         *reason;
  GtkListBox          *list;     /* issued, then handed over */
  GtkLabel            *empty;
  GtkWidget           *hint;

  MadoContext         *context;
  MadoCounter         *counter;  /* nullable */
  MadoDocumentVerdict *verdict;  /* nullable */
  GPtrArray           *issued;   /* MadoIssued*, as in the list; newest first */
  MadoIssueAsk         ask;
  gboolean             busy;
  char                *title;
};

/* mado-issue-page-list.c */
void        mado_issue_page_show_list    (MadoIssuePage *self);
/* The chosen document; NULL: none. Borrowed. */
MadoIssued *mado_issue_page_get_selected (MadoIssuePage *self);

/* mado-issue-page-work.c */
const MadoIssueKind *mado_issue_page_get_kind (MadoIssuePage *self);
void        mado_issue_page_issue        (MadoIssuePage *self);
void        mado_issue_page_ask          (MadoIssuePage *self,
                                          MadoIssueAsk   ask);
void        mado_issue_page_answer       (MadoIssuePage *self);
void        mado_issue_page_open_file    (MadoIssuePage *self);

G_END_DECLS
