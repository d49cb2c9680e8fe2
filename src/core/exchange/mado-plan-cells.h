/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/exchange/mado-plan-store.h"
#include "core/form/mado-plan-change.h"

G_BEGIN_DECLS

/**
 * mado_plan_cells_prepare:
 * @set: the plan as it was on the screen when the typing began; not changed
 * @departments: names parted by 、 or line breaks
 * @summary: one line a line, with markers
 * @update: is filled; without edits if nothing differs
 *
 * The cells of a row that officers do not write (title, summary, departments),
 * changed by those who gather.
 *
 * Returns: %FALSE with INVALID or NOT_FOUND, in words for the reader
 */
gboolean mado_plan_cells_prepare (MadoPlanSet     *set,
                                  const MadoId    *row,
                                  const char      *title,
                                  const char      *departments,
                                  const char      *summary,
                                  const char      *city,
                                  MadoPlanUpdate  *update,
                                  GError         **error);

G_END_DECLS
