/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-pdf-graft.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "print/mado-pdf-graft-private.h"

#define MAX_OBJECTS 20000

/* Where things are in a file of one page. */
typedef struct
{
  MadoPdfObjects objects;
  guint          page;
  guint          contents;
  guint          resources;
  double         box[4];
} Sheet;

static void
sheet_clear (Sheet *self)
{
  mado_pdf_objects_clear (&self->objects);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sheet, sheet_clear)

/* The dictionary part of an object: what is before its stream. */
static MadoPdfSlice
dictionary_of (const MadoPdfObjects *objects,
               guint64               number)
{
  MadoPdfObject *object = number > 0 ? mado_pdf_objects_find (objects, number) : NULL;
  MadoPdfSlice slice = { NULL, 0 };
  MadoPdfSlice stream;

  if (object == NULL)
    return slice;
  slice = object->slice;
  stream = mado_pdf_slice_find (slice, "stream\n");
  if (stream.data != NULL)
    slice.length = stream.data - slice.data;
  return slice;
}

static gboolean
read_box (MadoPdfSlice page,
          double       box[4])
{
  MadoPdfSlice at = mado_pdf_slice_find (page, "/MediaBox [ ");
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;

  if (at.data == NULL)
    return FALSE;
  at.data += strlen ("/MediaBox [ ");
  text = g_strndup (at.data, MIN (at.length - strlen ("/MediaBox [ "), 120));
  parts = g_strsplit (text, " ", 5);
  if (g_strv_length (parts) < 5)
    return FALSE;
  for (guint i = 0; i < 4; i++)
    box[i] = g_ascii_strtod (parts[i], NULL);
  return box[2] > box[0] && box[3] > box[1] && box[2] < 20000 && box[3] < 20000 && box[0] >= 0 && box[1] >= 0;
}

/* The kids of the list of pages; NULL: not as cairo writes it. */
static GArray *
list_pages (const MadoPdfObjects *objects)
{
  MadoPdfSlice trailer = { objects->file.data + objects->trailer, objects->file.length - objects->trailer };
  guint64 root = mado_pdf_slice_number (trailer, "/Root ");
  guint64 pages = mado_pdf_slice_number (dictionary_of (objects, root), "/Pages ");
  MadoPdfSlice kids = mado_pdf_slice_find (dictionary_of (objects, pages), "/Kids [ ");
  GArray *numbers;
  const char *p, *end;

  if (kids.data == NULL)
    return NULL;
  numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  p = kids.data + strlen ("/Kids [ ");
  end = kids.data + kids.length;
  while (p < end && g_ascii_isdigit (*p))
    {
      guint number = (guint) MIN (g_ascii_strtoull (p, NULL, 10), G_MAXINT32);

      g_array_append_val (numbers, number);
      for (guint spaces = 0; p < end && spaces < 3; p++)
        spaces += *p == ' ' || *p == '\n';
    }
  return numbers;
}

static gboolean
read_sheet (Sheet  *self,
            GBytes *pdf)
{
  g_autoptr (GArray) pages = NULL;
  MadoPdfSlice page;

  if (!mado_pdf_objects_read (&self->objects, pdf) || mado_pdf_objects_count (&self->objects) > MAX_OBJECTS)
    return FALSE;
  pages = list_pages (&self->objects);
  if (pages == NULL || pages->len != 1)
    return FALSE;
  self->page = g_array_index (pages, guint, 0);
  page = dictionary_of (&self->objects, self->page);
  self->contents = (guint) mado_pdf_slice_number (page, "/Contents ");
  self->resources = (guint) mado_pdf_slice_number (page, "/Resources ");
  return self->contents > 0 && self->resources > 0 && self->contents != self->page && read_box (page, self->box);
}

/* Old numbers to new ones, without those that are only the file's frame. */
static guint *
number_objects (const Sheet *self,
                guint        first)
{
  const MadoPdfObjects *objects = &self->objects;
  MadoPdfSlice trailer = { objects->file.data + objects->trailer, objects->file.length - objects->trailer };
  guint count = mado_pdf_objects_count (objects) + 1;
  guint64 root = mado_pdf_slice_number (trailer, "/Root ");
  guint64 info = mado_pdf_slice_number (trailer, "/Info ");
  guint64 pages = mado_pdf_slice_number (dictionary_of (objects, root), "/Pages ");
  guint *numbers = g_new0 (guint, count);

  for (guint i = 1; i < count; i++)
    if (i != root && i != info && i != pages && i != self->page)
      numbers[i] = first++;
  return numbers;
}

/* What makes the contents of a page an XObject. */
static char *
frame_of (const Sheet          *self,
          const MadoPdfNumbers *numbers)
{
  gboolean group = mado_pdf_slice_find (dictionary_of (&self->objects, self->page), "/Group").data != NULL;
  char box[4][G_ASCII_DTOSTR_BUF_SIZE];

  for (guint i = 0; i < 4; i++)
    g_ascii_formatd (box[i], sizeof box[i], "%.4f", self->box[i]);
  return g_strdup_printf (" /Type /XObject /Subtype /Form /BBox [ %s %s %s %s ] /Resources %u 0 R%s", box[0], box[1],
                          box[2], box[3], numbers->numbers[self->resources],
                          group ? " /Group << /Type /Group /S /Transparency /I true /CS /DeviceRGB >>" : "");
}

static gsize
stream_length (const MadoPdfObjects *objects,
               guint                 number)
{
  MadoPdfSlice dictionary = dictionary_of (objects, number);
  guint64 value = mado_pdf_slice_number (dictionary, "/Length ");
  g_autofree char *reference = g_strdup_printf ("/Length %" G_GUINT64_FORMAT " 0 R", value);
  MadoPdfSlice held;

  if (mado_pdf_slice_find (dictionary, reference).data == NULL)
    return value;
  held = mado_pdf_slice_find (dictionary_of (objects, value), "obj\n   ");
  return held.data != NULL ? mado_pdf_slice_number (held, "obj\n   ") : 0;
}

/* Adds the objects of @sheet to @into. Returns the number of the XObject; 0:
 * refused. */
static guint
add_sheet (MadoPdfObjects *into,
           Sheet          *sheet)
{
  g_autofree guint *list = number_objects (sheet, mado_pdf_objects_count (into) + 1);
  MadoPdfNumbers numbers = { list, mado_pdf_objects_count (&sheet->objects) + 1 };
  g_autofree char *frame = NULL;

  if (sheet->resources >= numbers.count || list[sheet->resources] == 0 || sheet->contents >= numbers.count ||
      list[sheet->contents] == 0)
    return 0;
  frame = frame_of (sheet, &numbers);
  for (guint i = 1; i < numbers.count; i++)
    {
      MadoPdfSlice slice = mado_pdf_objects_find (&sheet->objects, i)->slice;
      g_autofree char *head = g_strdup_printf ("%u 0 obj\n", i);
      GString *text;

      if (list[i] == 0)
        continue;
      if (slice.length < strlen (head) || memcmp (slice.data, head, strlen (head)) != 0)
        return 0;
      slice = (MadoPdfSlice) { slice.data + strlen (head), slice.length - strlen (head) };
      text = g_string_new (NULL);
      g_string_printf (text, "%u 0 obj\n", list[i]);
      {
        GString *body = g_string_new (NULL);
        gboolean good = mado_pdf_copy_object (slice, &numbers, i == sheet->contents ? frame : NULL,
                                              stream_length (&sheet->objects, i), body);

        g_string_append_len (text, body->str, (gssize) body->len);
        g_string_free (body, TRUE);
        mado_pdf_objects_add (into, text);
        if (!good)
          return 0;
      }
    }
  return list[sheet->contents];
}

/* --- our own pages ------------------------------------------------------------- */

static gboolean
replace (MadoPdfObject *object,
         const char    *what,
         const char    *with)
{
  if (object->text == NULL)
    object->text = g_string_new_len (object->slice.data, (gssize) object->slice.length);
  return g_string_replace (object->text, what, with, 1) == 1;
}

static void
add_placing (MadoPdfObjects *objects,
             double          up)
{
  char height[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *content = NULL;
  GString *text = g_string_new (NULL);

  g_ascii_formatd (height, sizeof height, "%.4f", up);
  content = g_strdup_printf ("q 1 0 0 1 0 %s cm /MadoSheet Do Q", height);
  g_string_printf (text, "%u 0 obj\n<< /Length %u >>\nstream\n%s\nendstream\nendobj\n",
                   mado_pdf_objects_count (objects) + 1, (guint) strlen (content), content);
  mado_pdf_objects_add (objects, text);
}

/* Lays XObject @number beneath page @page. */
static gboolean
lay_beneath (MadoPdfObjects *objects,
             guint           page,
             guint           number,
             const double    box[4])
{
  MadoPdfSlice dictionary = dictionary_of (objects, page);
  guint contents = (guint) mado_pdf_slice_number (dictionary, "/Contents ");
  guint resources = (guint) mado_pdf_slice_number (dictionary, "/Resources ");
  g_autofree char *before = g_strdup_printf ("/Contents %u 0 R", contents);
  g_autofree char *after = NULL;
  g_autofree char *entry = g_strdup_printf ("/MadoSheet %u 0 R", number);
  g_autofree char *list = g_strdup_printf ("/XObject << %s", entry);
  g_autofree char *fresh = g_strdup_printf ("<<\n   %s >>", list);
  double own[4];

  if (contents == 0 || resources == 0 || !read_box (dictionary, own))
    return FALSE;
  add_placing (objects, own[3] - box[3]);
  after = g_strdup_printf ("/Contents [ %u 0 R %u 0 R ]", mado_pdf_objects_count (objects), contents);
  return replace (mado_pdf_objects_find (objects, page), before, after) &&
         (replace (mado_pdf_objects_find (objects, resources), "/XObject <<", list) ||
          replace (mado_pdf_objects_find (objects, resources), "<<", fresh));
}

static gboolean
set_refused (GError **error)
{
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DAMAGED,
                       _("The background of the form holds something that cannot be printed."));
  return FALSE;
}

gboolean
mado_pdf_graft_check (GBytes  *sheet,
                      GError **error)
{
  g_auto (Sheet) read = { { { NULL, 0 }, 0, NULL }, 0, 0, 0, { 0 } };
  g_auto (MadoPdfObjects) nowhere = { { NULL, 0 }, 0, g_array_new (FALSE, FALSE, sizeof (MadoPdfObject)) };
  gboolean good = read_sheet (&read, sheet) && add_sheet (&nowhere, &read) != 0;

  for (guint i = 0; i < nowhere.objects->len; i++)
    g_string_free (g_array_index (nowhere.objects, MadoPdfObject, i).text, TRUE);
  return good || set_refused (error);
}

GBytes *
mado_pdf_graft (GBytes     *pdf,
                GPtrArray  *sheets,
                GError    **error)
{
  g_auto (MadoPdfObjects) objects = { { NULL, 0 }, 0, NULL };
  g_autoptr (GHashTable) known = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) pages = NULL;

  if (mado_pdf_objects_read (&objects, pdf))
    pages = list_pages (&objects);
  for (guint i = 0; pages != NULL && i < pages->len && i < sheets->len; i++)
    {
      GBytes *bytes = sheets->pdata[i];
      g_auto (Sheet) sheet = { { { NULL, 0 }, 0, NULL }, 0, 0, 0, { 0 } };
      guint number;

      if (bytes == NULL)
        continue;
      if (!read_sheet (&sheet, bytes))
        return set_refused (error), NULL;
      number = GPOINTER_TO_UINT (g_hash_table_lookup (known, bytes));
      if (number == 0)
        number = add_sheet (&objects, &sheet);
      if (number == 0)
        return set_refused (error), NULL;
      g_hash_table_insert (known, bytes, GUINT_TO_POINTER (number));
      if (!lay_beneath (&objects, g_array_index (pages, guint, i), number, sheet.box))
        g_clear_pointer (&pages, g_array_unref);
    }
  if (pages != NULL)
    return mado_pdf_objects_write (&objects);
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INTERNAL, _("The form could not be put together with its background."));
  return NULL;
}
