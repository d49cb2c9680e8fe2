/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mado-case-row.h"
#include "core/procedure/mado-pack.h"
#include "core/sync/mado-record.h"

G_BEGIN_DECLS

/* What a case is to one desk or centre: a line of the list and a search text.
 * Immutable; used on the store's thread. */
typedef struct
{
  MadoPack *pack;  /* nullable, borrowed */
  char     *scope; /* desk or centre id, "" for none */
} MadoCaseProjector;

MadoCaseProjector *mado_case_projector_new  (MadoPack          *pack,
                                             const char        *scope);
void               mado_case_projector_free (MadoCaseProjector *self);

/* Another number than the file's makes all rows anew (MadoSqliteStoreOptions):
 * 1 adds the marks of persons. */
#define MADO_CASE_PROJECT_VERSION 1

/* A MadoProjectFunc of the store; @data is a MadoCaseProjector. NULL for
 * records that are no cases. The search text has a line each for names, kana,
 * marks of persons (mado-person-mark.h), case code and ticket, and never an
 * address. */
MadoCaseRow       *mado_case_project        (MadoRecord        *record,
                                             char             **search_text,
                                             gpointer           data);

G_END_DECLS
