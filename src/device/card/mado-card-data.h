/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Letters a name or an address of a card may have; more is damage. */
#define MADO_CARD_NAME_LETTERS    100
#define MADO_CARD_ADDRESS_LETTERS 250

/**
 * MadoCardData:
 *
 * What was read of one card: UTF-8 in fixed buffers, so that nothing is left
 * behind in freed memory. An empty text was not read. Dates are YYYY-MM-DD,
 * @sex is the digit of the card (1 male, 2 female, 0 not known, 9 not
 * applicable). A character of a licence that JIS X 0208 lacks stands as 〓;
 * @…_gaiji say how many there are to be typed.
 *
 * One that holds a 個人番号 or anything a PIN protects lives in memory from
 * mado_card_locked_new().
 */
typedef struct
{
  char  name[MADO_CARD_NAME_LETTERS * 4 + 1];
  char  address[MADO_CARD_ADDRESS_LETTERS * 4 + 1];
  char  domicile[MADO_CARD_ADDRESS_LETTERS * 4 + 1];
  char  birth[11];
  char  sex[2];
  char  expiry[11];
  char  licence_number[13];
  char  my_number[13];
  guint name_gaiji;
  guint address_gaiji;
  guint domicile_gaiji;
} MadoCardData;

void     mado_card_data_clear (MadoCardData *self);

/* Zeroed memory that is not swapped out, not dumped and not inherited by a
 * child process, as far as the system permits; wiped when it is freed. */
gpointer mado_card_locked_new  (gsize    size);
void     mado_card_locked_free (gpointer memory,
                                gsize    size);
/* No core files of this process, and no other process of the same person may
 * look into it. */
void     mado_card_forbid_dumps (void);

G_END_DECLS
