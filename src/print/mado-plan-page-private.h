/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/mado-plan-book.h"
#include "print/mado-pdf.h"
#include "print/mado-table-flow.h"

G_BEGIN_DECLS

/* What the printed reports of a plan share: a page with a head and a number. */
typedef struct
{
  double      width;
  double      height;
  double      left;
  double      top;
  double      bottom;
  const char *title;
  const char *number;   /* 資料１-１, in a box at the right; "" */
  const char *subtitle; /* "" */
} PlanPage;

#define PLAN_LANDSCAPE(page_title, page_number, page_subtitle) \
  ((PlanPage) { 297, 210, 10, 12, 198, page_title, page_number, page_subtitle })
#define PLAN_PORTRAIT(page_title, page_number, page_subtitle) \
  ((PlanPage) { 210, 297, 12, 14, 283, page_title, page_number, page_subtitle })

/* Draws the head of the first page; returns where what follows may begin. */
double         plan_page_draw_head   (const PlanPage *page, cairo_t *cr);
void           plan_page_draw_number (const PlanPage *page, cairo_t *cr, guint number, guint of);
MadoTableStyle plan_page_table_style (const PlanPage *page, double size);
/* Sets all pages of @flow into @pdf and ends it. @first_top: where the table begins. */
GBytes        *plan_page_finish      (const PlanPage *page, MadoPdf *pdf, MadoTableFlow *flow, guint *pages, GError **error);

/* 基本目標１　すみよい～… */
char          *plan_goal_heading     (const MadoPlanBook *book, int goal);
char          *plan_measure_heading  (const MadoPlanBook *book, int goal, int measure);
/* １ … ９, 10 … */
char          *plan_number           (int number);

G_END_DECLS
