/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/counter/mado-stage.h"

G_BEGIN_DECLS

/* Whose paper was scanned: shown before anything of what it says. The clerk
 * confirms the person, and the visit goes on with what is filled in already. */
#define MADO_TYPE_STAGE_DRAFT (mado_stage_draft_get_type ())
G_DECLARE_FINAL_TYPE (MadoStageDraft, mado_stage_draft, MADO, STAGE_DRAFT, GtkWidget)

GtkWidget *mado_stage_draft_new (MadoCounter *counter);

G_END_DECLS
