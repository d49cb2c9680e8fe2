/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/initiative/mado-initiative-page.h"
#include "app/initiative/mado-initiative-item.h"
#include "app/initiative/mado-lines-buffer.h"
#include "app/initiative/mado-row-session.h"

G_BEGIN_DECLS

/* What the bar at the foot asks. */
typedef enum
{
  ASKS_NOTHING,
  ASKS_TEXT,    /* which of two texts stands, and why */
  ASKS_COMMENT, /* why an answer goes back */
} Asks;

struct _MadoInitiativePage
{
  GtkWidget        parent_instance;

  /* Template children */
  GtkWidget       *box;
  GtkLabel        *title;
  GtkLabel        *state;
  GtkLabel        *facts;
  GtkLabel        *summary;
  GtkLabel        *status_head;
  GtkLabel        *hint;
  GtkTextView     *view;
  GtkWidget       *figure;
  GtkLabel        *figure_label;
  GtkEditable     *figure_value;
  GtkLabel        *figure_unit;
  GtkEditable     *figure_as_of;
  GtkLabel        *side_head;
  GtkTextView     *side;
  GtkWidget       *question;
  GtkLabel        *question_head;
  GtkListBox      *choices;
  GtkEditable     *reason;
  GtkBox          *actions;

  /* Owned */
  MadoPlanPlace   *place;
  MadoRowSession  *session;
  MadoLinesBuffer *lines;
  MadoInitiative  *base;         /* nullable: the row as it is compared with */
  char            *base_label;
  char            *page_title;
  MadoPlanFigure  *at_cursor;    /* nullable: the figure in the strip */
  char            *figure_lid;   /* nullable; its line */
  char            *asked_lid;    /* nullable; the line whose conflict is asked about */
  GPtrArray       *asked_texts;  /* nullable; char* */
  Asks             asks;
  gboolean         shows_history;
  gboolean         composing;
  gboolean         goes_on;      /* to the next row once it is saved */
  guint            keep_id;
  guint            side_id;
  guint            figure_id;
};

/* mado-initiative-page-side.c: the last edition, the history, what is asked */
void     mado_initiative_page_show_side     (MadoInitiativePage *self);
gboolean mado_initiative_page_ask_conflict  (MadoInitiativePage *self);
void     mado_initiative_page_ask_comment   (MadoInitiativePage *self);
void     mado_initiative_page_stop_asking   (MadoInitiativePage *self);
/* Enter in the bar; FALSE: something is missing, and it says what. */
gboolean mado_initiative_page_answer        (MadoInitiativePage *self);
gboolean mado_initiative_page_choose_nth    (MadoInitiativePage *self,
                                             guint               n);

/* mado-initiative-page-figures.c */
void     mado_initiative_page_show_figure   (MadoInitiativePage *self);
/* F5: the next figure, selected, so that typing replaces it. */
gboolean mado_initiative_page_next_figure   (MadoInitiativePage *self);
/* What stands in the strip goes into the text. */
gboolean mado_initiative_page_apply_figure  (MadoInitiativePage *self);
void     mado_initiative_page_mark_figures  (MadoInitiativePage *self);

/* mado-initiative-page-cells.c */
void     mado_initiative_page_show_cells    (MadoInitiativePage *self);

/* mado-initiative-page-keys.c */
void     mado_initiative_page_watch_keys    (MadoInitiativePage *self);
/* May this person write lines of the section? @self: a page, for MadoMayWrite. */
gboolean mado_initiative_page_may_write     (const char         *section,
                                             gpointer            self);
/* Below the line of the cursor, or the first one of the own department's part. */
gboolean mado_initiative_page_add_line      (MadoInitiativePage *self);

/* mado-initiative-page.c */
void     mado_initiative_page_edited        (MadoInitiativePage *self);
void     mado_initiative_page_return_answer (MadoInitiativePage *self,
                                             const char         *comment);
MadoInitiative *mado_initiative_page_read   (MadoInitiativePage *self);

G_END_DECLS
