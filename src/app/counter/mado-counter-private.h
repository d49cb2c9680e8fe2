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
  GHashTable      *places;     /* MadoId of a device → its desk, of those in conflict; nullable */
  MadoFormReader   reader;
  MadoDateContext  dates;
  char            *today;      /* ISO */
  char            *open_path;  /* the field that has the cursor; nullable */
  MadoId           record;
  MadoCaseRow     *same;       /* a case of today with one of these persons; nullable */
  GTask           *look;       /* the last search for it; not owned, compared only */
  char            *looked_for; /* what that searched */
  gboolean         needs_care; /* one of these persons is in a protected case */
  gboolean         is_begun_here;
  gboolean         is_new;     /* nothing of it is saved yet */
  gboolean         numbering;  /* a case number is being taken */
  gboolean         refreshing;
  guint            saving;     /* writes on their way */
  gboolean         missed;     /* the record changed meanwhile */
  MadoSlip        *draft;      /* nullable; waits for the person to be confirmed */
};

/* mado-counter-record.c: the journal behind it. */
void mado_counter_watch_store   (MadoCounter *self);
void mado_counter_take_record   (MadoCounter *self, MadoRecord *record);
/* What is pending at @path lies in the store at once, with what it rests on;
 * nothing pending: no draft. */
void mado_counter_keep_draft    (MadoCounter *self, const char *path);

/* mado-counter-begin.c */
void mado_counter_ensure_number (MadoCounter *self);

/* mado-counter-follow.c: what follows from the values. */
void mado_counter_set_up_reader (MadoCounter *self);
void mado_counter_refresh       (MadoCounter *self);

/* mado-counter-known.c: searches when the persons are others than last time,
 * or anyway if @again. */
void mado_counter_look_up_persons (MadoCounter *self,
                                   gboolean     again);

G_END_DECLS
