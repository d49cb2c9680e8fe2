/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/form/mado-case.h"
#include "core/sync/mado-draft.h"
#include "core/sync/mado-edit.h"

G_BEGIN_DECLS

/**
 * MadoCaseEdit:
 *
 * The edit buffer of one step at one desk. A path is *open* from the moment
 * the cursor enters it (or a value is set): from then on its base is the state
 * that was on screen. When sync brings another value for an open path, the
 * path is *held*: its base stays, so that writing it keeps both values, and
 *
 *   "changed-underneath" (const char *path, GVariant *old, GVariant *new)
 *
 * marks it (old, new may be NULL) until the person takes the new base over, or
 * drops the own value. Paths that nobody touched here simply show the new
 * value. The removal of a person holds every open path of that person.
 *
 *   "pending-changed" ()   pending values came or went
 */
#define MADO_TYPE_CASE_EDIT (mado_case_edit_get_type ())
G_DECLARE_FINAL_TYPE (MadoCaseEdit, mado_case_edit, MADO, CASE_EDIT, GObject)

/* Follows @kase (its "changed") as long as it lives. */
MadoCaseEdit *mado_case_edit_new         (MadoCase     *kase);
MadoCase     *mado_case_edit_get_case    (MadoCaseEdit *self);

/* The cursor enters a field / leaves it without a pending value. */
void          mado_case_edit_open        (MadoCaseEdit *self, const char *path);
void          mado_case_edit_close       (MadoCaseEdit *self, const char *path);
/* A new value; equal to what the record shows, it drops the pending one. A
 * held path takes it anyway. @value may be floating. */
void          mado_case_edit_set         (MadoCaseEdit *self, const char *path,
                                          GVariant *value, MadoSource source);
void          mado_case_edit_set_text    (MadoCaseEdit *self, const char *path,
                                          const char *text /* "" clears */, MadoSource source);
/* The same for a path whose section the pack cannot tell (routes). */
void          mado_case_edit_set_in      (MadoCaseEdit *self, const char *section, const char *path,
                                          GVariant *value, MadoSource source);
/* Forgets the pending value. */
void          mado_case_edit_unset       (MadoCaseEdit *self, const char *path);
/* A person confirms the value that is shown. */
void          mado_case_edit_confirm     (MadoCaseEdit *self, const char *path);
/* Chooses one value of a conflict (or of two sides); counts as having seen
 * all. @reason (nullable: none needed) stays beside it as chosen/<path>. */
void          mado_case_edit_choose      (MadoCaseEdit *self, const char *path, GVariant *value,
                                          const char *reason);

/* Pending value, else the record's; NULL if none. Borrowed. */
GVariant     *mado_case_edit_get         (MadoCaseEdit *self, const char *path);
const char   *mado_case_edit_get_text    (MadoCaseEdit *self, const char *path);
MadoSource    mado_case_edit_get_source  (MadoCaseEdit *self, const char *path);
gboolean      mado_case_edit_is_pending  (MadoCaseEdit *self, const char *path);
gboolean      mado_case_edit_is_held     (MadoCaseEdit *self, const char *path);
guint         mado_case_edit_get_n_pending (MadoCaseEdit *self);
/* Paths, sorted, NULL-ended. */
char        **mado_case_edit_list_pending (MadoCaseEdit *self);
char        **mado_case_edit_list_held   (MadoCaseEdit *self);
/* The person has seen the new value: the path's base is the present state. */
void          mado_case_edit_take_over   (MadoCaseEdit *self, const char *path);

/* --- steps --------------------------------------------------------------------- */
/* Adds a person's line and returns its new element id. */
char         *mado_case_edit_add_person  (MadoCaseEdit *self, MadoRandom *random);
void          mado_case_edit_remove_person (MadoCaseEdit *self, const char *eid);
/* MADO_ERROR_INVALID if the step is not allowed from the present state,
 * MADO_ERROR_NEEDS_PERSON if it needs a reason and has none. */
gboolean      mado_case_edit_set_state   (MadoCaseEdit *self, const char *proc, MadoProcState state,
                                          const char *reason /* nullable */, GError **error);
void          mado_case_edit_set_mark    (MadoCaseEdit *self, const char *desk, const char *mark, gint64 ms);
/* Opens every section of this step to @scope, and what a wanted procedure's
 * desk needs to that desk; never opens what somebody shut. */
void          mado_case_edit_add_routes  (MadoCaseEdit *self, const char *scope);
/* 支援措置: shuts every desk and centre but @scope out of the addresses. */
void          mado_case_edit_protect     (MadoCaseEdit *self, const char *scope);

/* --- writing ------------------------------------------------------------------- */
/* What is pending as an edit for the store: held paths with the heads of their
 * base, the rest with the present heads. NULL if nothing is pending. The
 * buffer stays as it is until mado_case_edit_clear(), so that a failed write
 * loses nothing. */
MadoEdit     *mado_case_edit_make        (MadoCaseEdit *self, const char *purpose);
void          mado_case_edit_clear       (MadoCaseEdit *self); /* what is open without a value stays so */

/* What the edit of @path rests on, for its draft: of a held path the state at
 * which it began, else the present one, which shows there what that did. */
MadoEditBase *mado_case_edit_dup_base    (MadoCaseEdit *self, const char *path);
/* Lays drafts (MadoDraft*) of an earlier sitting into the buffer. One whose
 * base does not stand any more (another value is shown by now, or the person was
 * removed, or what it had seen is not here) is held at that base; any other
 * follows the record. What the record shows by now is not pending. */
void          mado_case_edit_take_drafts (MadoCaseEdit *self, GPtrArray *drafts);

/* Pending over record, as forms and rules read it; borrowed from @self. */
MadoFormReader mado_case_edit_get_reader (MadoCaseEdit *self);

G_END_DECLS
