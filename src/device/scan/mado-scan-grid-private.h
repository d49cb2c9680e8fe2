/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device/scan/mado-scan-grid.h"

G_BEGIN_DECLS

/* A code being measured: mado-scan-grid.c finds how many modules it has and where they
 * were on flat paper, mado-scan-net.c how the paper bends, mado-scan-modules.c which of
 * them are dark. */

#define MADO_GRID_MOST_LINES 7   /* of alignment marks */
#define MADO_GRID_CENTRE     3.5 /* modules from the edge of a code to the middle of its mark */

typedef struct { double x, y; } MadoPlace;

struct _MadoGrid
{
  const MadoGrey *picture;
  guint8          flip;      /* 255 for a light code on dark */
  MadoPlace       mark[3];   /* top left, top right, bottom left */
  gboolean        hidden[3];
  double          across[3]; /* pixels a module along the upper edge, at each mark */
  double          down[3];
  guint           side;      /* modules */
  double          a[3], b[3], g, h; /* where module (u, v) lies, were the paper flat */
  /* Alignment marks: their lines in modules, and how far each is from where it would be
   * on flat paper. */
  guint           n;
  double          line[MADO_GRID_MOST_LINES];
  MadoPlace       off[MADO_GRID_MOST_LINES][MADO_GRID_MOST_LINES];
  gboolean        seen[MADO_GRID_MOST_LINES][MADO_GRID_MOST_LINES];
  float          *grey;      /* of each module */
};

/* Into the picture, so that there is a pixel after it; also what is no number. */
static inline int
mado_grid_clamp (double at,
                 guint  size)
{
  at -= 0.5;
  return at > 0 ? (int) (MIN (at, size - 1.01) * 256) : 0;
}

/* The picture, of 2 × 2 or more, between four of its pixels; beyond the edge, the edge. Dark
 * is low also in a light code. */
static inline double
mado_grid_look (const MadoGrid *self,
                double          x,
                double          y)
{
  const MadoGrey *p = self->picture;
  int ix, iy, fx, fy;
  const guint8 *at;

  ix = mado_grid_clamp (x, p->width);
  iy = mado_grid_clamp (y, p->height);
  fx = ix & 255;
  fy = iy & 255;
  at = p->pixels + (gsize) (iy >> 8) * p->width + (ix >> 8);
  return (((at[0] * (256 - fx) + at[1] * fx) * (256 - fy) +
           (at[p->width] * (256 - fx) + at[p->width + 1] * fx) * fy) >> 16) ^ self->flip;
}

/* Of module (@u, @v), were the paper flat. */
static inline MadoPlace
mado_grid_place_flat (const MadoGrid *self,
                      double          u,
                      double          v)
{
  double w = 1 + self->g * u + self->h * v;

  return (MadoPlace) { (self->a[0] + self->a[1] * u + self->a[2] * v) / w, (self->b[0] + self->b[1] * u + self->b[2] * v) / w };
}

/* Finds the alignment marks. FALSE: so few of a large code's that it is none. */
gboolean  mado_grid_net_cast  (MadoGrid       *self);
/* Of module (@u, @v), as the alignment marks show. */
MadoPlace mado_grid_net_place (const MadoGrid *self,
                               double          u,
                               double          v);
/* Has line @i an alignment mark at line @j? Not where the corners' marks are. */
gboolean  mado_grid_net_has   (const MadoGrid *self,
                               guint           i,
                               guint           j);
/* Fills @grey. */
void      mado_grid_sample    (MadoGrid       *self);

G_END_DECLS
