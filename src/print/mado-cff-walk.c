/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-cff-private.h"

/*
 * Follows a Type 2 charstring (Adobe Technical Note 5177) without drawing it:
 * numbers go on a stack, operators take them off. Two operators need more:
 * a call takes the number of its subroutine from the stack, and a hint mask is
 * followed by one bit for each stem declared so far.
 */

#define STACK_LIMIT 513
#define DEPTH_LIMIT 10

enum
{
  OP_HSTEM = 1,
  OP_VSTEM = 3,
  OP_VMOVE = 4,
  OP_CALL_SUBR = 10,
  OP_RETURN = 11,
  OP_ESCAPE = 12,
  OP_END_CHAR = 14,
  OP_HSTEM_HM = 18,
  OP_HINT_MASK = 19,
  OP_CNTR_MASK = 20,
  OP_RMOVE = 21,
  OP_HMOVE = 22,
  OP_VSTEM_HM = 23,
  OP_SHORT = 28,
  OP_CALL_GSUBR = 29,
  OP_FIRST_FLEX = 34,
  OP_LAST_FLEX = 37,
};

typedef enum
{
  STEP_GO_ON,
  STEP_END,  /* of the glyph */
  STEP_LOST,
} Step;

typedef struct
{
  MadoCffSubrs *global;
  MadoCffSubrs *local;
  int           stack[STACK_LIMIT];
  guint         height;
  guint         stems;
  guint         depth;
  MadoCffWidth  width;
} Walk;

static Step walk_through (Walk         *walk,
                          const guint8 *p,
                          gsize         length);

static gboolean
push (Walk *walk,
      int   number)
{
  if (walk->height == STACK_LIMIT)
    return FALSE;
  walk->stack[walk->height++] = number;
  return TRUE;
}

/* Bytes of the number at *p; 0 if it is cut off. */
static gsize
push_number (Walk         *walk,
             const guint8 *p,
             gsize         left)
{
  guint8 b = *p;
  gsize size = b == 255 ? 5 : b == OP_SHORT ? 3 : b >= 247 ? 2 : 1;
  int number;

  if (size > left)
    return 0;
  if (b == 255)
    number = (gint16) (p[1] << 8 | p[2]);
  else if (b == OP_SHORT)
    number = (gint16) (p[1] << 8 | p[2]);
  else if (b >= 251)
    number = -(b - 251) * 256 - p[1] - 108;
  else if (b >= 247)
    number = (b - 247) * 256 + p[1] + 108;
  else
    number = b - 139;
  return push (walk, number) ? size : 0;
}

static int
bias (guint count)
{
  return count < 1240 ? 107 : count < 33900 ? 1131 : 32768;
}

static Step
call (Walk         *walk,
      MadoCffSubrs *subrs)
{
  const MadoCffIndex *index = &subrs->index;
  gint64 number;
  guint32 start;
  Step step;

  if (walk->height == 0 || walk->depth == DEPTH_LIMIT)
    return STEP_LOST;
  number = (gint64) walk->stack[--walk->height] + bias (index->count);
  if (number < 0 || number >= index->count)
    return STEP_LOST;

  subrs->used[number] = 1;
  start = mado_cff_index_offset (index, number);
  walk->depth++;
  step = walk_through (walk, index->data + start - 1,
                       mado_cff_index_offset (index, number + 1) - start);
  walk->depth--;
  return step;
}

/* At the first operator that takes operands. */
static void
decide (Walk     *walk,
        gboolean  given)
{
  if (walk->width.decided)
    return;
  walk->width.decided = TRUE;
  walk->width.given = given && walk->height > 0;
  walk->width.width = walk->width.given ? walk->stack[0] : 0;
}

static void
count_stems (Walk *walk)
{
  decide (walk, walk->height % 2 == 1);
  walk->stems += walk->height / 2;
  walk->height = 0;
}

/* @size: bytes of the operator with what follows it. */
static Step
operate (Walk         *walk,
         const guint8 *p,
         gsize         left,
         gsize        *size)
{
  *size = 1;
  switch (*p)
    {
    case OP_CALL_SUBR:
      return call (walk, walk->local);
    case OP_CALL_GSUBR:
      return call (walk, walk->global);
    case OP_END_CHAR:
      decide (walk, walk->height == 1 || walk->height == 5);
      return STEP_END;
    case OP_RMOVE:
      decide (walk, walk->height > 2);
      walk->height = 0;
      return STEP_GO_ON;
    case OP_VMOVE:
    case OP_HMOVE:
      decide (walk, walk->height > 1);
      walk->height = 0;
      return STEP_GO_ON;
    case OP_HSTEM:
    case OP_VSTEM:
    case OP_HSTEM_HM:
    case OP_VSTEM_HM:
      count_stems (walk);
      return STEP_GO_ON;
    case OP_HINT_MASK:
    case OP_CNTR_MASK:
      count_stems (walk);
      *size = 1 + (walk->stems + 7) / 8;
      return *size <= left ? STEP_GO_ON : STEP_LOST;
    case OP_ESCAPE:
      /* Arithmetic could compute the number of a subroutine. */
      *size = 2;
      walk->height = 0;
      return left >= 2 && p[1] >= OP_FIRST_FLEX && p[1] <= OP_LAST_FLEX ? STEP_GO_ON : STEP_LOST;
    default:
      walk->height = 0;
      return STEP_GO_ON;
    }
}

static Step
walk_through (Walk         *walk,
              const guint8 *p,
              gsize         length)
{
  gsize at = 0;

  while (at < length)
    {
      gsize size;
      Step step = STEP_GO_ON;

      if (p[at] == OP_RETURN)
        return STEP_GO_ON;
      if (p[at] >= 32 || p[at] == OP_SHORT)
        {
          size = push_number (walk, p + at, length - at);
          if (size == 0)
            return STEP_LOST;
        }
      else
        step = operate (walk, p + at, length - at, &size);
      if (step != STEP_GO_ON)
        return step;
      at += size;
    }
  return STEP_GO_ON;
}

gboolean
mado_cff_walk (const guint8 *charstring,
               gsize         length,
               MadoCffSubrs *global,
               MadoCffSubrs *local,
               MadoCffWidth *width)
{
  Walk walk = { .global = global, .local = local };
  gboolean good = walk_through (&walk, charstring, length) != STEP_LOST;

  if (width != NULL)
    *width = walk.width;
  return good;
}
