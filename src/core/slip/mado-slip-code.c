/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/slip/mado-slip-private.h"

#include <string.h>
#include <zlib.h>

/* Word tables and the small streams of the format. A place in a table is a
 * number on paper: add at the end, never move. */

const char *const mado_slip_words[6] = { "yes", "no", "unsure", "have", "later", "unneeded" };

static const char *const states[] = {
  "", "guided", "filled", "signed", "accepted", "entered", "checked", "closed",
  "held", "forwarded", "not_applicable", "withdrawn", "refused",
};
static const char *const addeds[] = { "", "guided", "picked", "declined", "unsure" };
static const char *const methods[] = { "", "tablet", "paper", "seal", "none" };

static guint
to_number (const char *const *table,
           guint              n,
           const char        *word)
{
  for (guint i = 1; i < n; i++)
    if (strcmp (table[i], word) == 0)
      return i;
  return 0;
}

guint
mado_slip_state_to_number (const char *state)
{
  return to_number (states, G_N_ELEMENTS (states), state);
}

const char *
mado_slip_state_from_number (guint number)
{
  return number < G_N_ELEMENTS (states) ? states[number] : NULL;
}

guint
mado_slip_added_to_number (const char *added)
{
  return to_number (addeds, G_N_ELEMENTS (addeds), added);
}

const char *
mado_slip_added_from_number (guint number)
{
  return number < G_N_ELEMENTS (addeds) ? addeds[number] : NULL;
}

guint
mado_slip_method_to_number (const char *method)
{
  return to_number (methods, G_N_ELEMENTS (methods), method);
}

const char *
mado_slip_method_from_number (guint number)
{
  return number < G_N_ELEMENTS (methods) ? methods[number] : NULL;
}

guint16
mado_slip_check (const guint8 *data,
                 gsize         length)
{
  return (guint16) crc32 (0, data, (uInt) length);
}

GByteArray *
mado_slip_seal_extra (const guint8 header[MADO_SLIP_HEADER])
{
  GByteArray *extra = g_byte_array_new ();

  g_byte_array_append (extra, (const guint8 *) MADO_SLIP_SEAL_DOMAIN, sizeof MADO_SLIP_SEAL_DOMAIN);
  g_byte_array_append (extra, header, MADO_SLIP_HEADER);
  return extra;
}

/* --- bits ----------------------------------------------------------------- */

void
mado_bits_put (MadoBitWriter *self,
               guint64        value,
               guint          bits)
{
  for (guint i = bits; i-- > 0;)
    {
      if (self->used == 0)
        g_byte_array_append (self->bytes, (const guint8 *) "", 1);
      if (value >> i & 1)
        self->bytes->data[self->bytes->len - 1] |= (guint8) (0x80 >> self->used);
      self->used = (self->used + 1) % 8;
    }
}

/* Groups of four bits, the first says whether another follows; low groups
 * first. Small numbers, the usual ones, take four bits. */
void
mado_bits_put_number (MadoBitWriter *self,
                      guint64        value)
{
  for (; value > 7; value >>= 3)
    mado_bits_put (self, 8 | (value & 7), 4);
  mado_bits_put (self, value, 4);
}

guint64
mado_bits_get (MadoBitReader *self,
               guint          bits)
{
  guint64 value = 0;

  if (self->failed || bits > self->length * 8 - self->at)
    {
      self->failed = TRUE;
      return 0;
    }
  for (; bits > 0; bits--, self->at++)
    value = value << 1 | (self->data[self->at / 8] >> (7 - self->at % 8) & 1);
  return value;
}

guint64
mado_bits_get_number (MadoBitReader *self)
{
  guint64 value = 0;

  for (guint shift = 0; shift <= 63; shift += 3)
    {
      guint64 group = mado_bits_get (self, 4);

      if (shift == 63 && (group & 7) > 1)
        break;
      value |= (group & 7) << shift;
      if ((group & 8) == 0)
        return value;
    }
  self->failed = TRUE;
  return 0;
}

/* --- bytes ------------------------------------------------------------------ */

void
mado_varint_put (GByteArray *out,
                 guint64     value)
{
  guint8 byte;

  for (; value > 0x7f; value >>= 7)
    {
      byte = (guint8) (value | 0x80);
      g_byte_array_append (out, &byte, 1);
    }
  byte = (guint8) value;
  g_byte_array_append (out, &byte, 1);
}

guint64
mado_varint_get (MadoCborReader *reader)
{
  guint64 value = 0;

  for (guint shift = 0; shift < 35 && !reader->failed && reader->at < reader->length; shift += 7)
    {
      guint8 byte = reader->data[reader->at++];

      value |= (guint64) (byte & 0x7f) << shift;
      if ((byte & 0x80) == 0)
        return value;
    }
  mado_cbor_fail (reader);
  return 0;
}
