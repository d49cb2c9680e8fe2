/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/counter/mado-counter.h"
#include "core/form/mado-provider.h"

G_BEGIN_DECLS

/**
 * MadoProposalList:
 *
 * What a card or a paper says, a line a field: what stands there → what was read.
 * Each is taken or refused; nothing is written before. A line that was read with
 * doubt shows the piece of the picture and is taken only by itself.
 *
 * Signals:
 *   "done" ()   no line is left
 */
#define MADO_TYPE_PROPOSAL_LIST (mado_proposal_list_get_type ())
G_DECLARE_FINAL_TYPE (MadoProposalList, mado_proposal_list, MADO, PROPOSAL_LIST, GtkWidget)

GtkWidget *mado_proposal_list_new       (MadoCounter      *counter);
/* NULL empties it. Keeps a reference. */
void       mado_proposal_list_set       (MadoProposalList *self,
                                         MadoProposals    *proposals);
/* @crop: PNG, or NULL. A doubt holds for the value that is proposed now. @line:
 * which line of the paper's table it stands in, nullable. */
void       mado_proposal_list_mark      (MadoProposalList *self,
                                         const char       *path,
                                         GBytes           *crop,
                                         gboolean          doubtful,
                                         const char       *line);
void       mado_proposal_list_refresh   (MadoProposalList *self);
guint      mado_proposal_list_count     (MadoProposalList *self);
guint      mado_proposal_list_count_doubtful (MadoProposalList *self);
/* Takes all that is not doubtful, and moves to the first that is. Returns how
 * many are left. */
guint      mado_proposal_list_take_all  (MadoProposalList *self);
void       mado_proposal_list_focus     (MadoProposalList *self);

G_END_DECLS
