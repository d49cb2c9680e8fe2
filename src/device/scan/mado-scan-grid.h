/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/scan/mado-scan-finder.h"
#include "device/scan/mado-scan-grey.h"

G_BEGIN_DECLS

/*
 * The modules of one code, taken from a picture. The decoders lose large codes
 * because they stretch one straight net over them; here the net follows every
 * alignment mark that a code has, so that a v40 code that is bent or a little
 * off still falls into its meshes. What comes out is a picture of one pixel a
 * module, which a decoder reads in a millisecond. ISO/IEC 18004:2015, 6.3.
 */
typedef struct _MadoGrid MadoGrid;

/* Three marks, in any order, that may be the corners of one code; the positions are
 * those of @picture. NULL: they are not. */
MadoGrid *mado_grid_new     (const MadoGrey *picture,
                             const MadoMark  marks[3]);
void      mado_grid_free    (MadoGrid       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoGrid, mado_grid_free)

/* Modules along a side. */
guint     mado_grid_side    (const MadoGrid *self);
/* The four corners, clockwise from the one between the two others. */
void      mado_grid_corners (const MadoGrid *self,
                             int             corners[8]);
/* One black or white pixel a module, with a margin of two. The more
 * @sharpness (0 to 2), the more of its neighbours is taken off a module: what
 * a picture out of focus has mixed. */
MadoGrey *mado_grid_modules (const MadoGrid *self,
                             double          sharpness);
/* Makes the modules that are alike in all codes as they should be: a corner may be covered
 * or out of the picture, and without it no decoder begins. Which share of them was. */
double    mado_grid_mend    (const MadoGrid *self,
                             MadoGrey       *modules);

G_END_DECLS
