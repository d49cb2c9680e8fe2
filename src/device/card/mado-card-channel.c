/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/card/mado-card-channel.h"

#include <string.h>

#include "device/card/mado-card-tlv.h"

#define DONE        0x9000
#define END_OF_FILE 0x6282
#define NO_OFFSET   0x6b00
/* The shortest chain piece seen in practice is 16 bytes. */
#define MOST_PIECES 512

MadoCardResult
mado_card_status_result (guint16 status)
{
  switch (status)
    {
    case DONE:
      return MADO_CARD_OK;
    case 0x6982:
      return MADO_CARD_DENIED;
    case 0x6983:
    case 0x6984:
      return MADO_CARD_BLOCKED;
    case 0x6a82:
    case 0x6a83:
      return MADO_CARD_NOT_FOUND;
    default:
      return MADO_CARD_CARD_ERROR;
    }
}

/* --- one command ------------------------------------------------------------------ */

static MadoCardResult
exchange (MadoCardChannel *self,
          const guint8    *command,
          gsize            n,
          gsize            most)
{
  gsize got = 0, data;
  MadoCardResult result;

  self->status = 0;
  if (self->stop != NULL && self->stop (self->stop_data))
    return MADO_CARD_CANCELLED;
  result = mado_card_link_transmit (self->link, command, n, self->raw, sizeof self->raw, &got);
  if (result != MADO_CARD_OK)
    return result;
  data = got - 2;
  self->status = self->raw[data] << 8 | self->raw[data + 1];
  if (data > most - self->length)
    return MADO_CARD_PROTOCOL_ERROR;
  memcpy (self->answer + self->length, self->raw, data);
  self->length += data;
  return MADO_CARD_OK;
}

/* 61xx: the rest waits. Each piece must bring something. */
static MadoCardResult
fetch_rest (MadoCardChannel *self,
            gsize            most)
{
  guint8 get[] = { 0x00, 0xc0, 0x00, 0x00, 0x00 };
  MadoCardResult result = MADO_CARD_OK;

  for (guint pieces = 0; result == MADO_CARD_OK && self->status >> 8 == 0x61; pieces++)
    {
      gsize before = self->length;

      if (pieces >= MOST_PIECES)
        return MADO_CARD_PROTOCOL_ERROR;
      get[4] = self->status & 0xff;
      result = exchange (self, get, sizeof get, most);
      if (result == MADO_CARD_OK && (self->length == before || (self->status != DONE && self->status >> 8 != 0x61)))
        return MADO_CARD_PROTOCOL_ERROR;
    }
  return result;
}

MadoCardResult
mado_card_channel_send (MadoCardChannel *self,
                        const guint8    *command,
                        gsize            n,
                        gsize            le_at,
                        gsize            most)
{
  MadoCardResult result;

  g_return_val_if_fail (n <= sizeof self->command && most <= sizeof self->answer, MADO_CARD_PROTOCOL_ERROR);

  self->length = 0;
  memcpy (self->command, command, n);
  result = exchange (self, self->command, n, most);
  if (result == MADO_CARD_OK && self->status >> 8 == 0x6c)
    {
      if (le_at == 0 || self->length > 0)
        return MADO_CARD_PROTOCOL_ERROR;
      self->command[le_at] = self->status & 0xff;
      result = exchange (self, self->command, n, most);
      if (result == MADO_CARD_OK && self->status >> 8 == 0x6c)
        return MADO_CARD_PROTOCOL_ERROR;
    }
  return result == MADO_CARD_OK ? fetch_rest (self, most) : result;
}

/* --- select ------------------------------------------------------------------------ */

/* Some cards answer 6F00 to the first command after power-up: a SELECT may be
 * said twice. */
static MadoCardResult
select_twice (MadoCardChannel *self,
              const guint8    *command,
              gsize            n)
{
  MadoCardResult result = mado_card_channel_send (self, command, n, 0, 0);

  if (result == MADO_CARD_OK && self->status == 0x6f00)
    result = mado_card_channel_send (self, command, n, 0, 0);
  return result == MADO_CARD_OK ? mado_card_status_result (self->status) : result;
}

MadoCardResult
mado_card_channel_select (MadoCardChannel *self,
                          const guint8    *aid,
                          gsize            n)
{
  guint8 command[5 + 16] = { 0x00, 0xa4, 0x04, 0x0c, n };

  g_return_val_if_fail (n <= 16, MADO_CARD_PROTOCOL_ERROR);

  memcpy (command + 5, aid, n);
  return select_twice (self, command, 5 + n);
}

MadoCardResult
mado_card_channel_select_ef (MadoCardChannel *self,
                             guint16          file)
{
  const guint8 command[] = { 0x00, 0xa4, 0x02, 0x0c, 0x02, file >> 8, file & 0xff };

  return select_twice (self, command, sizeof command);
}

/* --- PINs --------------------------------------------------------------------------- */

/* 6300 and 9000 say nothing about the tries; what else is not 63Cx is an error
 * or a blocked PIN. */
static gboolean
read_tries (guint16  status,
            int     *tries)
{
  if ((status & 0xfff0) == 0x63c0)
    *tries = status & 0x0f;
  else if (status == 0x6983 || status == 0x6984)
    *tries = 0;
  else
    return FALSE;
  return TRUE;
}

MadoCardResult
mado_card_channel_tries (MadoCardChannel *self,
                         guint8           reference,
                         int             *tries)
{
  const guint8 command[] = { 0x00, 0x20, 0x00, reference };
  MadoCardResult result = mado_card_channel_send (self, command, sizeof command, 0, 0);

  if (result != MADO_CARD_OK || read_tries (self->status, tries))
    return result;
  *tries = -1;
  return self->status == DONE || self->status == 0x6300 ? MADO_CARD_OK : mado_card_status_result (self->status);
}

MadoCardResult
mado_card_channel_verify (MadoCardChannel *self,
                          guint8           reference,
                          const char      *secret,
                          int             *tries)
{
  gsize n = strlen (secret);
  guint8 command[5 + MADO_CARD_SECRET_MAX] = { 0x00, 0x20, 0x00, reference, n };
  MadoCardResult result;

  g_return_val_if_fail (n > 0 && n <= MADO_CARD_SECRET_MAX, MADO_CARD_BAD_INPUT);

  memcpy (command + 5, secret, n);
  self->length = 0;
  result = exchange (self, command, 5 + n, 0);
  explicit_bzero (command, sizeof command);
  if (result != MADO_CARD_OK || self->status == DONE)
    return result;
  if (read_tries (self->status, tries))
    return *tries == 0 ? MADO_CARD_BLOCKED : MADO_CARD_WRONG_PIN;
  *tries = -1;
  if (self->status == 0x6300)
    return MADO_CARD_WRONG_PIN;
  if (self->status >> 8 == 0x61 || self->status >> 8 == 0x6c)
    return MADO_CARD_PROTOCOL_ERROR;
  return mado_card_status_result (self->status);
}

/* --- files -------------------------------------------------------------------------- */

static MadoCardResult
read_piece (MadoCardFile *self,
            gsize         n)
{
  gsize at = self->have;
  gboolean by_id = self->sfi != 0 && at < 0x100;
  const guint8 command[] = { 0x00, 0xb0, by_id ? 0x80 | self->sfi : at >> 8 & 0x7f, at & 0xff, n & 0xff };
  MadoCardChannel *channel = self->channel;
  MadoCardResult result = mado_card_channel_send (channel, command, sizeof command, 4, n);

  if (result != MADO_CARD_OK)
    return result;
  if (channel->status != DONE && channel->status != END_OF_FILE && channel->status != NO_OFFSET)
    return mado_card_status_result (channel->status);
  /* A card that took less than was asked for is asked for that from now on. */
  if (channel->command[4] != command[4] && channel->command[4] != 0)
    self->piece = channel->command[4];
  memcpy (self->bytes + at, channel->answer, channel->length);
  self->have += channel->length;
  self->ended = channel->status != DONE || channel->length == 0;
  return MADO_CARD_OK;
}

MadoCardResult
mado_card_file_fill (MadoCardFile *self,
                     gsize         want)
{
  MadoCardResult result = MADO_CARD_OK;

  want = MIN (want, self->size);
  while (result == MADO_CARD_OK && !self->ended && self->have < want)
    result = read_piece (self, MIN (want - self->have, self->piece));
  return result;
}

MadoCardResult
mado_card_file_fill_object (MadoCardFile *self,
                            guint         tag)
{
  guint found = 0;
  gsize head = 0, length = 0;
  MadoCardResult result = mado_card_file_fill (self, 8);

  if (result != MADO_CARD_OK)
    return result;
  if (mado_tlv_ber_head (self->bytes, self->have, &found, &head, &length) != MADO_TLV_ITEM || found != tag ||
      head + length > self->size)
    return MADO_CARD_DAMAGED;
  result = mado_card_file_fill (self, head + length);
  if (result == MADO_CARD_OK && self->have < head + length)
    return MADO_CARD_DAMAGED;
  return result;
}
