/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/counter/mado-stage.h"

G_BEGIN_DECLS

/* The forms as printed, the visitor's signature or tap, acceptance, and the slip. */
#define MADO_TYPE_STAGE_CONFIRM (mado_stage_confirm_get_type ())
G_DECLARE_FINAL_TYPE (MadoStageConfirm, mado_stage_confirm, MADO, STAGE_CONFIRM, GtkWidget)

GtkWidget *mado_stage_confirm_new (MadoCounter *counter);

G_END_DECLS
