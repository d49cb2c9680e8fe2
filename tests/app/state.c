/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "app/caselist/mado-case-item.h"
#include "app/mado-context.h"

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_connection (void)
{
  g_autoptr (MadoClock) clock = mado_clock_new_manual (G_GINT64_CONSTANT (1767230520000)); /* 10:22 in Tokyo */
  MadoConnection *connection = mado_connection_new (clock);
  g_autofree char *sent = NULL, *offline = NULL, *unsent = NULL;
  guint count = 0;

  g_signal_connect_swapped (connection, "notify::state", G_CALLBACK (count_cb), &count);
  mado_connection_set_link (connection, MADO_LINK_ONLINE);
  mado_connection_set_link (connection, MADO_LINK_ONLINE);
  g_assert_cmpuint (count, ==, 1);
  sent = mado_connection_describe (connection);
  g_assert_cmpstr (sent, ==, "All sent");

  mado_clock_advance (clock, 20 * 60 * 1000);
  mado_connection_set_link (connection, MADO_LINK_OFFLINE);
  offline = mado_connection_describe (connection);
  g_assert_cmpstr (offline, ==, "Not connected since 10:42");
  mado_connection_set_n_unsent (connection, 3);
  mado_connection_set_n_unsent (connection, 3);
  g_assert_cmpuint (count, ==, 3);
  unsent = mado_connection_describe (connection);
  g_assert_cmpstr (unsent, ==, "Not connected since 10:42 (3 not yet sent)");

  g_assert_finalize_object (connection);
}

static void
test_clock_warning (void)
{
  g_autoptr (MadoClock) clock = mado_clock_new_manual (0);
  g_autoptr (MadoConnection) connection = mado_connection_new (clock);
  g_autofree char *slow = NULL, *fast = NULL;

  g_assert_null (mado_connection_describe_clock (connection));
  mado_clock_set_offset (clock, 5 * 60 * 1000);
  slow = mado_connection_describe_clock (connection);
  g_assert_nonnull (strstr (slow, "5 minutes slow"));
  mado_clock_set_offset (clock, -5 * 60 * 1000);
  fast = mado_connection_describe_clock (connection);
  g_assert_nonnull (strstr (fast, "5 minutes fast"));
}

static void
test_preferences (void)
{
  g_autofree char *dir = g_dir_make_tmp ("mado-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (dir, "preferences.ini", NULL);
  g_autofree char *aside = g_strconcat (path, ".damaged", NULL);
  g_autoptr (GError) error = NULL;
  MadoPreferences *preferences = mado_preferences_new (path);
  guint count = 0;

  g_assert_cmpstr (mado_preferences_get (preferences, MADO_PREFERENCE_SCANNER_PREFIX), ==, "MG1:");
  g_signal_connect_swapped (preferences, "changed::window", G_CALLBACK (count_cb), &count);
  mado_preferences_set (preferences, MADO_PREFERENCE_WINDOW, "3");
  mado_preferences_set (preferences, MADO_PREFERENCE_WINDOW, "3");
  mado_preferences_set (preferences, MADO_PREFERENCE_LOCK_MINUTES, "many");
  g_assert_cmpuint (count, ==, 1);
  g_assert_cmpint (mado_preferences_get_int (preferences, MADO_PREFERENCE_LOCK_MINUTES), ==, 10);
  g_assert_true (mado_preferences_save (preferences, &error));
  g_assert_no_error (error);
  g_assert_finalize_object (preferences);

  preferences = mado_preferences_new (path);
  g_assert_cmpstr (mado_preferences_get (preferences, MADO_PREFERENCE_WINDOW), ==, "3");
  g_assert_finalize_object (preferences);

  g_assert_true (g_file_set_contents (path, "not a key file", -1, NULL));
  preferences = mado_preferences_new (path);
  g_assert_cmpstr (mado_preferences_get (preferences, MADO_PREFERENCE_WINDOW), ==, "");
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
  g_assert_finalize_object (preferences);

  g_remove (aside);
  g_rmdir (dir);
}

static MadoCaseItem *
item (const char *ticket,
      gint64      opened,
      gint64      changed,
      guint       n_open,
      gboolean    parked)
{
  MadoCaseRow *row = g_new0 (MadoCaseRow, 1);

  row->ticket_no = g_strdup (ticket);
  row->opened_at = opened;
  row->changed_at = changed;
  row->n_open = n_open;
  row->parked = parked;

  return mado_case_item_new (row);
}

static void
test_order (void)
{
  g_autoptr (GListStore) list = g_list_store_new (MADO_TYPE_CASE_ITEM);
  const char *const expected[] = { "101", "107", "105", "103", "102" };
  MadoCaseItem *items[] = {
    item ("102", 20, 60, 0, FALSE), item ("107", 40, 41, 2, FALSE), item ("105", 30, 70, 1, TRUE),
    item ("101", 10, 90, 1, FALSE), item ("103", 25, 80, 0, FALSE),
  };

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_list_store_insert_sorted (list, items[i], mado_case_item_compare, NULL);
      g_object_unref (items[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (MadoCaseItem) found = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_assert_cmpstr (mado_case_item_get_row (found)->ticket_no, ==, expected[i]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/state/connection", test_connection);
  g_test_add_func ("/state/clock-warning", test_clock_warning);
  g_test_add_func ("/state/preferences", test_preferences);
  g_test_add_func ("/state/order", test_order);

  return g_test_run ();
}
