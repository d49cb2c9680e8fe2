/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sync/mado-edit.h"
#include "core/sync/mado-record.h"

G_BEGIN_DECLS

/*
 * Documents that the city issued itself, and papers that were handed over, as
 * a case's record has them (README.md of core/model). Pure functions over the
 * fold: desktop and server judge by the same ones, the server from the open
 * part alone.
 */

typedef enum
{
  MADO_ISSUED_UNKNOWN,   /* the record has no such document */
  MADO_ISSUED_GENUINE,
  MADO_ISSUED_REPLACED,  /* issued again since */
  MADO_ISSUED_WITHDRAWN,
} MadoIssuedState;

const char      *mado_issued_state_to_string   (MadoIssuedState state); /* "genuine" … */
MadoIssuedState  mado_issued_state_from_string (const char *text);      /* UNKNOWN for anything else */

typedef struct
{
  char            *id;
  char            *section;
  char            *kind;    /* id of the pack */
  char            *number;
  char            *title;   /* as printed; "" if it may not be read here */
  char            *to;      /* addressee; "" */
  char            *reason;  /* why again or withdrawn; "" */
  char            *of;      /* the document that it replaces; "" */
  char            *by;      /* the document that replaces it; "" */
  char            *actor;
  MadoId           device;
  gint64           at;      /* ms */
  gint64           copies;
  GBytes          *file;    /* nullable: name of the blob with the PDF, 32 bytes */
  MadoIssuedState  state;
} MadoIssued;

void        mado_issued_free (MadoIssued *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoIssued, mado_issued_free)

/* MadoIssued*, in the order of issue. */
GPtrArray  *mado_issued_list (MadoRecord *record);
/* NULL: there is none. */
MadoIssued *mado_issued_find (MadoRecord *record, const char *document);

/* What is known of a document that is being issued; borrowed for the call. */
typedef struct
{
  const char *id;
  const char *section;
  const char *kind;
  const char *number;
  const char *title;
  const char *to;      /* "" or NULL: nobody */
  const char *of;      /* nullable: issued again */
  const char *reason;  /* nullable; needed with of */
  gint64      copies;
  gint64      at;
  GBytes     *file;    /* nullable */
} MadoIssuing;

/* The edit that writes it down, on the heads of @record. NEEDS_PERSON: again
 * without a reason. INVALID: number of copies, id; what it replaces is not there or
 * was replaced or withdrawn before. */
MadoEdit   *mado_issued_make_edit     (MadoRecord *record, const MadoIssuing *issuing, GError **error);
/* NOT_FOUND, or INVALID if it was withdrawn before; NEEDS_PERSON without a reason. */
MadoEdit   *mado_issued_make_withdraw (MadoRecord *record, const char *document, const char *reason, GError **error);

/* --- hand-overs ------------------------------------------------------------- */
typedef struct
{
  char   *id;
  char   *section;
  char   *title;
  char   *to;
  char   *proc;     /* procedure it belongs to; "" */
  char   *document; /* issued document; "" */
  char  **checked;  /* what was ticked, words as they stood on the screen */
  char  **told;     /* what the program had pointed out */
  char   *actor;
  gint64  at;
  gint64  copies;
} MadoHandedOver;

void        mado_handed_over_free (MadoHandedOver *self);
/* MadoHandedOver*, in order. */
GPtrArray  *mado_handed_over_list (MadoRecord *record);
/* @self: id may be NULL, it is made; actor is not written. NEEDS_PERSON: nobody is
 * named to whom. INVALID: copies. */
MadoEdit   *mado_handed_over_make_edit (MadoRecord *record, const MadoHandedOver *self, MadoRandom *random, GError **error);

G_END_DECLS
