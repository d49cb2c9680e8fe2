/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-workplace.h"

G_BEGIN_DECLS

/* 窓口: the workplace of the counters. Opens visits by record, new ones, and
 * those that a slip or short code names. */
#define MADO_TYPE_COUNTER_WORKPLACE (mado_counter_workplace_get_type ())
G_DECLARE_FINAL_TYPE (MadoCounterWorkplace, mado_counter_workplace, MADO, COUNTER_WORKPLACE, GObject)

MadoWorkplace *mado_counter_workplace_new (void);

G_END_DECLS
