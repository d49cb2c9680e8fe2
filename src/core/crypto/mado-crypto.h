/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-error.h"
#include "core/base/mado-id.h"

G_BEGIN_DECLS

/*
 * The only caller of libsodium. Every primitive is libsodium's own:
 * Ed25519 signatures (RFC 8032), X25519 boxes, XChaCha20-Poly1305 (IETF
 * draft-irtf-cfrg-xchacha), argon2id (RFC 9106), SHA-256.
 * Randomness for keys and nonces comes from the MadoRandom that is passed in.
 */

#define MADO_KEY_BYTES        32 /* symmetric key */
#define MADO_NONCE_BYTES      24
#define MADO_TAG_BYTES        16
#define MADO_SIGNATURE_BYTES  64
#define MADO_DIGEST_BYTES     32
#define MADO_SALT_BYTES       16
#define MADO_SEAL_OVERHEAD    (MADO_NONCE_BYTES + MADO_TAG_BYTES)
#define MADO_BOX_OVERHEAD     48 /* the sender's one-time public key and a tag */

/* Public half of a device, server or city identity. */
typedef struct
{
  guint8 sign[32]; /* Ed25519 public key */
  guint8 box[32];  /* X25519 public key */
} MadoPublicKey;

/* Secret half; lives in memory that is locked and wiped when freed. */
typedef struct _MadoSecretKey MadoSecretKey;

void           mado_crypto_init              (void);

MadoSecretKey *mado_secret_key_new           (MadoRandom          *random);
MadoSecretKey *mado_secret_key_new_from_seed (const guint8         seed[32]);
void           mado_secret_key_get_seed      (const MadoSecretKey *self,
                                              guint8               seed[32]);
const MadoPublicKey *
               mado_secret_key_get_public    (const MadoSecretKey *self);
MadoSecretKey *mado_secret_key_ref           (MadoSecretKey       *self);
void           mado_secret_key_unref         (MadoSecretKey       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoSecretKey, mado_secret_key_unref)

/* Signatures carry a domain, so that one made for a commit never passes for a
 * slip: what is signed is domain, a zero byte, then the data. */
void           mado_sign                     (const MadoSecretKey *key,
                                              const char          *domain,
                                              const void          *data,
                                              gsize                length,
                                              guint8               signature[MADO_SIGNATURE_BYTES]);
gboolean       mado_verify                   (const guint8         sign_public[32],
                                              const char          *domain,
                                              const void          *data,
                                              gsize                length,
                                              const guint8         signature[MADO_SIGNATURE_BYTES]);

/* Sealing with a symmetric key: nonce (24) | ciphertext | tag (16).
 * @extra is authenticated and not stored. open gives %NULL and
 * MADO_ERROR_DAMAGED when key, extra or bytes do not fit. */
GBytes        *mado_seal                     (MadoRandom          *random,
                                              const guint8         key[MADO_KEY_BYTES],
                                              const void          *plain,
                                              gsize                length,
                                              const void          *extra,
                                              gsize                extra_length);
GBytes        *mado_open                     (const guint8         key[MADO_KEY_BYTES],
                                              const void          *sealed,
                                              gsize                length,
                                              const void          *extra,
                                              gsize                extra_length,
                                              GError             **error);

/* A shared key between two parties (X25519 + HSalsa20), computed once per
 * peer: wrapping thousands of data keys then costs a microsecond each. */
gboolean       mado_box_shared_key           (const MadoSecretKey *mine,
                                              const guint8         their_box[32],
                                              guint8               shared[MADO_KEY_BYTES]);

/* Anonymous box to a public key (crypto_box_seal); citizens' web slips,
 * keys handed in by a device. */
GBytes        *mado_box_seal                 (const guint8         their_box[32],
                                              const void          *plain,
                                              gsize                length);
/* The same box, its one-time key from @random: for what is published byte for
 * byte. %NULL if @their_box is no usable key. */
GBytes        *mado_box_seal_with            (MadoRandom          *random,
                                              const guint8         their_box[32],
                                              const void          *plain,
                                              gsize                length);
GBytes        *mado_box_open                 (const MadoSecretKey *mine,
                                              const void          *sealed,
                                              gsize                length,
                                              GError             **error);

/* A key from a password: argon2id, 64 MiB, 2 passes, 1 lane (RFC 9106 asks
 * for at least this on a shared machine). About 75 ms; never on the main
 * thread; the memory is freed at once. @cheap is for tests (8 KiB, 1 pass)
 * and must be written beside the salt by the caller. */
gboolean       mado_password_key             (const char          *password,
                                              const guint8         salt[MADO_SALT_BYTES],
                                              gboolean             cheap,
                                              guint8               key[MADO_KEY_BYTES],
                                              GError             **error);
/* A password verifier string for the server ("$argon2id$…"). */
char          *mado_password_hash            (const char          *password,
                                              gboolean             cheap);
gboolean       mado_password_verify          (const char          *hash,
                                              const char          *password);

void           mado_digest                   (const void          *data,
                                              gsize                length,
                                              guint8               digest[MADO_DIGEST_BYTES]);
void           mado_digest_keyed             (const void          *salt,
                                              gsize                salt_length,
                                              const void          *data,
                                              gsize                length,
                                              guint8               digest[MADO_DIGEST_BYTES]);
/* Audit chain link: SHA-256 (previous link | digest). */
void           mado_chain_next               (guint8               link[MADO_DIGEST_BYTES],
                                              const guint8         digest[MADO_DIGEST_BYTES]);
void           mado_wipe                     (void                *memory,
                                              gsize                length);

G_END_DECLS
