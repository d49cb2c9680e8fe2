/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-date.h"
#include "core/procedure/mado-pack.h"
#include "core/sync/mado-commit.h"

G_BEGIN_DECLS

/**
 * MadoFormReader:
 *
 * How forms, rules and providers see a case: values by path (paths:
 * src/core/model/README.md), what stands in the edit buffer laid over the
 * record. Borrowed for the length of a call; @get never returns a "none".
 *
 * @get: the value, borrowed, or NULL
 * @source: where it came from; UNKNOWN if there is no value. May be NULL
 * @confirmed: did a person confirm exactly this value? May be NULL
 * @list_persons: element ids in the order of the household table
 * @list_procedures: ids of the procedures of the case, in the list's order
 * @fact: what guidance knows beyond fields (answers, derived ones, computed
 *   facts) as canonical text; NULL is unknown. May be NULL
 * @today: ISO date; computed facts (age …) that @fact does not know are worked
 *   out for this day. NULL: for the day of the visit (received_on), if known
 */
typedef struct
{
  GVariant          *(*get)             (const char *path, gpointer user_data);
  MadoSource         (*source)          (const char *path, gpointer user_data);
  gboolean           (*confirmed)       (const char *path, gpointer user_data);
  const char *const *(*list_persons)    (gpointer user_data);
  const char *const *(*list_procedures) (gpointer user_data);
  const char        *(*fact)            (const char *name, int person, gpointer user_data);
  gpointer             user_data;
  const char          *today;
} MadoFormReader;

/* Path of a field: @procedure and @eid as its scope wants them, else NULL. */
char       *mado_form_path         (const MadoField *field,
                                    const char      *procedure,
                                    const char      *eid);
/* The field, procedure and person that a path names; FALSE for other paths.
 * @procedure and @eid are owned by the caller and may be NULL. */
gboolean    mado_form_path_parse   (MadoPack         *pack,
                                    const char       *path,
                                    const MadoField **field,
                                    char            **procedure,
                                    char            **eid);
const char *mado_form_reader_text  (const MadoFormReader *reader,
                                    const char           *path); /* "" if none */

/* "card", "typed" … in words for the screen (カード, 入力 …), translated. */
const char *mado_source_display    (MadoSource source);

G_END_DECLS
