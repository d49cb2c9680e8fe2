/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/mado-plan-match.h"

#include <string.h>

static void
test_order (void)
{
  g_autoptr (MadoRandom) random = mado_random_new_seeded (7);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < 50; i++)
    g_ptr_array_add (keys, mado_plan_order_nth (i * 300));
  for (guint i = 0; i < 3000; i++)
    {
      guint at = mado_random_below (random, keys->len + 1);
      const char *before = at > 0 ? keys->pdata[at - 1] : NULL;
      const char *after = at < keys->len ? keys->pdata[at] : NULL;
      char *made = mado_plan_order_between (before, after);

      g_assert_true (before == NULL || strcmp (before, made) < 0);
      g_assert_true (after == NULL || strcmp (made, after) < 0);
      g_ptr_array_insert (keys, (gint) at, made);
    }
}

/* Keys that another program made end somewhere. */
static void
test_order_odd (void)
{
  static const char *const pairs[][2] = { { "a", "a" }, { "b", "a" }, { "", "" }, { "0", "00" }, { "zzzz", NULL }, { NULL, "0" },
                                          { "\xe3\x81\x82", "!" }, { "a", "a0" } };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *made = mado_plan_order_between (pairs[i][0], pairs[i][1]);

      g_assert_nonnull (made);
      g_assert_cmpuint (strlen (made), <, 16);
    }
}

static void
test_paths (void)
{
  g_auto (MadoPlanLinePath) path = { 0 };

  g_assert_true (mado_plan_line_path_parse ("summary/lab/text", &path));
  g_assert_cmpint (path.text, ==, MADO_PLAN_SUMMARY);
  g_assert_cmpstr (path.lid, ==, "lab");
  mado_plan_line_path_clear (&path);
  g_assert_true (mado_plan_line_path_parse ("line/lab/figure/f1", &path));
  g_assert_true (path.figure);
  g_assert_cmpstr (path.leaf, ==, "f1");
  mado_plan_line_path_clear (&path);
  g_assert_false (mado_plan_line_path_parse ("line/lab", &path));
  g_assert_false (mado_plan_line_path_parse ("line//text", &path));
  g_assert_false (mado_plan_line_path_parse ("title", &path));
  g_assert_true (mado_plan_is_department ("d2abc"));
  g_assert_false (mado_plan_is_department ("shared"));
  g_assert_false (mado_plan_is_department ("gather"));
  g_assert_false (mado_plan_is_department ("総務課"));
  g_assert_false (mado_plan_is_department (""));
}

static GPtrArray *
make_lines (const char *const *texts)
{
  GPtrArray *lines = mado_plan_lines_new ();

  for (guint i = 0; texts[i] != NULL; i++)
    g_ptr_array_add (lines, mado_plan_line_new (1, MADO_PLAN_LINE_ITEM, "○", texts[i]));
  return lines;
}

static void
test_match (void)
{
  const char *before[] = { "一つ目", "登録者：120人", "三つ目", "四つ目", NULL };
  const char *after[] = { "新しい行", "一つ目", "登録者：150人", "三つ目", NULL };
  const int expected[] = { -1, 0, 1, 2 };
  g_autoptr (GPtrArray) older = make_lines (before);
  g_autoptr (GPtrArray) newer = make_lines (after);
  g_autoptr (GArray) match = mado_plan_lines_match (older, newer);

  for (guint i = 0; i < match->len; i++)
    g_assert_cmpint (g_array_index (match, int, i), ==, expected[i]);
  g_assert_cmpuint (mado_plan_text_distance ("総務果", "総務課", 2), ==, 1);
  g_assert_cmpuint (mado_plan_text_distance ("ＩＴ課", "IT課", 2), ==, 0);
  g_assert_cmpuint (mado_plan_text_distance ("観光課", "港湾振興課", 2), ==, 3);
}

static void
test_years (void)
{
  const struct { const char *text; int year; } cases[] = {
    { "令和６年度", 2024 }, { "令和6年度", 2024 }, { "令和元年度", 2019 }, { "R7", 2025 }, { "2024", 2024 }, { "FY2023", 2023 },
    { "平成31年度", 2019 }, { "令和10年度", 2028 }, { "", 0 }, { "令和", 0 }, { "六年", 0 }, { "12", 0 }, { "令和６年度版", 0 },
  };
  g_autofree char *wide = mado_plan_year_print (2024);
  g_autofree char *half = mado_plan_year_print (2028);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (mado_plan_year_parse (cases[i].text), ==, cases[i].year);
  g_assert_cmpstr (wide, ==, "令和６年度");
  g_assert_cmpstr (half, ==, "令和10年度");
}

static void
test_names (void)
{
  g_autoptr (MadoDepartment) department = mado_department_new ("it", "情報課");
  MadoDepartmentName *later = g_new0 (MadoDepartmentName, 1);

  later->from = g_strdup ("2026-04-01");
  later->name = g_strdup ("デジタル課");
  g_ptr_array_add (department->names, later);
  g_assert_cmpstr (mado_department_get_name (department, "2026-03-31"), ==, "情報課");
  g_assert_cmpstr (mado_department_get_name (department, "2026-04-01"), ==, "デジタル課");
  g_assert_cmpstr (mado_department_get_name (department, NULL), ==, "デジタル課");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/order", test_order);
  g_test_add_func ("/plan/order-odd", test_order_odd);
  g_test_add_func ("/plan/paths", test_paths);
  g_test_add_func ("/plan/match", test_match);
  g_test_add_func ("/plan/years", test_years);
  g_test_add_func ("/plan/names", test_names);
  return g_test_run ();
}
