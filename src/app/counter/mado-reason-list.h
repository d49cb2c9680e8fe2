/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MadoReasonList:
 *
 * "Why?": usual reasons by number, and as the last number a line to write
 * another one in. A reason is asked where a person decides or looks, and it
 * stays with what was done.
 *
 * Signals:
 *   "given" (char *reason)   never empty
 *   "asked" ()               the line to write in came or went: keys do something else
 */
#define MADO_TYPE_REASON_LIST (mado_reason_list_get_type ())
G_DECLARE_FINAL_TYPE (MadoReasonList, mado_reason_list, MADO, REASON_LIST, GtkWidget)

/* @reasons: at most eight, for people, NULL-ended. */
GtkWidget *mado_reason_list_new        (const char         *heading,
                                        const char *const  *reasons);
void       mado_reason_list_focus      (MadoReasonList     *self);
/* A digit; FALSE while a reason is being written. */
gboolean   mado_reason_list_key        (MadoReasonList     *self,
                                        guint               keyval);
/* Enter: picks the selected line, or takes what was written; FALSE: nothing
 * is written there. */
gboolean   mado_reason_list_activate   (MadoReasonList     *self);
/* Esc: back from the line to the numbers; FALSE: it was not open. */
gboolean   mado_reason_list_step_back  (MadoReasonList     *self);

G_END_DECLS
