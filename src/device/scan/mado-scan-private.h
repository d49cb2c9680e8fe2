/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/scan/mado-scan-finder.h"
#include "device/scan/mado-scan-grey.h"
#include "device/scan/mado-scan-module.h"
#include "device/scan/mado-scan.h"

G_BEGIN_DECLS

/* One picture being read. */
typedef struct
{
  MadoScanDecode decode;
  GPtrArray     *texts;   /* #MadoScanText */
  gint64         work;    /* left, in pixels that zxing looks at */
  gint64         spent;
  gint64         grids;   /* of that, what looking at codes that were none may still cost */
  double         likeness; /* of what looked most like a code, but could not be read; 0: nothing did */
  double         x, y;    /* where the picture at hand begins in the whole one */
  double         factor;  /* its pixels for one of the whole */
  const int     *corners; /* of the code at hand, where they are known better; or NULL */
} MadoScan;

#define MADO_SCAN_LEAST_SIDE 20

/* Reads @picture if there is work left for it. Whether there was a code in it. */
gboolean mado_scan_try_engine (MadoScan        *self,
                               const MadoGrey  *picture,
                               MadoScanEngine   engine);
/* zbar, and changed pictures of where @marks are, until the work is used up or there is
 * a text. */
void     mado_scan_read_hard  (MadoScan        *self,
                               const MadoGrey  *picture,
                               const MadoMarks *marks);

G_END_DECLS
