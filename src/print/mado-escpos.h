/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "print/mado-raster.h"

G_BEGIN_DECLS

/**
 * MadoEscposFlags:
 * @MADO_ESCPOS_CUT: feed to the knife and cut (GS V 66)
 * @MADO_ESCPOS_RESET: start with ESC @, so that nothing a former job set
 *   stays in force
 */
typedef enum
{
  MADO_ESCPOS_NONE = 0,
  MADO_ESCPOS_RESET = 1 << 0,
  MADO_ESCPOS_CUT = 1 << 1,
} MadoEscposFlags;

/* The bytes that make an ESC/POS printer print @raster (GS v 0 in bands that
 * the smallest printer buffers can take). */
GBytes *mado_escpos_from_raster (const MadoRaster *raster,
                                 MadoEscposFlags   flags);

G_END_DECLS
