/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/initiative/mado-initiative-item.h"

G_BEGIN_DECLS

/**
 * MadoInitiativeLine:
 *
 * One line of the list of initiatives, drawn by one widget; without an item it
 * draws the head. The whole line is read out as one sentence.
 */
#define MADO_TYPE_INITIATIVE_LINE (mado_initiative_line_get_type ())
G_DECLARE_FINAL_TYPE (MadoInitiativeLine, mado_initiative_line, MADO, INITIATIVE_LINE, GtkWidget)

GtkWidget *mado_initiative_line_new      (void);
void       mado_initiative_line_set_item (MadoInitiativeLine *self,
                                          MadoInitiativeItem *item);

G_END_DECLS
