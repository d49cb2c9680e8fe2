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

/* 2026-04-01 in Japan */
#define SIGNED G_GINT64_CONSTANT (1775000000)
#define DAY (24 * 60 * 60)
#define NO_END G_GINT64_CONSTANT (253402300799)

static GArray *
make_chain (gint64 not_before,
            gint64 not_after,
            guint  length)
{
  static const char * const names[] = { "Tanaka", "City CA", "Root" };
  GArray *chain = g_array_new (FALSE, TRUE, sizeof (MadoPdfCertificate));

  for (guint i = 0; i < length; i++)
    {
      MadoPdfCertificate one = { (char *) names[i], (char *) (i == 0 ? "Town" : ""), (char *) names[MIN (i + 1, length - 1)], (char *) "",
                                 (char *) "0A1B", i == 0 ? not_before : 0, i == 0 ? not_after : NO_END };

      g_array_append_val (chain, one);
    }
  return chain;
}

static const struct
{
  gint64           not_before;
  gint64           not_after;
  gint64           time;
  gint64           now;
  guint            length;
  MadoPdfSealState seal;
  MadoPdfChainEnd  end;
  MadoTrust        trust;
  const char      *said;    /* must be said */
  const char      *unsaid;  /* must not; or NULL */
} certificates[] = {
  { SIGNED - DAY, SIGNED + DAY, SIGNED, SIGNED, 3, MADO_PDF_SEAL_READ, MADO_PDF_CHAIN_ROOT, MADO_TRUST_GOOD,
    "Tanaka (Town) ← City CA ← Root", "today" },
  { SIGNED - DAY, SIGNED + DAY, SIGNED, SIGNED, 3, MADO_PDF_SEAL_READ, MADO_PDF_CHAIN_ROOT, MADO_TRUST_GOOD, "was valid at the time", NULL },
  { SIGNED - DAY, SIGNED + DAY, SIGNED, SIGNED, 2, MADO_PDF_SEAL_READ, MADO_PDF_CHAIN_OPEN, MADO_TRUST_GOOD, "Issuer of the certificate: City CA", NULL },
  { SIGNED - DAY, SIGNED + DAY, SIGNED, SIGNED + 2 * DAY, 1, MADO_PDF_SEAL_READ, MADO_PDF_CHAIN_OPEN, MADO_TRUST_GOOD, "has expired by today", "had expired" },
  { SIGNED - 2 * DAY, SIGNED - DAY, SIGNED, SIGNED, 1, MADO_PDF_SEAL_READ, MADO_PDF_CHAIN_OPEN, MADO_TRUST_PARTLY, "had expired at the time", NULL },
  { SIGNED + DAY, SIGNED + 2 * DAY, SIGNED, SIGNED, 1, MADO_PDF_SEAL_READ, MADO_PDF_CHAIN_OPEN, MADO_TRUST_PARTLY, "not valid yet at the time", NULL },
  { SIGNED + DAY, SIGNED + 2 * DAY, SIGNED, SIGNED, 1, MADO_PDF_SEAL_READ, MADO_PDF_CHAIN_OPEN, MADO_TRUST_PARTLY, "not valid yet today", NULL },
  { SIGNED - DAY, NO_END, SIGNED, SIGNED, 1, MADO_PDF_SEAL_READ, MADO_PDF_CHAIN_OPEN, MADO_TRUST_GOOD,
    "from 令和8年3月31日（2026） to no end set", NULL },
  { SIGNED - DAY, NO_END, 0, SIGNED, 1, MADO_PDF_SEAL_READ, MADO_PDF_CHAIN_OPEN, MADO_TRUST_PARTLY, "at the time of signing could not be", NULL },
  { G_MININT64, G_MININT64, SIGNED, SIGNED, 1, MADO_PDF_SEAL_READ, MADO_PDF_CHAIN_OPEN, MADO_TRUST_PARTLY, "from ? to ?", NULL },
  { 0, NO_END, SIGNED, SIGNED, 1, MADO_PDF_SEAL_READ, MADO_PDF_CHAIN_ROOT, MADO_TRUST_GOOD, "to themselves", NULL },
  { 0, NO_END, SIGNED, SIGNED, 2, MADO_PDF_SEAL_READ, MADO_PDF_CHAIN_BROKEN, MADO_TRUST_GOOD, "The chain is broken", NULL },
  { 0, NO_END, SIGNED, SIGNED, 0, MADO_PDF_SEAL_DAMAGED, 0, MADO_TRUST_PARTLY, "data is damaged", "Issuer" },
  { 0, NO_END, SIGNED, SIGNED, 0, MADO_PDF_SEAL_OTHER, 0, MADO_TRUST_PARTLY, "does not belong to the signature", "Issuer" },
  { 0, NO_END, SIGNED, SIGNED, 0, MADO_PDF_SEAL_TOO_LARGE, 0, MADO_TRUST_PARTLY, "far more data", "Issuer" },
  { 0, NO_END, SIGNED, SIGNED, 0, MADO_PDF_SEAL_MISPLACED, 0, MADO_TRUST_PARTLY, "not where the document says", "Issuer" },
  { 0, NO_END, SIGNED, SIGNED, 0, MADO_PDF_SEAL_NO_CERTIFICATE, 0, MADO_TRUST_PARTLY, "certificate is not in the document", "Issuer" },
  { 0, NO_END, SIGNED, SIGNED, 0, MADO_PDF_SEAL_NOT_FOUND, 0, MADO_TRUST_PARTLY, "could not be found", "Issuer" },
};

static void
test_certificates (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (certificates); i++)
    {
      g_autoptr (GArray) chain = make_chain (certificates[i].not_before, certificates[i].not_after, certificates[i].length);
      MadoPdfSignature signature = { (char *) "Tanaka", certificates[i].time, MADO_PDF_SIGNATURE_VALID, MADO_PDF_CERTIFICATE_TRUSTED,
                                     MADO_PDF_REACH_WHOLE, certificates[i].seal, certificates[i].end, chain };
      g_auto (GStrv) words = mado_trust_words (&signature, certificates[i].now);
      g_autofree char *all = g_strjoinv ("\n", words);

      g_test_message ("%u: %s", i, all);
      g_assert_nonnull (strstr (all, certificates[i].said));
      g_assert_true (certificates[i].unsaid == NULL || strstr (all, certificates[i].unsaid) == NULL);
      g_assert_cmpint (mado_trust_of_signature (&signature), ==, certificates[i].trust);
      /* Nobody vouches for a root that the computer does not know. */
      g_assert_null (strstr (all, "the document's own word"));
      signature.certificate = MADO_PDF_CERTIFICATE_UNKNOWN_ISSUER;
      g_strfreev (words);
      words = mado_trust_words (&signature, certificates[i].now);
      g_free (all);
      all = g_strjoinv ("\n", words);
      g_assert_true ((strstr (all, "the document's own word") != NULL) == (certificates[i].seal == MADO_PDF_SEAL_READ));
    }
}

static void
test_trust (void)
{
  g_autoptr (GArray) chain = make_chain (0, NO_END, 3);
  g_autoptr (GArray) all = g_array_new (FALSE, TRUE, sizeof (MadoPdfSignature));

  g_assert_cmpint (mado_trust_of_all (all), ==, MADO_TRUST_NONE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      MadoPdfSignature signature = { (char *) "Tanaka", SIGNED, cases[i].state, cases[i].certificate, cases[i].reach, MADO_PDF_SEAL_READ,
                                     MADO_PDF_CHAIN_ROOT, chain };
      g_auto (GStrv) words = mado_trust_words (&signature, SIGNED);

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
  g_test_add_func ("/certificate/certificates", test_certificates);
  g_test_add_func ("/certificate/layout", test_layout);
  return g_test_run ();
}
