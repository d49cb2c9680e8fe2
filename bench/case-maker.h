/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/mado-store.h"

G_BEGIN_DECLS

/*
 * Made-up cases for tests, benches and the profile of the start-up bench: a
 * family with Japanese names, an address, a few procedures. The same random
 * source makes the same cases.
 */
typedef struct
{
  char family[16];
  char given[16];
  char family_kana[32];
  char given_kana[32];
} MadoMadeName;

void       mado_made_name       (MadoRandom   *random,
                                 MadoMadeName *name);
/* A first commit for @record with @n_persons persons: sections shared and addr. */
MadoEdit  *mado_made_case       (MadoRandom   *random,
                                 const MadoId *record,
                                 guint         number,
                                 guint         n_persons,
                                 const char   *desk);
/* One more change of an open record, as an edit that has seen all of it. */
MadoEdit  *mado_made_change     (MadoRandom   *random,
                                 MadoRecord   *record);
/* A change of one path, on the heads given by @record (NULL: none). */
MadoEdit  *mado_made_value      (MadoRecord   *record,
                                 const MadoId *id,
                                 const char   *section,
                                 const char   *path,
                                 const char   *text,
                                 gboolean      sealed);
/* A MadoProjectFunc: name, kana, ticket, case number, event. */
MadoCaseRow *mado_made_project  (MadoRecord   *record,
                                 char        **search_text,
                                 gpointer      data);

G_END_DECLS
