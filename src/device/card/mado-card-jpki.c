/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/card/mado-card-jpki.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "device/card/mado-card-text.h"

#define NAMES "1.2.392.200149.8.5.5."

G_DEFINE_AUTOPTR_CLEANUP_FUNC (X509, X509_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EVP_PKEY_CTX, EVP_PKEY_CTX_free)

static X509 *
read_certificate (const guint8 *bytes,
                  gsize         n)
{
  const guint8 *end = bytes;

  return d2i_X509 (NULL, &end, n);
}

/* --- one certificate --------------------------------------------------------------- */

gsize
mado_card_jpki_length (const guint8 *bytes,
                       gsize         n)
{
  g_autoptr (X509) certificate = NULL;
  EVP_PKEY *key;
  gsize length;

  if (n < 4 || bytes[0] != 0x30 || bytes[1] != 0x82)
    return 0;
  length = 4 + ((gsize) bytes[2] << 8 | bytes[3]);
  if (length > n)
    return 0;
  certificate = read_certificate (bytes, length);
  key = certificate != NULL ? X509_get0_pubkey (certificate) : NULL;
  if (key == NULL || EVP_PKEY_get_base_id (key) != EVP_PKEY_RSA || EVP_PKEY_get_bits (key) < 2048)
    return 0;
  return length;
}

gboolean
mado_card_jpki_signed (const guint8 *bytes,
                       gsize         n,
                       const guint8  digest[32],
                       const guint8 *signature,
                       gsize         n_signature)
{
  g_autoptr (X509) certificate = read_certificate (bytes, n);
  EVP_PKEY *key = certificate != NULL ? X509_get0_pubkey (certificate) : NULL;
  g_autoptr (EVP_PKEY_CTX) context = key != NULL ? EVP_PKEY_CTX_new (key, NULL) : NULL;

  return context != NULL && EVP_PKEY_verify_init (context) == 1 &&
         EVP_PKEY_CTX_set_rsa_padding (context, RSA_PKCS1_PADDING) == 1 &&
         EVP_PKEY_CTX_set_signature_md (context, EVP_sha256 ()) == 1 &&
         EVP_PKEY_verify (context, signature, n_signature, digest, 32) == 1;
}

/* --- what it says of the holder ------------------------------------------------------ */

enum { NAME = 1, SEX = 3, BIRTH = 4, ADDRESS = 5 };

static gboolean
take_name (guint               which,
           const ASN1_STRING  *value,
           MadoCardData       *read)
{
  const guint8 *bytes = ASN1_STRING_get0_data (value);
  gsize n = ASN1_STRING_length (value);

  switch (which)
    {
    case NAME:
      return n > 0 && mado_card_text_utf8 (bytes, n, MADO_CARD_NAME_LETTERS, read->name, sizeof read->name);
    case ADDRESS:
      return n > 0 && mado_card_text_utf8 (bytes, n, MADO_CARD_ADDRESS_LETTERS, read->address, sizeof read->address);
    case SEX:
      return mado_card_text_digits (bytes, n, 1, read->sex);
    case BIRTH: /* the era, then the date in the Gregorian calendar */
      return n == 9 && mado_card_date_ymd (bytes + 1, 8, read->birth);
    default: /* marks of replaced characters */
      return TRUE;
    }
}

static gboolean
take_other_name (const OTHERNAME *other,
                 guint           *seen,
                 MadoCardData    *read)
{
  char oid[64];
  guint which;

  OBJ_obj2txt (oid, sizeof oid, other->type_id, 1);
  if (!g_str_has_prefix (oid, NAMES) || other->value == NULL || other->value->type != V_ASN1_UTF8STRING)
    return TRUE;
  which = g_ascii_strtoull (oid + strlen (NAMES), NULL, 10);
  if (which > 6 || *seen & 1u << which)
    return FALSE;
  *seen |= 1u << which;
  return take_name (which, other->value->value.asn1_string, read);
}

gboolean
mado_card_jpki_subject (const guint8 *bytes,
                        gsize         n,
                        MadoCardData *data)
{
  const guint wanted = 1u << NAME | 1u << SEX | 1u << BIRTH | 1u << ADDRESS;
  g_autoptr (X509) certificate = read_certificate (bytes, n);
  GENERAL_NAMES *names = certificate != NULL ? X509_get_ext_d2i (certificate, NID_subject_alt_name, NULL, NULL) : NULL;
  MadoCardData read = *data;
  gboolean whole = names != NULL;
  guint seen = 0;

  for (int i = 0; whole && i < sk_GENERAL_NAME_num (names); i++)
    {
      const GENERAL_NAME *name = sk_GENERAL_NAME_value (names, i);

      if (name->type == GEN_OTHERNAME)
        whole = take_other_name (name->d.otherName, &seen, &read);
    }
  whole = whole && (seen & wanted) == wanted;
  if (whole)
    *data = read;
  mado_card_data_clear (&read);
  GENERAL_NAMES_free (names);
  return whole;
}

/* --- trust ---------------------------------------------------------------------------- */

const char *
mado_card_trust_name (MadoCardTrust trust)
{
  static const char *const names[] = { "good", "unknown", "expired", "early" };

  return names[trust];
}

static X509 *
load_ca (const char *path)
{
  g_autofree char *text = NULL;
  gsize n = 0;
  BIO *bio;
  X509 *ca;

  if (!g_file_get_contents (path, &text, &n, NULL))
    return NULL;
  bio = BIO_new_mem_buf (text, n);
  ca = PEM_read_bio_X509 (bio, NULL, NULL, NULL);
  BIO_free (bio);
  return ca != NULL ? ca : read_certificate ((const guint8 *) text, n);
}

static void
add_cas (X509_STORE *store,
         const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (X509) ca = load_ca (path);

      if (ca != NULL)
        X509_STORE_add_cert (store, ca);
    }
}

MadoCardTrust
mado_card_jpki_judge (const guint8 *bytes,
                      gsize         n,
                      const char   *folder,
                      gint64        now_ms)
{
  g_autoptr (X509) certificate = read_certificate (bytes, n);
  X509_STORE *store = X509_STORE_new ();
  X509_STORE_CTX *context = X509_STORE_CTX_new ();
  MadoCardTrust trust = MADO_CARD_TRUST_UNKNOWN;

  add_cas (store, folder);
  if (certificate != NULL && X509_STORE_CTX_init (context, store, certificate, NULL) == 1)
    {
      X509_VERIFY_PARAM_set_time (X509_STORE_CTX_get0_param (context), now_ms / 1000);
      if (X509_verify_cert (context) == 1)
        trust = MADO_CARD_TRUST_GOOD;
      else if (X509_STORE_CTX_get_error (context) == X509_V_ERR_CERT_HAS_EXPIRED)
        trust = MADO_CARD_TRUST_EXPIRED;
      else if (X509_STORE_CTX_get_error (context) == X509_V_ERR_CERT_NOT_YET_VALID)
        trust = MADO_CARD_TRUST_EARLY;
    }
  X509_STORE_CTX_free (context);
  X509_STORE_free (store);
  return trust;
}
