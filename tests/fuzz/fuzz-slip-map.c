/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/slip/mado-slip-private.h"

/* libFuzzer: the input is deflated first, so that it reaches the readers of
 * the map, the raw bytes and the values. First byte: how much is raw. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GByteArray) whole = g_byte_array_new ();
  g_autoptr (GBytes) deflated = NULL;
  g_autoptr (MadoSlip) slip = NULL;
  gsize raw;

  if (size < 2)
    return 0;
  raw = MIN (data[0], size - 1);
  deflated = mado_slip_deflate (data + 1 + raw, size - 1 - raw);
  g_byte_array_append (whole, (const guint8 *) "\1", 1);
  mado_varint_put (whole, raw);
  g_byte_array_append (whole, data + 1, (guint) raw);
  g_byte_array_append (whole, g_bytes_get_data (deflated, NULL), (guint) g_bytes_get_size (deflated));
  slip = mado_slip_read_body (whole->data, whole->len, &mado_slip_fields_none, NULL);
  return 0;
}
