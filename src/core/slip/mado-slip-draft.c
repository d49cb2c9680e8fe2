/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/slip/mado-slip-private.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

/*
 * Drafts (container format 2): closed by a visitor's computer or a kiosk for
 * the city's public key. Nobody vouches for what is in one, so it may say what
 * is wanted and by whom, and nothing of what was done. README.md, "Drafts".
 */

/* --- making ------------------------------------------------------------------------ */

static gboolean
draft_is_valid (const MadoSlip  *slip,
                GError         **error)
{
  if (slip->draft && !mado_id_is_null (&slip->draft_id) && slip->signatures->len == 0 &&
      strspn (slip->city, "0123456789") == 6 && mado_slip_values_are_placed (slip, error))
    return TRUE;
  if (error != NULL && *error == NULL)
    g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, _("A draft has an id and a city, and no signature."));
  return FALSE;
}

static GByteArray *
close_box (const MadoSlip *slip,
           GBytes         *body,
           guint16         number,
           const guint8    box_public[32],
           MadoRandom     *random)
{
  gsize total = MADO_SLIP_DRAFT_OVERHEAD + g_bytes_get_size (body);
  guint city = (guint) atoi (slip->city);
  guint8 header[MADO_SLIP_HEADER] = {
    MADO_SLIP_FORMAT_DRAFT, (guint8) (total >> 8), (guint8) total,
    (guint8) (city >> 16), (guint8) (city >> 8), (guint8) city, (guint8) (number >> 8), (guint8) number,
  };
  g_autoptr (GBytes) box = mado_box_seal_with (random, box_public, g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  GByteArray *out;

  if (box == NULL)
    return NULL;
  out = g_byte_array_new ();
  g_byte_array_append (out, header, sizeof header);
  g_byte_array_append (out, g_bytes_get_data (box, NULL), (guint) g_bytes_get_size (box));
  return out;
}

char *
mado_slip_encode_draft (const MadoSlip        *slip,
                        const MadoSlipFields  *fields,
                        guint16                number,
                        const guint8           box_public[32],
                        MadoRandom            *random,
                        MadoSlipFit           *fit,
                        GError               **error)
{
  MadoSlipFit own = { 0 };
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GByteArray) bytes = NULL;
  char *text;

  if (!draft_is_valid (slip, error))
    return NULL;
  body = mado_slip_choose_body (slip, fields, &own, error);
  if (body == NULL)
    return NULL;
  bytes = close_box (slip, body, number, box_public, random);
  if (bytes == NULL)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_UNKNOWN_KEY, _("The city's public key is no key."));
      return NULL;
    }
  text = mado_slip_finish_text (bytes, &own);
  if (fit != NULL)
    *fit = own;
  return text;
}

/* --- reading ----------------------------------------------------------------------- */

static MadoSlip *
refuse (GError     **error,
        MadoError    code,
        const char  *message)
{
  g_set_error_literal (error, MADO_ERROR, code, message);
  return NULL;
}

static MadoSlip *
refuse_damaged (GError **error)
{
  return refuse (error, MADO_ERROR_DAMAGED, _("The code is damaged. Scan it again, or type what stands on the paper."));
}

/* A draft says what is wanted. What was done (heads, signatures, steps) only an
 * office can say, and that it does on a slip. */
static gboolean
says_only_wishes (const MadoSlip *slip)
{
  if (slip->signatures->len > 0 || slip->windows[0] != NULL || strcmp (slip->kind, "case") != 0)
    return FALSE;
  for (guint i = 0; i < slip->heads->len; i++)
    {
      const MadoSlipHeads *heads = slip->heads->pdata[i];

      if (heads->n_heads > 0 || heads->n_seen > 0)
        return FALSE;
    }
  for (guint i = 0; i < slip->procedures->len; i++)
    {
      const MadoSlipProcedure *procedure = slip->procedures->pdata[i];

      if (*procedure->state != 0 && strcmp (procedure->state, "guided") != 0)
        return FALSE;
    }
  return TRUE;
}

static MadoSource
source_of (const MadoSlip *slip)
{
  return slip->source == MADO_SOURCE_WEB || slip->source == MADO_SOURCE_KIOSK ? slip->source : MADO_SOURCE_SLIP;
}

/* Of what is said, however it was deflated. The body was read already. */
static void
derive_record (MadoSlip     *slip,
               const guint8 *data,
               gsize         length)
{
  MadoCborReader start;
  guint64 raw_length;
  g_autoptr (GBytes) map = NULL;
  g_autoptr (GByteArray) whole = g_byte_array_new ();

  mado_cbor_reader_init (&start, data, length);
  start.at = 1; /* the dictionary's number */
  raw_length = mado_varint_get (&start);
  map = mado_slip_inflate (data[0], data + start.at + raw_length, length - start.at - raw_length, NULL);
  g_byte_array_append (whole, data + start.at, (guint) raw_length);
  g_byte_array_append (whole, g_bytes_get_data (map, NULL), (guint) g_bytes_get_size (map));
  mado_id_derive (&slip->record, "slip-draft", whole->data, whole->len);
}

static MadoSlip *
read_body (GBytes                *body,
           const MadoSlipFields  *fields,
           GError               **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (body, &length);
  g_autoptr (GError) reason = NULL;
  g_autoptr (MadoSlip) slip = mado_slip_read_body (data, length, fields, &reason);

  if (slip == NULL && g_error_matches (reason, MADO_ERROR, MADO_ERROR_UNSUPPORTED))
    return refuse (error, MADO_ERROR_UNSUPPORTED,
                   _("This paper was made by a newer program. Type what stands on it, or update this computer."));
  if (slip == NULL || !says_only_wishes (slip))
    return refuse_damaged (error);
  slip->draft = TRUE;
  slip->draft_id = slip->record;
  derive_record (slip, data, length);
  slip->source = source_of (slip);
  slip->trust = MADO_SLIP_TRUST_CITIZEN;
  return g_steal_pointer (&slip);
}

MadoSlip *
mado_slip_read_draft (const guint8          *data,
                      gsize                  length,
                      const MadoSlipFields  *fields,
                      MadoSlipKeyring       *keys,
                      GError               **error)
{
  guint16 number = (guint16) (data[6] << 8 | data[7]);
  MadoSecretKey *key = mado_slip_keyring_lookup_box (keys, number);
  g_autoptr (GBytes) body = NULL;
  MadoSlip *slip;

  if (key == NULL)
    return refuse (error, MADO_ERROR_UNKNOWN_KEY,
                   _("This computer has no key yet for what visitors prepare at home or at a kiosk. It comes with the next "
                     "sign-in while the server can be reached; until then, type what stands on the paper."));
  body = mado_box_open (key, data + MADO_SLIP_HEADER, length - MADO_SLIP_HEADER - MADO_SLIP_CHECK, NULL);
  if (body == NULL)
    return refuse_damaged (error);
  slip = read_body (body, fields, error);
  if (slip != NULL)
    slip->key_number = number;
  return slip;
}
