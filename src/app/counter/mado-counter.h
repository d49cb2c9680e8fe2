/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-context.h"
#include "core/form/mado-case-edit.h"
#include "core/form/mado-form-rules.h"
#include "core/form/mado-form-set.h"
#include "core/procedure/mado-guidance.h"
#include "core/slip/mado-slip.h"

G_BEGIN_DECLS

/**
 * MadoCounter:
 *
 * One visit on this desk, without a widget in sight: the record as folded, the
 * edits that are not saved yet laid over it, and what follows from both:
 * guidance, forms, gaps, findings, proposals. Screens show it and tell it what
 * the clerk did; it tells them by "changed" what is different.
 *
 * Each value that is set is a draft at once; a step of the counter saves them
 * as commits whose deps are the heads that were on screen when the editing
 * began.
 *
 * Signals:
 *   "changed" ()                     anything of the below
 *   "underneath" (char *path)        another desk changed a field that is being edited here; its value
 *                                    is the record's, until mado_counter_settle()
 *   "known" ()                       what mado_counter_get_same() or _needs_care() says is different
 *   "failed" (char *message)         something could not be saved; it is kept as a draft
 */
#define MADO_TYPE_COUNTER (mado_counter_get_type ())
G_DECLARE_FINAL_TYPE (MadoCounter, mado_counter, MADO, COUNTER, GObject)

MadoCounter          *mado_counter_new           (MadoContext         *context);

/* --- which case ------------------------------------------------------------ */
/* A new visit; nothing is written before the event is known. */
void                  mado_counter_begin         (MadoCounter         *self,
                                                  const char          *ticket_no);
/* What a visitor prepared at home or at a kiosk lies beside the visit until the
 * clerk has confirmed the person; till then nothing of it is in the case. */
void                  mado_counter_begin_draft   (MadoCounter         *self,
                                                  MadoSlip            *draft);
/* NULL: none waits. */
MadoSlip             *mado_counter_get_draft     (MadoCounter         *self);
/* The person is confirmed. Returns how many values could not be taken over. */
guint                 mado_counter_take_draft    (MadoCounter         *self);
void                  mado_counter_load_async    (MadoCounter         *self,
                                                  const MadoId        *record,
                                                  GAsyncReadyCallback  callback,
                                                  gpointer             data);
gboolean              mado_counter_load_finish   (MadoCounter         *self,
                                                  GAsyncResult        *result,
                                                  GError             **error);
/* After NEEDS_PERSON or DENIED: the reason is recorded, then the case loads. */
void                  mado_counter_open_for_reason_async  (MadoCounter         *self,
                                                           const char          *reason,
                                                           GAsyncReadyCallback  callback,
                                                           gpointer             data);
gboolean              mado_counter_open_for_reason_finish (MadoCounter         *self,
                                                           GAsyncResult        *result,
                                                           GError             **error);
const MadoId         *mado_counter_get_record_id (MadoCounter         *self);
MadoRecord           *mado_counter_get_record    (MadoCounter         *self);
MadoCase             *mado_counter_get_case      (MadoCounter         *self);
MadoCaseEdit         *mado_counter_get_edit      (MadoCounter         *self);
MadoPack             *mado_counter_get_pack      (MadoCounter         *self);
MadoContext          *mado_counter_get_context   (MadoCounter         *self);
const char           *mado_counter_get_scope     (MadoCounter         *self);
/* This desk opened the case: it guides and takes the signature. */
gboolean              mado_counter_is_origin     (MadoCounter         *self);
const MadoEvent      *mado_counter_get_event     (MadoCounter         *self);
const MadoDate       *mado_counter_get_today     (MadoCounter         *self);
MadoDateContext      *mado_counter_get_dates     (MadoCounter         *self);
/* 支援措置: this desk may not see the addresses. */
gboolean              mado_counter_hides_address (MadoCounter         *self);

/* --- values ------------------------------------------------------------------ */
const MadoFormReader *mado_counter_get_reader    (MadoCounter         *self);
GVariant             *mado_counter_get           (MadoCounter         *self,
                                                  const char          *path);
const char           *mado_counter_get_text      (MadoCounter         *self,
                                                  const char          *path);
MadoSource            mado_counter_get_source    (MadoCounter         *self,
                                                  const char          *path);
/* NULL: cleared. Sinks a floating value. */
void                  mado_counter_set           (MadoCounter         *self,
                                                  const char          *path,
                                                  GVariant            *value,
                                                  MadoSource           source);
/* The cursor enters a field and leaves it: what was on screen then is the base
 * of what is typed. */
void                  mado_counter_open_field    (MadoCounter         *self,
                                                  const char          *path);
void                  mado_counter_close_field   (MadoCounter         *self,
                                                  const char          *path);
/* A person says that the value that stands there is right. */
void                  mado_counter_confirm       (MadoCounter         *self,
                                                  const char          *path);
/* Stands there because somebody guessed it (a reading of a name from OCR, the
 * web, a kiosk …), and nobody has confirmed it. */
gboolean              mado_counter_is_unconfirmed (MadoCounter        *self,
                                                  const char          *path);
/* A field changed underneath: takes the other desk's value, or goes on with
 * the own one, which then replaces it. */
void                  mado_counter_settle        (MadoCounter         *self,
                                                  const char          *path,
                                                  gboolean             theirs);
/* For people: "昭和60年4月1日（1985）41歳", "男". */
char                 *mado_counter_display       (MadoCounter         *self,
                                                  const char          *path);
const char *const    *mado_counter_list_persons  (MadoCounter         *self);
/* The new line's element id. Borrowed until the next change. */
const char           *mado_counter_add_person    (MadoCounter         *self);
/* Takes a line out again that was made for a card or a paper and in which nothing
 * was taken over. */
void                  mado_counter_drop_if_empty (MadoCounter         *self,
                                                  const char          *eid);
void                  mado_counter_remove_person (MadoCounter         *self,
                                                  const char          *eid);
char                 *mado_counter_person_name   (MadoCounter         *self,
                                                  const char          *eid); /* "visitor" too */

/* --- what follows ------------------------------------------------------------- */
const MadoGuidance   *mado_counter_get_guidance  (MadoCounter         *self);
void                  mado_counter_answer        (MadoCounter         *self,
                                                  const char          *question,
                                                  MadoAnswer           answer); /* NONE takes back */
void                  mado_counter_pick          (MadoCounter         *self,
                                                  const char          *procedure,
                                                  gboolean             picked);
/* Where a value in conflict was written, for people: 国保年金課; "" if not known. */
const char           *mado_counter_get_place     (MadoCounter         *self,
                                                  const MadoId        *device);
MadoFormSet          *mado_counter_get_form_set  (MadoCounter         *self);
GPtrArray            *mado_counter_get_findings  (MadoCounter         *self); /* MadoFinding*, borrowed */
/* Ids of the case's procedures, in the list's order. */
const char *const    *mado_counter_list_procedures (MadoCounter       *self);
MadoProcState         mado_counter_get_state     (MadoCounter         *self,
                                                  const char          *procedure);
/* FALSE: not a step that is allowed now. @reason may be NULL where none is needed. */
gboolean              mado_counter_set_state     (MadoCounter         *self,
                                                  const char          *procedure,
                                                  MadoProcState        state,
                                                  const char          *reason,
                                                  GError             **error);
/* Is it this desk's business? The origin of a centre plays all desks. */
gboolean              mado_counter_is_mine       (MadoCounter         *self,
                                                  const char          *procedure);
/* 支援措置: addresses go to no other desk. */
void                  mado_counter_protect       (MadoCounter         *self);
/* A case received today, of one of the persons of this new visit; NULL: none
 * that this desk may see. Borrowed. */
const MadoCaseRow    *mado_counter_get_same      (MadoCounter         *self);
/* Searches once more: cases may have come since. "known" tells. */
void                  mado_counter_look_up_persons_again (MadoCounter *self);
/* A certificate is to be handed over here, and one of the persons is in a case
 * whose addresses are hidden. Nothing tells which, or why. */
gboolean              mado_counter_needs_care    (MadoCounter         *self);
/* A mark for later analysis, once per case and desk. */
void                  mado_counter_mark          (MadoCounter         *self,
                                                  const char          *mark);

/* --- saving --------------------------------------------------------------------- */
gboolean              mado_counter_is_dirty      (MadoCounter         *self);
void                  mado_counter_save_async    (MadoCounter         *self,
                                                  const char          *purpose,
                                                  GAsyncReadyCallback  callback,
                                                  gpointer             data);
gboolean              mado_counter_save_finish   (MadoCounter         *self,
                                                  GAsyncResult        *result,
                                                  GError             **error);
/* Two values stand against each other: the person chose one, for a reason. */
void                  mado_counter_choose        (MadoCounter         *self,
                                                  const char          *path,
                                                  GVariant            *value,
                                                  const char          *reason);

G_END_DECLS
