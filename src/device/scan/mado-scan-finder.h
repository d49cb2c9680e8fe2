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
  double   x, y;   /* the middle; the first pixel reaches from 0 to 1 */
  double   module; /* side of one module in pixels */
  gboolean light;  /* of a code that is light on dark */
  gboolean hidden; /* not seen: where it would have to be */
} MadoMark;

#define MADO_MOST_MARKS 64

typedef struct
{
  MadoMark marks[MADO_MOST_MARKS];
  guint    n;
  guint    suspects; /* lines that looked like one across and down, whether it was one or not */
} MadoMarks;

/* Those that are the corners of one code, as far as their marks tell. */
typedef struct
{
  guint    count;    /* marks of one size, the largest such group; text and noise have none */
  gboolean runs_off; /* two marks, and the third would be outside of the picture */
  double   module;   /* side of one module in pixels */
  guint    x, y, width, height; /* where the code must be */
} MadoFinders;

/* Adds the marks in @picture to @marks, unless they are there. @factor: pixels of what
 * @marks speaks of to one of @picture. Sees modules of 1.3 to 8 pixels: a larger code in a
 * smaller picture. How many blocks of 8 × 8 are not of one shade. */
guint mado_marks_search (const MadoGrey  *picture,
                         double           factor,
                         MadoMarks       *marks);
/* In a picture of @width and @height. */
void  mado_marks_judge  (const MadoMarks *marks,
                         guint            width,
                         guint            height,
                         MadoFinders     *found);
/* Both, for a picture by itself. */
void mado_finders_search (const MadoGrey *picture,
                          MadoFinders    *found);

G_END_DECLS
