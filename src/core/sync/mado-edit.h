/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sync/mado-commit.h"

G_BEGIN_DECLS

/* The edits of one step: changes by section, each with the heads that were on
 * screen when the edit began. Saved together or not at all. */
typedef struct
{
  char      *section;
  MadoId    *deps;
  guint      n_deps;
  GPtrArray *changes; /* MadoChange* */
} MadoSectionEdit;

typedef struct
{
  char      *kind;
  MadoId     record;
  char      *purpose;
  GPtrArray *sections; /* MadoSectionEdit* */
  gboolean   clear_drafts; /* forget, in the transaction that saves it, the drafts of the paths it holds */
} MadoEdit;

/* Here and not in the store, so that the layers between can make one.
 * Strings are copied. */
MadoEdit        *mado_edit_new         (const char *kind, const MadoId *record, const char *purpose);
/* Adds a change; the section's deps are set by the first call for it. */
void             mado_edit_add         (MadoEdit *self, const char *section,
                                        const MadoId *deps, guint n_deps,
                                        MadoChange *change /* full */);
/* The same, but a change with other deps goes into a commit of its own. */
void             mado_edit_add_with_deps (MadoEdit *self, const char *section,
                                        const MadoId *deps, guint n_deps,
                                        MadoChange *change /* full */);
gboolean         mado_edit_is_empty    (MadoEdit *self);
void             mado_edit_free        (MadoEdit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoEdit, mado_edit_free)

G_END_DECLS
