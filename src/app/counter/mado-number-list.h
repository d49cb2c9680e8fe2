/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MadoNumberList:
 *
 * Lines with a number in front: the digit picks, so do arrows and Enter, and
 * a click. Used wherever the clerk answers by 1, 2, 3.
 *
 * Signals:
 *   "picked" (char *id)
 */
#define MADO_TYPE_NUMBER_LIST (mado_number_list_get_type ())
G_DECLARE_FINAL_TYPE (MadoNumberList, mado_number_list, MADO, NUMBER_LIST, GtkWidget)

GtkWidget *mado_number_list_new      (const char     *accessible_label);
void       mado_number_list_clear    (MadoNumberList *self);
/* @key 0: no number, picked by arrow or click only. */
void       mado_number_list_add      (MadoNumberList *self,
                                      const char     *id,
                                      guint           key,
                                      const char     *label,
                                      const char     *detail);
void       mado_number_list_select   (MadoNumberList *self,
                                      const char     *id);
gboolean   mado_number_list_key      (MadoNumberList *self,
                                      guint           keyval);
/* What Enter does: picks the selected line. */
void       mado_number_list_activate (MadoNumberList *self);
void       mado_number_list_focus    (MadoNumberList *self);

G_END_DECLS
