/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-server-private.h"

/* The keys of slips: one a week to seal them with, and a pair a year that
 * visitors' drafts are closed for. Made when they are first wanted. */

#define WEEK_MS (G_GINT64_CONSTANT (7) * 24 * 3600 * 1000)
#define YEAR_MS (52 * WEEK_MS)
#define FIRST_MONDAY_MS G_GINT64_CONSTANT (1704067200000) /* 2024-01-01 */

typedef struct
{
  const char *secret; /* its name in the key database: this, "-", the number */
  char        kind[5]; /* what a wrapped one is sealed with, before the number */
} SlipKey;

static const SlipKey week_key = { "slip", "slip" };
static const SlipKey box_key = { "slip-box", "sbox" };

/* Where new keys come from. A key database that was put back from a copy thus
 * makes the same keys for the weeks that it has not seen: what was printed or
 * closed since stays readable. */
static gboolean
find_root (MadoServer  *self,
           guint8       root[MADO_KEY_BYTES],
           GError     **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) known = mado_city_store_get_secret (self->store, "slip-root", &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (known != NULL && g_bytes_get_size (known) == MADO_KEY_BYTES)
    {
      memcpy (root, g_bytes_get_data (known, NULL), MADO_KEY_BYTES);
      return TRUE;
    }
  mado_random_bytes (self->random, root, MADO_KEY_BYTES);
  return mado_city_store_put_secret (self->store, "slip-root", root, MADO_KEY_BYTES, error);
}

static gboolean
make_key (MadoServer  *self,
          const char  *name,
          guint8       key[MADO_KEY_BYTES],
          GError     **error)
{
  guint8 root[MADO_KEY_BYTES];

  if (!find_root (self, root, error))
    return FALSE;
  mado_digest_keyed (root, sizeof root, name, strlen (name), key);
  mado_wipe (root, sizeof root);
  return mado_city_store_put_secret (self->store, name, key, MADO_KEY_BYTES, error);
}

static gboolean
find_key (MadoServer    *self,
          const SlipKey *which,
          guint16        number,
          guint8         key[MADO_KEY_BYTES])
{
  g_autofree char *name = g_strdup_printf ("%s-%u", which->secret, number);
  g_autoptr (GBytes) known = NULL;
  g_autoptr (GError) error = NULL;
  gboolean good;

  g_mutex_lock (&self->slip_lock); /* two requests must not make two keys for one week */
  known = mado_city_store_get_secret (self->store, name, &error);
  if (known != NULL && g_bytes_get_size (known) == MADO_KEY_BYTES)
    memcpy (key, g_bytes_get_data (known, NULL), MADO_KEY_BYTES);
  else if (error == NULL)
    make_key (self, name, key, &error);
  g_mutex_unlock (&self->slip_lock);
  good = error == NULL;
  if (!good)
    g_message ("%s", error->message);
  return good;
}

static void
add_key (MadoServer    *self,
         const SlipKey *which,
         gint64         period, /* since 2024 */
         gint64         length, /* ms */
         const guint8   shared[MADO_KEY_BYTES],
         JsonBuilder   *builder)
{
  guint16 number = (guint16) (period & 0xffff);
  guint8 extra[6] = { 0, 0, 0, 0, (guint8) (number >> 8), (guint8) number };
  guint8 key[MADO_KEY_BYTES];
  g_autoptr (GBytes) wrapped = NULL;

  if (!find_key (self, which, number, key))
    return;
  memcpy (extra, which->kind, 4);
  wrapped = mado_seal (self->random, shared, key, sizeof key, extra, sizeof extra);
  mado_wipe (key, sizeof key);
  json_builder_begin_object (builder);
  mado_json_int (builder, "number", number);
  mado_json_int (builder, "from", FIRST_MONDAY_MS + period * length);
  mado_json_int (builder, "to", FIRST_MONDAY_MS + (period + 1) * length);
  mado_json_bytes (builder, "wrapped", g_bytes_get_data (wrapped, NULL), g_bytes_get_size (wrapped));
  json_builder_end_object (builder);
}

static gint64
period_now (MadoServer *self,
            gint64      length)
{
  return MAX (mado_clock_now_ms (self->clock) - FIRST_MONDAY_MS, 0) / length;
}

/* "slip_keys": the previous two, this and the next two weeks'; "slip_boxes":
 * the previous, this and the next year's. */
void
mado_server_add_slip_keys (MadoServer            *self,
                           const MadoCityDevice  *device,
                           JsonBuilder           *builder)
{
  gint64 week = period_now (self, WEEK_MS);
  gint64 year = period_now (self, YEAR_MS);
  guint8 shared[MADO_KEY_BYTES];
  gboolean good = mado_server_shared_key (self, device, shared);

  json_builder_set_member_name (builder, "slip_keys");
  json_builder_begin_array (builder);
  for (gint64 i = MAX (week - 2, 0); good && i <= week + 2; i++)
    add_key (self, &week_key, i, WEEK_MS, shared, builder);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "slip_boxes");
  json_builder_begin_array (builder);
  for (gint64 i = MAX (year - 1, 0); good && i <= year + 1; i++)
    add_key (self, &box_key, i, YEAR_MS, shared, builder);
  json_builder_end_array (builder);
  mado_wipe (shared, sizeof shared);
}

gboolean
mado_server_get_slip_box (MadoServer *self,
                          guint16    *number,
                          guint8      public[32])
{
  g_autoptr (MadoSecretKey) key = NULL;
  guint8 seed[MADO_KEY_BYTES];

  *number = (guint16) (period_now (self, YEAR_MS) & 0xffff);
  if (!find_key (self, &box_key, *number, seed))
    return FALSE;
  key = mado_secret_key_new_from_seed (seed);
  mado_wipe (seed, sizeof seed);
  memcpy (public, mado_secret_key_get_public (key)->box, 32);
  return TRUE;
}
