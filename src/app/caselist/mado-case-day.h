/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/mado-context.h"

G_BEGIN_DECLS

/* Which cases of the day are listed. */
typedef enum
{
  MADO_SHOW_ALL,
  MADO_SHOW_MINE,   /* those that wait for this desk */
  MADO_SHOW_PARKED, /* those on hold */
  MADO_N_SHOWS
} MadoShow;

/**
 * MadoCaseDay:
 *
 * The state of the case list: the cases of the day in the order of the queue,
 * or what a search over all days finds. It reads from the store of the person
 * who is signed in and follows every change of it.
 *
 * Signals:
 *   "ready"              the first lines are there, or there are none; once
 *   "replacing"          the lines are about to be exchanged
 *   "replaced"           they were
 *   "failed" (char *)    they could not be read; a sentence for a person
 */
#define MADO_TYPE_CASE_DAY (mado_case_day_get_type ())
G_DECLARE_FINAL_TYPE (MadoCaseDay, mado_case_day, MADO, CASE_DAY, GObject)

MadoCaseDay *mado_case_day_new          (MadoContext *context);
/* MadoCaseItem, what is to be shown now. Transfer none. */
GListModel  *mado_case_day_get_shown    (MadoCaseDay *self);
gboolean     mado_case_day_is_ready     (MadoCaseDay *self);
/* More cases than are listed. */
gboolean     mado_case_day_has_more     (MadoCaseDay *self);

MadoShow     mado_case_day_get_show     (MadoCaseDay *self);
void         mado_case_day_set_show     (MadoCaseDay *self,
                                         MadoShow     show);
/* Name, kana, ticket or code, from the first character; "" for the day. */
void         mado_case_day_search       (MadoCaseDay *self,
                                         const char  *text);
gboolean     mado_case_day_is_searching (MadoCaseDay *self);

/* Reads again soon; many calls are one reading. */
void         mado_case_day_refresh      (MadoCaseDay *self);
/* FALSE from midnight on until it has been read again. */
gboolean     mado_case_day_is_today     (MadoCaseDay *self);
/* After the first paint: all other lines, and the search. */
void         mado_case_day_settle       (MadoCaseDay *self);

G_END_DECLS
