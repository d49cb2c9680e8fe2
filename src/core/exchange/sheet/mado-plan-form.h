/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/exchange/mado-plan-store.h"
#include "core/exchange/sheet/mado-sheet-read.h"
#include "core/exchange/mado-plan-file.h"

G_BEGIN_DECLS

/*
 * The answer form (回答様式): a workbook per department with its rows, for who
 * never opens the program. What is fixed is locked, the text of now stands
 * beside the cell for the new one, line breaks are kept. A hidden sheet says
 * of what state of each row it was made: what is read back is an edit begun
 * then, so what others have changed since is not overwritten: the same line
 * changed twice is a conflict with both texts, like any other.
 */

/* Writes the form of @department for a round (ISO as-of date). The file is
 * replaced as a whole. NOT_FOUND: the department has no rows. */
gboolean mado_plan_form_write     (MadoPlanSet  *set,
                                   const char   *department,
                                   const char   *round,
                                   const char   *path,
                                   GError      **error);
/* One for each department with rows, named by it, into a folder. Returns how many; -1: error. */
int      mado_plan_form_write_all (MadoPlanSet  *set,
                                   const char   *round,
                                   const char   *dir,
                                   GError      **error);

typedef struct
{
  MadoId  record;
  GArray *heads;     /* MadoId */
  guint   row;       /* in the sheet, as a spreadsheet counts */
  char   *number;    /* as shown */
  char   *before;    /* text when the form was made */
  char   *answer;    /* what is there now; "" if nothing was entered */
  gboolean unchanged;/* 変更なし was marked */
} MadoPlanFormRow;

typedef struct
{
  char      *file;
  MadoId     plan;
  int        year;
  char      *department;
  char      *round;
  GPtrArray *rows; /* MadoPlanFormRow* */
} MadoPlanForm;

void          mado_plan_form_free  (MadoPlanForm *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoPlanForm, mado_plan_form_free)
/* Reads one; faults go into @reading by row and column. NULL: there were any. */
MadoPlanForm *mado_plan_form_read  (MadoPlanReading *reading, const char *name, GBytes *bytes);

/* What the forms (MadoPlanForm*) change, and the edits that do it; the
 * departments' answers are confirmed by it. FALSE: faults are in @reading. */
gboolean      mado_plan_form_prepare (MadoStore *store, MadoPlanSet *set, GPtrArray *forms, MadoPlanReading *reading,
                                      MadoPlanUpdate *update);

/* Is it an answer form, filled in or not? (MadoSheet*) */
gboolean      mado_plan_form_is (GPtrArray *sheets);
/* Tables of rows or KPI, as CSV has them, one a sheet. */
gboolean      mado_plan_sheet_read_tables (MadoPlanReading *reading, const char *name, GPtrArray *sheets);
/* The plan's tables as a workbook: rows and KPI, one sheet each. */
gboolean      mado_plan_sheet_write (const MadoPlanBook *book, const char *path, GError **error);

/* What differs between two states, as a workbook. */
gboolean      mado_plan_sheet_write_changes (const MadoPlanBook *older, const MadoPlanBook *newer, const char *path,
                                             GError **error);

G_END_DECLS
