/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * The two ways in which cards write "tag, length, value". Both readers never
 * look beyond the bytes they were given and take nothing on trust.
 *
 * BER (Individual Number Card, residence card): tags of one byte, or two after
 * FF, DF, 7F, 5F …1F; length up to 7F in one byte, 81 xx, 82 xx xx, not
 * necessarily minimal. Longer and indefinite lengths do not occur.
 * Plain (licence): tag of one byte, length one byte up to 7F or 82 xx xx;
 * unused space is FF.
 */
typedef struct
{
  const guint8 *next;
  gsize         left;
} MadoTlvCursor;

typedef struct
{
  guint         tag;
  const guint8 *value; /* inside the cursor's bytes */
  gsize         length;
} MadoTlv;

typedef enum
{
  MADO_TLV_ITEM,
  MADO_TLV_END,
  MADO_TLV_SHORT,  /* it may be whole with more bytes */
  MADO_TLV_BROKEN,
} MadoTlvState;

/* Head of one object: its tag, the length of its value and of the head. */
MadoTlvState mado_tlv_ber_head   (const guint8  *bytes,
                                  gsize          n,
                                  guint         *tag,
                                  gsize         *head,
                                  gsize         *length);
MadoTlvState mado_tlv_ber_next   (MadoTlvCursor *cursor,
                                  MadoTlv       *item);
/* END where the unused space begins. */
MadoTlvState mado_tlv_plain_next (MadoTlvCursor *cursor,
                                  MadoTlv       *item);

G_END_DECLS
