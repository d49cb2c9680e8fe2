/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/card/mado-card-parse.h"

#include <string.h>

#include "core/base/mado-checks.h"
#include "device/card/mado-card-text.h"
#include "device/card/mado-card-tlv.h"

/* The value of the one object a file begins with. */
static gboolean
open_template (const guint8  *bytes,
               gsize          n,
               guint          tag,
               MadoTlvCursor *inside)
{
  MadoTlvCursor file = { bytes, n };
  MadoTlv item;

  if (mado_tlv_ber_next (&file, &item) != MADO_TLV_ITEM || item.tag != tag)
    return FALSE;
  *inside = (MadoTlvCursor) { item.value, item.length };
  return TRUE;
}

enum { NAME = 0xdf22, ADDRESS, BIRTH, SEX };

static gboolean
take_item (const MadoTlv *item,
           MadoCardData  *read)
{
  switch (item->tag)
    {
    case NAME:
      return item->length > 0 &&
             mado_card_text_utf8 (item->value, item->length, MADO_CARD_NAME_LETTERS, read->name, sizeof read->name);
    case ADDRESS:
      return item->length > 0 && mado_card_text_utf8 (item->value, item->length, MADO_CARD_ADDRESS_LETTERS,
                                                      read->address, sizeof read->address);
    case BIRTH:
      return mado_card_date_ymd (item->value, item->length, read->birth);
    case SEX:
      return mado_card_text_digits (item->value, item->length, 1, read->sex) && strchr ("0129", read->sex[0]) != NULL;
    default: /* the table of offsets, and what later cards may add */
      return item->tag >> 8 == 0xdf;
    }
}

static gboolean
read_attrs (MadoTlvCursor *inside,
            MadoCardData  *read)
{
  guint seen = 0;
  MadoTlv item;
  MadoTlvState state;

  while ((state = mado_tlv_ber_next (inside, &item)) == MADO_TLV_ITEM)
    {
      if (item.tag >= NAME && item.tag <= SEX)
        {
          guint bit = 1u << (item.tag - NAME);

          if (seen & bit)
            return FALSE;
          seen |= bit;
        }
      if (!take_item (&item, read))
        return FALSE;
    }
  return state == MADO_TLV_END && seen == 0xf;
}

gboolean
mado_card_parse_attrs (const guint8 *bytes,
                       gsize         n,
                       MadoCardData *data)
{
  MadoCardData read = *data;
  MadoTlvCursor inside;
  gboolean whole = open_template (bytes, n, 0xff20, &inside) && read_attrs (&inside, &read);

  if (whole)
    *data = read;
  mado_card_data_clear (&read);
  return whole;
}

gboolean
mado_card_parse_number (const guint8 *bytes,
                        gsize         n,
                        MadoCardData *data)
{
  char number[13];
  MadoTlvCursor inside;
  gboolean whole = open_template (bytes, n, 0xff10, &inside) &&
                   mado_card_text_digits (inside.next, inside.left, 12, number) && mado_check_my_number (number);

  if (whole)
    memcpy (data->my_number, number, sizeof number);
  explicit_bzero (number, sizeof number);
  return whole;
}

gboolean
mado_card_parse_common (const guint8 *bytes,
                        gsize         n,
                        MadoCardData *data)
{
  char digits[29], expiry[11];

  if (n < 30 || bytes[0] != 0x01 || bytes[1] != 28 || !mado_card_text_digits (bytes + 2, 28, 28, digits) ||
      !mado_card_date_ymd (bytes + 22, 8, expiry))
    return FALSE;
  memcpy (data->expiry, expiry, sizeof expiry);
  return TRUE;
}
