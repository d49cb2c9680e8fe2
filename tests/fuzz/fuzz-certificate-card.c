/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "device/card/mado-card-jpki.h"

/* libFuzzer: a certificate as a card holds it, with filler behind it. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static const guint8 digest[32], signature[256];
  g_autofree guint8 *bytes = g_memdup2 (data, size);
  MadoCardData read = { 0 }, nothing = { 0 };
  gsize n = size > 0 ? mado_card_jpki_length (bytes, size) : 0;

  g_assert (n <= size);
  if (n == 0)
    return 0;
  g_assert (!mado_card_jpki_signed (bytes, n, digest, signature, sizeof signature));
  if (mado_card_jpki_subject (bytes, n, &read))
    g_assert (*read.name != '\0' && *read.address != '\0' && g_utf8_validate (read.name, -1, NULL));
  else
    g_assert (memcmp (&read, &nothing, sizeof read) == 0);
  return 0;
}
