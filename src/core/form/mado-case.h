/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/form/mado-form-reader.h"
#include "core/model/mado-case-path.h"
#include "core/model/mado-case-state.h"
#include "core/procedure/mado-pack.h"
#include "core/sync/mado-record.h"

G_BEGIN_DECLS

/**
 * MadoCase:
 *
 * A case as people speak of it, over the fold of its record. Read-only: what
 * people enter goes through MadoCaseEdit. When the store has a newer fold,
 * mado_case_set_record() takes it and emits
 *
 *   "changed" (char **paths)   paths that show something else now
 *
 * Texts that are handed out live until the next set_record.
 */
#define MADO_TYPE_CASE (mado_case_get_type ())
G_DECLARE_FINAL_TYPE (MadoCase, mado_case, MADO, CASE, GObject)

MadoCase     *mado_case_new           (MadoPack   *pack, /* nullable */
                                       MadoRecord *record);
MadoPack     *mado_case_get_pack      (MadoCase   *self);
MadoRecord   *mado_case_get_record    (MadoCase   *self);
void          mado_case_set_record    (MadoCase   *self,
                                       MadoRecord *record);
const MadoId *mado_case_get_id        (MadoCase   *self);

/* --- facts: "" if not known ----------------------------------------------- */
const char   *mado_case_get_event       (MadoCase *self);
const char   *mado_case_get_ticket_no   (MadoCase *self);
const char   *mado_case_get_case_no     (MadoCase *self);
const char   *mado_case_get_origin      (MadoCase *self);
const char   *mado_case_get_received_on (MadoCase *self);
/* Why the case rests; "" if it goes on. */
const char   *mado_case_get_parked      (MadoCase *self);
/* "yes", "no", "unsure", or "": nobody was asked. */
const char   *mado_case_get_answer      (MadoCase *self, const char *question);

/* --- people ----------------------------------------------------------------- */
/* Element ids in the order they were entered, the head first if known. */
const char *const *mado_case_list_persons (MadoCase *self);
const char   *mado_case_get_head        (MadoCase *self); /* eid or "" */
/* Who has a role in a procedure: eid, "visitor", or "" (the pack's default). */
const char   *mado_case_get_role        (MadoCase *self, const char *role, const char *proc);
/* Family and given name with a full-width space, as written; "" if none. */
char         *mado_case_dup_name        (MadoCase *self, const char *eid);
char         *mado_case_dup_kana        (MadoCase *self, const char *eid);
/* The visitor's: typed, or that of the person in role/visitor. */
char         *mado_case_dup_visitor_name(MadoCase *self);

/* --- procedures --------------------------------------------------------------- */
typedef struct
{
  char                *id;
  const MadoProcedure *procedure; /* NULL: not in this pack */
  const char          *desk;      /* desk id, "" if not in this pack */
  MadoProcState        state;
  MadoProcAdded        added;
  char                *reason;    /* "" if none */
  char                *actor;     /* who set the state, "" if nobody */
  MadoId               device;    /* and on which device */
  gint64               at;        /* when, by corrected time; ms, 0 if never */
  gboolean             conflict;  /* two desks set different states */
} MadoCaseProc;

/* MadoCaseProc* in the pack's order, unknown ones last. Borrowed. */
GPtrArray          *mado_case_list_procedures (MadoCase *self);
const MadoCaseProc *mado_case_find_procedure  (MadoCase *self, const char *proc);
/* "have", "later", "unneeded" or "". */
const char         *mado_case_get_document    (MadoCase *self, const char *proc, const char *document);
/* Is it wanted: guided, picked or unsure, and not declined? */
gboolean            mado_case_proc_is_wanted  (const MadoCaseProc *self);

/* --- conflicts and marks -------------------------------------------------------- */
/* MadoRegister* that a person has to settle (container): without marks, routes
 * and confirmations, which nobody looks at. */
GPtrArray    *mado_case_list_conflicts  (MadoCase *self);
/* Milliseconds of the earliest such mark, 0 if none. */
gint64        mado_case_get_mark        (MadoCase *self, const char *desk, const char *mark);

/* --- 支援措置 --------------------------------------------------------------------- */
/* Some scope was shut out of the addresses on purpose. */
gboolean      mado_case_is_protected    (MadoCase *self);
/* Whether @scope may see addresses of this case here. */
gboolean      mado_case_may_see_address (MadoCase *self, const char *scope);

/* --- reading by path ---------------------------------------------------------------- */
/* A reader over the record alone (no edit); borrowed from @self. */
MadoFormReader mado_case_get_reader     (MadoCase *self);

/* The section in which a path of this kind is written: "shared", "addr" or a
 * desk id. Fields as the pack says; everything of a sensitive procedure, its
 * documents and its desk's marks in its desk's section. NULL for a path that
 * neither pack nor program knows. */
const char   *mado_case_section_for     (MadoPack   *pack,
                                         const char *path);

G_END_DECLS
