/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-cff.h"

#include <string.h>

/*
 * A Japanese CFF font has some 30,000 subroutines. A subset written by cairo
 * keeps all their numbers and replaces those it does not need by one byte, a
 * lone "return". The table of their offsets then counts 1, 2, 3 … 30,000,
 * which hardly compresses: 55 KB in each file for each weight of the font.
 *
 * Here the unused subroutines become empty, so that the offsets between two
 * used ones are all equal, and one of them takes over the bytes that are left
 * over. No table changes its size or place, no number changes, and what is
 * never called is never read. (Adobe Technical Notes 5176 and 5177.)
 */

#define OP_RETURN 0x0b
#define OP_PRIVATE 18
#define OP_SUBRS 19
#define OP_FD_ARRAY (12 << 8 | 36)

typedef struct
{
  guint8 *data;
  gsize   length;
} Font;

/* An INDEX: count, size of an offset, count + 1 offsets, data. */
typedef struct
{
  guint8 *offsets;
  guint8 *data;   /* offset 1 is its first byte */
  guint   count;
  guint   width;
  gsize   end;    /* of the whole, in the font */
} Index;

static guint32
get_offset (const Index *self,
            guint        i)
{
  const guint8 *p = self->offsets + (gsize) i * self->width;
  guint32 value = 0;

  for (guint k = 0; k < self->width; k++)
    value = value << 8 | p[k];
  return value;
}

static void
put_offset (const Index *self,
            guint        i,
            guint32      value)
{
  guint8 *p = self->offsets + (gsize) i * self->width;

  for (guint k = self->width; k-- > 0; value >>= 8)
    p[k] = value & 0xff;
}

static gboolean
offsets_ascend (const Index *self)
{
  guint32 last = 1;

  for (guint i = 0; i <= self->count; i++)
    {
      guint32 value = get_offset (self, i);

      if (value < last || (i == 0 && value != 1))
        return FALSE;
      last = value;
    }
  return TRUE;
}

static gboolean
read_index (const Font *font,
            gsize       at,
            Index      *index)
{
  gsize table;

  memset (index, 0, sizeof *index);
  if (at + 2 > font->length)
    return FALSE;
  index->count = font->data[at] << 8 | font->data[at + 1];
  index->end = at + 2;
  if (index->count == 0)
    return TRUE;
  if (at + 3 > font->length)
    return FALSE;

  index->width = font->data[at + 2];
  table = ((gsize) index->count + 1) * index->width;
  if (index->width < 1 || index->width > 4 || table > font->length - at - 3)
    return FALSE;

  index->offsets = font->data + at + 3;
  index->data = index->offsets + table;
  index->end = at + 3 + table + get_offset (index, index->count) - 1;
  return index->end <= font->length && offsets_ascend (index);
}

/* A number of a DICT that starts at *p, or FALSE. Reals are passed over as 0. */
static gboolean
read_number (const guint8 **p,
             const guint8  *end,
             gint64        *number)
{
  const guint8 *q = *p;
  gsize left = end - q;
  guint8 b = *q;

  *number = 0;
  if (b == 28 && left >= 3)
    *number = (gint16) (q[1] << 8 | q[2]), q += 3;
  else if (b == 29 && left >= 5)
    *number = (gint32) ((guint32) q[1] << 24 | q[2] << 16 | q[3] << 8 | q[4]), q += 5;
  else if (b == 30)
    {
      do
        q++;
      while (q < end && (*q & 0x0f) != 0x0f);
      q++;
    }
  else if (b >= 32 && b <= 246)
    *number = b - 139, q += 1;
  else if (b >= 247 && b <= 250 && left >= 2)
    *number = (b - 247) * 256 + q[1] + 108, q += 2;
  else if (b >= 251 && b <= 254 && left >= 2)
    *number = -(b - 251) * 256 - q[1] - 108, q += 2;
  else
    return FALSE;

  *p = q;
  return q <= end;
}

/* The last two operands of operator @wanted in a DICT. */
static gboolean
find_operator (const guint8 *p,
               gsize         length,
               int           wanted,
               gint64        operands[2])
{
  const guint8 *end = p + length;
  gint64 stack[2] = { 0, 0 };

  while (p < end)
    {
      int op;

      if (*p > 21)
        {
          stack[0] = stack[1];
          if (!read_number (&p, end, &stack[1]))
            return FALSE;
          continue;
        }
      op = *p++;
      if (op == 12)
        {
          if (p == end)
            return FALSE;
          op = 12 << 8 | *p++;
        }
      if (op == wanted)
        {
          memcpy (operands, stack, sizeof stack);
          return TRUE;
        }
      stack[0] = stack[1] = 0;
    }
  return FALSE;
}

static gboolean
is_unused (const Index *index,
           guint        i)
{
  guint32 start = get_offset (index, i);
  guint32 end = get_offset (index, i + 1);

  return end == start || (end == start + 1 && index->data[start - 1] == OP_RETURN);
}

static int
last_unused (const Index *index)
{
  for (guint i = index->count; i-- > 0;)
    if (is_unused (index, i))
      return i;
  return -1;
}

/* The unused entry @filler takes what is left over; the entries behind it
 * keep their place at the end. */
static void
pack_index (const Index *index,
            guint        filler)
{
  guint32 end = get_offset (index, filler + 1);
  guint32 at = 1;
  guint32 start = 1;

  for (guint i = 0; i < filler; i++)
    {
      guint32 next = get_offset (index, i + 1);

      put_offset (index, i, at);
      if (next - start > 1 || (next - start == 1 && index->data[start - 1] != OP_RETURN))
        {
          memmove (index->data + at - 1, index->data + start - 1, next - start);
          at += next - start;
        }
      start = next;
    }
  put_offset (index, filler, at);
  memset (index->data + at - 1, OP_RETURN, end - at);
}

static gboolean
blank_index (const Font *font,
             gsize       at)
{
  Index index;
  int filler;

  if (!read_index (font, at, &index) || index.count == 0)
    return FALSE;
  filler = last_unused (&index);
  if (filler <= 0)
    return FALSE;
  pack_index (&index, filler);
  return TRUE;
}

static gboolean
blank_private (const Font   *font,
               const guint8 *dict,
               gsize         dict_length)
{
  gint64 private[2];
  gint64 subrs[2];

  if (!find_operator (dict, dict_length, OP_PRIVATE, private) ||
      private[0] < 0 || private[1] < 0 ||
      private[0] + private[1] > (gint64) font->length ||
      !find_operator (font->data + private[1], private[0], OP_SUBRS, subrs) ||
      subrs[1] < 0 || private[1] + subrs[1] >= (gint64) font->length)
    return FALSE;
  return blank_index (font, private[1] + subrs[1]);
}

gboolean
mado_cff_blank_unused_subrs (guint8 *data,
                             gsize   length)
{
  const Font font = { data, length };
  Index names, tops, strings, dicts;
  gint64 array[2];
  gboolean changed = FALSE;

  if (length < 4 ||
      !read_index (&font, data[2], &names) ||
      !read_index (&font, names.end, &tops) || tops.count != 1 ||
      !read_index (&font, tops.end, &strings) ||
      !find_operator (tops.data, get_offset (&tops, 1) - 1, OP_FD_ARRAY, array) ||
      array[1] <= 0 || array[1] >= (gint64) length ||
      !read_index (&font, array[1], &dicts))
    return FALSE;

  changed |= blank_index (&font, strings.end);
  for (guint i = 0; i < dicts.count; i++)
    {
      guint32 start = get_offset (&dicts, i);

      changed |= blank_private (&font, dicts.data + start - 1,
                                get_offset (&dicts, i + 1) - start);
    }
  return changed;
}
