/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/training/mado-training-keys.h"

#include "core/crypto/mado-crypto.h"
#include "core/model/mado-value.h"

#define NUMBER 1
/* Training is done with clocks that are set to all kinds of days. */
#define FROM G_GINT64_CONSTANT (0)
#define TO   (G_GINT64_CONSTANT (1) << 53)

static gboolean
put_week (MadoStore   *store,
          MadoRandom  *random,
          GError     **error)
{
  GByteArray *out = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  guint8 key[MADO_KEY_BYTES];

  mado_random_bytes (random, key, sizeof key);
  mado_cbor_put_array (out, 1);
  mado_cbor_put_array (out, 4);
  mado_cbor_put_uint (out, NUMBER);
  mado_cbor_put_int (out, FROM);
  mado_cbor_put_int (out, TO);
  mado_cbor_put_bytes (out, key, sizeof key);
  mado_wipe (key, sizeof key);
  bytes = g_byte_array_free_to_bytes (out);
  return mado_store_set_meta (store, "slip-keys", bytes, error);
}

static gboolean
put_box (MadoStore   *store,
         MadoRandom  *random,
         GError     **error)
{
  GByteArray *out = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  guint8 seed[MADO_KEY_BYTES];

  mado_random_bytes (random, seed, sizeof seed);
  mado_cbor_put_array (out, 1);
  mado_cbor_put_array (out, 2);
  mado_cbor_put_uint (out, MADO_TRAINING_BOX);
  mado_cbor_put_bytes (out, seed, sizeof seed);
  mado_wipe (seed, sizeof seed);
  bytes = g_byte_array_free_to_bytes (out);
  return mado_store_set_meta (store, "slip-boxes", bytes, error);
}

gboolean
mado_training_keys_put (MadoStore   *store,
                        MadoRandom  *random,
                        GError     **error)
{
  return put_week (store, random, error) && put_box (store, random, error);
}
