/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/counter/mado-counter-slip.h"

#include <glib/gi18n.h>

#include "core/slip/mado-slip-case.h"

/* What opens drafts. None is no fault: they come with a sign-in. */
static gboolean
add_boxes (MadoSlipKeyring  *keys,
           MadoStore        *store,
           GError          **error)
{
  g_autoptr (GBytes) bytes = mado_store_get_meta (store, "slip-boxes", NULL);
  MadoCborReader reader;

  if (bytes == NULL)
    return TRUE;
  mado_cbor_reader_init (&reader, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  for (guint64 n = mado_cbor_get_array (&reader); n > 0 && !reader.failed; n--)
    {
      guint64 items = mado_cbor_get_array (&reader);
      guint16 number = (guint16) mado_cbor_get_uint (&reader);
      g_autoptr (MadoSecretKey) key = NULL;
      guint8 seed[MADO_KEY_BYTES];

      if (!mado_cbor_get_bytes_exact (&reader, seed, sizeof seed))
        break;
      for (; items > 2; items--)
        mado_cbor_skip (&reader);
      key = mado_secret_key_new_from_seed (seed);
      mado_wipe (seed, sizeof seed);
      mado_slip_keyring_add_box (keys, number, key);
    }
  return mado_cbor_reader_finish (&reader, _("the keys for slips"), error);
}

MadoSlipKeyring *
mado_counter_slip_keyring (MadoStore   *store,
                           const char  *city,
                           GError     **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (GBytes) bytes = mado_store_get_meta (store, "slip-keys", &reason);
  g_autoptr (MadoSlipKeyring) keys = NULL;
  MadoCborReader reader;
  gsize length;
  const void *data;
  guint64 count;

  if (bytes == NULL)
    {
      if (reason != NULL && !g_error_matches (reason, MADO_ERROR, MADO_ERROR_NOT_FOUND))
        g_propagate_error (error, g_steal_pointer (&reason));
      else
        g_set_error (error, MADO_ERROR, MADO_ERROR_UNKNOWN_KEY,
                     _("This computer has no keys for slips yet. They come with the next sign-in while the server can be reached."));
      return NULL;
    }
  keys = mado_slip_keyring_new (city);
  data = g_bytes_get_data (bytes, &length);
  mado_cbor_reader_init (&reader, data, length);
  count = mado_cbor_get_array (&reader);
  for (guint64 i = 0; i < count && !reader.failed; i++)
    {
      guint8 key[MADO_KEY_BYTES];
      guint16 number;
      gint64 from, to;

      mado_cbor_get_array (&reader);
      number = (guint16) mado_cbor_get_uint (&reader);
      from = mado_cbor_get_int (&reader);
      to = mado_cbor_get_int (&reader);
      if (mado_cbor_get_bytes_exact (&reader, key, sizeof key))
        mado_slip_keyring_add (keys, number, from, to, key);
      mado_wipe (key, sizeof key);
    }
  if (!mado_cbor_reader_finish (&reader, _("the keys for slips"), error) || !add_boxes (keys, store, error))
    return NULL;
  return g_steal_pointer (&keys);
}

MadoSlip *
mado_counter_slip_new (MadoCounter *counter)
{
  MadoContext *context = mado_counter_get_context (counter);
  const MadoIdentity *identity = mado_context_get_identity (context);

  return mado_slip_new_for_case (mado_counter_get_case (counter), mado_counter_get_form_set (counter),
                                 mado_counter_get_scope (counter), &identity->device,
                                 mado_clock_now_ms (mado_context_get_clock (context)));
}
