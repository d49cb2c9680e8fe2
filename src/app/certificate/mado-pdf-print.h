/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "print/render/mado-pdf-reader.h"

G_BEGIN_DECLS

/* Called once. @failed: (nullable) numbers of the pages that could not be
 * drawn, "3, 7"; a sheet that says so stands in their place. @error: nothing
 * was printed, or not all; CANCELLED: a person called it off. */
typedef void (*MadoPdfPrinted) (const char *failed, const GError *error, gpointer data);

/**
 * mado_pdf_print:
 * @title: of the job, in the printer's list
 * @settings: file in which printer and settings of this kind of document are
 *   kept from one time to the next
 * @export_to: (nullable): a PDF file to write, without asking anybody
 *
 * Prints a document through the system's dialog, page by page as the renderer
 * draws them, with progress and cancelling; the main loop goes on meanwhile.
 */
void mado_pdf_print (GtkWindow      *window,
                     MadoPdfReader  *reader,
                     const char     *title,
                     const char     *settings,
                     const char     *export_to,
                     MadoPdfPrinted  printed,
                     gpointer        data);

G_END_DECLS
