/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/procedure/mado-pack-types.h"

G_BEGIN_DECLS

/**
 * MadoPack:
 *
 * The city pack (data/city/): everything that differs from city to city.
 * Immutable once loaded, reference counted, safe to share between threads.
 * Nothing here knows a procedure, desk or question by name.
 */
typedef struct _MadoPack MadoPack;

/* Reads the folder. On a fault: MADO_ERROR_INVALID (NOT_FOUND for a missing
 * file) with "file:line: sentence". Print layouts are read when first asked
 * for. mado_pack_check() (mado-pack-check.h) proves more than a load does. */
MadoPack   *mado_pack_load  (const char  *dir,
                             GError     **error);
/* Only the city, its desks and centres, and what its events are called: what a
 * list of cases shows, in a tenth of the time. Everything else is empty. For a
 * first screen until the whole pack is here; the same faults. */
MadoPack   *mado_pack_load_names (const char  *dir,
                                  GError     **error);
MadoPack   *mado_pack_ref   (MadoPack *self);
void        mado_pack_unref (MadoPack *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoPack, mado_pack_unref)

/* --- city --------------------------------------------------------------- */
const char     *mado_pack_get_dir         (MadoPack *self);
const char     *mado_pack_get_city        (MadoPack *self); /* 6 digits */
/* From here on its city is MADO_TRAINING_CITY; before anybody else has it. */
void            mado_pack_set_training    (MadoPack *self);
const MadoText *mado_pack_get_city_name   (MadoPack *self);
const char     *mado_pack_get_city_kana   (MadoPack *self);
const MadoText *mado_pack_get_mayor       (MadoPack *self); /* 汐見市長 */
const char     *mado_pack_get_prefecture  (MadoPack *self);
const char     *mado_pack_get_version     (MadoPack *self);
const char     *mado_pack_get_active_from (MadoPack *self);
/* SHA-256 over all files, hex: tells two editions apart. Computed on first use. */
const char     *mado_pack_get_digest      (MadoPack *self);
const char     *const *mado_pack_get_languages (MadoPack *self);
/* TRUE on Saturdays, Sundays, and the days of holidays.json. */
gboolean        mado_pack_is_closed       (MadoPack *self, const char *iso_date);

/* --- look-ups: NULL if there is none ------------------------------------- */
const MadoDesk      *mado_pack_get_desk      (MadoPack *self, const char *id);
const MadoDesk      *mado_pack_get_first_desk(MadoPack *self);
const MadoCentre    *mado_pack_get_centre    (MadoPack *self, const char *id);
const MadoField     *mado_pack_get_field     (MadoPack *self, const char *id);
const MadoField     *mado_pack_get_field_by_tag (MadoPack *self, guint tag);
const MadoDocument  *mado_pack_get_document  (MadoPack *self, const char *id);
const MadoProcedure *mado_pack_get_procedure (MadoPack *self, const char *id);
const MadoReferral  *mado_pack_get_referral  (MadoPack *self, const char *id);
const MadoIssueKind *mado_pack_get_issue     (MadoPack *self, const char *id);
const MadoQuestion  *mado_pack_get_question  (MadoPack *self, const char *id);
const MadoEvent     *mado_pack_get_event     (MadoPack *self, const char *id);
const MadoEvent     *mado_pack_get_event_by_key (MadoPack *self, guint key);

/* --- lists in the pack's order: arrays of pointers, borrowed -------------- */
const MadoDesk      *const *mado_pack_list_desks      (MadoPack *self, guint *n);
const MadoCentre    *const *mado_pack_list_centres    (MadoPack *self, guint *n);
const MadoField     *const *mado_pack_list_fields     (MadoPack *self, guint *n);
const MadoDocument  *const *mado_pack_list_documents  (MadoPack *self, guint *n);
const MadoProcedure *const *mado_pack_list_procedures (MadoPack *self, guint *n);
const MadoReferral  *const *mado_pack_list_referrals  (MadoPack *self, guint *n);
const MadoIssueKind *const *mado_pack_list_issues     (MadoPack *self, guint *n);
const MadoQuestion  *const *mado_pack_list_questions  (MadoPack *self, guint *n);
const MadoEvent     *const *mado_pack_list_events     (MadoPack *self, guint *n);

/* --- towns: postal code ⇄ town -------------------------------------------- */
const MadoTown *mado_pack_get_town        (MadoPack *self, const char *town_id);
/* All towns of a postal code (digits only), or whose kana (katakana) or name
 * begins with @start; own city first. (transfer container): const MadoTown* */
GPtrArray      *mado_pack_find_towns      (MadoPack *self, const char *start);
/* Prefectures, and municipalities elsewhere by name or kana (old addresses). */
GPtrArray      *mado_pack_find_municipalities (MadoPack *self, const char *start);

/* --- print layouts --------------------------------------------------------- */
const MadoFormLayout *mado_pack_load_form (MadoPack    *self,
                                           const char  *id,
                                           GError     **error);

/* A layout that is being edited: read and checked from a text as if it were
 * forms/<id>.json, the rest from the pack. @dir: where its background is looked
 * for; NULL: in the pack. What can be read is there beside the faults
 * (MadoPackFault). */
typedef struct _MadoFormText MadoFormText;
MadoFormText         *mado_form_text_new         (MadoPack *pack, const char *dir, const char *id, const char *text);
void                  mado_form_text_free        (MadoFormText *self);
const MadoFormLayout *mado_form_text_get_layout  (const MadoFormText *self); /* NULL: nothing could be read */
GPtrArray            *mado_form_text_get_faults  (const MadoFormText *self); /* borrowed */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoFormText, mado_form_text_free)

/* The field behind a path of a layout; NULL: names, addresses, case_no … */
const MadoField *mado_form_path_field (MadoPack *pack, const char *path);

/* --- issued documents ------------------------------------------------------- */
/* May desk or centre @scope issue it? */
gboolean mado_issue_kind_is_for (const MadoIssueKind *self, const char *scope);

/* --- small helpers --------------------------------------------------------- */
const MadoChoice *mado_field_find_choice  (const MadoField *self, const char *code);
const MadoChoice *mado_field_find_key     (const MadoField *self, guint key);
const MadoProcedureField *mado_procedure_find_field (const MadoProcedure *self, const char *field_id);
const MadoProcedureRole  *mado_procedure_find_role  (const MadoProcedure *self, const char *role_id);
/* The section of a record in which a field of this procedure is written:
 * "shared", "addr" or a desk id. */
const char *mado_procedure_section (const MadoProcedure *self, const MadoField *field);
/* Yen for @copies on @date (ISO). */
gint64 mado_procedure_fee (const MadoProcedure *self, const char *date, guint copies, const MadoExprScope *scope);

G_END_DECLS
