/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/common/mado-drawn-line.h"
#include "app/initiative/mado-initiative-item.h"

G_BEGIN_DECLS

/**
 * MadoInitiativeLine:
 *
 * One line of the list of initiatives; without an item it draws the head.
 */
#define MADO_TYPE_INITIATIVE_LINE (mado_initiative_line_get_type ())
G_DECLARE_FINAL_TYPE (MadoInitiativeLine, mado_initiative_line, MADO, INITIATIVE_LINE, MadoDrawnLine)

GtkWidget *mado_initiative_line_new      (void);
void       mado_initiative_line_set_item (MadoInitiativeLine *self,
                                          MadoInitiativeItem *item);

G_END_DECLS
