/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/procedure/mado-age.h"

static void
test_age (void)
{
  g_assert_cmpint (mado_age_on ("1985-04-01", "2026-03-31"), ==, 40);
  g_assert_cmpint (mado_age_on ("1985-04-01", "2026-04-01"), ==, 41);
  g_assert_cmpint (mado_age_on ("2026-04-01", "2026-03-31"), ==, -1);
  g_assert_cmpint (mado_age_on ("1985-00-00", "2026-03-31"), ==, -1);
  g_assert_cmpint (mado_age_on (NULL, "2026-03-31"), ==, -1);
  g_assert_cmpint (mado_age_on ("1985-02-30", "2026-03-31"), ==, -1);
}

/* An age is reached at the end of the day before the birthday. */
static void
test_reached (void)
{
  g_assert_cmpint (mado_age_reached_on ("1985-04-01", "2026-03-30"), ==, 40);
  g_assert_cmpint (mado_age_reached_on ("1985-04-01", "2026-03-31"), ==, 41);
  g_assert_cmpint (mado_age_reached_on ("2004-02-29", "2022-02-27"), ==, 17);
  g_assert_cmpint (mado_age_reached_on ("2004-02-29", "2022-02-28"), ==, 18);
  g_assert_cmpint (mado_age_reached_on ("2004-02-29", "2024-02-28"), ==, 20);
}

static void
test_child (void)
{
  /* born on 2 April: 18 is reached on 1 April, a child until the next March */
  g_assert_true (mado_age_is_child ("2008-04-02", "2027-03-31"));
  g_assert_false (mado_age_is_child ("2008-04-02", "2027-04-01"));
  /* born on 1 April: 18 is reached on 31 March, the last day of that year */
  g_assert_true (mado_age_is_child ("2008-04-01", "2026-03-31"));
  g_assert_false (mado_age_is_child ("2008-04-01", "2026-04-01"));
  g_assert_false (mado_age_is_child ("2030-01-01", "2026-04-01"));
}

static void
test_school (void)
{
  /* 早生まれ: 1 April enters a year before 2 April */
  g_assert_cmpint (mado_age_school_grade ("2019-04-01", "2025-04-01"), ==, 1);
  g_assert_cmpint (mado_age_school_grade ("2019-04-02", "2025-04-01"), ==, 0);
  g_assert_cmpint (mado_age_school_grade ("2019-04-02", "2026-04-01"), ==, 1);
  g_assert_cmpint (mado_age_school_grade ("2019-04-01", "2025-03-31"), ==, 0);
  g_assert_cmpint (mado_age_school_grade ("2016-09-01", "2026-04-13"), ==, 4);
  /* the ninth year ends on 31 March */
  g_assert_cmpint (mado_age_school_grade ("2011-01-01", "2026-03-31"), ==, 9);
  g_assert_cmpint (mado_age_school_grade ("2011-01-01", "2026-04-01"), ==, 0);
}

static void
test_days (void)
{
  g_autofree char *next = mado_date_add_days ("2026-02-27", 2);
  g_autofree char *before = mado_date_add_days ("2024-03-01", -1);
  g_autofree char *bad = mado_date_add_days ("2026-13-01", 1);

  g_assert_cmpstr (next, ==, "2026-03-01");
  g_assert_cmpstr (before, ==, "2024-02-29");
  g_assert_cmpstr (bad, ==, "");
  g_assert_cmpint (mado_fiscal_year ("2026-03-31"), ==, 2025);
  g_assert_cmpint (mado_fiscal_year ("2026-04-01"), ==, 2026);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/age/on", test_age);
  g_test_add_func ("/age/reached", test_reached);
  g_test_add_func ("/age/child", test_child);
  g_test_add_func ("/age/school", test_school);
  g_test_add_func ("/age/days", test_days);
  return g_test_run ();
}
