/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/scan/mado-scan-finder.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK      8
#define AROUND     2   /* blocks on every side */
#define LEAST_SPAN 9   /* pixels across a mark; smaller ones are noise */
#define CONTRAST   24  /* between its dark and its light */

typedef struct
{
  const MadoGrey *picture;
  guint8         *dark;   /* 1 where darker than around */
  MadoMarks      *marks;
  double          factor;
} Search;

/* --- darker than around ------------------------------------------------------------- */

/* Apart from what they are called in, so that sixteen pixels are done at once. */
static void
spread_line (const guint8 *restrict line,
             guint                  width,
             guint8 *restrict       lows,
             guint8 *restrict       highs)
{
  for (guint x = 0; x < width; x++)
    {
      lows[x] = MIN (lows[x], line[x]);
      highs[x] = MAX (highs[x], line[x]);
    }
}

static void
compare_line (const guint8 *restrict line,
              const guint8 *restrict limits,
              guint                  width,
              guint8 *restrict       dark)
{
  for (guint x = 0; x < width; x++)
    dark[x] = line[x] < limits[x];
}

/* Darkest and lightest of each block. */
static void
measure_blocks (const MadoGrey *p,
                guint           across,
                guint           down,
                guint8         *low,
                guint8         *high)
{
  g_autofree guint8 *lows = g_malloc (across * BLOCK), *highs = g_malloc (across * BLOCK);

  for (guint by = 0; by < down; by++)
    {
      memset (lows, 255, across * BLOCK);
      memset (highs, 0, across * BLOCK);
      for (guint y = by * BLOCK; y < MIN ((by + 1) * BLOCK, p->height); y++)
        spread_line (p->pixels + (gsize) y * p->width, p->width, lows, highs);
      for (guint bx = 0; bx < across; bx++)
        {
          guint8 least = 255, most = 0;

          for (guint i = bx * BLOCK; i < (bx + 1) * BLOCK; i++)
            {
              least = MIN (least, lows[i]);
              most = MAX (most, highs[i]);
            }
          low[(gsize) by * across + bx] = least;
          high[(gsize) by * across + bx] = most;
        }
    }
}

/* Half way between the darkest and the lightest of the blocks around: what the mean
 * would be, were not more white than black around a mark. */
static guint8
limit_of (const guint8 *low,
          const guint8 *high,
          guint         across,
          guint         down,
          guint         x,
          guint         y)
{
  guint8 least = 255, most = 0;

  for (guint j = y > AROUND ? y - AROUND : 0; j <= MIN (y + AROUND, down - 1); j++)
    for (guint i = x > AROUND ? x - AROUND : 0; i <= MIN (x + AROUND, across - 1); i++)
      {
        least = MIN (least, low[(gsize) j * across + i]);
        most = MAX (most, high[(gsize) j * across + i]);
      }
  return most - least < CONTRAST ? 0 : (most + least) / 2;
}

static guint
mark_dark (Search *self)
{
  const MadoGrey *p = self->picture;
  guint across = (p->width + BLOCK - 1) / BLOCK, down = (p->height + BLOCK - 1) / BLOCK;
  g_autofree guint8 *low = g_malloc ((gsize) across * down), *high = g_malloc ((gsize) across * down);
  g_autofree guint8 *limits = g_malloc (across * BLOCK);
  guint busy = 0;

  measure_blocks (p, across, down, low, high);
  for (guint by = 0; by < down; by++)
    {
      for (guint bx = 0; bx < across; bx++)
        {
          guint8 limit = limit_of (low, high, across, down, bx, by);

          busy += limit != 0;
          memset (limits + bx * BLOCK, limit, BLOCK);
        }
      for (guint y = by * BLOCK; y < MIN ((by + 1) * BLOCK, p->height); y++)
        compare_line (p->pixels + (gsize) y * p->width, limits, p->width, self->dark + (gsize) y * p->width);
    }
  return busy;
}

/* --- one mark -------------------------------------------------------------------------- */

static gboolean
fits (const int runs[5],
      double    slack)
{
  double module = (runs[0] + runs[1] + runs[2] + runs[3] + runs[4]) / 7.0;

  for (guint i = 0; i < 5; i++)
    {
      double wanted = i == 2 ? 3 * module : module;

      if (fabs (runs[i] - wanted) > MAX (slack * module * (i == 2 ? 2.1 : 1), 0.9))
        return FALSE;
    }
  return TRUE;
}

/* Walks on while the colour is @colour, at most @most steps. */
static int
walk (const Search *self,
      int          *x,
      int          *y,
      int           dx,
      int           dy,
      guint8        colour,
      int           most)
{
  int n = 0;

  while (*x >= 0 && *y >= 0 && *x < (int) self->picture->width && *y < (int) self->picture->height && n <= most &&
         self->dark[(gsize) *y * self->picture->width + *x] == colour)
    {
      *x += dx;
      *y += dy;
      n++;
    }
  return n;
}

/* The five runs through a point, along one direction; their length, 0: no. */
static int
across_mark (const Search *self,
             int           x,
             int           y,
             int           dx,
             int           dy,
             guint8        colour,
             int           most,
             double        slack)
{
  int runs[5], ax = x, ay = y, bx = x + dx, by = y + dy;

  runs[2] = walk (self, &ax, &ay, -dx, -dy, colour, most) + walk (self, &bx, &by, dx, dy, colour, most);
  runs[1] = walk (self, &ax, &ay, -dx, -dy, !colour, most);
  runs[0] = walk (self, &ax, &ay, -dx, -dy, colour, most);
  runs[3] = walk (self, &bx, &by, dx, dy, !colour, most);
  runs[4] = walk (self, &bx, &by, dx, dy, colour, most);
  return runs[0] && runs[1] && runs[3] && runs[4] && fits (runs, slack)
           ? runs[0] + runs[1] + runs[2] + runs[3] + runs[4]
           : 0;
}

static gboolean
has_contrast (const Search *self,
              int           x,
              int           y,
              const int     runs[5])
{
  const guint8 *line = self->picture->pixels + (gsize) y * self->picture->width;
  int middle = line[x], ring = line[x - runs[2] / 2 - (runs[1] + 1) / 2];

  return abs (middle - ring) >= CONTRAST;
}

/* The middle of a mark is an island of 3 × 3 modules. What looks like a mark in
 * a page of text is a letter whose strokes hang together. Its middle comes out at @at. */
static gboolean
is_island (const Search *self,
           int           x,
           int           y,
           guint8        colour,
           double        module,
           double        at[2])
{
  enum { MOST = 4096 };
  static const int steps[4][2] = { { 1, 0 }, { -1, 0 }, { 0, 1 }, { 0, -1 } };
  int width = self->picture->width, height = self->picture->height, reach = 2.6 * module + 2;
  double area = 9 * module * module;
  g_autofree guint8 *seen = g_malloc0 ((gsize) (2 * reach + 1) * (2 * reach + 1));
  g_autofree int *stack = g_new (int, 2 * MOST);
  guint n = 0, filled = 0;
  int sum_x = 0, sum_y = 0;

  stack[n++] = 0;
  stack[n++] = 0;
  seen[(gsize) reach * (2 * reach + 1) + reach] = 1;
  while (n > 0)
    {
      int dy = stack[--n], dx = stack[--n];

      sum_x += dx;
      sum_y += dy;
      if (++filled > 1.8 * area + 8)
        return FALSE;
      for (guint i = 0; i < 4; i++)
        {
          int nx = dx + steps[i][0], ny = dy + steps[i][1];
          guint8 *mark;

          if (x + nx < 0 || y + ny < 0 || x + nx >= width || y + ny >= height ||
              self->dark[(gsize) (y + ny) * width + x + nx] != colour)
            continue;
          if (abs (nx) > reach || abs (ny) > reach || n + 2 > 2 * MOST)
            return FALSE;
          mark = &seen[(gsize) (ny + reach) * (2 * reach + 1) + nx + reach];
          if (*mark)
            continue;
          *mark = 1;
          stack[n++] = nx;
          stack[n++] = ny;
        }
    }
  at[0] = x + (double) sum_x / filled + 0.5;
  at[1] = y + (double) sum_y / filled + 0.5;
  return filled >= 0.5 * area;
}

static gboolean
is_kept (const Search *self,
         double        x,
         double        y,
         double        module)
{
  for (guint i = 0; i < self->marks->n; i++)
    {
      const MadoMark *mark = &self->marks->marks[i];

      if (fabs (mark->x - x) < 2 * mark->module && fabs (mark->y - y) < 2 * mark->module && module < 1.8 * mark->module)
        return TRUE;
    }
  return FALSE;
}

static void
try_runs (Search   *self,
          int       end,
          int       y,
          const int runs[5],
          guint8    colour)
{
  int span = runs[0] + runs[1] + runs[2] + runs[3] + runs[4];
  int x = end - runs[4] - runs[3] - (runs[2] + 1) / 2, down;
  double at[2], module;

  if (!fits (runs, 0.5) || !has_contrast (self, x, y, runs))
    return;
  down = across_mark (self, x, y, 0, 1, colour, 2 * span, 0.5);
  module = (span + down) / 14.0;
  if (down == 0 || abs (down - span) > span / 2)
    return;
  self->marks->suspects++;
  if (self->marks->n < MADO_MOST_MARKS &&
      !is_kept (self, (x + 0.5) * self->factor, (y + 0.5) * self->factor, module * self->factor) &&
      (across_mark (self, x, y, 1, 1, colour, 2 * span, 0.65) || across_mark (self, x, y, 1, -1, colour, 2 * span, 0.65)) &&
      is_island (self, x, y, colour, module, at))
    self->marks->marks[self->marks->n++] = (MadoMark) { at[0] * self->factor, at[1] * self->factor, module * self->factor, !colour };
}

/* Without a branch for each pixel or run: noise has a million of them, and no
 * processor guesses where they end. */
static void
search_line (Search *self,
             int     y,
             int    *ends)
{
  const guint8 *line = self->dark + (gsize) y * self->picture->width;
  int width = self->picture->width, n = 0;

  for (int x = 1; x < width; x++)
    {
      ends[n] = x;
      n += line[x] != line[x - 1];
    }
  ends[n++] = width;
  for (int i = 5; i < n; i++)
    {
      const int runs[5] = { ends[i - 4] - ends[i - 5], ends[i - 3] - ends[i - 4], ends[i - 2] - ends[i - 3],
                            ends[i - 1] - ends[i - 2], ends[i] - ends[i - 1] };
      int small = runs[0] + runs[1] + runs[3] + runs[4];

      /* 3 of 7, with as much slack as fits() gives */
      if ((4 * runs[2] >= small + 1) & (2 * runs[2] <= 3 * small) & (runs[0] <= runs[2] + 1) & (runs[1] < runs[2]) & (runs[3] < runs[2]) &
          (small + runs[2] >= LEAST_SPAN))
        try_runs (self, ends[i], y, runs, line[ends[i] - 1]);
    }
}

guint
mado_marks_search (const MadoGrey *picture,
                   double          factor,
                   MadoMarks      *marks)
{
  g_autofree guint8 *dark = NULL;
  g_autofree int *ends = g_new (int, picture->width + 1);
  Search self = { picture, NULL, marks, factor };
  guint busy;

  if (picture->width < LEAST_SPAN || picture->height < LEAST_SPAN)
    return 0;
  self.dark = dark = g_malloc ((gsize) picture->width * picture->height + 1);
  busy = mark_dark (&self);
  for (guint y = 1; busy > 0 && y < picture->height; y += 3)
    search_line (&self, y, ends);
  return busy;
}

/* --- a code that runs off the picture ------------------------------------------------------ */

static gboolean
alike (const MadoMark *a,
       const MadoMark *b)
{
  return a->light == b->light && MAX (a->module, b->module) <= 1.5 * MIN (a->module, b->module);
}

/* Of two marks that are alike, wherever the third may be, it is not in the picture.
 * They stand at the ends of one side, or of the diagonal. */
static gboolean
runs_off (const MadoMarks *marks,
          const MadoMark  *seed,
          double           width,
          double           height)
{
  const MadoMark *other = NULL;
  double dx, dy, middle_x, middle_y;

  for (guint i = 0; i < marks->n; i++)
    if (&marks->marks[i] != seed && alike (seed, &marks->marks[i]))
      other = &marks->marks[i];
  if (other == NULL)
    return FALSE;
  dx = other->x - seed->x;
  dy = other->y - seed->y;
  middle_x = (seed->x + other->x) / 2.0;
  middle_y = (seed->y + other->y) / 2.0;
  for (int side = -1; side <= 1; side += 2)
    {
      const double places[3][2] = { { seed->x - side * dy, seed->y + side * dx }, { other->x - side * dy, other->y + side * dx },
                                    { middle_x - side * dy / 2, middle_y + side * dx / 2 } };

      for (guint i = 0; i < 3; i++)
        if (places[i][0] > 0 && places[i][1] > 0 && places[i][0] < width && places[i][1] < height)
          return FALSE;
    }
  return TRUE;
}

/* --- marks of one code --------------------------------------------------------------------- */

/* Round the marks that are like @seed, with room for the rest of the code. */
static void
surround (const MadoMarks *marks,
          const MadoMark  *seed,
          guint            width,
          guint            height,
          MadoFinders     *found)
{
  double left = width, top = height, right = 0, bottom = 0, room;

  for (guint i = 0; i < marks->n; i++)
    if (alike (seed, &marks->marks[i]))
      {
        left = MIN (left, marks->marks[i].x);
        right = MAX (right, marks->marks[i].x);
        top = MIN (top, marks->marks[i].y);
        bottom = MAX (bottom, marks->marks[i].y);
      }
  room = 14 * seed->module + MAX (right - left, bottom - top) / 3;
  found->x = MAX (0, left - room);
  found->y = MAX (0, top - room);
  found->width = MIN (width, right + room) - found->x;
  found->height = MIN (height, bottom + room) - found->y;
  found->module = seed->module;
}

void
mado_marks_judge (const MadoMarks *marks,
                  guint            width,
                  guint            height,
                  MadoFinders     *found)
{
  *found = (MadoFinders) { 0 };
  for (guint i = 0; i < marks->n; i++)
    {
      guint n = 0;

      for (guint j = 0; j < marks->n; j++)
        n += alike (&marks->marks[i], &marks->marks[j]);
      if (n <= found->count)
        continue;
      found->count = n;
      surround (marks, &marks->marks[i], width, height, found);
      found->runs_off = n == 2 && runs_off (marks, &marks->marks[i], width, height);
    }
}

void
mado_finders_search (const MadoGrey *picture,
                     MadoFinders    *found)
{
  g_autofree MadoMarks *marks = g_new0 (MadoMarks, 1);

  mado_marks_search (picture, 1, marks);
  mado_marks_judge (marks, picture->width, picture->height, found);
}
