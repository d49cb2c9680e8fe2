/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/crypto/mado-crypto.h"

#include <sodium.h>
#include <string.h>

G_STATIC_ASSERT (MADO_NONCE_BYTES == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
G_STATIC_ASSERT (MADO_TAG_BYTES == crypto_aead_xchacha20poly1305_ietf_ABYTES);

GBytes *
mado_seal (MadoRandom   *random,
           const guint8  key[MADO_KEY_BYTES],
           const void   *plain,
           gsize         length,
           const void   *extra,
           gsize         extra_length)
{
  guint8 *out = g_malloc (length + MADO_SEAL_OVERHEAD);

  mado_crypto_init ();
  mado_random_bytes (random, out, MADO_NONCE_BYTES);
  crypto_aead_xchacha20poly1305_ietf_encrypt (out + MADO_NONCE_BYTES, NULL,
                                              plain, length, extra, extra_length,
                                              NULL, out, key);
  return g_bytes_new_take (out, length + MADO_SEAL_OVERHEAD);
}

GBytes *
mado_open (const guint8   key[MADO_KEY_BYTES],
           const void    *sealed,
           gsize          length,
           const void    *extra,
           gsize          extra_length,
           GError       **error)
{
  const guint8 *in = sealed;
  g_autofree guint8 *out = NULL;

  if (length >= MADO_SEAL_OVERHEAD)
    {
      out = g_malloc (MAX (length - MADO_SEAL_OVERHEAD, 1));
      mado_crypto_init ();
      if (crypto_aead_xchacha20poly1305_ietf_decrypt (out, NULL, NULL,
                                                      in + MADO_NONCE_BYTES, length - MADO_NONCE_BYTES,
                                                      extra, extra_length, in, key) == 0)
        return g_bytes_new_take (g_steal_pointer (&out), length - MADO_SEAL_OVERHEAD);
    }
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DAMAGED,
                       "The sealed bytes are damaged or belong to another key.");
  return NULL;
}

void
mado_digest (const void *data,
             gsize       length,
             guint8      digest[MADO_DIGEST_BYTES])
{
  crypto_hash_sha256 (digest, data, length);
}

/**
 * mado_digest_keyed:
 * @salt: random bytes of a length that is fixed for the use
 * @salt_length: their number
 * @data: what is digested
 * @length: its size
 * @digest: (out): SHA-256 of salt, then data
 *
 * Not a message authentication code; it only keeps short values from being
 * guessed by those who do not have the salt.
 */
void
mado_digest_keyed (const void *salt,
                   gsize       salt_length,
                   const void *data,
                   gsize       length,
                   guint8      digest[MADO_DIGEST_BYTES])
{
  crypto_hash_sha256_state state;

  crypto_hash_sha256_init (&state);
  crypto_hash_sha256_update (&state, salt, salt_length);
  crypto_hash_sha256_update (&state, data, length);
  crypto_hash_sha256_final (&state, digest);
}

void
mado_chain_next (guint8       link[MADO_DIGEST_BYTES],
                 const guint8 digest[MADO_DIGEST_BYTES])
{
  mado_digest_keyed (link, MADO_DIGEST_BYTES, digest, MADO_DIGEST_BYTES, link);
}

void
mado_wipe (void  *memory,
           gsize  length)
{
  sodium_memzero (memory, length);
}
