/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/card/mado-card-practice-private.h"

#include <string.h>

/* The card's half of what mado-card-work-residence.c says. */

#define DONE           0x9000
#define MISMATCH       0x6300
#define NOT_MET        0x6985
#define WRONG_LENGTH   0x6700

guint16
practice_get_challenge (MadoCardPractice *self,
                        GByteArray       *out)
{
  mado_random_bytes (self->random, self->challenge, sizeof self->challenge);
  self->challenged = TRUE;
  g_byte_array_append (out, self->challenge, sizeof self->challenge);
  return DONE;
}

/* RND.IFD, RND.ICC, K.IFD under the key of the number, with a MAC. */
static gboolean
read_token (MadoCardPractice *self,
            const guint8      key[MADO_CARD_KEY],
            const guint8     *data,
            guint8            token[32])
{
  guint8 mac[MADO_CARD_BLOCK];

  return mado_card_secure_mac (key, data, 32, mac) && memcmp (mac, data + 32, sizeof mac) == 0 &&
         mado_card_secure_decrypt (key, data, 32, token) && memcmp (token + 8, self->challenge, 8) == 0;
}

guint16
practice_authenticate (MadoCardPractice *self,
                       const guint8     *data,
                       gsize             n,
                       GByteArray       *out)
{
  guint8 key[MADO_CARD_KEY], token[32], answer[40], seed[MADO_CARD_KEY + 4] = { 0 };

  if (n != 40)
    return WRONG_LENGTH;
  if (!self->challenged)
    return NOT_MET;
  self->challenged = FALSE;
  mado_card_secure_key (self->card->card_number, strlen (self->card->card_number), key);
  if (!read_token (self, key, data, token))
    return MISMATCH;
  memcpy (answer, token + 8, 8);
  memcpy (answer + 8, token, 8);
  mado_random_bytes (self->random, answer + 16, 16);
  for (guint i = 0; i < 16; i++)
    seed[i] = token[16 + i] ^ answer[16 + i];
  seed[19] = 1;
  mado_card_secure_key (seed, sizeof seed, self->session);
  self->has_session = TRUE;
  mado_card_secure_encrypt (key, answer, 32, answer);
  mado_card_secure_mac (key, answer, 32, answer + 32);
  g_byte_array_append (out, answer, sizeof answer);
  return DONE;
}

/* 86 11 01 E_KS(number and padding) */
guint16
practice_verify_number (MadoCardPractice *self,
                        const guint8     *data,
                        gsize             n)
{
  guint8 plain[16];
  gsize length;

  if (!self->has_session)
    return NOT_MET;
  if (n != 19 || data[0] != 0x86 || data[1] != 0x11 || data[2] != 0x01)
    return WRONG_LENGTH;
  if (!mado_card_secure_decrypt (self->session, data + 3, sizeof plain, plain) ||
      !mado_card_secure_unpad (plain, sizeof plain, &length) || length != strlen (self->card->card_number) ||
      memcmp (plain, self->card->card_number, length) != 0)
    return MISMATCH;
  self->open |= OPEN_NUMBER;
  return DONE;
}
