/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/initiative/mado-progress-page.h"
#include "app/initiative/mado-table-item.h"
#include "core/base/mado-date.h"
#include "core/stats/mado-plan-review.h"

G_BEGIN_DECLS

/* What the table shows. */
typedef enum
{
  MODE_PROGRESS,
  MODE_REVIEW,
  MODE_EDITIONS,
  N_MODES
} MadoProgressMode;

struct _MadoProgressPage
{
  GtkWidget           parent_instance;

  /* Template children */
  GtkWidget          *box;
  GtkLabel           *summary;
  GtkLabel           *mode_label;
  GtkBox             *head_place;
  GtkLabel           *empty;
  GtkWidget          *lines;
  GtkListView        *view;
  GtkWidget          *gather;
  GtkEditable        *as_of;
  GtkEditable        *deadline;
  GtkWidget          *call;
  GtkEditable        *edition;
  GtkWidget          *fix;
  GtkBox             *actions;

  /* Owned */
  MadoPlanPlace      *place;
  GListStore         *items;    /* MadoTableItem */
  GtkSingleSelection *selection;
  GPtrArray          *progress; /* MadoPlanProgress* */
  GPtrArray          *reviews;  /* MadoReview* */
  GPtrArray          *earlier;  /* MadoPlanBook*, nullable: the last two editions */
  MadoId              newest;   /* the edition they end with */
  MadoProgressMode    mode;
  gboolean            busy;
};

/* mado-progress-page.c */
MadoDate mado_progress_page_today          (MadoProgressPage *self);

/* mado-progress-page-gather.c: each tells what it did, or what is missing */
void     mado_progress_page_call           (MadoProgressPage *self);
void     mado_progress_page_fix            (MadoProgressPage *self);
/* The selected text alone, or all of them. */
gboolean mado_progress_page_unify          (MadoProgressPage *self,
                                            gboolean          all);
gboolean mado_progress_page_keep_reminders (MadoProgressPage *self);

G_END_DECLS
