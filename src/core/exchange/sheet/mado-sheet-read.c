/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/sheet/mado-sheet-read.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n-lib.h>
#include <libxml/xmlreader.h>
#include <string.h>

typedef struct
{
  GHashTable *parts;   /* name → GBytes* */
  GPtrArray  *strings; /* char*: shared strings */
} Workbook;

static gboolean
fail (GError **error)
{
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DAMAGED, _("The file is not a whole Excel workbook (XLSX)."));
  return FALSE;
}

static gboolean
too_large (GError **error)
{
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, _("The workbook is larger than anything people fill in; it is not read."));
  return FALSE;
}

void
mado_sheet_free (MadoSheet *self)
{
  g_free (self->name);
  g_ptr_array_unref (self->rows);
  g_free (self);
}

gboolean
mado_sheet_is_archive (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return length > 4 && memcmp (data, "PK\x03\x04", 4) == 0;
}

/* --- the archive --------------------------------------------------------------------- */

static gboolean
is_wanted (const char *name)
{
  return strcmp (name, "xl/workbook.xml") == 0 || strcmp (name, "xl/_rels/workbook.xml.rels") == 0 ||
         strcmp (name, "xl/sharedStrings.xml") == 0 ||
         (g_str_has_prefix (name, "xl/worksheets/") && g_str_has_suffix (name, ".xml"));
}

/* Unpacks one part; what it claims to hold is not believed. */
static GBytes *
read_part (struct archive  *archive,
           gsize           *total,
           GError         **error)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  guint8 buffer[64 * 1024];

  for (;;)
    {
      la_ssize_t n = archive_read_data (archive, buffer, sizeof buffer);

      if (n == 0)
        return g_byte_array_free_to_bytes (g_steal_pointer (&out));
      if (n < 0)
        {
          fail (error);
          return NULL;
        }
      *total += (gsize) n;
      if (out->len + (gsize) n > MADO_SHEET_MAX_PART || *total > MADO_SHEET_MAX_TOTAL)
        {
          too_large (error);
          return NULL;
        }
      g_byte_array_append (out, buffer, (guint) n);
    }
}

static gboolean
read_parts (struct archive *archive,
            Workbook       *book,
            GError        **error)
{
  struct archive_entry *entry;
  gsize total = 0;
  guint n = 0;
  int status;

  while ((status = archive_read_next_header (archive, &entry)) == ARCHIVE_OK || status == ARCHIVE_WARN)
    {
      const char *name = archive_entry_pathname_utf8 (entry);
      GBytes *part;

      if (++n > MADO_SHEET_MAX_PARTS)
        return too_large (error);
      if (name == NULL || !is_wanted (name))
        continue;
      part = read_part (archive, &total, error);
      if (part == NULL)
        return FALSE;
      g_hash_table_replace (book->parts, g_strdup (name), part);
    }
  return status == ARCHIVE_EOF || fail (error);
}

static gboolean
open_archive (GBytes    *bytes,
              Workbook  *book,
              GError   **error)
{
  struct archive *archive = archive_read_new ();
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);
  gboolean done;

  archive_read_support_format_zip (archive);
  archive_read_set_options (archive, "hdrcharset=UTF-8"); /* else names depend on the locale; not known to old libarchive: no matter */
  done = archive_read_open_memory (archive, data, length) == ARCHIVE_OK ? read_parts (archive, book, error) : fail (error);
  archive_read_free (archive);
  return done;
}

/* --- XML --------------------------------------------------------------------------------- */

static void
quiet_cb (void       *data,
          const char *format,
          ...)
{
}

/* A reader over a part; NULL if there is no such part. */
static xmlTextReaderPtr
open_part (Workbook   *book,
           const char *name)
{
  GBytes *part = g_hash_table_lookup (book->parts, name);
  gsize length;
  const char *data = part != NULL ? g_bytes_get_data (part, &length) : NULL;
  xmlTextReaderPtr reader;

  if (data == NULL)
    return NULL;
  reader = xmlReaderForMemory (data, (int) length, NULL, NULL, XML_PARSE_NONET | XML_PARSE_COMPACT);
  if (reader != NULL)
    xmlTextReaderSetErrorHandler (reader, (xmlTextReaderErrorFunc) quiet_cb, NULL);
  return reader;
}

/* The next node. 1: there is one; 0: the end; -1: it is not XML, or it
 * declares a document type, which no workbook does. */
static int
step (xmlTextReaderPtr reader)
{
  int more = xmlTextReaderRead (reader);
  int type;

  if (more != 1)
    return more;
  type = xmlTextReaderNodeType (reader);
  return type == XML_READER_TYPE_DOCUMENT_TYPE || type == XML_READER_TYPE_ENTITY_REFERENCE ? -1 : 1;
}

static gboolean
is_start (xmlTextReaderPtr reader,
          const char      *name)
{
  return xmlTextReaderNodeType (reader) == XML_READER_TYPE_ELEMENT &&
         strcmp ((const char *) xmlTextReaderConstLocalName (reader), name) == 0;
}

static gboolean
is_end (xmlTextReaderPtr reader,
        const char      *name)
{
  return xmlTextReaderNodeType (reader) == XML_READER_TYPE_END_ELEMENT &&
         strcmp ((const char *) xmlTextReaderConstLocalName (reader), name) == 0;
}

static char *
attribute (xmlTextReaderPtr reader,
           const char      *name)
{
  xmlChar *value = xmlTextReaderGetAttribute (reader, (const xmlChar *) name);
  char *copy = g_strdup ((const char *) value);

  xmlFree (value);
  return copy;
}

static gboolean
is_text (xmlTextReaderPtr reader)
{
  int type = xmlTextReaderNodeType (reader);

  return type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE || type == XML_READER_TYPE_CDATA ||
         type == XML_READER_TYPE_WHITESPACE;
}

/* All <t> below the present element; readings of kanji (rPh) aside. FALSE: not XML. */
static gboolean
collect_text (xmlTextReaderPtr  reader,
              const char       *element,
              GString          *out)
{
  gboolean in_text = FALSE;
  gboolean in_reading = FALSE;

  if (xmlTextReaderIsEmptyElement (reader))
    return TRUE;
  for (;;)
    {
      int more = step (reader);

      if (more != 1)
        return FALSE;
      if (is_end (reader, element))
        return TRUE;
      if (is_start (reader, "rPh"))
        in_reading = !xmlTextReaderIsEmptyElement (reader);
      else if (is_end (reader, "rPh"))
        in_reading = FALSE;
      else if (is_start (reader, "t"))
        in_text = !xmlTextReaderIsEmptyElement (reader);
      else if (is_end (reader, "t"))
        in_text = FALSE;
      else if (in_text && !in_reading && is_text (reader))
        g_string_append (out, (const char *) xmlTextReaderConstValue (reader));
    }
}

/* Excel writes CR LF as _x000D_ and a line feed. */
static char *
tidy (GString *text)
{
  g_string_replace (text, "_x000D_", "", 0);
  g_string_replace (text, "\r\n", "\n", 0);
  g_string_replace (text, "\r", "\n", 0);
  return g_strdup (text->str);
}

static gboolean
read_strings (Workbook  *book,
              GError   **error)
{
  xmlTextReaderPtr reader = open_part (book, "xl/sharedStrings.xml");
  int more = 1;

  if (reader == NULL)
    return TRUE;
  while (more == 1 && (more = step (reader)) == 1)
    if (is_start (reader, "si"))
      {
        g_autoptr (GString) text = g_string_new (NULL);

        if (!collect_text (reader, "si", text))
          more = -1;
        else
          g_ptr_array_add (book->strings, tidy (text));
      }
  xmlFreeTextReader (reader);
  return more == 0 || fail (error);
}

/* --- sheets --------------------------------------------------------------------------------- */

/* "C12" → 2; -1: no reference. */
static int
column_of (const char *reference)
{
  int column = 0;

  if (reference == NULL || !g_ascii_isupper (*reference))
    return -1;
  for (; g_ascii_isupper (*reference) && column < 100000; reference++)
    column = column * 26 + (*reference - 'A' + 1);
  return column - 1;
}

typedef struct
{
  Workbook  *book;
  MadoSheet *sheet;
  GPtrArray *cells; /* char*, of the row being read */
  gboolean   fault;
  gboolean   large;
} Reading;

static void
put_cell (Reading *r,
          int      column,
          char    *text /* full */)
{
  if (column < 0)
    column = (int) r->cells->len;
  if (column >= MADO_SHEET_MAX_COLUMNS)
    {
      g_free (text);
      return; /* formatting far out; nobody writes there */
    }
  while ((int) r->cells->len <= column)
    g_ptr_array_add (r->cells, g_strdup (""));
  g_free (r->cells->pdata[column]);
  r->cells->pdata[column] = text;
}

static char *
shared_string (Workbook   *book,
               const char *index)
{
  guint64 i = g_ascii_strtoull (index, NULL, 10);

  return g_strdup (i < book->strings->len ? book->strings->pdata[i] : "");
}

/* At <c …>: its text, by its type. */
static void
read_cell (Reading          *r,
           xmlTextReaderPtr  reader)
{
  g_autofree char *reference = attribute (reader, "r");
  g_autofree char *type = attribute (reader, "t");
  g_autoptr (GString) value = g_string_new (NULL);
  gboolean in_value = FALSE;
  gboolean is_inline = g_strcmp0 (type, "inlineStr") == 0;

  if (xmlTextReaderIsEmptyElement (reader))
    return;
  for (;;)
    {
      int more = step (reader);

      if (more != 1)
        {
          r->fault = TRUE;
          return;
        }
      if (is_end (reader, "c"))
        break;
      if (is_inline && is_start (reader, "is"))
        r->fault |= !collect_text (reader, "is", value);
      else if (is_start (reader, "v"))
        in_value = !xmlTextReaderIsEmptyElement (reader);
      else if (is_end (reader, "v"))
        in_value = FALSE;
      else if (in_value && is_text (reader))
        g_string_append (value, (const char *) xmlTextReaderConstValue (reader));
    }
  put_cell (r, column_of (reference), g_strcmp0 (type, "s") == 0 ? shared_string (r->book, value->str) : tidy (value));
}

static void
end_row (Reading *r,
         guint    number)
{
  while (r->sheet->rows->len + 1 < number && r->sheet->rows->len < MADO_SHEET_MAX_ROWS)
    g_ptr_array_add (r->sheet->rows, g_new0 (char *, 1));
  if (r->sheet->rows->len >= MADO_SHEET_MAX_ROWS)
    {
      r->large |= r->cells->len > 0;
      g_ptr_array_set_size (r->cells, 0);
      return;
    }
  g_ptr_array_add (r->cells, NULL);
  g_ptr_array_add (r->sheet->rows, g_strdupv ((char **) r->cells->pdata));
  g_ptr_array_set_size (r->cells, 0);
}

static gboolean
read_sheet (Workbook    *book,
            MadoSheet   *sheet,
            const char  *part,
            GError     **error)
{
  xmlTextReaderPtr reader = open_part (book, part);
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  Reading r = { book, sheet, cells };
  guint number = 0;
  int more = 1;

  if (reader == NULL)
    return fail (error);
  while (!r.fault && !r.large && (more = step (reader)) == 1)
    if (is_start (reader, "row"))
      {
        g_autofree char *text = attribute (reader, "r");

        number = text != NULL ? (guint) MIN (g_ascii_strtoull (text, NULL, 10), MADO_SHEET_MAX_ROWS + 1) : number + 1;
        if (xmlTextReaderIsEmptyElement (reader))
          continue;
      }
    else if (is_start (reader, "c"))
      read_cell (&r, reader);
    else if (is_end (reader, "row"))
      end_row (&r, number);
  xmlFreeTextReader (reader);
  if (r.large)
    return too_large (error);
  return (more == 0 && !r.fault) || fail (error);
}

/* --- the workbook ----------------------------------------------------------------------------- */

/* rId3 → xl/worksheets/sheet3.xml */
static GHashTable *
read_relations (Workbook *book)
{
  GHashTable *targets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  xmlTextReaderPtr reader = open_part (book, "xl/_rels/workbook.xml.rels");

  while (reader != NULL && step (reader) == 1)
    if (is_start (reader, "Relationship"))
      {
        char *id = attribute (reader, "Id");
        g_autofree char *target = attribute (reader, "Target");

        if (id == NULL || target == NULL)
          g_free (id);
        else
          g_hash_table_replace (targets, id, *target == '/' ? g_strdup (target + 1) : g_strconcat ("xl/", target, NULL));
      }
  xmlFreeTextReader (reader);
  return targets;
}

static gboolean
read_workbook (Workbook   *book,
               GPtrArray  *sheets,
               GError    **error)
{
  g_autoptr (GHashTable) targets = read_relations (book);
  xmlTextReaderPtr reader = open_part (book, "xl/workbook.xml");
  gboolean good = reader != NULL;

  while (good && step (reader) == 1)
    if (is_start (reader, "sheet"))
      {
        g_autofree char *id = attribute (reader, "r:id");
        g_autofree char *state = attribute (reader, "state");
        const char *part = id != NULL ? g_hash_table_lookup (targets, id) : NULL;
        MadoSheet *sheet;

        if (part == NULL || !g_str_has_prefix (part, "xl/worksheets/"))
          continue; /* a chart sheet */
        sheet = g_new0 (MadoSheet, 1);
        sheet->name = attribute (reader, "name");
        sheet->hidden = state != NULL && strcmp (state, "visible") != 0;
        sheet->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
        g_ptr_array_add (sheets, sheet);
        good = read_sheet (book, sheet, part, error);
      }
  xmlFreeTextReader (reader);
  if (good && sheets->len == 0)
    good = fail (error);
  return good || (error != NULL && *error == NULL ? fail (error) : FALSE);
}

GPtrArray *
mado_sheet_read (GBytes  *bytes,
                 GError **error)
{
  g_autoptr (GPtrArray) sheets = g_ptr_array_new_with_free_func ((GDestroyNotify) mado_sheet_free);
  g_autoptr (GHashTable) parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  g_autoptr (GPtrArray) strings = g_ptr_array_new_with_free_func (g_free);
  Workbook book = { parts, strings };
  GError *fault = NULL;

  if (g_bytes_get_size (bytes) > MADO_SHEET_MAX_FILE)
    {
      too_large (error);
      return NULL;
    }
  if (open_archive (bytes, &book, &fault) && read_strings (&book, &fault) && read_workbook (&book, sheets, &fault))
    return g_steal_pointer (&sheets);
  g_propagate_error (error, fault);
  return NULL;
}
