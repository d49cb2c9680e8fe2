/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-pdf-objects-private.h"

#include <stdlib.h>
#include <string.h>

#define XREF_ENTRY 20

MadoPdfSlice
mado_pdf_slice_find (MadoPdfSlice  self,
                     const char   *what)
{
  const char *at = self.length > 0 ? g_strstr_len (self.data, self.length, what) : NULL;

  if (at == NULL)
    return (MadoPdfSlice) { NULL, 0 };
  return (MadoPdfSlice) { at, self.length - (at - self.data) };
}

guint64
mado_pdf_slice_number (MadoPdfSlice  self,
                       const char   *key)
{
  MadoPdfSlice found = mado_pdf_slice_find (self, key);
  guint64 number = 0;

  for (gsize i = strlen (key); i < found.length && g_ascii_isdigit (found.data[i]) && number < G_MAXINT32; i++)
    number = number * 10 + (guint64) (found.data[i] - '0');
  return number;
}

static void
object_clear (gpointer data)
{
  MadoPdfObject *self = data;

  g_clear_pointer (&self->stream, g_byte_array_unref);
  if (self->text != NULL)
    g_string_free (self->text, TRUE);
}

static int
compare_offset (gconstpointer a,
                gconstpointer b)
{
  const MadoPdfObject *x = a;
  const MadoPdfObject *y = b;

  return (x->offset > y->offset) - (x->offset < y->offset);
}

/* Offset of the table of objects, from the end of the file; 0 if unclear. */
static gsize
find_xref (MadoPdfSlice file)
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
read_table (MadoPdfObjects *self,
            gsize           xref)
{
  MadoPdfSlice file = self->file;
  g_autofree char *head = g_strndup (file.data + xref, 24);
  const gsize tail_length = strlen ("trailer\nstartxref\n");
  guint64 count;
  char *p;

  if (!g_str_has_prefix (head, "xref\n0 "))
    return FALSE;
  count = g_ascii_strtoull (head + strlen ("xref\n0 "), &p, 10);
  if (*p++ != '\n' || count < 2 || count > file.length / XREF_ENTRY)
    return FALSE;
  self->trailer = xref + (p - head) + count * XREF_ENTRY;
  if (self->trailer + tail_length >= file.length ||
      memcmp (file.data + self->trailer, "trailer", strlen ("trailer")) != 0 ||
      g_strstr_len (file.data + self->trailer, file.length - self->trailer, "startxref\n") == NULL)
    return FALSE;

  for (guint64 i = 1; i < count; i++)
    {
      const char *entry = file.data + xref + (p - head) + i * XREF_ENTRY;
      MadoPdfObject object = { .number = i, .value = -1 };

      object.offset = g_ascii_strtoull (entry, NULL, 10);
      if (entry[17] != 'n' || object.offset >= xref)
        return FALSE;
      g_array_append_val (self->objects, object);
    }
  return TRUE;
}

static void
cut_slices (MadoPdfObjects *self,
            gsize           xref)
{
  GArray *objects = self->objects;

  g_array_sort (objects, compare_offset);
  for (guint i = 0; i < objects->len; i++)
    {
      MadoPdfObject *object = &g_array_index (objects, MadoPdfObject, i);
      gsize end = i + 1 < objects->len
                    ? g_array_index (objects, MadoPdfObject, i + 1).offset : xref;

      object->slice = (MadoPdfSlice) { self->file.data + object->offset, end - object->offset };
    }
}

gboolean
mado_pdf_objects_read (MadoPdfObjects *self,
                       GBytes         *pdf)
{
  gsize xref;

  self->objects = g_array_new (FALSE, FALSE, sizeof (MadoPdfObject));
  g_array_set_clear_func (self->objects, object_clear);
  self->file.data = g_bytes_get_data (pdf, &self->file.length);
  xref = self->file.length > 0 ? find_xref (self->file) : 0;
  if (xref == 0 || !read_table (self, xref))
    return FALSE;
  cut_slices (self, xref);
  return TRUE;
}

void
mado_pdf_objects_clear (MadoPdfObjects *self)
{
  g_clear_pointer (&self->objects, g_array_unref);
}

MadoPdfObject *
mado_pdf_objects_find (const MadoPdfObjects *self,
                       guint64               number)
{
  for (guint i = 0; i < self->objects->len; i++)
    if (g_array_index (self->objects, MadoPdfObject, i).number == (int) number)
      return &g_array_index (self->objects, MadoPdfObject, i);
  return NULL;
}

guint
mado_pdf_objects_count (const MadoPdfObjects *self)
{
  return self->objects->len;
}

void
mado_pdf_objects_add (MadoPdfObjects *self,
                      GString        *text)
{
  MadoPdfObject object = { .number = (int) self->objects->len + 1, .value = -1, .text = text };

  object.offset = self->file.length;
  g_array_append_val (self->objects, object);
}

/* --- writing ------------------------------------------------------------------ */

static void
put_text (GByteArray *out,
          const char *text)
{
  g_byte_array_append (out, (const guint8 *) text, strlen (text));
}

static void
put_object (GByteArray    *out,
            MadoPdfObject *object)
{
  MadoPdfSlice stream;

  object->at = out->len;
  if (object->text != NULL)
    g_byte_array_append (out, (const guint8 *) object->text->str, object->text->len);
  else if (object->value >= 0)
    {
      g_autofree char *text = g_strdup_printf ("%d 0 obj\n   %" G_GSSIZE_FORMAT "\nendobj\n",
                                               object->number, object->value);

      put_text (out, text);
    }
  else if (object->stream == NULL)
    g_byte_array_append (out, (const guint8 *) object->slice.data, object->slice.length);
  else
    {
      stream = mado_pdf_slice_find (object->slice, "stream\n");
      g_byte_array_append (out, (const guint8 *) object->slice.data,
                           stream.data - object->slice.data + strlen ("stream\n"));
      g_byte_array_append (out, object->stream->data, object->stream->len);
      put_text (out, "\nendstream\nendobj\n");
    }
}

static void
put_xref (GByteArray           *out,
          const MadoPdfObjects *self)
{
  guint count = self->objects->len + 1;
  g_autofree char *head = g_strdup_printf ("xref\n0 %u\n0000000000 65535 f \n", count);
  g_autofree gsize *places = g_new0 (gsize, count);

  for (guint i = 0; i < self->objects->len; i++)
    {
      const MadoPdfObject *object = &g_array_index (self->objects, MadoPdfObject, i);

      places[object->number] = object->at;
    }
  put_text (out, head);
  for (guint number = 1; number < count; number++)
    {
      char entry[32];

      g_snprintf (entry, sizeof entry, "%010" G_GSIZE_FORMAT " 00000 n \n", places[number]);
      put_text (out, entry);
    }
}

/* The trailer counts the objects: "<< /Size 15". */
static void
put_trailer (GByteArray           *out,
             const MadoPdfObjects *self)
{
  MadoPdfSlice end = { self->file.data + self->trailer, self->file.length - self->trailer };
  MadoPdfSlice mark = mado_pdf_slice_find (end, "startxref\n");
  MadoPdfSlice body = { end.data, mark.data - end.data };
  MadoPdfSlice size = mado_pdf_slice_find (body, "/Size ");
  gsize digits = 0;

  if (size.data != NULL)
    {
      g_autofree char *count = g_strdup_printf ("/Size %u", self->objects->len + 1);

      g_byte_array_append (out, (const guint8 *) body.data, size.data - body.data);
      put_text (out, count);
      for (digits = strlen ("/Size "); digits < size.length && g_ascii_isdigit (size.data[digits]); digits++)
        ;
      body = (MadoPdfSlice) { size.data + digits, size.length - digits };
    }
  g_byte_array_append (out, (const guint8 *) body.data, body.length);
}

GBytes *
mado_pdf_objects_write (MadoPdfObjects *self)
{
  GByteArray *out = g_byte_array_sized_new (self->file.length);
  gsize first = g_array_index (self->objects, MadoPdfObject, 0).offset;
  g_autofree char *tail = NULL;
  gsize xref;

  g_byte_array_append (out, (const guint8 *) self->file.data, first);
  for (guint i = 0; i < self->objects->len; i++)
    put_object (out, &g_array_index (self->objects, MadoPdfObject, i));
  xref = out->len;
  put_xref (out, self);
  put_trailer (out, self);
  tail = g_strdup_printf ("startxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n", xref);
  put_text (out, tail);
  return g_byte_array_free_to_bytes (out);
}
