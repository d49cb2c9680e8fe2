/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "core/store/mado-profile.h"

typedef struct
{
  char          *dir;
  MadoRandom    *random;
  MadoSecretKey *key;
  MadoProfile   *profile;
} Fixture;

static void
set_up (Fixture       *f,
        gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  MadoProfileFacts facts = { .city = (char *) "022012", .scope = (char *) "desk-a", .name = (char *) "窓口 1",
                             .server = (char *) "http://127.0.0.1:1" };

  f->dir = g_dir_make_tmp ("profile-XXXXXX", &error);
  g_assert_no_error (error);
  f->random = mado_random_new_seeded (7);
  f->key = mado_secret_key_new (f->random);
  mado_random_bytes (f->random, facts.device.b, 16);
  facts.server_key = *mado_secret_key_get_public (f->key);
  facts.proof = g_bytes_new_static ("who I am", 8);
  f->profile = mado_profile_create (f->dir, &facts, &error);
  g_assert_no_error (error);
  g_bytes_unref (facts.proof);
}

static void
tear_down (Fixture       *f,
           gconstpointer  data)
{
  g_autofree char *command = g_strdup_printf ("rm -rf '%s'", f->dir);

  g_object_unref (f->profile);
  g_object_unref (f->random);
  mado_secret_key_unref (f->key);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
  g_free (f->dir);
}

static void
put (Fixture *f)
{
  g_autoptr (GError) error = NULL;
  const char *roles[] = { "counter", NULL };
  g_autoptr (GBytes) proof = g_bytes_new_static ("\0\1\2", 3);
  MadoProfileStaff staff = { .id = (char *) "s001", .name = (char *) "髙橋　花子", .roles = (char **) roles,
                             .expires = 1000, .offline_until = 2000, .proof = proof };

  mado_random_bytes (f->random, staff.ticket.b, 16);
  mado_profile_put_staff (f->profile, &staff, "pässwörd", f->key, TRUE, f->random, &error);
  g_assert_no_error (error);
}

static void
test_round_trip (Fixture       *f,
                 gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MadoProfile) again = NULL;
  g_autoptr (MadoProfileStaff) staff = NULL;
  g_autoptr (MadoSecretKey) key = NULL;
  g_auto (GStrv) ids = NULL;

  put (f);
  again = mado_profile_open (f->dir, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (mado_profile_get_facts (again)->scope, ==, "desk-a");
  g_assert_cmpstr (mado_profile_get_facts (again)->name, ==, "窓口 1");
  staff = mado_profile_unlock (again, "s001", "pässwörd", 1500, &key, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (staff->name, ==, "髙橋　花子");
  g_assert_cmpstr (staff->roles[0], ==, "counter");
  g_assert_cmpmem (g_bytes_get_data (staff->proof, NULL), g_bytes_get_size (staff->proof), "\0\1\2", 3);
  g_assert_cmpmem (g_bytes_get_data (mado_profile_get_facts (again)->proof, NULL),
                   g_bytes_get_size (mado_profile_get_facts (again)->proof), "who I am", 8);
  g_assert_cmpmem (mado_secret_key_get_public (key), sizeof (MadoPublicKey), mado_secret_key_get_public (f->key),
                   sizeof (MadoPublicKey));
  ids = mado_profile_list_staff (again);
  g_assert_cmpuint (g_strv_length (ids), ==, 1);
  g_assert_cmpstr (ids[0], ==, "s001");
}

static void
test_refusals (Fixture       *f,
               gconstpointer  data)
{
  struct { const char *id, *password; gint64 now; int code; } rows[] = {
    { "s001", "wrong", 1500, MADO_ERROR_DENIED },
    { "s001", "", 1500, MADO_ERROR_DENIED },
    { "s002", "pässwörd", 1500, MADO_ERROR_NOT_FOUND },
    { "../s001", "pässwörd", 1500, MADO_ERROR_INVALID },
    { "", "pässwörd", 1500, MADO_ERROR_INVALID },
    { "s001", "pässwörd", 2001, MADO_ERROR_EXPIRED },
  };

  put (f);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      MadoSecretKey *key = NULL;

      g_assert_null (mado_profile_unlock (f->profile, rows[i].id, rows[i].password, rows[i].now, &key, &error));
      g_assert_error (error, MADO_ERROR, rows[i].code);
      g_assert_null (key);
    }
}

static void
test_damage (Fixture       *f,
             gconstpointer  data)
{
  g_autofree char *ini = g_build_filename (f->dir, "profile.ini", NULL);
  g_autofree char *staff = g_build_filename (f->dir, "staff", "s001.key", NULL);
  g_autoptr (GError) error = NULL;
  MadoSecretKey *key = NULL;

  put (f);
  g_assert_true (g_file_set_contents (staff, "[staff]\nid=s001\n", -1, NULL));
  g_assert_null (mado_profile_unlock (f->profile, "s001", "pässwörd", 1500, &key, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_DAMAGED);
  g_clear_error (&error);

  g_assert_true (g_file_set_contents (ini, "[place]\ncity=12\n", -1, NULL));
  g_assert_null (mado_profile_open (f->dir, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_DAMAGED);
  g_clear_error (&error);

  g_assert_cmpint (g_unlink (ini), ==, 0);
  g_assert_null (mado_profile_open (f->dir, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND);
}

static void
test_other_device (Fixture       *f,
                   gconstpointer  data)
{
  g_autoptr (GError) error = NULL;
  MadoProfileFacts facts = *mado_profile_get_facts (f->profile);

  facts.device.b[0] ^= 1;
  g_assert_null (mado_profile_create (f->dir, &facts, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_EXISTS);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  mado_crypto_init ();
  g_test_add ("/store/profile/round-trip", Fixture, NULL, set_up, test_round_trip, tear_down);
  g_test_add ("/store/profile/refusals", Fixture, NULL, set_up, test_refusals, tear_down);
  g_test_add ("/store/profile/damage", Fixture, NULL, set_up, test_damage, tear_down);
  g_test_add ("/store/profile/other-device", Fixture, NULL, set_up, test_other_device, tear_down);
  return g_test_run ();
}
