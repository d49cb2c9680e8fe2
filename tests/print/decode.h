/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "print/mado-raster.h"

/* What zbar reads in a grey picture; NULL if it finds no symbol. */
char *decode_grey   (const guint8     *grey,
                     int               width,
                     int               height);
char *decode_raster (const MadoRaster *raster);
