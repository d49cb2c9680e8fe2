/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "core/base/mado-error.h"
#include "core/stats/mado-kpi-rate.h"

G_BEGIN_DECLS

/*
 * Charts of KPI, drawn in millimetres into a box. Black, white, grey and
 * hatching only: what a chart tells stays told in a copy. Used on paper, on
 * the screen (scale the context) and for files.
 */
typedef struct
{
  double x;
  double y;
  double width;
  double height;
} MadoChartBox;

/* One KPI over the years, with its target as a broken line. */
void mado_chart_draw_years   (cairo_t *cr, const MadoChartBox *box, const MadoKpi *kpi, const MadoKpiRule *rule);
/* One bar per KPI, with marks at the threshold and at 100 %. */
void mado_chart_draw_bars    (cairo_t *cr, const MadoChartBox *box, const MadoPlanBook *book);
/* How many KPI are in each class, all and by goal. */
void mado_chart_draw_classes (cairo_t *cr, const MadoChartBox *box, const MadoPlanBook *book);

typedef enum
{
  MADO_CHART_YEARS,
  MADO_CHART_BARS,
  MADO_CHART_CLASSES,
} MadoChartKind;

typedef enum
{
  MADO_CHART_SVG,
  MADO_CHART_PNG, /* 8 dots a mm, white ground */
} MadoChartFormat;

/* A chart as a file (full). @kpi: for YEARS alone. */
GBytes *mado_chart_write (MadoChartKind kind, MadoChartFormat format, const MadoPlanBook *book, const MadoKpi *kpi,
                          GError **error);

G_END_DECLS
