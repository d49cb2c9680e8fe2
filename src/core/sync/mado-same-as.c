/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/sync/mado-same-as.h"

#include <string.h>

static gboolean
read_id (GVariant *value,
         MadoId   *id)
{
  gsize length;
  const void *data;

  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_BYTESTRING))
    return mado_id_parse (mado_value_get_text (value), id);
  data = g_variant_get_fixed_array (value, &length, 1);
  if (length != sizeof *id)
    return FALSE;
  memcpy (id, data, length);
  return TRUE;
}

GArray *
mado_record_list_same_as (MadoRecord *record)
{
  const MadoRegister *reg = mado_record_lookup (record, "same-as");
  GArray *out = g_array_new (FALSE, FALSE, sizeof (MadoId));
  MadoId id;

  for (guint i = 0; reg != NULL && i < reg->values->len; i++)
    if (read_id (((MadoRegisterValue *) reg->values->pdata[i])->value, &id))
      g_array_append_val (out, id);
  return out;
}

/* One step further; TRUE if anything new was found. */
static gboolean
spread (MadoRecord *record,
        GHashTable *found)
{
  g_autoptr (GArray) others = mado_record_list_same_as (record);
  gboolean joined = g_hash_table_contains (found, mado_record_get_id (record));
  gboolean grown = FALSE;

  for (guint i = 0; i < others->len; i++)
    joined |= g_hash_table_contains (found, &g_array_index (others, MadoId, i));
  if (!joined)
    return FALSE;
  grown |= g_hash_table_add (found, mado_id_copy (mado_record_get_id (record)));
  for (guint i = 0; i < others->len; i++)
    grown |= g_hash_table_add (found, mado_id_copy (&g_array_index (others, MadoId, i)));
  return grown;
}

static GArray *
sort_found (GHashTable *found)
{
  GArray *out = g_array_new (FALSE, FALSE, sizeof (MadoId));
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_array_append_vals (out, id, 1);
  g_array_sort (out, mado_id_compare);
  return out;
}

GArray *
mado_same_as_resolve (GPtrArray    *records,
                      const MadoId *start)
{
  g_autoptr (GHashTable) found = g_hash_table_new_full (mado_id_hash, mado_id_equal, g_free, NULL);
  gboolean grown;

  g_hash_table_add (found, mado_id_copy (start));
  do
    {
      grown = FALSE;
      for (guint i = 0; i < records->len; i++)
        grown |= spread (records->pdata[i], found);
    }
  while (grown);
  return sort_found (found);
}
