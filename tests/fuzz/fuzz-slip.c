/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "../core/slip/sample.h"
#include "core/base/mado-random.h"
#include "core/slip/mado-base45.h"
#include "core/slip/mado-slip-private.h"

/* libFuzzer: any text as the text of a QR; the same bytes as the body behind the
 * seal, where a random input would never get; and sealed, as a desk with this
 * week's key would have made it. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check (MadoSlip *slip,
       GError   *error)
{
  g_assert ((slip == NULL) == (error != NULL));
  g_assert (error == NULL || g_utf8_validate (error->message, -1, NULL));
}

static void
read_text (const char *text)
{
  g_autoptr (MadoSlipKeyring) keys = sample_keyring ();
  g_autoptr (MadoSecretKey) device = sample_device ();
  g_autoptr (GError) error = NULL, again_error = NULL;
  g_autoptr (MadoSlip) slip = mado_slip_decode (text, &sample_fields, keys, sample_issuer, device, SAMPLE_NOW, &error);
  g_autoptr (MadoSlip) again = mado_slip_decode (text, &mado_slip_fields_none, keys, NULL, NULL, SAMPLE_NOW, &again_error);

  check (slip, error);
  check (again, again_error);
}

static char *
seal (const guint8 *data,
      gsize         size)
{
  g_autoptr (MadoSlipKeyring) keys = sample_keyring ();
  g_autoptr (MadoRandom) random = mado_random_new_seeded (1);
  guint16 number;
  const guint8 *key = mado_slip_keyring_pick (keys, SAMPLE_NOW, &number);
  gsize total = MADO_SLIP_OVERHEAD + size;
  guint city = (guint) atoi (SAMPLE_CITY);
  guint8 header[MADO_SLIP_HEADER] = {
    MADO_SLIP_FORMAT, (guint8) (total >> 8), (guint8) total,
    (guint8) (city >> 16), (guint8) (city >> 8), (guint8) city, (guint8) (number >> 8), (guint8) number,
  };
  g_autoptr (GByteArray) extra = mado_slip_seal_extra (header), whole = g_byte_array_new ();
  g_autoptr (GBytes) sealed = mado_seal (random, key, data, size, extra->data, extra->len);
  MadoSlipFit fit;

  g_byte_array_append (whole, header, sizeof header);
  g_byte_array_append (whole, g_bytes_get_data (sealed, NULL), (guint) g_bytes_get_size (sealed));
  return mado_slip_finish_text (whole, &fit);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size), *sealed = NULL;
  g_autoptr (MadoSlip) body = NULL;

  read_text (text);
  body = mado_slip_read_body (data, size, &sample_fields, NULL);
  if (size + MADO_SLIP_OVERHEAD > MADO_SLIP_MAX_BYTES)
    return 0;
  sealed = seal (data, size);
  read_text (sealed);
  return 0;
}
