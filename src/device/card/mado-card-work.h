/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-random.h"
#include "device/card/mado-card-channel.h"
#include "device/card/mado-card-data.h"

G_BEGIN_DECLS

#define MADO_CARD_CERTIFICATE_MAX 4096
#define MADO_CARD_SIGNATURE_MAX   512
#define MADO_CARD_FRONT_BYTES     7000
#define MADO_CARD_PHOTO_BYTES     3000
#define MADO_CARD_DIGEST_BYTES    32

/* Asks the holder. @tries as the card says, -1 unknown; never asked with 0. OK:
 * @text (MADO_CARD_SECRET_MAX + 1 bytes) is prepared and may be sent, as the
 * last try too. Else REFUSED, BAD_INPUT or CANCELLED: nothing is sent. */
typedef MadoCardResult (*MadoCardAsk) (MadoCardSecret  secret,
                                       int             tries,
                                       char           *text,
                                       gpointer        data);

/**
 * MadoCardWork:
 *
 * One piece of work with one card, in the order that keeps the holder's tries:
 * what the card is, then how many tries are left of every secret needed, then
 * the secrets, then one VERIFY each, then only the files the work needs. What
 * was read is complete or not there.
 *
 * Lives in locked memory: mado_card_work_new().
 */
typedef struct
{
  MadoCardTask    task;
  gboolean        domicile; /* LICENCE: 本籍 too, which needs the second PIN */
  gboolean        pictures; /* RESIDENCE: front and photo too */
  guint8          digest[MADO_CARD_DIGEST_BYTES]; /* SIGN: SHA-256 of the challenge */
  MadoCardAsk     ask;
  gpointer        ask_data;
  MadoRandom     *random;   /* borrowed */

  MadoCardKind    kind;
  MadoCardSecret  secret;   /* the one asked for or sent last */
  int             tries;    /* of it; -1 unknown */
  MadoCardData    data;
  guint8          certificate[MADO_CARD_CERTIFICATE_MAX];
  gsize           n_certificate;
  guint8          signature[MADO_CARD_SIGNATURE_MAX];
  gsize           n_signature;
  guint8          front[MADO_CARD_FRONT_BYTES];
  gsize           n_front;
  guint8          photo[MADO_CARD_PHOTO_BYTES];
  gsize           n_photo;

  char            secrets[2][MADO_CARD_SECRET_MAX + 1];
  guint8          files[2][8192];
  MadoCardChannel channel;
} MadoCardWork;

MadoCardWork  *mado_card_work_new      (void);
void           mado_card_work_free     (MadoCardWork *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoCardWork, mado_card_work_free)

/* What kind of card is behind the link (free; nothing is sent that costs a
 * try). WRONG_CARD: none that is known. */
MadoCardResult mado_card_work_identify (MadoCardWork *self,
                                        MadoCardLink *link);
/* The rest, on an identified card of the right kind. */
MadoCardResult mado_card_work_run      (MadoCardWork *self);

/* --- for the files of this folder ------------------------------------------------ */

/* Tries left, then the holder: @slot is 0 or 1. */
MadoCardResult mado_card_work_ask      (MadoCardWork   *self,
                                        MadoCardSecret  secret,
                                        guint8          reference,
                                        guint           slot);
MadoCardResult mado_card_work_verify   (MadoCardWork   *self,
                                        MadoCardSecret  secret,
                                        guint8          reference,
                                        guint           slot);
MadoCardResult mado_card_work_licence   (MadoCardWork *self);
MadoCardResult mado_card_work_dl        (MadoCardWork *self);
MadoCardResult mado_card_work_residence (MadoCardWork *self);
MadoCardResult mado_card_work_sign      (MadoCardWork *self);
MadoCardResult mado_card_work_sign_cert (MadoCardWork *self);

G_END_DECLS
