/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/card/mado-card-practice.h"
#include "device/card/mado-card-secure.h"

G_BEGIN_DECLS

/* How a practice card is put together; for mado-card-practice*.c only. */

typedef enum
{
  APP_NONE, /* nothing selected yet, or the master file */
  APP_TEXT,
  APP_COMMON,
  APP_LICENCE, /* DF1 of the licence */
  APP_RESIDENCE_1,
  APP_RESIDENCE_2,
} PracticeApp;

/* Of secrets that have been shown since the power came on. */
typedef enum
{
  OPEN_FREE = 0,
  OPEN_PIN = 1 << 0,
  OPEN_CODE_A = 1 << 1,
  OPEN_CODE_B = 1 << 2,
  OPEN_LICENCE_1 = 1 << 3,
  OPEN_LICENCE_2 = 1 << 4,
  OPEN_NUMBER = 1 << 5, /* of a residence card */
} PracticeOpen;

typedef struct
{
  PracticeApp app;
  guint16     id;    /* or the short id */
  guint       any;   /* one of these opens it; OPEN_FREE */
  guint       all;   /* and these must be open as well */
  GByteArray *bytes; /* owned */
} PracticeFile;

/* A secret, found by its file or by its reference in a VERIFY. */
typedef struct
{
  PracticeApp    app;
  guint16        id;
  guint          opens;
  MadoCardSecret secret;
  const char    *text;
} PracticePin;

struct _MadoCardPractice
{
  GObject                 parent_instance;

  char                   *folder;
  MadoRandom             *random;
  const MadoPracticeCard *card;
  guint64                 turn;
  GArray                 *files; /* PracticeFile */
  GArray                 *pins;  /* PracticePin */

  PracticeApp             app;
  guint16                 file;  /* selected; 0: none */
  guint                   open;

  /* residence card */
  gboolean                challenged;
  gboolean                has_session;
  guint8                  challenge[MADO_CARD_BLOCK];
  guint8                  session[MADO_CARD_KEY];
};

/* mado-card-practice-files.c: what stands in its files, and its secrets */
void    practice_fill               (MadoCardPractice *self);

/* mado-card-practice-residence.c: each gives the status bytes; data that the
 * card answers goes to @out. */
guint16 practice_get_challenge      (MadoCardPractice *self,
                                     GByteArray       *out);
guint16 practice_authenticate       (MadoCardPractice *self,
                                     const guint8     *data,
                                     gsize             n,
                                     GByteArray       *out);
guint16 practice_verify_number      (MadoCardPractice *self,
                                     const guint8     *data,
                                     gsize             n);

G_END_DECLS
