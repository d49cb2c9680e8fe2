/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/sync/mado-commit.h"

#include <stdio.h>

/* What reading one commit of 2 KB costs: parsing, opening, checking. */

#define ROUNDS 10000

static MadoCommit *
make_commit (MadoSecretKey *device,
             MadoRandom    *random,
             const guint8   key[MADO_KEY_BYTES])
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_change_free);
  MadoCommitDraft draft = {
    .city = "032026", .n = 1, .actor = "s0001", .clock = 1, .kind = "case", .section = "shared",
    .purpose = "fill", .changes = changes, .key = key,
    .id = { { 1 } }, .device = { { 2 } }, .record = { { 3 } }, .key_id = { { 4 } },
  };

  for (guint i = 0; i < 32; i++)
    {
      g_autofree char *path = g_strdup_printf ("person/pabc23%u/field_number_%u", i % 4, i);

      g_ptr_array_add (changes, mado_change_new (path, g_variant_new_string ("大槌町赤浜一丁目"), MADO_SOURCE_TYPED, TRUE));
    }
  return mado_commit_sign (&draft, device, random, NULL);
}

static void
print_row (const char *name,
           gint64      start)
{
  printf ("%-24s %8.2f µs\n", name, (double) (g_get_monotonic_time () - start) / ROUNDS);
}

int
main (void)
{
  g_autoptr (MadoRandom) random = mado_random_new_seeded (1);
  g_autoptr (MadoSecretKey) device = mado_secret_key_new (random);
  guint8 key[MADO_KEY_BYTES] = { 1 };
  g_autoptr (MadoCommit) made = make_commit (device, random, key);
  gint64 start = g_get_monotonic_time ();

  printf ("commit of %" G_GSIZE_FORMAT " bytes, %u values\n", g_bytes_get_size (made->bytes), made->changes->len);
  for (guint i = 0; i < ROUNDS; i++)
    mado_commit_unref (mado_commit_parse (made->bytes, NULL));
  print_row ("parse", start);

  start = g_get_monotonic_time ();
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autoptr (MadoCommit) read = mado_commit_parse (made->bytes, NULL);
      g_autoptr (MadoCommit) opened = mado_commit_unseal (read, key, NULL);

      g_assert_nonnull (opened);
    }
  print_row ("parse and open", start);

  start = g_get_monotonic_time ();
  for (guint i = 0; i < ROUNDS; i++)
    g_assert_true (mado_commit_verify (made, mado_secret_key_get_public (device)->sign));
  print_row ("check the signature", start);
  return 0;
}
