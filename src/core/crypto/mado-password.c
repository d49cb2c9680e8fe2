/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/crypto/mado-crypto.h"

#include <sodium.h>
#include <string.h>

G_STATIC_ASSERT (MADO_SALT_BYTES == crypto_pwhash_SALTBYTES);

#define MEMORY_BYTES ((gsize) 64 * 1024 * 1024)
#define PASSES       2

gboolean
mado_password_key (const char    *password,
                   const guint8   salt[MADO_SALT_BYTES],
                   gboolean       cheap,
                   guint8         key[MADO_KEY_BYTES],
                   GError       **error)
{
  int failed;

  mado_crypto_init ();
  failed = crypto_pwhash (key, MADO_KEY_BYTES, password, strlen (password), salt,
                          cheap ? crypto_pwhash_argon2id_OPSLIMIT_MIN : PASSES,
                          cheap ? crypto_pwhash_argon2id_MEMLIMIT_MIN : MEMORY_BYTES,
                          crypto_pwhash_ALG_ARGON2ID13);
  if (failed == 0)
    return TRUE;
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NO_SPACE,
                       "There is not enough memory free (64 MB) to check the password.");
  return FALSE;
}

/**
 * mado_password_hash:
 * @password: what the person typed
 * @cheap: for tests: 8 KiB and one pass
 *
 * Returns: (nullable): a verifier that carries its own salt and cost, or %NULL
 *   if 64 MB of memory are not to be had.
 */
char *
mado_password_hash (const char *password,
                    gboolean    cheap)
{
  char text[crypto_pwhash_STRBYTES];

  mado_crypto_init ();
  if (crypto_pwhash_str_alg (text, password, strlen (password),
                             cheap ? crypto_pwhash_argon2id_OPSLIMIT_MIN : PASSES,
                             cheap ? crypto_pwhash_argon2id_MEMLIMIT_MIN : MEMORY_BYTES,
                             crypto_pwhash_ALG_ARGON2ID13) != 0)
    return NULL;
  return g_strdup (text);
}

gboolean
mado_password_verify (const char *hash,
                      const char *password)
{
  mado_crypto_init ();
  return hash != NULL && strlen (hash) < crypto_pwhash_STRBYTES &&
         crypto_pwhash_str_verify (hash, password, strlen (password)) == 0;
}
