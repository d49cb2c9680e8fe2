/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "print/render/mado-pdf-reader.h"

G_BEGIN_DECLS

/**
 * MadoPrintSheet:
 *
 * A page of a document as dots for paper, drawn by the renderer.
 */
typedef struct _MadoPrintSheet MadoPrintSheet;

/* A MadoPdfQuestion for the page whose number is @data; its answer is a
 * MadoPrintSheet. */
gpointer mado_print_sheet_ask          (MadoPdfFile           *file,
                                        gpointer               data,
                                        GError               **error);
void     mado_print_sheet_free         (MadoPrintSheet        *self);
/* As large as it is, smaller where the paper is. */
void     mado_print_sheet_put          (const MadoPrintSheet  *self,
                                        GtkPrintContext       *context);
/* 研修用 over what was drawn, in training. */
void     mado_print_sheet_mark         (GtkPrintContext       *context);
/* What is missing must not be missed. */
void     mado_print_sheet_put_sentence (GtkPrintContext       *context,
                                        const char            *text);

G_END_DECLS
