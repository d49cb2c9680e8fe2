/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/scan/mado-scan-finder.h"

G_BEGIN_DECLS

/* Three marks that may be the corners of one code: as large as each other, and
 * standing as corners of a square do, seen from the side. */
typedef struct
{
  MadoMark mark[3];
  int      index[3]; /* of #MadoMarks; -1: hidden */
  double   doubt;    /* 0: exactly so */
} MadoCorners;

/* The likeliest first, at most @most; how many. */
guint mado_corners_find  (const MadoMarks *marks,
                          MadoCorners     *corners,
                          guint            most);
/* Where two marks are seen and the third is spoilt, covered or out of the picture: the
 * six places where it can be, if the code is seen from above. */
guint mado_corners_guess (const MadoMarks *marks,
                          MadoCorners     *corners,
                          guint            most);

G_END_DECLS
