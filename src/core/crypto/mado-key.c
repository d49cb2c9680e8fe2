/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/crypto/mado-crypto.h"

#include <sodium.h>
#include <string.h>

G_STATIC_ASSERT (MADO_KEY_BYTES == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
G_STATIC_ASSERT (MADO_SIGNATURE_BYTES == crypto_sign_BYTES);
G_STATIC_ASSERT (MADO_BOX_OVERHEAD == crypto_box_SEALBYTES);
G_STATIC_ASSERT (MADO_DIGEST_BYTES == crypto_hash_sha256_BYTES);

/* The whole struct lies in sodium_malloc memory: locked where the system
 * allows it, between guard pages, wiped when freed. */
struct _MadoSecretKey
{
  gatomicrefcount ref_count;
  MadoPublicKey   public_key;
  guint8          seed[32];
  guint8          sign[crypto_sign_SECRETKEYBYTES];
  guint8          box[crypto_box_SECRETKEYBYTES];
};

/**
 * mado_crypto_init:
 *
 * Prepares libsodium; may be called often and from any thread. Constructors
 * of keys call it themselves.
 */
void
mado_crypto_init (void)
{
  if (sodium_init () < 0)
    g_error ("libsodium cannot be initialised");
}

/* The box half comes from its own seed, so that neither half says anything
 * about the other: SHA-256 ("mado-box-1", 0, seed). */
static void
derive_box (MadoSecretKey *self)
{
  crypto_hash_sha256_state state;
  guint8 box_seed[crypto_box_SEEDBYTES];

  crypto_hash_sha256_init (&state);
  crypto_hash_sha256_update (&state, (const guint8 *) "mado-box-1", sizeof "mado-box-1");
  crypto_hash_sha256_update (&state, self->seed, sizeof self->seed);
  crypto_hash_sha256_final (&state, box_seed);
  crypto_box_seed_keypair (self->public_key.box, self->box, box_seed);
  sodium_memzero (box_seed, sizeof box_seed);
  sodium_memzero (&state, sizeof state);
}

MadoSecretKey *
mado_secret_key_new_from_seed (const guint8 seed[32])
{
  MadoSecretKey *self;

  mado_crypto_init ();
  self = sodium_malloc (sizeof *self);
  if (self == NULL)
    g_error ("No locked memory for a key");

  g_atomic_ref_count_init (&self->ref_count);
  memcpy (self->seed, seed, sizeof self->seed);
  crypto_sign_seed_keypair (self->public_key.sign, self->sign, self->seed);
  derive_box (self);
  return self;
}

MadoSecretKey *
mado_secret_key_new (MadoRandom *random)
{
  guint8 seed[32];
  MadoSecretKey *self;

  mado_random_bytes (random, seed, sizeof seed);
  self = mado_secret_key_new_from_seed (seed);
  sodium_memzero (seed, sizeof seed);
  return self;
}

void
mado_secret_key_get_seed (const MadoSecretKey *self,
                          guint8               seed[32])
{
  memcpy (seed, self->seed, sizeof self->seed);
}

const MadoPublicKey *
mado_secret_key_get_public (const MadoSecretKey *self)
{
  return &self->public_key;
}

MadoSecretKey *
mado_secret_key_ref (MadoSecretKey *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mado_secret_key_unref (MadoSecretKey *self)
{
  if (g_atomic_ref_count_dec (&self->ref_count))
    sodium_free (self);
}

/* Ed25519 reads its message twice, so domain, zero byte and data have to lie
 * in one piece; what is usual (a commit, a slip) fits the stack. */
typedef struct
{
  guint8  stack[4096];
  guint8 *heap;
} Message;

static const guint8 *
message_join (Message    *self,
              const char *domain,
              const void *data,
              gsize       length)
{
  gsize head = strlen (domain) + 1;
  guint8 *out = self->stack;

  self->heap = NULL;
  if (head + length > sizeof self->stack)
    out = self->heap = g_malloc (head + length);
  memcpy (out, domain, head);
  if (length > 0)
    memcpy (out + head, data, length);
  return out;
}

void
mado_sign (const MadoSecretKey *key,
           const char          *domain,
           const void          *data,
           gsize                length,
           guint8               signature[MADO_SIGNATURE_BYTES])
{
  Message message;
  const guint8 *bytes = message_join (&message, domain, data, length);

  crypto_sign_detached (signature, NULL, bytes, strlen (domain) + 1 + length, key->sign);
  g_free (message.heap);
}

gboolean
mado_verify (const guint8  sign_public[32],
             const char   *domain,
             const void   *data,
             gsize         length,
             const guint8  signature[MADO_SIGNATURE_BYTES])
{
  Message message;
  const guint8 *bytes = message_join (&message, domain, data, length);
  int failed;

  failed = crypto_sign_verify_detached (signature, bytes, strlen (domain) + 1 + length, sign_public);
  g_free (message.heap);
  return failed == 0;
}

/**
 * mado_box_shared_key:
 * @mine: own key
 * @their_box: the peer's X25519 key
 * @shared: (out): the key both sides compute
 *
 * Returns: %FALSE if @their_box is not a usable key (a low-order point).
 */
gboolean
mado_box_shared_key (const MadoSecretKey *mine,
                     const guint8         their_box[32],
                     guint8               shared[MADO_KEY_BYTES])
{
  return crypto_box_beforenm (shared, their_box, mine->box) == 0;
}

GBytes *
mado_box_seal (const guint8  their_box[32],
               const void   *plain,
               gsize         length)
{
  guint8 *out = g_malloc (length + crypto_box_SEALBYTES);

  mado_crypto_init ();
  if (crypto_box_seal (out, plain, length, their_box) != 0)
    memset (out, 0, length + crypto_box_SEALBYTES); /* unusable key: opens nowhere */
  return g_bytes_new_take (out, length + crypto_box_SEALBYTES);
}

/* As crypto_box_seal() does it: one-time public key | crypto_box, its nonce the
 * BLAKE2b of both public keys. */
GBytes *
mado_box_seal_with (MadoRandom   *random,
                    const guint8  their_box[32],
                    const void   *plain,
                    gsize         length)
{
  guint8 seed[crypto_box_SEEDBYTES], secret[crypto_box_SECRETKEYBYTES], nonce[crypto_box_NONCEBYTES];
  g_autofree guint8 *out = g_malloc (length + crypto_box_SEALBYTES);
  crypto_generichash_state state;
  gboolean good;

  mado_crypto_init ();
  mado_random_bytes (random, seed, sizeof seed);
  crypto_box_seed_keypair (out, secret, seed);
  crypto_generichash_init (&state, NULL, 0, sizeof nonce);
  crypto_generichash_update (&state, out, crypto_box_PUBLICKEYBYTES);
  crypto_generichash_update (&state, their_box, crypto_box_PUBLICKEYBYTES);
  crypto_generichash_final (&state, nonce, sizeof nonce);
  good = crypto_box_easy (out + crypto_box_PUBLICKEYBYTES, plain, length, nonce, their_box, secret) == 0;
  sodium_memzero (seed, sizeof seed);
  sodium_memzero (secret, sizeof secret);
  return good ? g_bytes_new_take (g_steal_pointer (&out), length + crypto_box_SEALBYTES) : NULL;
}

GBytes *
mado_box_open (const MadoSecretKey  *mine,
               const void           *sealed,
               gsize                 length,
               GError              **error)
{
  g_autofree guint8 *out = NULL;

  if (length >= crypto_box_SEALBYTES)
    {
      out = g_malloc (MAX (length - crypto_box_SEALBYTES, 1));
      if (crypto_box_seal_open (out, sealed, length, mine->public_key.box, mine->box) == 0)
        return g_bytes_new_take (g_steal_pointer (&out), length - crypto_box_SEALBYTES);
    }
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DAMAGED,
                       "The box is damaged or was closed for another key.");
  return NULL;
}
