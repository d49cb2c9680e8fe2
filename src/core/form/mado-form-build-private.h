/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/form/mado-form-set.h"
#include "core/procedure/mado-facts.h"

G_BEGIN_DECLS

/* One pass over pack and case: which fields the procedures ask for, in the order
 * of entry. For mado-form-set.c only. */
typedef struct
{
  MadoPack             *pack;      /* borrowed */
  const MadoFormReader *reader;    /* borrowed */
  GPtrArray            *items;     /* MadoFormField*, owned */
  GHashTable           *by_path;   /* path → item */
  GPtrArray            *role_gaps; /* MadoFormRoleGap*, owned */
  MadoFacts            *facts;
  guint                 serial;
  guint                 procedure_place;
} MadoFormBuild;

/* Fills @b; its items, paths and gaps are the caller's. */
void mado_form_build_run (MadoFormBuild        *b,
                          MadoPack             *pack,
                          const MadoFormReader *reader);
/* The order of entry of two MadoFormField*, for g_ptr_array_sort(). */
int  mado_form_build_compare (gconstpointer a,
                              gconstpointer b);

G_END_DECLS
