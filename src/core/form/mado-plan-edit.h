/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/form/mado-plan-view.h"
#include "core/sync/mado-draft.h"
#include "core/sync/mado-edit.h"

G_BEGIN_DECLS

/**
 * MadoPlanEdit:
 *
 * The edit buffer of one record of a plan, a row or a KPI: what a person has
 * entered and not saved. A path that the record changes underneath while
 * something is pending there is *held*: it keeps what was on screen as its
 * base, so that saving keeps both values, until the person takes the new base
 * over or drops the own value. What nobody touched here simply follows.
 *
 *   "changed" ()                            something else is shown now
 *   "changed-underneath" (const char *path) a pending path is held from now on
 */
#define MADO_TYPE_PLAN_EDIT (mado_plan_edit_get_type ())
G_DECLARE_FINAL_TYPE (MadoPlanEdit, mado_plan_edit, MADO, PLAN_EDIT, GObject)

/* @gather: scope of those who gather (MadoPlanBook.gather); it may write in
 * every section that is made here. Nullable. */
MadoPlanEdit   *mado_plan_edit_new         (MadoRecord   *record,
                                            const char   *gather);
MadoRecord     *mado_plan_edit_get_record  (MadoPlanEdit *self);
/* A newer fold of the same record. */
void            mado_plan_edit_set_record  (MadoPlanEdit *self,
                                            MadoRecord   *record);
/* As it would be saved (full). */
MadoInitiative *mado_plan_edit_read_row    (MadoPlanEdit *self);
MadoKpi        *mado_plan_edit_read_kpi    (MadoPlanEdit *self);

/* --- by path: shared by everything below; @value may be floating ------------------ */
/* Equal to what the record shows undisputed, it drops the pending value. */
void            mado_plan_edit_set         (MadoPlanEdit *self,
                                            const char   *section,
                                            const char   *path,
                                            GVariant     *value);
void            mado_plan_edit_unset       (MadoPlanEdit *self,
                                            const char   *path);
/* Pending value, else the record's; NULL if none. Borrowed. */
GVariant       *mado_plan_edit_get         (MadoPlanEdit *self,
                                            const char   *path);
/* Settles a conflict, having seen all its values; written even if it is what is shown. */
void            mado_plan_edit_choose      (MadoPlanEdit *self,
                                            const char   *path,
                                            GVariant     *value);
gboolean        mado_plan_edit_is_pending  (MadoPlanEdit *self,
                                            const char   *path);
gboolean        mado_plan_edit_is_held     (MadoPlanEdit *self,
                                            const char   *path);
guint           mado_plan_edit_get_n_pending (MadoPlanEdit *self);
/* Paths, sorted, NULL-ended (full). */
char          **mado_plan_edit_list_pending (MadoPlanEdit *self);
char          **mado_plan_edit_list_held   (MadoPlanEdit *self);
/* The person has seen the new value: the path's base is the present state. */
void            mado_plan_edit_take_over   (MadoPlanEdit *self,
                                            const char   *path);

/* --- lines (mado-plan-edit-lines.c) ------------------------------------------------- */
/* The section in which a line after @after (nullable: the first) is written:
 * that of the （課名） line it stands under, if that names one department. */
const char     *mado_plan_edit_section_at  (MadoPlanEdit *self,
                                            MadoPlanText  text,
                                            const char   *after);
void            mado_plan_edit_set_line_text (MadoPlanEdit *self,
                                            MadoPlanText  text,
                                            const char   *lid,
                                            const char   *to);
void            mado_plan_edit_set_line_shape (MadoPlanEdit *self,
                                            MadoPlanText  text,
                                            const char   *lid,
                                            guint         level,
                                            MadoPlanLineKind kind,
                                            const char   *marker);
/* One level in (@by 1) or out (-1): ○ → ・ → deeper ・ and back. FALSE: no further. */
gboolean        mado_plan_edit_indent      (MadoPlanEdit *self,
                                            MadoPlanText  text,
                                            const char   *lid,
                                            int           by);
/* Past its neighbour, up (-1) or down (1); within its section. FALSE: no further. */
gboolean        mado_plan_edit_move        (MadoPlanEdit *self,
                                            MadoPlanText  text,
                                            const char   *lid,
                                            int           by);
/* A line of the shape of @like behind @after (nullable: in front). Returns its id (full). */
char           *mado_plan_edit_insert      (MadoPlanEdit *self,
                                            MadoPlanText  text,
                                            const char   *after,
                                            const MadoPlanLine *like,
                                            MadoRandom   *random);
/* What stands behind @offset bytes becomes a line of its own; returns its id (full). */
char           *mado_plan_edit_split       (MadoPlanEdit *self,
                                            MadoPlanText  text,
                                            const char   *lid,
                                            gsize         offset,
                                            MadoRandom   *random);
/* Adds the line to the one before and removes it. FALSE: there is none. */
gboolean        mado_plan_edit_join        (MadoPlanEdit *self,
                                            MadoPlanText  text,
                                            const char   *lid);
void            mado_plan_edit_remove_line (MadoPlanEdit *self,
                                            MadoPlanText  text,
                                            const char   *lid);
/* The text of a spreadsheet cell, as lines behind @after. Returns how many. */
guint           mado_plan_edit_paste       (MadoPlanEdit *self,
                                            MadoPlanText  text,
                                            const char   *after,
                                            const char   *block,
                                            MadoRandom   *random);
/* Writes a figure's new value into its line: text and figure together. @fid
 * NULL adds @figure, which was recognised in the text. FALSE: its words are
 * not in the line (any more). */
gboolean        mado_plan_edit_set_figure  (MadoPlanEdit *self,
                                            MadoPlanText  text,
                                            const char   *lid,
                                            const char   *fid,
                                            const MadoPlanFigure *figure);

/* --- answers ---------------------------------------------------------------------------- */
/* A department's own step for a round (ISO as-of date): draft, confirmed, or
 * unchanged and confirmed at once. */
void            mado_plan_edit_set_answer  (MadoPlanEdit *self,
                                            const char   *department,
                                            const char   *round,
                                            MadoAnswerState state,
                                            gboolean      unchanged);
/* Those who gather: accepted, or returned with a comment. INVALID: there is
 * no confirmed answer; NEEDS_PERSON: a return without a comment. */
gboolean        mado_plan_edit_decide      (MadoPlanEdit *self,
                                            const char   *department,
                                            const char   *round,
                                            MadoAnswerState state,
                                            const char   *comment,
                                            GError      **error);

/* --- writing ------------------------------------------------------------------------------ */
/* What is pending, for the store; NULL if nothing is. The buffer stays as it
 * is until mado_plan_edit_clear(), so that a failed write loses nothing. */
MadoEdit       *mado_plan_edit_make        (MadoPlanEdit *self,
                                            const char   *purpose);
void            mado_plan_edit_clear       (MadoPlanEdit *self);
/* For drafts (mado_store_set_draft), as MadoCaseEdit does. */
MadoEditBase   *mado_plan_edit_dup_base    (MadoPlanEdit *self,
                                            const char   *path);
void            mado_plan_edit_take_drafts (MadoPlanEdit *self,
                                            GPtrArray    *drafts);

G_END_DECLS
