/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/counter/mado-counter.h"
#include "core/form/mado-carry-provider.h"

G_BEGIN_DECLS

struct _MadoCounter
{
  GObject          parent_instance;

  /* owned */
  MadoContext     *context;
  MadoCase        *kase;
  MadoCaseEdit    *edit;
  MadoFormSet     *forms;
  MadoCarryProvider *carry;
  MadoFacts       *facts;
  MadoGuidance    *guidance;
  GPtrArray       *findings;
  char           **procedures; /* of the last refresh */
  char           **persons;
  MadoFormReader   reader;
  MadoDateContext  dates;
  char            *today;      /* ISO */
  MadoId           record;
  gboolean         is_new;     /* nothing of it is saved yet */
  gboolean         numbering;  /* a case number is being taken */
  gboolean         refreshing;
  guint            saving;     /* writes on their way */
};

/* mado-counter-record.c: the journal behind it. */
void mado_counter_watch_store   (MadoCounter *self);

/* mado-counter-follow.c: what follows from the values. */
void mado_counter_set_up_reader (MadoCounter *self);
void mado_counter_refresh       (MadoCounter *self);

G_END_DECLS
