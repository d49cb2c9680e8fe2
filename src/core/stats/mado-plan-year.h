/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mado-plan-book.h"

G_BEGIN_DECLS

/*
 * What happens to a plan in April: a new fiscal year, another organisation,
 * other officers. Each changes a book; form/mado-plan-change.h makes edits of it.
 */

/* The rows of @book for the fiscal year after it: same text to go on from, no
 * answers, each pointing back to its row of this year, with ids that two desks
 * derive alike. Goals, KPI and departments are those of the plan. */
MadoPlanBook *mado_plan_next_year (const MadoPlanBook *book);

typedef enum
{
  MADO_REORG_RENAME, /* one department, another name */
  MADO_REORG_MERGE,  /* several become one */
  MADO_REORG_SPLIT,  /* one becomes several; each has all of its rows until somebody takes some out */
} MadoReorgKind;

typedef struct
{
  MadoReorgKind kind;
  char        **from; /* ids */
  char        **to;   /* names; of RENAME and MERGE one */
} MadoReorg;

/**
 * mado_plan_reorganise:
 * @date: ISO date from which it holds
 *
 * Departments keep their records: a new name begins with @date, one that ends
 * points to what became of it. Rows of the book, and the （課名） lines in them, go
 * over to the successors. Older books keep the older names.
 *
 * Returns: %FALSE with INVALID or NOT_FOUND if a step cannot be taken; then
 *   nothing was changed
 */
gboolean      mado_plan_reorganise (MadoPlanBook    *book,
                                    const MadoReorg *step,
                                    const char      *date,
                                    GError         **error);

/* The same by names as people write them, several parted by 、 or commas. */
gboolean      mado_plan_reorganise_named (MadoPlanBook   *book,
                                          MadoReorgKind   kind,
                                          const char     *from,
                                          const char     *to,
                                          const char     *date,
                                          GError        **error);

/* Who are the officers from now on: the list names each once; who is not in it
 * is none any more. */
typedef struct
{
  char *staff;      /* id */
  char *name;       /* "" if the list has none */
  char *department; /* id */
} MadoPlanOfficer;

void          mado_plan_officer_free (MadoPlanOfficer *self);

gboolean      mado_plan_set_officers (MadoPlanBook *book, GPtrArray *officers /* MadoPlanOfficer* */, GError **error);

G_END_DECLS
