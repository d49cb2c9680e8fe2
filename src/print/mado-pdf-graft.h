/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/base/mado-error.h"

G_BEGIN_DECLS

/**
 * mado_pdf_graft:
 * @pdf: as mado_pdf_finish() gives it
 * @sheets: (element-type GBytes) (nullable elements): for each page of @pdf what
 *   lies beneath it: a PDF of one page as mado_pdf_file_copy_page() gives it,
 *   or %NULL; the same bytes twice are held once in the file
 *
 * Lays pages beneath pages, their upper left corners together, as they are:
 * lines stay lines, letters stay letters with their fonts.
 *
 * The sheets come from the confined renderer, which may have been taken over
 * by a foreign document. They are believed to be no more than bytes: only
 * objects of the kinds that cairo writes are taken over, with known keys; at
 * any other, and whatever could run, fetch or link, the sheet is refused as
 * MADO_ERROR_DAMAGED. What is inside fonts and pictures is not looked at: the
 * confined renderer reads it again whenever the file is shown.
 *
 * Returns: (transfer full): the new file
 */
GBytes *mado_pdf_graft       (GBytes     *pdf,
                              GPtrArray  *sheets,
                              GError    **error);
/* Whether @sheet can be laid beneath a page; MADO_ERROR_DAMAGED if not. */
gboolean mado_pdf_graft_check (GBytes     *sheet,
                               GError    **error);

G_END_DECLS
