/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/initiative/mado-plan-place.h"
#include "core/exchange/mado-plan-import.h"

G_BEGIN_DECLS

/* What files would change: read on a thread of its own, shown before anything
 * is written. */
typedef struct
{
  GPtrArray     *faults; /* char*: each with file, row and column; with one of them nothing can be written */
  GPtrArray     *notes;  /* char*: taken otherwise than it stood */
  MadoPlanUpdate update;
} MadoPlanPreview;

void             mado_plan_preview_free   (MadoPlanPreview     *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoPlanPreview, mado_plan_preview_free)

/* JSON, CSV, workbooks with tables, or answer forms (many at once). */
void             mado_plan_preview_async  (MadoPlanPlace       *place,
                                           const char *const   *paths,
                                           GAsyncReadyCallback  callback,
                                           gpointer             data);
MadoPlanPreview *mado_plan_preview_finish (MadoPlanPlace       *place,
                                           GAsyncResult        *result,
                                           GError             **error);
/* Takes the preview. All of it or nothing. */
void             mado_plan_take_in_async  (MadoPlanPlace       *place,
                                           MadoPlanPreview     *preview /* full */,
                                           GAsyncReadyCallback  callback,
                                           gpointer             data);
gboolean         mado_plan_take_in_finish (MadoPlanPlace       *place,
                                           GAsyncResult        *result,
                                           GError             **error);

G_END_DECLS
