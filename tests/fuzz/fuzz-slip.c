/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/slip/mado-slip-private.h"

/* libFuzzer: any text as the text of a QR, and the same bytes as the body
 * behind the seal, where a random input would never get. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static guint
tag_of (const char *field,
        gpointer    data)
{
  return 0;
}

static const char *
name_of (guint    tag,
         gpointer data)
{
  return tag % 3 == 0 ? NULL : "field";
}

static const char *
code_of (const char *field,
         guint       number,
         gpointer    data)
{
  return number % 2 == 0 ? NULL : "code";
}

static const MadoSlipFields fields = { tag_of, name_of, NULL, code_of, NULL };

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static const guint8 key[MADO_KEY_BYTES];
  g_autoptr (MadoSlipKeyring) keys = mado_slip_keyring_new ("000000");
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoSlip) slip = NULL;
  g_autoptr (MadoSlip) body = NULL;

  mado_slip_keyring_add (keys, 0, 0, G_MAXINT64, key);
  slip = mado_slip_decode (text, &fields, keys, NULL, NULL, 0, &error);
  g_assert ((slip == NULL) == (error != NULL));
  body = mado_slip_read_body (data, size, &fields, NULL);
  return 0;
}
