/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/common/mado-field-row.h"
#include "app/counter/mado-counter.h"

G_BEGIN_DECLS

/**
 * MadoFieldsView:
 *
 * The fields that a stage asks, in groups with a heading, two columns wide.
 * Rows stay the same widgets while the case changes around them, so that the
 * focus and what is being typed stay too.
 */
#define MADO_TYPE_FIELDS_VIEW (mado_fields_view_get_type ())
G_DECLARE_FINAL_TYPE (MadoFieldsView, mado_fields_view, MADO, FIELDS_VIEW, GtkWidget)

/* Which items to show and under which heading (NULL: not here). */
typedef char *(*MadoFieldsHeading) (MadoCounter *counter, const MadoFormField *item, gpointer data);

MadoFieldsView *mado_fields_view_new       (MadoCounter       *counter,
                                            MadoFieldsHeading  heading,
                                            gpointer           data);
void            mado_fields_view_refresh   (MadoFieldsView    *self);
guint           mado_fields_view_get_size  (MadoFieldsView    *self);
/* The first gap, else the first field. FALSE: there is no field. */
gboolean        mado_fields_view_focus_first (MadoFieldsView  *self);
/* The gap behind the focus, round once; FALSE: there is none. */
gboolean        mado_fields_view_next_gap  (MadoFieldsView    *self);
guint           mado_fields_view_count_gaps(MadoFieldsView    *self);
/* Reads every entry as if it were left; FALSE and the focus on the first that is wrong. */
gboolean        mado_fields_view_commit    (MadoFieldsView    *self);
/* Ctrl+E: the focused field, handed on from another window, may be changed. */
gboolean        mado_fields_view_unlock    (MadoFieldsView    *self);
guint           mado_fields_view_take_all  (MadoFieldsView    *self);

G_END_DECLS
