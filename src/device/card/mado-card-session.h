/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "device/card/mado-card-data.h"
#include "device/card/mado-card-types.h"

G_BEGIN_DECLS

/**
 * MadoCardOrder:
 *
 * What is wanted of a card. @reader NULL: the first reader with a card of the
 * right kind. @timeout_ms counts while the card is being worked on, not while
 * a person is asked; 0: 30 s.
 */
typedef struct
{
  MadoCardTask task;
  const char  *reader;
  gboolean     domicile;   /* LICENCE: 本籍 too (second PIN) */
  gboolean     pictures;   /* RESIDENCE: front and photo too */
  GBytes      *challenge;  /* SIGN */
  const char  *ca_folder;  /* SIGN, SIGN_CERT: who may have issued it; NULL: not asked */
  guint        timeout_ms;
} MadoCardOrder;

#define MADO_TYPE_CARD_SESSION (mado_card_session_get_type ())
G_DECLARE_DERIVABLE_TYPE (MadoCardSession, mado_card_session, MADO, CARD_SESSION, GObject)

/**
 * MadoCardSession:
 *
 * One piece of work with a card, seen from the program: it goes on by itself,
 * and everything happens on the main context of whoever started it.
 *
 * - #MadoCardSession::identified (kind): before anything is asked.
 * - #MadoCardSession::ask (secret, tries): answer() is wanted; @tries -1: the
 *   card does not say. With one try left answer() sends nothing unless the
 *   holder was asked again and @last_try says so.
 * - #MadoCardSession::ended: once, whatever happens. Data exist only with OK
 *   and only until the session is freed.
 *
 * Real: mado_card_process_new(). Without a card: mado_card_dummy_new().
 *
 * The real one runs the process madoguchi-card, one for each session. It says
 * lines of fields parted by tabs: "card KIND", "ask SECRET TRIES", "value KEY
 * TEXT", "bytes NAME HEX", "done RESULT SECRET TRIES STEP STATUS". It hears one
 * line for each question: "=1234", "!1234" to send it as the last try too, "-"
 * to refuse. When its input closes it ends before the next command.
 *
 * In training it is told to play the card that lies on the made-up reader, and
 * says "practice" first of all. A program that is not in training takes
 * nothing from it then; one that is takes nothing else.
 */
struct _MadoCardSessionClass
{
  GObjectClass parent_class;

  void (*start)  (MadoCardSession *self);
  void (*answer) (MadoCardSession *self,
                  const char      *secret,
                  gboolean         last_try);
  void (*cancel) (MadoCardSession *self);
};

void                mado_card_session_start     (MadoCardSession *self);
/* NULL: the holder does not want to. The caller wipes its copy. */
void                mado_card_session_answer    (MadoCardSession *self,
                                                 const char      *secret,
                                                 gboolean         last_try);
/* Ends with CANCELLED at once; the card is let go as soon as it answers. */
void                mado_card_session_cancel    (MadoCardSession *self);

MadoCardTask        mado_card_session_get_task   (MadoCardSession *self);
MadoCardKind        mado_card_session_get_kind   (MadoCardSession *self);
gboolean            mado_card_session_is_ended   (MadoCardSession *self);
MadoCardResult      mado_card_session_get_result (MadoCardSession *self);
MadoCardSecret      mado_card_session_get_secret (MadoCardSession *self);
int                 mado_card_session_get_tries  (MadoCardSession *self);
/* For a log: "verify 6984". */
const char         *mado_card_session_get_place  (MadoCardSession *self);
const MadoCardData *mado_card_session_get_data   (MadoCardSession *self);
/* "certificate", "signature", "front", "photo"; NULL: not read. */
GBytes             *mado_card_session_get_bytes  (MadoCardSession *self,
                                                  const char      *name);
/* With a ca_folder: "good", "unknown", "expired", "early". */
const char         *mado_card_session_get_trust  (MadoCardSession *self);

MadoCardSession    *mado_card_process_new        (const MadoCardOrder *order);
/* Has its process ended, and with it every hold on the card? That can be later
 * than #MadoCardSession::ended when the work was given up. */
gboolean            mado_card_process_is_gone    (MadoCardSession *session);
/* Plays @data without any device: kind of card as the task wants it, every
 * secret that is well formed is right, except 0000: wrong, with two tries left. */
MadoCardSession    *mado_card_dummy_new          (const MadoCardOrder *order,
                                                  const MadoCardData  *data);

/* What to tell a person, and what to do now; whole sentences. @tries as the
 * session has it. NULL for OK. */
char               *mado_card_result_sentence    (MadoCardResult   result,
                                                  MadoCardKind     kind,
                                                  MadoCardSecret   secret,
                                                  int              tries);
/* Why a certificate is not taken (mado_card_session_get_trust()); NULL: it is,
 * or nobody asked. */
const char         *mado_card_trust_sentence     (const char       *trust);
const char         *mado_card_kind_title         (MadoCardKind     kind);
const char         *mado_card_secret_title       (MadoCardSecret   secret);

/* --- for real and dummy sessions ------------------------------------------------- */

const MadoCardOrder *mado_card_session_get_order (MadoCardSession *self);
MadoCardData        *mado_card_session_edit_data (MadoCardSession *self);
void                 mado_card_session_say_kind  (MadoCardSession *self,
                                                  MadoCardKind     kind);
void                 mado_card_session_say_ask   (MadoCardSession *self,
                                                  MadoCardSecret   secret,
                                                  int              tries);
void                 mado_card_session_keep_bytes (MadoCardSession *self,
                                                  const char      *name,
                                                  GBytes          *bytes);
void                 mado_card_session_keep_trust (MadoCardSession *self,
                                                  const char      *trust);
void                 mado_card_session_keep_place (MadoCardSession *self,
                                                  const char      *step,
                                                  const char      *status);
void                 mado_card_session_end       (MadoCardSession *self,
                                                  MadoCardResult   result,
                                                  MadoCardSecret   secret,
                                                  int              tries);
void                 mado_card_session_set_order (MadoCardSession     *self,
                                                  const MadoCardOrder *order);

G_END_DECLS
