/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Need to know. One pure function guards every read and every write on the
 * desktop and on the server; there is no other place that decides. It judges
 * one section of one record at a time (sections and routes: README.md of
 * core/model).
 */

typedef enum
{
  MADO_ROLE_NONE,
  MADO_ROLE_COUNTER,    /* 窓口: a window of the main office */
  MADO_ROLE_CENTRE,     /* センター: a service centre; forwards what it may not do */
  MADO_ROLE_REVIEWER,   /* 審査: accepts and checks applications */
  MADO_ROLE_PROMOTER,   /* 推進員: initiatives and figures of a department */
  MADO_ROLE_SUPERVISOR, /* 監督: answers for the desks of the scopes given */
  MADO_ROLE_ADMIN,      /* 管理: runs the system; sees no case */
} MadoRole;

const char *mado_role_to_string   (MadoRole    role); /* "counter", … */
MadoRole    mado_role_from_string (const char *text); /* NONE if unknown */

typedef enum
{
  MADO_VERB_READ,
  MADO_VERB_WRITE,       /* change values; also makes a section */
  MADO_VERB_ROUTE,       /* widen or narrow who may read the section */
  MADO_VERB_ACCEPT,      /* 受付, 入力済 */
  MADO_VERB_CHECK,       /* 照合済: by a second person */
  MADO_VERB_PURGE,       /* destroy; only what is due */
  MADO_VERB_BREAK_GLASS, /* read without a route, for a reason, recorded */
} MadoVerb;

const char *mado_verb_to_string (MadoVerb verb);

/* Who acts, under which ticket. All borrowed. */
typedef struct
{
  const char        *staff;  /* staff id; empty or NULL: nobody is signed in */
  MadoRole           role;
  const char *const *scopes; /* desks and centres, NULL-ended; may be NULL */
} MadoActor;

/* What is acted on. All borrowed. */
typedef struct
{
  const char        *kind;         /* kind of the record */
  const char        *section;
  gboolean           is_new;       /* the section has no commit yet */
  const char *const *routes;       /* scopes that may read it; for a new section those that its first commit sets */
  const char        *last_actor;   /* who accepted or entered what is to be checked; NULL if not known */
  gboolean           glass_broken; /* this actor has given a reason for this record */
  gboolean           is_due;       /* retention is over by the server's time */
  gboolean           is_guarded;   /* others were shut out of it by a person, and this actor wrote nothing in it */
} MadoSubject;

/* Kinds that say nothing about citizens: everybody who works here reads them,
 * routes say who writes. A kind that is not known here is not open. */
gboolean    mado_policy_kind_is_open (const char *kind);

/* A short token that says why not, for the audit and for messages:
 * "nobody", "role", "route", "own-scope", "same-person", "not-due", "reason" (to be
 * given first: MADO_VERB_BREAK_GLASS). */
gboolean    mado_policy_may (const MadoActor    *actor,
                             MadoVerb            verb,
                             const MadoSubject  *subject,
                             const char        **why_not);

G_END_DECLS
