/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "../core/slip/sample.h"
#include "core/base/mado-random.h"
#include "core/slip/mado-slip-private.h"

/* libFuzzer: what anybody can send, for the city's box key is public: a draft as
 * somebody made it at home. First byte: how much is raw; raw; the map, which is
 * deflated here. Whatever it says, it must remain a wish: no signature, nothing
 * done, and the same draft gives the same record. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static char *
close_box (const guint8        *data,
           gsize                size,
           const MadoSecretKey *box)
{
  g_autoptr (MadoRandom) random = mado_random_new_seeded (1);
  g_autoptr (GByteArray) body = g_byte_array_new (), whole = g_byte_array_new ();
  gsize raw = MIN (data[0], size - 1);
  g_autoptr (GBytes) deflated = mado_slip_deflate (data + 1 + raw, size - 1 - raw), sealed = NULL;
  guint city = (guint) atoi (SAMPLE_CITY);
  guint8 header[MADO_SLIP_HEADER] = { MADO_SLIP_FORMAT_DRAFT, 0, 0, (guint8) (city >> 16), (guint8) (city >> 8), (guint8) city, 0, 7 };
  MadoSlipFit fit;
  gsize total;

  g_byte_array_append (body, (const guint8 *) "\1", 1);
  mado_varint_put (body, raw);
  g_byte_array_append (body, data + 1, (guint) raw);
  g_byte_array_append (body, g_bytes_get_data (deflated, NULL), (guint) g_bytes_get_size (deflated));
  total = MADO_SLIP_DRAFT_OVERHEAD + body->len;
  if (total > MADO_SLIP_MAX_BYTES)
    return NULL;
  header[1] = (guint8) (total >> 8);
  header[2] = (guint8) total;
  sealed = mado_box_seal_with (random, mado_secret_key_get_public (box)->box, body->data, body->len);
  g_byte_array_append (whole, header, sizeof header);
  g_byte_array_append (whole, g_bytes_get_data (sealed, NULL), (guint) g_bytes_get_size (sealed));
  return mado_slip_finish_text (whole, &fit);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (MadoSlipKeyring) keys = sample_keyring ();
  g_autoptr (MadoSecretKey) box = sample_device ();
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoSlip) slip = NULL, again = NULL;
  g_autofree char *text = size >= 2 ? close_box (data, size, box) : NULL;

  if (text == NULL)
    return 0;
  mado_slip_keyring_add_box (keys, 7, box);
  slip = mado_slip_decode (text, &sample_fields, keys, sample_issuer, box, SAMPLE_NOW, &error);
  g_assert ((slip == NULL) == (error != NULL));
  if (slip == NULL)
    return 0;
  g_assert (slip->draft && slip->signatures->len == 0 && slip->windows[0] == NULL && slip->trust == MADO_SLIP_TRUST_CITIZEN);
  again = mado_slip_decode (text, &sample_fields, keys, NULL, NULL, SAMPLE_NOW + 1, NULL);
  g_assert (again != NULL && mado_id_equal (&slip->record, &again->record));
  return 0;
}
