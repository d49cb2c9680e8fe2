/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/counter/mado-counter.h"

G_BEGIN_DECLS

/* What is to be issued; borrowed for the call. */
typedef struct
{
  const MadoIssueKind *kind;
  const char          *to;
  const char          *note;
  const char          *of;     /* nullable: the document issued again */
  const char          *of_number; /* its number, for the paper */
  const char          *reason; /* nullable */
  gint64               copies;
} MadoIssueOrder;

typedef struct
{
  char   *id;
  char   *number;
  char   *path;    /* file printed to; "" for a printer */
  guint   unknown; /* characters without a font */
  GError *print_error; /* nullable: issued and written down, but not on paper */
} MadoIssueDone;

void           mado_issue_done_free (MadoIssueDone *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoIssueDone, mado_issue_done_free)

/* Takes a number, draws and seals the document, writes it into the case with its
 * PDF, and prints it: in this order, so that nothing is on paper that is not
 * written down. On an error nothing was issued (a number may be used up). */
void           mado_issue_async     (MadoCounter          *counter,
                                     const MadoIssueOrder *order,
                                     GAsyncReadyCallback   callback,
                                     gpointer              data);
MadoIssueDone *mado_issue_finish    (MadoCounter          *counter,
                                     GAsyncResult         *result,
                                     GError              **error);

G_END_DECLS
