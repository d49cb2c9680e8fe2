/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The code on an issued document: what it says comes back, and nothing else passes for it. */
#include "config.h"

#include "core/slip/mado-base45.h"
#include "core/slip/mado-document-code.h"
#include "core/slip/mado-slip-private.h"

#include <string.h>

#include "core/base/mado-training.h"

typedef struct
{
  MadoSecretKey   *device;
  MadoSecretKey   *other;
  MadoDocumentCode code;
  gboolean         known;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->device = mado_secret_key_new_from_seed ((const guint8 *) "a seed of thirty-two bytes, once");
  self->other = mado_secret_key_new_from_seed ((const guint8 *) "another seed of thirty-two bytes");
  self->known = TRUE;
  self->code = (MadoDocumentCode) { .city = "022993", .document = "dab2c3d4e", .year = 2026, .month = 5, .day = 20,
                                    .kind = "receipt", .number = "R8-12-0001" };
  memset (self->code.device.b, 0x11, 16);
  memset (self->code.record.b, 0x22, 16);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  mado_secret_key_unref (self->device);
  mado_secret_key_unref (self->other);
}

static gboolean
issuer_cb (const MadoId *device,
           guint8        sign_public[32],
           gpointer      data)
{
  Fixture *self = data;

  memcpy (sign_public, mado_secret_key_get_public (self->device)->sign, 32);
  return self->known;
}

static char *
encode (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  char *text = mado_document_code_encode (&self->code, self->device, &error);

  g_assert_no_error (error);
  return text;
}

static void
assert_refused (Fixture    *self,
                const char *text,
                int         code)
{
  g_autoptr (GError) error = NULL;
  MadoDocumentCode out;

  g_assert_false (mado_document_code_decode (text, "022993", issuer_cb, self, &out, &error));
  g_assert_error (error, MADO_ERROR, code);
}

static void
test_there_and_back (Fixture       *self,
                     gconstpointer  data)
{
  g_autofree char *text = encode (self), *small = g_ascii_strdown (text, -1);
  g_autofree char *framed = g_strdup_printf (" \t%s\r\n", small);
  g_autoptr (GString) wide = g_string_new (NULL);
  const char *forms[3];

  for (const char *p = text; *p != '\0'; p++)
    g_string_append_unichar (wide, *p == ' ' ? 0x3000 : (gunichar) *p - 0x21 + 0xff01);
  g_assert_true (g_str_has_prefix (text, "MD1:"));
  g_assert_cmpuint (strlen (text), <=, 224); /* version 7-M, alphanumeric */
  g_assert_false (mado_slip_is_slip (text));
  forms[0] = text;
  forms[1] = framed;
  forms[2] = wide->str;
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (GError) error = NULL;
      MadoDocumentCode out;

      g_assert_true (mado_document_code_is_one (forms[i]));
      mado_document_code_decode (forms[i], "022993", issuer_cb, self, &out, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (&out, sizeof out, &self->code, sizeof self->code);
    }
}

/* The format is on paper: these bytes are for ever. */
static void
test_vector (Fixture       *self,
             gconstpointer  data)
{
  g_autofree char *text = encode (self);

  g_assert_cmpstr (text, ==, "MD1:W$7/FB4724724724724724724724728E48E48E48E48E48E48E48E4Q208Y50VGJ+CZKEKPC$ED6UEXHA4W5KF6646746K"
                   "2DMMDI3L3XQY1TZ56R QY7M8Z4JHDX8CFSQAVB2GHB.QIY10JKL79*EK ZTOP4ZPHW$T*TH*DSV9O+-1%J80Q77SEZEKW$IY3D");
}

static void
test_refused (Fixture       *self,
              gconstpointer  data)
{
  g_autofree char *text = encode (self);
  g_autofree char *half = g_strndup (text, strlen (text) / 2);
  g_autofree char *newer = g_strdup (text);
  g_autofree char *forged = mado_document_code_encode (&self->code, self->other, NULL);
  g_autoptr (GError) error = NULL;
  MadoDocumentCode out;

  newer[2] = '2';
  assert_refused (self, "", MADO_ERROR_INVALID);
  assert_refused (self, "MD", MADO_ERROR_INVALID);
  assert_refused (self, "MG1:ABC", MADO_ERROR_INVALID);
  assert_refused (self, "https://example.jp/MD1:", MADO_ERROR_INVALID);
  assert_refused (self, "MD1:", MADO_ERROR_DAMAGED);
  assert_refused (self, "MD1:::::", MADO_ERROR_DAMAGED);
  assert_refused (self, half, MADO_ERROR_DAMAGED);
  assert_refused (self, newer, MADO_ERROR_UNSUPPORTED);
  assert_refused (self, forged, MADO_ERROR_DAMAGED);
  g_assert_false (mado_document_code_decode (text, "042021", issuer_cb, self, &out, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_FOREIGN);
  self->known = FALSE;
  assert_refused (self, text, MADO_ERROR_UNKNOWN_KEY);
}

/* A paper from training is none, and training knows nothing of real ones. */
static void
test_training (Fixture       *self,
               gconstpointer  data)
{
  g_autofree char *real = encode (self), *practised = NULL;
  g_autoptr (GError) error = NULL;
  MadoDocumentCode out;

  g_strlcpy (self->code.city, MADO_TRAINING_CITY, sizeof self->code.city);
  practised = encode (self);
  g_assert_false (mado_document_code_decode (practised, "022993", issuer_cb, self, &out, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_FOREIGN);
  g_assert_nonnull (strstr (error->message, "training mode"));
  g_clear_error (&error);
  g_assert_false (mado_document_code_decode (real, MADO_TRAINING_CITY, issuer_cb, self, &out, &error));
  g_assert_nonnull (strstr (error->message, "real document"));
  g_clear_error (&error);
  g_assert_true (mado_document_code_decode (practised, MADO_TRAINING_CITY, issuer_cb, self, &out, &error));
  g_assert_no_error (error);
}

/* Each byte matters, also to one who can put the check right again. */
static void
test_every_byte (Fixture       *self,
                 gconstpointer  data)
{
  g_autofree char *text = encode (self);
  g_autoptr (GBytes) bytes = mado_base45_decode (text + 4, strlen (text) - 4);
  gsize length = g_bytes_get_size (bytes);

  for (gsize i = 0; i < length - 2; i++)
    for (guint bit = 0; bit < 8; bit += 7)
      {
        g_autofree guint8 *copy = g_memdup2 (g_bytes_get_data (bytes, NULL), length);
        g_autoptr (GString) changed = g_string_new ("MD1:");
        g_autoptr (GError) error = NULL;
        guint16 check;
        MadoDocumentCode out;

        copy[i] ^= (guint8) (1 << bit);
        check = mado_slip_check (copy, length - 2);
        copy[length - 2] = (guint8) (check >> 8);
        copy[length - 1] = (guint8) check;
        mado_base45_append (changed, copy, length);
        g_assert_false (mado_document_code_decode (changed->str, "022993", issuer_cb, self, &out, &error));
        g_assert_true (g_error_matches (error, MADO_ERROR, MADO_ERROR_DAMAGED) ||
                       g_error_matches (error, MADO_ERROR, MADO_ERROR_FOREIGN));
      }
}

static void
test_rules (Fixture       *self,
            gconstpointer  data)
{
  static const char *const bad[] = { "", "R8 12", "第１号", "0123456789012345678901234567890123456789x" };
  g_autoptr (MadoRandom) random = mado_random_new_seeded (1);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_strlcpy (self->code.number, bad[i], sizeof self->code.number);
      if (strlen (bad[i]) < sizeof self->code.number)
        {
          g_assert_null (mado_document_code_encode (&self->code, self->device, &error));
          g_assert_error (error, MADO_ERROR, MADO_ERROR_INVALID);
        }
    }
  g_strlcpy (self->code.number, "R8-1", sizeof self->code.number);
  self->code.month = 0;
  g_assert_null (mado_document_code_encode (&self->code, self->device, NULL));
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *id = mado_document_id_new (random);

      g_assert_true (mado_document_id_is_valid (id));
    }
  g_assert_false (mado_document_id_is_valid ("dab2c3d4"));
  g_assert_false (mado_document_id_is_valid ("pab2c3d4e"));
  g_assert_false (mado_document_id_is_valid ("dab2c3d1e"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  mado_crypto_init ();
  g_test_add ("/document-code/there-and-back", Fixture, NULL, set_up, test_there_and_back, tear_down);
  g_test_add ("/document-code/vector", Fixture, NULL, set_up, test_vector, tear_down);
  g_test_add ("/document-code/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/document-code/training", Fixture, NULL, set_up, test_training, tear_down);
  g_test_add ("/document-code/every-byte", Fixture, NULL, set_up, test_every_byte, tear_down);
  g_test_add ("/document-code/rules", Fixture, NULL, set_up, test_rules, tear_down);
  return g_test_run ();
}
