/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/counter/mado-counter-page.h"
#include "app/counter/mado-stage.h"

G_BEGIN_DECLS

struct _MadoCounterPage
{
  GtkWidget    parent_instance;

  GtkWidget   *columns;
  GtkListBox  *stages;
  GtkLabel    *facts;
  GtkLabel    *band;
  GtkStack    *stack;
  GtkWidget   *right;
  GtkWidget   *procedures;
  GtkWidget   *card;    /* nullable: no card was read yet */
  GtkWidget   *paper;   /* nullable: no paper was read yet */

  MadoCounter *counter;
  GPtrArray   *all;     /* MadoStage*, in order; the stack owns them */
  MadoStage   *current;
  MadoStage   *before;  /* where the clerk was when he went to a conflict; nullable */
  gboolean     in_conflict; /* told of it */
  gboolean     care_told;
  GtkWidget   *access;  /* asks for the reason instead of the case; nullable, the stack owns it */
  guint        refresh; /* idle source */
  char        *title;
  gboolean     loaded;
};

/* mado-counter-page.c */
void       mado_counter_page_refresh_now    (MadoCounterPage  *self);

/* mado-counter-page-facts.c */
void       mado_counter_page_show_facts     (MadoCounterPage  *self);
void       mado_counter_page_show_band      (MadoCounterPage  *self);

/* mado-counter-page-go.c */
MadoStage *mado_counter_page_neighbour      (MadoCounterPage  *self,
                                             int               step);
void       mado_counter_page_save           (MadoCounterPage  *self,
                                             const char       *purpose);
void       mado_counter_page_go_to          (MadoCounterPage  *self,
                                             MadoStage        *stage);
gboolean   mado_counter_page_next_stage     (MadoCounterPage  *self);
gboolean   mado_counter_page_previous_stage (MadoCounterPage  *self);
MadoStage *mado_counter_page_stage_with_gap (MadoCounterPage *self);
gboolean   mado_counter_page_go_to_gap      (MadoCounterPage *self);
gboolean   mado_counter_page_move_focus     (MadoCounterPage  *self,
                                             GtkDirectionType  direction);
gboolean   mado_counter_page_park           (MadoCounterPage  *self);
gboolean   mado_counter_page_can_protect    (MadoCounterPage  *self);
gboolean   mado_counter_page_protect        (MadoCounterPage  *self);
gboolean   mado_counter_page_can_issue     (MadoCounterPage  *self);
gboolean   mado_counter_page_open_issue    (MadoCounterPage  *self);
gboolean   mado_counter_page_open_handover (MadoCounterPage  *self);
MadoStage *mado_counter_page_conflict_stage (MadoCounterPage  *self);
gboolean   mado_counter_page_has_conflicts  (MadoCounterPage  *self);

/* mado-counter-page-card.c */
gboolean   mado_counter_page_can_read_card  (MadoCounterPage  *self);
gboolean   mado_counter_page_read_card      (MadoCounterPage  *self);
gboolean   mado_counter_page_can_read_number (MadoCounterPage *self);
gboolean   mado_counter_page_read_number    (MadoCounterPage  *self);
gboolean   mado_counter_page_card_can       (MadoCounterPage  *self,
                                             const char       *command);
gboolean   mado_counter_page_card_perform   (MadoCounterPage  *self,
                                             const char       *command);
gboolean   mado_counter_page_card_key       (MadoCounterPage  *self,
                                             guint             keyval);
void       mado_counter_page_card_refresh   (MadoCounterPage  *self);

/* mado-counter-page-paper.c */
gboolean   mado_counter_page_read_paper     (MadoCounterPage  *self,
                                             GBytes           *picture);
gboolean   mado_counter_page_paper_can      (MadoCounterPage  *self,
                                             const char       *command);
gboolean   mado_counter_page_paper_perform  (MadoCounterPage  *self,
                                             const char       *command);
void       mado_counter_page_paper_refresh  (MadoCounterPage  *self);

/* mado-counter-page-access.c */
gboolean   mado_counter_page_access_can     (MadoCounterPage  *self,
                                             const char       *command);
gboolean   mado_counter_page_access_perform (MadoCounterPage  *self,
                                             const char       *command);

/* mado-counter-page-tell.c */
void       mado_counter_page_tell_conflict  (MadoCounterPage  *self);
gboolean   mado_counter_page_open_same      (MadoCounterPage  *self);
/* TRUE: something had to be told first, and was. */
gboolean   mado_counter_page_tell_care      (MadoCounterPage  *self);
void       mado_counter_page_listen         (MadoCounterPage  *self);

G_END_DECLS
