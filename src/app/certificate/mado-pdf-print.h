/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/mado-print-setup.h"
#include "print/render/mado-pdf-reader.h"

G_BEGIN_DECLS

/* What is done: @number of @count sheets; @path: of which document. */
typedef void (*MadoPdfPrinting) (guint number, guint count, const char *path, gpointer data);
/* Called once. @failures: one for each document: NULL, or why it was not
 * printed whole ("3, 7" are pages that could not be drawn; a sheet that says so
 * stands in their place). @error: nothing was printed; CANCELLED: a person
 * called it off. */
typedef void (*MadoPdfPrinted)  (char **failures, const GError *error, gpointer data);

typedef struct
{
  const char           *title;     /* of the job, in the printer's list */
  MadoPdfReader        *reader;    /* (nullable): one document that is open … */
  const char * const   *paths;     /* … or several, NULL at the end */
  const MadoPrintSetup *setup;     /* printer, paper … that the dialog begins with */
  const char           *settings;  /* file with what else it was set to the last time */
  const char           *export_to; /* (nullable): a PDF file to write, without asking anybody */
} MadoPdfPrintJob;

/**
 * mado_pdf_print:
 * @window: (nullable)
 * @cancellable: (nullable): calls the job off: nothing goes to the printer
 *
 * Prints documents as one job through the system's dialog, page by page as the
 * renderer draws them. Each is open only while it is its turn, and begins on a
 * sheet of its own where both sides are printed. The main loop goes on
 * meanwhile. @job and what it names are borrowed for the call.
 */
void mado_pdf_print (GtkWindow              *window,
                     const MadoPdfPrintJob  *job,
                     GCancellable           *cancellable,
                     MadoPdfPrinting         printing,
                     MadoPdfPrinted          printed,
                     gpointer                data);

G_END_DECLS
