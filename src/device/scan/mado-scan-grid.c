/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/scan/mado-scan-grid-private.h"

#include <math.h>

#define LEAST_SAYING 7    /* the first version that stands in the code itself */
#define LEAST_TIMING 0.35
#define SURE_TIMING  0.6

void
mado_grid_free (MadoGrid *self)
{
  g_free (self->grey);
  g_free (self);
}

guint
mado_grid_side (const MadoGrid *self)
{
  return self->side;
}

/* From the middle of a mark to its outer edge along a direction of length 1: dark 1.5
 * modules, light 1, dark 1. 0: there is no such thing. */
static double
walk_out (const MadoGrid *self,
          MadoPlace           from,
          double          dx,
          double          dy,
          double          module)
{
  const double step = 0.25;
  double dark = mado_grid_look (self, from.x, from.y), low = dark, high = dark, limit, at = 0;
  double end = 7 * module;

  for (double t = 0; t < 5 * module; t += step)
    {
      double value = mado_grid_look (self, from.x + t * dx, from.y + t * dy);

      low = MIN (low, value);
      high = MAX (high, value);
    }
  limit = (low + high) / 2;
  if (high - low < 16 || dark > limit)
    return 0;
  for (guint run = 0; run < 3; run++)
    {
      double before = at, last = 0, value = mado_grid_look (self, from.x + at * dx, from.y + at * dy);

      while (at < end && (value <= limit) == (run != 1))
        {
          last = value;
          at += step;
          value = mado_grid_look (self, from.x + at * dx, from.y + at * dy);
        }
      if (at >= end || at == before)
        return 0;
      if (run == 2 && value != last) /* between two steps */
        at -= step * (value - limit) / (value - last);
    }
  return at;
}

/* Pixels of a module at a mark, along the direction to another. */
static double
measure_module (const MadoGrid *self,
                MadoPlace           mark,
                MadoPlace           other,
                double          guess)
{
  double length = hypot (other.x - mark.x, other.y - mark.y);
  double dx = (other.x - mark.x) / length, dy = (other.y - mark.y) / length;
  double one = walk_out (self, mark, dx, dy, guess), two = walk_out (self, mark, -dx, -dy, guess);

  if (one == 0 || two == 0)
    return 0;
  return (one + two) / 7;
}

/* --- flat paper ----------------------------------------------------------------------------- */

/* How much nearer one end of an edge is than the other shows in the size of its marks. */
static double
lean (double first,
      double last,
      double from,
      double to)
{
  double root = sqrt (first / last); /* (1 + g to) / (1 + g from) */

  if (fabs (root - 1) < 0.01)
    return 0;
  return (root - 1) / (to - root * from);
}

/* With @self->side, from the three marks and the lean. */
static void
lay_flat (MadoGrid *self,
          gboolean  leaning)
{
  double near = MADO_GRID_CENTRE, far = self->side - MADO_GRID_CENTRE, wide = far - near;
  double *out[2] = { self->a, self->b };

  self->g = leaning ? lean (self->across[0], self->across[1], near, far) : 0;
  self->h = leaning ? lean (self->down[0], self->down[2], near, far) : 0;
  for (guint i = 0; i < 2; i++)
    {
      double w0 = 1 + self->g * near + self->h * near, w1 = 1 + self->g * far + self->h * near, w2 = 1 + self->g * near + self->h * far;
      double p0 = (i ? self->mark[0].y : self->mark[0].x) * w0, p1 = (i ? self->mark[1].y : self->mark[1].x) * w1;
      double p2 = (i ? self->mark[2].y : self->mark[2].x) * w2;

      out[i][1] = (p1 - p0) / wide;
      out[i][2] = (p2 - p0) / wide;
      out[i][0] = p0 - near * (out[i][1] + out[i][2]);
    }
}

/* --- how many modules ------------------------------------------------------------------------- */

/* From -1 to 1: dark and light in turn between the marks? */
static double
look_for_timing (const MadoGrid *self)
{
  double sum = 0, all = 0;

  for (guint way = 0; way < 2; way++)
    {
      double before = 0, here = 0;

      for (guint i = 7; i < self->side - 7; i++)
        {
          MadoPlace at = way ? mado_grid_place_flat (self, 6.5, i + 0.5) : mado_grid_place_flat (self, i + 0.5, 6.5);
          double next = mado_grid_look (self, at.x, at.y), bend = before + next - 2 * here;

          if (i >= 9) /* @here is module i - 1 */
            {
              sum += (i - 1) % 2 == 0 ? bend : -bend;
              all += fabs (bend);
            }
          before = here;
          here = next;
        }
    }
  return all > 0 ? sum / all : 0;
}

/* Twelve bits after the six of the version; ISO/IEC 18004, annex D. */
static guint32
version_word (guint version)
{
  guint32 rest = version << 12;

  for (int bit = 17; bit >= 12; bit--)
    if (rest & (1u << bit))
      rest ^= 0x1f25u << (bit - 12);
  return version << 12 | rest;
}

/* The version that a code of seven or more says itself beside a mark; 0: none of them,
 * or too uncertain. Only the modules near the mark are looked at, by its own measure. */
static guint
read_version (const MadoGrid *self,
              gboolean        lower)
{
  MadoPlace from = self->mark[lower ? 2 : 1];
  double step = lower ? self->across[2] : self->across[1], rise = lower ? self->down[2] : self->down[1];
  MadoPlace right = { self->mark[1].x - self->mark[0].x, self->mark[1].y - self->mark[0].y };
  MadoPlace below = { self->mark[2].x - self->mark[0].x, self->mark[2].y - self->mark[0].y };
  double r = hypot (right.x, right.y), b = hypot (below.x, below.y), values[18], mean = 0;
  guint32 word = 0;

  for (guint i = 0; i < 18; i++)
    {
      /* of the module, from the middle of the mark: side - 11 + i % 3 is 7.5 - i % 3 before it */
      double u = lower ? i / 3 - 3.0 : i % 3 - 7.0, v = lower ? i % 3 - 7.0 : i / 3 - 3.0;

      values[i] = mado_grid_look (self, from.x + u * step * right.x / r + v * rise * below.x / b,
                        from.y + u * step * right.y / r + v * rise * below.y / b);
    }
  {
    double low = 255, high = 0;

    for (guint i = 0; i < 18; i++)
      {
        low = MIN (low, values[i]);
        high = MAX (high, values[i]);
      }
    mean = (low + high) / 2;
  }
  for (guint i = 0; i < 18; i++)
    word |= (values[i] < mean ? 1u : 0u) << i;
  for (guint version = 7; version <= 40; version++)
    if (__builtin_popcount (word ^ version_word (version)) <= 3)
      return version;
  return 0;
}

/* What cannot be measured at one mark is as at the others. */
static gboolean
fill_up (double sizes[3])
{
  double sum = 0;
  guint n = 0;

  for (guint i = 0; i < 3; i++)
    if (sizes[i] > 0)
      {
        sum += sizes[i];
        n++;
      }
  for (guint i = 0; i < 3; i++)
    if (sizes[i] <= 0 && n > 0)
      sizes[i] = sum / n;
    else if (n > 0 && (sizes[i] > 1.6 * sum / n || sizes[i] < 0.6 * sum / n))
      return FALSE;
  return n >= 2;
}

static gboolean
measure_marks (MadoGrid *self,
               double    guess)
{
  const MadoPlace *m = self->mark;
  MadoPlace far = { m[1].x + m[2].x - m[0].x, m[1].y + m[2].y - m[0].y };
  const MadoPlace beside[3] = { m[1], m[0], far }, below[3] = { m[2], far, m[0] };

  for (guint i = 0; i < 3; i++)
    {
      self->across[i] = self->hidden[i] ? 0 : measure_module (self, m[i], beside[i], guess);
      self->down[i] = self->hidden[i] ? 0 : measure_module (self, m[i], below[i], guess);
    }
  return fill_up (self->across) && fill_up (self->down);
}

static gboolean
find_side (MadoGrid *self)
{
  MadoPlace *m = self->mark;
  double wide = hypot (m[1].x - m[0].x, m[1].y - m[0].y) / ((self->across[0] + self->across[1]) / 2);
  double high = hypot (m[2].x - m[0].x, m[2].y - m[0].y) / ((self->down[0] + self->down[2]) / 2);
  double guess = ((wide + high) / 2 + 7 - 17) / 4, best = -1;
  guint said[2] = { read_version (self, FALSE), read_version (self, TRUE) }, side = 0;
  gboolean leaning = FALSE;

  for (int version = MAX (1, floor (guess * 0.92 - 1)); version <= MIN (40, ceil (guess * 1.08 + 1)); version++)
    for (guint lean_too = 0; lean_too < 2; lean_too++)
      {
        guint says = ((guint) version == said[0]) + ((guint) version == said[1]);
        double fit;

        self->side = 17 + 4 * version;
        lay_flat (self, lean_too);
        if (lean_too && self->g == 0 && self->h == 0)
          break;
        fit = look_for_timing (self);
        /* Large codes say what they are; what says nothing must look like nothing else. What
         * says it twice may be so bent that a straight line misses the pattern. */
        if ((says < 2 && fit < (version >= LEAST_SAYING && says == 0 ? SURE_TIMING : LEAST_TIMING)) || fit + says <= best)
          continue;
        best = fit + says;
        side = self->side;
        leaning = lean_too;
      }
  self->side = side;
  if (side != 0)
    lay_flat (self, leaning);
  return side != 0;
}

/* The first stands between the two others, which follow it clockwise. */
static void
put_in_order (MadoGrid       *self,
              const MadoMark  marks[3])
{
  double longest = -1;
  guint order[3] = { 0, 1, 2 };

  for (guint i = 0; i < 3; i++)
    {
      const MadoMark *one = &marks[(i + 1) % 3], *two = &marks[(i + 2) % 3];
      double length = hypot (one->x - two->x, one->y - two->y);

      if (length <= longest)
        continue;
      longest = length;
      order[0] = i;
    }
  order[1] = (order[0] + 1) % 3;
  order[2] = (order[0] + 2) % 3;
  {
    const MadoMark *o = &marks[order[0]], *a = &marks[order[1]], *b = &marks[order[2]];

    if ((a->x - o->x) * (b->y - o->y) < (a->y - o->y) * (b->x - o->x))
      {
        guint swap = order[1];

        order[1] = order[2];
        order[2] = swap;
      }
  }
  for (guint i = 0; i < 3; i++)
    {
      self->mark[i] = (MadoPlace) { marks[order[i]].x, marks[order[i]].y };
      self->hidden[i] = marks[order[i]].hidden;
    }
}

MadoGrid *
mado_grid_new (const MadoGrey *picture,
               const MadoMark  marks[3])
{
  g_autoptr (MadoGrid) self = g_new0 (MadoGrid, 1);

  if (picture->width < 2 || picture->height < 2)
    return NULL;
  self->picture = picture;
  self->flip = marks[0].light ? 255 : 0;
  put_in_order (self, marks);
  if (!measure_marks (self, marks[0].module) || !find_side (self))
    return NULL;
  if (!mado_grid_net_cast (self))
    return NULL;
  mado_grid_sample (self);
  return g_steal_pointer (&self);
}

void
mado_grid_corners (const MadoGrid *self,
                   int             corners[8])
{
  double far = self->side;
  MadoPlace at[4] = { mado_grid_net_place (self, 0, 0), mado_grid_net_place (self, far, 0), mado_grid_net_place (self, far, far), mado_grid_net_place (self, 0, far) };

  for (guint i = 0; i < 4; i++)
    {
      /* some way out of the picture at the most; NaN: 0 */
      corners[2 * i] = at[i].x > -1.0 * self->picture->width ? (int) MIN (at[i].x, 2.0 * self->picture->width) : 0;
      corners[2 * i + 1] = at[i].y > -1.0 * self->picture->height ? (int) MIN (at[i].y, 2.0 * self->picture->height) : 0;
    }
}
