/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-date.h"
#include "core/model/mado-plan-book.h"

G_BEGIN_DECLS

/*
 * What a person should look at before an edition is fixed, and how far the
 * departments are. Pure functions over a book.
 */
typedef enum
{
  MADO_REVIEW_PAST_PLAN, /* 予定 of a date that has passed by the as-of date */
  MADO_REVIEW_UNCHANGED, /* the text is that of the last editions */
  MADO_REVIEW_NOTATION,  /* written otherwise than the city writes it; `suggestion` is its way */
  MADO_REVIEW_NO_DATE,   /* a figure that counts something now, without an as-of date */
  MADO_REVIEW_LOW_KPI,   /* below the threshold, and nobody says why */
  MADO_REVIEW_CONFLICT,  /* two texts stand for one line */
} MadoReviewKind;

const char *mado_review_kind_print (MadoReviewKind kind); /* translated */

typedef struct
{
  MadoReviewKind kind;
  MadoId         record;     /* of the row or KPI */
  int            no;         /* of the row or KPI */
  gboolean       is_kpi;
  char          *title;
  MadoPlanText   text;       /* where the line is */
  char          *line;       /* id; "" if the row as a whole is meant */
  char          *words;      /* what it is about */
  char          *suggestion; /* of NOTATION: the whole line in the city's way; "" */
} MadoReview;

void       mado_review_free (MadoReview *self);

/**
 * mado_plan_review:
 * @as_of: what "passed" is measured by
 * @editions: (nullable): MadoPlanBook* of the last editions, in any order;
 *   a text that all of them have is UNCHANGED
 *
 * Returns: (transfer full): MadoReview*, rows in their order, KPI last
 */
GPtrArray *mado_plan_review (const MadoPlanBook *book, const MadoDate *as_of, GPtrArray *editions);

/* The city's way to write: one digit full-width, more half-width; letters
 * half-width; ○ for 〇 and ◯; one space for several, none at the ends;
 * 令和６年 for R6年. What stands between digits with commas or points is left. */
char      *mado_plan_unify  (const char *text);

/* --- how far they are ------------------------------------------------------------- */
typedef struct
{
  char *department;
  guint rows;
  guint none;
  guint draft;
  guint confirmed;
  guint accepted;
  guint returned;
  guint unchanged; /* of those confirmed or accepted */
} MadoPlanProgress;

/* Of each department that has rows, for a round (as-of date), in the book's
 * order of departments (MadoPlanProgress*, full). */
GPtrArray *mado_plan_progress    (const MadoPlanBook *book, const char *round);
/* Something is still to be done by it. */
gboolean   mado_plan_is_missing  (const MadoPlanProgress *progress);
/* Rows of which a department's answer is older than @ms or not there (MadoInitiative*, container). */
GPtrArray *mado_plan_not_updated_since (const MadoPlanBook *book, gint64 ms);

G_END_DECLS
