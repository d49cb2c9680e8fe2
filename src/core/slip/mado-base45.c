/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/slip/mado-base45.h"

#include <string.h>

static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

static void
append_digits (GString *out,
               guint    value,
               guint    digits)
{
  for (; digits > 0; digits--, value /= 45)
    g_string_append_c (out, alphabet[value % 45]);
}

void
mado_base45_append (GString      *out,
                    const guint8 *data,
                    gsize         length)
{
  for (; length >= 2; data += 2, length -= 2)
    append_digits (out, (guint) data[0] << 8 | data[1], 3);
  if (length == 1)
    append_digits (out, data[0], 2);
}

/* The number of up to three digits, or G_MAXUINT. */
static guint
read_digits (const char *text,
             guint       digits)
{
  guint value = 0;

  for (guint i = digits; i-- > 0;)
    {
      const char *at = text[i] == 0 ? NULL : strchr (alphabet, text[i]);

      if (at == NULL)
        return G_MAXUINT;
      value = value * 45 + (guint) (at - alphabet);
    }
  return value;
}

GBytes *
mado_base45_decode (const char *text,
                    gsize       length)
{
  g_autoptr (GByteArray) out = NULL;

  if (length % 3 == 1)
    return NULL;
  out = g_byte_array_sized_new ((guint) (length / 3 * 2 + 1));
  for (; length > 0; text += MIN (length, 3), length -= MIN (length, 3))
    {
      guint digits = length >= 3 ? 3 : 2;
      guint value = read_digits (text, digits);
      guint8 bytes[2] = { (guint8) (value >> 8), (guint8) value };

      if (value > (digits == 3 ? 0xffff : 0xff))
        return NULL;
      g_byte_array_append (out, bytes + (3 - digits), digits - 1);
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}
