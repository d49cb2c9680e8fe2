/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes a profile with N cases for the start-up bench and for pictures, and a
 * key file that signs in without a password: app-profile FOLDER N PACK */
#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <stdlib.h>

#include "bench/case-maker.h"
#include "core/base/mado-date.h"
#include "core/form/mado-case-project.h"
#include "core/store/mado-profile.h"
#include "core/store/sqlite/mado-sqlite-store.h"

static const char *const DESK = "shimin";

static MadoProfile *
make_profile (const char    *dir,
              MadoPack      *pack,
              MadoClock     *clock,
              MadoRandom    *random,
              MadoSecretKey *key,
              GError       **error)
{
  char *roles[] = { (char *) "counter", NULL };
  MadoProfileFacts facts = { (char *) mado_pack_get_city (pack), (char *) DESK, (char *) "市民課 3番", (char *) "" };
  MadoProfileStaff staff = { .id = (char *) "a0001", .name = (char *) "窓口 花子", .roles = roles };
  MadoProfile *profile;

  mado_id_generate (&facts.device, clock, random);
  staff.expires = staff.offline_until = mado_clock_now_ms (clock) + (gint64) 365 * 24 * 3600 * 1000;
  profile = mado_profile_create (dir, &facts, error);
  if (profile && !mado_profile_put_staff (profile, &staff, "madoguchi", key, TRUE, random, error))
    g_clear_object (&profile);

  return profile;
}

static gboolean
write_key (const char    *dir,
           MadoSecretKey *key,
           GError       **error)
{
  g_autofree char *path = g_build_filename (dir, "session.key", NULL);
  GString *text = g_string_new ("a0001\n");
  guint8 seed[32];
  gboolean done;

  mado_secret_key_get_seed (key, seed);
  for (guint i = 0; i < 32; i++)
    g_string_append_printf (text, "%02x", seed[i]);
  g_string_append_c (text, '\n');
  done = g_file_set_contents_full (path, text->str, -1, G_FILE_SET_CONTENTS_NONE, 0600, error);
  g_string_free (text, TRUE);

  return done;
}

static gboolean
fill (MadoStore  *store,
      MadoRandom *random,
      MadoClock  *clock,
      guint       n,
      GError    **error)
{
  for (guint i = 0; i < n; i++)
    {
      MadoId record;
      g_autoptr (GPtrArray) commits = NULL;

      mado_id_generate (&record, clock, random);
      commits = mado_store_write (store, mado_made_case (random, &record, i + 1, 1 + i % 4, DESK), error);
      if (!commits)
        return FALSE;
    }

  return mado_store_settle_down (store, error);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (MadoClock) clock = mado_clock_new_system ();
  g_autoptr (MadoRandom) random = mado_random_new_seeded (7);
  g_autoptr (MadoSecretKey) key = NULL;
  g_autoptr (MadoProfile) profile = NULL;
  g_autoptr (MadoPack) pack = NULL;
  g_autoptr (MadoStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *journal = NULL;
  MadoCaseProjector *projector;
  MadoIdentity identity = { .actor = (char *) "a0001", .scope = (char *) DESK };
  const MadoSqliteStoreOptions options = { .project_version = MADO_CASE_PROJECT_VERSION };

  setlocale (LC_ALL, "");
  if (argc != 4)
    {
      g_printerr ("app-profile FOLDER N PACK\n");
      return 2;
    }
  g_mkdir_with_parents (argv[1], 0700);
  mado_crypto_init ();
  key = mado_secret_key_new (random);
  pack = mado_pack_load (argv[3], &error);
  if (pack)
    profile = make_profile (argv[1], pack, clock, random, key, &error);
  if (!profile || !write_key (argv[1], key, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }

  g_strlcpy (identity.city, mado_pack_get_city (pack), sizeof identity.city);
  identity.device = mado_profile_get_facts (profile)->device;
  journal = mado_profile_get_journal_path (profile);
  projector = mado_case_projector_new (pack, DESK);
  /* The same version as the desktop's, which would make all rows anew otherwise. */
  store = mado_sqlite_store_open_full (journal, key, &identity, mado_case_project, projector, clock, random, &options, &error);
  if (!store || !fill (store, random, clock, atoi (argv[2]), &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  mado_store_close (store);
  mado_case_projector_free (projector);

  return 0;
}
