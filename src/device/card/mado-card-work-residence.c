/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/card/mado-card-work.h"

#include <string.h>

#include "device/card/mado-card-parse.h"
#include "device/card/mado-card-secure.h"
#include "device/card/mado-card-tlv.h"

/*
 * Residence card, first generation. The number printed on it opens it: it makes
 * the key of a mutual authentication, whose session key seals the number once
 * more for a VERIFY and the pictures. Names are there as a picture only.
 */

static const guint8 df1_aid[16] = { 0xd3, 0x92, 0xf0, 0x00, 0x4f, 0x02 };
static const guint8 df2_aid[16] = { 0xd3, 0x92, 0xf0, 0x00, 0x4f, 0x03 };

enum { MF_TYPE = 0x0a, MF_VERSION = 0x0b, DF1_FRONT = 5, DF1_PHOTO = 6, DF2_ADDRESS = 1 };
#define ADDRESS_FILE (2 + 8 + 2 + 6 + 4 + 320)
#define PIECE        224

typedef struct
{
  guint8 key[MADO_CARD_KEY];
  guint8 session[MADO_CARD_KEY];
} ResidenceKeys;

/* --- before the number ------------------------------------------------------------ */

static MadoCardResult
read_head (MadoCardWork *self)
{
  const guint8 select_master[] = { 0x00, 0xa4, 0x00, 0x00, 0x02, 0x3f, 0x00 };
  MadoCardFile type = MADO_CARD_FILE (&self->channel, self->files[0], MF_TYPE);
  MadoCardResult result;

  self->channel.step = "head";
  result = mado_card_channel_send (&self->channel, select_master, sizeof select_master, 0, 0);
  if (result == MADO_CARD_OK)
    result = mado_card_status_result (self->channel.status);
  if (result == MADO_CARD_OK)
    result = mado_card_file_fill (&type, 3);
  if (result != MADO_CARD_OK)
    return result;
  /* '1' residence card, '2' special permanent resident; a later generation has
   * other types and another way to be opened. */
  if (type.have < 3 || type.bytes[0] != 0xc1 || type.bytes[1] != 1)
    return MADO_CARD_DAMAGED;
  return type.bytes[2] == '1' || type.bytes[2] == '2' ? MADO_CARD_OK : MADO_CARD_WRONG_CARD;
}

/* --- mutual authentication ------------------------------------------------------------ */

static MadoCardResult
authenticate_once (MadoCardWork  *self,
                   ResidenceKeys *keys)
{
  const guint8 challenge[] = { 0x00, 0x84, 0x00, 0x00, MADO_CARD_BLOCK };
  guint8 command[5 + 40 + 1] = { 0x00, 0x82, 0x00, 0x00, 40 };
  guint8 plain[32], answer[32], mac[MADO_CARD_BLOCK], seed[MADO_CARD_KEY + 4] = { 0 };
  MadoCardResult result = mado_card_channel_send (&self->channel, challenge, sizeof challenge, 4, MADO_CARD_BLOCK);

  if (result != MADO_CARD_OK || (result = mado_card_status_result (self->channel.status)) != MADO_CARD_OK)
    return result;
  if (self->channel.length != MADO_CARD_BLOCK)
    return MADO_CARD_PROTOCOL_ERROR;

  /* RND.IFD, RND.ICC, K.IFD */
  mado_random_bytes (self->random, plain, 8);
  memcpy (plain + 8, self->channel.answer, 8);
  mado_random_bytes (self->random, plain + 16, 16);
  if (!mado_card_secure_encrypt (keys->key, plain, sizeof plain, command + 5) ||
      !mado_card_secure_mac (keys->key, command + 5, sizeof plain, command + 5 + sizeof plain))
    return MADO_CARD_CARD_ERROR;
  result = mado_card_channel_send (&self->channel, command, sizeof command, sizeof command - 1, 40);
  if (result != MADO_CARD_OK)
    return result;
  if (self->channel.status >> 8 == 0x63)
    return MADO_CARD_WRONG_NUMBER;
  if (self->channel.status != 0x9000)
    return mado_card_status_result (self->channel.status);

  if (self->channel.length != 40 || !mado_card_secure_mac (keys->key, self->channel.answer, 32, mac) ||
      memcmp (mac, self->channel.answer + 32, sizeof mac) != 0 ||
      !mado_card_secure_decrypt (keys->key, self->channel.answer, 32, answer) || memcmp (answer, plain + 8, 8) != 0 ||
      memcmp (answer + 8, plain, 8) != 0)
    return MADO_CARD_PROTOCOL_ERROR;
  for (guint i = 0; i < 16; i++)
    seed[i] = plain[16 + i] ^ answer[16 + i];
  seed[19] = 1;
  mado_card_secure_key (seed, sizeof seed, keys->session);
  explicit_bzero (plain, sizeof plain);
  explicit_bzero (answer, sizeof answer);
  explicit_bzero (seed, sizeof seed);
  return MADO_CARD_OK;
}

/* "Conditions not met" means that the sequence has to begin again. */
static MadoCardResult
authenticate (MadoCardWork  *self,
              ResidenceKeys *keys)
{
  MadoCardResult result;

  self->channel.step = "authenticate";
  mado_card_secure_key (self->secrets[0], strlen (self->secrets[0]), keys->key);
  result = authenticate_once (self, keys);
  if (result == MADO_CARD_CARD_ERROR && self->channel.status == 0x6985)
    result = authenticate_once (self, keys);
  return result;
}

static MadoCardResult
send_number (MadoCardWork        *self,
             const ResidenceKeys *keys)
{
  guint8 command[5 + 3 + 16] = { 0x08, 0x20, 0x00, 0x86, 19, 0x86, 17, 0x01 };
  guint8 plain[24];
  gsize n = strlen (self->secrets[0]);
  MadoCardResult result;

  self->channel.step = "verify";
  memcpy (plain, self->secrets[0], n);
  n = mado_card_secure_pad (plain, n);
  if (n != 16 || !mado_card_secure_encrypt (keys->session, plain, n, command + 8))
    return MADO_CARD_CARD_ERROR;
  explicit_bzero (plain, sizeof plain);
  result = mado_card_channel_send (&self->channel, command, sizeof command, 0, 0);
  if (result != MADO_CARD_OK)
    return result;
  return self->channel.status >> 8 == 0x63 ? MADO_CARD_WRONG_NUMBER : mado_card_status_result (self->channel.status);
}

/* --- pictures through the sealed channel -------------------------------------------------- */

/* 86 len 01 E(data and padding) */
static MadoCardResult
unseal (MadoCardWork        *self,
        const ResidenceKeys *keys,
        guint8              *out,
        gsize                most,
        gsize               *length)
{
  MadoTlvCursor cursor = { self->channel.answer, self->channel.length };
  MadoTlv item;
  guint8 plain[PIECE + 2 * MADO_CARD_BLOCK];

  if (mado_tlv_ber_next (&cursor, &item) != MADO_TLV_ITEM || item.tag != 0x86 || cursor.left != 0 || item.length < 9 ||
      item.value[0] != 0x01 || item.length - 1 > sizeof plain ||
      !mado_card_secure_decrypt (keys->session, item.value + 1, item.length - 1, plain) ||
      !mado_card_secure_unpad (plain, item.length - 1, length) || *length > most)
    return MADO_CARD_PROTOCOL_ERROR;
  memcpy (out, plain, *length);
  explicit_bzero (plain, sizeof plain);
  return MADO_CARD_OK;
}

static MadoCardResult
read_sealed (MadoCardWork        *self,
             const ResidenceKeys *keys,
             guint8               sfi,
             guint8              *bytes,
             gsize                size)
{
  for (gsize at = 0, length = 0; at < size; at += length)
    {
      gsize want = MIN (PIECE, size - at);
      gboolean by_id = at < 0x100;
      const guint8 command[] = { 0x08, 0xb0, by_id ? 0x80 | sfi : at >> 8 & 0x7f, at & 0xff, 0x00, 0x00, 0x04,
                                 0x96, 0x02, want >> 8, want & 0xff, 0x00, 0x00 };
      MadoCardResult result = mado_card_channel_send (&self->channel, command, sizeof command, sizeof command - 1,
                                                      PIECE + 3 * MADO_CARD_BLOCK);

      if (result == MADO_CARD_OK)
        result = mado_card_status_result (self->channel.status);
      if (result == MADO_CARD_OK)
        result = unseal (self, keys, bytes + at, want, &length);
      if (result != MADO_CARD_OK)
        return result;
      if (length == 0)
        return MADO_CARD_DAMAGED;
    }
  return MADO_CARD_OK;
}

/* A picture in a file of fixed length: head, then @size bytes. */
static MadoCardResult
read_picture (MadoCardWork        *self,
              const ResidenceKeys *keys,
              guint8               sfi,
              guint                tag,
              guint8              *picture,
              gsize                size)
{
  MadoTlvCursor cursor = { self->files[0], size + 4 };
  MadoTlv item;
  MadoCardResult result = read_sealed (self, keys, sfi, self->files[0], size + 4);

  if (result != MADO_CARD_OK)
    return result;
  if (mado_tlv_ber_next (&cursor, &item) != MADO_TLV_ITEM || item.tag != tag || item.length != size)
    return MADO_CARD_DAMAGED;
  memcpy (picture, item.value, size);
  return MADO_CARD_OK;
}

/* Holders under 16 have no photo: the file is empty then. */
static gboolean
is_blank (const guint8 *bytes,
          gsize         n)
{
  for (gsize i = 0; i < n; i++)
    if (bytes[i] != 0x00 && bytes[i] != 0xff)
      return FALSE;
  return TRUE;
}

static MadoCardResult
read_pictures (MadoCardWork        *self,
               const ResidenceKeys *keys)
{
  MadoCardResult result = mado_card_channel_select (&self->channel, df1_aid, sizeof df1_aid);

  if (result == MADO_CARD_OK)
    result = read_picture (self, keys, DF1_FRONT, 0xd0, self->front, MADO_CARD_FRONT_BYTES);
  if (result != MADO_CARD_OK)
    return result;
  self->n_front = MADO_CARD_FRONT_BYTES;
  result = read_picture (self, keys, DF1_PHOTO, 0xd1, self->photo, MADO_CARD_PHOTO_BYTES);
  if (result == MADO_CARD_NOT_FOUND || (result == MADO_CARD_DAMAGED && is_blank (self->files[0], MADO_CARD_PHOTO_BYTES)))
    return MADO_CARD_OK;
  self->n_photo = result == MADO_CARD_OK && !is_blank (self->photo, MADO_CARD_PHOTO_BYTES) ? MADO_CARD_PHOTO_BYTES : 0;
  return result;
}

static MadoCardResult
read_address (MadoCardWork *self)
{
  MadoCardFile file = MADO_CARD_FILE (&self->channel, self->files[0], DF2_ADDRESS);
  MadoCardResult result = mado_card_channel_select (&self->channel, df2_aid, sizeof df2_aid);

  if (result == MADO_CARD_OK)
    result = mado_card_file_fill (&file, ADDRESS_FILE);
  if (result == MADO_CARD_OK && !mado_card_parse_residence (file.bytes, file.have, &self->data))
    result = MADO_CARD_DAMAGED;
  return result;
}

MadoCardResult
mado_card_work_residence (MadoCardWork *self)
{
  ResidenceKeys *keys = mado_card_locked_new (sizeof *keys);
  MadoCardResult result = read_head (self);

  if (result == MADO_CARD_OK)
    {
      self->secret = MADO_CARD_SECRET_CARD_NUMBER;
      result = self->ask (self->secret, -1, self->secrets[0], self->ask_data);
    }
  if (result == MADO_CARD_OK)
    result = authenticate (self, keys);
  if (result == MADO_CARD_OK)
    result = send_number (self, keys);
  if (result == MADO_CARD_OK)
    {
      self->channel.step = "read";
      result = read_address (self);
    }
  if (result == MADO_CARD_OK && self->pictures)
    result = read_pictures (self, keys);
  mado_card_locked_free (keys, sizeof *keys);
  return result;
}
