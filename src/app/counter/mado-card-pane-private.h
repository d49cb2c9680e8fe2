/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/counter/mado-card-pane.h"
#include "app/counter/mado-number-view.h"
#include "app/counter/mado-pin-entry.h"
#include "app/counter/mado-pin-window.h"
#include "app/counter/mado-proposal-list.h"
#include "app/mado-page.h"
#include "core/form/mado-card-values.h"
#include "device/card/mado-card-session.h"

G_BEGIN_DECLS

struct _MadoCardPane
{
  GtkWidget        parent_instance;

  GtkWidget       *box;
  GtkWidget       *kind;     /* what card it is */
  GtkWidget       *state;    /* what happens, or what is wrong */
  GtkWidget       *ask;      /* the PIN and what belongs to it */
  GtkWidget       *asked;    /* which PIN, tries left */
  GtkWidget       *pin;      /* MadoPinEntry */
  GtkWidget       *other;    /* by 照合番号B instead, and back */
  GtkWidget       *to_visitor; /* the PIN on the visitor's screen */
  GtkWidget       *lines;    /* MadoProposalList */
  GtkWidget       *number;   /* MadoNumberView; nullable until one was read */
  MadoPinWindow   *window;   /* nullable: while the visitor is asked */

  /* owned */
  MadoCounter     *counter;
  MadoCardSession *session;  /* nullable */
  MadoProposals   *proposals; /* nullable */
  char            *made;     /* the line of the household made for this card; nullable */
  char            *expiry;   /* as the card said before any PIN; nullable */

  gboolean         open;
  gboolean         by_code;  /* 照合番号B */
  gboolean         for_number; /* 個人番号 is wanted, nothing else */
  gboolean         warned;   /* of the last try: the next Enter sends */
  gboolean         own_screen; /* the visitor's window */
};

void mado_card_pane_tell       (MadoCardPane    *self,
                                MadoMessageKind  kind,
                                const char      *text);
void mado_card_pane_close      (MadoCardPane    *self);

void mado_card_pane_show_state (MadoCardPane    *self,
                                const char      *text,
                                gboolean         wrong);
/* What was typed goes to the card, if it can be right and is sure. */
void mado_card_pane_send       (MadoCardPane    *self,
                                MadoPinEntry    *entry);
/* The card is let go, and why stands in the pane. */
void mado_card_pane_stop       (MadoCardPane    *self,
                                const char      *why);
/* The PIN is typed at the clerk's pane. */
void mado_card_pane_ask_here   (MadoCardPane    *self);

/* mado-card-pane-visitor.c: the PIN on the visitor's screen */
gboolean mado_card_pane_can_ask_visitor    (MadoCardPane *self);
void     mado_card_pane_ask_visitor        (MadoCardPane *self);
/* He has a screen of his own. */
gboolean mado_card_pane_asks_visitor_first (MadoCardPane *self);
void     mado_card_pane_drop_window        (MadoCardPane *self);

/* mado-card-pane-number.c: the 個人番号 */
void     mado_card_pane_show_number   (MadoCardPane *self);
void     mado_card_pane_forget_number (MadoCardPane *self);
gboolean mado_card_pane_number_key    (MadoCardPane *self,
                                       guint         keyval);

/* mado-card-pane-lines.c: what was read, beside what stands there */
void     mado_card_pane_propose    (MadoCardPane *self);
void     mado_card_pane_take_all   (MadoCardPane *self);

G_END_DECLS
