/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/card/mado-card-secure.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <string.h>

gboolean
mado_card_secure_key (const void *data,
                      gsize       n,
                      guint8      key[MADO_CARD_KEY])
{
  guint8 digest[20];
  gboolean done = EVP_Digest (data, n, digest, NULL, EVP_sha1 (), NULL) == 1;

  memcpy (key, digest, MADO_CARD_KEY);
  OPENSSL_cleanse (digest, sizeof digest);
  return done;
}

static gboolean
cipher (const guint8  key[MADO_CARD_KEY],
        const guint8 *in,
        gsize         n,
        guint8       *out,
        gboolean      encrypt)
{
  static const guint8 zero[MADO_CARD_BLOCK];
  EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new ();
  int length = 0;
  gboolean done = n % MADO_CARD_BLOCK == 0 && context != NULL &&
                  EVP_CipherInit_ex (context, EVP_des_ede_cbc (), NULL, key, zero, encrypt) == 1 &&
                  EVP_CIPHER_CTX_set_padding (context, 0) == 1 && EVP_CipherUpdate (context, out, &length, in, n) == 1 &&
                  (gsize) length == n;

  EVP_CIPHER_CTX_free (context);
  return done;
}

gboolean
mado_card_secure_encrypt (const guint8  key[MADO_CARD_KEY],
                          const guint8 *in,
                          gsize         n,
                          guint8       *out)
{
  return cipher (key, in, n, out, TRUE);
}

gboolean
mado_card_secure_decrypt (const guint8  key[MADO_CARD_KEY],
                          const guint8 *in,
                          gsize         n,
                          guint8       *out)
{
  return cipher (key, in, n, out, FALSE);
}

gsize
mado_card_secure_pad (guint8 *data,
                      gsize   n)
{
  data[n++] = 0x80;
  while (n % MADO_CARD_BLOCK != 0)
    data[n++] = 0x00;
  return n;
}

gboolean
mado_card_secure_unpad (const guint8 *data,
                        gsize         n,
                        gsize        *length)
{
  while (n > 0 && data[n - 1] == 0x00)
    n--;
  if (n == 0 || data[n - 1] != 0x80)
    return FALSE;
  *length = n - 1;
  return TRUE;
}

/* Single DES is no longer offered everywhere; triple DES with one key twice is
 * the same. The last step is D under the second key, then E under the first:
 * together with the first E one triple DES of the last block. */
gboolean
mado_card_secure_mac (const guint8  key[MADO_CARD_KEY],
                      const guint8 *data,
                      gsize         n,
                      guint8        mac[MADO_CARD_BLOCK])
{
  g_autofree guint8 *padded = g_malloc0 (n + 2 * MADO_CARD_BLOCK);
  guint8 single[MADO_CARD_KEY];
  gsize last;
  gboolean done = TRUE;

  memcpy (single, key, MADO_CARD_BLOCK);
  memcpy (single + MADO_CARD_BLOCK, key, MADO_CARD_BLOCK);
  memcpy (padded, data, n);
  last = mado_card_secure_pad (padded, n) - MADO_CARD_BLOCK;
  if (last > 0)
    {
      g_autofree guint8 *chain = g_malloc (last);

      done = mado_card_secure_encrypt (single, padded, last, chain);
      for (guint i = 0; i < MADO_CARD_BLOCK; i++)
        padded[last + i] ^= chain[last - MADO_CARD_BLOCK + i];
    }
  done = done && mado_card_secure_encrypt (key, padded + last, MADO_CARD_BLOCK, mac);
  OPENSSL_cleanse (single, sizeof single);
  return done;
}
