/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "core/base/mado-error.h"

G_BEGIN_DECLS

/**
 * MadoPdf:
 *
 * A PDF being drawn, in millimetres, kept in memory until it is finished: a
 * file or printer sees a whole document or nothing.
 */
typedef struct _MadoPdf MadoPdf;

#define MADO_A4_WIDTH  210.0
#define MADO_A4_HEIGHT 297.0

MadoPdf  *mado_pdf_new            (double         width_mm,
                                   double         height_mm,
                                   const char    *title);
void      mado_pdf_free           (MadoPdf       *self);
/* Borrowed; user units are millimetres from the top left corner. */
cairo_t  *mado_pdf_get_cairo      (MadoPdf       *self);
void      mado_pdf_set_page_size  (MadoPdf       *self,
                                   double         width_mm,
                                   double         height_mm);
void      mado_pdf_end_page       (MadoPdf       *self);
GBytes   *mado_pdf_finish         (MadoPdf       *self,
                                   GError       **error);

gboolean  mado_pdf_write          (GBytes        *pdf,
                                   GOutputStream *stream,
                                   GError       **error);
gboolean  mado_pdf_write_file     (GBytes        *pdf,
                                   const char    *path,
                                   GError       **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoPdf, mado_pdf_free)

G_END_DECLS
