/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/counter/mado-card-pane.h"
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
  GtkWidget       *pin;
  GtkWidget       *other;    /* by 照合番号B instead, and back */
  GtkWidget       *lines;    /* MadoProposalList */

  /* owned */
  MadoCounter     *counter;
  MadoCardSession *session;  /* nullable */
  MadoProposals   *proposals; /* nullable */
  char            *made;     /* the line of the household made for this card; nullable */
  char            *expiry;   /* as the card said before any PIN; nullable */

  gboolean         open;
  gboolean         by_code;  /* 照合番号B */
  gboolean         warned;   /* of the last try: the next Enter sends */
};

void mado_card_pane_tell       (MadoCardPane    *self,
                                MadoMessageKind  kind,
                                const char      *text);
void mado_card_pane_close      (MadoCardPane    *self);

/* mado-card-pane-lines.c: what was read, beside what stands there */
void     mado_card_pane_propose    (MadoCardPane *self);
void     mado_card_pane_take_all   (MadoCardPane *self);

G_END_DECLS
