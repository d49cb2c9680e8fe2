/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/counter/mado-stage.h"

G_BEGIN_DECLS

/* The household as a table: one person a line. */
#define MADO_TYPE_HOUSEHOLD_STAGE (mado_stage_household_get_type ())
G_DECLARE_FINAL_TYPE (MadoStageHousehold, mado_stage_household, MADO, HOUSEHOLD_STAGE, GtkWidget)

GtkWidget *mado_stage_household_new (MadoCounter *counter);

G_END_DECLS
