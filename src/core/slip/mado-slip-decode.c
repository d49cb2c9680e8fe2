/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/slip/mado-base45.h"
#include "core/slip/mado-slip-private.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/mado-training.h"

/* From what a scanner gave to a MadoSlip. The order of the checks is the order
 * in which a person can do something about it: is it ours, is it whole, is it
 * our city's, do we have the key, can we read it, who issued it. */

#define MAX_TEXT 8000

static gboolean
refuse (GError     **error,
        MadoError    code,
        const char  *message)
{
  g_set_error_literal (error, MADO_ERROR, code, message);
  return FALSE;
}

static gboolean
refuse_newer (GError **error)
{
  return refuse (error, MADO_ERROR_UNSUPPORTED,
                 _("This slip was printed by a newer program. Type the case number, or update this computer."));
}

static gboolean
refuse_damaged (GError **error)
{
  return refuse (error, MADO_ERROR_DAMAGED,
                 _("The code is damaged. Scan it again, or type the case number under it."));
}

/* --- text ------------------------------------------------------------------- */

/* Scanners that type may do so through an input method or with Caps Lock on:
 * full width and small letters mean the same. A space is a character of
 * base45, but never its last, so line ends and blanks around the text go.
 * %NULL if there is anything that no slip has. */
static char *
tidy_text (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);

  if (strnlen (text, MAX_TEXT + 1) > MAX_TEXT || !g_utf8_validate (text, -1, NULL))
    return NULL;
  while (g_ascii_isspace (*text))
    text++;
  for (const char *p = text; *p != 0; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == 0x3000)
        c = ' ';
      else if (c >= 0xff01 && c <= 0xff5e)
        c -= 0xfee0;
      if (c > 0x7e)
        return NULL;
      g_string_append_c (out, g_ascii_toupper ((char) c));
    }
  while (out->len > 0 && g_ascii_isspace (out->str[out->len - 1]))
    g_string_truncate (out, out->len - 1);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* The number in "MG1:", or 0. */
static guint
read_prefix (const char **text)
{
  guint64 format;
  char *end;

  if (strncmp (*text, "MG", 2) != 0 || !g_ascii_isdigit ((*text)[2]))
    return 0;
  format = g_ascii_strtoull (*text + 2, &end, 10);
  if (*end != ':' || format == 0 || format > 999 || end - *text > 6)
    return 0;
  *text = end + 1;
  return (guint) format;
}

gboolean
mado_slip_is_slip (const char *text)
{
  g_autofree char *tidy = tidy_text (text);
  const char *at = tidy;

  return tidy != NULL && read_prefix (&at) != 0;
}

static gboolean
refuse_part (GError **error)
{
  return refuse (error, MADO_ERROR_DAMAGED,
                 _("Only a part of the code was read. Scan it again, or type the case number under it."));
}

static gsize
told_length (const guint8 *data,
             gsize         length)
{
  return length < 3 ? 0 : (gsize) data[1] << 8 | data[2];
}

/* Text that was cut in the middle of a group: what stands before tells. */
static gboolean
is_cut (const char *text)
{
  gsize length = strlen (text);
  g_autoptr (GBytes) bytes = mado_base45_decode (text, length - length % 3);
  gsize size;
  const guint8 *data;

  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &size);
  return size < 3 || (size < told_length (data, size) && told_length (data, size) <= MADO_SLIP_MAX_BYTES);
}

static GBytes *
read_text (const char  *text,
           GError     **error)
{
  g_autofree char *tidy = tidy_text (text);
  g_autoptr (GBytes) bytes = NULL;
  const char *at = tidy;
  guint format = tidy != NULL ? read_prefix (&at) : 0;

  if (format == 0)
    {
      refuse (error, MADO_ERROR_INVALID,
              _("This is not a slip of the counters. Look for the large square code on the procedure slip."));
      return NULL;
    }
  if (format != MADO_SLIP_FORMAT)
    {
      refuse_newer (error);
      return NULL;
    }
  bytes = mado_base45_decode (at, strlen (at));
  if (bytes == NULL && is_cut (at))
    refuse_part (error);
  else if (bytes == NULL)
    refuse_damaged (error);
  return g_steal_pointer (&bytes);
}

/* --- container ---------------------------------------------------------------- */

static gboolean
check_whole (const guint8  *data,
             gsize          length,
             GError       **error)
{
  gsize told = told_length (data, length);
  guint16 check;

  if (length < 3 || (length < told && told <= MADO_SLIP_MAX_BYTES))
    return refuse_part (error);
  if (length != told || length <= MADO_SLIP_CHECK)
    return refuse_damaged (error);
  check = (guint16) (data[length - 2] << 8 | data[length - 1]);
  if (mado_slip_check (data, length - MADO_SLIP_CHECK) != check)
    return refuse_damaged (error);
  if (data[0] == MADO_SLIP_FORMAT_DRAFT)
    return length > MADO_SLIP_DRAFT_OVERHEAD || refuse_damaged (error);
  if (data[0] != MADO_SLIP_FORMAT)
    return refuse_newer (error);
  return length > MADO_SLIP_OVERHEAD + MADO_SIGNATURE_BYTES || refuse_damaged (error);
}

static gboolean
check_city (const guint8     *data,
            MadoSlipKeyring  *keys,
            GError          **error)
{
  guint city = (guint) data[3] << 16 | (guint) data[4] << 8 | data[5];

  if (city == (guint) atoi (mado_slip_keyring_get_city (keys)))
    return TRUE;
  if (city == (guint) atoi (MADO_TRAINING_CITY))
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_FOREIGN,
                           _("This slip was made in training mode. It is no application of anybody; nothing was opened."));
      return FALSE;
    }
  if (g_str_equal (mado_slip_keyring_get_city (keys), MADO_TRAINING_CITY))
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_FOREIGN,
                           _("This is a real slip. Training mode opens only slips made in training; nothing was opened."));
      return FALSE;
    }
  g_set_error (error, MADO_ERROR, MADO_ERROR_FOREIGN,
               /* Translators: %06u is the number of the other municipality. */
               _("This slip belongs to another municipality (number %06u). It cannot be opened here; begin a new visit "
                 "and type what is needed."), city);
  return FALSE;
}

static GBytes *
open_sealed (const guint8     *data,
             gsize             length,
             MadoSlipKeyring  *keys,
             guint16          *number,
             GError          **error)
{
  g_autoptr (GByteArray) extra = mado_slip_seal_extra (data);
  GBytes *plain;
  const guint8 *key;

  *number = (guint16) (data[6] << 8 | data[7]);
  key = mado_slip_keyring_lookup (keys, *number);
  if (key == NULL)
    {
      refuse (error, MADO_ERROR_UNKNOWN_KEY,
              _("The key for this slip is not on this computer: it is too old, or this computer was offline for long. "
                "Type the case number."));
      return NULL;
    }
  plain = mado_open (key, data + MADO_SLIP_HEADER, length - MADO_SLIP_HEADER - MADO_SLIP_CHECK, extra->data, extra->len, NULL);
  if (plain == NULL)
    refuse_damaged (error);
  return plain;
}

/* --- inside -------------------------------------------------------------------- */

static MadoSlip *
read_plain (GBytes                *plain,
            const MadoSlipFields  *fields,
            GError               **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (plain, &length);
  g_autoptr (GError) reason = NULL;
  MadoSlip *slip = mado_slip_read_body (data + MADO_SIGNATURE_BYTES, length - MADO_SIGNATURE_BYTES, fields, &reason);

  if (slip != NULL)
    return slip;
  if (g_error_matches (reason, MADO_ERROR, MADO_ERROR_UNSUPPORTED))
    refuse_newer (error);
  else
    refuse_damaged (error);
  return NULL;
}

/* A known issuer whose signature fails is a forgery or a fault; an unknown
 * one may be a citizen, and a clerk reads it as such. */
static gboolean
check_issuer (MadoSlip            *slip,
              GBytes              *plain,
              MadoSlipIssuerFunc   issuer,
              gpointer             issuer_data,
              GError             **error)
{
  guint8 sign_public[32];
  gsize length;
  const guint8 *data = g_bytes_get_data (plain, &length);

  slip->trust = MADO_SLIP_TRUST_CITIZEN;
  if (issuer == NULL || !issuer (&slip->device, sign_public, issuer_data))
    return TRUE;
  if (!mado_verify (sign_public, MADO_SLIP_DOMAIN, data + MADO_SIGNATURE_BYTES, length - MADO_SIGNATURE_BYTES, data))
    return refuse (error, MADO_ERROR_DAMAGED,
                   _("The slip was not signed by the computer it names. Do not use it; type the case number."));
  slip->trust = MADO_SLIP_TRUST_DEVICE;
  return TRUE;
}

static MadoSlip *
read_issued (const guint8          *data,
             gsize                  length,
             const MadoSlipFields  *fields,
             MadoSlipKeyring       *keys,
             MadoSlipIssuerFunc     issuer,
             gpointer               issuer_data,
             GError               **error)
{
  guint16 number;
  g_autoptr (GBytes) plain = open_sealed (data, length, keys, &number, error);
  g_autoptr (MadoSlip) slip = NULL;

  if (plain == NULL)
    return NULL;
  if (g_bytes_get_size (plain) <= MADO_SIGNATURE_BYTES)
    {
      refuse_damaged (error);
      return NULL;
    }
  slip = read_plain (plain, fields, error);
  if (slip == NULL || !check_issuer (slip, plain, issuer, issuer_data, error))
    return NULL;
  slip->key_number = number;
  return g_steal_pointer (&slip);
}

/* Days are counted in Japan's time, where midnight is at 15:00 UTC. */
static gint64
day_of (gint64 ms)
{
  gint64 shifted = ms + G_GINT64_CONSTANT (9 * 3600 * 1000);

  return shifted >= 0 ? shifted / 86400000 : (shifted - 86399999) / 86400000;
}

MadoSlip *
mado_slip_decode (const char            *text,
                  const MadoSlipFields  *fields,
                  MadoSlipKeyring       *keys,
                  MadoSlipIssuerFunc     issuer,
                  gpointer               issuer_data,
                  gint64                 now,
                  GError               **error)
{
  g_autoptr (GBytes) bytes = read_text (text, error);
  g_autoptr (MadoSlip) slip = NULL;
  const guint8 *data;
  gsize length;

  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &length);
  if (!check_whole (data, length, error) || !check_city (data, keys, error))
    return NULL;
  slip = data[0] == MADO_SLIP_FORMAT_DRAFT ? mado_slip_read_draft (data, length, fields, keys, error)
                                           : read_issued (data, length, fields, keys, issuer, issuer_data, error);
  if (slip == NULL)
    return NULL;
  if (strcmp (slip->city, mado_slip_keyring_get_city (keys)) != 0)
    {
      refuse_damaged (error);
      return NULL;
    }
  slip->expired = day_of (now) > day_of (slip->expires) + 1;
  return g_steal_pointer (&slip);
}
