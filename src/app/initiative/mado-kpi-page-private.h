/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/initiative/mado-kpi-item.h"
#include "app/initiative/mado-kpi-page.h"
#include "app/initiative/mado-row-session.h"
#include "app/initiative/mado-table-line.h"
#include "print/mado-plan-chart.h"

G_BEGIN_DECLS

struct _MadoKpiPage
{
  GtkWidget           parent_instance;

  /* Template children */
  GtkWidget          *box;
  GtkLabel           *summary;
  GtkWidget          *head_place;
  GtkListView        *view;
  GtkWidget          *side;
  GtkLabel           *name;
  GtkDrawingArea     *chart;
  GtkGrid            *cells;
  GtkEditable        *explanation;
  GtkEditable        *note;
  GtkBox             *actions;

  /* Owned */
  MadoPlanPlace      *place;
  MadoTableColumns   *columns;
  MadoTableLine      *head;     /* borrowed */
  GListStore         *items;    /* MadoKpiItem */
  GtkSingleSelection *selection;
  GArray             *years;    /* int */
  MadoRowSession     *session;  /* nullable; of the selected KPI */
  GPtrArray          *entries;  /* GtkEditable*, borrowed: the target and the years */
  MadoChartKind       kind;
  gboolean            filling;
  gboolean            goes_on;
};

/* mado-kpi-page.c: the selected one; NULL: there is none */
const MadoKpiFacts *mado_kpi_page_get_facts   (MadoKpiPage   *self);
MadoKpi            *mado_kpi_page_get_kpi     (MadoKpiPage   *self);
gboolean            mado_kpi_page_may_write   (MadoKpiPage   *self);

/* mado-kpi-page-cells.c */
void                mado_kpi_page_make_cells  (MadoKpiPage   *self);
void                mado_kpi_page_show_cells  (MadoKpiPage   *self);
/* What was typed goes to the edit; FALSE: it cannot be read, and it says why. */
gboolean            mado_kpi_page_put_cells   (MadoKpiPage   *self);

/* mado-kpi-page-chart.c */
void                mado_kpi_page_draw        (GtkDrawingArea *area,
                                               cairo_t        *cr,
                                               int             width,
                                               int             height,
                                               gpointer        self);
void                mado_kpi_page_set_kind    (MadoKpiPage   *self,
                                               MadoChartKind  kind);
void                mado_kpi_page_speak_chart (MadoKpiPage   *self);
/* Both as SVG and as PNG, among the person's documents. */
gboolean            mado_kpi_page_keep_chart  (MadoKpiPage   *self);

G_END_DECLS
