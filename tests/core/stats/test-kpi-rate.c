/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/stats/mado-kpi-rate.h"

#include <math.h>
#include <string.h>

static MadoKpi *
make_kpi (MadoKpiKind kind)
{
  MadoKpi *kpi = mado_kpi_new ();

  kpi->no = 1;
  kpi->kind = kind;
  return kpi;
}

static MadoKpiValue *
add (MadoKpi    *kpi,
     const char *when,
     const char *value)
{
  MadoKpiValue *cell = mado_kpi_value_new (when);

  g_free (cell->value);
  cell->value = g_strdup (value);
  g_ptr_array_add (kpi->values, cell);
  return cell;
}

static MadoKpi *
make_number (const char *baseline,
             const char *year,
             const char *target)
{
  MadoKpi *kpi = make_kpi (MADO_KPI_NUMBER);

  add (kpi, "2021", baseline);
  add (kpi, "2023", year);
  add (kpi, "target", target);
  return kpi;
}

static MadoKpiRule
make_rule (void)
{
  MadoKpiRule rule;

  mado_kpi_rule_init (&rule);
  rule.baseline_year = 2021;
  rule.year = 2023;
  return rule;
}

typedef struct
{
  const char    *baseline;
  const char    *year;
  const char    *target;
  double         rate; /* NaN: none */
  MadoKpiClass   kpi_class;
  MadoKpiRateWhy why;
} Case;

static const Case cases[] = {
  { "10", "20", "20", 1, MADO_KPI_ACHIEVED, MADO_RATE_WORKED_OUT },
  { "0", "3", "10", 0.3, MADO_KPI_GE30, MADO_RATE_WORKED_OUT },
  { "0", "2.9", "10", 0.29, MADO_KPI_OTHER, MADO_RATE_WORKED_OUT },
  /* 0.7 − 0.4 is a little less than 0.3 in binary. */
  { "0.4", "0.7", "1.4", 0.3, MADO_KPI_GE30, MADO_RATE_WORKED_OUT },
  { "0.1", "0.3", "0.3", 1, MADO_KPI_ACHIEVED, MADO_RATE_WORKED_OUT },
  { "7419238", "7223122", "8100000", -0.288, MADO_KPI_OTHER, MADO_RATE_WORKED_OUT },
  { "65.4", "83", "86.4", 0.838, MADO_KPI_GE30, MADO_RATE_WORKED_OUT },
  /* Falling is the aim. */
  { "100", "60", "50", 0.8, MADO_KPI_GE30, MADO_RATE_WORKED_OUT },
  { "100", "50", "50", 1, MADO_KPI_ACHIEVED, MADO_RATE_WORKED_OUT },
  { "100", "120", "50", -0.4, MADO_KPI_OTHER, MADO_RATE_WORKED_OUT },
  { "", "79", "90", 0.878, MADO_KPI_GE30, MADO_RATE_WORKED_OUT },
  { "5", "7", "5", NAN, MADO_KPI_OTHER, MADO_RATE_NO_WAY },
  { "0", "0", "0", NAN, MADO_KPI_OTHER, MADO_RATE_NO_WAY },
  { "", "5", "0", NAN, MADO_KPI_OTHER, MADO_RATE_NO_WAY },
  { "1", "", "2", NAN, MADO_KPI_OTHER, MADO_RATE_NO_RESULT },
  { "1", "2", "", NAN, MADO_KPI_OTHER, MADO_RATE_NO_TARGET },
  { "1", "abc", "2", NAN, MADO_KPI_OTHER, MADO_RATE_NO_RESULT },
  { "1", "99999999999999999999999999999999", "2", NAN, MADO_KPI_OTHER, MADO_RATE_NO_RESULT },
  { "0", "500000000000000000", "1000000000000000000", 0.5, MADO_KPI_GE30, MADO_RATE_WORKED_OUT },
  { "-10", "0", "10", 0.5, MADO_KPI_GE30, MADO_RATE_WORKED_OUT },
};

static void
test_numbers (void)
{
  MadoKpiRule rule = make_rule ();

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (MadoKpi) kpi = make_number (cases[i].baseline, cases[i].year, cases[i].target);
      g_auto (MadoKpiRate) rate = { 0 };

      g_test_message ("case %u", i);
      mado_kpi_rate_init (&rate, kpi, &rule);
      g_assert_cmpint (rate.kpi_class, ==, cases[i].kpi_class);
      g_assert_cmpint (rate.why, ==, cases[i].why);
      if (isnan (cases[i].rate))
        g_assert_true (isnan (rate.overall));
      else
        g_assert_cmpfloat_with_epsilon (rate.overall, cases[i].rate, 0.001);
    }
}

static void
test_settings (void)
{
  MadoKpiRule rule = make_rule ();
  g_autoptr (MadoKpi) kpi = make_number ("", "40", "100");
  g_auto (MadoKpiRate) zero = { 0 };
  g_auto (MadoKpiRate) skip = { 0 };
  g_auto (MadoKpiRate) high = { 0 };
  g_auto (MadoKpiRate) lower = { 0 };

  mado_kpi_rate_init (&zero, kpi, &rule);
  g_assert_cmpint (zero.kpi_class, ==, MADO_KPI_GE30);
  rule.threshold = 50;
  mado_kpi_rate_init (&high, kpi, &rule);
  g_assert_cmpint (high.kpi_class, ==, MADO_KPI_OTHER);
  rule.threshold = 30;
  rule.missing_baseline = MADO_BASELINE_SKIP;
  mado_kpi_rate_init (&skip, kpi, &rule);
  g_assert_cmpint (skip.why, ==, MADO_RATE_NO_BASELINE);
  rule.missing_baseline = MADO_BASELINE_ZERO;
  kpi->lower_is_better = TRUE;
  mado_kpi_rate_init (&lower, kpi, &rule);
  g_assert_cmpint (lower.why, ==, MADO_RATE_NO_BASELINE);
}

static void
add_component (MadoKpi    *kpi,
               const char *key)
{
  MadoKpiComponent *component = g_new0 (MadoKpiComponent, 1);

  component->key = g_strdup (key);
  component->label = g_strdup (key);
  component->unit = g_strdup ("");
  g_ptr_array_add (kpi->components, component);
}

static void
add_two (MadoKpi    *kpi,
         const char *when,
         const char *one,
         const char *two)
{
  MadoKpiValue *cell = add (kpi, when, "");

  g_ptr_array_add (cell->values, g_strdup (one));
  g_ptr_array_add (cell->values, g_strdup (two));
}

static void
test_several (void)
{
  MadoKpiRule rule = make_rule ();
  const struct { MadoMultiRule multi; double overall; MadoKpiClass kpi_class; } rules[] = {
    { MADO_MULTI_LOWEST, 0.2, MADO_KPI_OTHER },
    { MADO_MULTI_MEAN, 0.6, MADO_KPI_GE30 },
    { MADO_MULTI_HIGHEST, 1, MADO_KPI_ACHIEVED },
  };
  g_autoptr (MadoKpi) kpi = make_kpi (MADO_KPI_MULTI);

  add_component (kpi, "hours");
  add_component (kpi, "cost");
  add_two (kpi, "2021", "0", "0");
  add_two (kpi, "2023", "100", "2");
  add_two (kpi, "target", "100", "10");
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_auto (MadoKpiRate) rate = { 0 };

      rule.multi = rules[i].multi;
      mado_kpi_rate_init (&rate, kpi, &rule);
      g_assert_cmpuint (rate.rates->len, ==, 2);
      g_assert_cmpfloat_with_epsilon (rate.overall, rules[i].overall, 1e-9);
      g_assert_cmpint (rate.kpi_class, ==, rules[i].kpi_class);
    }
  /* One number is missing: no rule can make more of it than "other". */
  g_ptr_array_remove_index (kpi->values, 1);
  add_two (kpi, "2023", "100", "");
  for (guint i = 0; i < 2; i++)
    {
      g_auto (MadoKpiRate) rate = { 0 };

      rule.multi = rules[i].multi;
      mado_kpi_rate_init (&rate, kpi, &rule);
      g_assert_cmpint (rate.kpi_class, ==, MADO_KPI_OTHER);
      g_assert_cmpint (rate.why, ==, MADO_RATE_NO_RESULT);
    }
}

static void
add_area (MadoKpiValue *cell,
          const char   *building,
          int           from,
          int           until,
          const char   *extent)
{
  MadoKpiArea *area = mado_kpi_area_new (building, extent);

  for (int floor = from; floor <= until; floor++)
    g_array_append_val (area->floors, floor);
  g_ptr_array_add (cell->areas, area);
}

static MadoKpiClass
class_of (MadoKpi           *kpi,
          const MadoKpiRule *rule)
{
  g_auto (MadoKpiRate) rate = { 0 };

  mado_kpi_rate_init (&rate, kpi, rule);
  g_assert_cmpuint (rate.rates->len, ==, 0);
  return rate.kpi_class;
}

static void
test_words (void)
{
  MadoKpiRule rule = make_rule ();
  g_autoptr (MadoKpi) places = make_kpi (MADO_KPI_COVERAGE);
  g_autoptr (MadoKpi) state = make_kpi (MADO_KPI_STATE);
  MadoKpiValue *cell;

  add_area (add (places, "target", ""), "本館", 1, 2, "全域");
  cell = add (places, "2023", "");
  add_area (cell, "本館", 1, 1, "全域");
  g_assert_cmpint (class_of (places, &rule), ==, MADO_KPI_OTHER);
  add_area (cell, "本館", 2, 2, "ロビー");
  g_assert_cmpint (class_of (places, &rule), ==, MADO_KPI_OTHER);
  add_area (cell, "本館", 2, 5, "全域");
  g_assert_cmpint (class_of (places, &rule), ==, MADO_KPI_ACHIEVED);
  rule.coverage_counts = FALSE;
  g_assert_cmpint (class_of (places, &rule), ==, MADO_KPI_OTHER);

  state->states = g_strsplit ("未着手 検討中 導入済", " ", -1);
  g_free (add (state, "target", "")->state);
  ((MadoKpiValue *) state->values->pdata[0])->state = g_strdup ("検討中");
  g_free (add (state, "2023", "")->state);
  ((MadoKpiValue *) state->values->pdata[1])->state = g_strdup ("導入済");
  g_assert_cmpint (class_of (state, &rule), ==, MADO_KPI_ACHIEVED);
  g_free (((MadoKpiValue *) state->values->pdata[1])->state);
  ((MadoKpiValue *) state->values->pdata[1])->state = g_strdup ("未着手");
  g_assert_cmpint (class_of (state, &rule), ==, MADO_KPI_OTHER);
  g_free (((MadoKpiValue *) state->values->pdata[1])->state);
  ((MadoKpiValue *) state->values->pdata[1])->state = g_strdup ("誰も知らない");
  g_assert_cmpint (class_of (state, &rule), ==, MADO_KPI_OTHER);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kpi/numbers", test_numbers);
  g_test_add_func ("/kpi/settings", test_settings);
  g_test_add_func ("/kpi/several", test_several);
  g_test_add_func ("/kpi/words", test_words);
  return g_test_run ();
}
