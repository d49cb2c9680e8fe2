/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/mado-random.h"
#include "core/model/mado-value.h"

#include <cbor.h>
#include <string.h>

static GBytes *
from_hex (const char *hex)
{
  gsize length = strlen (hex) / 2;
  guint8 *data = g_malloc (length + 1);

  for (gsize i = 0; i < length; i++)
    data[i] = (guint8) (g_ascii_xdigit_value (hex[2 * i]) << 4 | g_ascii_xdigit_value (hex[2 * i + 1]));
  return g_bytes_new_take (data, length);
}

static char *
to_hex (const GByteArray *bytes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < bytes->len; i++)
    g_string_append_printf (text, "%02x", bytes->data[i]);
  return g_string_free (text, FALSE);
}

/* RFC 8949, appendix A, and the ends of every head size. */
static const struct
{
  const char *hex;
  const char *text; /* as g_variant_print() writes it */
} good[] = {
  { "00", "int64 0" },
  { "17", "int64 23" },
  { "1818", "int64 24" },
  { "18ff", "int64 255" },
  { "190100", "int64 256" },
  { "1a00010000", "int64 65536" },
  { "1b0000000100000000", "int64 4294967296" },
  { "1b7fffffffffffffff", "int64 9223372036854775807" },
  { "20", "int64 -1" },
  { "3903e7", "int64 -1000" },
  { "3b7fffffffffffffff", "int64 -9223372036854775808" },
  { "60", "''" },
  { "6449455446", "'IETF'" },
  { "63e6b0b4", "'水'" },
  { "64f0a0aeb7", "'𠮷'" },
  { "67efa891f3a08480", "'﨑\xf3\xa0\x84\x80'" },
  { "f4", "false" },
  { "f5", "true" },
  { "f6", "()" },
  { "40", "@ay []" },
  { "4401020304", "[byte 0x01, 0x02, 0x03, 0x04]" },
  { "80", "@av []" },
  { "8301026161", "[<int64 1>, <int64 2>, <'a'>]" },
  { "81820102", "[<[<int64 1>, <int64 2>]>]" },
  /* kept verbatim for newer programs */
  { "a0", "([byte 0xa0],)" },
  { "a20102030a", "([byte 0xa2, 0x01, 0x02, 0x03, 0x0a],)" },
  { "c11a514b67b0", "([byte 0xc1, 0x1a, 0x51, 0x4b, 0x67, 0xb0],)" },
  { "f93c00", "([byte 0xf9, 0x3c, 0x00],)" },
  { "f7", "([byte 0xf7],)" },
  { "1bffffffffffffffff", "([byte 0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],)" },
};

static const char *const bad[] = {
  "",                       /* nothing */
  "1800",                   /* head longer than needed */
  "1817", "190017", "1900ff", "1a0000ffff", "1b00000000ffffffff",
  "5803010203",             /* the same for a length */
  "1c", "1d", "1e", "1f",   /* reserved heads */
  "5f4101ff",               /* indefinite lengths */
  "7f6161ff", "9f01ff", "bf0101ff", "ff",
  "18", "19ff",             /* cut off */
  "6261", "44010203", "8201", "a101",
  "62c328", "63eda080", "6100", /* not UTF-8, a surrogate, a zero */
  "a202010101",             /* keys unsorted */
  "a201010102",             /* a key twice */
  "f800", "f81f",           /* simple value in the long form */
  "9bffffffffffffffff",     /* counts beyond the bytes */
  "bb7fffffffffffffff", "5bffffffffffffffff",
  "0000",                   /* more than one item */
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GBytes) bytes = from_hex (good[i].hex);
      g_autoptr (GByteArray) again = g_byte_array_new ();
      g_autoptr (GVariant) value = NULL;
      g_autoptr (GVariant) expected = g_variant_parse (NULL, good[i].text, NULL, NULL, NULL);
      g_autofree char *hex = NULL;
      g_autoptr (GError) error = NULL;
      MadoCborReader reader;

      g_assert_nonnull (expected);
      mado_cbor_reader_init (&reader, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      value = mado_cbor_get_value (&reader);
      mado_cbor_reader_finish (&reader, "The value", &error);
      g_assert_no_error (error);
      g_assert_false (g_variant_is_floating (value));
      g_assert_true (mado_value_equal (value, expected));
      mado_cbor_put_value (again, value);
      hex = to_hex (again);
      g_assert_cmpstr (hex, ==, good[i].hex);
    }
}

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GBytes) bytes = from_hex (bad[i]);
      g_autoptr (GVariant) value = NULL;
      g_autoptr (GError) error = NULL;
      MadoCborReader reader;

      mado_cbor_reader_init (&reader, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      value = mado_cbor_get_value (&reader);
      g_assert_nonnull (value);
      g_assert_false (mado_cbor_reader_finish (&reader, "The value", &error));
      g_assert_error (error, MADO_ERROR, MADO_ERROR_DAMAGED);
    }
}

static gboolean
nested_reads (guint   depth,
              guint8  head)
{
  g_autofree guint8 *data = g_malloc (depth + 1);
  g_autoptr (GVariant) value = NULL;
  MadoCborReader reader;

  memset (data, head, depth);
  data[depth] = 0;
  mado_cbor_reader_init (&reader, data, depth + 1);
  value = mado_cbor_get_value (&reader);
  return mado_cbor_reader_finish (&reader, "The value", NULL);
}

static void
test_depth (void)
{
  g_assert_true (nested_reads (MADO_CBOR_MAX_DEPTH - 1, 0x81));
  g_assert_false (nested_reads (MADO_CBOR_MAX_DEPTH + 1, 0x81));
  g_assert_false (nested_reads (200000, 0x81));
  g_assert_true (nested_reads (MADO_CBOR_MAX_DEPTH - 1, 0xc1));
  g_assert_false (nested_reads (200000, 0xc1));
}

/* The fault sticks and every later read gives a zero. */
static void
test_sticky (void)
{
  static const guint8 data[] = { 0x18, 0x00, 0x05 };
  MadoCborReader reader;
  MadoCborReader *self = &reader;
  gsize length = 9;
  guint8 id[16] = { 1 };

  mado_cbor_reader_init (self, data, sizeof data);
  g_assert_cmpuint (mado_cbor_get_uint (self), ==, 0);
  g_assert_cmpint (mado_cbor_peek (self), ==, MADO_CBOR_END);
  g_assert_cmpuint (mado_cbor_get_uint (self), ==, 0);
  g_assert_cmpint (mado_cbor_get_int (self), ==, 0);
  g_assert_cmpuint (mado_cbor_get_array (self), ==, 0);
  g_assert_cmpuint (mado_cbor_get_map (self), ==, 0);
  mado_cbor_get_text (self, &length);
  g_assert_cmpuint (length, ==, 0);
  g_assert_false (mado_cbor_get_bytes_exact (self, id, sizeof id));
  g_assert_cmpuint (id[0], ==, 0);
  g_assert_false (mado_cbor_reader_finish (self, "The value", NULL));
}

/* libcbor, which we did not write, reads the same number from our heads. */
static void
test_against_libcbor (void)
{
  for (guint shift = 0; shift < 64; shift++)
    for (int near = -1; near <= 1; near++)
      {
        guint64 number = ((guint64) 1 << shift) + (guint64) near;
        g_autoptr (GByteArray) bytes = g_byte_array_new ();
        struct cbor_load_result result;
        cbor_item_t *item;

        mado_cbor_put_uint (bytes, number);
        item = cbor_load (bytes->data, bytes->len, &result);
        g_assert_nonnull (item);
        g_assert_cmpuint (result.read, ==, bytes->len);
        g_assert_cmpuint (cbor_get_int (item), ==, number);
        cbor_decref (&item);
      }
}

static void
test_equal (void)
{
  g_autoptr (GVariant) nfc = mado_value_text ("が");
  g_autoptr (GVariant) nfd = mado_value_text ("か\xe3\x82\x99");
  g_autoptr (GVariant) one = mado_value_int (1);
  g_autoptr (GVariant) yes = mado_value_bool (TRUE);
  g_autoptr (GVariant) none = mado_value_none ();
  g_autoptr (GVariant) list = mado_value_texts ((const char *[]) { "a", "b", NULL });
  g_autoptr (GVariant) same = mado_value_texts ((const char *[]) { "a", "b", NULL });

  g_assert_false (mado_value_equal (nfc, nfd));
  g_assert_false (mado_value_equal (one, yes));
  g_assert_true (mado_value_equal (list, same));
  g_assert_false (mado_value_equal (none, NULL));
  g_assert_true (mado_value_is_none (none));
  g_assert_false (mado_value_is_none (one));
  g_assert_cmpstr (mado_value_get_text (nfc), ==, "が");
  g_assert_cmpstr (mado_value_get_text (one), ==, "");
}

static void
test_random_bytes (void)
{
  g_autoptr (MadoRandom) random = mado_random_new_seeded (20);

  for (guint i = 0; i < 20000; i++)
    {
      guint8 data[64];
      gsize length = mado_random_below (random, sizeof data + 1);
      g_autoptr (GVariant) value = NULL;
      g_autoptr (GByteArray) again = g_byte_array_new ();
      MadoCborReader reader;

      mado_random_bytes (random, data, length);
      mado_cbor_reader_init (&reader, data, length);
      value = mado_cbor_get_value (&reader);
      if (!mado_cbor_reader_finish (&reader, "The value", NULL))
        continue;
      mado_cbor_put_value (again, value);
      g_assert_cmpmem (again->data, again->len, data, length);
    }
}

/* What is no list, no text or no number that fits is nothing, not rubbish. */
static void
test_read (void)
{
  const char *const texts[] = { "東", "", "西", NULL };
  g_autoptr (GVariant) list = mado_value_texts (texts);
  g_autoptr (GVariant) mixed = g_variant_ref_sink (g_variant_new_parsed ("[<'a'>, <int64 3>]"));
  g_autoptr (GVariant) text = mado_value_text ("東");
  g_autoptr (GVariant) small = mado_value_int (-12);
  g_autoptr (GVariant) large = mado_value_int (G_GINT64_CONSTANT (4294967297));
  const char *const none[] = { NULL };
  const char *const holes[] = { "a", "", NULL };
  g_auto (GStrv) same = mado_value_dup_texts (list);
  g_auto (GStrv) partly = mado_value_dup_texts (mixed);
  g_auto (GStrv) of_text = mado_value_dup_texts (text);
  g_auto (GStrv) of_nothing = mado_value_dup_texts (NULL);

  g_assert_cmpstrv (same, texts);
  g_assert_cmpstrv (partly, holes);
  g_assert_cmpstrv (of_text, none);
  g_assert_cmpstrv (of_nothing, none);
  g_assert_cmpint (mado_value_get_int (small), ==, -12);
  g_assert_cmpint (mado_value_get_int (large), ==, 0);
  g_assert_cmpint (mado_value_get_int (text), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/value/good", test_good);
  g_test_add_func ("/value/bad", test_bad);
  g_test_add_func ("/value/depth", test_depth);
  g_test_add_func ("/value/sticky", test_sticky);
  g_test_add_func ("/value/against-libcbor", test_against_libcbor);
  g_test_add_func ("/value/equal", test_equal);
  g_test_add_func ("/value/read", test_read);
  g_test_add_func ("/value/random-bytes", test_random_bytes);
  return g_test_run ();
}
