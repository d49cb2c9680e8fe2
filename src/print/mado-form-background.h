/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

#include "core/procedure/mado-pack-types.h"

G_BEGIN_DECLS

/**
 * MadoFormBackground:
 *
 * The city's own paper beneath a form: one page of a PDF of the pack, read by
 * the confined renderer only. For paper it is that page drawn anew as vectors,
 * for the screen a picture. Immutable, reference counted, safe between threads.
 */
typedef struct _MadoFormBackground MadoFormBackground;

/* A form is one sheet; a scan of one in colour is below this. */
#define MADO_FORM_BACKGROUND_MAX_FILE (8 * 1024 * 1024)

/* Waits for the renderer (some 50 ms), so not for the main thread. Checks the
 * hash that the layout names, the number of pages and the size of the sheet.
 * NOT_FOUND, DENIED (protected by a password), INVALID, DAMAGED, NO_SPACE: with
 * a sentence for who edits the form. */
MadoFormBackground *mado_form_background_load    (const char               *dir,
                                                  const MadoFormLayout     *layout,
                                                  GError                  **error);
/* Page @page (from 1; 0: the only one) of the file at @path for a sheet of
 * this size in mm. */
MadoFormBackground *mado_form_background_open    (const char               *path,
                                                  guint                     page,
                                                  double                    width,
                                                  double                    height,
                                                  GError                  **error);
MadoFormBackground *mado_form_background_ref     (MadoFormBackground       *self);
void                mado_form_background_unref   (MadoFormBackground       *self);

/* A PDF of one page for mado_pdf_graft(); borrowed. */
GBytes             *mado_form_background_get_pdf (const MadoFormBackground *self);
/* The picture; user units are millimetres. */
void                mado_form_background_draw    (const MadoFormBackground *self,
                                                  cairo_t                  *cr);

/* SHA-256 of a file in small hexadecimal digits; NULL if it cannot be read. */
char               *mado_form_background_hash    (const char               *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoFormBackground, mado_form_background_unref)

G_END_DECLS
