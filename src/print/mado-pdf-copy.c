/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-pdf-graft-private.h"

#include <string.h>

/* Strict reading of one object, token by token, into a copy. */

#define MAX_DEPTH 16

typedef struct
{
  const char           *at;
  const char           *end;
  const MadoPdfNumbers *numbers;
  GString              *out;
  gboolean              failed;
} Copy;

/* The keys of what is seen on a page, as cairo 1.16 writes it (src/cairo-pdf-*.c);
 * none of them can run, fetch or link. Sorted. */
static const char *const keys[] = {
  "AIS", "Alternate", "Ascent", "Background", "BaseEncoding", "BaseFont", "BBox", "BC", "BitsPerComponent",
  "BitsPerCoordinate", "BitsPerFlag", "BlackIs1", "BM", "Bounds", "C0", "C1", "CA", "ca", "CapHeight", "CharProcs",
  "CharSet", "CIDSystemInfo", "CIDToGIDMap", "ColorSpace", "Colors", "Columns", "Coords", "CS", "Decode", "DecodeParms",
  "DescendantFonts", "Descent", "Differences", "Domain", "DW", "Encode", "Encoding", "EndOfBlock", "Extend", "ExtGState",
  "Filter", "FirstChar", "Flags", "Font", "FontBBox", "FontDescriptor", "FontFamily", "FontFile", "FontFile2",
  "FontFile3", "FontMatrix", "FontName", "FontStretch", "FontWeight", "Function", "FunctionType", "Functions", "G",
  "Group", "Height", "I", "ImageMask", "Interpolate", "ItalicAngle", "JBIG2Globals", "K", "LastChar", "Length",
  "Length1", "Length2", "Length3", "Mask", "Matrix", "N", "Name", "Ordering", "PaintType", "Pattern", "PatternType",
  "Predictor", "ProcSet", "Range", "Registry", "Resources", "Rows", "S", "Shading", "ShadingType", "Size", "SMask",
  "StemH", "StemV", "Subtype", "Supplement", "TilingType", "ToUnicode", "Type", "VerticesPerRow", "W", "Widths", "Width", "WMode",
  "XHeight", "XObject", "XStep", "YStep",
};

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static gboolean
ends_token (char c)
{
  return is_space (c) || strchr ("<>[]()/", c) != NULL;
}

static void
skip_space (Copy *self)
{
  while (self->at < self->end && is_space (*self->at))
    self->at++;
}

static void
take (Copy  *self,
      gsize  bytes)
{
  g_string_append_len (self->out, self->at, (gssize) bytes);
  self->at += bytes;
}

static gboolean
starts (const Copy *self,
        const char *text)
{
  gsize length = strlen (text);

  return (gsize) (self->end - self->at) >= length && memcmp (self->at, text, length) == 0;
}

static void
fail (Copy *self)
{
  self->failed = TRUE;
  self->at = self->end;
}

static gsize
token_length (const Copy *self)
{
  gsize length = 0;

  while (self->at + length < self->end && self->at[length] != '\0' && !ends_token (self->at[length]))
    length++;
  return length;
}

/* "f-0-0", "a0", "x5", "p12", "sh3"; glyphs of a font drawn by pages are
 * numbers. */
static gboolean
is_resource_name (const char *name,
                  gsize       length)
{
  gsize i = 0;

  while (i < length && i < 4 && g_ascii_islower (name[i]))
    i++;
  if (length == 1 && *name == 'b')
    return TRUE;
  if (i == length || length > 32)
    return FALSE;
  for (; i < length; i++)
    if (!g_ascii_isdigit (name[i]) && name[i] != '-')
      return FALSE;
  return TRUE;
}

static gboolean
is_known_key (const char *name,
              gsize       length)
{
  if (is_resource_name (name, length))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (strlen (keys[i]) == length && memcmp (keys[i], name, length) == 0)
      return TRUE;
  return FALSE;
}

static void
copy_name (Copy     *self,
           gboolean  key)
{
  gsize length;

  take (self, 1);
  length = token_length (self);
  if (length == 0 || length > 127 || (key && !is_known_key (self->at, length)))
    {
      fail (self);
      return;
    }
  take (self, length);
}

static void
copy_hex (Copy *self)
{
  take (self, 1);
  while (self->at < self->end && (g_ascii_isxdigit (*self->at) || is_space (*self->at)))
    take (self, 1);
  if (self->at < self->end && *self->at == '>')
    take (self, 1);
  else
    fail (self);
}

static void
copy_string (Copy *self)
{
  guint open = 0;

  do
    {
      if (*self->at == '\\' && self->at + 1 < self->end)
        take (self, 1);
      else if (*self->at == '(')
        open++;
      else if (*self->at == ')')
        open--;
      take (self, 1);
    }
  while (open > 0 && self->at < self->end);
  if (open > 0)
    fail (self);
}

/* "12 0 R", or nothing taken. */
static gboolean
copy_reference (Copy *self)
{
  const char *p = self->at;
  guint64 number = 0;

  while (p < self->end && g_ascii_isdigit (*p) && number < G_MAXINT32)
    number = number * 10 + (guint64) (*p++ - '0');
  if (p == self->at || self->end - p < 4 || memcmp (p, " 0 R", 4) != 0 || (p + 4 < self->end && !ends_token (p[4])))
    return FALSE;
  if (number >= self->numbers->count || self->numbers->numbers[number] == 0)
    {
      fail (self);
      return TRUE;
    }
  g_string_append_printf (self->out, "%u 0 R", self->numbers->numbers[number]);
  self->at = p + 4;
  return TRUE;
}

static void
copy_word (Copy *self)
{
  gsize length = token_length (self);
  gboolean number = length > 0 && length < 32;

  for (gsize i = 0; i < length && number; i++)
    number = g_ascii_isdigit (self->at[i]) || strchr ("+-.", self->at[i]) != NULL;
  if (number || (length == 4 && (starts (self, "true") || starts (self, "null"))) || (length == 5 && starts (self, "false")))
    take (self, length);
  else
    fail (self);
}

static void copy_value (Copy *self, guint depth);

static void
copy_dictionary (Copy  *self,
                 guint  depth)
{
  take (self, 2);
  for (skip_space (self); self->at < self->end && !starts (self, ">>"); skip_space (self))
    {
      if (*self->at != '/')
        fail (self);
      else
        {
          g_string_append_c (self->out, ' ');
          copy_name (self, TRUE);
          skip_space (self);
          g_string_append_c (self->out, ' ');
          copy_value (self, depth + 1);
        }
    }
  if (self->at < self->end)
    {
      g_string_append_c (self->out, ' ');
      take (self, 2);
    }
  else
    fail (self);
}

static void
copy_array (Copy  *self,
            guint  depth)
{
  take (self, 1);
  for (skip_space (self); self->at < self->end && *self->at != ']'; skip_space (self))
    {
      g_string_append_c (self->out, ' ');
      copy_value (self, depth + 1);
    }
  if (self->at < self->end)
    take (self, 1);
  else
    fail (self);
}

static void
copy_value (Copy  *self,
            guint  depth)
{
  if (self->at >= self->end || depth > MAX_DEPTH)
    fail (self);
  else if (starts (self, "<<"))
    copy_dictionary (self, depth);
  else if (*self->at == '<')
    copy_hex (self);
  else if (*self->at == '(')
    copy_string (self);
  else if (*self->at == '[')
    copy_array (self, depth);
  else if (*self->at == '/')
    copy_name (self, FALSE);
  else if (!copy_reference (self))
    copy_word (self);
}

static void
copy_stream (Copy  *self,
             gsize  length)
{
  static const char end[] = "\nendstream";

  g_string_append_c (self->out, '\n');
  take (self, strlen ("stream\n"));
  if (length > (gsize) (self->end - self->at))
    {
      fail (self);
      return;
    }
  take (self, length);
  if (starts (self, end))
    take (self, strlen (end));
  else if (starts (self, end + 1)) /* cairo leaves the line out behind some */
    take (self, strlen (end + 1));
  else
    fail (self);
}

gboolean
mado_pdf_copy_object (MadoPdfSlice          slice,
                      const MadoPdfNumbers *numbers,
                      const char           *extra,
                      gsize                 length,
                      GString              *out)
{
  Copy self = { slice.data, slice.data + slice.length, numbers, out, FALSE };
  gsize begin = out->len;
  gboolean dictionary;

  skip_space (&self);
  dictionary = starts (&self, "<<");
  copy_value (&self, 0);
  if (extra != NULL && !dictionary)
    return FALSE;
  if (extra != NULL && !self.failed)
    g_string_insert (out, (gssize) begin + 2, extra);
  skip_space (&self);
  if (dictionary && starts (&self, "stream\n"))
    copy_stream (&self, length);
  skip_space (&self);
  if (self.failed || !starts (&self, "endobj"))
    return FALSE;
  g_string_append (out, "\nendobj\n");
  return TRUE;
}
