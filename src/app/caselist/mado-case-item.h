/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/model/mado-case-row.h"

G_BEGIN_DECLS

/* A line of the case list as a list model holds it. */
#define MADO_TYPE_CASE_ITEM (mado_case_item_get_type ())
G_DECLARE_FINAL_TYPE (MadoCaseItem, mado_case_item, MADO, CASE_ITEM, GObject)

MadoCaseItem      *mado_case_item_new     (MadoCaseRow        *row /* full */);
const MadoCaseRow *mado_case_item_get_row (MadoCaseItem       *self);

/* Waiting here (open, not parked), then parked, then done: 0, 1, 2. */
guint              mado_case_item_get_rank (MadoCaseItem      *self);
/* The next number on top; parked ones below; done ones last, newest first. */
int                mado_case_item_compare (gconstpointer       a,
                                           gconstpointer       b,
                                           gpointer            unused);
/* 受付済, 保留中 …: the word for MadoCaseRow.state. */
const char        *mado_case_state_label  (const char         *state);

G_END_DECLS
