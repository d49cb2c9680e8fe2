/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/mado-case-numbers.h"

#include "core/base/mado-case-code.h"

#define SETTING "case-numbers"

static GMutex take_lock; /* two pages that open at once never get one number */

static gboolean
read_block (MadoStore *store,
            guint64   *next,
            guint64   *last,
            GError   **error)
{
  g_autoptr (GBytes) bytes = mado_store_get_meta (store, SETTING, error);
  MadoCborReader reader;
  gsize length;
  const void *data;

  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &length);
  mado_cbor_reader_init (&reader, data, length);
  mado_cbor_get_array (&reader);
  *next = mado_cbor_get_uint (&reader);
  *last = mado_cbor_get_uint (&reader);
  return mado_cbor_reader_finish (&reader, "the block of case numbers", error);
}

static gboolean
write_block (MadoStore *store,
             guint64    next,
             guint64    last,
             GError   **error)
{
  GByteArray *out = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;

  mado_cbor_put_array (out, 2);
  mado_cbor_put_uint (out, next);
  mado_cbor_put_uint (out, last);
  bytes = g_byte_array_free_to_bytes (out);
  return mado_store_set_meta (store, SETTING, bytes, error);
}

char *
mado_case_numbers_take (MadoStore *store,
                        GError   **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&take_lock);
  guint64 next = 1;
  guint64 last = 0;
  g_autoptr (GError) fault = NULL;

  if (!read_block (store, &next, &last, &fault) && fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return NULL;
    }
  if (next > last || next > MADO_CASE_CODE_MAX)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND,
                   "The case numbers of this computer are used up. New ones come when the server can be reached.");
      return NULL;
    }
  if (!write_block (store, next + 1, last, error))
    return NULL;
  return mado_case_code_format (next);
}

guint64
mado_case_numbers_left (MadoStore *store)
{
  guint64 next = 1;
  guint64 last = 0;

  return read_block (store, &next, &last, NULL) && last >= next ? last - next + 1 : 0;
}
