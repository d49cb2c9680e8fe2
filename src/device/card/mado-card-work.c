/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/card/mado-card-work.h"

#include <string.h>

#include "device/card/mado-card-parse.h"

/* Application and file ids in one table: a coming generation of cards changes
 * them. */
static const guint8 text_aid[] = { 0xd3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x08 };
static const guint8 common_aid[] = { 0xd3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x01, 0x00 };
static const guint8 residence_aid[16] = { 0xd3, 0x92, 0xf0, 0x00, 0x4f, 0x02 };
static const guint8 licence_aid[16] = { 0xa0, 0x00, 0x00, 0x02, 0x31, 0x01 };

enum { TEXT_NUMBER = 0x0001, TEXT_ATTRS = 0x0002, TEXT_PIN = 0x0011, TEXT_CODE_A = 0x0014, TEXT_CODE_B = 0x0015 };
enum { CURRENT_PIN = 0x80 };

MadoCardWork *
mado_card_work_new (void)
{
  MadoCardWork *self = mado_card_locked_new (sizeof *self);

  self->tries = -1;
  return self;
}

void
mado_card_work_free (MadoCardWork *self)
{
  mado_card_locked_free (self, sizeof *self);
}

/* --- what card it is ------------------------------------------------------------- */

/* The answers of a card that is simply of another kind. */
static gboolean
means_another_kind (guint16 status)
{
  return status == 0x6a82 || status == 0x6d00 || status == 0x6e00 || status == 0x6a86;
}

MadoCardResult
mado_card_work_identify (MadoCardWork *self,
                         MadoCardLink *link)
{
  static const struct
  {
    const guint8 *aid;
    gsize         n;
    MadoCardKind  kind;
  } kinds[] = {
    { text_aid, sizeof text_aid, MADO_CARD_KIND_MYNUMBER },
    { residence_aid, sizeof residence_aid, MADO_CARD_KIND_RESIDENCE },
    { licence_aid, sizeof licence_aid, MADO_CARD_KIND_LICENCE },
  };

  self->channel.link = link;
  self->channel.step = "identify";
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      MadoCardResult result = mado_card_channel_select (&self->channel, kinds[i].aid, kinds[i].n);

      if (result == MADO_CARD_OK)
        self->kind = kinds[i].kind;
      if (result == MADO_CARD_OK || !means_another_kind (self->channel.status))
        return result;
    }
  return MADO_CARD_WRONG_CARD;
}

/* --- secrets ---------------------------------------------------------------------- */

MadoCardResult
mado_card_work_ask (MadoCardWork   *self,
                    MadoCardSecret  secret,
                    guint8          reference,
                    guint           slot)
{
  MadoCardResult result;

  self->channel.step = "tries";
  self->secret = secret;
  self->tries = -1;
  result = mado_card_channel_tries (&self->channel, reference, &self->tries);
  if (result != MADO_CARD_OK)
    return result;
  if (self->tries == 0)
    return MADO_CARD_BLOCKED;
  return self->ask (secret, self->tries, self->secrets[slot], self->ask_data);
}

MadoCardResult
mado_card_work_verify (MadoCardWork   *self,
                       MadoCardSecret  secret,
                       guint8          reference,
                       guint           slot)
{
  MadoCardResult result;

  self->channel.step = "verify";
  self->secret = secret;
  self->tries = -1;
  result = mado_card_channel_verify (&self->channel, reference, self->secrets[slot], &self->tries);
  explicit_bzero (self->secrets[slot], sizeof self->secrets[slot]);
  return result;
}

/* --- text application ---------------------------------------------------------------- */

static MadoCardResult
open_text (MadoCardWork *self,
           guint16       pin_file,
           guint16       file)
{
  MadoCardSecret secret = mado_card_task_secret (self->task);
  MadoCardResult result = mado_card_channel_select_ef (&self->channel, pin_file);

  if (result == MADO_CARD_OK)
    result = mado_card_work_ask (self, secret, CURRENT_PIN, 0);
  if (result == MADO_CARD_OK)
    result = mado_card_work_verify (self, secret, CURRENT_PIN, 0);
  if (result != MADO_CARD_OK)
    return result;
  self->channel.step = "read";
  return mado_card_channel_select_ef (&self->channel, file);
}

static MadoCardResult
read_attrs (MadoCardWork *self,
            guint16       pin_file)
{
  MadoCardFile file = MADO_CARD_FILE (&self->channel, self->files[0], 0);
  MadoCardResult result = open_text (self, pin_file, TEXT_ATTRS);

  if (result == MADO_CARD_OK)
    result = mado_card_file_fill_object (&file, 0xff20);
  if (result == MADO_CARD_OK && !mado_card_parse_attrs (file.bytes, file.have, &self->data))
    result = MADO_CARD_DAMAGED;
  return result;
}

static MadoCardResult
read_number (MadoCardWork *self,
             guint16       pin_file)
{
  MadoCardFile file = MADO_CARD_FILE (&self->channel, self->files[0], 0);
  MadoCardResult result = open_text (self, pin_file, TEXT_NUMBER);

  if (result == MADO_CARD_OK)
    result = mado_card_file_fill_object (&file, 0xff10);
  if (result == MADO_CARD_OK && !mado_card_parse_number (file.bytes, file.have, &self->data))
    result = MADO_CARD_DAMAGED;
  return result;
}

/* --- only looking ---------------------------------------------------------------------- */

/* Until when the card is good. A card that does not tell is still identified. */
static MadoCardResult
read_expiry (MadoCardWork *self)
{
  const guint8 read_record[] = { 0x00, 0xb2, 0x01, 1 << 3 | 4, 0x00 };
  MadoCardResult result = mado_card_channel_select (&self->channel, common_aid, sizeof common_aid);

  self->channel.step = "expiry";
  if (result == MADO_CARD_OK)
    result = mado_card_channel_send (&self->channel, read_record, sizeof read_record, 4, 256);
  if (result == MADO_CARD_OK)
    result = mado_card_status_result (self->channel.status);
  if (result == MADO_CARD_OK)
    mado_card_parse_common (self->channel.answer, self->channel.length, &self->data);
  return result == MADO_CARD_NOT_FOUND || result == MADO_CARD_DENIED || result == MADO_CARD_CARD_ERROR ? MADO_CARD_OK
                                                                                                      : result;
}

/* --- all of it --------------------------------------------------------------------------- */

static MadoCardResult
run (MadoCardWork *self)
{
  switch (self->task)
    {
    case MADO_CARD_TASK_IDENTIFY:
      return self->kind == MADO_CARD_KIND_MYNUMBER ? read_expiry (self) : MADO_CARD_OK;
    case MADO_CARD_TASK_ATTRS:
      return read_attrs (self, TEXT_PIN);
    case MADO_CARD_TASK_ATTRS_B:
      return read_attrs (self, TEXT_CODE_B);
    case MADO_CARD_TASK_NUMBER:
      return read_number (self, TEXT_PIN);
    case MADO_CARD_TASK_NUMBER_A:
      return read_number (self, TEXT_CODE_A);
    case MADO_CARD_TASK_LICENCE:
      return mado_card_work_licence (self);
    case MADO_CARD_TASK_DL:
      return mado_card_work_dl (self);
    case MADO_CARD_TASK_RESIDENCE:
      return mado_card_work_residence (self);
    case MADO_CARD_TASK_SIGN:
      return mado_card_work_sign (self);
    case MADO_CARD_TASK_SIGN_CERT:
      return mado_card_work_sign_cert (self);
    default:
      return MADO_CARD_BAD_INPUT;
    }
}

MadoCardResult
mado_card_work_run (MadoCardWork *self)
{
  MadoCardKind needed = mado_card_task_kind (self->task);
  MadoCardResult result;

  if (needed != MADO_CARD_KIND_UNKNOWN && needed != self->kind)
    return MADO_CARD_WRONG_CARD;
  result = run (self);
  explicit_bzero (self->secrets, sizeof self->secrets);
  if (result != MADO_CARD_OK)
    {
      mado_card_data_clear (&self->data);
      self->n_certificate = self->n_signature = self->n_front = self->n_photo = 0;
    }
  return result;
}
