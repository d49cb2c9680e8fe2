/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/counter/mado-stage.h"

G_BEGIN_DECLS

/* What the visitor brought: 1 here, 2 later, 3 not needed. */
#define MADO_TYPE_STAGE_DOCUMENTS (mado_stage_documents_get_type ())
G_DECLARE_FINAL_TYPE (MadoStageDocuments, mado_stage_documents, MADO, STAGE_DOCUMENTS, GtkWidget)

GtkWidget *mado_stage_documents_new (MadoCounter *counter);

G_END_DECLS
