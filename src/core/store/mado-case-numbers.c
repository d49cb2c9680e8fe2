/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/mado-case-numbers.h"

#include <glib/gi18n-lib.h>

#include "core/base/mado-case-code.h"
#include "core/model/mado-value.h"

#define SETTING    "case-numbers"
#define MAX_BLOCKS 64

/* Reading and writing back is one step. */
static GMutex numbers_lock;

static GArray *
read_blocks (MadoStore *store,
             GError   **error)
{
  g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (MadoNumberBlock));
  g_autoptr (GError) fault = NULL;
  g_autoptr (GBytes) bytes = mado_store_get_meta (store, SETTING, &fault);
  MadoCborReader reader;
  guint64 items;

  if (fault != NULL && !g_error_matches (fault, MADO_ERROR, MADO_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return NULL;
    }
  if (bytes == NULL)
    return g_steal_pointer (&blocks);
  mado_cbor_reader_init (&reader, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  items = mado_cbor_get_array (&reader);
  for (guint64 i = 0; i + 1 < items && !reader.failed; i += 2)
    {
      MadoNumberBlock block = { 0 };

      block.first = mado_cbor_get_uint (&reader);
      block.last = mado_cbor_get_uint (&reader);
      if (block.first <= block.last)
        g_array_append_val (blocks, block);
    }
  if (!mado_cbor_reader_finish (&reader, SETTING, error))
    return NULL;
  return g_steal_pointer (&blocks);
}

static gboolean
write_blocks (MadoStore *store,
              GArray    *blocks,
              GError   **error)
{
  GByteArray *out = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;

  mado_cbor_put_array (out, 2 * blocks->len);
  for (guint i = 0; i < blocks->len; i++)
    {
      const MadoNumberBlock *block = &g_array_index (blocks, MadoNumberBlock, i);

      mado_cbor_put_uint (out, block->first);
      mado_cbor_put_uint (out, block->last);
    }
  bytes = g_byte_array_free_to_bytes (out);
  return mado_store_set_meta (store, SETTING, bytes, error);
}

static gboolean
take_locked (MadoStore *store,
             guint64   *number,
             GError   **error)
{
  g_autoptr (GArray) blocks = read_blocks (store, error);
  MadoNumberBlock *block;

  if (blocks == NULL)
    return FALSE;
  if (blocks->len == 0)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NOT_FOUND,
                           _("No case numbers are left on this computer. They come when the server can be reached."));
      return FALSE;
    }
  block = &g_array_index (blocks, MadoNumberBlock, 0);
  *number = block->first;
  if (block->first++ == block->last)
    g_array_remove_index (blocks, 0);
  return write_blocks (store, blocks, error);
}

char *
mado_case_numbers_take (MadoStore *store,
                        GError   **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&numbers_lock);
  guint64 number = 0;

  return take_locked (store, &number, error) ? mado_case_code_format (number) : NULL;
}

static gboolean
add_locked (MadoStore             *store,
            const MadoNumberBlock *block,
            GError               **error)
{
  g_autoptr (GArray) blocks = read_blocks (store, error);

  if (blocks == NULL)
    return FALSE;
  for (guint i = 0; i < blocks->len; i++)
    {
      const MadoNumberBlock *known = &g_array_index (blocks, MadoNumberBlock, i);

      if (block->first <= known->last && known->first <= block->last)
        return TRUE;
    }
  if (blocks->len >= MAX_BLOCKS)
    return TRUE;
  g_array_append_val (blocks, *block);
  return write_blocks (store, blocks, error);
}

gboolean
mado_case_numbers_add (MadoStore              *store,
                       const MadoNumberBlock  *block,
                       GError                **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&numbers_lock);

  if (block->first == 0 || block->last < block->first || block->last > MADO_CASE_CODE_MAX)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, _("This is not a block of case numbers."));
      return FALSE;
    }
  return add_locked (store, block, error);
}

guint64
mado_case_numbers_left (MadoStore *store)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&numbers_lock);
  g_autoptr (GArray) blocks = read_blocks (store, NULL);
  guint64 n_left = 0;

  for (guint i = 0; blocks != NULL && i < blocks->len; i++)
    {
      const MadoNumberBlock *block = &g_array_index (blocks, MadoNumberBlock, i);

      n_left += block->last - block->first + 1;
    }
  return n_left;
}
