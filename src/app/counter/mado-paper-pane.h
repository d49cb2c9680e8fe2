/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/counter/mado-counter.h"

G_BEGIN_DECLS

/**
 * MadoPaperPane:
 *
 * A paper that the visitor brought (転出証明書, an insurer's), read from its picture,
 * beside the fields. What was read with certainty is taken with one key; every
 * doubtful value shows its piece of the picture and is taken by itself. The
 * picture is not kept.
 *
 * Signals:
 *   "changed" ()                      opened, closed, or its commands are different
 *   "message" (int kind, char *text)  a #MadoMessageKind
 */
#define MADO_TYPE_PAPER_PANE (mado_paper_pane_get_type ())
G_DECLARE_FINAL_TYPE (MadoPaperPane, mado_paper_pane, MADO, PAPER_PANE, GtkWidget)

GtkWidget *mado_paper_pane_new     (MadoCounter   *counter);
/* @picture: an encoded picture. Reading takes seconds; Esc ends it. */
void       mado_paper_pane_read    (MadoPaperPane *self,
                                    GBytes        *picture);
gboolean   mado_paper_pane_is_open (MadoPaperPane *self);
/* The case has changed: what is still different? */
void       mado_paper_pane_refresh (MadoPaperPane *self);
gboolean   mado_paper_pane_can     (MadoPaperPane *self,
                                    const char    *command);
gboolean   mado_paper_pane_perform (MadoPaperPane *self,
                                    const char    *command);

G_END_DECLS
