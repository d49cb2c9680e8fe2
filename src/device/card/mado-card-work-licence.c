/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/card/mado-card-work.h"

#include <string.h>

#include "device/card/mado-card-parse.h"

/* Driving licence, as its own card and on the Individual Number Card. */

static const guint8 df1_aid[16] = { 0xa0, 0x00, 0x00, 0x02, 0x31, 0x01 };
static const guint8 mynumber_aid[16] = { 0xa0, 0x00, 0x00, 0x02, 0x31, 0x06 };

enum { PIN_1 = 0x81, PIN_2 = 0x82, DL_PIN = 0x86 };

/* A holder who wanted no PIN has four asterisks. */
#define NO_PIN "****"

typedef struct
{
  guint16 id;
  gsize   size; /* the whole file, as the specification gives it */
} LicenceFile;

static const LicenceFile common = { 0x2f01, 17 }, pin_set = { 0x000a, 3 };
static const LicenceFile entries = { 0x0001, 880 }, domicile = { 0x0002, 82 };
static const LicenceFile changes = { 0x0004, 640 }, domicile_changes = { 0x0006, 256 };
static const LicenceFile dl_pin_set = { 0x001a, 3 }, dl_data = { 0x001b, 512 };

static MadoCardResult
read_whole (MadoCardWork      *self,
            const LicenceFile *file,
            guint              buffer,
            gsize             *length)
{
  MadoCardFile reading = MADO_CARD_FILE (&self->channel, self->files[buffer], 0);
  MadoCardResult result = mado_card_channel_select_ef (&self->channel, file->id);

  if (result == MADO_CARD_OK)
    result = mado_card_file_fill (&reading, file->size);
  *length = reading.have;
  return result;
}

static MadoCardResult
select_master (MadoCardWork *self)
{
  const guint8 plain[] = { 0x00, 0xa4, 0x00, 0x00 };
  const guint8 named[] = { 0x00, 0xa4, 0x00, 0x00, 0x02, 0x3f, 0x00 };
  MadoCardResult result = mado_card_channel_send (&self->channel, plain, sizeof plain, 0, 0);

  if (result == MADO_CARD_OK && (self->channel.status == 0x6a86 || self->channel.status == 0x6700))
    result = mado_card_channel_send (&self->channel, named, sizeof named, 0, 0);
  return result == MADO_CARD_OK ? mado_card_status_result (self->channel.status) : result;
}

/* --- its own card ------------------------------------------------------------------- */

static MadoCardResult
read_head (MadoCardWork *self,
           gboolean     *has_pin)
{
  gsize n = 0;
  MadoCardResult result;

  self->channel.step = "head";
  result = select_master (self);
  if (result == MADO_CARD_OK)
    result = read_whole (self, &common, 0, &n);
  if (result == MADO_CARD_OK && !mado_card_parse_licence_common (self->files[0], n, &self->data))
    result = MADO_CARD_DAMAGED;
  if (result == MADO_CARD_OK)
    result = read_whole (self, &pin_set, 0, &n);
  if (result == MADO_CARD_OK && !mado_card_parse_pin_set (self->files[0], n, 0x05, has_pin))
    result = MADO_CARD_DAMAGED;
  return result;
}

/* The asterisks of a holder who wanted no PIN. Nobody can type them right or
 * wrong, so the last try stays where it is. */
static MadoCardResult
take_no_pin (MadoCardWork   *self,
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
  strcpy (self->secrets[slot], NO_PIN);
  return self->tries == 0 ? MADO_CARD_BLOCKED : self->tries == 1 ? MADO_CARD_REFUSED : MADO_CARD_OK;
}

/* Both tries are known before either PIN is sent: a second PIN that is blocked
 * must not cost a try of the first. */
static MadoCardResult
ask_pins (MadoCardWork *self,
          gboolean      has_pin)
{
  MadoCardResult (*take) (MadoCardWork *, MadoCardSecret, guint8, guint) = has_pin ? mado_card_work_ask : take_no_pin;
  MadoCardResult result = take (self, MADO_CARD_SECRET_LICENCE_1, PIN_1, 0);

  return result == MADO_CARD_OK && self->domicile ? take (self, MADO_CARD_SECRET_LICENCE_2, PIN_2, 1) : result;
}

static MadoCardResult
read_domicile (MadoCardWork *self)
{
  gsize n = 0, n_changes = 0;
  MadoCardResult result = read_whole (self, &domicile, 0, &n);

  if (result == MADO_CARD_OK)
    result = read_whole (self, &domicile_changes, 1, &n_changes);
  if (result == MADO_CARD_OK &&
      !mado_card_parse_licence_domicile (self->files[0], n, self->files[1], n_changes, &self->data))
    result = MADO_CARD_DAMAGED;
  return result;
}

static MadoCardResult
read_entries (MadoCardWork *self)
{
  gsize n = 0, n_changes = 0;
  MadoCardResult result;

  self->channel.step = "read";
  result = mado_card_channel_select (&self->channel, df1_aid, sizeof df1_aid);
  if (result == MADO_CARD_OK)
    result = read_whole (self, &entries, 0, &n);
  if (result == MADO_CARD_OK)
    result = read_whole (self, &changes, 1, &n_changes);
  if (result == MADO_CARD_OK && !mado_card_parse_licence (self->files[0], n, self->files[1], n_changes, &self->data))
    result = MADO_CARD_DAMAGED;
  if (result == MADO_CARD_OK && self->domicile)
    result = read_domicile (self);
  return result;
}

MadoCardResult
mado_card_work_licence (MadoCardWork *self)
{
  gboolean has_pin = TRUE;
  MadoCardResult result = read_head (self, &has_pin);

  if (result == MADO_CARD_OK)
    result = ask_pins (self, has_pin);
  if (result == MADO_CARD_OK)
    result = mado_card_work_verify (self, MADO_CARD_SECRET_LICENCE_1, PIN_1, 0);
  if (result == MADO_CARD_OK && self->domicile)
    result = mado_card_work_verify (self, MADO_CARD_SECRET_LICENCE_2, PIN_2, 1);
  return result == MADO_CARD_OK ? read_entries (self) : result;
}

/* --- on the Individual Number Card ----------------------------------------------------- */

MadoCardResult
mado_card_work_dl (MadoCardWork *self)
{
  gboolean has_pin = TRUE;
  gsize n = 0;
  MadoCardResult result;

  self->channel.step = "head";
  result = mado_card_channel_select (&self->channel, mynumber_aid, sizeof mynumber_aid);
  if (result == MADO_CARD_OK)
    result = read_whole (self, &dl_pin_set, 0, &n);
  if (result == MADO_CARD_OK && !mado_card_parse_pin_set (self->files[0], n, 0xc1, &has_pin))
    result = MADO_CARD_DAMAGED;
  if (result == MADO_CARD_OK)
    result = (has_pin ? mado_card_work_ask : take_no_pin) (self, MADO_CARD_SECRET_DL, DL_PIN, 0);
  if (result == MADO_CARD_OK)
    result = mado_card_work_verify (self, MADO_CARD_SECRET_DL, DL_PIN, 0);
  if (result == MADO_CARD_OK)
    {
      self->channel.step = "read";
      result = read_whole (self, &dl_data, 0, &n);
    }
  if (result == MADO_CARD_OK && !mado_card_parse_dl (self->files[0], n, &self->data))
    result = MADO_CARD_DAMAGED;
  return result;
}
