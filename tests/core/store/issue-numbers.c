/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of issued documents: never twice, also over a restart and a year's end. */
#include "config.h"

#include "core/base/mado-date.h"
#include "core/store/mado-issue-numbers.h"
#include "store-kit.h"

#define DAY_MS G_GINT64_CONSTANT (86400000)

static gint64
at (int year,
    int month,
    int day)
{
  MadoDate date = { year, month, day };

  return mado_date_to_days (&date) * DAY_MS;
}

static void
assert_next (Desk       *desk,
             gint64      ms,
             const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *number = mado_issue_numbers_take (desk->store, ms, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (number, ==, expected);
}

static void
test_years (void)
{
  Desk *desk = kit_desk_new (1, "shimin");
  g_autoptr (GError) error = NULL;

  kit_open (desk);
  g_assert_null (mado_issue_numbers_take (desk->store, at (2026, 5, 20), &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND);
  g_assert_cmpuint (mado_issue_numbers_get_computer (desk->store, NULL), ==, 0);
  g_assert_false (mado_issue_numbers_set_computer (desk->store, 0, NULL));
  g_assert_true (mado_issue_numbers_set_computer (desk->store, 12, NULL));
  g_assert_true (mado_issue_numbers_set_computer (desk->store, 13, NULL)); /* a lease that came twice */
  g_assert_cmpuint (mado_issue_numbers_get_computer (desk->store, NULL), ==, 12);

  assert_next (desk, at (2026, 5, 20), "R8-12-0001");
  assert_next (desk, at (2027, 3, 31), "R8-12-0002");
  assert_next (desk, at (2027, 4, 1), "R9-12-0001");
  kit_close (desk);
  kit_open (desk);
  assert_next (desk, at (2027, 4, 2), "R9-12-0002");
  assert_next (desk, at (2027, 3, 1), "R8-12-0003"); /* the clock was put back */
  assert_next (desk, at (2020, 2, 1), "R1-12-0001"); /* fiscal 2019 is 令和元年度 in its last months */
  kit_close (desk);
  kit_desk_free (desk);
}

/* More than one thread asks. */
static gpointer
take_many (gpointer data)
{
  GPtrArray *taken = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < 20; i++)
    g_ptr_array_add (taken, mado_issue_numbers_take (data, at (2026, 5, 20), NULL));
  return taken;
}

static void
test_threads (void)
{
  Desk *desk = kit_desk_new (1, "shimin");
  GThread *threads[4];
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  kit_open (desk);
  g_assert_true (mado_issue_numbers_set_computer (desk->store, 1000007, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("taking", take_many, desk->store);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr (GPtrArray) taken = g_thread_join (threads[i]);

      for (guint j = 0; j < taken->len; j++)
        g_assert_true (g_hash_table_add (seen, g_strdup (taken->pdata[j])));
    }
  g_assert_cmpuint (g_hash_table_size (seen), ==, 80);
  g_assert_true (g_hash_table_contains (seen, "R8-1000007-0080"));
  kit_close (desk);
  kit_desk_free (desk);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  mado_crypto_init ();
  g_test_add_func ("/issue-numbers/years", test_years);
  g_test_add_func ("/issue-numbers/threads", test_threads);
  return g_test_run ();
}
