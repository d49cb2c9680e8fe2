/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/slip/mado-document-code.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/base/mado-date.h"
#include "core/base/mado-training.h"
#include "core/slip/mado-base45.h"
#include "core/slip/mado-slip-private.h"

/*
 * length 1 | city 3 | device 16 | record 16 | document 5 | day 2 | kind: length 1,
 * text | number: length 1, text | signature 64 | check 2. The length is of all
 * that stands before the signature.
 */
#define DOMAIN     "mado-document-1"
#define ID_LENGTH  8
#define FIXED      (1 + 3 + 16 + 16 + 5 + 2)
#define CHECK      2
#define MAX_TEXT   2000
#define FIRST_DAY  19723 /* 2024-01-01, days since 1970 */

static const char base32[] = "abcdefghijklmnopqrstuvwxyz234567";

static gboolean
refuse (GError     **error,
        MadoError    code,
        const char  *message)
{
  g_set_error_literal (error, MADO_ERROR, code, message);
  return FALSE;
}

char *
mado_document_id_new (MadoRandom *random)
{
  char *id = g_malloc (ID_LENGTH + 2);

  id[0] = 'd';
  for (guint i = 1; i <= ID_LENGTH; i++)
    id[i] = base32[mado_random_below (random, 32)];
  id[ID_LENGTH + 1] = '\0';
  return id;
}

gboolean
mado_document_id_is_valid (const char *text)
{
  return text != NULL && text[0] == 'd' && strlen (text) == ID_LENGTH + 1 && strspn (text + 1, base32) == ID_LENGTH;
}

/* --- writing ------------------------------------------------------------------ */

static void
put_id (GByteArray *out,
        const char *id)
{
  guint64 bits = 0;

  for (guint i = 1; i <= ID_LENGTH; i++)
    bits = bits << 5 | (guint64) (strchr (base32, id[i]) - base32);
  for (int shift = 32; shift >= 0; shift -= 8)
    g_byte_array_append (out, &(guint8) { (guint8) (bits >> shift) }, 1);
}

static void
put_text (GByteArray *out,
          const char *text)
{
  guint8 length = (guint8) strlen (text);

  g_byte_array_append (out, &length, 1);
  g_byte_array_append (out, (const guint8 *) text, length);
}

static gboolean
is_plain (const char *text,
          gsize       max)
{
  gsize length = strlen (text);

  if (length == 0 || length > max)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (text[i]))
      return FALSE;
  return TRUE;
}

static gint64
day_number (const MadoDocumentCode *self)
{
  MadoDate date = { self->year, self->month, self->day };

  return mado_date_is_complete (&date) && mado_date_is_valid (&date) ? mado_date_to_days (&date) - FIRST_DAY : -1;
}

static gboolean
may_be_written (const MadoDocumentCode *self)
{
  gint64 day = day_number (self);

  return strlen (self->city) == 6 && strspn (self->city, "0123456789") == 6 && mado_document_id_is_valid (self->document) &&
         is_plain (self->kind, MADO_DOCUMENT_KIND_MAX) && is_plain (self->number, MADO_DOCUMENT_NUMBER_MAX) && day >= 0 &&
         day <= G_MAXUINT16;
}

char *
mado_document_code_encode (const MadoDocumentCode *self,
                           const MadoSecretKey    *device_key,
                           GError                **error)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autoptr (GString) text = g_string_new (MADO_DOCUMENT_CODE_PREFIX);
  guint8 signature[MADO_SIGNATURE_BYTES];
  guint32 city;
  guint16 day, check;

  if (!may_be_written (self))
    {
      refuse (error, MADO_ERROR_INVALID, _("This document cannot be given a code: number, kind or date is wrong."));
      return NULL;
    }
  city = (guint32) g_ascii_strtoull (self->city, NULL, 10);
  day = (guint16) day_number (self);
  g_byte_array_append (out, (const guint8[]) { 0, (guint8) (city >> 16), (guint8) (city >> 8), (guint8) city }, 4);
  g_byte_array_append (out, self->device.b, sizeof self->device.b);
  g_byte_array_append (out, self->record.b, sizeof self->record.b);
  put_id (out, self->document);
  g_byte_array_append (out, (const guint8[]) { (guint8) (day >> 8), (guint8) day }, 2);
  put_text (out, self->kind);
  put_text (out, self->number);
  out->data[0] = (guint8) out->len;
  mado_sign (device_key, DOMAIN, out->data, out->len, signature);
  g_byte_array_append (out, signature, sizeof signature);
  check = mado_slip_check (out->data, out->len);
  g_byte_array_append (out, (const guint8[]) { (guint8) (check >> 8), (guint8) check }, 2);
  mado_base45_append (text, out->data, out->len);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* --- reading ------------------------------------------------------------------------ */

/* Half width, capital letters, no line ends or blanks around; NULL: no code has that. */
static char *
tidy (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (strnlen (text, MAX_TEXT + 1) > MAX_TEXT || !g_utf8_validate (text, -1, NULL))
    return NULL;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c >= 0xff01 && c <= 0xff5e)
        c -= 0xff01 - 0x21;
      if (c == 0x3000)
        c = ' ';
      if (c == '\r' || c == '\n' || c == '\t' || (c == ' ' && out->len == 0))
        continue;
      if (c < 0x20 || c > 0x7e)
        return NULL;
      g_string_append_c (out, g_ascii_toupper ((char) c));
    }
  while (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static gboolean
has_prefix_of_any_format (const char *text)
{
  return text[0] == 'M' && text[1] == 'D' && g_ascii_isdigit (text[2]) && text[3] == ':';
}

gboolean
mado_document_code_is_one (const char *text)
{
  g_autofree char *tidied = tidy (text);

  return tidied != NULL && has_prefix_of_any_format (tidied);
}

static gboolean
get_text (const guint8 **at,
          const guint8  *end,
          char          *out,
          gsize          max)
{
  gsize length;

  if (*at >= end)
    return FALSE;
  length = *(*at)++;
  if (length > (gsize) (end - *at) || length > max)
    return FALSE;
  memcpy (out, *at, length);
  out[length] = '\0';
  *at += length;
  return is_plain (out, max);
}

static void
get_id (const guint8 bytes[5],
        char         out[ID_LENGTH + 2])
{
  guint64 bits = 0;

  for (guint i = 0; i < 5; i++)
    bits = bits << 8 | bytes[i];
  out[0] = 'd';
  for (guint i = 0; i < ID_LENGTH; i++)
    out[1 + i] = base32[bits >> (5 * (ID_LENGTH - 1 - i)) & 31];
  out[ID_LENGTH + 1] = '\0';
}

static gboolean
read_parts (const guint8     *data,
            gsize             length,
            MadoDocumentCode *self)
{
  const guint8 *at = data + FIXED, *end = data + length;
  MadoDate date;

  *self = (MadoDocumentCode) { 0 };
  g_snprintf (self->city, sizeof self->city, "%06u", (guint) (data[1] << 16 | data[2] << 8 | data[3]) % 1000000);
  memcpy (self->device.b, data + 4, sizeof self->device.b);
  memcpy (self->record.b, data + 20, sizeof self->record.b);
  get_id (data + 36, self->document);
  date = mado_date_from_days (FIRST_DAY + (data[41] << 8 | data[42]));
  self->year = date.year;
  self->month = date.month;
  self->day = date.day;
  return get_text (&at, end, self->kind, MADO_DOCUMENT_KIND_MAX) && get_text (&at, end, self->number, MADO_DOCUMENT_NUMBER_MAX) &&
         at == end;
}

/* Whole and readable: the check goes before the seal, so that a misread code is
 * not called a forged one. */
static gboolean
read_bytes (GBytes           *bytes,
            MadoDocumentCode *self,
            GError          **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  gsize body;

  if (length < FIXED + MADO_SIGNATURE_BYTES + CHECK)
    return refuse (error, MADO_ERROR_DAMAGED, _("Only a part of the code was read. Hold it still and read it again."));
  body = data[0];
  if (body < FIXED || length < body + MADO_SIGNATURE_BYTES + CHECK)
    return refuse (error, MADO_ERROR_DAMAGED, _("Only a part of the code was read. Hold it still and read it again."));
  if (length != body + MADO_SIGNATURE_BYTES + CHECK ||
      mado_slip_check (data, length - CHECK) != (data[length - 2] << 8 | data[length - 1]) || !read_parts (data, body, self))
    return refuse (error, MADO_ERROR_DAMAGED, _("The code on the document is damaged. Read it again, or search by its number."));
  return TRUE;
}

static gboolean
check_seal (GBytes             *bytes,
            MadoSlipIssuerFunc  issuer,
            gpointer            data,
            MadoDocumentCode   *self,
            GError            **error)
{
  const guint8 *all = g_bytes_get_data (bytes, NULL);
  guint8 sign[32];

  if (issuer == NULL || !issuer (&self->device, sign, data))
    return refuse (error, MADO_ERROR_UNKNOWN_KEY,
                   _("The computer that is said to have issued this document is not known here, so its seal cannot be checked."));
  if (!mado_verify (sign, DOMAIN, all, all[0], all + all[0]))
    return refuse (error, MADO_ERROR_DAMAGED, _("The seal of this code is wrong: it was not made by our city. Do not accept the document."));
  return TRUE;
}

gboolean
mado_document_code_decode (const char          *text,
                           const char          *city,
                           MadoSlipIssuerFunc   issuer,
                           gpointer             data,
                           MadoDocumentCode    *self,
                           GError             **error)
{
  g_autofree char *tidied = tidy (text);
  g_autoptr (GBytes) bytes = NULL;
  gsize prefix = strlen (MADO_DOCUMENT_CODE_PREFIX);

  if (tidied == NULL || !has_prefix_of_any_format (tidied))
    return refuse (error, MADO_ERROR_INVALID, _("This is not the code of a document that our city issued."));
  if (strncmp (tidied, MADO_DOCUMENT_CODE_PREFIX, prefix) != 0)
    return refuse (error, MADO_ERROR_UNSUPPORTED, _("This document was printed by a newer program. Update this computer."));
  bytes = mado_base45_decode (tidied + prefix, strlen (tidied) - prefix);
  if (bytes == NULL)
    return refuse (error, MADO_ERROR_DAMAGED, _("The code on the document is damaged. Read it again, or search by its number."));
  if (!read_bytes (bytes, self, error))
    return FALSE;
  if (strcmp (self->city, city) != 0 && strcmp (self->city, MADO_TRAINING_CITY) == 0)
    return refuse (error, MADO_ERROR_FOREIGN, _("This document was made in training mode. It is not valid."));
  if (strcmp (self->city, city) != 0 && strcmp (city, MADO_TRAINING_CITY) == 0)
    return refuse (error, MADO_ERROR_FOREIGN, _("This is a real document. Training mode knows only documents made in training."));
  if (strcmp (self->city, city) != 0)
    return refuse (error, MADO_ERROR_FOREIGN, _("This document was issued by another city."));
  return check_seal (bytes, issuer, data, self, error);
}
