/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/stats/mado-kpi-rate.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* --- numbers: exact, so that 0.3 of the way is 30 % ---------------------------- */

#define DECIMALS 6
#define MAX_LENGTH 24 /* of the text: more is no number that a city counts */

typedef struct
{
  gboolean there;
  __int128 scaled; /* × 10^DECIMALS */
} Number;

static Number
to_number (const char *text)
{
  Number number = { *text != 0, 0 };
  gboolean negative = *text == '-';
  int decimals = -1;

  if (strlen (text) > MAX_LENGTH)
    return (Number) { FALSE, 0 };
  for (const char *p = text + (negative ? 1 : 0); *p != 0; p++)
    if (*p == '.' && decimals < 0)
      decimals = 0;
    else if (!g_ascii_isdigit (*p))
      return (Number) { FALSE, 0 };
    else if (decimals < DECIMALS)
      {
        number.scaled = number.scaled * 10 + (*p - '0');
        decimals += decimals >= 0;
      }
  for (int i = MAX (decimals, 0); i < DECIMALS; i++)
    number.scaled *= 10;
  if (negative)
    number.scaled = -number.scaled;
  return number;
}

/* --- one number ------------------------------------------------------------------- */

typedef struct
{
  MadoKpiRateWhy why;
  __int128       over;  /* year − baseline */
  __int128       under; /* target − baseline, not 0 */
} Fraction;

static Fraction
divide (const char        *year,
        const char        *baseline,
        const char        *target,
        const MadoKpi     *kpi,
        const MadoKpiRule *rule)
{
  Fraction out = { MADO_RATE_WORKED_OUT, 0, 1 };
  Number y = to_number (year);
  Number b = to_number (baseline);
  Number t = to_number (target);

  if (!t.there)
    out.why = MADO_RATE_NO_TARGET;
  else if (!y.there)
    out.why = MADO_RATE_NO_RESULT;
  else if (!b.there && (rule->missing_baseline == MADO_BASELINE_SKIP || kpi->lower_is_better))
    out.why = MADO_RATE_NO_BASELINE;
  else if (t.scaled == b.scaled)
    out.why = MADO_RATE_NO_WAY;
  if (out.why != MADO_RATE_WORKED_OUT)
    return out;
  out.over = (__int128) y.scaled - b.scaled;
  out.under = (__int128) t.scaled - b.scaled;
  return out;
}

static double
to_double (const Fraction *fraction)
{
  return fraction->why == MADO_RATE_WORKED_OUT ? (double) fraction->over / (double) fraction->under : NAN;
}

static gboolean
reaches (const Fraction *fraction,
         double          per_cent)
{
  __int128 share = (__int128) llround (per_cent * 1000);
  __int128 have = fraction->over * 100000;
  __int128 need = fraction->under * share;

  return fraction->under > 0 ? have >= need : have <= need;
}

static MadoKpiClass
classify (const Fraction    *fraction,
          const MadoKpiRule *rule)
{
  if (fraction->why != MADO_RATE_WORKED_OUT)
    return MADO_KPI_OTHER;
  if (reaches (fraction, 100))
    return MADO_KPI_ACHIEVED;
  return reaches (fraction, rule->threshold) ? MADO_KPI_GE30 : MADO_KPI_OTHER;
}

/* --- several numbers ---------------------------------------------------------------- */

static const char *
component (const MadoKpiValue *cell,
           guint               i)
{
  return cell != NULL && i < cell->values->len ? cell->values->pdata[i] : "";
}

static const char *
number_of (const MadoKpiValue *cell)
{
  return cell != NULL ? cell->value : "";
}

static void
combine (MadoKpiRate       *self,
         const MadoKpiRule *rule,
         GArray            *fractions)
{
  double sum = 0;

  for (guint i = 0; i < fractions->len; i++)
    {
      Fraction *fraction = &g_array_index (fractions, Fraction, i);
      double rate = to_double (fraction);
      MadoKpiClass kpi_class = classify (fraction, rule);

      g_array_append_val (self->rates, rate);
      if (fraction->why != MADO_RATE_WORKED_OUT)
        self->why = fraction->why;
      sum += rate;
      if (i == 0 || (rule->multi == MADO_MULTI_HIGHEST ? rate > self->overall : !(rate >= self->overall)))
        {
          self->overall = rate;
          self->kpi_class = kpi_class;
        }
    }
  if (rule->multi != MADO_MULTI_MEAN || fractions->len < 2)
    return;
  self->overall = sum / fractions->len;
  self->kpi_class = isnan (self->overall) ? MADO_KPI_OTHER
                    : self->overall >= 1 ? MADO_KPI_ACHIEVED
                    : self->overall * 100 >= rule->threshold ? MADO_KPI_GE30 : MADO_KPI_OTHER;
}

static void
rate_numbers (MadoKpiRate        *self,
              const MadoKpi      *kpi,
              const MadoKpiRule  *rule,
              const MadoKpiValue *year,
              const MadoKpiValue *baseline,
              const MadoKpiValue *target)
{
  g_autoptr (GArray) fractions = g_array_new (FALSE, TRUE, sizeof (Fraction));
  guint n = kpi->kind == MADO_KPI_MULTI ? kpi->components->len : 1;

  for (guint i = 0; i < n; i++)
    {
      Fraction fraction = kpi->kind == MADO_KPI_MULTI
        ? divide (component (year, i), component (baseline, i), component (target, i), kpi, rule)
        : divide (number_of (year), number_of (baseline), number_of (target), kpi, rule);

      g_array_append_val (fractions, fraction);
    }
  combine (self, rule, fractions);
  if (self->why == MADO_RATE_NO_RESULT && year != NULL && year->missing == MADO_KPI_PENDING)
    self->why = MADO_RATE_PENDING;
}

/* --- words -------------------------------------------------------------------------------- */

#define WHOLE "全域"

static gboolean
has_floor (const MadoKpiArea *area,
           int                floor)
{
  for (guint i = 0; i < area->floors->len; i++)
    if (g_array_index (area->floors, int, i) == floor)
      return TRUE;
  return FALSE;
}

static gboolean
is_covered (const MadoKpiArea *wanted,
            int                floor,
            GPtrArray         *areas)
{
  for (guint i = 0; i < areas->len; i++)
    {
      const MadoKpiArea *area = areas->pdata[i];

      if (strcmp (area->building, wanted->building) == 0 && has_floor (area, floor) &&
          (strcmp (area->extent, WHOLE) == 0 || strcmp (area->extent, wanted->extent) == 0))
        return TRUE;
    }
  return FALSE;
}

/* Every floor of the target, at least to the extent it says. */
static gboolean
covers (const MadoKpiValue *year,
        const MadoKpiValue *target)
{
  for (guint i = 0; i < target->areas->len; i++)
    {
      const MadoKpiArea *wanted = target->areas->pdata[i];

      for (guint k = 0; k < wanted->floors->len; k++)
        if (!is_covered (wanted, g_array_index (wanted->floors, int, k), year->areas))
          return FALSE;
    }
  return target->areas->len > 0;
}

static int
rank (const MadoKpi *kpi,
      const char    *state)
{
  for (int i = 0; kpi->states != NULL && kpi->states[i] != NULL; i++)
    if (strcmp (kpi->states[i], state) == 0)
      return i;
  return -1;
}

static gboolean
is_reached_in_words (const MadoKpi      *kpi,
                     const MadoKpiRule  *rule,
                     const MadoKpiValue *year,
                     const MadoKpiValue *target)
{
  if (kpi->kind == MADO_KPI_COVERAGE)
    return rule->coverage_counts && covers (year, target);
  return rule->state_counts && rank (kpi, target->state) >= 0 && rank (kpi, year->state) >= rank (kpi, target->state);
}

/* --- the KPI ------------------------------------------------------------------------------- */

void
mado_kpi_rate_init_year (MadoKpiRate       *self,
                         const MadoKpi     *kpi,
                         const MadoKpiRule *rule,
                         int                of_year)
{
  const MadoKpiValue *year = mado_kpi_find_year (kpi, of_year);
  const MadoKpiValue *baseline = mado_kpi_find_year (kpi, rule->baseline_year);
  const MadoKpiValue *target = mado_kpi_find_value (kpi, "target");

  self->why = MADO_RATE_WORKED_OUT;
  self->rates = g_array_new (FALSE, FALSE, sizeof (double));
  self->overall = NAN;
  self->kpi_class = MADO_KPI_OTHER;
  if (kpi->kind == MADO_KPI_NUMBER || kpi->kind == MADO_KPI_MULTI)
    {
      rate_numbers (self, kpi, rule, year, baseline, target);
      return;
    }
  self->why = target == NULL ? MADO_RATE_NO_TARGET : year == NULL ? MADO_RATE_NO_RESULT : MADO_RATE_IN_WORDS;
  if (year != NULL && year->missing != MADO_KPI_PRESENT)
    self->why = year->missing == MADO_KPI_PENDING ? MADO_RATE_PENDING : MADO_RATE_NO_RESULT;
  if (self->why == MADO_RATE_IN_WORDS && is_reached_in_words (kpi, rule, year, target))
    self->kpi_class = MADO_KPI_ACHIEVED;
}

void
mado_kpi_rate_init (MadoKpiRate       *self,
                    const MadoKpi     *kpi,
                    const MadoKpiRule *rule)
{
  mado_kpi_rate_init_year (self, kpi, rule, rule->year);
}

void
mado_kpi_rate_clear (MadoKpiRate *self)
{
  g_clear_pointer (&self->rates, g_array_unref);
}

void
mado_kpi_count_classes (const MadoPlanBook *book,
                        guint               counts[3])
{
  memset (counts, 0, 3 * sizeof *counts);
  for (guint i = 0; i < book->kpis->len; i++)
    {
      g_auto (MadoKpiRate) rate = { 0 };

      mado_kpi_rate_init (&rate, book->kpis->pdata[i], &book->rule);
      counts[rate.kpi_class]++;
    }
}

static int
compare_ints (gconstpointer a,
              gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

GArray *
mado_kpi_list_years (const MadoPlanBook *book)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  GArray *years = g_array_new (FALSE, FALSE, sizeof (int));

  for (guint i = 0; i < book->kpis->len; i++)
    {
      const MadoKpi *kpi = book->kpis->pdata[i];

      for (guint k = 0; k < kpi->values->len; k++)
        {
          int year = (int) g_ascii_strtoll (((MadoKpiValue *) kpi->values->pdata[k])->when, NULL, 10);

          if (year > 0 && g_hash_table_add (seen, GINT_TO_POINTER (year)))
            g_array_append_val (years, year);
        }
    }
  g_array_sort (years, compare_ints);
  return years;
}

/* --- words for people ------------------------------------------------------------------------ */

const char *
mado_kpi_class_to_string (MadoKpiClass kpi_class)
{
  static const char *const names[] = { "achieved", "ge30", "lt30_other" };

  return names[(guint) kpi_class < G_N_ELEMENTS (names) ? kpi_class : MADO_KPI_OTHER];
}

char *
mado_kpi_class_print (MadoKpiClass       kpi_class,
                      const MadoKpiRule *rule)
{
  switch (kpi_class)
    {
    case MADO_KPI_ACHIEVED:
      return g_strdup ("達成済");
    case MADO_KPI_GE30:
      return g_strdup_printf ("%g％以上", rule->threshold);
    default:
      return g_strdup_printf ("%g％未満その他", rule->threshold);
    }
}

const char *
mado_kpi_rate_why_print (MadoKpiRateWhy why)
{
  switch (why)
    {
    case MADO_RATE_NO_RESULT:
      return _("There is no result for the year.");
    case MADO_RATE_PENDING:
      return _("The result is still being surveyed.");
    case MADO_RATE_NO_TARGET:
      return _("There is no target.");
    case MADO_RATE_NO_BASELINE:
      return _("There is no baseline.");
    case MADO_RATE_NO_WAY:
      return _("The target is the same as the baseline, so there is no rate.");
    case MADO_RATE_IN_WORDS:
      return _("It is judged by words, not by numbers.");
    default:
      return "";
    }
}
