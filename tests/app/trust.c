/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "app/certificate/mado-pdf-layout.h"
#include "app/certificate/mado-trust-words.h"

/* What a signature is worth, and where pages lie: both without a screen. */

static const struct
{
  MadoPdfSignatureState   state;
  MadoPdfCertificateState certificate;
  MadoPdfReach            reach;
  MadoTrust               trust;
} cases[] = {
  { MADO_PDF_SIGNATURE_VALID, MADO_PDF_CERTIFICATE_TRUSTED, MADO_PDF_REACH_WHOLE, MADO_TRUST_GOOD },
  { MADO_PDF_SIGNATURE_VALID, MADO_PDF_CERTIFICATE_TRUSTED, MADO_PDF_REACH_PART, MADO_TRUST_PARTLY },
  { MADO_PDF_SIGNATURE_VALID, MADO_PDF_CERTIFICATE_TRUSTED, MADO_PDF_REACH_UNKNOWN, MADO_TRUST_PARTLY },
  { MADO_PDF_SIGNATURE_VALID, MADO_PDF_CERTIFICATE_UNKNOWN_ISSUER, MADO_PDF_REACH_WHOLE, MADO_TRUST_PARTLY },
  { MADO_PDF_SIGNATURE_VALID, MADO_PDF_CERTIFICATE_EXPIRED, MADO_PDF_REACH_WHOLE, MADO_TRUST_PARTLY },
  { MADO_PDF_SIGNATURE_VALID, MADO_PDF_CERTIFICATE_UNCHECKED, MADO_PDF_REACH_WHOLE, MADO_TRUST_PARTLY },
  { MADO_PDF_SIGNATURE_VALID, MADO_PDF_CERTIFICATE_REVOKED, MADO_PDF_REACH_WHOLE, MADO_TRUST_BAD },
  { MADO_PDF_SIGNATURE_CHANGED, MADO_PDF_CERTIFICATE_TRUSTED, MADO_PDF_REACH_WHOLE, MADO_TRUST_BAD },
  { MADO_PDF_SIGNATURE_INVALID, MADO_PDF_CERTIFICATE_TRUSTED, MADO_PDF_REACH_WHOLE, MADO_TRUST_BAD },
  { MADO_PDF_SIGNATURE_UNREADABLE, MADO_PDF_CERTIFICATE_UNCHECKED, MADO_PDF_REACH_UNKNOWN, MADO_TRUST_BAD },
};

static void
test_trust (void)
{
  g_autoptr (GArray) all = g_array_new (FALSE, TRUE, sizeof (MadoPdfSignature));

  g_assert_cmpint (mado_trust_of_all (all), ==, MADO_TRUST_NONE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      MadoPdfSignature signature = { (char *) "Tanaka", 1775000000, cases[i].state, cases[i].certificate, cases[i].reach };
      g_auto (GStrv) words = mado_trust_words (&signature);

      g_assert_cmpint (mado_trust_of_signature (&signature), ==, cases[i].trust);
      g_assert_nonnull (strstr (words[0], "Tanaka"));
      g_assert_cmpuint (g_strv_length (words), >=, 2);
      g_array_append_val (all, signature);
    }
  /* One bad signature among good ones is what counts. */
  g_assert_cmpint (mado_trust_of_all (all), ==, MADO_TRUST_BAD);
  g_array_set_size (all, 2);
  g_assert_cmpint (mado_trust_of_all (all), ==, MADO_TRUST_PARTLY);
}

static void
check_layout (MadoPdfLayout *layout,
              MadoPdfMode    mode,
              guint          turns)
{
  guint first, last;
  int width, height;

  mado_pdf_layout_arrange (layout, mode, MADO_PDF_FIT_WIDTH, 1, turns, 96.0 / 72, 3, 900, 600);
  mado_pdf_layout_get_extent (layout, &width, &height);
  for (guint i = 0; i < 9; i++)
    {
      MadoPdfBox box, other;

      if (!mado_pdf_layout_get_box (layout, i, &box))
        {
          g_assert_cmpint (mode, ==, MADO_PDF_SINGLE);
          continue;
        }
      g_assert_cmpint (box.x, >=, 0);
      g_assert_cmpint (box.x + box.width, <=, width);
      g_assert_cmpint (box.y + box.height, <=, height);
      /* Every page is found where it lies, and none lies on another. */
      g_assert_true (mado_pdf_layout_find (layout, box.y + 1, box.y + 2, &first, &last));
      g_assert_true (first <= i && i <= last);
      for (guint j = 0; j < i; j++)
        if (mado_pdf_layout_get_box (layout, j, &other))
          g_assert_true (box.y >= other.y + other.height || box.x >= other.x + other.width);
    }
}

static void
test_layout (void)
{
  g_autoptr (MadoPdfLayout) layout = mado_pdf_layout_new (9);

  for (guint i = 0; i < 9; i++)
    mado_pdf_layout_set_size (layout, i, 300 + 100 * (i % 3), i == 4 ? 0 : 500);
  for (guint turns = 0; turns < 4; turns++)
    for (MadoPdfMode mode = MADO_PDF_CONTINUOUS; mode <= MADO_PDF_TWO_UP; mode++)
      check_layout (layout, mode, turns);
  g_assert_cmpfloat (mado_pdf_layout_arrange (layout, MADO_PDF_CONTINUOUS, MADO_PDF_FIT_NONE, 100, 0, 1, 0, 10, 10), ==, MADO_PDF_MAX_ZOOM);
  g_assert_cmpfloat (mado_pdf_layout_arrange (layout, MADO_PDF_CONTINUOUS, MADO_PDF_FIT_NONE, 0, 0, 1, 0, 10, 10), ==, MADO_PDF_MIN_ZOOM);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate/trust", test_trust);
  g_test_add_func ("/certificate/layout", test_layout);
  return g_test_run ();
}
