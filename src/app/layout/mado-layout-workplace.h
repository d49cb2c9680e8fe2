/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-workplace.h"

G_BEGIN_DECLS

/**
 * MadoLayoutWorkplace:
 *
 * Where the office edits the city's forms: boxes over the city's own paper,
 * saved as a new edition of the city pack. For administrators.
 */
#define MADO_TYPE_LAYOUT_WORKPLACE (mado_layout_workplace_get_type ())
G_DECLARE_FINAL_TYPE (MadoLayoutWorkplace, mado_layout_workplace, MADO, LAYOUT_WORKPLACE, GObject)

MadoWorkplace *mado_layout_workplace_new (void);

G_END_DECLS
