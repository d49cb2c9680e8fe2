/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/stats/mado-kpi-rate.h"

G_BEGIN_DECLS

/* A KPI as the table shows it; a plain copy that keeps nothing of the book. */
#define MADO_TYPE_KPI_ITEM (mado_kpi_item_get_type ())
G_DECLARE_FINAL_TYPE (MadoKpiItem, mado_kpi_item, MADO, KPI_ITEM, GObject)

typedef struct
{
  MadoId       id;
  int          no;
  char        *name;        /* with its unit */
  char        *departments;
  char        *target;
  char       **cells;       /* one a year of the table */
  char        *rate;        /* "43 %", "43 / 12 %", or why there is none */
  char        *judgement;   /* 達成済 … */
  MadoKpiClass kpi_class;
  gboolean     rated;       /* there is a rate */
  gboolean     unexplained; /* below the threshold, and nobody says why */
} MadoKpiFacts;

MadoKpiItem        *mado_kpi_item_new       (const MadoPlanBook *book,
                                             const MadoKpi      *kpi,
                                             GArray             *years /* int */);
const MadoKpiFacts *mado_kpi_item_get_facts (MadoKpiItem        *self);
/* What a cell says; "" if there is none. Borrowed. */
const char         *mado_kpi_cell_text      (const MadoKpi      *kpi,
                                             const char         *when);
/* @text as the cell of @when: read by the KPI's kind. NULL with the reason. */
MadoKpiValue       *mado_kpi_cell_read      (MadoKpi            *kpi /* its cell is changed */,
                                             const char         *when,
                                             const char         *text,
                                             GError            **error);

G_END_DECLS
