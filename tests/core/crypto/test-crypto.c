/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/crypto/mado-crypto.h"

#include <string.h>

static char *
to_hex (const guint8 *data,
        gsize         length)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    g_string_append_printf (text, "%02x", data[i]);
  return g_string_free (text, FALSE);
}

static MadoSecretKey *
key_of (guint8 fill)
{
  guint8 seed[32];

  memset (seed, fill, sizeof seed);
  return mado_secret_key_new_from_seed (seed);
}

static void
test_key_from_seed (void)
{
  /* RFC 8032, 7.1, test 1 */
  static const guint8 seed[32] = {
    0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
    0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
  };
  g_autoptr (MadoSecretKey) key = mado_secret_key_new_from_seed (seed);
  g_autofree char *hex = to_hex (mado_secret_key_get_public (key)->sign, 32);
  guint8 out[32];

  g_assert_cmpstr (hex, ==, "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  mado_secret_key_get_seed (key, out);
  g_assert_cmpmem (out, 32, seed, 32);
}

static void
test_sign (void)
{
  g_autoptr (MadoSecretKey) key = key_of (7);
  g_autoptr (MadoSecretKey) other = key_of (8);
  const guint8 *sign = mado_secret_key_get_public (key)->sign;
  g_autofree guint8 *large = g_malloc0 (100000);
  guint8 signature[MADO_SIGNATURE_BYTES];

  mado_sign (key, "a", "text", 4, signature);
  g_assert_true (mado_verify (sign, "a", "text", 4, signature));
  g_assert_false (mado_verify (sign, "b", "text", 4, signature));
  g_assert_false (mado_verify (sign, "a", "texT", 4, signature));
  g_assert_false (mado_verify (mado_secret_key_get_public (other)->sign, "a", "text", 4, signature));
  signature[5] ^= 1;
  g_assert_false (mado_verify (sign, "a", "text", 4, signature));

  mado_sign (key, "large", large, 100000, signature);
  g_assert_true (mado_verify (sign, "large", large, 100000, signature));
}

static void
expect_damaged (GBytes  *opened,
                GError **error)
{
  g_assert_null (opened);
  g_assert_error (*error, MADO_ERROR, MADO_ERROR_DAMAGED);
  g_clear_error (error);
}

static void
test_seal (void)
{
  g_autoptr (MadoRandom) random = mado_random_new_seeded (1);
  guint8 key[MADO_KEY_BYTES] = { 1, 2, 3 };
  g_autoptr (GBytes) sealed = mado_seal (random, key, "plain", 5, "extra", 5);
  g_autoptr (GError) error = NULL;
  GError *fault = NULL;
  g_autoptr (GBytes) opened = NULL;
  gsize length;
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (sealed, &length), g_bytes_get_size (sealed));

  g_assert_cmpuint (length, ==, 5 + MADO_SEAL_OVERHEAD);
  opened = mado_open (key, data, length, "extra", 5, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (opened, NULL), g_bytes_get_size (opened), "plain", 5);

  expect_damaged (mado_open (key, data, length, "extrA", 5, &fault), &fault);
  expect_damaged (mado_open (key, data, length - 1, "extra", 5, &fault), &fault);
  expect_damaged (mado_open (key, data, 10, "extra", 5, &fault), &fault);
  data[30] ^= 1;
  expect_damaged (mado_open (key, data, length, "extra", 5, &fault), &fault);
  data[30] ^= 1;
  key[0] ^= 1;
  expect_damaged (mado_open (key, data, length, "extra", 5, &fault), &fault);
}

static void
test_box (void)
{
  g_autoptr (MadoSecretKey) a = key_of (1);
  g_autoptr (MadoSecretKey) b = key_of (2);
  guint8 at_a[MADO_KEY_BYTES];
  guint8 at_b[MADO_KEY_BYTES];
  guint8 low_order[32] = { 0 };
  g_autoptr (GBytes) sealed = mado_box_seal (mado_secret_key_get_public (a)->box, "slip", 4);
  g_autoptr (GBytes) opened = NULL;
  g_autoptr (GError) error = NULL;
  GError *fault = NULL;

  g_assert_true (mado_box_shared_key (a, mado_secret_key_get_public (b)->box, at_a));
  g_assert_true (mado_box_shared_key (b, mado_secret_key_get_public (a)->box, at_b));
  g_assert_cmpmem (at_a, sizeof at_a, at_b, sizeof at_b);
  g_assert_false (mado_box_shared_key (a, low_order, at_a));

  opened = mado_box_open (a, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed), &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (opened, NULL), g_bytes_get_size (opened), "slip", 4);
  expect_damaged (mado_box_open (b, g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed), &fault), &fault);
  expect_damaged (mado_box_open (a, "short", 5, &fault), &fault);
}

/* Two boxes of the same chance are one, and libsodium opens it. */
static void
test_box_with (void)
{
  g_autoptr (MadoSecretKey) a = key_of (1);
  g_autoptr (MadoRandom) random = mado_random_new_seeded (5);
  g_autoptr (MadoRandom) same = mado_random_new_seeded (5);
  const guint8 *box = mado_secret_key_get_public (a)->box;
  guint8 low_order[32] = { 0 };
  g_autoptr (GBytes) one = mado_box_seal_with (random, box, "slip", 4);
  g_autoptr (GBytes) two = mado_box_seal_with (same, box, "slip", 4);
  g_autoptr (GBytes) three = mado_box_seal_with (same, box, "slip", 4);
  g_autoptr (GBytes) opened = mado_box_open (a, g_bytes_get_data (one, NULL), g_bytes_get_size (one), NULL);

  g_assert_cmpuint (g_bytes_get_size (one), ==, 4 + MADO_BOX_OVERHEAD);
  g_assert_true (g_bytes_equal (one, two));
  g_assert_false (g_bytes_equal (one, three));
  g_assert_cmpmem (g_bytes_get_data (opened, NULL), g_bytes_get_size (opened), "slip", 4);
  g_assert_null (mado_box_seal_with (same, low_order, "slip", 4));
}

static void
test_password (void)
{
  static const guint8 salt[MADO_SALT_BYTES] = "0123456789abcdef";
  g_autofree char *hash = mado_password_hash ("ひみつ", TRUE);
  guint8 one[MADO_KEY_BYTES];
  guint8 two[MADO_KEY_BYTES];
  g_autoptr (GError) error = NULL;

  g_assert_true (g_str_has_prefix (hash, "$argon2id$"));
  g_assert_true (mado_password_verify (hash, "ひみつ"));
  g_assert_false (mado_password_verify (hash, "ひみづ"));
  g_assert_false (mado_password_verify ("garbage", "ひみつ"));
  g_assert_false (mado_password_verify (NULL, "ひみつ"));

  g_assert_true (mado_password_key ("ひみつ", salt, TRUE, one, &error));
  g_assert_no_error (error);
  g_assert_true (mado_password_key ("ひみつ", salt, TRUE, two, NULL));
  g_assert_cmpmem (one, sizeof one, two, sizeof two);
  g_assert_true (mado_password_key ("ひみつ", salt, FALSE, two, NULL));
  g_assert_true (memcmp (one, two, sizeof one) != 0);
}

static void
test_digest (void)
{
  guint8 digest[MADO_DIGEST_BYTES];
  guint8 link[MADO_DIGEST_BYTES] = { 0 };
  guint8 both[2 * MADO_DIGEST_BYTES] = { 0 };
  g_autofree char *hex = NULL;

  mado_digest ("abc", 3, digest); /* FIPS 180-4 */
  hex = to_hex (digest, sizeof digest);
  g_assert_cmpstr (hex, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  mado_digest_keyed ("a", 1, "bc", 2, link);
  g_assert_cmpmem (link, sizeof link, digest, sizeof digest);

  memset (link, 0, sizeof link);
  memcpy (both + sizeof link, digest, sizeof digest);
  mado_chain_next (link, digest);
  mado_digest (both, sizeof both, digest);
  g_assert_cmpmem (link, sizeof link, digest, sizeof digest);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  mado_crypto_init ();
  g_test_add_func ("/crypto/key-from-seed", test_key_from_seed);
  g_test_add_func ("/crypto/sign", test_sign);
  g_test_add_func ("/crypto/seal", test_seal);
  g_test_add_func ("/crypto/box", test_box);
  g_test_add_func ("/crypto/box-with", test_box_with);
  g_test_add_func ("/crypto/password", test_password);
  g_test_add_func ("/crypto/digest", test_digest);
  return g_test_run ();
}
