/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Ages as Japanese law counts them. Dates are ISO texts; a date whose month or
 * day is unknown ("1985-00-00"), or no date at all, gives -1 / 0 / FALSE.
 *
 * 年齢計算ニ関する法律 (1902, law 50) with 民法143: the first day counts, so a
 * person reaches an age at the end of the day before the birthday. For whole
 * days that gives the usual age; it matters where the law asks for the day on
 * which an age is reached (年齢到達日): a child born on 1 April reaches 6 on
 * 31 March and enters school one day later, with those born the day after
 * 1 April a year before.
 */

/* Completed years on @on as people say it (up on the birthday itself). */
int      mado_age_on            (const char *birth, const char *on);
/* Years reached by the end of @on: one more already on the day before the
 * birthday (社会保険・学齢). */
int      mado_age_reached_on    (const char *birth, const char *on);
/* April to March: the year in which @on falls. */
int      mado_fiscal_year       (const char *on);
/* TRUE until 31 March after the 18th year is reached (児童手当法3, 児扶手法3). */
gboolean mado_age_is_child      (const char *birth, const char *on);
/* Year of compulsory school in the school year of @on: 1-9, else 0
 * (学校教育法17: from the first 1 April after reaching 6, nine years). */
int      mado_age_school_grade  (const char *birth, const char *on);
/* ISO date + days; "" if @date is not a whole date. (transfer full) */
char    *mado_date_add_days     (const char *date, int days);

G_END_DECLS
