/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/scan/mado-scan-grid-private.h"

#include <math.h>
#include <stdlib.h>

#define LEAST_SEEN 0.3 /* of the alignment marks, from the corners on */

/* The lines on which they stand, in modules: the first through the timing pattern, the
 * others at even distances from the last; ISO/IEC 18004, annex E. */
static void
find_lines (MadoGrid *self)
{
  guint version = (self->side - 17) / 4, step;

  self->n = version == 1 ? 0 : version / 7 + 2;
  if (self->n == 0)
    return;
  step = version == 32 ? 26 : (4 * version + 2 * self->n + 1) / (2 * self->n - 2) * 2;
  self->line[0] = 6.5;
  for (guint i = 1; i < self->n; i++)
    self->line[i] = self->side - 6.5 - (double) step * (self->n - 1 - i);
}

gboolean
mado_grid_net_has (const MadoGrid *self,
                   guint           i,
                   guint           j)
{
  return (i > 0 || (j > 0 && j < self->n - 1)) && (j > 0 || i < self->n - 1);
}

/* What is known of how far off (@u, @v) is: a plane through what was seen, near by most. */
static MadoPlace
guess_off (const MadoGrid *self,
           double          u,
           double          v)
{
  double m[3][3] = { { 1e-9 } }, rx[3] = { 0 }, ry[3] = { 0 }, rest = 1e-3;
  MadoPlace out = { 0, 0 };

  for (guint i = 0; i < self->n; i++)
    for (guint j = 0; j < self->n; j++)
      {
        double du, dv, weight, by[3];

        if (!self->seen[i][j])
          continue;
        du = (self->line[j] - u) / 24;
        dv = (self->line[i] - v) / 24;
        weight = 1 / (du * du + dv * dv + 0.1);
        weight *= weight;
        by[0] = 1;
        by[1] = du;
        by[2] = dv;
        for (guint r = 0; r < 3; r++)
          {
            for (guint c = 0; c < 3; c++)
              m[r][c] += weight * by[r] * by[c];
            rx[r] += weight * by[r] * self->off[i][j].x;
            ry[r] += weight * by[r] * self->off[i][j].y;
          }
        rest += weight;
      }
  m[1][1] += 0.05 * rest;
  m[2][2] += 0.05 * rest;
  { /* Cramer, first unknown only: the plane at (u, v) itself */
    double det = m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0]) +
                 m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
    double cx = rx[0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (rx[1] * m[2][2] - m[1][2] * rx[2]) +
                m[0][2] * (rx[1] * m[2][1] - m[1][1] * rx[2]);
    double cy = ry[0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (ry[1] * m[2][2] - m[1][2] * ry[2]) +
                m[0][2] * (ry[1] * m[2][1] - m[1][1] * ry[2]);

    if (fabs (det) > 1e-12)
      out = (MadoPlace) { cx / det, cy / det };
  }
  return out;
}

/* How much a place is like the middle of an alignment mark: the light ring against
 * the middle and the dark ring, as a share of full contrast. */
static double
judge (const MadoGrid *self,
       MadoPlace           at,
       MadoPlace           right,
       MadoPlace           below)
{
  double dark = 0, light = 0, low = 255, high = 0;

  for (int v = -2; v <= 2; v++)
    for (int u = -2; u <= 2; u++)
      {
        double value = mado_grid_look (self, at.x + u * right.x + v * below.x, at.y + u * right.y + v * below.y);

        if (MAX (abs (u), abs (v)) == 1)
          light += value;
        else
          dark += value;
        low = MIN (low, value);
        high = MAX (high, value);
      }
  return high - low < 16 ? 0 : (light / 8 - dark / 17) / (high - low);
}

static gboolean
seek_alignment (MadoGrid *self,
                guint     i,
                guint     j,
                double    reach)
{
  double u = self->line[j], v = self->line[i], best = -1, best_u = 0, best_v = 0;
  MadoPlace off = guess_off (self, u, v), flat = mado_grid_place_flat (self, u, v), right, below, at;

  at = (MadoPlace) { flat.x + off.x, flat.y + off.y };
  right = mado_grid_place_flat (self, u + 1, v);
  below = mado_grid_place_flat (self, u, v + 1);
  right = (MadoPlace) { right.x - flat.x, right.y - flat.y };
  below = (MadoPlace) { below.x - flat.x, below.y - flat.y };
  for (double step = 0.5, around = reach; step > 0.1; around = step, step /= 2)
    {
      double from_u = best_u, from_v = best_v;

      for (double dv = -around; dv <= around + 0.01; dv += step)
        for (double du = -around; du <= around + 0.01; du += step)
          {
            double su = from_u + du, sv = from_v + dv;
            MadoPlace p = { at.x + su * right.x + sv * below.x, at.y + su * right.y + sv * below.y };
            double fit = judge (self, p, right, below) - 0.02 * (fabs (su) + fabs (sv));

            if (fit > best)
              {
                best = fit;
                best_u = su;
                best_v = sv;
              }
          }
    }
  if (best < 0.35)
    return FALSE;
  self->off[i][j] = (MadoPlace) { at.x + best_u * right.x + best_v * below.x - flat.x,
                              at.y + best_u * right.y + best_v * below.y - flat.y };
  self->seen[i][j] = TRUE;
  return TRUE;
}

/* From the marks outwards, each helped by those before. */
gboolean
mado_grid_net_cast (MadoGrid *self)
{
  guint n, seen = 0, all = 0;

  find_lines (self);
  n = self->n;
  if (n == 0)
    return TRUE;
  self->seen[0][0] = !self->hidden[0];
  self->seen[0][n - 1] = !self->hidden[1];
  self->seen[n - 1][0] = !self->hidden[2];
  for (guint far = 1; far < 2 * n; far++)
    for (guint i = 0; i < n; i++)
      for (guint j = 0; j < n; j++)
        {
          guint d = MIN (i + j, MIN (i + n - 1 - j, n - 1 - i + j));

          if (d != far || !mado_grid_net_has (self, i, j))
            continue;
          seen += seek_alignment (self, i, j, n == 2 ? 4 : n < 5 ? 3 : 2);
          all++;
          if (all > 6 && seen < LEAST_SEEN * all)
            return FALSE;
        }
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < n; j++)
      if (!self->seen[i][j])
        self->off[i][j] = guess_off (self, self->line[j], self->line[i]);
  return TRUE;
}

static guint
find_mesh (const MadoGrid *self,
           double          at,
           double         *part)
{
  guint k = 0;

  while (k + 2 < self->n && at > self->line[k + 1])
    k++;
  *part = CLAMP ((at - self->line[k]) / (self->line[k + 1] - self->line[k]), -0.3, 1.3);
  return k;
}

MadoPlace
mado_grid_net_place (const MadoGrid *self,
                     double          u,
                     double          v)
{
  MadoPlace at = mado_grid_place_flat (self, u, v);
  double fu, fv;
  guint i, j;

  if (self->n < 2)
    return at;
  j = find_mesh (self, u, &fu);
  i = find_mesh (self, v, &fv);
  at.x += (self->off[i][j].x * (1 - fu) + self->off[i][j + 1].x * fu) * (1 - fv) +
          (self->off[i + 1][j].x * (1 - fu) + self->off[i + 1][j + 1].x * fu) * fv;
  at.y += (self->off[i][j].y * (1 - fu) + self->off[i][j + 1].y * fu) * (1 - fv) +
          (self->off[i + 1][j].y * (1 - fu) + self->off[i + 1][j + 1].y * fu) * fv;
  return at;
}
