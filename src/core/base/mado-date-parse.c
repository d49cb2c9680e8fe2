/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/mado-date.h"
#include "core/base/mado-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * What a clerk types, turned into a day. The text is folded to half-width
 * first; then it is an era (maybe), and either one run of digits or up to
 * three numbers with separators. Nothing is guessed: what does not fit one of
 * the ways, does not exist or lies outside its era is refused with the reason.
 */

typedef struct
{
  MadoEra  era;       /* spoken in this text, else NONE */
  int      numbers[3];
  int      digits[3]; /* how many digits each had; 0 for 元 */
  int      n;
  gboolean month_day; /* "4月1日": the first number is a month */
} Parts;

static gboolean
refuse (GError    **error,
        const char *message)
{
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, message);
  return FALSE;
}

static gboolean
refuse_form (GError **error)
{
  return refuse (error, _("This is not a date. Type it like 3600401, S60.4.1 or 19850401."));
}

static const char *
skip_era (const char *text,
          MadoEra    *era)
{
  static const struct
  {
    const char *text;
    MadoEra     era;
  } words[] = {
    { "明治", MADO_ERA_MEIJI }, { "大正", MADO_ERA_TAISHO }, { "昭和", MADO_ERA_SHOWA },
    { "平成", MADO_ERA_HEISEI }, { "令和", MADO_ERA_REIWA },
    { "明", MADO_ERA_MEIJI }, { "大", MADO_ERA_TAISHO }, { "昭", MADO_ERA_SHOWA },
    { "平", MADO_ERA_HEISEI }, { "令", MADO_ERA_REIWA },
    { "㍾", MADO_ERA_MEIJI }, { "㍽", MADO_ERA_TAISHO }, { "㍼", MADO_ERA_SHOWA },
    { "㍻", MADO_ERA_HEISEI }, { "㋿", MADO_ERA_REIWA },
    { "M", MADO_ERA_MEIJI }, { "T", MADO_ERA_TAISHO }, { "S", MADO_ERA_SHOWA },
    { "H", MADO_ERA_HEISEI }, { "R", MADO_ERA_REIWA },
    { "m", MADO_ERA_MEIJI }, { "t", MADO_ERA_TAISHO }, { "s", MADO_ERA_SHOWA },
    { "h", MADO_ERA_HEISEI }, { "r", MADO_ERA_REIWA },
  };

  *era = MADO_ERA_NONE;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_has_prefix (text, words[i].text))
      {
        *era = words[i].era;
        return text + strlen (words[i].text);
      }
  return text;
}

/* 昭和60年4月日不詳 → 昭和60年4月00日 */
static char *
spell_unknown (const char *text)
{
  if (g_str_has_suffix (text, "月日不詳") && g_str_has_suffix (text, "年月日不詳"))
    return g_strdup_printf ("%.*s00月00日", (int) (strlen (text) - strlen ("月日不詳")), text);
  if (g_str_has_suffix (text, "月日不詳"))
    return g_strdup_printf ("%.*s00日", (int) (strlen (text) - strlen ("日不詳")), text);
  return g_strdup (text);
}

/* One number, or 元 for the first year. */
static const char *
take_number (const char *p,
             Parts      *parts)
{
  int value = 0, digits = 0;

  if (parts->n == 3)
    return NULL;
  if (g_str_has_prefix (p, "元"))
    {
      if (parts->n != 0 || parts->era == MADO_ERA_NONE)
        return NULL;
      parts->numbers[0] = 1;
      parts->digits[0] = 0;
      parts->n = 1;
      return p + strlen ("元");
    }
  for (; g_ascii_isdigit (*p); p++)
    {
      if (++digits > 8)
        return NULL;
      value = value * 10 + (*p - '0');
    }
  if (digits == 0)
    return NULL;
  parts->numbers[parts->n] = value;
  parts->digits[parts->n++] = digits;
  return p;
}

/* The separator after number @n; 年 月 日 must stand in their places. */
static const char *
take_separator (const char *p,
                Parts      *parts)
{
  static const char *const units[] = { "年", "月", "日" };

  if (*p == '.' || *p == '/' || *p == '-')
    return g_ascii_isdigit (p[1]) ? p + 1 : NULL;
  for (int i = 0; i < 3; i++)
    if (g_str_has_prefix (p, units[i]))
      {
        if (parts->n == 1 && i == 1 && parts->era == MADO_ERA_NONE)
          parts->month_day = TRUE;
        else if (i != parts->n - 1 + parts->month_day)
          return NULL;
        return p + strlen (units[i]);
      }
  return NULL;
}

static gboolean
split (const char *text,
       Parts      *parts)
{
  const char *p = skip_era (text, &parts->era);

  while (p != NULL && *p != 0)
    {
      p = take_number (p, parts);
      if (p != NULL && *p != 0)
        p = take_separator (p, parts);
    }
  return p != NULL && parts->n > 0;
}

/* --- meaning ------------------------------------------------------------------ */

static int
first_year (MadoEra era)
{
  static const int years[] = { 0, 1868, 1912, 1926, 1989, 2019 };

  return years[era];
}

/* The last day on which people still wrote that era. On the day of change
 * both are in use in registers (1912-07-30, 1926-12-25). */
static const MadoDate era_ends[] = {
  { 0 }, { 1912, 7, 30 }, { 1926, 12, 25 }, { 1989, 1, 7 }, { 2019, 4, 30 }, { 2199, 12, 31 },
};
static const MadoDate era_begins[] = {
  { 0 }, { 1868, 1, 25 }, { 1912, 7, 30 }, { 1926, 12, 25 }, { 1989, 1, 8 }, { 2019, 5, 1 },
};

static gboolean
check_calendar (const MadoDate *date,
                GError        **error)
{
  if (date->month > 12)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
                   _("There is no month %d."), date->month);
      return FALSE;
    }
  if (date->year < 1873)
    return refuse (error, _("Dates before 1 January of Meiji 6 (1873) follow the old calendar; "
                            "write them in the remarks."));
  if (date->year > 2199)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
                   _("The year %d is too far ahead."), date->year);
      return FALSE;
    }
  if (date->month == 0 && date->day != 0)
    return refuse (error, _("If the month is unknown, the day is unknown too: type 00 for both."));
  if (date->month != 0 && date->day > mado_date_days_in_month (date->year, date->month))
    {
      /* Translators: year, month, day */
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
                   _("In %d, month %d has no day %d."), date->year, date->month, date->day);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_era (const MadoDate *date,
           MadoEra         era,
           GError        **error)
{
  MadoDate first = mado_date_earliest (date);
  MadoDate last = mado_date_latest (date);
  g_autofree char *right = mado_date_to_wareki (date);

  if (mado_date_compare (&first, &era_ends[era]) > 0)
    {
      g_autofree char *end = mado_date_to_iso (&era_ends[era]);

      /* Translators: era name, its last day, the date in the right era */
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
                   _("%s ended on %s; this day is %s."), mado_era_name (era), end, right);
      return FALSE;
    }
  if (mado_date_compare (&last, &era_begins[era]) < 0)
    {
      g_autofree char *begin = mado_date_to_iso (&era_begins[era]);

      /* Translators: era name, its first day, the date in the right era */
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
                   _("%s began on %s; this day is %s."), mado_era_name (era), begin, right);
      return FALSE;
    }
  return TRUE;
}

static gboolean
finish (MadoDate         d,
        MadoEra          era,
        MadoDateContext *context,
        MadoDate        *date,
        GError         **error)
{
  if (!check_calendar (&d, error))
    return FALSE;
  if (era != MADO_ERA_NONE)
    {
      if (!check_era (&d, era, error))
        return FALSE;
      context->last_era = era;
    }
  *date = d;
  return TRUE;
}

static gboolean
in_era (int              year,
        int              month,
        int              day,
        MadoEra          era,
        MadoDateContext *context,
        MadoDate        *date,
        GError         **error)
{
  MadoDate d = { first_year (era) + year - 1, month, day };

  if (year == 0)
    return refuse (error, _("Eras begin with year 1 (元年)."));
  return finish (d, era, context, date, error);
}

/* The era of a year written with two digits. */
static gboolean
lean_on_last_era (MadoDateContext *context,
                  MadoEra         *era,
                  GError         **error)
{
  if (*era == MADO_ERA_NONE)
    *era = context->last_era;
  if (*era == MADO_ERA_NONE)
    return refuse (error, _("Which era? Type it in front, like S60.4.1."));
  return TRUE;
}

static gboolean
parse_run (Parts           *parts,
           MadoDateContext *context,
           MadoDate        *date,
           GError         **error)
{
  int number = parts->numbers[0], digits = parts->digits[0];
  int month = number / 100 % 100, day = number % 100, year = number / 10000;
  MadoEra era = parts->era;
  MadoDate d = { year, month, day };

  if (digits == 6)
    return lean_on_last_era (context, &era, error) &&
           in_era (year, month, day, era, context, date, error);
  if (era != MADO_ERA_NONE)
    return refuse_form (error);
  if (digits == 8)
    return finish (d, MADO_ERA_NONE, context, date, error);
  if (digits == 7)
    {
      era = year / 100;
      if (era < MADO_ERA_MEIJI || era > MADO_ERA_REIWA)
        return refuse (error, _("The first of seven digits is the era: 1 Meiji, 2 Taisho, 3 Showa, "
                                "4 Heisei, 5 Reiwa."));
      return in_era (year % 100, month, day, era, context, date, error);
    }
  if (digits > 2 || number == 0)
    return refuse_form (error);
  d = context->today;
  d.day = number;
  return finish (d, MADO_ERA_NONE, context, date, error);
}

static gboolean
parse_parts (Parts           *parts,
             MadoDateContext *context,
             MadoDate        *date,
             GError         **error)
{
  const int *n = parts->numbers;
  MadoEra era = parts->era;
  MadoDate d = { n[0], n[1], n[2] };

  for (int i = 1; i < parts->n; i++)
    if (parts->digits[i] > 2)
      return refuse_form (error);
  if (parts->n == 2 && era == MADO_ERA_NONE)
    {
      MadoDate this_year = { context->today.year, n[0], n[1] };

      if (parts->digits[0] > 2 || n[0] == 0 || n[1] == 0)
        return refuse_form (error);
      return finish (this_year, MADO_ERA_NONE, context, date, error);
    }
  if (parts->n != 3 || parts->month_day)
    return refuse_form (error);
  if (parts->digits[0] == 4 && era == MADO_ERA_NONE)
    return finish (d, MADO_ERA_NONE, context, date, error);
  if (parts->digits[0] > 2)
    return refuse_form (error);
  return lean_on_last_era (context, &era, error) &&
         in_era (n[0], n[1], n[2], era, context, date, error);
}

/**
 * mado_date_parse:
 * @text: what was typed
 * @context: (inout): today and the last era used; a spoken era is remembered
 * @date: (out): the day
 * @error: the reason, for the field
 */
gboolean
mado_date_parse (const char       *text,
                 MadoDateContext  *context,
                 MadoDate         *date,
                 GError          **error)
{
  g_autofree char *folded = NULL;
  g_autofree char *spelled = NULL;
  Parts parts = { MADO_ERA_NONE };

  g_return_val_if_fail (text != NULL && context != NULL && date != NULL, FALSE);

  if (!g_utf8_validate (text, -1, NULL))
    return refuse_form (error);
  folded = mado_text_fold_number (text);
  if (strcmp (folded, ".") == 0)
    {
      *date = context->today;
      return TRUE;
    }
  spelled = spell_unknown (folded);
  if (!split (spelled, &parts))
    return refuse_form (error);
  if (parts.n == 1)
    return parts.digits[0] == 0 ? refuse_form (error)
                                : parse_run (&parts, context, date, error);
  return parse_parts (&parts, context, date, error);
}
