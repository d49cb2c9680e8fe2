/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/mado-error.h"

G_BEGIN_DECLS

/**
 * MadoFormDraft:
 *
 * A print layout while somebody edits it: the file's own JSON, so that what the
 * editor does not know (other languages of a label) stays. Says nothing about
 * right or wrong: mado_form_text_new() does, of its text, in which each item
 * is one line.
 *
 * Every change can be undone. Changes with the same tag that follow each other
 * are undone together (a drag, a number that is being typed).
 */
typedef struct _MadoFormDraft MadoFormDraft;

/* INVALID: not JSON, or without a list of items. */
MadoFormDraft *mado_form_draft_new         (const char           *text,
                                            GError              **error);
void           mado_form_draft_free        (MadoFormDraft        *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoFormDraft, mado_form_draft_free)

char          *mado_form_draft_to_text     (const MadoFormDraft  *self);
/* Item of a line of that text; -1: none. */
int            mado_form_draft_item_at     (const MadoFormDraft  *self,
                                            guint                 line);
guint          mado_form_draft_get_n_items (const MadoFormDraft  *self);

/* "" where there is none; a text of several languages in Japanese. */
const char    *mado_form_draft_get_text    (const MadoFormDraft  *self,
                                            guint                 item,
                                            const char           *key);
double         mado_form_draft_get_number  (const MadoFormDraft  *self,
                                            guint                 item,
                                            const char           *key,
                                            double                fallback);
gboolean       mado_form_draft_get_flag    (const MadoFormDraft  *self,
                                            guint                 item,
                                            const char           *key,
                                            gboolean              fallback);

/* %NULL or "" takes the key out. */
void           mado_form_draft_set_text    (MadoFormDraft        *self,
                                            guint                 item,
                                            const char           *key,
                                            const char           *value,
                                            const char           *tag);
/* Lengths are rounded to hundredths. */
void           mado_form_draft_set_number  (MadoFormDraft        *self,
                                            guint                 item,
                                            const char           *key,
                                            double                value,
                                            const char           *tag);
void           mado_form_draft_set_flag    (MadoFormDraft        *self,
                                            guint                 item,
                                            const char           *key,
                                            gboolean              value,
                                            const char           *tag);
/* All four at once, mm. */
void           mado_form_draft_set_place   (MadoFormDraft        *self,
                                            guint                 item,
                                            double                x,
                                            double                y,
                                            double                w,
                                            double                h,
                                            const char           *tag);
/* Behind the others; returns its number. */
guint          mado_form_draft_add         (MadoFormDraft        *self,
                                            const char           *kind,
                                            double                x,
                                            double                y,
                                            double                w,
                                            double                h);
void           mado_form_draft_remove      (MadoFormDraft        *self,
                                            guint                 item);
/* @file: (nullable): name in forms/; @page: from 1, 0: the only one. */
void           mado_form_draft_set_background (MadoFormDraft     *self,
                                               const char        *file,
                                               guint              page,
                                               const char        *hash);

gboolean       mado_form_draft_can_undo    (const MadoFormDraft  *self);
gboolean       mado_form_draft_can_redo    (const MadoFormDraft  *self);
void           mado_form_draft_undo        (MadoFormDraft        *self);
void           mado_form_draft_redo        (MadoFormDraft        *self);

G_END_DECLS
