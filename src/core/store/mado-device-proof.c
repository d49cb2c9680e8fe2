/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/mado-device-proof.h"

#define DOMAIN "mado-device-1"

GBytes *
mado_device_prove (const MadoCityDevice *device,
                   const char           *city,
                   const MadoSecretKey  *server)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  GByteArray *out = g_byte_array_new ();
  guint8 signature[MADO_SIGNATURE_BYTES];

  mado_cbor_put_array (content, 7);
  mado_cbor_put_text (content, city);
  mado_cbor_put_bytes (content, device->id.b, sizeof device->id.b);
  mado_cbor_put_bytes (content, device->key.sign, sizeof device->key.sign);
  mado_cbor_put_bytes (content, device->key.box, sizeof device->key.box);
  mado_cbor_put_text (content, device->scope);
  mado_cbor_put_text (content, device->name);
  mado_cbor_put_int (content, device->enrolled);
  mado_sign (server, DOMAIN, content->data, content->len, signature);
  mado_cbor_put_array (out, 2);
  mado_cbor_put_bytes (out, content->data, content->len);
  mado_cbor_put_bytes (out, signature, sizeof signature);
  return g_byte_array_free_to_bytes (out);
}

static void
get_text (MadoCborReader *reader,
          char           *out,
          gsize           size)
{
  g_autofree char *text = mado_cbor_dup_text (reader);

  if (text == NULL || strlen (text) >= size)
    mado_cbor_fail (reader);
  else
    g_strlcpy (out, text, size);
}

/* Newer servers may add items at the end. */
static gboolean
get_content (MadoCborReader *reader,
             MadoCityDevice *device,
             char          **city)
{
  guint64 items = mado_cbor_get_array (reader);

  if (items < 7)
    mado_cbor_fail (reader);
  *city = mado_cbor_dup_text (reader);
  mado_cbor_get_bytes_exact (reader, device->id.b, sizeof device->id.b);
  mado_cbor_get_bytes_exact (reader, device->key.sign, sizeof device->key.sign);
  mado_cbor_get_bytes_exact (reader, device->key.box, sizeof device->key.box);
  get_text (reader, device->scope, sizeof device->scope);
  get_text (reader, device->name, sizeof device->name);
  device->enrolled = mado_cbor_get_int (reader);
  for (; items > 7 && !reader->failed; items--)
    mado_cbor_skip (reader);
  return mado_cbor_reader_finish (reader, "enrolment", NULL);
}

gboolean
mado_device_check (GBytes          *proof,
                   const char      *city,
                   const guint8     sign[32],
                   MadoCityDevice  *device,
                   GError         **error)
{
  g_autofree char *of_city = NULL;
  guint8 signature[MADO_SIGNATURE_BYTES];
  MadoCborReader reader, inner;
  const guint8 *content;
  gsize length = 0;

  memset (device, 0, sizeof *device);
  mado_cbor_reader_init (&reader, g_bytes_get_data (proof, NULL), g_bytes_get_size (proof));
  if (mado_cbor_get_array (&reader) != 2)
    mado_cbor_fail (&reader);
  content = mado_cbor_get_bytes (&reader, &length);
  mado_cbor_get_bytes_exact (&reader, signature, sizeof signature);
  if (mado_cbor_reader_finish (&reader, "enrolment", NULL) && content != NULL &&
      mado_verify (sign, DOMAIN, content, length, signature))
    {
      mado_cbor_reader_init (&inner, content, length);
      if (get_content (&inner, device, &of_city) && g_str_equal (of_city, city))
        return TRUE;
    }
  if (of_city != NULL && !g_str_equal (of_city, city))
    g_set_error_literal (error, MADO_ERROR, MADO_ERROR_FOREIGN, "The enrolment belongs to another city.");
  else
    g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DAMAGED, "The enrolment was not given out by this city's server.");
  return FALSE;
}
