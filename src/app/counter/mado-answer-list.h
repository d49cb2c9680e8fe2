/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MadoAnswerList:
 *
 * Lines that are answered by 1, 2 or 3: questions, documents to bring. After
 * an answer the cursor goes to the next open line; ↑ goes back. Lines that say
 * the same as before are kept, and the focus with them.
 *
 * Signals:
 *   "answered" (char *id, guint answer)   1, 2 or 3
 */
#define MADO_TYPE_ANSWER_LIST (mado_answer_list_get_type ())
G_DECLARE_FINAL_TYPE (MadoAnswerList, mado_answer_list, MADO, ANSWER_LIST, GtkWidget)

/* The three words, in the order of their keys. */
GtkWidget *mado_answer_list_new         (const char     *accessible_label,
                                         const char     *one,
                                         const char     *two,
                                         const char     *three);
/* All lines anew: begin, add each, end. @answer 0: open. The cursor stays on
 * its line while that is there and open, else goes to the first open one. */
void       mado_answer_list_begin       (MadoAnswerList *self);
void       mado_answer_list_add         (MadoAnswerList *self,
                                         const char     *id,
                                         const char     *text,
                                         const char     *detail,
                                         guint           answer);
void       mado_answer_list_end         (MadoAnswerList *self);
gboolean   mado_answer_list_key         (MadoAnswerList *self,
                                         guint           keyval);
void       mado_answer_list_focus_first (MadoAnswerList *self);

G_END_DECLS
