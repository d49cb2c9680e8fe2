/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/form/mado-form-reader.h"

G_BEGIN_DECLS

/* Rules that look at more than one field. A finding never changes a value. */
typedef enum
{
  MADO_FINDING_STOP,   /* cannot be accepted as it stands */
  MADO_FINDING_REASON, /* goes on with a reason (届出期間経過) */
  MADO_FINDING_WARN,   /* a person should look */
} MadoFindingLevel;

typedef struct
{
  MadoFindingLevel     level;
  const char          *rule;      /* stable name: "not-before" "deadline" "birth-future"
                                     "kana" "head-none" "head-many" "relation" */
  char                *path;      /* where the cursor should go, or NULL */
  const MadoProcedure *procedure; /* or NULL: the whole case */
  char                *message;   /* a sentence for the clerk */
} MadoFinding;

void       mado_finding_free     (MadoFinding *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoFinding, mado_finding_free)

/* MadoFinding*, stops first (full). */
GPtrArray *mado_form_rules_check (MadoPack             *pack,
                                  const MadoFormReader *reader,
                                  const MadoDate       *today);
/* The worst finding that concerns @procedure (or the whole case), or NULL. */
const MadoFinding *mado_form_rules_worst (GPtrArray  *findings,
                                          const char *procedure);

/* The last day of a procedure's term, moved past the pack's closed days.
 * FALSE: the procedure has none, or its first day is not known. */
gboolean   mado_form_rules_deadline (MadoPack             *pack,
                                     const MadoProcedure  *procedure,
                                     const MadoFormReader *reader,
                                     MadoDate             *deadline);

G_END_DECLS
