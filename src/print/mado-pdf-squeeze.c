/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-pdf-squeeze.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "print/mado-cff.h"

/*
 * Cairo 1.16 writes plain PDF 1.5: numbered objects, the length of each stream in
 * an object of its own, a table of offsets, a trailer. Only the streams of
 * CFF fonts change here, so each object is copied from its offset to the next
 * one, with the new stream or the new length where it belongs, and the table
 * is written anew. At the first surprise the file stays as it was.
 */

#define MAX_FONT (8 * 1024 * 1024)
#define XREF_ENTRY 20

typedef struct
{
  const char *data;
  gsize       length;
} Slice;

typedef struct
{
  int         number;
  gsize       offset;
  Slice       slice;
  GByteArray *stream; /* replaces the slice's; or NULL */
  gssize      value;  /* replaces the number in it; or -1 */
  gsize       at;     /* new offset */
} Object;

static Slice
find_in (Slice       slice,
         const char *what)
{
  const char *at = g_strstr_len (slice.data, slice.length, what);

  if (at == NULL)
    return (Slice) { NULL, 0 };
  return (Slice) { at, slice.length - (at - slice.data) };
}

static void
object_clear (gpointer data)
{
  Object *self = data;

  g_clear_pointer (&self->stream, g_byte_array_unref);
}

static int
compare_offset (gconstpointer a,
                gconstpointer b)
{
  const Object *x = a;
  const Object *y = b;

  return (x->offset > y->offset) - (x->offset < y->offset);
}

/* Offset of the table of objects, from the end of the file; 0 if unclear. */
static gsize
find_xref (Slice file)
{
  gsize tail = MIN (file.length, 64);
  g_autofree char *end = g_strndup (file.data + file.length - tail, tail);
  const char *mark = strstr (end, "startxref\n");
  guint64 offset;

  if (mark == NULL)
    return 0;
  offset = g_ascii_strtoull (mark + strlen ("startxref\n"), NULL, 10);
  return offset < file.length && file.length - offset > 24 ? offset : 0;
}

static gboolean
read_objects (Slice   file,
              gsize   xref,
              GArray *objects,
              gsize  *trailer)
{
  g_autofree char *head = g_strndup (file.data + xref, 24);
  const gsize tail_length = strlen ("trailer\nstartxref\n");
  guint64 count;
  char *p;

  if (!g_str_has_prefix (head, "xref\n0 "))
    return FALSE;
  count = g_ascii_strtoull (head + strlen ("xref\n0 "), &p, 10);
  if (*p++ != '\n' || count < 2 || count > file.length / XREF_ENTRY)
    return FALSE;
  *trailer = xref + (p - head) + count * XREF_ENTRY;
  if (*trailer + tail_length >= file.length ||
      memcmp (file.data + *trailer, "trailer", strlen ("trailer")) != 0 ||
      g_strstr_len (file.data + *trailer, file.length - *trailer, "startxref\n") == NULL)
    return FALSE;

  for (guint64 i = 1; i < count; i++)
    {
      const char *entry = file.data + xref + (p - head) + i * XREF_ENTRY;
      Object object = { .number = i, .value = -1 };

      object.offset = g_ascii_strtoull (entry, NULL, 10);
      if (entry[17] != 'n' || object.offset >= xref)
        return FALSE;
      g_array_append_val (objects, object);
    }
  return TRUE;
}

static void
cut_slices (Slice   file,
            gsize   xref,
            GArray *objects)
{
  g_array_sort (objects, compare_offset);
  for (guint i = 0; i < objects->len; i++)
    {
      Object *object = &g_array_index (objects, Object, i);
      gsize end = i + 1 < objects->len
                    ? g_array_index (objects, Object, i + 1).offset : xref;

      object->slice = (Slice) { file.data + object->offset, end - object->offset };
    }
}

static Object *
find_object (GArray  *objects,
             guint64  number)
{
  for (guint i = 0; i < objects->len; i++)
    if (g_array_index (objects, Object, i).number == (int) number)
      return &g_array_index (objects, Object, i);
  return NULL;
}

static guint8 *
inflate_font (Slice  packed,
              gsize *length)
{
  for (gsize size = MAX (packed.length * 4, 65536); size <= MAX_FONT; size *= 2)
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
static Slice
find_font (GArray  *objects,
           Object  *object,
           Object **length)
{
  const Slice none = { NULL, 0 };
  Slice stream = find_in (object->slice, "stream\n");
  Slice dict = { object->slice.data, stream.data == NULL ? 0 : stream.data - object->slice.data };
  Slice key = find_in (dict, "/Length ");
  guint64 size;

  if (stream.data == NULL || key.data == NULL ||
      find_in (dict, "/CIDFontType0C").data == NULL ||
      find_in (dict, "/FlateDecode").data == NULL)
    return none;
  *length = find_object (objects, g_ascii_strtoull (key.data + strlen ("/Length "), NULL, 10));
  key = *length == NULL ? none : find_in ((*length)->slice, "obj\n");
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

static gboolean
squeeze_font (GArray *objects,
              Object *object)
{
  Object *length_object = NULL;
  Slice packed = find_font (objects, object, &length_object);
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

static void
put_text (GByteArray *out,
          const char *text)
{
  g_byte_array_append (out, (const guint8 *) text, strlen (text));
}

static void
put_object (GByteArray *out,
            Object     *object)
{
  Slice stream;

  object->at = out->len;
  if (object->value >= 0)
    {
      g_autofree char *text = g_strdup_printf ("%d 0 obj\n   %" G_GSSIZE_FORMAT "\nendobj\n",
                                               object->number, object->value);

      put_text (out, text);
      return;
    }
  if (object->stream == NULL)
    {
      g_byte_array_append (out, (const guint8 *) object->slice.data, object->slice.length);
      return;
    }
  stream = find_in (object->slice, "stream\n");
  g_byte_array_append (out, (const guint8 *) object->slice.data,
                       stream.data - object->slice.data + strlen ("stream\n"));
  g_byte_array_append (out, object->stream->data, object->stream->len);
  put_text (out, "\nendstream\nendobj\n");
}

static void
put_xref (GByteArray *out,
          GArray     *objects)
{
  g_autofree char *head = g_strdup_printf ("xref\n0 %u\n0000000000 65535 f \n", objects->len + 1);

  put_text (out, head);
  for (guint number = 1; number <= objects->len; number++)
    {
      char entry[32];

      g_snprintf (entry, sizeof entry, "%010" G_GSIZE_FORMAT " 00000 n \n",
                  find_object (objects, number)->at);
      put_text (out, entry);
    }
}

static GBytes *
rewrite (Slice   file,
         gsize   trailer,
         GArray *objects)
{
  GByteArray *out = g_byte_array_sized_new (file.length);
  gsize first = g_array_index (objects, Object, 0).offset;
  Slice end = { file.data + trailer, file.length - trailer };
  Slice mark = find_in (end, "startxref\n");
  g_autofree char *tail = NULL;
  gsize xref;

  g_byte_array_append (out, (const guint8 *) file.data, first);
  for (guint i = 0; i < objects->len; i++)
    put_object (out, &g_array_index (objects, Object, i));
  xref = out->len;
  put_xref (out, objects);
  g_byte_array_append (out, (const guint8 *) end.data, mark.data - end.data);
  tail = g_strdup_printf ("startxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n", xref);
  put_text (out, tail);
  return g_byte_array_free_to_bytes (out);
}

GBytes *
mado_pdf_squeeze (GBytes *pdf)
{
  g_autoptr (GArray) objects = g_array_new (FALSE, FALSE, sizeof (Object));
  Slice file;
  gsize xref;
  gsize trailer;
  gboolean changed = FALSE;
  GBytes *smaller;

  g_array_set_clear_func (objects, object_clear);
  file.data = g_bytes_get_data (pdf, &file.length);
  xref = find_xref (file);
  if (xref == 0 || !read_objects (file, xref, objects, &trailer))
    return pdf;

  cut_slices (file, xref, objects);
  for (guint i = 0; i < objects->len; i++)
    changed |= squeeze_font (objects, &g_array_index (objects, Object, i));
  if (!changed)
    return pdf;

  smaller = rewrite (file, trailer, objects);
  g_bytes_unref (pdf);
  return smaller;
}
