/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/slip/mado-slip-keyring.h"

#include <string.h>

typedef struct
{
  guint16 number;
  gint64  from;
  gint64  to;
  guint8  key[MADO_KEY_BYTES];
} Entry;

struct _MadoSlipKeyring
{
  gatomicrefcount ref_count;
  char           *city;
  GPtrArray      *entries; /* Entry* */
  GHashTable     *boxes;   /* number → MadoSecretKey* */
};

static void
entry_free (Entry *entry)
{
  mado_wipe (entry, sizeof *entry);
  g_free (entry);
}

MadoSlipKeyring *
mado_slip_keyring_new (const char *city)
{
  MadoSlipKeyring *self = g_new0 (MadoSlipKeyring, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->city = g_strdup (city);
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) entry_free);
  self->boxes = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) mado_secret_key_unref);
  return self;
}

MadoSlipKeyring *
mado_slip_keyring_ref (MadoSlipKeyring *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
mado_slip_keyring_unref (MadoSlipKeyring *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->city);
  g_ptr_array_unref (self->entries);
  g_hash_table_unref (self->boxes);
  g_free (self);
}

const char *
mado_slip_keyring_get_city (MadoSlipKeyring *self)
{
  return self->city;
}

static Entry *
find (MadoSlipKeyring *self,
      guint16          number)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];

      if (entry->number == number)
        return entry;
    }
  return NULL;
}

void
mado_slip_keyring_add (MadoSlipKeyring *self,
                       guint16          number,
                       gint64           from,
                       gint64           to,
                       const guint8     key[MADO_KEY_BYTES])
{
  Entry *entry = find (self, number);

  if (entry == NULL)
    {
      entry = g_new0 (Entry, 1);
      g_ptr_array_add (self->entries, entry);
    }
  entry->number = number;
  entry->from = from;
  entry->to = to;
  memcpy (entry->key, key, sizeof entry->key);
}

guint
mado_slip_keyring_get_size (MadoSlipKeyring *self)
{
  return self->entries->len;
}

const guint8 *
mado_slip_keyring_pick (MadoSlipKeyring *self,
                        gint64           now,
                        guint16         *number)
{
  for (guint i = 0; i < self->entries->len; i++)
    {
      const Entry *entry = self->entries->pdata[i];

      if (entry->from <= now && now < entry->to)
        {
          *number = entry->number;
          return entry->key;
        }
    }
  return NULL;
}

const guint8 *
mado_slip_keyring_lookup (MadoSlipKeyring *self,
                          guint16          number)
{
  const Entry *entry = find (self, number);

  return entry == NULL ? NULL : entry->key;
}

void
mado_slip_keyring_add_box (MadoSlipKeyring *self,
                           guint16          number,
                           MadoSecretKey   *key)
{
  g_hash_table_insert (self->boxes, GUINT_TO_POINTER (number), mado_secret_key_ref (key));
}

MadoSecretKey *
mado_slip_keyring_lookup_box (MadoSlipKeyring *self,
                              guint16          number)
{
  return g_hash_table_lookup (self->boxes, GUINT_TO_POINTER (number));
}
