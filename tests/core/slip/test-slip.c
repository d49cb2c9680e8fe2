/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sample.h"

#include "core/slip/mado-base45.h"
#include "core/slip/mado-slip-private.h"

#include <string.h>

#include "core/base/mado-training.h"

#define DAY G_GINT64_CONSTANT (86400000)

typedef struct
{
  MadoSlipKeyring *keys;
  MadoSecretKey   *device;
  MadoRandom      *random;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->keys = sample_keyring ();
  self->device = sample_device ();
  self->random = mado_random_new_seeded (99);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  mado_slip_keyring_unref (self->keys);
  mado_secret_key_unref (self->device);
  g_object_unref (self->random);
}

static char *
encode (Fixture     *self,
        MadoSlip    *slip,
        MadoSlipFit *fit)
{
  g_autoptr (GError) error = NULL;
  char *text = mado_slip_encode (slip, &sample_fields, self->keys, self->device, self->random, fit, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (strlen (text), <=, MADO_SLIP_MAX_CHARACTERS);
  return text;
}

static MadoSlip *
decode_at (Fixture    *self,
           const char *text,
           gint64      now)
{
  g_autoptr (GError) error = NULL;
  MadoSlip *slip = mado_slip_decode (text, &sample_fields, self->keys, sample_issuer, self, now, &error);

  g_assert_no_error (error);
  return slip;
}

static MadoSlip *
decode (Fixture    *self,
        const char *text)
{
  return decode_at (self, text, SAMPLE_NOW);
}

static char *
expect_error (Fixture    *self,
              const char *text,
              MadoError   code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoSlip) slip = mado_slip_decode (text, &sample_fields, self->keys, sample_issuer, self, SAMPLE_NOW, &error);

  g_assert_null (slip);
  g_assert_error (error, MADO_ERROR, (gint) code);
  return g_strdup (error->message);
}

/* --- base45 ----------------------------------------------------------------------- */

static void
test_base45 (void)
{
  /* RFC 9285, 4.3 and 4.4 */
  static const char *const known[][2] = { { "AB", "BB8" }, { "Hello!!", "%69 VD92EX0" }, { "base-45", "UJCLQE7W581" }, { "ietf!", "QED8WEX0" }, { "", "" } };
  static const char *const bad[] = { "GGW", ":::", "A", "ABCD", "a00", "00É", "0\n0", ":: " };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GBytes) bytes = mado_base45_decode (known[i][1], strlen (known[i][1]));

      mado_base45_append (text, (const guint8 *) known[i][0], strlen (known[i][0]));
      g_assert_cmpstr (text->str, ==, known[i][1]);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), known[i][0], strlen (known[i][0]));
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (mado_base45_decode (bad[i], strlen (bad[i])));
}

/* --- round trips ------------------------------------------------------------------- */

static void
check_heads (MadoSlip *a,
             MadoSlip *b)
{
  g_assert_cmpuint (a->heads->len, ==, b->heads->len);
  for (guint i = 0; i < a->heads->len; i++)
    {
      const MadoSlipHeads *one = a->heads->pdata[i];
      const MadoSlipHeads *two = b->heads->pdata[i];

      g_assert_cmpstr (one->section, ==, two->section);
      g_assert_cmpmem (one->heads, one->n_heads * sizeof (MadoId), two->heads, two->n_heads * sizeof (MadoId));
      g_assert_cmpmem (one->seen, one->n_seen * sizeof (guint16), two->seen, two->n_seen * sizeof (guint16));
    }
}

static void
check_lists (MadoSlip *a,
             MadoSlip *b)
{
  g_assert_cmpuint (a->procedures->len, ==, b->procedures->len);
  for (guint i = 0; i < a->procedures->len; i++)
    {
      const MadoSlipProcedure *one = a->procedures->pdata[i];
      const MadoSlipProcedure *two = b->procedures->pdata[i];

      g_assert_cmpstr (one->proc, ==, two->proc);
      g_assert_cmpstr (one->state, ==, two->state);
      g_assert_cmpstr (one->added, ==, two->added);
    }
  g_assert_cmpuint (a->signatures->len, ==, b->signatures->len);
  for (guint i = 0; i < a->signatures->len; i++)
    {
      const MadoSlipSignature *one = a->signatures->pdata[i];
      const MadoSlipSignature *two = b->signatures->pdata[i];

      g_assert_true (mado_id_equal (&one->id, &two->id));
      g_assert_cmpmem (one->digest, sizeof one->digest, two->digest, sizeof two->digest);
      g_assert_cmpstr (one->method, ==, two->method);
      g_assert_cmpint (one->signed_at, ==, two->signed_at);
      g_assert_true (g_strv_equal ((const char *const *) one->procs, (const char *const *) two->procs));
    }
}

static void
check_values (MadoSlip *made,
              MadoSlip *read)
{
  g_assert_cmpuint (made->values->len, ==, read->values->len + g_strv_length (read->left_out));
  for (guint i = 0; i < made->values->len; i++)
    {
      const MadoSlipValue *value = made->values->pdata[i];
      GVariant *found = mado_slip_lookup (read, value->path);

      if (found == NULL)
        g_assert_true (g_strv_contains ((const char *const *) read->left_out, value->path));
      else
        g_assert_true (mado_value_equal (found, value->value));
    }
}

static void
check_same (MadoSlip *made,
            MadoSlip *read)
{
  g_assert_cmpstr (made->city, ==, read->city);
  g_assert_cmpstr (made->kind, ==, read->kind);
  g_assert_true (mado_id_equal (&made->record, &read->record));
  g_assert_true (mado_id_equal (&made->device, &read->device));
  g_assert_cmpuint (made->generation, ==, read->generation);
  g_assert_cmpint (made->issued / 1000, ==, read->issued / 1000);
  g_assert_cmpint (made->expires / 1000, ==, read->expires / 1000);
  g_assert_cmpstr (made->pack_version, ==, read->pack_version);
  g_assert_true (g_strv_equal ((const char *const *) made->persons, (const char *const *) read->persons));
  g_assert_true (g_strv_equal ((const char *const *) made->windows, (const char *const *) read->windows));
  check_heads (made, read);
  check_lists (made, read);
}

static void
test_round_trip (Fixture       *self,
                 gconstpointer  data)
{
  for (guint persons = 0; persons <= 6; persons++)
    {
      g_autoptr (MadoSlip) made = sample_slip (persons, 15);
      MadoSlipFit fit;
      g_autofree char *text = encode (self, made, &fit);
      g_autoptr (MadoSlip) read = decode (self, text);

      check_same (made, read);
      check_values (made, read);
      g_assert_cmpuint (fit.n_left_out, ==, 0);
      g_assert_cmpuint (fit.version, <=, 22);
      g_assert_cmpint (read->trust, ==, MADO_SLIP_TRUST_DEVICE);
      g_assert_false (read->expired);
      g_assert_false (read->reference);
      g_assert_cmpuint (read->key_number, ==, 121);
    }
}

/* All values fit, and all come back. */
static void
check_whole_trip (Fixture  *self,
                  MadoSlip *made)
{
  g_autofree char *text = encode (self, made, NULL);
  g_autoptr (MadoSlip) read = decode (self, text);

  check_same (made, read);
  check_values (made, read);
  g_assert_cmpstr (read->left_out[0], ==, NULL);
}

/* Every shape of value, kanji outside the basic plane, a compatibility kanji,
 * a variation sequence, and texts that look like something else. */
static void
test_values (Fixture       *self,
             gconstpointer  data)
{
  static const char *const texts[] = {
    "𠮷", "﨑", "辻\xf3\xa0\x84\x80", "が", "か\xe3\x82\x99", "", " ", "0", "00", "007", "0000000", "12345678901234567890123456789012345678901",
    "2026-02-30", "2026-02-28", "1985-04-00", "1985-00-00", "1985-00-05", "0001-01-01", "2026-05-01T10:00", "yes", "no", "have", "Yes", "#7",
    "a\nb\tc", "MG1:", "male",
  };
  for (guint start = 0; start < G_N_ELEMENTS (texts); start += 9)
    {
      g_autoptr (MadoSlip) made = sample_slip (1, 10);

      for (guint i = start; i < MIN (start + 9, G_N_ELEMENTS (texts)); i++)
        {
          g_autofree char *path = g_strdup_printf ("field/text_%u", i);

          mado_slip_add_value (made, "shared", path, g_variant_new_string (texts[i]), MADO_SLIP_TIER_REST);
        }
      check_whole_trip (self, made);
    }
}

static void
test_other_values (Fixture       *self,
                   gconstpointer  data)
{
  g_autoptr (MadoSlip) made = sample_slip (1, 10);
  g_autoptr (GVariant) list = mado_value_texts ((const char *[]) { "mn_card", "licence", NULL });

  mado_slip_add_value (made, "shared", "field/int_min", g_variant_new_int64 (G_MININT64), MADO_SLIP_TIER_REST);
  mado_slip_add_value (made, "shared", "field/int_max", g_variant_new_int64 (G_MAXINT64), MADO_SLIP_TIER_REST);
  mado_slip_add_value (made, "shared", "field/int_minus", g_variant_new_int64 (-1), MADO_SLIP_TIER_REST);
  mado_slip_add_value (made, "shared", "field/sex", g_variant_new_string ("not among the choices"), MADO_SLIP_TIER_REST);
  mado_slip_add_value (made, "shared", "visitor/identity", list, MADO_SLIP_TIER_REST);
  mado_slip_add_value (made, "shared", "proc/unknown/field/x", g_variant_new_boolean (FALSE), MADO_SLIP_TIER_REST);
  mado_slip_add_value (made, "shared", "person/pzzzzzz/family_name", g_variant_new_string ("林"), MADO_SLIP_TIER_REST);
  mado_slip_add_value (made, "shared", "role/visitor", g_variant_new_string ("pz2m5ta"), MADO_SLIP_TIER_REST);

  check_whole_trip (self, made);
}

static void
test_other_words (Fixture       *self,
                  gconstpointer  data)
{
  g_autoptr (MadoSlip) made = sample_slip (1, 10);
  g_autofree char *text = NULL;
  g_autoptr (MadoSlip) read = NULL;
  MadoId id = { { 9, 9 } };
  guint8 digest[MADO_SLIP_DIGEST_BYTES] = { 3 };

  g_free (made->kind);
  made->kind = g_strdup ("consultation");
  mado_slip_add_person (made, "person-of-another-form");
  mado_slip_add_procedure (made, "new_proc", "a-new-state", "");
  mado_slip_add_procedure (made, "plain_proc", "", "");
  mado_slip_add_signature (made, &id, digest, "stamp", SAMPLE_NOW + 5000, (const char *[]) { "not_listed", NULL });
  text = encode (self, made, NULL);
  read = decode (self, text);
  check_same (made, read);
  check_values (made, read);
}

/* Without the dictionary that it was printed with, a slip is a plain list. */
static void
test_unknown_dictionary (Fixture       *self,
                         gconstpointer  data)
{
  g_autoptr (MadoSlip) made = sample_slip (1, 10);
  g_autofree char *text = encode (self, made, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoSlip) read = mado_slip_decode (text, &mado_slip_fields_none, self->keys, NULL, NULL, SAMPLE_NOW, &error);
  guint unknown = 0;

  g_assert_no_error (error);
  g_assert_cmpstr (mado_value_get_text (mado_slip_lookup (read, "person/pk3xq7d/#1")), ==, "長谷川");
  g_assert_cmpstr (mado_value_get_text (mado_slip_lookup (read, "person/pk3xq7d/#7")), ==, "#1");
  g_assert_cmpstr (mado_value_get_text (mado_slip_lookup (read, "ticket_no")), ==, "107");
  for (guint i = 0; i < read->values->len; i++)
    unknown += ((MadoSlipValue *) read->values->pdata[i])->known ? 0 : 1;
  g_assert_cmpuint (unknown, ==, 10 + 4 + 11);
  check_same (made, read);

  g_clear_pointer (&text, g_free);
  text = mado_slip_encode (made, &mado_slip_fields_none, self->keys, self->device, self->random, NULL, &error);
  g_assert_no_error (error);
  g_clear_pointer (&read, mado_slip_unref);
  read = decode (self, text);
  check_values (made, read);
}

/* --- fit --------------------------------------------------------------------------- */

static void
test_left_out (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (MadoSlip) made = sample_slip (6, 40);
  MadoSlipFit fit;
  g_autofree char *text = encode (self, made, &fit);
  g_autoptr (MadoSlip) read = decode (self, text);

  g_assert_false (fit.reference);
  g_assert_cmpuint (fit.n_left_out, >, 0);
  g_assert_cmpuint (fit.bytes, <=, MADO_SLIP_MAX_BYTES);
  g_assert_cmpuint (g_strv_length (read->left_out), ==, fit.n_left_out);
  check_same (made, read);
  check_values (made, read);
  for (guint i = 0; i < made->values->len; i++)
    {
      const MadoSlipValue *value = made->values->pdata[i];

      if (value->tier == MADO_SLIP_TIER_IDENTITY)
        g_assert_nonnull (mado_slip_lookup (read, value->path));
    }
}

static void
test_reference (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (MadoSlip) made = sample_slip (6, 10);
  MadoSlipFit fit;
  g_autofree char *text = NULL;
  g_autoptr (MadoSlip) read = NULL;

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *path = g_strdup_printf ("person/pk3xq7d/extra_%u", i);
      guint8 noise[16];
      g_autofree char *base64 = NULL;

      mado_random_bytes (self->random, noise, sizeof noise);
      base64 = g_base64_encode (noise, sizeof noise);
      mado_slip_add_value (made, "shared", path, g_variant_new_string (base64), MADO_SLIP_TIER_IDENTITY);
    }
  text = encode (self, made, &fit);
  read = decode (self, text);
  g_assert_true (fit.reference);
  g_assert_true (read->reference);
  check_same (made, read);
  g_assert_cmpuint (read->values->len, ==, 3);
  g_assert_cmpstr (mado_value_get_text (mado_slip_lookup (read, "case_no")), ==, "2K7M0XQ4");
}

static void
test_never (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (MadoSlip) made = sample_slip (1, 10);
  g_autofree char *text = NULL;
  g_autoptr (MadoSlip) read = NULL;

  mado_slip_add_value (made, "shared", "field/sensitive", g_variant_new_string ("秘密"), MADO_SLIP_TIER_NEVER);
  text = encode (self, made, NULL);
  read = decode (self, text);
  g_assert_null (mado_slip_lookup (read, "field/sensitive"));
  g_assert_cmpstr (read->left_out[0], ==, NULL);
}

static void
test_refused_input (Fixture       *self,
                    gconstpointer  data)
{
  g_autoptr (MadoSlip) made = sample_slip (1, 10);
  g_autoptr (MadoSlipKeyring) other = mado_slip_keyring_new ("032026");
  g_autoptr (GError) error = NULL;

  g_assert_null (mado_slip_encode (made, &sample_fields, other, self->device, self->random, NULL, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_INVALID);
  g_clear_error (&error);
  made->issued += 30 * DAY;
  g_assert_null (mado_slip_encode (made, &sample_fields, self->keys, self->device, self->random, NULL, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_UNKNOWN_KEY);
  g_clear_error (&error);
  made->issued -= 30 * DAY;
  mado_slip_add_value (made, "kaigo", "field/x", g_variant_new_boolean (TRUE), MADO_SLIP_TIER_REST);
  g_assert_null (mado_slip_encode (made, &sample_fields, self->keys, self->device, self->random, NULL, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_INVALID);
}

/* --- scanners ------------------------------------------------------------------------ */

static void
test_scanners (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (MadoSlip) made = sample_slip (2, 15);
  g_autofree char *text = encode (self, made, NULL);
  g_autofree char *lower = g_ascii_strdown (text, -1);
  g_autofree char *line = g_strconcat ("\n ", text, "\r\n", NULL);
  g_autoptr (GString) wide = g_string_new (NULL);

  for (const char *p = text; *p != 0; p++)
    g_string_append_unichar (wide, *p == ' ' ? 0x3000 : (gunichar) *p + 0xfee0);
  mado_slip_unref (decode (self, lower));
  mado_slip_unref (decode (self, line));
  mado_slip_unref (decode (self, wide->str));
  g_assert_true (mado_slip_is_slip (wide->str));
  g_assert_true (mado_slip_is_slip ("MG2:ANYTHING"));
  g_assert_false (mado_slip_is_slip ("MG:ANYTHING"));
  g_assert_false (mado_slip_is_slip ("https://example.org/"));
  g_assert_false (mado_slip_is_slip (""));
}

/* --- faults --------------------------------------------------------------------------- */

/* Changes bytes of a good slip and puts the check right again. */
static char *
tamper (const char *text,
        gsize       at,
        guint8      with)
{
  g_autoptr (GBytes) bytes = mado_base45_decode (text + 4, strlen (text) - 4);
  gsize length = g_bytes_get_size (bytes);
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), length);
  g_autoptr (GString) out = g_string_new ("MG1:");
  guint16 check;

  data[at] = with;
  check = mado_slip_check (data, length - 2);
  data[length - 2] = (guint8) (check >> 8);
  data[length - 1] = (guint8) check;
  mado_base45_append (out, data, length);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static void
expect_tampered (Fixture    *self,
                 const char *text,
                 gsize       at,
                 guint8      with,
                 MadoError   code)
{
  g_autofree char *wrong = tamper (text, at, with);

  g_free (expect_error (self, wrong, code));
}

static void
test_not_ours (Fixture       *self,
               gconstpointer  data)
{
  static const char *const texts[] = { "", "MG", "MG1", "MG:", "MG0:X", "MG1234567:X", "https://www.example.lg.jp/", "4901234567894", "大", "\xff\xfe", "VPN:ABC" };
  g_autofree char *noise = g_malloc0 (3073);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (expect_error (self, texts[i], MADO_ERROR_INVALID));
  for (guint i = 0; i < 3072; i++)
    noise[i] = (char) (1 + mado_random_below (self->random, 255));
  g_free (expect_error (self, noise, MADO_ERROR_INVALID));
  for (guint i = 0; i < 3072; i++)
    noise[i] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"[mado_random_below (self->random, 45)];
  g_free (expect_error (self, noise, MADO_ERROR_INVALID));
  memcpy (noise, "MG1:", 4);
  g_free (expect_error (self, noise, MADO_ERROR_DAMAGED));
}

/* Each side says in plain words whose the other's slip is. */
static void
test_training (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (MadoSlip) made = sample_slip (2, 10);
  g_autoptr (MadoSlipKeyring) keys = mado_slip_keyring_new (MADO_TRAINING_CITY);
  g_autofree char *real = encode (self, made, NULL);
  g_autofree char *practised = NULL, *refused = NULL;
  g_autoptr (MadoSlip) slip = NULL;
  g_autoptr (GError) error = NULL;

  mado_slip_keyring_add (keys, 1, 0, SAMPLE_NOW + 1, (const guint8 *) "a key of thirty-two bytes, a key");
  g_strlcpy (made->city, MADO_TRAINING_CITY, sizeof made->city);
  practised = mado_slip_encode (made, &sample_fields, keys, self->device, self->random, NULL, &error);
  g_assert_no_error (error);
  refused = expect_error (self, practised, MADO_ERROR_FOREIGN);
  g_assert_nonnull (strstr (refused, "training mode"));

  slip = mado_slip_decode (practised, &sample_fields, keys, sample_issuer, self, SAMPLE_NOW, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (slip->city, ==, MADO_TRAINING_CITY);
  g_assert_null (mado_slip_decode (real, &sample_fields, keys, sample_issuer, self, SAMPLE_NOW, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_FOREIGN);
  g_assert_nonnull (strstr (error->message, "real slip"));
}

static void
test_faults (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (MadoSlip) made = sample_slip (4, 15);
  g_autofree char *text = encode (self, made, NULL);
  g_autofree char *newer = g_strconcat ("MG2:", text + 4, NULL);
  g_autofree char *longer = g_strconcat (text, "000", NULL);

  g_free (expect_error (self, newer, MADO_ERROR_UNSUPPORTED));
  g_free (expect_error (self, longer, MADO_ERROR_DAMAGED));
  expect_tampered (self, text, 0, 3, MADO_ERROR_UNSUPPORTED);
  expect_tampered (self, text, 0, 2, MADO_ERROR_UNKNOWN_KEY); /* read as a draft: no such box */
  expect_tampered (self, text, 5, 0, MADO_ERROR_FOREIGN);
  expect_tampered (self, text, 7, 1, MADO_ERROR_UNKNOWN_KEY);
  expect_tampered (self, text, 7, 120, MADO_ERROR_DAMAGED); /* another week's key */
  expect_tampered (self, text, 20, 0, MADO_ERROR_DAMAGED);  /* nonce */
  expect_tampered (self, text, 300, 0, MADO_ERROR_DAMAGED); /* body */
}

/* Cut anywhere: always DAMAGED (or not ours, in the prefix), and told as a part. */
static void
test_truncated (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (MadoSlip) made = sample_slip (2, 10);
  g_autofree char *text = encode (self, made, NULL);

  for (gsize length = 0; length < strlen (text); length++)
    {
      g_autofree char *part = g_strndup (text, length);
      g_autofree char *message = expect_error (self, part, length < 4 ? MADO_ERROR_INVALID : MADO_ERROR_DAMAGED);

      if (length >= 4)
        g_assert_nonnull (strstr (message, "Only a part"));
    }
}

static gboolean
wrong_issuer (const MadoId *device,
              guint8        sign_public[32],
              gpointer      data)
{
  memset (sign_public, 7, 32);
  return TRUE;
}

static void
test_issuer (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (MadoSlip) made = sample_slip (1, 10);
  g_autofree char *text = encode (self, made, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoSlip) read = mado_slip_decode (text, &sample_fields, self->keys, sample_issuer, NULL, SAMPLE_NOW, &error);

  g_assert_no_error (error);
  g_assert_cmpint (read->trust, ==, MADO_SLIP_TRUST_CITIZEN);
  g_assert_null (mado_slip_decode (text, &sample_fields, self->keys, wrong_issuer, NULL, SAMPLE_NOW, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_DAMAGED);
}

/* Good through the last day and the day after it, in Japan's days. */
static void
test_expiry (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr (MadoSlip) made = sample_slip (1, 10);
  g_autofree char *text = encode (self, made, NULL);
  const gint64 midnight = G_GINT64_CONSTANT (1778338800000); /* 2026-05-10 00:00 in Japan; it expires on the 8th */
  g_autoptr (MadoSlip) before = decode_at (self, text, midnight - 1);
  g_autoptr (MadoSlip) after = decode_at (self, text, midnight);

  g_assert_false (before->expired);
  g_assert_true (after->expired);
  check_values (made, after);
}

static void
test_mutations (Fixture       *self,
                gconstpointer  data)
{
  static const char set[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  g_autoptr (MadoSlip) made = sample_slip (3, 15);
  g_autofree char *text = encode (self, made, NULL);
  gsize length = strlen (text);

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *wrong = g_strdup (text);
      g_autoptr (GError) error = NULL;
      g_autoptr (MadoSlip) slip = NULL;

      for (guint n = 1 + mado_random_below (self->random, 4); n > 0; n--)
        wrong[mado_random_below (self->random, (guint32) length)] = set[mado_random_below (self->random, 45)];
      if (mado_random_below (self->random, 8) == 0)
        wrong[mado_random_below (self->random, (guint32) length)] = 0;
      slip = mado_slip_decode (wrong, &sample_fields, self->keys, sample_issuer, self, SAMPLE_NOW, &error);
      if (strcmp (wrong, text) == 0)
        g_assert_nonnull (slip);
      else
        {
          g_assert_null (slip);
          g_assert_nonnull (error);
        }
    }
}

/* Behind the seal: bodies that a faulty or hostile key holder may make never
 * crash the reader, and every body it takes can be made again. */
static void
test_body_mutations (Fixture       *self,
                     gconstpointer  data)
{
  g_autoptr (MadoSlip) made = sample_slip (2, 15);
  g_autoptr (GBytes) body = mado_slip_write_body (made, made->values, made->values->len, FALSE, &sample_fields);
  gsize length = g_bytes_get_size (body);
  guint taken = 0;

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (body, NULL), length);
      gsize size = mado_random_below (self->random, 8) == 0 ? mado_random_below (self->random, (guint32) length) : length;
      g_autoptr (GError) error = NULL;
      g_autoptr (MadoSlip) slip = NULL;

      for (guint n = 1 + mado_random_below (self->random, 4); n > 0; n--)
        copy[mado_random_below (self->random, (guint32) length)] = (guint8) mado_random_below (self->random, 256);
      slip = mado_slip_read_body (copy, size, &sample_fields, &error);
      g_assert_true ((slip == NULL) == (error != NULL));
      taken += slip != NULL;
    }
  g_assert_cmpuint (taken, >, 0);
}

/* The dictionary is part of the format. */
static void
test_dictionary (void)
{
  gsize length;
  const guint8 *words = mado_slip_dictionary (1, &length);
  g_autofree char *digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, words, length);

  g_assert_cmpstr (digest, ==, "69f9a0ad80704ccf6ef9a6e67c05da3adb8f40d8d749b680bbb292e8c8e32685");
  g_assert_null (mado_slip_dictionary (0, &length));
  g_assert_null (mado_slip_dictionary (2, &length));
}

static void
test_numbers (void)
{
  for (guint i = 0; i < 13; i++)
    g_assert_cmpuint (mado_slip_state_to_number (mado_slip_state_from_number (i)), ==, i);
  g_assert_null (mado_slip_state_from_number (13));
  g_assert_cmpstr (mado_slip_state_from_number (1), ==, "guided");
  g_assert_cmpstr (mado_slip_state_from_number (12), ==, "refused");
  g_assert_cmpstr (mado_slip_added_from_number (4), ==, "unsure");
  g_assert_cmpstr (mado_slip_method_from_number (4), ==, "none");
}

static void
test_signature_digest (void)
{
  static const char *const procs[] = { "b", "a", NULL };
  guint8 digests[64];
  guint8 swapped[64];
  guint8 one[MADO_SLIP_DIGEST_BYTES];
  guint8 two[MADO_SLIP_DIGEST_BYTES];

  memset (digests, 1, 32);
  memset (digests + 32, 2, 32);
  memset (swapped, 2, 32);
  memset (swapped + 32, 1, 32);
  mado_slip_signature_digest (procs, digests, one);
  mado_slip_signature_digest ((const char *[]) { "a", "b", NULL }, swapped, two);
  g_assert_cmpmem (one, sizeof one, two, sizeof two);
  mado_slip_signature_digest (procs, swapped, two);
  g_assert_true (memcmp (one, two, sizeof one) != 0);
}

#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slip/base45", test_base45);
  ADD ("/slip/round-trip", test_round_trip);
  ADD ("/slip/values", test_values);
  ADD ("/slip/other-values", test_other_values);
  ADD ("/slip/other-words", test_other_words);
  ADD ("/slip/unknown-dictionary", test_unknown_dictionary);
  ADD ("/slip/left-out", test_left_out);
  ADD ("/slip/reference", test_reference);
  ADD ("/slip/never", test_never);
  ADD ("/slip/refused-input", test_refused_input);
  ADD ("/slip/scanners", test_scanners);
  ADD ("/slip/not-ours", test_not_ours);
  ADD ("/slip/training", test_training);
  ADD ("/slip/faults", test_faults);
  ADD ("/slip/truncated", test_truncated);
  ADD ("/slip/issuer", test_issuer);
  ADD ("/slip/expiry", test_expiry);
  ADD ("/slip/mutations", test_mutations);
  ADD ("/slip/body-mutations", test_body_mutations);
  g_test_add_func ("/slip/dictionary", test_dictionary);
  g_test_add_func ("/slip/numbers", test_numbers);
  g_test_add_func ("/slip/signature-digest", test_signature_digest);
  return g_test_run ();
}
