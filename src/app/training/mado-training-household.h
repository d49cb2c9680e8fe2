/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The made-up family that moves in while training: on the 転出証明書 and on the
 * slip filled in at home. The first of them has the first made-up card. */
#define MADO_TRAINING_FAMILY      "研修"
#define MADO_TRAINING_FAMILY_KANA "ケンシュウ"
#define MADO_TRAINING_N_FAMILY    4

typedef struct
{
  const char *given, *given_kana;
  const char *birth;              /* YYYY-MM-DD */
  gboolean    female;
  const char *relation;           /* as printed */
  const char *relation_choice;    /* as the field of that name has it */
  const char *number;             /* as printed; nobody has it */
} MadoTrainingPerson;

extern const MadoTrainingPerson mado_training_family[MADO_TRAINING_N_FAMILY];

G_END_DECLS
