/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/certificate/mado-pdf-layout.h"
#include "print/render/mado-pdf-reader.h"

G_BEGIN_DECLS

/**
 * MadoPdfView:
 *
 * The pages of a document, to scroll, zoom and turn. Pages are drawn in tiles
 * by the renderer, never here; a tile that is not there yet is a paler, coarser
 * picture or white. Tiles are kept up to a limit, the nearest longest.
 *
 * Signals:
 *   "moved" ()                              page, zoom or mode is another now
 *   "selected" ()                           the selection is another now
 *   "followed" (MadoPdfTarget *target)      a link was clicked that leads out
 *   "failed" (guint page, char *text)       a page cannot be drawn
 */
#define MADO_TYPE_PDF_VIEW (mado_pdf_view_get_type ())
G_DECLARE_FINAL_TYPE (MadoPdfView, mado_pdf_view, MADO, PDF_VIEW, GtkWidget)

MadoPdfView   *mado_pdf_view_new           (void);
/* NULL: nothing is open. */
void           mado_pdf_view_set_reader    (MadoPdfView   *self,
                                            MadoPdfReader *reader);

guint          mado_pdf_view_get_page      (MadoPdfView   *self);
void           mado_pdf_view_go            (MadoPdfView   *self,
                                            guint          page);
/* Forward or back by @pages; in single mode it turns over. */
void           mado_pdf_view_step          (MadoPdfView   *self,
                                            int            pages);
/* By parts of what is visible: 1 a screen down, -0.1 a line up. Turns over at
 * the end of a page in single mode. */
void           mado_pdf_view_scroll        (MadoPdfView   *self,
                                            double         screens);

double         mado_pdf_view_get_zoom      (MadoPdfView   *self);
void           mado_pdf_view_set_zoom      (MadoPdfView   *self,
                                            double         zoom);
MadoPdfFit     mado_pdf_view_get_fit       (MadoPdfView   *self);
void           mado_pdf_view_set_fit       (MadoPdfView   *self,
                                            MadoPdfFit     fit);
MadoPdfMode    mado_pdf_view_get_mode      (MadoPdfView   *self);
void           mado_pdf_view_set_mode      (MadoPdfView   *self,
                                            MadoPdfMode    mode);
/* Of a page, points, before it is turned. */
void           mado_pdf_view_get_points    (MadoPdfView   *self,
                                            guint          page,
                                            double        *width,
                                            double        *height);
guint          mado_pdf_view_get_turns     (MadoPdfView   *self);
void           mado_pdf_view_set_turns     (MadoPdfView   *self,
                                            guint          turns);

/* (array of MadoPdfHit, nullable) to mark; @current stands out and is
 * scrolled to; -1: none. */
void           mado_pdf_view_set_hits      (MadoPdfView   *self,
                                            GArray        *hits);
void           mado_pdf_view_show_hit      (MadoPdfView   *self,
                                            int            current);

/* The selected text; NULL: none. Transfer full. */
char          *mado_pdf_view_get_selection (MadoPdfView   *self);
void           mado_pdf_view_select_page   (MadoPdfView   *self);
/* The part of a page that was chosen as a picture (dragged with Shift); points
 * from the upper left corner before the page is turned. FALSE: none. */
gboolean       mado_pdf_view_get_area      (MadoPdfView   *self,
                                            guint         *page,
                                            MadoPdfArea   *area);
/* The whole page in front as such a part. */
gboolean       mado_pdf_view_select_area   (MadoPdfView   *self);
void           mado_pdf_view_unselect      (MadoPdfView   *self);

/* All tiles in sight are there. For tests and measuring. */
gboolean       mado_pdf_view_is_settled    (MadoPdfView   *self);
gsize          mado_pdf_view_get_cached    (MadoPdfView   *self);

G_END_DECLS
