/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * What the card reading process and its callers share: kinds of card, orders
 * of work, secrets, and the way a piece of work can end.
 */

typedef enum
{
  MADO_CARD_KIND_UNKNOWN,
  MADO_CARD_KIND_MYNUMBER,  /* マイナンバーカード */
  MADO_CARD_KIND_LICENCE,   /* 運転免許証 */
  MADO_CARD_KIND_RESIDENCE, /* 在留カード・特別永住者証明書 */
} MadoCardKind;

typedef enum
{
  MADO_CARD_TASK_IDENTIFY,  /* only the kind, and the expiry where it is free to read */
  MADO_CARD_TASK_ATTRS,     /* the four items by PIN */
  MADO_CARD_TASK_ATTRS_B,   /* the four items by 照合番号B */
  MADO_CARD_TASK_NUMBER,    /* 個人番号 by PIN */
  MADO_CARD_TASK_NUMBER_A,  /* 個人番号 by 照合番号A */
  MADO_CARD_TASK_LICENCE,   /* 運転免許証; 本籍 as well if wanted */
  MADO_CARD_TASK_DL,        /* マイナ免許証 */
  MADO_CARD_TASK_RESIDENCE, /* 在留カード; the pictures as well if wanted */
  MADO_CARD_TASK_SIGN,      /* 利用者証明: answers a challenge */
  MADO_CARD_TASK_SIGN_CERT, /* the certificate for signatures (署名用) and what it says */
} MadoCardTask;

typedef enum
{
  MADO_CARD_SECRET_NONE,
  MADO_CARD_SECRET_PIN,         /* 券面事項入力補助用: 4 digits, 3 tries */
  MADO_CARD_SECRET_CODE_B,      /* 照合番号B: 14 digits, 10 tries */
  MADO_CARD_SECRET_CODE_A,      /* 照合番号A: 12 digits */
  MADO_CARD_SECRET_LICENCE_1,   /* 4 digits, 3 tries */
  MADO_CARD_SECRET_LICENCE_2,
  MADO_CARD_SECRET_DL,          /* licence on the Individual Number Card: 4 digits, 10 tries */
  MADO_CARD_SECRET_CARD_NUMBER, /* printed on a residence card; no limit on tries */
  MADO_CARD_SECRET_AUTH,        /* 利用者証明用: 4 digits, 3 tries */
  MADO_CARD_SECRET_SIGN,        /* 署名用: 6 to 16 letters and digits, 5 tries */
} MadoCardSecret;

#define MADO_CARD_SECRET_MAX 16

/* How a piece of work ended. Personal data exists only with OK. */
typedef enum
{
  MADO_CARD_OK,
  MADO_CARD_WRONG_PIN,
  MADO_CARD_BLOCKED,        /* no tries left, now or before */
  MADO_CARD_REFUSED,        /* it was the last try; nothing was sent */
  MADO_CARD_REMOVED,        /* the card left while it was read */
  MADO_CARD_DAMAGED,        /* what it holds is not what it should be */
  MADO_CARD_PROTOCOL_ERROR, /* it answers as no card may */
  MADO_CARD_READER_ERROR,   /* no such reader, in use by another program, failed */
  MADO_CARD_CARD_ERROR,     /* the card reports a fault of its own */
  MADO_CARD_DENIED,         /* it does not let this be read */
  MADO_CARD_NOT_FOUND,      /* it does not carry this */
  MADO_CARD_WRONG_CARD,     /* another kind of card */
  MADO_CARD_WRONG_NUMBER,   /* the number printed on a residence card does not match */
  MADO_CARD_NO_CARD,
  MADO_CARD_NO_SERVICE,     /* the card service (pcscd) does not run */
  MADO_CARD_TIMEOUT,
  MADO_CARD_BAD_INPUT,      /* what was typed cannot be right; nothing was sent */
  MADO_CARD_CANCELLED,      /* by a person; never said by the command line */
} MadoCardResult;

/* Names as they stand on the command line: "mynumber", "attrs-b", "pin",
 * "wrong-pin". The readers give FALSE for what is none. */
const char *mado_card_kind_name     (MadoCardKind    kind);
const char *mado_card_task_name     (MadoCardTask    task);
const char *mado_card_secret_name   (MadoCardSecret  secret);
const char *mado_card_result_name   (MadoCardResult  result);
gboolean    mado_card_kind_read     (const char     *name,
                                     MadoCardKind   *kind);
gboolean    mado_card_task_read     (const char     *name,
                                     MadoCardTask   *task);
gboolean    mado_card_secret_read   (const char     *name,
                                     MadoCardSecret *secret);
gboolean    mado_card_result_read   (const char     *name,
                                     MadoCardResult *result);

/* The card and the secret a task needs; LICENCE may need the second PIN as
 * well, IDENTIFY none. */
MadoCardKind   mado_card_task_kind   (MadoCardTask task);
MadoCardSecret mado_card_task_secret (MadoCardTask task);

/* The most letters it can have. */
guint       mado_card_secret_length  (MadoCardSecret secret);
/* Brings a typed secret into the form that is sent (small letters of a card
 * number or password become capitals) and checks length and characters.
 * FALSE: it cannot be right, and @text is left alone. @text is never longer
 * than MADO_CARD_SECRET_MAX afterwards. */
gboolean    mado_card_secret_prepare (MadoCardSecret secret,
                                      char          *text);

G_END_DECLS
