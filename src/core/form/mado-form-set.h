/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/form/mado-form-reader.h"

G_BEGIN_DECLS

/**
 * MadoFormSet:
 *
 * What has to be asked: the fields of all procedures of a case, each path
 * once, in the order of entry: the visitor, persons line by line, fields of the
 * case, then what single procedures ask for. Recomputed from the case by
 * mado_form_set_refresh(); items whose path stays keep their address. A field whose condition is still
 * open is listed as uncertain and is no gap yet.
 */
#define MADO_TYPE_FORM_SET (mado_form_set_get_type ())
G_DECLARE_FINAL_TYPE (MadoFormSet, mado_form_set, MADO, FORM_SET, GObject)

typedef enum
{
  MADO_STAGE_VISITOR,   /* who stands at the counter */
  MADO_STAGE_HOUSEHOLD, /* a line of the household table */
  MADO_STAGE_CASE,      /* shared by the forms: move date, addresses */
  MADO_STAGE_PROCEDURE, /* one form's own */
} MadoFormStage;

typedef enum
{
  /* In order of strength. */
  MADO_NEED_NOW,      /* required before signing */
  MADO_NEED_LATER,    /* required, may still be empty at signing */
  MADO_NEED_STAFF,    /* required in 職員記入欄 */
  MADO_NEED_OPTIONAL,
} MadoFormNeed;

typedef struct
{
  char            *path;
  const MadoField *field;
  MadoFormStage    stage;
  MadoFormNeed     need;       /* the strongest of all who ask */
  MadoFieldRole    role;       /* SIGNED if any form has it signed, else LATER, else STAFF */
  char            *section;    /* of the record, where it is written */
  char            *eid;        /* person, or NULL */
  const MadoDesk  *desk;       /* the first desk, in the list's order, that asks */
  GPtrArray       *procedures; /* const MadoProcedure*: whose forms print it */
  GArray          *needs;      /* MadoFormNeed: what each of them wants */
  gboolean         uncertain;  /* shown only because a condition is open */
  gboolean         filled;
  char            *propose;    /* path whose value is proposed, or NULL */
  guint            place[3];   /* sorts in the order of entry */
} MadoFormField;

/* A role that a form wants and that no person has yet. */
typedef struct
{
  const MadoProcedure     *procedure;
  const MadoProcedureRole *role;
} MadoFormRoleGap;

typedef struct
{
  const MadoDesk *desk;
  guint           gaps;
} MadoDeskGaps;

MadoFormSet *mado_form_set_new           (MadoPack             *pack);

/* Returns TRUE, and emits ::changed, if any item came, went or changed. */
gboolean     mado_form_set_refresh       (MadoFormSet          *self,
                                          const MadoFormReader *reader);

/* MadoFormField*, in the order of entry. Borrowed until the next refresh. */
GPtrArray           *mado_form_set_get_items  (MadoFormSet   *self);
const MadoFormField *mado_form_set_find       (MadoFormSet   *self,
                                               const char    *path);
/* Items of one procedure's form (container). */
GPtrArray           *mado_form_set_list_form  (MadoFormSet   *self,
                                               const char    *procedure);
/* Unfilled items that forms of @desk require, in the order of entry
 * (container). NULL: of all desks. */
GPtrArray           *mado_form_set_list_gaps  (MadoFormSet   *self,
                                               const char    *desk);
/* The next gap of @desk behind @path, from the beginning again after the
 * last; NULL if there is none. @path may be NULL. */
const MadoFormField *mado_form_set_next_gap   (MadoFormSet   *self,
                                               const char    *desk,
                                               const char    *path);
/* Gaps of the other desks that @desk does not ask for itself, each counted
 * once, for its first desk: MadoDeskGaps (GArray, full). */
GArray              *mado_form_set_count_gaps (MadoFormSet   *self,
                                               const char    *desk);
/* "国保 2, 子育て 5" */
char                *mado_form_set_describe_gaps (MadoFormSet *self,
                                                  const char  *desk,
                                                  const char  *language);
/* MadoFormRoleGap*. Borrowed until the next refresh. */
GPtrArray           *mado_form_set_get_role_gaps (MadoFormSet *self);
/* All that must be there before signing is there. */
gboolean             mado_form_set_is_ready      (MadoFormSet *self,
                                                  const char  *procedure); /* NULL: all */

/* Element ids that have @role in @procedure: what is recorded, else what the
 * pack proposes. NULL-terminated, full. "visitor" may be among them. */
char               **mado_form_role_persons   (MadoPack             *pack,
                                               const MadoFormReader *reader,
                                               const MadoProcedure  *procedure,
                                               const char           *role);

G_END_DECLS
