/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/counter/mado-stage.h"

G_BEGIN_DECLS

/* The queue ticket, then what the visitor came for, by number. */
#define MADO_TYPE_STAGE_EVENT (mado_stage_event_get_type ())
G_DECLARE_FINAL_TYPE (MadoStageEvent, mado_stage_event, MADO, STAGE_EVENT, GtkWidget)

GtkWidget *mado_stage_event_new (MadoCounter *counter);

G_END_DECLS
