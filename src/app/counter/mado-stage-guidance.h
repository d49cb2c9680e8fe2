/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/counter/mado-stage.h"

G_BEGIN_DECLS

/* The yes/no questions that are left after what the data answer. */
#define MADO_TYPE_STAGE_GUIDANCE (mado_stage_guidance_get_type ())
G_DECLARE_FINAL_TYPE (MadoStageGuidance, mado_stage_guidance, MADO, STAGE_GUIDANCE, GtkWidget)

GtkWidget *mado_stage_guidance_new (MadoCounter *counter);

G_END_DECLS
