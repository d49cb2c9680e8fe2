/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/form/mado-field-value.h"
#include "core/sync/mado-commit.h"

G_BEGIN_DECLS

/**
 * MadoFieldRow:
 *
 * One field on one line of at most 36 px: label, entry, where the value came
 * from, and below the entry a small line for what is wrong, what is proposed
 * or what the text means. The line's place is always kept, so nothing moves.
 *
 * Checked when it is left, not while typing. A value is taken over ("edited")
 * when the field is left with a valid text that means something else than
 * before; an invalid text stays in the entry with its error, and the old value
 * stays the value. What an input method was composing counts as typed. Twelve
 * digits that look like a 個人番号 are asked about and taken only when the
 * person says with Ctrl+E that they are another number.
 *
 * Signals:
 *   "edited" (GVariant *value or NULL)  the person changed the value; NULL: emptied
 *   "picked" (guint index)              a candidate of set_candidates() was picked
 *   "typed"  ()                         the text changed under the person's hands
 *   "opened" ()                         the cursor came in: what stands here is the base of the edit
 *   "closed" ()                         it left; after "edited", if that comes
 *   "confirmed" ()                      Enter said that the value that stands here, or was proposed, is right
 *   "settled" (gboolean theirs)         of two values the person took theirs, or kept the own one
 */
#define MADO_TYPE_FIELD_ROW (mado_field_row_get_type ())
G_DECLARE_FINAL_TYPE (MadoFieldRow, mado_field_row, MADO, FIELD_ROW, GtkWidget)

/* @name identifies the field for the page (a path, a field id); also the
 * widget's name. @field is the city pack's and must outlive the row. A row
 * without label ("") is a cell of a table; give it an accessible label with
 * mado_field_row_set_spoken(). */
MadoFieldRow   *mado_field_row_new            (const char           *name,
                                               const char           *label,
                                               const MadoField      *field);
/* With the pack's label. */
MadoFieldRow   *mado_field_row_new_for_field  (const char           *name,
                                               const MadoField      *field);
const char     *mado_field_row_get_name       (MadoFieldRow         *self);
const char     *mado_field_row_get_label      (MadoFieldRow         *self);
void            mado_field_row_set_spoken     (MadoFieldRow         *self,
                                               const char           *label);
/* Width of the label's column; the same for all rows of a column. Default 104. */
void            mado_field_row_set_label_width (MadoFieldRow        *self,
                                                int                  width);
/* Today and the last era, shared by all fields of a page; borrowed. */
void            mado_field_row_set_dates      (MadoFieldRow         *self,
                                               MadoDateContext      *dates);

/* The value as the record has it; never emits "edited". While the person has
 * the field open with other text, the text stays and the row is marked
 * "changed elsewhere" until he leaves it or takes the new value (journal 1.2). */
void            mado_field_row_set_value      (MadoFieldRow         *self,
                                               GVariant             *value,
                                               MadoSource            source);
GVariant       *mado_field_row_get_value      (MadoFieldRow         *self);
MadoSource      mado_field_row_get_source     (MadoFieldRow         *self);
/* What stands in the entry now. */
const char     *mado_field_row_get_text       (MadoFieldRow         *self);
void            mado_field_row_set_text       (MadoFieldRow         *self,
                                               const char           *text);

/* A guess, shown pale; Enter in the empty field or Alt+A takes it. @why may
 * be NULL: a word such as 異動日と同じ. */
void            mado_field_row_set_proposal   (MadoFieldRow         *self,
                                               GVariant             *value,
                                               MadoSource            source,
                                               const char           *why);
gboolean        mado_field_row_has_proposal   (MadoFieldRow         *self);
gboolean        mado_field_row_take_proposal  (MadoFieldRow         *self);
/* The value is somebody's guess (a reading): pale until Enter confirms it. */
void            mado_field_row_set_unconfirmed (MadoFieldRow        *self,
                                                gboolean             unconfirmed);
/* What Enter does before it goes on: takes what is proposed, or confirms what
 * is a guess. FALSE: there is neither. */
gboolean        mado_field_row_accept         (MadoFieldRow         *self);

/* Numbered candidates in the small line; a digit picks. NULL takes them away. */
void            mado_field_row_set_candidates (MadoFieldRow         *self,
                                               const char *const    *candidates);

/* Handed on from another window: grey until Ctrl+E. */
void            mado_field_row_set_locked     (MadoFieldRow         *self,
                                               gboolean              locked);
gboolean        mado_field_row_get_locked     (MadoFieldRow         *self);
void            mado_field_row_set_required   (MadoFieldRow         *self,
                                               gboolean              required);
gboolean        mado_field_row_get_required   (MadoFieldRow         *self);
/* Required and without a value: what F5 goes to. */
gboolean        mado_field_row_is_gap         (MadoFieldRow         *self);
/* Another window changed the value under an open edit: the row says so, with
 * their @value (NULL: emptied), until the person takes it or keeps the own. */
void            mado_field_row_set_elsewhere  (MadoFieldRow         *self,
                                               gboolean              changed,
                                               GVariant             *value);
gboolean        mado_field_row_is_changed_elsewhere (MadoFieldRow   *self);
/* FALSE: there is nothing to settle. */
gboolean        mado_field_row_settle         (MadoFieldRow         *self,
                                               gboolean              theirs);
/* The person is in the field and has changed its text. */
gboolean        mado_field_row_is_being_typed (MadoFieldRow         *self);
/* Two values stand against each other (食いちがい): marked until it is NULL. */
void            mado_field_row_set_conflict   (MadoFieldRow         *self,
                                               const char           *text);

void            mado_field_row_set_error      (MadoFieldRow         *self,
                                               const char           *text);
const char     *mado_field_row_get_error      (MadoFieldRow         *self);
/* Reads the text as if the field were left; FALSE: it is not valid. */
gboolean        mado_field_row_commit         (MadoFieldRow         *self);
/* The text was refused because it looks like a 個人番号. */
gboolean        mado_field_row_is_questioned  (MadoFieldRow         *self);
/* "It is another number": what Ctrl+E does then. FALSE: nothing was asked. */
gboolean        mado_field_row_vouch          (MadoFieldRow         *self);

/* Names: what is composed here is remembered, and its reading is proposed to
 * @kana when this field is left. */
void            mado_field_row_feed_kana      (MadoFieldRow         *self,
                                               MadoFieldRow         *kana);
GtkWidget      *mado_field_row_get_entry      (MadoFieldRow         *self);

/* The short word of the source badge: 入力, カード, 票 … */
const char     *mado_field_source_label       (MadoSource            source);

G_END_DECLS
