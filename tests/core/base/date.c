/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/mado-date.h"

static const MadoDate today = { 2026, 4, 3 };

typedef struct
{
  const char *text;
  MadoEra     last_era;
  const char *iso; /* NULL: refused */
} Typed;

static const Typed typed[] = {
  /* every way of the counter */
  { "3600401", MADO_ERA_NONE, "1985-04-01" },
  { "３６００４０１", MADO_ERA_NONE, "1985-04-01" },
  { "S60.4.1", MADO_ERA_NONE, "1985-04-01" },
  { "s60-4-1", MADO_ERA_NONE, "1985-04-01" },
  { "S600401", MADO_ERA_NONE, "1985-04-01" },
  { "Ｓ６０．４．１", MADO_ERA_NONE, "1985-04-01" },
  { "Ｓ６０。４。１", MADO_ERA_NONE, "1985-04-01" },
  { "昭和60年4月1日", MADO_ERA_NONE, "1985-04-01" },
  { "昭６０・４・１", MADO_ERA_NONE, "1985-04-01" },
  { "㍼60年4月1日", MADO_ERA_NONE, "1985-04-01" },
  { " 昭和 60年 4月 1日 ", MADO_ERA_NONE, "1985-04-01" },
  { "令和元年5月1日", MADO_ERA_NONE, "2019-05-01" },
  { "令和1年5月1日", MADO_ERA_NONE, "2019-05-01" },
  { "5080403", MADO_ERA_NONE, "2026-04-03" },
  { "19850401", MADO_ERA_NONE, "1985-04-01" },
  { "1985-4-1", MADO_ERA_NONE, "1985-04-01" },
  { "1985/4/1", MADO_ERA_NONE, "1985-04-01" },
  { "１９８５ー４ー１", MADO_ERA_NONE, "1985-04-01" },
  { "1985年4月1日", MADO_ERA_NONE, "1985-04-01" },
  { "60.4.1", MADO_ERA_SHOWA, "1985-04-01" },
  { "600401", MADO_ERA_SHOWA, "1985-04-01" },
  { "60年4月1日", MADO_ERA_SHOWA, "1985-04-01" },
  { ".", MADO_ERA_NONE, "2026-04-03" },
  { "。", MADO_ERA_NONE, "2026-04-03" },
  { "3", MADO_ERA_NONE, "2026-04-03" },
  { "３０", MADO_ERA_NONE, "2026-04-30" },
  { "3.28", MADO_ERA_NONE, "2026-03-28" },
  { "3月28日", MADO_ERA_NONE, "2026-03-28" },
  /* unknown parts */
  { "3600400", MADO_ERA_NONE, "1985-04-00" },
  { "3600000", MADO_ERA_NONE, "1985-00-00" },
  { "S60.00.00", MADO_ERA_NONE, "1985-00-00" },
  { "19850000", MADO_ERA_NONE, "1985-00-00" },
  { "昭和60年4月日不詳", MADO_ERA_NONE, "1985-04-00" },
  { "昭和60年月日不詳", MADO_ERA_NONE, "1985-00-00" },
  { "S64.00.00", MADO_ERA_NONE, "1989-00-00" },
  { "H1.01.00", MADO_ERA_NONE, "1989-01-00" },
  /* borders of eras */
  { "S64.1.7", MADO_ERA_NONE, "1989-01-07" },
  { "H1.1.8", MADO_ERA_NONE, "1989-01-08" },
  { "H31.4.30", MADO_ERA_NONE, "2019-04-30" },
  { "R1.5.1", MADO_ERA_NONE, "2019-05-01" },
  { "T1.7.30", MADO_ERA_NONE, "1912-07-30" },
  { "M45.7.30", MADO_ERA_NONE, "1912-07-30" },
  { "T15.12.25", MADO_ERA_NONE, "1926-12-25" },
  { "S1.12.25", MADO_ERA_NONE, "1926-12-25" },
  { "M6.1.1", MADO_ERA_NONE, "1873-01-01" },
  { "R6.2.29", MADO_ERA_NONE, "2024-02-29" },
  { "S64.1.8", MADO_ERA_NONE, NULL },
  { "S65.1.1", MADO_ERA_NONE, NULL },
  { "H1.1.7", MADO_ERA_NONE, NULL },
  { "H31.5.1", MADO_ERA_NONE, NULL },
  { "R1.4.30", MADO_ERA_NONE, NULL },
  { "M45.7.31", MADO_ERA_NONE, NULL },
  { "S1.12.24", MADO_ERA_NONE, NULL },
  { "M5.12.2", MADO_ERA_NONE, NULL },
  { "H1.01.00", MADO_ERA_NONE, "1989-01-00" },
  { "S64.02.00", MADO_ERA_NONE, NULL },
  /* days that do not exist, and no dates */
  { "R7.2.29", MADO_ERA_NONE, NULL },
  { "3600431", MADO_ERA_NONE, NULL },
  { "3601301", MADO_ERA_NONE, NULL },
  { "31", MADO_ERA_NONE, NULL },
  { "0", MADO_ERA_NONE, NULL },
  { "00", MADO_ERA_NONE, NULL },
  { "S0.4.1", MADO_ERA_NONE, NULL },
  { "3600001", MADO_ERA_NONE, NULL },
  { "S60.0.1", MADO_ERA_NONE, NULL },
  { "0600401", MADO_ERA_NONE, NULL },
  { "6600401", MADO_ERA_NONE, NULL },
  { "60.4.1", MADO_ERA_NONE, NULL },
  { "600401", MADO_ERA_NONE, NULL },
  { "昭和60年4月", MADO_ERA_NONE, NULL },
  { "昭和60年", MADO_ERA_NONE, NULL },
  { "昭和元", MADO_ERA_NONE, NULL },
  { "元年5月1日", MADO_ERA_REIWA, NULL },
  { "S1985.4.1", MADO_ERA_NONE, NULL },
  { "S60.4.1.1", MADO_ERA_NONE, NULL },
  { "S60.4.001", MADO_ERA_NONE, NULL },
  { "S60..1", MADO_ERA_NONE, NULL },
  { "S60.4.", MADO_ERA_NONE, NULL },
  { "985.4.1", MADO_ERA_SHOWA, NULL },
  { "99990101", MADO_ERA_NONE, NULL },
  { "16000101", MADO_ERA_NONE, NULL },
  { "123456789012345678901234567890", MADO_ERA_NONE, NULL },
  { "", MADO_ERA_NONE, NULL },
  { "S", MADO_ERA_NONE, NULL },
  { "昭和", MADO_ERA_NONE, NULL },
  { "あした", MADO_ERA_NONE, NULL },
  { "60月4日1年", MADO_ERA_SHOWA, NULL },
  { "\xff\xfe", MADO_ERA_NONE, NULL },
};

static void
test_typed (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      MadoDateContext context = { today, typed[i].last_era };
      MadoDate date = { 7, 7, 7 };
      g_autoptr (GError) error = NULL;
      gboolean fine = mado_date_parse (typed[i].text, &context, &date, &error);

      if (typed[i].iso == NULL)
        {
          if (fine)
            g_test_message ("taken: %s", typed[i].text);
          g_assert_false (fine);
          g_assert_error (error, MADO_ERROR, MADO_ERROR_INVALID);
          g_assert_cmpint (date.year, ==, 7);
          g_assert_cmpint (context.last_era, ==, typed[i].last_era);
        }
      else
        {
          g_autofree char *iso = NULL;

          if (!fine)
            g_test_message ("refused: %s: %s", typed[i].text, error->message);
          g_assert_true (fine);
          iso = mado_date_to_iso (&date);
          g_assert_cmpstr (iso, ==, typed[i].iso);
        }
    }
}

static void
test_last_era (void)
{
  MadoDateContext context = { today, MADO_ERA_NONE };
  MadoDate date;

  g_assert_true (mado_date_parse ("S60.4.1", &context, &date, NULL));
  g_assert_cmpint (context.last_era, ==, MADO_ERA_SHOWA);
  g_assert_true (mado_date_parse ("62.5.3", &context, &date, NULL));
  g_assert_cmpint (date.year, ==, 1987);
  g_assert_true (mado_date_parse ("4290806", &context, &date, NULL));
  g_assert_cmpint (context.last_era, ==, MADO_ERA_HEISEI);
  g_assert_true (mado_date_parse ("19850401", &context, &date, NULL));
  g_assert_cmpint (context.last_era, ==, MADO_ERA_HEISEI);
}

static void
test_reasons (void)
{
  static const struct
  {
    const char *text;
    const char *part;
  } cases[] = {
    { "S64.1.8", "昭和 ended on 1989-01-07; this day is 平成元年1月8日" },
    { "R1.4.30", "令和 began on 2019-05-01; this day is 平成31年4月30日" },
    { "R7.2.29", "In 2025, month 2 has no day 29" },
    { "S60.13.1", "There is no month 13" },
    { "60.4.1", "Which era?" },
    { "M5.1.1", "old calendar" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      MadoDateContext context = { today, MADO_ERA_NONE };
      g_autoptr (GError) error = NULL;
      MadoDate date;

      g_assert_false (mado_date_parse (cases[i].text, &context, &date, &error));
      g_assert_nonnull (strstr (error->message, cases[i].part));
    }
}

static void
test_forms (void)
{
  static const struct
  {
    const char *iso;
    const char *wareki;
    const char *display;
    const char *input;
  } cases[] = {
    { "1985-04-01", "昭和60年4月1日", "昭和60年4月1日（1985）41歳", "S60.4.1" },
    { "1985-04-04", "昭和60年4月4日", "昭和60年4月4日（1985）40歳", "S60.4.4" },
    { "2019-05-01", "令和元年5月1日", "令和元年5月1日（2019）6歳", "R1.5.1" },
    { "1985-04-00", "昭和60年4月日不詳", "昭和60年4月日不詳（1985）40～41歳", "S60.4.00" },
    { "1985-00-00", "昭和60年月日不詳", "昭和60年月日不詳（1985）40～41歳", "S60.00.00" },
    { "1989-00-00", "昭和64年／平成元年月日不詳", "昭和64年／平成元年月日不詳（1989）36～37歳",
      "1989-00-00" },
    { "1989-03-00", "平成元年3月日不詳", "平成元年3月日不詳（1989）37歳", "H1.3.00" },
    { "1989-01-07", "昭和64年1月7日", "昭和64年1月7日（1989）37歳", "S64.1.7" },
    { "2026-05-01", "令和8年5月1日", "令和8年5月1日（2026）", "R8.5.1" },
    { "2026-04-03", "令和8年4月3日", "令和8年4月3日（2026）0歳", "R8.4.3" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      MadoDateContext context = { today, MADO_ERA_NONE };
      MadoDate date, back;
      g_autofree char *wareki = NULL, *display = NULL, *input = NULL;

      g_assert_true (mado_date_parse_iso (cases[i].iso, &date));
      wareki = mado_date_to_wareki (&date);
      display = mado_date_display (&date, &today);
      input = mado_date_to_input (&date);
      g_assert_cmpstr (wareki, ==, cases[i].wareki);
      g_assert_cmpstr (display, ==, cases[i].display);
      g_assert_cmpstr (input, ==, cases[i].input);
      g_assert_true (mado_date_parse (input, &context, &back, NULL));
      g_assert_true (mado_date_equal (&back, &date));
    }
}

static void
test_iso_strict (void)
{
  static const char *const bad[] = {
    "", "1985-4-1", "1985-04-31", "1985-13-01", "1985-00-01", "19850401", "1985-04-1x", "1872-12-31",
    "2200-01-01", "1985/04/01", " 1985-04-01", "+985-04-01",
  };
  MadoDate date;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (mado_date_parse_iso (bad[i], &date));
  g_assert_false (mado_date_parse_iso (NULL, &date));
}

/* Every day of three centuries: number, weekday and era go on without a gap,
 * and every form reads back as the same day. */
static void
test_every_day (void)
{
  MadoDate first = { 1873, 1, 1 }, last = { 2199, 12, 31 };
  gint64 from = mado_date_to_days (&first), to = mado_date_to_days (&last);
  int weekday = mado_date_weekday (&first);
  MadoEra era = MADO_ERA_MEIJI;

  g_assert_cmpint (weekday, ==, 3); /* 明治6年1月1日 was a Wednesday */
  for (gint64 n = from; n <= to; n++)
    {
      MadoDate date = mado_date_from_days (n);
      MadoEra now;
      int year;

      g_assert_true (mado_date_is_complete (&date));
      g_assert_cmpint (mado_date_to_days (&date), ==, n);
      g_assert_cmpint (mado_date_weekday (&date), ==, weekday);
      g_assert_true (mado_date_get_era (&date, &now, &year));
      g_assert_cmpint (year, >=, 1);
      g_assert_true (now == era || now == era + 1);
      era = now;
      weekday = (weekday + 1) % 7;
    }
  g_assert_cmpint (era, ==, MADO_ERA_REIWA);
}

static void
test_ages (void)
{
  static const struct
  {
    const char *birth;
    const char *on;
    int         age;
  } cases[] = {
    { "2008-04-01", "2026-03-31", 17 }, { "2008-04-01", "2026-04-01", 18 },
    { "2008-02-29", "2026-02-28", 17 }, { "2008-02-29", "2026-03-01", 18 },
    { "2008-02-29", "2024-02-29", 16 }, { "2026-04-03", "2026-04-02", -1 },
    { "2026-04-03", "2026-04-03", 0 },  { "1985-00-00", "2026-04-03", 40 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      MadoDate birth, on;

      g_assert_true (mado_date_parse_iso (cases[i].birth, &birth));
      g_assert_true (mado_date_parse_iso (cases[i].on, &on));
      g_assert_cmpint (mado_date_age (&birth, &on), ==, cases[i].age);
    }
}

static void
test_day_of_age (void)
{
  static const struct
  {
    const char *birth;
    int         years;
    const char *day;
    const char *fiscal_end;
  } cases[] = {
    { "2008-04-01", 18, "2026-03-31", "2026-03-31" },
    { "2008-04-02", 18, "2026-04-01", "2027-03-31" },
    { "2008-03-31", 18, "2026-03-30", "2026-03-31" },
    { "2008-02-29", 18, "2026-02-28", "2026-03-31" },
    { "2008-02-29", 20, "2028-02-28", "2028-03-31" },
    { "2008-01-01", 18, "2025-12-31", "2026-03-31" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      MadoDate birth, day;
      g_autofree char *iso = NULL, *end = NULL;

      g_assert_true (mado_date_parse_iso (cases[i].birth, &birth));
      day = mado_date_of_age (&birth, cases[i].years);
      iso = mado_date_to_iso (&day);
      g_assert_cmpstr (iso, ==, cases[i].day);
      day = mado_date_fiscal_year_end_of_age (&birth, cases[i].years);
      end = mado_date_to_iso (&day);
      g_assert_cmpstr (end, ==, cases[i].fiscal_end);
    }
}

static gboolean
is_weekend (const MadoDate *date,
            gpointer        user_data)
{
  int weekday = mado_date_weekday (date);

  return weekday == 0 || weekday == 6;
}

static gboolean
is_always (const MadoDate *date,
           gpointer        user_data)
{
  return TRUE;
}

static void
test_deadline (void)
{
  MadoDate start = { 2026, 3, 20 }, end;

  /* 民法140条: 21 March is the first day. 3 April is a Friday. */
  end = mado_date_deadline (&start, 14, MADO_DEADLINE_DEFAULT, is_weekend, NULL);
  g_assert_true (mado_date_equal (&end, &(MadoDate) { 2026, 4, 3 }));
  end = mado_date_deadline (&start, 15, MADO_DEADLINE_DEFAULT, NULL, NULL);
  g_assert_true (mado_date_equal (&end, &(MadoDate) { 2026, 4, 4 }));
  end = mado_date_deadline (&start, 15, MADO_DEADLINE_DEFAULT, is_weekend, NULL);
  g_assert_true (mado_date_equal (&end, &(MadoDate) { 2026, 4, 6 }));
  /* 戸籍法43条: the day itself counts. */
  end = mado_date_deadline (&start, 14, MADO_DEADLINE_COUNT_FIRST_DAY, is_weekend, NULL);
  g_assert_true (mado_date_equal (&end, &(MadoDate) { 2026, 4, 2 }));
  /* A broken calendar does not hang the counter. */
  end = mado_date_deadline (&start, 1, MADO_DEADLINE_DEFAULT, is_always, NULL);
  g_assert_cmpint (end.year, ==, 2027);
}

static void
test_months_and_time (void)
{
  MadoDate end_of_month = { 2026, 1, 31 }, date;

  date = mado_date_plus_months (&end_of_month, 1);
  g_assert_true (mado_date_equal (&date, &(MadoDate) { 2026, 2, 28 }));
  date = mado_date_plus_months (&end_of_month, -2);
  g_assert_true (mado_date_equal (&date, &(MadoDate) { 2025, 11, 30 }));
  /* 2026-04-02T15:00:00Z is midnight in Japan. */
  date = mado_date_from_ms (G_GINT64_CONSTANT (1775142000000));
  g_assert_true (mado_date_equal (&date, &today));
  date = mado_date_from_ms (G_GINT64_CONSTANT (1775141999999));
  g_assert_cmpint (date.day, ==, 2);
  date = mado_date_from_ms (-1);
  g_assert_true (mado_date_equal (&date, &(MadoDate) { 1970, 1, 1 }));
  g_assert_cmpstr (mado_date_weekday_name (&today), ==, "金");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/date/typed", test_typed);
  g_test_add_func ("/base/date/last-era", test_last_era);
  g_test_add_func ("/base/date/reasons", test_reasons);
  g_test_add_func ("/base/date/forms", test_forms);
  g_test_add_func ("/base/date/iso-strict", test_iso_strict);
  g_test_add_func ("/base/date/every-day", test_every_day);
  g_test_add_func ("/base/date/ages", test_ages);
  g_test_add_func ("/base/date/day-of-age", test_day_of_age);
  g_test_add_func ("/base/date/deadline", test_deadline);
  g_test_add_func ("/base/date/months-and-time", test_months_and_time);
  return g_test_run ();
}
