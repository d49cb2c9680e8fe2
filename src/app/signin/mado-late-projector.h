/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mado-case-row.h"
#include "core/procedure/mado-pack.h"
#include "core/sync/mado-record.h"

G_BEGIN_DECLS

/**
 * MadoLateProjector:
 *
 * Rows of the case list need the city pack, the journal opens before the pack
 * is read. The first projection waits on the store's thread until the pack is
 * given, or until it is known that there is none. Rows that the journal
 * already holds do not wait.
 */
typedef struct _MadoLateProjector MadoLateProjector;

MadoLateProjector *mado_late_projector_new   (void);
void               mado_late_projector_free  (MadoLateProjector *self);
/* Any thread; the first call counts. @pack NULL: there is none. */
void               mado_late_projector_give  (MadoLateProjector *self,
                                              MadoPack          *pack);
void               mado_late_projector_set_scope (MadoLateProjector *self,
                                                  const char        *scope);
/* A MadoProjectFunc; @data is the MadoLateProjector. */
MadoCaseRow       *mado_late_project         (MadoRecord        *record,
                                              char             **search_text,
                                              gpointer           data);

G_END_DECLS
