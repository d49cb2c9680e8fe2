/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/scan/mado-scan-grid-private.h"

#include <stdlib.h>
#include <string.h>

#define MARGIN 2

void
mado_grid_sample (MadoGrid *self)
{
  self->grey = g_new (float, (gsize) self->side * self->side);
  for (guint v = 0; v < self->side; v++)
    for (guint u = 0; u < self->side; u++)
      {
        MadoPlace at = mado_grid_net_place (self, u + 0.5, v + 0.5), right = mado_grid_place_flat (self, u + 0.75, v + 0.5), flat = mado_grid_place_flat (self, u + 0.5, v + 0.5);
        double dx = right.x - flat.x, dy = right.y - flat.y, sum = 2 * mado_grid_look (self, at.x, at.y);

        sum += mado_grid_look (self, at.x + dx, at.y + dy) + mado_grid_look (self, at.x - dx, at.y - dy);
        sum += mado_grid_look (self, at.x - dy, at.y + dx) + mado_grid_look (self, at.x + dy, at.y - dx);
        self->grey[v * self->side + u] = sum / 6;
      }
}

static float
module_at (const MadoGrid *self,
           int             u,
           int             v)
{
  int last = self->side - 1;

  return self->grey[CLAMP (v, 0, last) * self->side + CLAMP (u, 0, last)];
}

/* Less of the four beside it. */
static float *
sharpen (const MadoGrid *self,
         double          sharpness)
{
  float *out = g_new (float, (gsize) self->side * self->side);

  for (int v = 0; v < (int) self->side; v++)
    for (int u = 0; u < (int) self->side; u++)
      {
        float here = module_at (self, u, v), around = (module_at (self, u - 1, v) + module_at (self, u + 1, v) +
                                                       module_at (self, u, v - 1) + module_at (self, u, v + 1)) / 4;

        out[v * self->side + u] = here + sharpness * (here - around);
      }
  return out;
}

MadoGrey *
mado_grid_modules (const MadoGrid *self,
                   double          sharpness)
{
  const int radius = 8;
  int side = self->side;
  MadoGrey *out = mado_grey_new (side + 2 * MARGIN, side + 2 * MARGIN);
  g_autofree float *values = sharpen (self, sharpness);
  g_autofree double *sums = g_new0 (double, (gsize) (side + 1) * (side + 1));

  memset (out->pixels, 255, (gsize) out->width * out->height);
  for (int v = 0; v < side; v++)
    for (int u = 0; u < side; u++)
      sums[(v + 1) * (side + 1) + u + 1] = values[v * side + u] + sums[v * (side + 1) + u + 1] +
                                           sums[(v + 1) * (side + 1) + u] - sums[v * (side + 1) + u];
  for (int v = 0; v < side; v++)
    for (int u = 0; u < side; u++)
      {
        int left = MAX (0, u - radius), right = MIN (side, u + radius + 1), top = MAX (0, v - radius), bottom = MIN (side, v + radius + 1);
        double sum = sums[bottom * (side + 1) + right] - sums[top * (side + 1) + right] - sums[bottom * (side + 1) + left] +
                     sums[top * (side + 1) + left];

        if (values[v * side + u] < sum / ((right - left) * (bottom - top)))
          out->pixels[(gsize) (v + MARGIN) * out->width + u + MARGIN] = 0;
      }
  return out;
}

/* Of the lines of alignment marks, the one whose marks reach as far as @at; @n: none. */
static guint
line_near (const MadoGrid *self,
           int             at)
{
  guint i = 0;

  while (i < self->n && abs (at - (int) self->line[i]) > 2)
    i++;
  return i;
}

/* Dark 1, light 0, -1: not the same in all codes. */
static int
expected (const MadoGrid *self,
          int             u,
          int             v)
{
  int side = self->side, fu = u < 8 ? u : u >= side - 8 ? side - 1 - u : -1, fv = v < 8 ? v : v >= side - 8 ? side - 1 - v : -1;
  guint i, j;

  if (fu >= 0 && fv >= 0 && (u < 8 || v < 8))
    {
      int ring = MAX (abs (fu - 3), abs (fv - 3));

      return ring != 2 && ring != 4;
    }
  if (v == 6 || u == 6)
    return (u + v) % 2 == 0;
  i = line_near (self, v);
  j = i < self->n ? line_near (self, u) : self->n;
  if (j < self->n && mado_grid_net_has (self, i, j))
    return MAX (abs (u - (int) self->line[j]), abs (v - (int) self->line[i])) != 1;
  return -1;
}

double
mado_grid_mend (const MadoGrid *self,
                MadoGrey       *modules)
{
  guint right = 0, all = 0;

  for (guint v = 0; v < self->side; v++)
    for (guint u = 0; u < self->side; u++)
      {
        guint8 *at = &modules->pixels[(gsize) (v + MARGIN) * modules->width + u + MARGIN];
        int wanted = expected (self, u, v);

        if (wanted < 0)
          continue;
        all++;
        right += (*at == 0) == wanted;
        *at = wanted ? 0 : 255;
      }
  return (double) right / all;
}
