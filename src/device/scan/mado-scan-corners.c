/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/scan/mado-scan-corners.h"

#include <math.h>

#define LEAST_APART 11  /* modules between two marks; 14 in the smallest code */
#define MOST_APART  250
#define MOST_DOUBT  1.3

/* How unlike three corners of a square; more than MOST_DOUBT: no. */
static double
doubt_of (const MadoMark *a,
          const MadoMark *b,
          const MadoMark *c)
{
  double ab = hypot (a->x - b->x, a->y - b->y), bc = hypot (b->x - c->x, b->y - c->y), ca = hypot (c->x - a->x, c->y - a->y);
  double longest = MAX (MAX (ab, bc), ca), shortest = MIN (MIN (ab, bc), ca), middle = ab + bc + ca - longest - shortest;
  double largest = MAX (MAX (a->module, b->module), c->module), least = MIN (MIN (a->module, b->module), c->module);
  double bend;

  if (a->light != b->light || a->light != c->light || largest > 1.8 * least || middle > 1.9 * shortest ||
      shortest < LEAST_APART * least || middle > MOST_APART * largest)
    return G_MAXDOUBLE;
  bend = fabs (shortest * shortest + middle * middle - longest * longest) / (2 * shortest * middle); /* cosine at the corner */
  return bend > 0.6 ? G_MAXDOUBLE : bend + log (middle / shortest) + log (largest / least);
}

static void
keep (MadoCorners *corners,
      guint       *n,
      guint        most,
      MadoCorners  one)
{
  guint i;

  if (*n == most && corners[most - 1].doubt <= one.doubt)
    return;
  if (*n < most)
    ++*n;
  for (i = *n - 1; i > 0 && corners[i - 1].doubt > one.doubt; i--)
    corners[i] = corners[i - 1];
  corners[i] = one;
}

guint
mado_corners_find (const MadoMarks *marks,
                   MadoCorners     *corners,
                   guint            most)
{
  guint n = 0;

  for (guint i = 0; i < marks->n; i++)
    for (guint j = i + 1; j < marks->n; j++)
      for (guint k = j + 1; k < marks->n; k++)
        {
          double doubt = doubt_of (&marks->marks[i], &marks->marks[j], &marks->marks[k]);

          if (doubt <= MOST_DOUBT)
            keep (corners, &n, most, (MadoCorners) { { marks->marks[i], marks->marks[j], marks->marks[k] }, { i, j, k }, doubt });
        }
  return n;
}

static gboolean
may_be_one (const MadoMark *a,
            const MadoMark *b)
{
  double apart = hypot (a->x - b->x, a->y - b->y), larger = MAX (a->module, b->module), least = MIN (a->module, b->module);

  return a->light == b->light && larger <= 1.3 * least && apart >= LEAST_APART * larger && apart <= MOST_APART * least;
}

guint
mado_corners_guess (const MadoMarks *marks,
                    MadoCorners     *corners,
                    guint            most)
{
  guint n = 0;

  for (guint i = 0; i < marks->n; i++)
    for (guint j = i + 1; j < marks->n; j++)
      {
        const MadoMark *a = &marks->marks[i], *b = &marks->marks[j];
        double dx = b->x - a->x, dy = b->y - a->y, mx = (a->x + b->x) / 2, my = (a->y + b->y) / 2;
        const double places[6][2] = { { mx - dy / 2, my + dx / 2 }, { mx + dy / 2, my - dx / 2 },
                                      { a->x - dy, a->y + dx }, { a->x + dy, a->y - dx },
                                      { b->x - dy, b->y + dx }, { b->x + dy, b->y - dx } };

        if (!may_be_one (a, b))
          continue;
        for (guint k = 0; k < 6; k++)
          {
            MadoMark third = { places[k][0], places[k][1], (a->module + b->module) / 2, a->light, TRUE };

            keep (corners, &n, most, (MadoCorners) { { *a, *b, third }, { i, j, -1 }, fabs (log (a->module / b->module)) });
          }
      }
  return n;
}
