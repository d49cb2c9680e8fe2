/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/card/mado-card-tlv.h"

MadoTlvState
mado_tlv_ber_head (const guint8 *bytes,
                   gsize         n,
                   guint        *tag,
                   gsize        *head,
                   gsize        *length)
{
  gsize at = 1;

  if (n < 1)
    return MADO_TLV_SHORT;
  *tag = bytes[0];
  if ((bytes[0] & 0x1f) == 0x1f)
    {
      if (n < 2)
        return MADO_TLV_SHORT;
      if (bytes[1] & 0x80) /* three bytes and more: not on these cards */
        return MADO_TLV_BROKEN;
      *tag = *tag << 8 | bytes[1];
      at = 2;
    }
  if (n < at + 1)
    return MADO_TLV_SHORT;
  if (bytes[at] < 0x80)
    *length = bytes[at++];
  else if (bytes[at] == 0x81 || bytes[at] == 0x82)
    {
      guint bytes_of_length = bytes[at++] & 0x7f;

      if (n < at + bytes_of_length)
        return MADO_TLV_SHORT;
      *length = 0;
      while (bytes_of_length-- > 0)
        *length = *length << 8 | bytes[at++];
    }
  else
    return MADO_TLV_BROKEN;
  *head = at;
  return MADO_TLV_ITEM;
}

static MadoTlvState
take (MadoTlvCursor *cursor,
      MadoTlv       *item,
      gsize          head,
      gsize          length)
{
  if (cursor->left - head < length)
    return MADO_TLV_SHORT;
  item->value = cursor->next + head;
  item->length = length;
  cursor->next += head + length;
  cursor->left -= head + length;
  return MADO_TLV_ITEM;
}

MadoTlvState
mado_tlv_ber_next (MadoTlvCursor *cursor,
                   MadoTlv       *item)
{
  gsize head = 0, length = 0;
  MadoTlvState state;

  if (cursor->left == 0)
    return MADO_TLV_END;
  state = mado_tlv_ber_head (cursor->next, cursor->left, &item->tag, &head, &length);
  return state == MADO_TLV_ITEM ? take (cursor, item, head, length) : state;
}

MadoTlvState
mado_tlv_plain_next (MadoTlvCursor *cursor,
                     MadoTlv       *item)
{
  const guint8 *p = cursor->next;

  if (cursor->left == 0 || p[0] == 0xff)
    return MADO_TLV_END;
  if (p[0] == 0x00)
    return MADO_TLV_BROKEN;
  if (cursor->left < 2)
    return MADO_TLV_SHORT;
  item->tag = p[0];
  if (p[1] < 0x80)
    return take (cursor, item, 2, p[1]);
  if (p[1] != 0x82)
    return MADO_TLV_BROKEN;
  if (cursor->left < 4)
    return MADO_TLV_SHORT;
  return take (cursor, item, 4, (gsize) p[2] << 8 | p[3]);
}
