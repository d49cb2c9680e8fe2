/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/mado-date.h"

#include <string.h>

/* The calendar, eras and terms. What a clerk types is in mado-date-parse.c. */

#define FIRST_YEAR 1873 /* 明治6年: the Gregorian calendar begins */
#define LAST_YEAR  2199
#define MS_PER_DAY (24 * 60 * 60 * G_GINT64_CONSTANT (1000))
#define JAPAN_MS   (9 * 60 * 60 * G_GINT64_CONSTANT (1000))

typedef struct
{
  const char *name;
  const char *letter;
  MadoDate    first;
} Era;

static const Era eras[] = {
  [MADO_ERA_MEIJI] = { "明治", "M", { 1868, 1, 25 } },
  [MADO_ERA_TAISHO] = { "大正", "T", { 1912, 7, 30 } },
  [MADO_ERA_SHOWA] = { "昭和", "S", { 1926, 12, 25 } },
  [MADO_ERA_HEISEI] = { "平成", "H", { 1989, 1, 8 } },
  [MADO_ERA_REIWA] = { "令和", "R", { 2019, 5, 1 } },
};

static MadoEra
era_of (const MadoDate *date)
{
  for (int e = MADO_ERA_REIWA; e > MADO_ERA_MEIJI; e--)
    if (mado_date_compare (date, &eras[e].first) >= 0)
      return e;
  return MADO_ERA_MEIJI;
}

static gboolean
is_leap (int year)
{
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int
mado_date_days_in_month (int year,
                         int month)
{
  static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

  g_return_val_if_fail (month >= 1 && month <= 12, 0);

  return days[month - 1] + (month == 2 && is_leap (year));
}

gboolean
mado_date_is_valid (const MadoDate *date)
{
  if (date->year < FIRST_YEAR || date->year > LAST_YEAR)
    return FALSE;
  if (date->month == 0)
    return date->day == 0;
  if (date->month < 0 || date->month > 12 || date->day < 0)
    return FALSE;
  return date->day <= mado_date_days_in_month (date->year, date->month);
}

gboolean
mado_date_is_complete (const MadoDate *date)
{
  return mado_date_is_valid (date) && date->day != 0;
}

int
mado_date_compare (const MadoDate *a,
                   const MadoDate *b)
{
  if (a->year != b->year)
    return a->year < b->year ? -1 : 1;
  if (a->month != b->month)
    return a->month < b->month ? -1 : 1;
  if (a->day != b->day)
    return a->day < b->day ? -1 : 1;
  return 0;
}

gboolean
mado_date_equal (const MadoDate *a,
                 const MadoDate *b)
{
  return mado_date_compare (a, b) == 0;
}

MadoDate
mado_date_earliest (const MadoDate *date)
{
  MadoDate d = *date;

  if (d.month == 0)
    d.month = 1;
  if (d.day == 0)
    d.day = 1;
  return d;
}

MadoDate
mado_date_latest (const MadoDate *date)
{
  MadoDate d = *date;

  if (d.month == 0)
    d.month = 12;
  if (d.day == 0)
    d.day = mado_date_days_in_month (d.year, d.month);
  return d;
}

static gboolean
read_digits (const char *text,
             int         n,
             int        *number)
{
  *number = 0;
  for (int i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      *number = *number * 10 + (text[i] - '0');
    }
  return TRUE;
}

gboolean
mado_date_parse_iso (const char *text,
                     MadoDate   *date)
{
  MadoDate d;

  if (text == NULL || strlen (text) != MADO_DATE_ISO_LENGTH ||
      text[4] != '-' || text[7] != '-' ||
      !read_digits (text, 4, &d.year) ||
      !read_digits (text + 5, 2, &d.month) ||
      !read_digits (text + 8, 2, &d.day) ||
      !mado_date_is_valid (&d))
    return FALSE;
  *date = d;
  return TRUE;
}

char *
mado_date_to_iso (const MadoDate *date)
{
  return g_strdup_printf ("%04d-%02d-%02d", date->year, date->month, date->day);
}

/* --- eras ------------------------------------------------------------------- */

const char *
mado_era_name (MadoEra era)
{
  g_return_val_if_fail (era > MADO_ERA_NONE && era <= MADO_ERA_REIWA, "");

  return eras[era].name;
}

const char *
mado_era_letter (MadoEra era)
{
  g_return_val_if_fail (era > MADO_ERA_NONE && era <= MADO_ERA_REIWA, "");

  return eras[era].letter;
}

gboolean
mado_date_get_era (const MadoDate *date,
                   MadoEra        *era,
                   int            *year)
{
  MadoDate first = mado_date_earliest (date);
  MadoDate last = mado_date_latest (date);
  MadoEra e = era_of (&last);

  if (era != NULL)
    *era = e;
  if (year != NULL)
    *year = date->year - eras[e].first.year + 1;
  return era_of (&first) == e;
}

static void
append_era_year (GString *out,
                 MadoEra  era,
                 int      western)
{
  int year = western - eras[era].first.year + 1;

  g_string_append (out, eras[era].name);
  if (year == 1)
    g_string_append (out, "元年");
  else
    g_string_append_printf (out, "%d年", year);
}

char *
mado_date_to_wareki (const MadoDate *date)
{
  GString *out = g_string_new (NULL);
  MadoDate first = mado_date_earliest (date);
  MadoDate last = mado_date_latest (date);

  if (era_of (&first) != era_of (&last))
    {
      append_era_year (out, era_of (&first), date->year);
      g_string_append (out, "／");
    }
  append_era_year (out, era_of (&last), date->year);
  if (date->month == 0)
    g_string_append (out, "月日不詳");
  else if (date->day == 0)
    g_string_append_printf (out, "%d月日不詳", date->month);
  else
    g_string_append_printf (out, "%d月%d日", date->month, date->day);
  return g_string_free (out, FALSE);
}

char *
mado_date_display (const MadoDate *date,
                   const MadoDate *today)
{
  g_autofree char *wareki = mado_date_to_wareki (date);
  int lowest, highest;

  if (today == NULL || mado_date_compare (date, today) > 0)
    return g_strdup_printf ("%s（%d）", wareki, date->year);
  if (mado_date_age_range (date, today, &lowest, &highest))
    return g_strdup_printf ("%s（%d）%d歳", wareki, date->year, lowest);
  return g_strdup_printf ("%s（%d）%d～%d歳", wareki, date->year, MAX (lowest, 0), highest);
}

char *
mado_date_to_input (const MadoDate *date)
{
  MadoEra era;
  int year;

  if (!mado_date_get_era (date, &era, &year))
    return mado_date_to_iso (date);
  if (date->month == 0)
    return g_strdup_printf ("%s%d.00.00", eras[era].letter, year);
  if (date->day == 0)
    return g_strdup_printf ("%s%d.%d.00", eras[era].letter, year, date->month);
  return g_strdup_printf ("%s%d.%d.%d", eras[era].letter, year, date->month, date->day);
}

/* --- the calendar ------------------------------------------------------------ */

/* Days since 1970-01-01, counting years from March so that the leap day ends
 * the year. */
gint64
mado_date_to_days (const MadoDate *date)
{
  gint64 y = date->year - (date->month <= 2);
  gint64 century = y / 400;
  gint64 year_of = y - century * 400;
  gint64 month = (date->month + 9) % 12;
  gint64 day_of = (153 * month + 2) / 5 + date->day - 1;

  return century * 146097 + year_of * 365 + year_of / 4 - year_of / 100 + day_of - 719468;
}

MadoDate
mado_date_from_days (gint64 days)
{
  gint64 z = days + 719468;
  gint64 century = z / 146097;
  gint64 day = z - century * 146097;
  gint64 year = (day - day / 1460 + day / 36524 - day / 146096) / 365;
  gint64 day_of = day - (365 * year + year / 4 - year / 100);
  gint64 month = (5 * day_of + 2) / 153;
  MadoDate d;

  d.day = (int) (day_of - (153 * month + 2) / 5 + 1);
  d.month = (int) (month < 10 ? month + 3 : month - 9);
  d.year = (int) (year + century * 400 + (d.month <= 2));
  return d;
}

MadoDate
mado_date_from_ms (gint64 ms)
{
  gint64 local = ms + JAPAN_MS;
  gint64 days = local / MS_PER_DAY;

  if (local < 0 && local % MS_PER_DAY != 0)
    days--;
  return mado_date_from_days (days);
}

int
mado_date_weekday (const MadoDate *date)
{
  /* 1970-01-01 was a Thursday. */
  return (int) (((mado_date_to_days (date) + 4) % 7 + 7) % 7);
}

const char *
mado_date_weekday_name (const MadoDate *date)
{
  static const char *const names[] = { "日", "月", "火", "水", "木", "金", "土" };

  return names[mado_date_weekday (date)];
}

MadoDate
mado_date_plus_days (const MadoDate *date,
                    int             days)
{
  return mado_date_from_days (mado_date_to_days (date) + days);
}

MadoDate
mado_date_plus_months (const MadoDate *date,
                      int             months)
{
  int index = date->year * 12 + date->month - 1 + months;
  MadoDate d = { index / 12, index % 12 + 1, date->day };

  d.day = MIN (d.day, mado_date_days_in_month (d.year, d.month));
  return d;
}

/* --- ages --------------------------------------------------------------------- */

static int
age_of_complete (const MadoDate *birth,
                 const MadoDate *on)
{
  gboolean before = on->month < birth->month ||
                    (on->month == birth->month && on->day < birth->day);

  if (mado_date_compare (on, birth) < 0)
    return -1;
  /* Born on 29 February: completed at the end of 28 February, so on 1 March
   * of a common year this comparison is already past the birthday. */
  return on->year - birth->year - before;
}

int
mado_date_age (const MadoDate *birth,
               const MadoDate *on)
{
  MadoDate last = mado_date_latest (birth);

  return age_of_complete (&last, on);
}

gboolean
mado_date_age_range (const MadoDate *birth,
                     const MadoDate *on,
                     int            *lowest,
                     int            *highest)
{
  MadoDate first = mado_date_earliest (birth);
  int low = mado_date_age (birth, on);
  int high = age_of_complete (&first, on);

  if (lowest != NULL)
    *lowest = low;
  if (highest != NULL)
    *highest = high;
  return low == high;
}

MadoDate
mado_date_of_age (const MadoDate *birth,
                  int             years)
{
  MadoDate born = mado_date_latest (birth);
  MadoDate day = { born.year + years, born.month, born.day };

  if (day.month == 2 && day.day == 29 && !is_leap (day.year))
    {
      day.day = 28;
      return day;
    }
  return mado_date_plus_days (&day, -1);
}

int
mado_date_fiscal_year (const MadoDate *date)
{
  return date->year - (date->month < 4);
}

MadoDate
mado_date_fiscal_year_end (const MadoDate *date)
{
  MadoDate end = { mado_date_fiscal_year (date) + 1, 3, 31 };

  return end;
}

MadoDate
mado_date_fiscal_year_end_of_age (const MadoDate *birth,
                                  int             years)
{
  MadoDate day = mado_date_of_age (birth, years);

  return mado_date_fiscal_year_end (&day);
}

MadoDate
mado_date_deadline (const MadoDate    *start,
                    int                days,
                    MadoDeadlineFlags  flags,
                    MadoHolidayFunc    holiday,
                    gpointer           user_data)
{
  MadoDate end = mado_date_plus_days (start, days);

  if (flags & MADO_DEADLINE_COUNT_FIRST_DAY)
    end = mado_date_plus_days (&end, -1);
  /* A year of holidays in a row is a fault of the calendar, not a rule. */
  for (int i = 0; holiday != NULL && i < 366 && holiday (&end, user_data); i++)
    end = mado_date_plus_days (&end, 1);
  return end;
}
