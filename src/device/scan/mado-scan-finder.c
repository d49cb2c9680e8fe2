/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/scan/mado-scan-finder.h"

#include <math.h>
#include <stdlib.h>

#define BLOCK      8
#define LEAST_SPAN 9   /* pixels across a mark; smaller ones are noise */
#define CONTRAST   24  /* between its dark and its light */
#define MOST_MARKS 64

typedef struct
{
  int x, y, span;
} Mark;

typedef struct
{
  const MadoGrey *picture;
  guint8         *dark;   /* 1 where darker than around */
  Mark            marks[MOST_MARKS];
  guint           n;
} Search;

/* --- darker than around ------------------------------------------------------------- */

/* Sums of blocks; those at the right and lower edge are filled up with the last
 * line and column. */
static void
sum_blocks (const MadoGrey *p,
            guint           across,
            guint           down,
            guint          *sums)
{
  guint whole = p->width / BLOCK;

  for (guint y = 0; y < down * BLOCK; y++)
    {
      const guint8 *line = p->pixels + (gsize) MIN (y, p->height - 1) * p->width;
      guint *row = sums + (gsize) (y / BLOCK) * across;

      for (guint x = 0; x < whole; x++)
        for (guint i = 0; i < BLOCK; i++)
          row[x] += line[x * BLOCK + i];
      for (guint i = whole * BLOCK; i < across * BLOCK; i++)
        row[whole] += line[MIN (i, p->width - 1)];
    }
}

static guint8
limit_of (const guint *sums,
          guint        across,
          guint        down,
          guint        x,
          guint        y)
{
  guint sum = 0, n = 0;

  for (guint j = y > 2 ? y - 2 : 0; j <= MIN (y + 2, down - 1); j++)
    for (guint i = x > 2 ? x - 2 : 0; i <= MIN (x + 2, across - 1); i++, n++)
      sum += sums[(gsize) j * across + i];
  return sum / (n * BLOCK * BLOCK);
}

/* Threshold by the mean of 5 × 5 blocks around. */
static void
mark_dark (Search *self)
{
  const MadoGrey *p = self->picture;
  guint across = (p->width + BLOCK - 1) / BLOCK, down = (p->height + BLOCK - 1) / BLOCK;
  g_autofree guint *sums = g_new0 (guint, (gsize) across * down);

  sum_blocks (p, across, down, sums);
  for (guint by = 0; by < down; by++)
    for (guint bx = 0; bx < across; bx++)
      {
        int limit = limit_of (sums, across, down, bx, by) - 3;

        for (guint y = by * BLOCK; y < MIN ((by + 1) * BLOCK, p->height); y++)
          {
            const guint8 *from = p->pixels + (gsize) y * p->width;
            guint8 *to = self->dark + (gsize) y * p->width;

            for (guint x = bx * BLOCK; x < MIN ((bx + 1) * BLOCK, p->width); x++)
              to[x] = from[x] < limit;
          }
      }
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
 * a page of text is a letter whose strokes hang together. */
static gboolean
is_island (const Search *self,
           int           x,
           int           y,
           guint8        colour,
           double        module)
{
  enum { MOST = 4096 };
  static const int steps[4][2] = { { 1, 0 }, { -1, 0 }, { 0, 1 }, { 0, -1 } };
  int width = self->picture->width, height = self->picture->height, reach = 2.6 * module + 2;
  double area = 9 * module * module;
  g_autofree guint8 *seen = g_malloc0 ((gsize) (2 * reach + 1) * (2 * reach + 1));
  g_autofree int *stack = g_new (int, 2 * MOST);
  guint n = 0, filled = 0;

  stack[n++] = 0;
  stack[n++] = 0;
  seen[(gsize) reach * (2 * reach + 1) + reach] = 1;
  while (n > 0)
    {
      int dy = stack[--n], dx = stack[--n];

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
  return filled >= 0.5 * area;
}

static void
keep (Search *self,
      int     x,
      int     y,
      int     span)
{
  for (guint i = 0; i < self->n; i++)
    if (abs (self->marks[i].x - x) < span / 2 + 2 && abs (self->marks[i].y - y) < span / 2 + 2)
      return;
  if (self->n < MOST_MARKS)
    self->marks[self->n++] = (Mark) { x, y, span };
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

  if (span < LEAST_SPAN || !fits (runs, 0.5) || !has_contrast (self, x, y, runs))
    return;
  down = across_mark (self, x, y, 0, 1, colour, 2 * span, 0.5);
  if (down != 0 && abs (down - span) <= span / 2 &&
      (across_mark (self, x, y, 1, 1, colour, 2 * span, 0.65) || across_mark (self, x, y, 1, -1, colour, 2 * span, 0.65)) &&
      is_island (self, x, y, colour, (span + down) / 14.0))
    keep (self, x, y, (span + down) / 2);
}

static void
search_line (Search *self,
             int     y)
{
  const guint8 *line = self->dark + (gsize) y * self->picture->width;
  int runs[5] = { 0 }, width = self->picture->width;

  for (int x = 0, begun = 0; x <= width; x++)
    {
      if (x < width && line[x] == line[begun])
        continue;
      for (guint i = 0; i < 4; i++)
        runs[i] = runs[i + 1];
      runs[4] = x - begun;
      if (runs[0] > 0)
        try_runs (self, x, y, runs, line[begun]);
      begun = x;
    }
}

/* --- codes whose marks are too small ------------------------------------------------------- */

#define PATCH       16 /* side in pixels of what is judged at once */
#define DENSE_SIDE  8  /* patches across the least code of this kind */
#define DENSE_ROOM  5  /* patches around it that are looked at, too */
#define DENSE_LEAST 62 /* of 64; a page of text has 56 at the most */

/* Half dark, half light, and changing as often across as down: text has gaps
 * between its lines, and more uprights than anything. */
static gboolean
is_chequered (const Search *self,
              guint         left,
              guint         top)
{
  guint width = self->picture->width, dark = 0, across = 0, down = 0;
  guint8 low = 255, high = 0;

  for (guint y = top; y < top + PATCH; y++)
    {
      const guint8 *p = self->dark + (gsize) y * width, *grey = self->picture->pixels + (gsize) y * width;

      for (guint x = left; x < left + PATCH; x++)
        {
          dark += p[x];
          across += x > left && p[x] != p[x - 1];
          down += y > top && p[x] != *(p + x - width);
          low = MIN (low, grey[x]);
          high = MAX (high, grey[x]);
        }
    }
  return dark * 3 > PATCH * PATCH && dark * 3 < 2 * PATCH * PATCH && high - low >= 60 && across > 2 * PATCH &&
         down > 2 * PATCH && across < 2 * down && down < 2 * across;
}

/* Where they are comes out at @found. */
static gboolean
is_dense (const Search *self,
          MadoFinders  *found)
{
  guint left = G_MAXUINT, top = G_MAXUINT, right = 0, bottom = 0;
  guint across = self->picture->width / PATCH, down = self->picture->height / PATCH;
  g_autofree guint *sums = g_new0 (guint, (gsize) (across + 1) * (down + 1));

  /* Sums of all patches above and to the left: a square costs four look-ups. */
  for (guint y = 1; y <= down; y++)
    for (guint x = 1; x <= across; x++)
      {
        guint *sum = sums + (gsize) y * (across + 1) + x;

        *sum = sum[-1] + sum[-(int) (across + 1)] - sum[-(int) (across + 2)] +
               is_chequered (self, (x - 1) * PATCH, (y - 1) * PATCH);
        if (x >= DENSE_SIDE && y >= DENSE_SIDE &&
            *sum + sum[-(int) (DENSE_SIDE * (across + 1) + DENSE_SIDE)] - sum[-DENSE_SIDE] -
              sum[-(int) (DENSE_SIDE * (across + 1))] >= DENSE_LEAST)
          {
            left = MIN (left, x - DENSE_SIDE);
            top = MIN (top, y - DENSE_SIDE);
            right = MAX (right, x);
            bottom = MAX (bottom, y);
          }
      }
  if (right == 0)
    return FALSE;
  /* The corners of a code that lies aslant are thin: its marks are in them. */
  found->dense_x = left > DENSE_ROOM ? (left - DENSE_ROOM) * PATCH : 0;
  found->dense_y = top > DENSE_ROOM ? (top - DENSE_ROOM) * PATCH : 0;
  found->dense_width = MIN ((right + DENSE_ROOM) * PATCH, self->picture->width) - found->dense_x;
  found->dense_height = MIN ((bottom + DENSE_ROOM) * PATCH, self->picture->height) - found->dense_y;
  return TRUE;
}

/* --- a code that runs off the picture ------------------------------------------------------ */

static gboolean
alike (const Mark *a,
       const Mark *b)
{
  return MAX (a->span, b->span) <= 1.5 * MIN (a->span, b->span);
}

static gboolean
is_inside (const Search *self,
           double        x,
           double        y)
{
  return x > 0 && y > 0 && x < self->picture->width && y < self->picture->height;
}

/* Of two marks that are alike, wherever the third may be, it is not in the picture.
 * They stand at the ends of one side, or of the diagonal. */
static gboolean
runs_off (const Search *self,
          const Mark   *seed)
{
  const Mark *other = NULL;
  double dx, dy, middle_x, middle_y;

  for (guint i = 0; i < self->n; i++)
    if (&self->marks[i] != seed && alike (seed, &self->marks[i]))
      other = &self->marks[i];
  if (other == NULL)
    return FALSE;
  dx = other->x - seed->x;
  dy = other->y - seed->y;
  middle_x = (seed->x + other->x) / 2.0;
  middle_y = (seed->y + other->y) / 2.0;
  for (int side = -1; side <= 1; side += 2)
    if (is_inside (self, seed->x - side * dy, seed->y + side * dx) || is_inside (self, other->x - side * dy, other->y + side * dx) ||
        is_inside (self, middle_x - side * dy / 2, middle_y + side * dx / 2))
      return FALSE;
  return TRUE;
}

/* --- marks of one code --------------------------------------------------------------------- */

/* Round the marks that are like @seed, with room for the rest of the code. */
static void
surround (const Search *self,
          const Mark   *seed,
          MadoFinders  *found)
{
  int left = G_MAXINT, top = G_MAXINT, right = 0, bottom = 0, room;
  int width = self->picture->width, height = self->picture->height;

  for (guint i = 0; i < self->n; i++)
    if (alike (seed, &self->marks[i]))
      {
        left = MIN (left, self->marks[i].x);
        right = MAX (right, self->marks[i].x);
        top = MIN (top, self->marks[i].y);
        bottom = MAX (bottom, self->marks[i].y);
      }
  room = 2 * seed->span + MAX (right - left, bottom - top) / 3;
  found->x = MAX (0, left - room);
  found->y = MAX (0, top - room);
  found->width = MIN (width, right + room) - found->x;
  found->height = MIN (height, bottom + room) - found->y;
  found->module = seed->span / 7.0;
}

void
mado_finders_search (const MadoGrey *picture,
                     MadoFinders    *found)
{
  g_autofree guint8 *dark = g_malloc ((gsize) picture->width * picture->height + 1);
  Search self = { picture, dark, { { 0 } }, 0 };

  *found = (MadoFinders) { 0 };
  if (picture->width < LEAST_SPAN || picture->height < LEAST_SPAN)
    return;
  mark_dark (&self);
  for (guint y = 1; y < picture->height; y += 2)
    search_line (&self, y);
  found->dense = self.n < 2 && is_dense (&self, found);
  for (guint i = 0; i < self.n; i++)
    {
      guint n = 0;

      for (guint j = 0; j < self.n; j++)
        n += alike (&self.marks[i], &self.marks[j]);
      if (n <= found->count)
        continue;
      found->count = n;
      surround (&self, &self.marks[i], found);
      found->runs_off = n == 2 && runs_off (&self, &self.marks[i]);
    }
}
