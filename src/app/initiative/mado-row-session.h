/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/initiative/mado-answer.h"

G_BEGIN_DECLS

/**
 * MadoRowSession:
 *
 * One person's work at one record of the plan (a row or a KPI), without a
 * widget: the edit, its drafts, what others write meanwhile, what it was at the
 * last edition, and who changed what when.
 *
 * Signals:
 *   "loaded" ()                  the edit is there
 *   "record-changed" ()          somebody else's change came in; nothing of one's own is lost
 *   "saved" ()                   all that was entered is in the record
 *   "failed" (const char *text)  reading or saving failed; what was entered is kept
 */
#define MADO_TYPE_ROW_SESSION (mado_row_session_get_type ())
G_DECLARE_FINAL_TYPE (MadoRowSession, mado_row_session, MADO, ROW_SESSION, GObject)

MadoRowSession *mado_row_session_new          (MadoPlanPlace   *place,
                                               const MadoId    *record);
MadoPlanPlace  *mado_row_session_get_place    (MadoRowSession  *self);
const MadoId   *mado_row_session_get_id       (MadoRowSession  *self);
/* NULL until "loaded". */
MadoPlanEdit   *mado_row_session_get_edit     (MadoRowSession  *self);
/* MadoCommit*, in order of arrival; NULL until "loaded". */
GPtrArray      *mado_row_session_get_history  (MadoRowSession  *self);
/* The row as the last edition fixed it, or as it stands saved where there is
 * none; @label says which. NULL if it was not there yet (full). */
MadoInitiative *mado_row_session_read_base    (MadoRowSession  *self,
                                               char           **label);
/* What is entered goes to the drafts at once; nothing that was there stays
 * that is no more. */
void            mado_row_session_keep         (MadoRowSession  *self);
gboolean        mado_row_session_is_dirty     (MadoRowSession  *self);
gboolean        mado_row_session_is_saving    (MadoRowSession  *self);
/* Saves what is entered, with the department's answer: @step as given, or, with
 * -1, 入力中 if something of one's own was entered. FALSE: nothing to save; the
 * reason of a refusal comes as "failed". */
gboolean        mado_row_session_save         (MadoRowSession  *self,
                                               int              step,
                                               const char      *comment);
/* Settles a line's conflict: @text stands, with the reason. Saved with the rest. */
void            mado_row_session_choose       (MadoRowSession  *self,
                                               MadoPlanText     where,
                                               const char      *lid,
                                               const char      *text,
                                               const char      *reason);

G_END_DECLS
