/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/procedure/mado-expr.h"
#include "core/procedure/mado-text.h"

G_BEGIN_DECLS

/*
 * What a city pack is made of (data/city/README.md shows the files). All of it is owned by the pack, read-only, and
 * lives as long as the pack. Dates are ISO texts, NULL where the pack has none.
 * Arrays come with their length; look-ups are in mado-pack.h.
 */

/* --- places ------------------------------------------------------------- */
typedef struct
{
  guint           index;     /* position in the pack */
  const char     *id;
  const MadoText *name;
  const char     *window;    /* number on the sign, as text */
  int             floor;     /* 1 = ground floor */
  const MadoText *floor_name;
  const char     *phone;
  const char     *opens;     /* "08:15" */
  const char     *closes;
  gboolean        first;     /* the walk begins and ends here */
} MadoDesk;

typedef struct
{
  guint           index;
  const char     *id;
  const MadoText *name;
  const MadoText *address;
  const char     *phone;
  const char     *opens;
  const char     *closes;
  gboolean        remote;    /* can call a desk at headquarters */
} MadoCentre;

typedef struct
{
  guint       index;
  const char *id;            /* "" for municipalities elsewhere */
  const char *postal_code;   /* 7 digits, "" if not known */
  const char *prefecture;
  const char *municipality;
  const char *town;          /* "" for a whole municipality */
  const char *kana;          /* reading of the town, or of the municipality */
  const char *elementary;    /* school of the district, "" elsewhere */
  const char *junior_high;
} MadoTown;

/* --- fields ------------------------------------------------------------- */
typedef enum
{
  MADO_FIELD_TEXT,
  MADO_FIELD_KANA,
  MADO_FIELD_DATE,
  MADO_FIELD_CHOICE,      /* value: s, the code of one choice */
  MADO_FIELD_CHOICES,     /* value: av of codes */
  MADO_FIELD_YES_NO,      /* value: b */
  MADO_FIELD_NUMBER,      /* value: x */
  MADO_FIELD_PHONE,
  MADO_FIELD_EMAIL,
  MADO_FIELD_POSTAL_CODE, /* value: s, 7 digits */
  MADO_FIELD_TIME,        /* value: s, ISO date and time "2026-04-01T13:05" */
} MadoFieldType;

typedef enum
{
  MADO_SCOPE_CASE,             /* field/<field> */
  MADO_SCOPE_PROCEDURE,        /* proc/<proc>/field/<field> */
  MADO_SCOPE_PERSON,           /* person/<eid>/<field> */
  MADO_SCOPE_PROCEDURE_PERSON, /* proc/<proc>/person/<eid>/<field> */
  MADO_SCOPE_VISITOR,          /* visitor/<field> */
} MadoFieldScope;

typedef enum
{
  MADO_SECTION_SHARED,
  MADO_SECTION_ADDR,
  MADO_SECTION_DESK,
} MadoFieldSection;

typedef struct
{
  guint           key;    /* typed on the ten-key, 1.. ; never 0 */
  const char     *code;   /* what is stored */
  const MadoText *label;
  const char     *kana;   /* to filter by; "" if none */
  guint           points; /* 本人確認: 2 is enough alone, two of 1 are; else 0 */
} MadoChoice;

typedef struct
{
  guint             index;
  const char       *id;
  guint             tag;        /* number in the slip codec, never reused */
  MadoFieldType     type;
  MadoFieldScope    scope;
  MadoFieldSection  section;
  const MadoText   *label;
  const char       *reading;    /* kana of the label */
  const MadoText   *help;
  const MadoChoice *choices;
  guint             n_choices;
  guint             max_length; /* characters; 0 = the program's limit */
  gboolean          required;   /* default for the forms that ask for it */
  gboolean          partial;    /* dates: month or day may be unknown */
  gboolean          seen;       /* only who has seen it can say it: never taken over from
                                 * what a visitor prepared elsewhere */
  gboolean          has_min, has_max; /* numbers */
  gint64            min, max;
  const char       *not_before; /* dates: ISO, "today", or a field id */
  const char       *not_after;
  const char       *kana_of;    /* kana: the field whose reading it is */
} MadoField;

/* --- procedures --------------------------------------------------------- */
typedef enum
{
  MADO_ROLE_SIGNED,  /* what the person declares */
  MADO_ROLE_STAFF,   /* 職員記入欄 */
  MADO_ROLE_LATER,   /* may still be empty at signing */
} MadoFieldRole;

typedef enum { MADO_SIGN_TABLET, MADO_SIGN_PAPER, MADO_SIGN_SEAL, MADO_SIGN_NONE } MadoSign;
typedef enum { MADO_NUMBER_NONE, MADO_NUMBER_STAFF } MadoIndividualNumber;
typedef enum { MADO_BRANCH_DO, MADO_BRANCH_FORWARD, MADO_BRANCH_HQ } MadoBranch;

typedef enum
{
  MADO_CHANNEL_COUNTER = 1 << 0,
  MADO_CHANNEL_KIOSK   = 1 << 1,
  MADO_CHANNEL_WEB     = 1 << 2,
  MADO_CHANNEL_ONLINE  = 1 << 3,
} MadoChannels;

/* Who a procedure is about, beyond the case's roles. The record keeps
 * role/<id>/<proc>; "subject" is the list role/subject/<proc>. */
typedef struct
{
  const char     *id;      /* subject notifier payee spouse guardian deceased … */
  const MadoText *label;
  gboolean        many;
  gboolean        required;
  const MadoExpr *who;     /* proposes persons of the household; NULL: none */
} MadoProcedureRole;

typedef struct
{
  const MadoField *field;
  MadoFieldRole    role;
  const char      *person;   /* fields of persons: id of the MadoProcedureRole; else NULL */
  gboolean         required;
  const MadoExpr  *shown;    /* NULL = always */
  const MadoExpr  *needed;   /* required when YES; NULL = see required */
  const char      *propose;  /* proposed value: that of another field, or of the same
                              * field in another procedure; NULL: none */
  const char      *initial;  /* canonical value that an empty field starts with; NULL: none */
} MadoProcedureField;

typedef struct
{
  guint           index;
  const char     *id;
  const MadoText *label;
  const MadoText *help;
} MadoDocument;

typedef struct
{
  const MadoDocument *document;
  gboolean            required;
  const MadoExpr     *when;   /* NULL = always */
} MadoProcedureDocument;

typedef struct
{
  gint64          amount;     /* yen */
  gboolean        per_copy;   /* times the field `copies` */
  const MadoExpr *when;
  const char     *from;       /* ISO, both inclusive; NULL = open */
  const char     *until;
} MadoFee;

typedef struct
{
  const MadoExpr *when;
  const MadoText *why;
  const MadoText *way_on;     /* what the person can do instead */
} MadoRefusal;

typedef struct
{
  guint                        index;
  const char                  *id;
  const MadoDesk              *desk;
  const MadoText              *title;
  const MadoText              *form_title;   /* 住民異動届 … */
  const char *const           *forms;        /* ids of layouts, NULL-terminated */
  const MadoText              *basis;
  const MadoText              *who;          /* who may apply, for people */
  const char                  *notifier;     /* default: "visitor", "head", or one of roles */
  MadoSign                     sign;
  MadoIndividualNumber         individual_number;
  const MadoProcedureRole     *roles;
  guint                        n_roles;
  const MadoProcedureField    *fields;       /* in the order of asking */
  guint                        n_fields;
  const MadoProcedureDocument *documents;
  guint                        n_documents;
  const MadoFee               *fees;         /* first match counts; none = free */
  guint                        n_fees;
  const MadoText              *result;
  const MadoText              *retention_text;
  guint                        retention_years;
  MadoChannels                 channels;
  MadoBranch                   branch;
  const char *const           *after;        /* procedure ids, NULL-terminated */
  guint                        deadline_days; /* 0 = none */
  gboolean                     deadline_counts_first_day;
  const char *const           *deadline_from; /* field ids, first known one */
  const MadoExpr              *deadline_person; /* fields of persons: of whom; NULL = of anyone */
  const char *const           *not_before;    /* field ids, first known one */
  guint                        minutes;
  gboolean                     collect;       /* something to fetch at the end */
  gboolean                     sensitive;        /* other desks do not see it exists */
  gboolean                     sensitive_values; /* never on the slip */
  const MadoRefusal           *refusals;
  guint                        n_refusals;
  const char                  *from;          /* effective dates */
  const char                  *until;
} MadoProcedure;

/* 案内のみ: an entry of the list without a form. */
typedef struct
{
  guint           index;
  const char     *id;
  const MadoText *title;
  const MadoText *where;
  const MadoText *why;
  const char     *phone;
} MadoReferral;

/* --- issued documents ------------------------------------------------------- */
typedef enum
{
  MADO_ISSUE_ACCEPTED, /* 受付票: what was accepted */
  MADO_ISSUE_VALUES,   /* 控え, 通知書: the values of one procedure's form, or of all */
  MADO_ISSUE_NOTICE,   /* 通知: what is missing until when, and what is typed */
  MADO_ISSUE_DISPATCH, /* 送付票: papers that go to another desk */
} MadoIssueShape;

/* A kind of document that the city lets its desks issue. */
typedef struct
{
  guint                index;
  const char          *id;
  const MadoText      *title;     /* 受付票 */
  MadoIssueShape       shape;
  const char *const   *desks;     /* who may; empty: everybody */
  const MadoProcedure *procedure; /* it belongs to; NULL: the whole case */
  const char *const   *fields;    /* of VALUES; empty: all */
  const MadoText      *opening;   /* sentence above; NULL */
  const MadoText      *closing;   /* sentence below; NULL */
  const MadoText      *issuer;    /* in whose name, 汐見市教育委員会; NULL: the city and the desk */
} MadoIssueKind;

/* --- guidance ----------------------------------------------------------- */
typedef struct
{
  guint           index;
  const char     *id;
  const MadoText *text;
  const MadoText *help;
  const MadoExpr *derived;  /* NULL: only a person knows */
  const MadoExpr *shown;    /* NULL: always */
} MadoQuestion;

/* A question as one event asks it: wording and derivation may differ. */
typedef struct
{
  const MadoQuestion *question;
  const MadoText     *text;
  const MadoExpr     *derived;
  const MadoExpr     *shown;
} MadoEventQuestion;

typedef struct
{
  const MadoExpr      *when;      /* NULL: always */
  const MadoProcedure *procedure; /* one of these three is set */
  const MadoReferral  *referral;
  const MadoText      *advice;
  const MadoText      *why;
  const MadoExpr      *later;     /* documents come another day; NULL: no */
} MadoRule;

/* 証明書: picked by number. */
typedef struct
{
  guint                key;
  const MadoText      *label;
  const MadoProcedure *procedure;
} MadoPick;

typedef struct
{
  const MadoText   *label;   /* what is it for? */
  const MadoText   *note;
  const char *const*procedures; /* ids, NULL-terminated */
} MadoPurpose;

typedef struct _MadoEvent MadoEvent;

typedef struct
{
  const MadoEvent *event;
  const MadoExpr  *when;
} MadoInclude;

struct _MadoEvent
{
  guint                    index;
  const char              *id;
  guint                    key;       /* 1-9 on the ten-key */
  const MadoText          *title;
  const MadoText          *short_title;
  gboolean                 mourning;  /* no cheerful wording, no card of the dead */
  gboolean                 household; /* the household is entered first */
  const char              *card_address; /* where a card's address goes: "old" "new" "addr" */
  const MadoEventQuestion *questions; /* in the order of asking */
  guint                    n_questions;
  const MadoRule          *rules;     /* in the order of the list */
  guint                    n_rules;
  const MadoInclude       *includes;  /* other events that join when YES */
  guint                    n_includes;
  const MadoPick          *picks;
  guint                    n_picks;
  const MadoPurpose       *purposes;
  guint                    n_purposes;
};

/* --- print layouts ------------------------------------------------------ */
typedef enum
{
  MADO_ITEM_STATIC,    /* label as it stands */
  MADO_ITEM_TEXT,      /* value of path */
  MADO_ITEM_DIGITS,    /* value of path, one digit to each of `cells` boxes */
  MADO_ITEM_CHECK,     /* □ with label; ☑ if path has `value` */
  MADO_ITEM_CIRCLE,    /* label; ringed if path has `value` */
  MADO_ITEM_WAREKI,    /* date of path as 昭和60年4月1日 */
  MADO_ITEM_SIGNATURE, /* strokes of the procedure's signature */
  MADO_ITEM_BOX,       /* rectangle */
  MADO_ITEM_LINE,      /* from (x, y) by (w, h) */
} MadoItemKind;

typedef enum { MADO_ALIGN_LEFT, MADO_ALIGN_CENTRE, MADO_ALIGN_RIGHT } MadoItemAlign;

/*
 * Where something is printed, in mm from the upper left of the sheet.
 *
 * path: a field id of the procedure ("move_date", "new.town"); a person's
 * field behind a role: "notifier.family_name", "head.birth_date",
 * "visitor.visitor_name", "subject[0].birth_date" (any role with many);
 * computed for print: ROLE.name ROLE.kana (family and given joined by a
 * space), PREFIX.address (new. old. addr.: all parts joined), case_no,
 * ticket_no, received_on, city_name, mayor.
 */
typedef struct
{
  MadoItemKind    kind;
  const MadoText *label;
  const char     *path;
  const char     *value;     /* CHECK, CIRCLE: code of a choice, or the era of a date;
                              * WAREKI, DIGITS: part of a date; else NULL */
  double          x, y, w, h;
  double          size;      /* type size in pt */
  double          line;      /* stroke in mm */
  guint           cells;
  MadoItemAlign   align;
  gboolean        shrink;    /* make the type smaller until it fits */
  gboolean        vertical;  /* written from top to bottom */
  gboolean        dashed;
  gboolean        shaded;    /* boxes: light grey (職員記入欄) */
} MadoFormItem;

typedef struct
{
  const char         *id;
  const MadoText     *title;
  const char         *paper;      /* "A4" */
  double              width, height; /* mm */
  const char         *background; /* PDF in forms/, or NULL */
  guint               background_page; /* from 1; 0: the only one */
  const char         *background_hash; /* SHA-256 in hexadecimal, or NULL */
  const char         *repeat;     /* role whose persons fill the rows, or NULL */
  guint               rows;       /* rows of a sheet; more persons: more sheets */
  const MadoFormItem *items;
  guint               n_items;
} MadoFormLayout;

G_END_DECLS
