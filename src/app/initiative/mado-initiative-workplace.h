/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-workplace.h"

G_BEGIN_DECLS

/* 推進計画: initiatives and KPI of the city's plan, for promotion officers, those
 * who gather and supervisors. Nothing of it is made before it is first shown. */
#define MADO_TYPE_INITIATIVE_WORKPLACE (mado_initiative_workplace_get_type ())
G_DECLARE_FINAL_TYPE (MadoInitiativeWorkplace, mado_initiative_workplace, MADO, INITIATIVE_WORKPLACE, GObject)

MadoWorkplace *mado_initiative_workplace_new (void);

G_END_DECLS
