/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/counter/mado-stage.h"

G_BEGIN_DECLS

/* Certificates and single procedures, picked by number. */
#define MADO_TYPE_STAGE_PICKS (mado_stage_picks_get_type ())
G_DECLARE_FINAL_TYPE (MadoStagePicks, mado_stage_picks, MADO, STAGE_PICKS, GtkWidget)

GtkWidget *mado_stage_picks_new (MadoCounter *counter);

G_END_DECLS
