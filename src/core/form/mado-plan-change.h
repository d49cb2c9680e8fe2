/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/form/mado-plan-view.h"
#include "core/sync/mado-edit.h"

G_BEGIN_DECLS

/*
 * From a book to edits: what has to be written so that the records say what
 * the book says. The same comparison tells a person beforehand what will change.
 */
typedef enum
{
  MADO_PLAN_ADDED,
  MADO_PLAN_CHANGED,
  MADO_PLAN_REMOVED,
} MadoPlanChangeType;

typedef enum
{
  MADO_PLAN_OF_PLAN,
  MADO_PLAN_OF_DEPARTMENT,
  MADO_PLAN_OF_INITIATIVE,
  MADO_PLAN_OF_KPI,
} MadoPlanChangeOf;

/* One difference, for people. */
typedef struct
{
  MadoPlanChangeType type;
  MadoPlanChangeOf   of;
  MadoId             record;
  int                no;     /* of the row or KPI; 0 */
  char              *name;   /* title of the row, name of the KPI or department */
  char              *member; /* "title", "status", "2023" …; "" for the whole */
  char              *before; /* "" if added */
  char              *after;  /* "" if removed */
} MadoPlanChange;

void mado_plan_change_free (MadoPlanChange *self);

typedef struct
{
  GPtrArray *edits;   /* MadoEdit*: for mado_store_write_all() */
  GPtrArray *changes; /* MadoPlanChange* */
} MadoPlanUpdate;

void mado_plan_update_clear (MadoPlanUpdate *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MadoPlanUpdate, mado_plan_update_clear)

typedef struct
{
  const char *city;    /* 団体コード */
  GHashTable *records; /* MadoId* → MadoRecord*: those that are here */
  MadoSource  source;
  const char *purpose;
} MadoPlanUpdateOptions;

/* Fills in ids that @wanted lacks: the plan's from city and name, a row's by
 * its number among @records' rows of the plan and year, else from the natural
 * key; KPI likewise. */
void mado_plan_book_settle_ids (MadoPlanBook                *wanted,
                                const MadoPlanUpdateOptions *options);

/* Rows, KPI and departments that the book does not name are left alone; the
 * lines of a row that it names become those of the book. Ids must be settled. */
void mado_plan_update_make     (MadoPlanUpdate              *update,
                                const MadoPlanBook          *wanted,
                                const MadoPlanUpdateOptions *options);

/* The rows alone. */
void mado_plan_update_make_rows (MadoPlanUpdate             *update,
                                const MadoPlanBook          *wanted,
                                const MadoPlanUpdateOptions *options);

G_END_DECLS
