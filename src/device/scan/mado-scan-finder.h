/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/scan/mado-scan-grey.h"

G_BEGIN_DECLS

/*
 * Is there a code at all? The three corner marks of a QR code are dark and
 * light as 1:1:3:1:1 along every line through their middle. Looking for them
 * costs a tenth of what a decoder costs, so that a frame without a code is
 * done with soon, and a frame with one gets all the tries it needs, where it is.
 */
typedef struct
{
  guint  count;   /* marks of one size, the largest such group; text and noise have none */
  gboolean runs_off; /* two marks, and the third would be outside of the picture */
  gboolean dense; /* one mark or none, but a square as full of small squares as only a large code is */
  guint  dense_x, dense_y, dense_width, dense_height; /* that square, with room around it */
  double module;  /* side of one module in pixels */
  guint  x, y, width, height; /* where the code must be */
} MadoFinders;

void mado_finders_search (const MadoGrey *picture,
                          MadoFinders    *found);

G_END_DECLS
