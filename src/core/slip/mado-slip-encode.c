/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/slip/mado-base45.h"
#include "core/slip/mado-slip-private.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

/* --- choosing ---------------------------------------------------------------- */

static int
compare_tiers (const void *a,
               const void *b,
               void       *data)
{
  const MadoSlipValue *one = *(const MadoSlipValue *const *) a;
  const MadoSlipValue *two = *(const MadoSlipValue *const *) b;

  return (int) one->tier - (int) two->tier;
}

/* The values that may be carried, most needed first; g_qsort_with_data() is
 * stable, so within a tier the caller's order holds. */
static GPtrArray *
list_candidates (const MadoSlip *slip,
                 guint          *n_identity)
{
  GPtrArray *list = g_ptr_array_new ();

  *n_identity = 0;
  for (guint i = 0; i < slip->values->len; i++)
    {
      const MadoSlipValue *value = slip->values->pdata[i];

      if (value->tier >= MADO_SLIP_TIER_NEVER)
        continue;
      g_ptr_array_add (list, slip->values->pdata[i]);
      *n_identity += value->tier == MADO_SLIP_TIER_IDENTITY ? 1 : 0;
    }
  g_qsort_with_data (list->pdata, (gint) list->len, sizeof (gpointer), compare_tiers, NULL);
  return list;
}

static gsize
most_bytes (const MadoSlip *slip)
{
  if (slip->draft)
    return MADO_SLIP_MAX_BYTES - MADO_SLIP_DRAFT_OVERHEAD;
  return MADO_SLIP_MAX_BYTES - MADO_SLIP_OVERHEAD - MADO_SIGNATURE_BYTES;
}

static GBytes *
try_body (const MadoSlip       *slip,
          GPtrArray            *candidates,
          guint                 carried,
          const MadoSlipFields *fields)
{
  GBytes *body = mado_slip_write_body (slip, candidates, carried, FALSE, fields);

  if (g_bytes_get_size (body) <= most_bytes (slip))
    return body;
  g_bytes_unref (body);
  return NULL;
}

/* The most values that fit, by halving: first all, as is usual. %NULL if not
 * even those that say who the persons are do. */
static GBytes *
fill_body (const MadoSlip       *slip,
           GPtrArray            *candidates,
           guint                 n_identity,
           const MadoSlipFields *fields,
           guint                *carried)
{
  GBytes *best = try_body (slip, candidates, candidates->len, fields);
  guint low = n_identity;
  guint high = candidates->len;

  *carried = candidates->len;
  if (best != NULL || low == high)
    return best;
  best = try_body (slip, candidates, low, fields);
  *carried = low;
  while (best != NULL && high - low > 1)
    {
      guint middle = low + (high - low) / 2;
      GBytes *body = try_body (slip, candidates, middle, fields);

      if (body == NULL)
        {
          high = middle;
          continue;
        }
      g_bytes_unref (best);
      best = body;
      *carried = low = middle;
    }
  return best;
}

/* Case, heads, persons, procedures and the open facts by which a server or a
 * person finds the case; the values are all somewhere else. */
static GBytes *
reference_body (const MadoSlip       *slip,
                const MadoSlipFields *fields,
                guint                *carried)
{
  static const char *const facts[] = { "case_no", "ticket_no", "event" };
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  for (guint i = 0; i < slip->values->len; i++)
    {
      MadoSlipValue *value = slip->values->pdata[i];

      for (guint k = 0; k < G_N_ELEMENTS (facts); k++)
        if (strcmp (value->path, facts[k]) == 0)
          g_ptr_array_add (kept, value);
    }
  *carried = kept->len;
  return mado_slip_write_body (slip, kept, kept->len, TRUE, fields);
}

/* --- container ------------------------------------------------------------------ */

static GBytes *
sign_body (GBytes              *body,
           const MadoSecretKey *device)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (body, &length);
  guint8 *out = g_malloc (length + MADO_SIGNATURE_BYTES);

  mado_sign (device, MADO_SLIP_DOMAIN, data, length, out);
  memcpy (out + MADO_SIGNATURE_BYTES, data, length);
  return g_bytes_new_take (out, length + MADO_SIGNATURE_BYTES);
}

/* The header is authenticated with the body. */
static GByteArray *
seal_body (const MadoSlip *slip,
           GBytes         *plain,
           guint16         number,
           const guint8    key[MADO_KEY_BYTES],
           MadoRandom     *random)
{
  gsize total = MADO_SLIP_OVERHEAD + g_bytes_get_size (plain);
  guint city = (guint) atoi (slip->city);
  guint8 header[MADO_SLIP_HEADER] = {
    MADO_SLIP_FORMAT, (guint8) (total >> 8), (guint8) total,
    (guint8) (city >> 16), (guint8) (city >> 8), (guint8) city, (guint8) (number >> 8), (guint8) number,
  };
  g_autoptr (GByteArray) extra = mado_slip_seal_extra (header);
  g_autoptr (GBytes) sealed = NULL;
  GByteArray *out = g_byte_array_new ();

  sealed = mado_seal (random, key, g_bytes_get_data (plain, NULL), g_bytes_get_size (plain), extra->data, extra->len);
  g_byte_array_append (out, header, sizeof header);
  g_byte_array_append (out, g_bytes_get_data (sealed, NULL), (guint) g_bytes_get_size (sealed));
  return out;
}

static void
append_check (GByteArray *out)
{
  guint16 sum = mado_slip_check (out->data, out->len);
  guint8 check[MADO_SLIP_CHECK] = { (guint8) (sum >> 8), (guint8) sum };

  g_byte_array_append (out, check, sizeof check);
}

/* --- whole ----------------------------------------------------------------------- */

/* Characters that a symbol of level M holds in alphanumeric mode (ISO/IEC
 * 18004, table 7), versions 1 to 22. */
static guint
symbol_version (guint characters)
{
  static const guint16 capacity[] = {
    20, 38, 61, 90, 122, 154, 178, 221, 262, 311, 366, 419, 483, 528, 600, 656, 734, 816, 909, 970, 1035, 1134,
  };

  for (guint i = 0; i < G_N_ELEMENTS (capacity); i++)
    if (characters <= capacity[i])
      return i + 1;
  return 0;
}

gboolean
mado_slip_values_are_placed (const MadoSlip  *slip,
                             GError         **error)
{
  for (guint i = 0; i < slip->values->len; i++)
    {
      const MadoSlipValue *value = slip->values->pdata[i];

      if (mado_slip_get_heads ((MadoSlip *) slip, value->section) == NULL)
        {
          g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
                       _("The slip has a value of the part “%s”, but nothing is known of that part."), value->section);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
slip_is_valid (const MadoSlip   *slip,
               MadoSlipKeyring  *keys,
               GError          **error)
{
  if (strspn (slip->city, "0123456789") != 6 || strcmp (slip->city, mado_slip_keyring_get_city (keys)) != 0)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, _("The slip is not for this city."));
      return FALSE;
    }
  if (slip->draft || mado_id_is_null (&slip->record) || mado_id_is_null (&slip->device))
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, _("The slip names no case or no issuer."));
      return FALSE;
    }
  return mado_slip_values_are_placed (slip, error);
}

GBytes *
mado_slip_choose_body (const MadoSlip        *slip,
                       const MadoSlipFields  *fields,
                       MadoSlipFit           *fit,
                       GError               **error)
{
  guint n_identity;
  g_autoptr (GPtrArray) candidates = list_candidates (slip, &n_identity);
  g_autoptr (GBytes) body = fill_body (slip, candidates, n_identity, fields, &fit->n_values);

  if (body == NULL && slip->draft) /* there is no case that it could refer to */
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NO_SPACE, _("There is too much for one code on paper."));
      return NULL;
    }
  if (body == NULL)
    {
      body = reference_body (slip, fields, &fit->n_values);
      fit->reference = TRUE;
    }
  fit->n_left_out = candidates->len - MIN (fit->n_values, candidates->len);
  if (g_bytes_get_size (body) <= most_bytes (slip))
    return g_steal_pointer (&body);
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NO_SPACE,
                       _("The case has too many parts for a code on paper. Use the case number at the next window."));
  return NULL;
}

char *
mado_slip_finish_text (GByteArray  *container,
                       MadoSlipFit *fit)
{
  g_autoptr (GString) text = g_string_new (MADO_SLIP_PREFIX);

  append_check (container);
  mado_base45_append (text, container->data, container->len);
  fit->bytes = container->len;
  fit->characters = (guint) text->len;
  fit->version = symbol_version (fit->characters);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
mado_slip_encode (const MadoSlip        *slip,
                  const MadoSlipFields  *fields,
                  MadoSlipKeyring       *keys,
                  const MadoSecretKey   *device,
                  MadoRandom            *random,
                  MadoSlipFit           *fit,
                  GError               **error)
{
  MadoSlipFit own = { 0 };
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) plain = NULL;
  g_autoptr (GByteArray) bytes = NULL;
  char *text;
  const guint8 *key;
  guint16 number;

  if (!slip_is_valid (slip, keys, error))
    return NULL;
  key = mado_slip_keyring_pick (keys, slip->issued, &number);
  if (key == NULL)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_UNKNOWN_KEY,
                           _("The key of this week is not here yet. Connect to the server once, then print the slip again."));
      return NULL;
    }
  body = mado_slip_choose_body (slip, fields, &own, error);
  if (body == NULL)
    return NULL;
  plain = sign_body (body, device);
  bytes = seal_body (slip, plain, number, key, random);
  text = mado_slip_finish_text (bytes, &own);
  if (fit != NULL)
    *fit = own;
  return text;
}
