/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-id.h"

G_BEGIN_DECLS

/*
 * The paths of a plan's records (README.md of this folder): kinds "plan",
 * "initiative", "kpi", "department", "edition". Nothing in them is about a
 * citizen, so nothing is sealed. Builders return new text; an empty part is a
 * programmer's mistake.
 */

#define MADO_KIND_PLAN       "plan"
#define MADO_KIND_INITIATIVE "initiative"
#define MADO_KIND_KPI        "kpi"
#define MADO_KIND_DEPARTMENT "department"
#define MADO_KIND_EDITION    "edition"

/* What all departments of a row, and those who gather, write. What one
 * department writes alone is in a section of its id. */
#define MADO_PLAN_SECTION_SHARED "shared"
/* What only those who gather write: their decisions about answers. */
#define MADO_PLAN_SECTION_GATHER "gather"

/* Where a line stands: 事業概要 or 実施状況・実施予定. */
typedef enum
{
  MADO_PLAN_STATUS,
  MADO_PLAN_SUMMARY,
} MadoPlanText;

/* @leaf: "text", "shape", "order", "departments", "extra", "removed" */
char *mado_plan_path_line       (MadoPlanText text, const char *lid, const char *leaf);
char *mado_plan_path_figure     (MadoPlanText text, const char *lid, const char *fid);
char *mado_plan_path_department (const char *department, const char *leaf /* "order", "removed" */);
/* @round: ISO date of the as-of date asked for; @leaf: "state", "comment", "unchanged" */
char *mado_plan_path_answer     (const char *department, const char *round, const char *leaf);
char *mado_plan_path_decision   (const char *department, const char *round);
char *mado_plan_path_row        (int year, const MadoId *initiative, const char *leaf /* "order", "removed" */);
char *mado_plan_path_kpi        (const MadoId *kpi, const char *leaf);
char *mado_plan_path_value      (const char *when /* "target" or a fiscal year */);
char *mado_plan_path_setting    (const char *name);

typedef struct
{
  MadoPlanText text;
  char        *lid;
  char        *leaf;    /* "text" …; of a figure its id */
  gboolean     figure;
} MadoPlanLinePath;

/* FALSE: not a path of a line. */
gboolean mado_plan_line_path_parse (const char *path, MadoPlanLinePath *out);
void     mado_plan_line_path_clear (MadoPlanLinePath *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MadoPlanLinePath, mado_plan_line_path_clear)

/* --- ids from natural keys: two desks that add the same add one --------------- */
void  mado_plan_id_plan        (MadoId *id, const char *city, const char *name);
/* @key: the number in the report, or what names a row without one. */
void  mado_plan_id_initiative  (MadoId *id, const MadoId *plan, int year, const char *key);
void  mado_plan_id_kpi         (MadoId *id, const MadoId *plan, const char *key);
void  mado_plan_id_department  (MadoId *id, const char *city, const char *department);
void  mado_plan_id_edition     (MadoId *id, const MadoId *plan, int year, const char *as_of);
/* "d" and 10 characters of base32, for a department whose list gives no id. */
char *mado_plan_department_id  (const char *name);
/* A line's id from the place it was read from. */
char *mado_plan_line_id        (const MadoId *initiative, MadoPlanText text, guint place, const char *content);
/* A line that a person adds: "l" and 8 characters of base32. */
char *mado_plan_new_line       (MadoRandom *random);
/* May it stand as a section and scope? 1-31 of A-Z a-z 0-9 _ - . @ */
gboolean mado_plan_is_department (const char *text);

/* --- order ------------------------------------------------------------------------
 * A key is text of 0-9 A-Z a-z, compared bytewise. Between two keys there is
 * always another; two desks that insert at one place get keys that need not
 * differ, and then the ids decide. */
char *mado_plan_order_nth      (guint place);
/* @before, @after: nullable (the beginning, the end). */
char *mado_plan_order_between  (const char *before, const char *after);

G_END_DECLS
