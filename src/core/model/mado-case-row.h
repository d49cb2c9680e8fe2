/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-id.h"

G_BEGIN_DECLS

/* A line of the case list: everything a row shows. */
typedef struct
{
  MadoId  record;
  char   *kind;
  char   *ticket_no;
  char   *case_no;
  char   *event;
  char   *name;      /* head or visitor, as written */
  char   *kana;
  char   *state;     /* the case's state for this scope: open, parked, signed, accepted, closed … */
  char   *desk;      /* next or holding desk */
  gint64  opened_at; /* ms */
  gint64  changed_at;
  guint   n_conflicts;
  guint   n_open;    /* procedures not finished here */
  gboolean parked;
  char   *day;       /* ISO date of the visit; NULL: that of opened_at in Japan */
} MadoCaseRow;

void             mado_case_row_free    (MadoCaseRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoCaseRow, mado_case_row_free)

G_END_DECLS
