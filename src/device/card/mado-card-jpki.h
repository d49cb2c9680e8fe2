/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "device/card/mado-card-data.h"

G_BEGIN_DECLS

/* Certificates of the JPKI application (公的個人認証). */

/* The certificate at the start of @bytes, filler behind it left out: its length
 * in DER, 0 if there is none or its key is no RSA key of 2048 bits or more. */
gsize    mado_card_jpki_length    (const guint8 *bytes,
                                   gsize         n);
/* Did the key of @certificate sign @digest (SHA-256, PKCS #1 v1.5)? */
gboolean mado_card_jpki_signed    (const guint8 *certificate,
                                   gsize         n,
                                   const guint8  digest[32],
                                   const guint8 *signature,
                                   gsize         n_signature);
/* Name, address, birth and sex from a certificate for signatures: otherName
 * entries under 1.2.392.200149.8.5.5. FALSE: one is missing or damaged. Rare
 * characters are replaced there, so the text application is the better source. */
gboolean mado_card_jpki_subject   (const guint8 *certificate,
                                   gsize         n,
                                   MadoCardData *data);

typedef enum
{
  MADO_CARD_TRUST_GOOD,
  MADO_CARD_TRUST_UNKNOWN, /* no CA of the folder issued it */
  MADO_CARD_TRUST_EXPIRED,
  MADO_CARD_TRUST_EARLY,   /* not valid yet */
} MadoCardTrust;

const char   *mado_card_trust_name    (MadoCardTrust trust);

/* Is @certificate issued by a CA of @folder (*.der, *.pem, *.crt, *.cer) and
 * valid at @now_ms? Whether it was revoked only the service of J-LIS knows. */
MadoCardTrust mado_card_jpki_judge    (const guint8 *certificate,
                                       gsize         n,
                                       const char   *folder,
                                       gint64        now_ms);

G_END_DECLS
