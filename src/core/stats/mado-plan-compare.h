/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mado-plan-book.h"

G_BEGIN_DECLS

/* What is different between two states of one plan: pure functions. */

/* Bytes of a text that the other one does not have. */
typedef struct
{
  int from;
  int until;
} MadoPlanSpan;

/* Words that differ between two texts: by characters, runs that are nearly
 * joined are one. Either array may be empty (MadoPlanSpan, full). */
void mado_plan_text_differ (const char *older, const char *newer, GArray **only_older, GArray **only_newer);

typedef struct
{
  const MadoPlanLine *older; /* NULL: the line is new */
  const MadoPlanLine *newer; /* NULL: it is gone */
  GArray             *only_older; /* MadoPlanSpan of the printed line (marker and text) */
  GArray             *only_newer;
} MadoPlanLinePair;

/* Lines of both, in the order of reading: gone ones where they were. */
GPtrArray *mado_plan_lines_compare (GPtrArray *older, GPtrArray *newer); /* MadoPlanLinePair* (full) */
gboolean   mado_plan_line_pair_differs (const MadoPlanLinePair *pair);

typedef struct
{
  const MadoInitiative *older; /* NULL: new */
  const MadoInitiative *newer; /* NULL: taken out */
} MadoPlanRowPair;

/* Rows whose title, text or departments differ, in the newer book's order,
 * then those taken out. Same record, or one the other's next year. MadoPlanRowPair (full). */
GArray    *mado_plan_books_compare (const MadoPlanBook *older, const MadoPlanBook *newer);

G_END_DECLS
