/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "app/mado-print-setup.h"

/* How kinds of documents are printed: kept, read again, and told to the
 * system's print command. */

static MadoPreferences *
make_preferences (char **path)
{
  g_autofree char *folder = g_dir_make_tmp ("print-setup-XXXXXX", NULL);

  *path = g_build_filename (folder, "preferences.ini", NULL);
  return mado_preferences_new (*path);
}

static void
remove_preferences (char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_unlink (path);
  g_rmdir (folder);
  g_free (path);
}

static void
assert_lp (MadoPreferences *preferences,
           MadoPrintKind    kind,
           const char      *expected)
{
  g_autoptr (MadoPrintSetup) setup = mado_print_setup_get (preferences, kind);
  g_auto (GStrv) argv = mado_print_setup_to_lp (setup);
  g_autofree char *said = g_strjoinv (" ", argv);

  g_assert_cmpstr (said, ==, expected);
}

static void
test_kept (void)
{
  char *path;
  g_autoptr (MadoPreferences) preferences = make_preferences (&path);
  g_autoptr (MadoPreferences) again = NULL;
  g_autoptr (MadoPrintSetup) setup = mado_print_setup_new ("MFP-2F");

  assert_lp (preferences, MADO_PRINT_SLIP, "lp -");
  mado_preferences_set (preferences, MADO_PREFERENCE_A4_PRINTER, "MFP-1F");
  assert_lp (preferences, MADO_PRINT_SLIP, "lp -d MFP-1F -");
  setup->copies = 3;
  g_free (setup->paper);
  setup->paper = g_strdup ("B5");
  g_free (setup->tray);
  setup->tray = g_strdup ("Tray2");
  g_free (setup->sides);
  setup->sides = g_strdup ("two-sided-long-edge");
  mado_print_setup_set (preferences, MADO_PRINT_ISSUED, setup);
  g_assert_true (mado_preferences_save (preferences, NULL));
  again = mado_preferences_new (path);
  assert_lp (again, MADO_PRINT_ISSUED, "lp -d MFP-2F -n 3 -o media=jis_b5_182x257mm -o InputSlot=Tray2 -o sides=two-sided-long-edge -");
  /* The others are as they were. */
  assert_lp (again, MADO_PRINT_SLIP, "lp -d MFP-1F -");
  assert_lp (again, MADO_PRINT_DOCUMENT, "lp -d MFP-1F -");
  /* A kind that takes the place's printer follows it. */
  g_free (setup->printer);
  setup->printer = g_strdup ("MFP-1F");
  mado_print_setup_set (again, MADO_PRINT_DOCUMENT, setup);
  mado_preferences_set (again, MADO_PREFERENCE_A4_PRINTER, "MFP-9F");
  assert_lp (again, MADO_PRINT_DOCUMENT, "lp -d MFP-9F -n 3 -o media=jis_b5_182x257mm -o InputSlot=Tray2 -o sides=two-sided-long-edge -");
  remove_preferences (path);
}

/* A file that somebody has changed gives no arguments of its own. */
static void
test_damaged (void)
{
  static const char * const bad[] = {
    "printer=-o;copies=0", "printer=a b", "copies=1000", "copies=-1", "nothing", ";;;=;=", "sides=x y;tray=-Z",
  };
  char *path;
  g_autoptr (MadoPreferences) preferences = make_preferences (&path);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      mado_preferences_set (preferences, MADO_PREFERENCE_PRINT_SLIP, bad[i]);
      assert_lp (preferences, MADO_PRINT_SLIP, "lp -");
    }
  mado_preferences_set (preferences, MADO_PREFERENCE_PRINT_SLIP, "printer=A;unknown=1;copies=2");
  assert_lp (preferences, MADO_PRINT_SLIP, "lp -d A -n 2 -");
  /* A4 printer "folder:" is no printer. */
  mado_preferences_set (preferences, MADO_PREFERENCE_PRINT_SLIP, "");
  mado_preferences_set (preferences, MADO_PREFERENCE_A4_PRINTER, "folder:/tmp/x");
  assert_lp (preferences, MADO_PRINT_SLIP, "lp -");
  remove_preferences (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/print-setup/kept", test_kept);
  g_test_add_func ("/print-setup/damaged", test_damaged);
  return g_test_run ();
}
