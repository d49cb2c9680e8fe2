/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/renderer/renderer-certificates.h"

/* libFuzzer: the CMS of a signature; a corpus is what `openssl cms -sign
 * -outform DER` makes. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GString) hex = g_string_sized_new (size * 2);
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autoptr (RendererSeal) seal = NULL;

  for (gsize i = 0; i < size; i++)
    g_string_append_printf (hex, "%02x", data[i]);
  seal = renderer_seal_read (hex->str, hex->len);
  renderer_seal_put (seal, out);
  g_assert ((seal->state == MADO_PDF_SEAL_READ) == (seal->chain->len > 0));
  renderer_seal_fits (hex->str, hex->len, "first", 5, "second", 6);
  return 0;
}
