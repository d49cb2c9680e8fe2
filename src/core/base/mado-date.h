/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-error.h"

G_BEGIN_DECLS

/**
 * MadoDate:
 *
 * A day of the Gregorian calendar as Japanese registers write it. Month and
 * day may be 0: unknown (a day is unknown whenever its month is). The year is
 * always known. Dates before 1873-01-01 (明治6年) belong to the lunar calendar
 * and are refused.
 */
typedef struct
{
  int year;
  int month;
  int day;
} MadoDate;

typedef enum
{
  MADO_ERA_NONE,
  MADO_ERA_MEIJI,
  MADO_ERA_TAISHO,
  MADO_ERA_SHOWA,
  MADO_ERA_HEISEI,
  MADO_ERA_REIWA,
} MadoEra;

/* What a typed date leans on. @last_era is updated whenever the text names
 * an era, so that "60.4.1" works on the next line. */
typedef struct
{
  MadoDate today;
  MadoEra  last_era;
} MadoDateContext;

#define MADO_DATE_ISO_LENGTH 10

/* Is it a day (or month, or year) of the calendar, 1873 to 2199? */
gboolean mado_date_is_valid     (const MadoDate  *date);
gboolean mado_date_is_complete  (const MadoDate  *date);
gboolean mado_date_equal        (const MadoDate  *a,
                                 const MadoDate  *b);
/* Unknown parts sort before known ones. */
int      mado_date_compare      (const MadoDate  *a,
                                 const MadoDate  *b);
/* The first and last day that a date with unknown parts can mean. */
MadoDate mado_date_earliest     (const MadoDate  *date);
MadoDate mado_date_latest       (const MadoDate  *date);

/* --- what a clerk types ---------------------------------------------------
 * 3600401 · S600401 · S60.4.1 · 昭和60年4月1日 · 令和元年5月1日 · 60.4.1 and
 * 600401 (last era) · 19850401 · 1985-4-1 · 1985/4/1 · 4.1 and 4月1日 (this
 * year) · 3 (this month) · "." (today); all in any width; 00 or 不詳 for an
 * unknown month or day. Anything else, days that do not exist and days outside
 * their era are MADO_ERROR_INVALID with the reason. */
gboolean mado_date_parse        (const char      *text,
                                 MadoDateContext *context,
                                 MadoDate        *date,
                                 GError         **error);

/* --- canonical form: 1985-04-01, 1985-04-00, 1985-00-00 ------------------ */
gboolean mado_date_parse_iso    (const char      *text,
                                 MadoDate        *date);
char    *mado_date_to_iso       (const MadoDate  *date);

/* --- eras ----------------------------------------------------------------
 * Era and year in it. A partial date that two eras share gives the later
 * one and FALSE. */
gboolean    mado_date_get_era   (const MadoDate  *date,
                                 MadoEra         *era,
                                 int             *year);
const char *mado_era_name       (MadoEra          era);    /* 昭和 */
const char *mado_era_letter     (MadoEra          era);    /* S */

/* 昭和60年4月1日; 令和元年5月1日; 昭和60年4月日不詳; 昭和60年月日不詳 */
char    *mado_date_to_wareki    (const MadoDate  *date);
/* 昭和60年4月1日（1985）41歳: what a person sees under the field. @today may
 * be NULL: no age. */
char    *mado_date_display      (const MadoDate  *date,
                                 const MadoDate  *today);
/* What to put back into the entry for editing: S60.4.1, S60.04.00 */
char    *mado_date_to_input     (const MadoDate  *date);

/* --- the calendar; complete dates only ------------------------------------ */
MadoDate    mado_date_from_ms       (gint64 ms);         /* in Japan's time */
int         mado_date_weekday       (const MadoDate *date); /* 0 = Sunday */
const char *mado_date_weekday_name  (const MadoDate *date); /* 日 … 土 */
int         mado_date_days_in_month (int year,
                                     int month);
gint64      mado_date_to_days       (const MadoDate *date); /* since 1970-01-01 */
MadoDate    mado_date_from_days     (gint64          days);
MadoDate    mado_date_plus_days      (const MadoDate *date,
                                     int             days);
/* The corresponding day, or the last day of a shorter month (民法143条2項). */
MadoDate    mado_date_plus_months    (const MadoDate *date,
                                     int             months);

/* --- ages ------------------------------------------------------------------
 * 年齢計算ニ関スル法律 with 民法143条: the day of birth counts, and a year of
 * age is complete at the end (24:00) of the day before the birthday. So a
 * child born on 1 April completes 6 on 31 March, one fiscal year earlier than
 * one born on 2 April; one born on 29 February completes each year at the end
 * of 28 February. */

/* The age a person is called on @on: years completed before that day began.
 * With unknown parts the lowest possible age; -1 if not born yet. */
int      mado_date_age          (const MadoDate  *birth,
                                 const MadoDate  *on);
/* Lowest and highest possible age; TRUE if they are equal. */
gboolean mado_date_age_range    (const MadoDate  *birth,
                                 const MadoDate  *on,
                                 int             *lowest,
                                 int             *highest);
/* The day at whose end @years are complete. */
MadoDate mado_date_of_age       (const MadoDate  *birth,
                                 int              years);
/* 31 March of the fiscal year (April to March) that holds @date. */
MadoDate mado_date_fiscal_year_end        (const MadoDate *date);
/* 31 March of the fiscal year in which @years are completed, for example 18
 * for 児童手当. */
MadoDate mado_date_fiscal_year_end_of_age (const MadoDate *birth,
                                           int             years);
int      mado_date_fiscal_year            (const MadoDate *date);

/* --- deadlines --------------------------------------------------------------- */
typedef enum
{
  MADO_DEADLINE_DEFAULT         = 0,
  /* The first day counts: notices of 戸籍 (戸籍法43条). Else 民法140条:
   * counting begins on the next day. */
  MADO_DEADLINE_COUNT_FIRST_DAY = 1 << 0,
} MadoDeadlineFlags;

/* Is the city hall closed on that day? */
typedef gboolean (*MadoHolidayFunc) (const MadoDate *date,
                                     gpointer        user_data);

/* The last day of a term of @days from @start. A last day on a holiday moves
 * to the next working day (民法142条); @holiday NULL: nothing moves. */
MadoDate mado_date_deadline     (const MadoDate    *start,
                                 int                days,
                                 MadoDeadlineFlags  flags,
                                 MadoHolidayFunc    holiday,
                                 gpointer           user_data);

G_END_DECLS
