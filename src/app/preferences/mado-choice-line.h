/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MadoChoiceLine:
 *
 * A label and a list to choose one of. Every choice is a value and the words
 * that stand for it; a value that is set and not on the list is added, so that
 * a printer that is switched off is not forgotten.
 *
 * Signals:
 *   "chosen" (char *value)  a person chose another
 */
#define MADO_TYPE_CHOICE_LINE (mado_choice_line_get_type ())
G_DECLARE_FINAL_TYPE (MadoChoiceLine, mado_choice_line, MADO, CHOICE_LINE, GtkBox)

MadoChoiceLine *mado_choice_line_new       (const char        *name,
                                            const char        *label,
                                            int                label_width);
const char     *mado_choice_line_get_name  (MadoChoiceLine    *self);
const char     *mado_choice_line_get_label (MadoChoiceLine    *self);
/* Adds or renames. */
void            mado_choice_line_add       (MadoChoiceLine    *self,
                                            const char        *value,
                                            const char        *words);
/* Never emits "chosen". */
void            mado_choice_line_set_value (MadoChoiceLine    *self,
                                            const char        *value);
const char     *mado_choice_line_get_value (MadoChoiceLine    *self);

G_END_DECLS
