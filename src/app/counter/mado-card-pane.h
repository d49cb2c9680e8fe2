/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/counter/mado-counter.h"

G_BEGIN_DECLS

/**
 * MadoCardPane:
 *
 * A visitor's card, beside the fields: what card it is and until when it is
 * good, then the PIN, typed by its holder and never shown, then what the card
 * says of each field next to what stands there. Each line is taken or refused;
 * nothing is written before. With one try left the holder is asked twice.
 *
 * Signals:
 *   "changed" ()                      opened, closed, or its commands are different
 *   "message" (int kind, char *text)  a #MadoMessageKind
 */
#define MADO_TYPE_CARD_PANE (mado_card_pane_get_type ())
G_DECLARE_FINAL_TYPE (MadoCardPane, mado_card_pane, MADO, CARD_PANE, GtkWidget)

GtkWidget *mado_card_pane_new     (MadoCounter  *counter);
/* Reads the card that lies there; once more if one was read before. */
void       mado_card_pane_read    (MadoCardPane *self);
/* Only where mado_card_pane_allows_number(). */
void       mado_card_pane_read_number (MadoCardPane *self);
/* Does a procedure of the case let staff deal with the 個人番号? */
gboolean   mado_card_pane_allows_number (MadoCounter *counter);
gboolean   mado_card_pane_is_open (MadoCardPane *self);
/* The case has changed: what is still different? */
void       mado_card_pane_refresh (MadoCardPane *self);
gboolean   mado_card_pane_can     (MadoCardPane *self,
                                   const char   *command);
gboolean   mado_card_pane_perform (MadoCardPane *self,
                                   const char   *command);

/* A plain key; FALSE: not for here. */
gboolean   mado_card_pane_key     (MadoCardPane *self,
                                   guint         keyval);

G_END_DECLS
