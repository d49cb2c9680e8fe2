/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sync/mado-commit.h"
#include "core/sync/mado-edit-base.h"

G_BEGIN_DECLS

/* What stands in a field that nobody has saved yet, with the state that was
 * on screen when the edit of it began. */
typedef struct
{
  char         *path;
  GVariant     *value; /* none: the field was cleared */
  MadoSource    source;
  MadoEditBase *base;  /* nullable: not known, of an older program */
} MadoDraft;

/* @value may be floating; @base is shared. */
MadoDraft *mado_draft_new  (const char   *path,
                            GVariant     *value,
                            MadoSource    source,
                            MadoEditBase *base /* nullable */);
void       mado_draft_free (MadoDraft    *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoDraft, mado_draft_free)

G_END_DECLS
