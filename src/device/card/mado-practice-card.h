/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-error.h"
#include "device/card/mado-card-types.h"

G_BEGIN_DECLS

/**
 * MadoPracticeCard:
 *
 * The made-up cards of training mode, with all their secrets: nobody has them.
 * The card reading process plays them (mado-card-practice.h); the desktop shows
 * what they are and lays one of them on the reader. What a card does not have
 * is NULL.
 */
typedef struct
{
  const char  *id;
  MadoCardKind kind;
  const char  *name;
  const char  *kana;           /* licence */
  const char  *birth;          /* YYYY-MM-DD, as all dates here */
  const char  *sex;            /* "1" man, "2" woman */
  const char  *address;
  const char  *issued;         /* licence */
  const char  *expiry;
  const char  *municipality;   /* six digits */
  const char  *my_number;      /* 照合番号A as well */
  const char  *code_b;
  const char  *pin;            /* 券面事項入力補助用, or the licence's first */
  const char  *pin_2;          /* licence */
  const char  *licence_number;
  const char  *domicile;       /* licence */
  const char  *card_number;    /* residence card */
} MadoPracticeCard;

const MadoPracticeCard *mado_practice_card_list   (guint       *n);
const MadoPracticeCard *mado_practice_card_find   (const char  *id);

/* --- the reader of a folder of training ------------------------------------------ */

/* The card that lies on it, NULL for none. @turn (out, nullable) is another
 * number after each laying down. */
const MadoPracticeCard *mado_practice_reader_look (const char              *folder,
                                                   guint64                 *turn);
/* @card NULL: takes it away. */
gboolean                mado_practice_reader_lay  (const char              *folder,
                                                   const MadoPracticeCard  *card,
                                                   GError                 **error);
/* Tries left of one of its secrets: as many as a new card has, until they were
 * used up; kept in the folder, as a chip keeps them. */
int                     mado_practice_tries_get   (const char              *folder,
                                                   const MadoPracticeCard  *card,
                                                   MadoCardSecret           secret);
gboolean                mado_practice_tries_put   (const char              *folder,
                                                   const MadoPracticeCard  *card,
                                                   MadoCardSecret           secret,
                                                   int                      left);

G_END_DECLS
