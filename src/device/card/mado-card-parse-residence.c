/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/card/mado-card-parse.h"

#include <string.h>

#include "device/card/mado-card-text.h"
#include "device/card/mado-card-tlv.h"

#define ADDRESS_BYTES 320

/* Text in a field of fixed length, the rest of it NUL. */
static gboolean
padded_text (const MadoTlv *item,
             MadoCardData  *read)
{
  gsize n = item->length;

  while (n > 0 && item->value[n - 1] == 0)
    n--;
  return n > 0 && mado_card_text_utf8 (item->value, n, MADO_CARD_ADDRESS_LETTERS, read->address, sizeof read->address);
}

gboolean
mado_card_parse_residence (const guint8 *bytes,
                           gsize         n,
                           MadoCardData *data)
{
  MadoTlvCursor file = { bytes, n };
  MadoTlv day, place, address;
  MadoCardData read = *data;
  char date[11], municipality[7];
  gboolean whole = mado_tlv_ber_next (&file, &day) == MADO_TLV_ITEM && day.tag == 0xd2 &&
                   mado_tlv_ber_next (&file, &place) == MADO_TLV_ITEM && place.tag == 0xd3 &&
                   mado_tlv_ber_next (&file, &address) == MADO_TLV_ITEM && address.tag == 0xd4 &&
                   mado_card_date_ymd (day.value, day.length, date) &&
                   mado_card_text_digits (place.value, place.length, 6, municipality) &&
                   address.length == ADDRESS_BYTES && padded_text (&address, &read);

  if (whole)
    *data = read;
  mado_card_data_clear (&read);
  return whole;
}
