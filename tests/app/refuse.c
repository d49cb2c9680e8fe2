/* SPDX-License-Identifier: GPL-3.0-or-later */
/* refuse PROFILE REASON...: answers the oldest unsent commits of a profile
 * with a session.key as a server would that does not accept them. */
#include "config.h"

#include <string.h>

#include "core/store/mado-profile.h"
#include "core/store/sqlite/mado-sqlite-store.h"

static MadoSecretKey *
read_key (const char  *dir,
          char       **staff)
{
  g_autofree char *path = g_build_filename (dir, "session.key", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint8 seed[32];

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", 3);
  g_assert_cmpuint (strlen (g_strstrip (lines[1])), ==, 64);
  for (guint i = 0; i < 32; i++)
    seed[i] = g_ascii_xdigit_value (lines[1][2 * i]) << 4 | g_ascii_xdigit_value (lines[1][2 * i + 1]);
  *staff = g_strdup (g_strstrip (lines[0]));

  return mado_secret_key_new_from_seed (seed);
}

static MadoStore *
open_store (const char *dir)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoProfile) profile = mado_profile_open (dir, &error);
  const MadoProfileFacts *facts = mado_profile_get_facts (profile);
  g_autofree char *path = mado_profile_get_journal_path (profile);
  g_autofree char *staff = NULL;
  g_autoptr (MadoSecretKey) key = read_key (dir, &staff);
  g_autoptr (MadoClock) clock = mado_clock_new_system ();
  g_autoptr (MadoRandom) random = mado_random_new_system ();
  MadoIdentity identity = { .device = facts->device, .actor = staff, .scope = facts->scope };
  MadoStore *store;

  g_strlcpy (identity.city, facts->city, sizeof identity.city);
  store = mado_sqlite_store_open (path, key, &identity, NULL, NULL, clock, random, &error);
  g_assert_no_error (error);

  return store;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (MadoStore) store = NULL;
  g_autoptr (GPtrArray) commits = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (argc, >, 2);
  mado_crypto_init ();
  store = open_store (argv[1]);
  commits = mado_store_outbox (store, argc - 2, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (commits->len, ==, argc - 2);
  for (guint i = 0; i < commits->len; i++)
    {
      const MadoCommit *commit = commits->pdata[i];

      g_assert_true (mado_store_settle (store, &commit->id, MADO_VERDICT_QUARANTINED, argv[i + 2], 0, &error));
    }
  mado_store_close (store);

  return 0;
}
