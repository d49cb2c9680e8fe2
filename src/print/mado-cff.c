/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-cff.h"

#include <string.h>

#include "print/mado-cff-private.h"

/*
 * A Japanese CFF font has some 30,000 subroutines. A subset written by cairo
 * keeps all their numbers and replaces those it does not need by one byte, a
 * lone "return"; where it loses the thread it keeps them all, 850 KB. Even in
 * the good case the table of offsets counts 1, 2, 3 … 30,000, which hardly
 * compresses: 55 KB in each file for each weight of the font.
 *
 * Here every glyph is walked through (mado-cff-walk.c) to learn which
 * subroutines it calls. The others become empty, so that the offsets between
 * two used ones are all equal, and one of them takes over the bytes that are
 * left over, as filling. No table changes its size or place, no number
 * changes, and what is never called is never read. A font with anything
 * unusual stays as it was. (Adobe Technical Notes 5176 and 5177.)
 */

#define OP_RETURN 0x0b
#define OP_CHARSTRINGS 17
#define OP_FD_SELECT (12 << 8 | 37)
#define OP_PRIVATE 18
#define OP_SUBRS 19
#define OP_FD_ARRAY (12 << 8 | 36)
#define OP_DEFAULT_WIDTH 20
#define OP_NOMINAL_WIDTH 21

static guint32
get_offset (const MadoCffIndex *self,
            guint        i)
{
  const guint8 *p = self->offsets + (gsize) i * self->width;
  guint32 value = 0;

  for (guint k = 0; k < self->width; k++)
    value = value << 8 | p[k];
  return value;
}

static void
put_offset (const MadoCffIndex *self,
            guint        i,
            guint32      value)
{
  guint8 *p = self->offsets + (gsize) i * self->width;

  for (guint k = self->width; k-- > 0; value >>= 8)
    p[k] = value & 0xff;
}

static gboolean
offsets_ascend (const MadoCffIndex *self)
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
read_index (const MadoCffFont *font,
            gsize       at,
            MadoCffIndex *index)
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

static int
last_unused (const MadoCffIndex *index,
             const guint8       *used)
{
  for (guint i = index->count; i-- > 0;)
    if (!used[i])
      return i;
  return -1;
}

/* The unused entry @filler takes what is left over; the entries behind it
 * keep their place at the end. */
static void
pack_index (const MadoCffIndex *index,
            const guint8       *used,
            guint               filler)
{
  guint32 end = get_offset (index, filler + 1);
  guint32 at = 1;
  guint32 start = 1;

  for (guint i = 0; i < filler; i++)
    {
      guint32 next = get_offset (index, i + 1);

      put_offset (index, i, at);
      if (used[i])
        {
          memmove (index->data + at - 1, index->data + start - 1, next - start);
          at += next - start;
        }
      start = next;
    }
  put_offset (index, filler, at);
  memset (index->data + at - 1, OP_RETURN, end - at);
}

static void
blank_index (const MadoCffIndex *index,
             const guint8       *used)
{
  int filler = last_unused (index, used);

  if (filler > 0)
    pack_index (index, used, filler);
}

/* The local subroutines of one part of the font; none is fine. */
static gboolean
read_local (const MadoCffFont *font,
            const guint8      *dict,
            gsize              dict_length,
            MadoCffIndex      *index)
{
  gint64 private[2];
  gint64 subrs[2];

  memset (index, 0, sizeof *index);
  if (!find_operator (dict, dict_length, OP_PRIVATE, private) ||
      private[0] < 0 || private[1] < 0 ||
      private[0] + private[1] > (gint64) font->length)
    return FALSE;
  if (!find_operator (font->data + private[1], private[0], OP_SUBRS, subrs))
    return TRUE;
  return subrs[1] > 0 && private[1] + subrs[1] < (gint64) font->length &&
         read_index (font, private[1] + subrs[1], index);
}

static gboolean
read_at (const MadoCffFont  *font,
         const MadoCffIndex *tops,
         int                 op,
         MadoCffIndex       *index)
{
  gint64 at[2];

  return find_operator (tops->data, get_offset (tops, 1) - 1, op, at) &&
         at[1] > 0 && at[1] < (gint64) font->length &&
         read_index (font, at[1], index);
}

/* Which part each glyph belongs to. */
static gboolean
read_select (const MadoCffFont  *font,
             const MadoCffIndex *tops,
             guint8             *select,
             guint               glyphs)
{
  gint64 at[2];
  const guint8 *p;
  gsize left;
  guint ranges;

  if (!find_operator (tops->data, get_offset (tops, 1) - 1, OP_FD_SELECT, at) ||
      at[1] <= 0 || at[1] + 5 > (gint64) font->length)
    return FALSE;
  p = font->data + at[1];
  left = font->length - at[1];
  if (p[0] == 0 && left > glyphs)
    {
      memcpy (select, p + 1, glyphs);
      return TRUE;
    }
  ranges = p[1] << 8 | p[2];
  if (p[0] != 3 || left < 5 + (gsize) ranges * 3)
    return FALSE;
  for (guint i = 0; i < ranges; i++)
    {
      const guint8 *range = p + 3 + i * 3;
      guint end = range[3] << 8 | range[4];

      for (guint g = range[0] << 8 | range[1]; g < end && g < glyphs; g++)
        select[g] = range[2];
    }
  return TRUE;
}

static gboolean
read_parts (const MadoCffFont  *font,
            const MadoCffIndex *dicts,
            MadoCffSubrs       *parts)
{
  for (guint i = 0; i < dicts->count; i++)
    {
      guint32 start = get_offset (dicts, i);

      if (!read_local (font, dicts->data + start - 1, get_offset (dicts, i + 1) - start,
                       &parts[i].index))
        return FALSE;
      parts[i].used = g_malloc0 (parts[i].index.count + 1);
    }
  return TRUE;
}

static gboolean
walk_glyphs (const MadoCffIndex *glyphs,
             const guint8       *select,
             MadoCffSubrs       *global,
             MadoCffSubrs       *parts,
             guint               n_parts,
             MadoCffWidth       *widths)
{
  for (guint g = 0; g < glyphs->count; g++)
    {
      guint32 start = get_offset (glyphs, g);

      if (select[g] >= n_parts ||
          !mado_cff_walk (glyphs->data + start - 1, get_offset (glyphs, g + 1) - start,
                          global, &parts[select[g]], widths != NULL ? &widths[g] : NULL))
        return FALSE;
    }
  return TRUE;
}

guint32
mado_cff_index_offset (const MadoCffIndex *self,
                       guint               i)
{
  return get_offset (self, i);
}

/* A font taken apart. */
typedef struct
{
  MadoCffFont   font;
  MadoCffIndex  tops;
  MadoCffIndex  dicts;
  MadoCffIndex  glyphs;
  MadoCffSubrs  global;
  MadoCffSubrs *parts;
  guint8       *select; /* part of each glyph */
} Opened;

static void
opened_clear (Opened *self)
{
  g_free (self->global.used);
  for (guint i = 0; self->parts != NULL && i < self->dicts.count; i++)
    g_free (self->parts[i].used);
  g_free (self->parts);
  g_free (self->select);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Opened, opened_clear)

/* @widths: (nullable): one for each glyph, made by the walk; freed by the
 * caller. */
static gboolean
open_font (Opened        *self,
           guint8        *data,
           gsize          length,
           MadoCffWidth **widths)
{
  MadoCffIndex names, strings;

  self->font = (MadoCffFont) { data, length };
  if (length < 4 ||
      !read_index (&self->font, data[2], &names) ||
      !read_index (&self->font, names.end, &self->tops) || self->tops.count != 1 ||
      !read_index (&self->font, self->tops.end, &strings) ||
      !read_index (&self->font, strings.end, &self->global.index) ||
      !read_at (&self->font, &self->tops, OP_FD_ARRAY, &self->dicts) ||
      !read_at (&self->font, &self->tops, OP_CHARSTRINGS, &self->glyphs))
    return FALSE;

  self->select = g_malloc0 (self->glyphs.count + 1);
  self->parts = g_new0 (MadoCffSubrs, self->dicts.count + 1);
  self->global.used = g_malloc0 (self->global.index.count + 1);
  if (widths != NULL)
    *widths = g_new0 (MadoCffWidth, self->glyphs.count + 1);
  return read_parts (&self->font, &self->dicts, self->parts) &&
         read_select (&self->font, &self->tops, self->select, self->glyphs.count) &&
         walk_glyphs (&self->glyphs, self->select, &self->global, self->parts, self->dicts.count,
                      widths != NULL ? *widths : NULL);
}

gboolean
mado_cff_blank_unused_subrs (guint8 *data,
                             gsize   length)
{
  g_auto (Opened) self = { { NULL, 0 } };

  if (!open_font (&self, data, length, NULL))
    return FALSE;
  blank_index (&self.global.index, self.global.used);
  for (guint i = 0; i < self.dicts.count; i++)
    blank_index (&self.parts[i].index, self.parts[i].used);
  return TRUE;
}

/* Default and nominal width of a part; 0 where it says nothing. */
static void
read_part_widths (const Opened *self,
                  guint         part,
                  gint64       *fallback,
                  gint64       *nominal)
{
  guint32 start = get_offset (&self->dicts, part);
  gint64 private[2];
  gint64 value[2];

  *fallback = *nominal = 0;
  if (!find_operator (self->dicts.data + start - 1, get_offset (&self->dicts, part + 1) - start, OP_PRIVATE, private))
    return;
  if (find_operator (self->font.data + private[1], private[0], OP_DEFAULT_WIDTH, value))
    *fallback = value[1];
  if (find_operator (self->font.data + private[1], private[0], OP_NOMINAL_WIDTH, value))
    *nominal = value[1];
}

GArray *
mado_cff_read_widths (guint8 *data,
                      gsize   length)
{
  g_auto (Opened) self = { { NULL, 0 } };
  g_autofree MadoCffWidth *found = NULL;
  GArray *widths;

  if (!open_font (&self, data, length, &found))
    return NULL;
  widths = g_array_new (FALSE, FALSE, sizeof (int));
  for (guint g = 0; g < self.glyphs.count; g++)
    {
      gint64 fallback, nominal;
      int width;

      read_part_widths (&self, self.select[g], &fallback, &nominal);
      width = (int) CLAMP (found[g].given ? nominal + found[g].width : fallback, -32768, 32767);
      g_array_append_val (widths, width);
    }
  return widths;
}
