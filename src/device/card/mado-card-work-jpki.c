/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/card/mado-card-work.h"

#include <string.h>

#include "device/card/mado-card-jpki.h"

static const guint8 jpki_aid[] = { 0xd3, 0x92, 0xf0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01 };

enum { SIGN_CERTIFICATE = 0x0001, AUTH_CERTIFICATE = 0x000a, AUTH_KEY = 0x0017, AUTH_PIN = 0x0018, SIGN_PIN = 0x001b };
enum { CURRENT = 0x80 };

/* DigestInfo of SHA-256 (RFC 8017, section 9.2, note 1). */
static const guint8 digest_info[] = { 0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01,
                                      0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20 };

static MadoCardResult
read_certificate (MadoCardWork *self,
                  guint16       id)
{
  MadoCardFile file = MADO_CARD_FILE (&self->channel, self->certificate, 0);
  MadoCardResult result = mado_card_channel_select_ef (&self->channel, id);

  if (result == MADO_CARD_OK)
    result = mado_card_file_fill_object (&file, 0x30);
  if (result != MADO_CARD_OK)
    return result;
  self->n_certificate = mado_card_jpki_length (file.bytes, file.have);
  return self->n_certificate > 0 ? MADO_CARD_OK : MADO_CARD_DAMAGED;
}

static MadoCardResult
open_pin (MadoCardWork   *self,
          guint16         id,
          MadoCardSecret  secret)
{
  MadoCardResult result = mado_card_channel_select_ef (&self->channel, id);

  if (result == MADO_CARD_OK)
    result = mado_card_work_ask (self, secret, CURRENT, 0);
  return result == MADO_CARD_OK ? mado_card_work_verify (self, secret, CURRENT, 0) : result;
}

static MadoCardResult
sign_digest (MadoCardWork *self)
{
  guint8 command[5 + sizeof digest_info + MADO_CARD_DIGEST_BYTES + 1] = {
    0x80, 0x2a, 0x00, 0x80, sizeof digest_info + MADO_CARD_DIGEST_BYTES
  };
  MadoCardResult result = mado_card_channel_select_ef (&self->channel, AUTH_KEY);

  self->channel.step = "sign";
  if (result != MADO_CARD_OK)
    return result;
  memcpy (command + 5, digest_info, sizeof digest_info);
  memcpy (command + 5 + sizeof digest_info, self->digest, sizeof self->digest);
  result = mado_card_channel_send (&self->channel, command, sizeof command, sizeof command - 1, 256);
  if (result == MADO_CARD_OK)
    result = mado_card_status_result (self->channel.status);
  if (result != MADO_CARD_OK)
    return result;
  self->n_signature = self->channel.length;
  memcpy (self->signature, self->channel.answer, self->n_signature);
  return mado_card_jpki_signed (self->certificate, self->n_certificate, self->digest, self->signature, self->n_signature)
           ? MADO_CARD_OK
           : MADO_CARD_DAMAGED;
}

/* The certificate comes first: it is free to read, and one that is damaged
 * makes a PIN useless. */
MadoCardResult
mado_card_work_sign (MadoCardWork *self)
{
  MadoCardResult result;

  self->channel.step = "certificate";
  result = mado_card_channel_select (&self->channel, jpki_aid, sizeof jpki_aid);
  if (result == MADO_CARD_OK)
    result = read_certificate (self, AUTH_CERTIFICATE);
  if (result == MADO_CARD_OK)
    result = open_pin (self, AUTH_PIN, MADO_CARD_SECRET_AUTH);
  return result == MADO_CARD_OK ? sign_digest (self) : result;
}

MadoCardResult
mado_card_work_sign_cert (MadoCardWork *self)
{
  MadoCardResult result;

  self->channel.step = "certificate";
  result = mado_card_channel_select (&self->channel, jpki_aid, sizeof jpki_aid);
  if (result == MADO_CARD_OK)
    result = open_pin (self, SIGN_PIN, MADO_CARD_SECRET_SIGN);
  if (result == MADO_CARD_OK)
    result = read_certificate (self, SIGN_CERTIFICATE);
  if (result == MADO_CARD_OK && !mado_card_jpki_subject (self->certificate, self->n_certificate, &self->data))
    result = MADO_CARD_DAMAGED;
  return result;
}
