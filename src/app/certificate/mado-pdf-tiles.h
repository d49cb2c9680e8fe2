/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "print/render/mado-pdf-reader.h"

G_BEGIN_DECLS

/**
 * MadoPdfTiles:
 *
 * Pictures of parts of pages, asked of the reader and kept up to a limit; what
 * was not needed for longest goes first. A page of common size is drawn in
 * strips, of which only those in sight are kept; one that is slow to draw, in
 * one piece.
 */
typedef struct _MadoPdfTiles MadoPdfTiles;

/* Something arrived; @failed: (nullable) why the page cannot be drawn. */
typedef void (*MadoPdfTilesCame) (MadoPdfTiles *self, guint page, const char *failed, gpointer data);

MadoPdfTiles *mado_pdf_tiles_new       (MadoPdfReader    *reader,
                                        MadoPdfTilesCame  came,
                                        gpointer          data);
void          mado_pdf_tiles_free      (MadoPdfTiles     *self);

/* Begins a round: what nobody asks for until the next one is called off if it
 * has not been drawn. */
void          mado_pdf_tiles_begin     (MadoPdfTiles     *self);
/* Wants the part of a page that @clip (dots of the turned page) shows, at
 * @scale dots a point; @width, @height: of the whole page. */
void          mado_pdf_tiles_want      (MadoPdfTiles     *self,
                                        guint             page,
                                        double            scale,
                                        guint             turns,
                                        int               width,
                                        int               height,
                                        const GdkRectangle *clip,
                                        MadoPdfPriority   priority);
void          mado_pdf_tiles_end       (MadoPdfTiles     *self);

/* Draws what there is of a page at the origin; older zooms stand in for what is
 * missing. @factor: units of the snapshot a dot. */
void          mado_pdf_tiles_snapshot  (MadoPdfTiles     *self,
                                        GtkSnapshot      *snapshot,
                                        guint             page,
                                        double            scale,
                                        guint             turns,
                                        double            factor);

/* Nothing that was wanted NOW is missing. */
gboolean      mado_pdf_tiles_is_settled (MadoPdfTiles    *self);
gsize         mado_pdf_tiles_get_bytes  (MadoPdfTiles    *self);

G_END_DECLS
