/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/procedure/mado-pack.h"

G_BEGIN_DECLS

/**
 * MadoFacts:
 *
 * What is known of one visit when guidance runs: the day, the household, case
 * fields, and what a person answered. Values are canonical texts ("yes"/"no",
 * choice codes, ISO dates). Setting NULL takes a value back.
 */
typedef struct _MadoFacts MadoFacts;

typedef enum
{
  MADO_ANSWER_NONE,
  MADO_ANSWER_YES,
  MADO_ANSWER_NO,
  MADO_ANSWER_UNSURE,
} MadoAnswer;

MadoFacts  *mado_facts_new        (const char *today);
void        mado_facts_free       (MadoFacts *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoFacts, mado_facts_free)
void        mado_facts_set        (MadoFacts *self, const char *field, const char *value);
guint       mado_facts_add_person (MadoFacts *self);
void        mado_facts_set_person (MadoFacts *self, guint person, const char *field, const char *value);
void        mado_facts_answer     (MadoFacts *self, const char *question, MadoAnswer answer);
/* Procedures chosen by hand (証明書, 手続きを選ぶ). */
void        mado_facts_pick       (MadoFacts *self, const char *procedure);
const char *mado_answer_to_text   (MadoAnswer answer);          /* "yes" "no" "unsure" "" */
MadoAnswer  mado_answer_from_text (const char *text);

typedef enum
{
  MADO_QUESTION_OPEN,     /* to be asked */
  MADO_QUESTION_ANSWERED, /* by a person */
  MADO_QUESTION_DERIVED,  /* 自動 */
  MADO_QUESTION_HIDDEN,   /* does not apply; counts as no */
  MADO_QUESTION_MOOT,     /* its answer would change nothing */
  MADO_QUESTION_WAITING,  /* whether it applies depends on one not answered yet */
} MadoQuestionState;

typedef struct
{
  const MadoQuestion *question;
  const MadoText     *text;      /* as this event words it */
  MadoQuestionState   state;
  MadoAnswer          answer;    /* what counts now; NONE while open */
  MadoAnswer          derived;   /* what the data say; NONE if they do not */
  gboolean            overruled; /* a person said otherwise than the data */
} MadoGuidanceQuestion;

typedef enum
{
  MADO_GUIDANCE_CERTAIN,
  MADO_GUIDANCE_UNSURE,   /* 要確認: a person must look */
} MadoGuidanceStatus;

typedef struct
{
  const MadoProcedure  *procedure;
  MadoGuidanceStatus    status;
  gboolean              picked;
  gboolean              later;      /* あとで: its documents are not here */
  GPtrArray            *why;        /* const MadoText* */
  GPtrArray            *documents;  /* const MadoDocument*; to bring */
  char                 *deadline;   /* ISO date, or NULL */
  gboolean              past;       /* 届出期間経過 */
  char                 *not_before; /* ISO date: too early today; else NULL */
  GPtrArray            *after;      /* const MadoProcedure*: of this list */
} MadoGuidanceItem;

typedef struct
{
  const MadoReferral *referral;   /* NULL for advice */
  const MadoText     *text;       /* why, or the advice */
  MadoGuidanceStatus  status;
} MadoGuidanceNote;

typedef struct
{
  const MadoProcedure *procedure;
  const MadoRefusal   *refusal;
} MadoGuidanceRefusal;

typedef struct
{
  const MadoDesk *desk;
  GPtrArray      *items;   /* const MadoGuidanceItem* */
  gboolean        back;    /* the return to the first desk, to collect */
} MadoGuidanceStop;

/**
 * MadoGuidance:
 *
 * The outcome: a pure function of pack, event and facts. Owns its arrays.
 */
typedef struct
{
  MadoPack        *pack;
  const MadoEvent *event;
  GPtrArray       *questions; /* MadoGuidanceQuestion, in the order of asking */
  GPtrArray       *items;     /* MadoGuidanceItem, in the order of the list */
  GPtrArray       *pending;   /* const MadoProcedure*: depend on open questions */
  GPtrArray       *referrals; /* MadoGuidanceNote */
  GPtrArray       *advice;    /* MadoGuidanceNote */
  GPtrArray       *refusals;  /* MadoGuidanceRefusal */
  GPtrArray       *walk;      /* MadoGuidanceStop, in walking order */
  guint            n_open;
} MadoGuidance;

/* @event NULL: only picked procedures. */
MadoGuidance *mado_guidance_run  (MadoPack *pack, const MadoEvent *event, const MadoFacts *facts);
void          mado_guidance_free (MadoGuidance *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoGuidance, mado_guidance_free)

/* The next question to ask, or NULL. */
const MadoGuidanceQuestion *mado_guidance_next (const MadoGuidance *self);
const MadoGuidanceItem     *mado_guidance_find (const MadoGuidance *self, const char *procedure);
/* Only the windows: for any list of procedures (slip, list of the day). */
GPtrArray *mado_guidance_walk (MadoPack *pack, const MadoProcedure *const *procedures, guint n); /* const MadoDesk*; the first may come again at the end */

G_END_DECLS
