/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-random.h"

G_BEGIN_DECLS

/*
 * The paths of a case (README.md of this folder) and the words they hold:
 * built here, taken apart here, so that no caller glues strings.
 * Builders return new text; a NULL or empty part is a programmer's mistake.
 */

#define MADO_CASE_SECTION_SHARED "shared"
#define MADO_CASE_SECTION_ADDR   "addr"

/* --- building ------------------------------------------------------------- */
char *mado_case_path_person      (const char *eid, const char *field);
char *mado_case_path_field       (const char *field);
char *mado_case_path_answer      (const char *question);
char *mado_case_path_role        (const char *role, const char *proc /* nullable: visitor, head */);
char *mado_case_path_visitor     (const char *field);
char *mado_case_path_proc        (const char *proc, const char *leaf /* "state", "added", "reason", "signature" */);
char *mado_case_path_proc_field  (const char *proc, const char *field);
char *mado_case_path_proc_person (const char *proc, const char *eid, const char *field);
char *mado_case_path_document    (const char *proc, const char *document);
char *mado_case_path_signature   (const char *id, const char *leaf /* "strokes", "signer" */);
char *mado_case_path_ack         (const char *desk);
char *mado_case_path_mark        (const char *desk, const char *mark);
char *mado_case_path_route       (const char *scope);
char *mado_case_path_confirm     (const char *path);
char *mado_case_path_chosen      (const char *path);
char *mado_case_path_issued      (const char *document, const char *leaf /* "number", "reason" … */);
char *mado_case_path_handover    (const char *id, const char *leaf);

/* --- taking apart --------------------------------------------------------- */
typedef enum
{
  MADO_CASE_PATH_OTHER, /* of a newer program */
  MADO_CASE_PATH_FACT,  /* event, ticket_no, case_no, origin, received_on, parked, same-as: name */
  MADO_CASE_PATH_ROUTE,       /* name: scope */
  MADO_CASE_PATH_VISITOR,     /* name: field */
  MADO_CASE_PATH_PERSON,      /* eid, name: field or "removed" */
  MADO_CASE_PATH_ROLE,        /* name: role, proc or NULL */
  MADO_CASE_PATH_FIELD,       /* name: field */
  MADO_CASE_PATH_PROC,        /* proc, name: "state", "added", "reason", "signature" */
  MADO_CASE_PATH_PROC_FIELD,  /* proc, name: field */
  MADO_CASE_PATH_PROC_PERSON, /* proc, eid, name: field */
  MADO_CASE_PATH_DOCUMENT,    /* proc, name: document */
  MADO_CASE_PATH_ANSWER,      /* name: question */
  MADO_CASE_PATH_SIGNATURE,   /* eid: signature id, name: leaf */
  MADO_CASE_PATH_ACK,         /* name: desk */
  MADO_CASE_PATH_CONFIRM,     /* name: the path confirmed */
  MADO_CASE_PATH_CHOSEN,      /* name: the path where two values stood */
  MADO_CASE_PATH_MARK,        /* proc: desk, name: mark */
  MADO_CASE_PATH_ISSUED,      /* eid: document, name: leaf */
  MADO_CASE_PATH_HANDOVER,    /* eid: hand-over, name: leaf */
} MadoCasePathKind;

typedef struct
{
  MadoCasePathKind kind;
  char            *proc;
  char            *eid;
  char            *name;
} MadoCasePath;

/* FALSE if @path is no path at all (empty, an empty part); an unknown one
 * parses as OTHER. */
gboolean mado_case_path_parse (const char   *path,
                               MadoCasePath *out);
void     mado_case_path_clear (MadoCasePath *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MadoCasePath, mado_case_path_clear)

/* Whether a value at this path is personal and must be sealed. Unknown paths
 * are. */
gboolean mado_case_path_is_sealed (const char *path);
/* Whether a field id belongs to section "addr" (new.* old.* registered.* addr.*,
 * contact_phone) however the pack declares it. */
gboolean mado_case_field_is_address (const char *field);

/* "p" and 6 characters of base32 (lower case, no 0 1 8 9). */
char    *mado_case_new_element (MadoRandom *random);
gboolean mado_case_is_element  (const char *eid);

G_END_DECLS
