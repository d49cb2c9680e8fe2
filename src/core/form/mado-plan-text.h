/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mado-plan-book.h"

G_BEGIN_DECLS

/*
 * How people type and paste a row's text, and what is meant by it. Nothing is
 * lost: marker and text of each line together are the characters that were
 * there, spaces of the indentation and of the line's end apart.
 */

/* The id of a department by its name; NULL: it is not one. Borrowed. */
typedef const char *(*MadoPlanFindDepartment) (const char *name, gpointer data);

/**
 * mado_plan_lines_parse:
 * @block: lines as in a spreadsheet cell
 * @find: (nullable): tells （課名） from other remarks in brackets
 *
 * （課名） and 【…】 are level 0; ○ 1; ＜…＞, ・, ①, １．, （…）, ※ and ⇒ stand
 * by their indentation (full-width spaces; two half-width ones or a tab count
 * as one), in a status at least at 2. Empty lines are dropped.
 *
 * Returns: (transfer full): MadoPlanLine*
 */
GPtrArray *mado_plan_lines_parse   (const char             *block,
                                    MadoPlanText            text,
                                    MadoPlanFindDepartment  find,
                                    gpointer                data);
/* One line without its indentation (level @level if it has none of its own). */
MadoPlanLine *mado_plan_line_parse (const char             *line,
                                    guint                   level,
                                    MadoPlanText            text,
                                    MadoPlanFindDepartment  find,
                                    gpointer                data);
/* The marker that a line of this kind and level has by custom; NULL: none. */
const char *mado_plan_line_default_marker (MadoPlanLineKind kind);

/* --- figures (mado-plan-figure.c) ------------------------------------------------ */
/**
 * mado_plan_figures_find:
 * @lines: MadoPlanLine*
 * @index: which of them
 * @year: fiscal year of the row, for dates without one; 0: such are none
 *
 * The numbers that the line's text counts something with: label from the words
 * before, unit, as-of date from the line or a remark below it. Dates, numbers
 * of paragraphs and names like 「第２期」 are none.
 *
 * Returns: (transfer full): MadoPlanFigure*, in the order of the text
 */
GPtrArray *mado_plan_figures_find  (GPtrArray  *lines,
                                    guint       index,
                                    int         year);
/* 8,100,000 · ８６．４ · 1，234 → "8100000", "86.4", "1234"; NULL if it is not one
 * number. A unit behind it is left to the caller: @end. */
char      *mado_plan_number_parse  (const char *text,
                                    const char **end /* nullable */);
/* How @printed writes numbers (commas, full-width digits below ten), for @value. */
char      *mado_plan_number_like   (const char *value,
                                    const char *printed);
/* 令和６年５月末, R6.5.31, ５月末時点 … → ISO date; NULL if there is none. @year:
 * fiscal year for dates without a year. */
char      *mado_plan_find_as_of    (const char *text,
                                    int         year);

G_END_DECLS
