/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "print/mado-raster.h"

G_BEGIN_DECLS

/*
 * What is printed in training carries 研修用. The places where paper leaves the
 * program ask here, each time: a finished page, a receipt on its way to the
 * printer or into a file, a page of a foreign document.
 */

/* Over a page that is drawn otherwise: in large letters across it, and a line
 * at its top and bottom. User units are millimetres from the top left corner.
 * Draws nothing outside of training. */
void        mado_training_mark_page   (cairo_t          *cr,
                                       double            width_mm,
                                       double            height_mm);
/* (transfer full): a copy with a line above and below; outside of training
 * NULL, and @raster is printed as it is. */
MadoRaster *mado_training_mark_raster (const MadoRaster *raster);

G_END_DECLS
