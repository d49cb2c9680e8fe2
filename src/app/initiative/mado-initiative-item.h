/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/form/mado-plan-view.h"

G_BEGIN_DECLS

/**
 * MadoInitiativeItem:
 *
 * A line of the list of initiatives: a heading, or a row of the plan and how
 * far it is. A plain copy; it keeps nothing of the book.
 */
#define MADO_TYPE_INITIATIVE_ITEM (mado_initiative_item_get_type ())
G_DECLARE_FINAL_TYPE (MadoInitiativeItem, mado_initiative_item, MADO, INITIATIVE_ITEM, GObject)

/* What the list can be narrowed to; F6 goes round them. */
typedef enum
{
  MADO_SHOW_ALL,
  MADO_SHOW_MINE,
  MADO_SHOW_OPEN,      /* 未更新: nothing entered for this call, or returned */
  MADO_SHOW_CONFIRMED, /* 課で確認: what those who gather have to look at */
  MADO_SHOW_RETURNED,
  MADO_SHOW_CONFLICTS,
  MADO_N_SHOWS
} MadoShow;

typedef struct
{
  MadoShow    show;
  const char *department; /* id; NULL: all */
  const char *query;      /* as typed; NULL or "": all */
  gint64      until;      /* ms: nothing changed since then; 0: all */
  const char *me;         /* staff id of who looks at it, with the name; both nullable */
  const char *my_name;
} MadoInitiativeFilter;

typedef struct
{
  char           *heading;  /* nullable: then a row, and all that follows counts */
  MadoId          id;
  char           *no;       /* "12", "―" */
  char           *title;
  char           *departments;
  MadoAnswerState state;    /* of one's own department; for the others' the least of all */
  guint           n_answered;
  guint           n_departments;
  gboolean        mine;
  gboolean        relisted; /* 再掲 */
  gint64          at;       /* ms: newest change */
  char           *changed;  /* when and by whom, for people */
  guint           n_conflicts;
  char           *comment;  /* of those who returned it; "" */
} MadoInitiativeFacts;

const MadoInitiativeFacts *mado_initiative_item_get_facts (MadoInitiativeItem *self);

/* MadoInitiativeItem* (full): one's own department's rows first, then goal by
 * goal. Headings without rows are left out. @round: ISO as-of date of the call,
 * nullable. */
GPtrArray  *mado_initiative_items_make  (const MadoPlanBook         *book,
                                         const char                 *scope,
                                         const char                 *round,
                                         const MadoInitiativeFilter *filter);
/* How many rows are @scope's, and how many of these are not updated. */
void        mado_initiative_items_count (const MadoPlanBook         *book,
                                         const char                 *scope,
                                         const char                 *round,
                                         guint                      *n_mine,
                                         guint                      *n_open);
/* 未更新, 入力中, 課で確認, 受付, 差戻し */
const char *mado_answer_state_label     (MadoAnswerState             state);

G_END_DECLS
