/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/procedure/mado-age.h"

#include <stdio.h>

static gboolean
parse_date (const char *text, GDate *date)
{
  unsigned year = 0, month = 0, day = 0;
  char rest = 0;

  if (text == NULL || sscanf (text, "%4u-%2u-%2u%c", &year, &month, &day, &rest) < 3)
    return FALSE;
  if (rest != 0 && rest != 'T')
    return FALSE;
  if (!g_date_valid_dmy (day, month, year))
    return FALSE;
  g_date_set_dmy (date, day, month, year);
  return TRUE;
}

static int
years_between (const GDate *birth, const GDate *on)
{
  int years = (int) g_date_get_year (on) - (int) g_date_get_year (birth);

  if (g_date_get_month (on) < g_date_get_month (birth) ||
      (g_date_get_month (on) == g_date_get_month (birth) &&
       g_date_get_day (on) < g_date_get_day (birth)))
    years--;
  return years < 0 ? -1 : years;
}

static int
fiscal_year_of (const GDate *on)
{
  return (int) g_date_get_year (on) - (g_date_get_month (on) < 4 ? 1 : 0);
}

/* The day whose end completes @years: the day before the birthday, for those
 * born on 29 February always 28 February (民法143 II). */
static void
reached_date (const GDate *birth, int years, GDate *reached)
{
  GDateYear year = (GDateYear) (g_date_get_year (birth) + years);

  if (g_date_get_month (birth) == 2 && g_date_get_day (birth) == 29)
    {
      g_date_set_dmy (reached, 28, 2, year);
      return;
    }
  g_date_set_dmy (reached, g_date_get_day (birth), g_date_get_month (birth), year);
  g_date_subtract_days (reached, 1);
}

int
mado_age_on (const char *birth, const char *on)
{
  GDate b, o;

  if (!parse_date (birth, &b) || !parse_date (on, &o))
    return -1;
  return years_between (&b, &o);
}

int
mado_age_reached_on (const char *birth, const char *on)
{
  GDate b, o;

  if (!parse_date (birth, &b) || !parse_date (on, &o))
    return -1;
  g_date_add_days (&o, 1);
  return years_between (&b, &o);
}

int
mado_fiscal_year (const char *on)
{
  GDate o;

  return parse_date (on, &o) ? fiscal_year_of (&o) : 0;
}

gboolean
mado_age_is_child (const char *birth, const char *on)
{
  GDate b, o, reached;

  if (!parse_date (birth, &b) || !parse_date (on, &o) || g_date_compare (&b, &o) > 0)
    return FALSE;
  reached_date (&b, 18, &reached);
  return fiscal_year_of (&o) <= fiscal_year_of (&reached);
}

int
mado_age_school_grade (const char *birth, const char *on)
{
  GDate b, o, next;
  int entry, grade;

  if (!parse_date (birth, &b) || !parse_date (on, &o))
    return 0;
  reached_date (&b, 6, &next);
  g_date_add_days (&next, 1);
  /* the first 1 April on or after the day that follows */
  entry = (int) g_date_get_year (&next);
  if (g_date_get_month (&next) > 4 || (g_date_get_month (&next) == 4 && g_date_get_day (&next) > 1))
    entry++;
  grade = fiscal_year_of (&o) - entry + 1;
  return grade >= 1 && grade <= 9 ? grade : 0;
}

char *
mado_date_add_days (const char *date, int days)
{
  GDate d;

  if (!parse_date (date, &d))
    return g_strdup ("");
  if (days >= 0)
    g_date_add_days (&d, (guint) days);
  else
    g_date_subtract_days (&d, (guint) -days);
  return g_strdup_printf ("%04u-%02u-%02u", (unsigned) g_date_get_year (&d),
                          (unsigned) g_date_get_month (&d), (unsigned) g_date_get_day (&d));
}
