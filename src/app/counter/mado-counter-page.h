/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/counter/mado-counter.h"
#include "app/mado-page.h"

G_BEGIN_DECLS

/**
 * MadoCounterPage:
 *
 * One visit on the screen: stages and facts at the left, the stage in the
 * middle, the procedures at the right. It moves between the stages and saves
 * at each step; what a stage is about it does not know.
 */
#define MADO_TYPE_COUNTER_PAGE (mado_counter_page_get_type ())
G_DECLARE_FINAL_TYPE (MadoCounterPage, mado_counter_page, MADO, COUNTER_PAGE, GtkWidget)

/* Takes the counter with a case begun or being loaded. Floating. */
MadoPage    *mado_counter_page_new         (MadoCounter     *counter);
MadoCounter *mado_counter_page_get_counter (MadoCounterPage *self);
/* The person has no part in this case: a reason is asked first. */
void         mado_counter_page_ask_access  (MadoCounterPage *self);
/* The record is here: show it. */
void         mado_counter_page_loaded      (MadoCounterPage *self);

G_END_DECLS
