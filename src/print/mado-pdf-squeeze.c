/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-pdf-squeeze.h"

#include <string.h>
#include <zlib.h>

#include "print/mado-cff.h"
#include "print/mado-pdf-objects-private.h"

/* Only the streams of CFF fonts change here; at the first surprise the file
 * stays as it was. */

#define MAX_FONT (8 * 1024 * 1024)

static guint8 *
inflate_font (MadoPdfSlice  packed,
              gsize        *length)
{
  /* A font of kanji packs to a fifth. */
  for (gsize size = MAX (packed.length * 8, 65536); size <= MAX_FONT; size *= 2)
    {
      g_autofree guint8 *out = g_malloc (size);
      uLongf have = size;
      int status = uncompress (out, &have, (const Bytef *) packed.data, packed.length);

      if (status == Z_OK)
        {
          *length = have;
          return g_steal_pointer (&out);
        }
      if (status != Z_BUF_ERROR)
        break;
    }
  return NULL;
}

static GByteArray *
deflate_font (const guint8 *font,
              gsize         length)
{
  uLongf size = compressBound (length);
  GByteArray *out = g_byte_array_sized_new (size);

  g_byte_array_set_size (out, size);
  if (compress2 (out->data, &size, font, length, 6) != Z_OK)
    g_clear_pointer (&out, g_byte_array_unref);
  else
    g_byte_array_set_size (out, size);
  return out;
}

/* The compressed bytes of @object if it is a CFF font, and the object that
 * holds their number. */
static MadoPdfSlice
find_font (MadoPdfObjects  *objects,
           MadoPdfObject   *object,
           MadoPdfObject  **length)
{
  const MadoPdfSlice none = { NULL, 0 };
  MadoPdfSlice stream = mado_pdf_slice_find (object->slice, "stream\n");
  MadoPdfSlice dict = { object->slice.data, stream.data == NULL ? 0 : stream.data - object->slice.data };
  MadoPdfSlice key = mado_pdf_slice_find (dict, "/Length ");
  guint64 size;

  if (stream.data == NULL || key.data == NULL ||
      mado_pdf_slice_find (dict, "/CIDFontType0C").data == NULL ||
      mado_pdf_slice_find (dict, "/FlateDecode").data == NULL)
    return none;
  *length = mado_pdf_objects_find (objects, g_ascii_strtoull (key.data + strlen ("/Length "), NULL, 10));
  key = *length == NULL ? none : mado_pdf_slice_find ((*length)->slice, "obj\n");
  if (key.data == NULL)
    return none;

  size = g_ascii_strtoull (key.data + strlen ("obj\n"), NULL, 10);
  stream.data += strlen ("stream\n");
  stream.length -= strlen ("stream\n");
  if (size == 0 || size >= stream.length)
    return none;
  stream.length = size;
  return stream;
}

guint8 *
mado_pdf_font_inflate (MadoPdfObjects *objects,
                       MadoPdfObject  *object,
                       gsize          *length)
{
  MadoPdfObject *length_object = NULL;
  MadoPdfSlice packed = find_font (objects, object, &length_object);

  return packed.data != NULL ? inflate_font (packed, length) : NULL;
}

static gboolean
squeeze_font (MadoPdfObjects *objects,
              MadoPdfObject  *object)
{
  MadoPdfObject *length_object = NULL;
  MadoPdfSlice packed = find_font (objects, object, &length_object);
  g_autofree guint8 *font = NULL;
  gsize length = 0;

  if (packed.data == NULL)
    return FALSE;
  font = inflate_font (packed, &length);
  if (font == NULL || !mado_cff_blank_unused_subrs (font, length))
    return FALSE;

  object->stream = deflate_font (font, length);
  if (object->stream == NULL)
    return FALSE;
  length_object->value = object->stream->len;
  return TRUE;
}

GBytes *
mado_pdf_squeeze (GBytes *pdf)
{
  g_auto (MadoPdfObjects) objects = { 0 };
  gboolean changed = FALSE;
  GBytes *smaller;

  if (!mado_pdf_objects_read (&objects, pdf))
    return pdf;
  for (guint i = 0; i < mado_pdf_objects_count (&objects); i++)
    changed |= squeeze_font (&objects, &g_array_index (objects.objects, MadoPdfObject, i));
  if (!changed)
    return pdf;

  smaller = mado_pdf_objects_write (&objects);
  g_bytes_unref (pdf);
  return smaller;
}
