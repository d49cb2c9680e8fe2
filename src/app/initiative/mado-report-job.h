/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/initiative/mado-plan-place.h"

G_BEGIN_DECLS

/* What the program makes of a plan. */
typedef enum
{
  MADO_REPORT_STATUS,   /* 資料1-1, PDF */
  MADO_REPORT_KPIS,     /* 資料1-2, PDF */
  MADO_REPORT_OVERVIEW, /* one page, PDF */
  MADO_REPORT_CHANGES,  /* 見え消し, PDF */
  MADO_REPORT_TABLE,    /* 新旧対照表, PDF */
  MADO_REPORT_XLSX,
  MADO_REPORT_CSV,      /* rows */
  MADO_REPORT_CSV_KPIS,
  MADO_REPORT_FORMS,    /* answer forms, a workbook a department */
  MADO_N_REPORTS
} MadoReportKind;

const char *mado_report_name         (MadoReportKind kind);
/* "PDF", "XLSX" … */
const char *mado_report_format       (MadoReportKind kind);
/* Does it compare two states? */
gboolean    mado_report_needs_older  (MadoReportKind kind);

/* A state of the plan: an edition, a moment (@ms > 0), or, with neither, now. */
typedef struct
{
  const MadoPlanEdition *edition; /* borrowed by the call */
  gint64                 ms;
} MadoPlanState;

/* Makes it on a thread of its own and writes it into the person's documents.
 * Cancelling leaves no file. */
void        mado_report_make_async   (MadoPlanPlace       *place,
                                      MadoReportKind       kind,
                                      const MadoPlanState *newer,
                                      const MadoPlanState *older,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             data);
/* The path of the file, or of the folder of the forms (full). */
char       *mado_report_make_finish  (MadoPlanPlace       *place,
                                      GAsyncResult        *result,
                                      GError             **error);

/* The books of two states, for comparing them on the screen; either is NULL
 * where there was nothing yet. */
typedef struct
{
  MadoPlanBook *older;
  MadoPlanBook *newer;
} MadoPlanBooks;

void           mado_plan_books_free  (MadoPlanBooks       *self);
void           mado_plan_books_async (MadoPlanPlace       *place,
                                      const MadoPlanState *newer,
                                      const MadoPlanState *older,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             data);
MadoPlanBooks *mado_plan_books_finish (MadoPlanPlace      *place,
                                      GAsyncResult        *result,
                                      GError             **error);

G_END_DECLS
