/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/certificate/mado-trust-words.h"

#include <glib/gi18n.h>

#include "app/certificate/mado-trust-certificate.h"

MadoTrust
mado_trust_of_signature (const MadoPdfSignature *signature)
{
  if (signature->state != MADO_PDF_SIGNATURE_VALID)
    return MADO_TRUST_BAD;
  if (signature->certificate == MADO_PDF_CERTIFICATE_REVOKED)
    return MADO_TRUST_BAD;
  if (signature->certificate == MADO_PDF_CERTIFICATE_TRUSTED && signature->reach == MADO_PDF_REACH_WHOLE && mado_trust_was_valid (signature))
    return MADO_TRUST_GOOD;
  return MADO_TRUST_PARTLY;
}

MadoTrust
mado_trust_of_all (GArray *signatures)
{
  MadoTrust worst = MADO_TRUST_NONE;

  for (guint i = 0; i < signatures->len; i++)
    worst = MAX (worst, mado_trust_of_signature (&g_array_index (signatures, MadoPdfSignature, i)));
  return worst;
}

const char *
mado_trust_heading (MadoTrust trust)
{
  switch (trust)
    {
    case MADO_TRUST_GOOD:
      return _("The digital signature is valid.");
    case MADO_TRUST_PARTLY:
      return _("There is a digital signature, but not everything could be confirmed.");
    case MADO_TRUST_BAD:
      return _("The digital signature is not valid. Do not rely on this document.");
    default:
      return _("This document has no digital signature. A picture of a seal is no signature.");
    }
}

static const char *
words_of_state (MadoPdfSignatureState state)
{
  switch (state)
    {
    case MADO_PDF_SIGNATURE_VALID:
      return _("What was signed has not been changed.");
    case MADO_PDF_SIGNATURE_CHANGED:
      return _("The document was changed after it was signed.");
    case MADO_PDF_SIGNATURE_INVALID:
      return _("The signature does not belong to this document.");
    case MADO_PDF_SIGNATURE_UNREADABLE:
      return _("The signature cannot be read.");
    default:
      return _("The signature could not be checked here.");
    }
}

static const char *
words_of_certificate (MadoPdfCertificateState state)
{
  switch (state)
    {
    case MADO_PDF_CERTIFICATE_TRUSTED:
      return _("The certificate was issued by a body that this computer knows.");
    case MADO_PDF_CERTIFICATE_DISTRUSTED:
    case MADO_PDF_CERTIFICATE_UNKNOWN_ISSUER:
      return _("Who issued the certificate is not known to this computer: whether the signer is who they say could not be confirmed.");
    case MADO_PDF_CERTIFICATE_REVOKED:
      return _("The certificate was revoked.");
    case MADO_PDF_CERTIFICATE_EXPIRED:
      return _("The certificate had expired, or was not valid yet, when it was used.");
    default:
      return _("The certificate could not be checked here.");
    }
}

static const char *
words_of_reach (MadoPdfReach reach)
{
  switch (reach)
    {
    case MADO_PDF_REACH_WHOLE:
      return _("The signature covers the whole document.");
    case MADO_PDF_REACH_PART:
      return _("Something was added after signing. The signature does not cover that.");
    default:
      return _("How much of the document the signature covers could not be found out.");
    }
}

static char *
words_of_signer (const MadoPdfSignature *signature)
{
  g_autofree char *when = NULL;

  if (*signature->signer == 0)
    return g_strdup (_("Who signed is not named."));
  if (signature->time <= 0)
    return g_strdup_printf (_("Signed by %s, when is not said"), signature->signer);
  when = mado_trust_day (signature->time);
  /* TRANSLATORS: a name and a day */
  return g_strdup_printf (_("Signed by %s on %s (as the signer's computer said)"), signature->signer, when);
}

GStrv
mado_trust_words (const MadoPdfSignature *signature,
                  gint64                  now)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *signer = words_of_signer (signature);

  g_strv_builder_add (builder, signer);
  g_strv_builder_add (builder, words_of_state (signature->state));
  if (signature->state == MADO_PDF_SIGNATURE_VALID)
    g_strv_builder_add (builder, words_of_reach (signature->reach));
  mado_trust_add_certificates (builder, signature, now);
  if (signature->certificate != MADO_PDF_CERTIFICATE_UNCHECKED)
    g_strv_builder_add (builder, words_of_certificate (signature->certificate));
  /* OCSP would tell a stranger which document is being read. */
  if (signature->state == MADO_PDF_SIGNATURE_VALID)
    g_strv_builder_add (builder, _("Whether the certificate was revoked meanwhile was not asked."));
  return g_strv_builder_end (builder);
}
