/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/counter/mado-counter.h"
#include "store-kit.h"

G_BEGIN_DECLS

/* The counter's model at a desk, without a screen. */
MadoCounter *counter_kit_at   (Desk *desk, MadoPack *pack);
/* Lets go of it, and waits until nothing that it began holds the journal. */
void         counter_kit_drop (Desk *desk, MadoCounter **counter);
/* A minute passes with each. */
void         counter_kit_save (Desk *desk, MadoCounter *counter);
void         counter_kit_load (MadoCounter *counter, const MadoId *record);
void         counter_kit_done (GObject *source, GAsyncResult *result, gpointer data /* GAsyncResult** */);

G_END_DECLS
