/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/counter/mado-stage.h"

G_BEGIN_DECLS

/* Two values of one field stand against each other: both side by side, a person chooses. */
#define MADO_TYPE_STAGE_CONFLICT (mado_stage_conflict_get_type ())
G_DECLARE_FINAL_TYPE (MadoStageConflict, mado_stage_conflict, MADO, STAGE_CONFLICT, GtkWidget)

GtkWidget *mado_stage_conflict_new (MadoCounter *counter);

G_END_DECLS
