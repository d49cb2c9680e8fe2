/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/counter/mado-stage.h"

G_BEGIN_DECLS

/* Which fields the stage asks. */
typedef enum
{
  MADO_FIELDS_VISITOR, /* who came, identity check */
  MADO_FIELDS_CASE,    /* shared by the forms: dates, addresses */
  MADO_FIELDS_OWN,     /* what this desk's own forms ask besides */
  MADO_FIELDS_DESK,    /* everything of this desk's forms: the next window's page */
} MadoFieldsKind;

#define MADO_TYPE_STAGE_FIELDS (mado_stage_fields_get_type ())
G_DECLARE_FINAL_TYPE (MadoStageFields, mado_stage_fields, MADO, STAGE_FIELDS, GtkWidget)

GtkWidget *mado_stage_fields_new (MadoCounter    *counter,
                                  MadoFieldsKind  kind);

G_END_DECLS
