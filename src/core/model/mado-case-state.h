/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* State of a procedure in a case. The order along the way; the five beside it
 * come last. NONE: no such register. OTHER: a word of a newer program. */
typedef enum
{
  MADO_STATE_NONE,
  MADO_STATE_GUIDED,         /* 案内済 */
  MADO_STATE_FILLED,         /* 記入済 */
  MADO_STATE_SIGNED,         /* 署名済 */
  MADO_STATE_ACCEPTED,       /* 受付 */
  MADO_STATE_ENTERED,        /* 入力済 */
  MADO_STATE_CHECKED,        /* 照合済 */
  MADO_STATE_CLOSED,         /* 交付・終了 */
  MADO_STATE_HELD,           /* 保留 */
  MADO_STATE_FORWARDED,      /* 取次 */
  MADO_STATE_NOT_APPLICABLE, /* 対象外 */
  MADO_STATE_WITHDRAWN,      /* 取下げ */
  MADO_STATE_REFUSED,        /* 不受理 */
  MADO_STATE_OTHER,
} MadoProcState;

const char    *mado_proc_state_to_string   (MadoProcState  state); /* "" for NONE, OTHER */
MadoProcState  mado_proc_state_from_string (const char    *text);
/* Whether a person may take a procedure from @from to @to in one step. */
gboolean       mado_proc_state_may_follow  (MadoProcState  from,
                                            MadoProcState  to);
/* Nothing left to do for anybody: closed, not applicable, withdrawn, refused. */
gboolean       mado_proc_state_is_final    (MadoProcState  state);
/* Accepted at its desk or further. */
gboolean       mado_proc_state_is_accepted (MadoProcState  state);
/* The step needs a reason written by a person. */
gboolean       mado_proc_state_needs_reason (MadoProcState state);

typedef enum
{
  MADO_ADDED_NONE,
  MADO_ADDED_GUIDED,   /* by the answers */
  MADO_ADDED_PICKED,   /* by a person */
  MADO_ADDED_DECLINED, /* the visitor does not want it */
  MADO_ADDED_UNSURE,   /* 要確認 */
} MadoProcAdded;

const char    *mado_proc_added_to_string   (MadoProcAdded  added);
MadoProcAdded  mado_proc_added_from_string (const char    *text);

/* What makes somebody entitled: 本人, 同一世帯, 法定代理人, 任意代理人, 使者. */
typedef enum
{
  MADO_AUTHORITY_NONE,
  MADO_AUTHORITY_SELF,
  MADO_AUTHORITY_HOUSEHOLD,
  MADO_AUTHORITY_STATUTORY,
  MADO_AUTHORITY_LETTER,
  MADO_AUTHORITY_MESSENGER,
} MadoAuthority;

const char    *mado_authority_to_string    (MadoAuthority  authority);
MadoAuthority  mado_authority_from_string  (const char    *text);

/* Roles of a case, as they stand in paths. */
#define MADO_ROLE_VISITOR  "visitor"
#define MADO_ROLE_NOTIFIER "notifier"
#define MADO_ROLE_SUBJECT  "subject"
#define MADO_ROLE_HEAD     "head"
#define MADO_ROLE_PAYEE    "payee"

/* Marks for waiting and handling times: names without any person in them,
 * NULL-ended, in the order they happen. */
const char *const *mado_case_mark_names (void);
#define MADO_MARK_ARRIVED     "arrived"
#define MADO_MARK_CALLED      "called"
#define MADO_MARK_OPENED      "opened"
#define MADO_MARK_FIRST_ENTRY "first_entry"
#define MADO_MARK_SIGNED      "signed"
#define MADO_MARK_ACCEPTED    "accepted"
#define MADO_MARK_FORWARDED   "forwarded"
#define MADO_MARK_LEFT        "left"

G_END_DECLS
