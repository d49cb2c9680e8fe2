/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/counter/mado-counter.h"

G_BEGIN_DECLS

/**
 * MadoProcedureList:
 *
 * The right side of the counter page: the procedures as they grow, in walking
 * order, each with why, window, floor, what to bring and deadline. What an
 * answer took away fades with the reason, not silently.
 */
#define MADO_TYPE_PROCEDURE_LIST (mado_procedure_list_get_type ())
G_DECLARE_FINAL_TYPE (MadoProcedureList, mado_procedure_list, MADO, PROCEDURE_LIST, GtkWidget)

GtkWidget  *mado_procedure_list_new       (MadoCounter       *counter);
void        mado_procedure_list_refresh   (MadoProcedureList *self);

/* The state in the words of the counter: 受付, 保留 … */
const char *mado_procedure_state_display  (MadoProcState      state);

G_END_DECLS
