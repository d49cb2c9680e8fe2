/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/layout/mado-layout-snap.h"

#include <math.h>

/* Edges nearer than this hold on to each other. */
#define SNAP_MM 1.0

/* How far an edge at @at must go to meet one of another box. */
static double
pull (const MadoFormLayout *layout,
      int                   item,
      double                at,
      gboolean              across,
      double               *line)
{
  double best = SNAP_MM, move = 0;

  for (guint i = 0; i < layout->n_items; i++)
    {
      const MadoFormItem *other = &layout->items[i];
      double edges[] = { across ? other->x : other->y, across ? other->x + other->w : other->y + other->h };

      for (guint e = 0; e < G_N_ELEMENTS (edges) && (int) i != item; e++)
        if (fabs (edges[e] - at) < best)
          {
            best = fabs (edges[e] - at);
            move = edges[e] - at;
            *line = edges[e];
          }
    }
  return move;
}

static double
snap_one (const MadoFormLayout *layout,
          int                   item,
          gboolean              resizing,
          gboolean              across,
          double                start,
          double                length,
          double               *line)
{
  double value = resizing ? length : start;
  double move;

  *line = NAN;
  move = pull (layout, item, resizing ? start + length : start, across, line);
  if (isnan (*line) && !resizing)
    move = pull (layout, item, start + length, across, line);
  return isnan (*line) ? round (value / MADO_LAYOUT_STEP_MM) * MADO_LAYOUT_STEP_MM : value + move;
}

void
mado_layout_snap (const MadoFormLayout *layout,
                  int                   item,
                  gboolean              resizing,
                  MadoLayoutBox        *box,
                  double               *line_x,
                  double               *line_y)
{
  double x = snap_one (layout, item, resizing, TRUE, box->x, box->w, line_x);
  double y = snap_one (layout, item, resizing, FALSE, box->y, box->h, line_y);

  *(resizing ? &box->w : &box->x) = x;
  *(resizing ? &box->h : &box->y) = y;
}
