/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MadoAnswerRow:
 *
 * One line of a #MadoAnswerList: what is asked, a detail, and the three answers
 * as buttons. The line stays while its answer changes, so that the focus does.
 * "answered" (uint: 1 to 3) tells of a pressed button.
 */
#define MADO_TYPE_ANSWER_ROW (mado_answer_row_get_type ())
G_DECLARE_FINAL_TYPE (MadoAnswerRow, mado_answer_row, MADO, ANSWER_ROW, GtkListBoxRow)

/* @words: the three answers, copied into the buttons. */
GtkWidget  *mado_answer_row_new        (const char        *id,
                                        const char        *text,
                                        const char        *detail,
                                        char       *const *words);
const char *mado_answer_row_get_id     (MadoAnswerRow     *self);
/* Whether the line says just this. */
gboolean    mado_answer_row_says       (MadoAnswerRow     *self,
                                        const char        *id,
                                        const char        *text,
                                        const char        *detail);
guint       mado_answer_row_get_answer (MadoAnswerRow     *self);
/* 0: not answered yet. */
void        mado_answer_row_set_answer (MadoAnswerRow     *self,
                                        guint              answer);

G_END_DECLS
