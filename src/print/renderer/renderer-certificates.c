/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/renderer/renderer-certificates.h"

#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "print/render/mado-render-wire.h"

/* Twenty times what a chain of four with its revocation lists needs. */
#define MAX_HEX          (1024 * 1024)
#define MAX_CERTIFICATES 32
#define MAX_CHAIN        8
#define MAX_NAME         120 /* characters */
#define MAX_SERIAL       32  /* bytes; RFC 5280 allows 20 */

void
renderer_seal_free (RendererSeal *self)
{
  g_free (self->signer);
  g_ptr_array_unref (self->chain);
  g_free (self);
}

RendererSeal *
renderer_seal_none (MadoPdfSealState state)
{
  RendererSeal *self = g_new0 (RendererSeal, 1);

  self->state = state;
  self->signer = g_strdup ("");
  self->chain = g_ptr_array_new_with_free_func ((GDestroyNotify) X509_free);
  return self;
}

/* --- names and times ------------------------------------------------------------------ */

/* The most specific value, as in NSS; "" if there is none. */
static char *
get_name (X509_NAME *name,
          int        nid)
{
  int last = -1, at = -1;
  unsigned char *bytes = NULL;
  char *text;
  int length;

  while ((at = X509_NAME_get_index_by_NID (name, nid, at)) >= 0)
    last = at;
  length = last < 0 ? 0 : ASN1_STRING_to_UTF8 (&bytes, X509_NAME_ENTRY_get_data (X509_NAME_get_entry (name, last)));
  text = length > 0 ? g_utf8_make_valid ((char *) bytes, length) : g_strdup ("");
  OPENSSL_free (bytes);
  return text;
}

/* Nothing that moves, hides or breaks what stands beside it, and no more than
 * fits on a screen. */
char *
renderer_seal_tidy (const char *text)
{
  GString *out = g_string_new (NULL);
  guint n = 0;

  for (const char *at = text; *at != 0 && n < MAX_NAME; at = g_utf8_next_char (at), n++)
    {
      gunichar c = g_utf8_get_char (at);
      GUnicodeType type = g_unichar_type (c);

      if (g_unichar_isspace (c))
        g_string_append_c (out, ' ');
      else if (type != G_UNICODE_CONTROL && type != G_UNICODE_FORMAT && type != G_UNICODE_LINE_SEPARATOR &&
               type != G_UNICODE_PARAGRAPH_SEPARATOR && type != G_UNICODE_UNASSIGNED && type != G_UNICODE_PRIVATE_USE)
        g_string_append_unichar (out, c);
    }
  if (n == MAX_NAME)
    g_string_append (out, "…");
  return g_string_free (out, FALSE);
}

/* G_MININT64: it cannot be read. */
static gint64
get_time (const ASN1_TIME *time)
{
  struct tm tm = { 0 };
  g_autoptr (GDateTime) date = NULL;

  if (time == NULL || ASN1_TIME_to_tm (time, &tm) != 1)
    return G_MININT64;
  date = g_date_time_new_utc (tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, MIN (tm.tm_sec, 59));
  return date != NULL ? g_date_time_to_unix (date) : G_MININT64;
}

static gint64
get_signing_time (CMS_SignerInfo *info)
{
  int at = CMS_signed_get_attr_by_NID (info, NID_pkcs9_signingTime, -1);
  X509_ATTRIBUTE *attribute = at >= 0 ? CMS_signed_get_attr (info, at) : NULL;
  ASN1_TYPE *value = attribute != NULL ? X509_ATTRIBUTE_get0_type (attribute, 0) : NULL;
  gint64 time = G_MININT64;

  if (value != NULL && (value->type == V_ASN1_UTCTIME || value->type == V_ASN1_GENERALIZEDTIME))
    time = get_time (value->type == V_ASN1_UTCTIME ? value->value.utctime : value->value.generalizedtime);
  return time != G_MININT64 ? time : 0;
}

/* --- reading -------------------------------------------------------------------------- */

/* Nullable: no hexadecimal numbers. */
static GByteArray *
decode_hex (const char *hex,
            gsize       length)
{
  g_autoptr (GByteArray) bytes = g_byte_array_sized_new (length / 2 + 1);
  int high = -1;

  for (gsize i = 0; i < length; i++)
    {
      int digit = g_ascii_xdigit_value (hex[i]);
      guint8 byte = (guint8) (MAX (high, 0) << 4 | (digit & 0xf));

      if (digit < 0 && !g_ascii_isspace (hex[i]))
        return NULL;
      if (digit >= 0 && high >= 0)
        g_byte_array_append (bytes, &byte, 1);
      if (digit >= 0)
        high = high >= 0 ? -1 : digit;
    }
  return g_steal_pointer (&bytes);
}

static CMS_ContentInfo *
read_cms (const char *hex,
          gsize       length)
{
  g_autoptr (GByteArray) bytes = decode_hex (hex, length);
  const unsigned char *at = bytes != NULL ? bytes->data : NULL;
  CMS_ContentInfo *cms = at != NULL ? d2i_CMS_ContentInfo (NULL, &at, bytes->len) : NULL;

  if (cms != NULL && OBJ_obj2nid (CMS_get0_type (cms)) != NID_pkcs7_signed)
    g_clear_pointer (&cms, CMS_ContentInfo_free);
  return cms;
}

static gboolean
has_issued (X509 *issuer,
            X509 *subject)
{
  EVP_PKEY *key = X509_get0_pubkey (issuer);

  return key != NULL && X509_verify (subject, key) == 1;
}

/* Who issued the last one of the chain? A certificate that merely bears the
 * name breaks the chain. */
static X509 *
find_issuer (RendererSeal   *self,
             STACK_OF (X509) *all)
{
  X509 *last = g_ptr_array_index (self->chain, self->chain->len - 1);

  self->end = MADO_PDF_CHAIN_OPEN;
  for (int i = 0; i < sk_X509_num (all); i++)
    {
      X509 *one = sk_X509_value (all, i);

      if (X509_NAME_cmp (X509_get_subject_name (one), X509_get_issuer_name (last)) != 0 ||
          g_ptr_array_find (self->chain, one, NULL))
        continue;
      if (X509_check_issued (one, last) == X509_V_OK && has_issued (one, last))
        return one;
      self->end = MADO_PDF_CHAIN_BROKEN;
    }
  return NULL;
}

static void
follow_chain (RendererSeal   *self,
              STACK_OF (X509) *all)
{
  X509 *next = g_ptr_array_index (self->chain, 0);

  while (TRUE)
    {
      if (X509_NAME_cmp (X509_get_subject_name (next), X509_get_issuer_name (next)) == 0 && has_issued (next, next))
        {
          self->end = MADO_PDF_CHAIN_ROOT;
          return;
        }
      next = find_issuer (self, all);
      if (next == NULL)
        return;
      if (self->chain->len == MAX_CHAIN)
        {
          self->end = MADO_PDF_CHAIN_LONG;
          return;
        }
      X509_up_ref (next);
      g_ptr_array_add (self->chain, next);
    }
}

static void
read_signer (RendererSeal    *self,
             CMS_SignerInfo  *info,
             STACK_OF (X509) *all)
{
  for (int i = 0; i < sk_X509_num (all); i++)
    {
      X509 *one = sk_X509_value (all, i);

      if (CMS_SignerInfo_cert_cmp (info, one) != 0)
        continue;
      X509_up_ref (one);
      g_ptr_array_add (self->chain, one);
      g_free (self->signer);
      self->signer = get_name (X509_get_subject_name (one), NID_commonName);
      self->time = get_signing_time (info);
      self->state = MADO_PDF_SEAL_READ;
      follow_chain (self, all);
      return;
    }
}

RendererSeal *
renderer_seal_read (const char *hex,
                    gsize       length)
{
  RendererSeal *self = renderer_seal_none (length > MAX_HEX ? MADO_PDF_SEAL_TOO_LARGE : MADO_PDF_SEAL_DAMAGED);
  CMS_ContentInfo *cms = length <= MAX_HEX ? read_cms (hex, length) : NULL;
  STACK_OF (X509) *all = cms != NULL ? CMS_get1_certs (cms) : NULL;
  STACK_OF (CMS_SignerInfo) *infos = cms != NULL ? CMS_get0_SignerInfos (cms) : NULL;

  if (infos != NULL && sk_CMS_SignerInfo_num (infos) > 0)
    {
      self->state = sk_X509_num (all) > MAX_CERTIFICATES ? MADO_PDF_SEAL_TOO_LARGE : MADO_PDF_SEAL_NO_CERTIFICATE;
      if (self->state == MADO_PDF_SEAL_NO_CERTIFICATE)
        read_signer (self, sk_CMS_SignerInfo_value (infos, 0), all);
    }
  sk_X509_pop_free (all, X509_free);
  CMS_ContentInfo_free (cms);
  ERR_clear_error ();
  return self;
}

/* --- checking ------------------------------------------------------------------------- */

/* A BIO of two pieces: a copy of both would not fit into the memory that a
 * renderer is allowed. */
typedef struct
{
  const char *at[2];
  gsize       left[2];
} Pieces;

static int
pieces_read (BIO  *bio,
             char *buffer,
             int   size)
{
  Pieces *pieces = BIO_get_data (bio);
  guint i = pieces->left[0] > 0 ? 0 : 1;
  int n = MIN ((gsize) MAX (size, 0), pieces->left[i]);

  memcpy (buffer, pieces->at[i], n);
  pieces->at[i] += n;
  pieces->left[i] -= n;
  return n;
}

static long
pieces_ctrl (BIO  *bio,
             int   command,
             long  number,
             void *pointer)
{
  Pieces *pieces = BIO_get_data (bio);

  return command == BIO_CTRL_EOF ? pieces->left[0] + pieces->left[1] == 0 : command == BIO_CTRL_FLUSH;
}

/* OpenSSL has numbers for some hundred kinds of BIO: one is made, and kept. */
static BIO *
pieces_new (Pieces *pieces)
{
  static BIO_METHOD *method;
  BIO *bio;

  if (method == NULL)
    {
      method = BIO_meth_new (BIO_TYPE_SOURCE_SINK | BIO_get_new_index (), "pieces");
      BIO_meth_set_read (method, pieces_read);
      BIO_meth_set_ctrl (method, pieces_ctrl);
    }
  bio = BIO_new (method);
  BIO_set_data (bio, pieces);
  BIO_set_init (bio, 1);
  return bio;
}

gboolean
renderer_seal_fits (const char *hex,
                    gsize       hex_length,
                    const char *first,
                    gsize       first_length,
                    const char *second,
                    gsize       second_length)
{
  Pieces pieces = { { first, second }, { first_length, second_length } };
  CMS_ContentInfo *cms = hex_length <= MAX_HEX ? read_cms (hex, hex_length) : NULL;
  BIO *bio = pieces_new (&pieces);
  gboolean fits = cms != NULL && sk_CMS_SignerInfo_num (CMS_get0_SignerInfos (cms)) == 1 &&
                  CMS_verify (cms, NULL, NULL, bio, NULL, CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY) == 1;

  BIO_free (bio);
  CMS_ContentInfo_free (cms);
  ERR_clear_error ();
  return fits;
}

/* --- answering ------------------------------------------------------------------------ */

static void
put_name (GByteArray *out,
          X509_NAME  *name,
          int         nid)
{
  g_autofree char *raw = get_name (name, nid);
  g_autofree char *text = renderer_seal_tidy (raw);

  mado_render_put_text (out, text);
}

static void
put_serial (GByteArray *out,
            X509       *certificate)
{
  const ASN1_INTEGER *serial = X509_get0_serialNumber (certificate);
  const unsigned char *bytes = ASN1_STRING_get0_data (serial);
  g_autoptr (GString) text = g_string_new (NULL);

  for (int i = 0; i < MIN (ASN1_STRING_length (serial), MAX_SERIAL); i++)
    g_string_append_printf (text, "%02X", bytes[i]);
  mado_render_put_text (out, text->str);
}

static void
put_certificate (GByteArray *out,
                 X509       *certificate)
{
  X509_NAME *subject = X509_get_subject_name (certificate);
  X509_NAME *issuer = X509_get_issuer_name (certificate);

  put_name (out, subject, NID_commonName);
  put_name (out, subject, NID_organizationName);
  put_name (out, issuer, NID_commonName);
  put_name (out, issuer, NID_organizationName);
  put_serial (out, certificate);
  mado_render_put_i64 (out, get_time (X509_get0_notBefore (certificate)));
  mado_render_put_i64 (out, get_time (X509_get0_notAfter (certificate)));
}

void
renderer_seal_put (const RendererSeal *self,
                   GByteArray         *out)
{
  guint n = self->state == MADO_PDF_SEAL_READ ? self->chain->len : 0;

  mado_render_put_u32 (out, self->state);
  mado_render_put_u32 (out, self->end);
  mado_render_put_u32 (out, n);
  for (guint i = 0; i < n; i++)
    put_certificate (out, g_ptr_array_index (self->chain, i));
}
