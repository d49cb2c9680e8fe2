/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/certificate/mado-trust-certificate.h"

#include <glib/gi18n.h>

#include "core/base/mado-date.h"

/* The calendar of MadoDate: 1873-01-01 to 2199-12-31 in Japan. */
#define FIRST_SECOND G_GINT64_CONSTANT (-3061011600)
#define END_SECOND   G_GINT64_CONSTANT (7258086000)

char *
mado_trust_day (gint64 seconds)
{
  MadoDate day;

  if (seconds < FIRST_SECOND || seconds >= END_SECOND)
    return g_strdup ("?");
  day = mado_date_from_ms (seconds * 1000);
  return mado_date_display (&day, NULL);
}

/* RFC 5280, 4.1.2.5: 9999 stands for a certificate that has no end. */
static char *
words_of_end (gint64 seconds)
{
  return seconds >= END_SECOND ? g_strdup (_("no end set")) : mado_trust_day (seconds);
}

static char *
join_name (const char *name,
           const char *body)
{
  if (*name != 0 && *body != 0)
    return g_strdup_printf ("%s (%s)", name, body);
  return g_strdup (*name != 0 ? name : *body != 0 ? body : _("not named"));
}

/* --- one certificate -------------------------------------------------------------- */

typedef enum
{
  AT_TIME,
  AT_EARLY,
  AT_LATE,
  AT_UNKNOWN,
} When;

static When
place (const MadoPdfCertificate *certificate,
       gint64                    seconds)
{
  if (seconds <= 0 || certificate->not_before == G_MININT64 || certificate->not_after == G_MININT64)
    return AT_UNKNOWN;
  return seconds < certificate->not_before ? AT_EARLY : seconds > certificate->not_after ? AT_LATE : AT_TIME;
}

static const char *
words_at_signing (When when)
{
  switch (when)
    {
    case AT_TIME:
      return _("The certificate was valid at the time of signing.");
    case AT_EARLY:
      return _("The certificate was not valid yet at the time of signing.");
    case AT_LATE:
      return _("The certificate had expired at the time of signing.");
    default:
      return _("Whether the certificate was valid at the time of signing could not be found out.");
    }
}

static const char *
words_today (When when)
{
  switch (when)
    {
    case AT_EARLY:
      return _("The certificate is not valid yet today.");
    case AT_LATE:
      return _("The certificate has expired by today.");
    case AT_UNKNOWN:
      return _("Whether the certificate is valid today could not be found out.");
    default:
      return NULL;
    }
}

/* @line: transfer full. */
static void
add_line (GStrvBuilder *builder,
          char         *line)
{
  g_strv_builder_add (builder, line);
  g_free (line);
}

static void
add_holder (GStrvBuilder             *builder,
            const MadoPdfCertificate *certificate)
{
  g_autofree char *name = join_name (certificate->name, certificate->body);
  g_autofree char *issuer = join_name (certificate->issuer, certificate->issuer_body);
  g_autofree char *from = mado_trust_day (certificate->not_before);
  g_autofree char *to = words_of_end (certificate->not_after);

  add_line (builder, g_strdup_printf (_("Signer in the certificate: %s"), name));
  add_line (builder, g_strdup_printf (_("Issuer of the certificate: %s"), issuer));
  /* TRANSLATORS: two days */
  add_line (builder, g_strdup_printf (_("Valid: from %s to %s"), from, to));
  add_line (builder, g_strdup_printf (_("Serial number of the certificate: %s"), certificate->serial));
}

/* --- the chain -------------------------------------------------------------------- */

static const char *
words_of_chain_end (const MadoPdfSignature *signature)
{
  switch (signature->end)
    {
    case MADO_PDF_CHAIN_ROOT:
      return signature->chain->len == 1 ? _("The signer issued this certificate to themselves: nobody else vouches for the name.")
                                        : _("The chain is whole: its last certificate was issued by its own holder.");
    case MADO_PDF_CHAIN_BROKEN:
      return _("The chain is broken: a certificate in the document bears the issuer's name, but did not issue the one before it.");
    case MADO_PDF_CHAIN_LONG:
      return _("The chain is longer than is shown here.");
    default:
      return _("The chain is not whole: who issued its last certificate is not in the document.");
    }
}

static void
add_chain (GStrvBuilder           *builder,
           const MadoPdfSignature *signature,
           gint64                  now)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < signature->chain->len; i++)
    {
      const MadoPdfCertificate *one = &g_array_index (signature->chain, MadoPdfCertificate, i);
      g_autofree char *name = join_name (one->name, one->body);

      g_string_append_printf (names, "%s%s", i > 0 ? " ← " : "", name);
    }
  add_line (builder, g_strdup_printf (_("Chain of certificates in the document: %s"), names->str));
  g_strv_builder_add (builder, words_of_chain_end (signature));
  for (guint i = 1; i < signature->chain->len; i++)
    if (place (&g_array_index (signature->chain, MadoPdfCertificate, i), now) != AT_TIME)
      {
        g_strv_builder_add (builder, _("A certificate further up in the chain is not valid today."));
        break;
      }
  if (signature->certificate != MADO_PDF_CERTIFICATE_TRUSTED)
    g_strv_builder_add (builder, _("The end of the chain was not found in this computer's list of bodies to be trusted: all these names are the document's own word."));
}

static const char *
words_of_seal (MadoPdfSealState seal)
{
  switch (seal)
    {
    case MADO_PDF_SEAL_MISPLACED:
      return _("The certificate was not shown: the signature is not where the document says.");
    case MADO_PDF_SEAL_DAMAGED:
      return _("The certificate cannot be read: the signature's data is damaged.");
    case MADO_PDF_SEAL_TOO_LARGE:
      return _("The certificate was not read: the signature holds far more data than is usual.");
    case MADO_PDF_SEAL_NO_CERTIFICATE:
      return _("The signer's certificate is not in the document.");
    case MADO_PDF_SEAL_OTHER:
      return _("The certificate was not shown: what lies in the document does not belong to the signature that was checked.");
    default:
      return _("The certificate could not be found in the document.");
    }
}

void
mado_trust_add_certificates (GStrvBuilder           *builder,
                             const MadoPdfSignature *signature,
                             gint64                  now)
{
  const MadoPdfCertificate *own;

  if (signature->seal != MADO_PDF_SEAL_READ)
    {
      g_strv_builder_add (builder, words_of_seal (signature->seal));
      return;
    }
  own = &g_array_index (signature->chain, MadoPdfCertificate, 0);
  add_holder (builder, own);
  g_strv_builder_add (builder, words_at_signing (place (own, signature->time)));
  if (words_today (place (own, now)) != NULL)
    g_strv_builder_add (builder, words_today (place (own, now)));
  add_chain (builder, signature, now);
}

gboolean
mado_trust_was_valid (const MadoPdfSignature *signature)
{
  return signature->seal == MADO_PDF_SEAL_READ &&
         place (&g_array_index (signature->chain, MadoPdfCertificate, 0), signature->time) == AT_TIME;
}
