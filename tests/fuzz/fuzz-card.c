/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "device/card/mado-card-parse.h"

/* libFuzzer: the first byte says which file of which card the rest is. What is
 * refused must have changed nothing. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static gboolean
parse (guint         which,
       const guint8 *bytes,
       gsize         n,
       MadoCardData *read)
{
  gsize half = n / 2;
  gboolean set;

  switch (which % 8)
    {
    case 0:
      return mado_card_parse_attrs (bytes, n, read);
    case 1:
      return mado_card_parse_number (bytes, n, read);
    case 2:
      return mado_card_parse_common (bytes, n, read);
    case 3:
      return mado_card_parse_licence_common (bytes, n, read) || mado_card_parse_pin_set (bytes, n, 0x05, &set);
    case 4:
      return mado_card_parse_licence (bytes, half, bytes + half, n - half, read);
    case 5:
      return mado_card_parse_licence_domicile (bytes, half, bytes + half, n - half, read);
    case 6:
      return mado_card_parse_dl (bytes, n, read);
    default:
      return mado_card_parse_residence (bytes, n, read);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  MadoCardData read = { 0 }, nothing = { 0 };
  g_autofree guint8 *bytes = NULL;

  if (size < 2)
    return 0;
  bytes = g_memdup2 (data + 1, size - 1); /* so that a byte too far is seen */
  if (!parse (data[0], bytes, size - 1, &read) && memcmp (&read, &nothing, sizeof read) != 0)
    g_error ("something was taken over of what was refused");
  return 0;
}
