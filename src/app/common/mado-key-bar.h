/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MadoKeyBar:
 *
 * The fixed bar at the foot: what each key does now. Every key keeps its
 * place; one that does nothing now is pale. A click does what the key does
 * ("win.<command>").
 */
#define MADO_TYPE_KEY_BAR (mado_key_bar_get_type ())
G_DECLARE_FINAL_TYPE (MadoKeyBar, mado_key_bar, MADO, KEY_BAR, GtkWidget)

GtkWidget *mado_key_bar_new       (void);
/* @label NULL: the command table's own. */
void       mado_key_bar_set_label (MadoKeyBar *self,
                                   const char *command,
                                   const char *label);

G_END_DECLS
