/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Ciphers of the residence card (在留カード等仕様書 1.5): two-key triple DES in
 * CBC with a zero vector, and the MAC of ISO/IEC 9797-1 algorithm 3 with padding
 * method 2. Together with mado-card-jpki.c the only caller of libcrypto, which
 * is linked by the card reading process alone.
 */
#define MADO_CARD_BLOCK  8
#define MADO_CARD_KEY    16

/* First 16 bytes of SHA-1. */
gboolean mado_card_secure_key     (const void   *data,
                                   gsize         n,
                                   guint8        key[MADO_CARD_KEY]);
/* @n a multiple of 8; @out may be @in. */
gboolean mado_card_secure_encrypt (const guint8  key[MADO_CARD_KEY],
                                   const guint8 *in,
                                   gsize         n,
                                   guint8       *out);
gboolean mado_card_secure_decrypt (const guint8  key[MADO_CARD_KEY],
                                   const guint8 *in,
                                   gsize         n,
                                   guint8       *out);
gboolean mado_card_secure_mac     (const guint8  key[MADO_CARD_KEY],
                                   const guint8 *data,
                                   gsize         n,
                                   guint8        mac[MADO_CARD_BLOCK]);
/* Padding 80 00 …: the length after it, which @data must have room for, and
 * back (FALSE: it was none). */
gsize    mado_card_secure_pad     (guint8       *data,
                                   gsize         n);
gboolean mado_card_secure_unpad   (const guint8 *data,
                                   gsize         n,
                                   gsize        *length);

G_END_DECLS
