/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-pdf-archive.h"

#include <string.h>

#include "print/mado-icc-srgb.h"

/*
 * Cairo 1.16 writes numbered objects, a table of offsets and a trailer; the
 * objects stay where they are. Behind them come a catalog with the number of the
 * old one, a new document information, the metadata, the profile and its
 * intent, then a new table and trailer.
 *
 * The document information has to say the same as the metadata, and the day is
 * the caller's: it is written anew as well.
 */
#define XREF_ENTRY 20

typedef struct
{
  const char *data;
  gsize       length;
  gsize       xref;    /* offset of the table */
  const char *entries;
  guint       n;       /* of objects, number 0 counted */
  guint       root;
  guint       info;
} Source;

/* The number behind @key of the trailer; 0 if there is none. */
static guint
read_reference (const char *trailer,
                const char *key)
{
  const char *at = strstr (trailer, key);

  return at != NULL ? (guint) g_ascii_strtoull (at + strlen (key), NULL, 10) : 0;
}

static gboolean
read_source (GBytes *pdf,
             Source *self)
{
  g_autofree char *tail = NULL, *trailer = NULL;
  const char *mark;
  char *p;

  self->data = g_bytes_get_data (pdf, &self->length);
  if (self->length < 512)
    return FALSE;
  tail = g_strndup (self->data + self->length - 64, 64);
  mark = strstr (tail, "startxref\n");
  self->xref = mark != NULL ? g_ascii_strtoull (mark + strlen ("startxref\n"), NULL, 10) : 0;
  if (self->xref == 0 || self->xref + 64 > self->length || strncmp (self->data + self->xref, "xref\n0 ", 7) != 0)
    return FALSE;
  self->n = (guint) g_ascii_strtoull (self->data + self->xref + 7, &p, 10);
  self->entries = p + 1;
  if (self->n < 2 || self->n > self->length / XREF_ENTRY ||
      self->entries + (gsize) self->n * XREF_ENTRY >= self->data + self->length)
    return FALSE;
  trailer = g_strndup (self->entries + (gsize) self->n * XREF_ENTRY,
                       self->data + self->length - (self->entries + (gsize) self->n * XREF_ENTRY));
  if (!g_str_has_prefix (trailer, "trailer"))
    return FALSE;
  self->root = read_reference (trailer, "/Root ");
  self->info = read_reference (trailer, "/Info ");
  return self->root > 0 && self->root < self->n && self->info > 0 && self->info < self->n;
}

/* What stands between << and >> of the catalog; NULL if it is not plain. */
static char *
dup_catalog (const Source *self)
{
  gsize offset = g_ascii_strtoull (self->entries + (gsize) self->root * XREF_ENTRY, NULL, 10);
  g_autofree char *object = offset < self->xref ? g_strndup (self->data + offset, MIN (self->xref - offset, 4096)) : NULL;
  char *begin = object != NULL ? strstr (object, "<<") : NULL;
  char *end = begin != NULL ? strstr (begin, ">>\nendobj") : NULL;

  if (end == NULL || strstr (begin, "/Type /Catalog") == NULL)
    return NULL;
  return g_strndup (begin + 2, end - begin - 2);
}

/* --- the new objects ------------------------------------------------------------------- */

static void
put (GByteArray *out,
     const char *format,
     ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  g_byte_array_append (out, (const guint8 *) text, strlen (text));
}

static char *
utf16_hex (const char *text)
{
  glong units = 0;
  g_autofree gunichar2 *wide = g_utf8_to_utf16 (text, -1, NULL, &units, NULL);
  GString *hex = g_string_new ("FEFF");

  for (glong i = 0; wide != NULL && i < units; i++)
    g_string_append_printf (hex, "%04X", wide[i]);
  return g_string_free (hex, FALSE);
}

static char *
make_xmp (const char *title,
          GDateTime  *created)
{
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  g_autofree char *day = g_date_time_format (created, "%Y-%m-%dT%H:%M:%SZ");

  return g_strdup_printf (
    "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
    "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
    " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\n"
    "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">%s</rdf:li></rdf:Alt></dc:title>\n"
    "<xmp:CreatorTool>Madoguchi</xmp:CreatorTool><xmp:CreateDate>%s</xmp:CreateDate><xmp:ModifyDate>%s</xmp:ModifyDate>\n"
    "<pdf:Producer>Madoguchi</pdf:Producer><pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>\n"
    "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>", escaped, day, day);
}

static void
put_stream (GByteArray   *out,
            guint         number,
            const char   *dictionary,
            const guint8 *data,
            gsize         length)
{
  put (out, "%u 0 obj\n<< %s /Length %" G_GSIZE_FORMAT " >>\nstream\n", number, dictionary, length);
  g_byte_array_append (out, data, length);
  put (out, "\nendstream\nendobj\n");
}

typedef struct
{
  gsize root, info, metadata, profile, intent;
} Offsets;

static void
put_objects (GByteArray   *out,
             const Source *source,
             const char   *catalog,
             const char   *title,
             GDateTime    *created,
             Offsets      *at)
{
  g_autofree char *xmp = make_xmp (title, created);
  g_autofree char *hex = utf16_hex (title);
  g_autofree char *day = g_date_time_format (created, "D:%Y%m%d%H%M%SZ");
  g_autoptr (GBytes) icc = mado_icc_srgb ();
  guint first = source->n;

  at->root = out->len;
  put (out, "%u 0 obj\n<<%s/Metadata %u 0 R\n   /OutputIntents [ %u 0 R ]\n>>\nendobj\n", source->root, catalog, first, first + 2);
  at->info = out->len;
  put (out, "%u 0 obj\n<< /Title <%s>\n   /Creator (Madoguchi)\n   /Producer (Madoguchi)\n   /CreationDate (%s)\n   /ModDate (%s)\n>>\nendobj\n",
       source->info, hex, day, day);
  at->metadata = out->len;
  put_stream (out, first, "/Type /Metadata /Subtype /XML", (const guint8 *) xmp, strlen (xmp));
  at->profile = out->len;
  put_stream (out, first + 1, "/N 3", g_bytes_get_data (icc, NULL), g_bytes_get_size (icc));
  at->intent = out->len;
  put (out, "%u 0 obj\n<< /Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB)\n"
       "   /Info (sRGB IEC61966-2.1) /DestOutputProfile %u 0 R\n>>\nendobj\n", first + 2, first + 1);
}

static void
put_table (GByteArray    *out,
           const Source  *source,
           const Offsets *at)
{
  gsize xref = out->len;
  g_autofree char *id = g_compute_checksum_for_data (G_CHECKSUM_MD5, out->data, out->len);

  put (out, "xref\n0 %u\n", source->n + 3);
  for (guint i = 0; i < source->n; i++)
    if (i == source->root || i == source->info)
      put (out, "%010" G_GSIZE_FORMAT " 00000 n \n", i == source->root ? at->root : at->info);
    else
      g_byte_array_append (out, (const guint8 *) source->entries + (gsize) i * XREF_ENTRY, XREF_ENTRY);
  put (out, "%010" G_GSIZE_FORMAT " 00000 n \n%010" G_GSIZE_FORMAT " 00000 n \n%010" G_GSIZE_FORMAT " 00000 n \n", at->metadata,
       at->profile, at->intent);
  put (out, "trailer\n<< /Size %u\n   /Root %u 0 R\n   /Info %u 0 R\n   /ID [ <%s> <%s> ]\n>>\nstartxref\n%" G_GSIZE_FORMAT "\n%%%%EOF\n",
       source->n + 3, source->root, source->info, id, id, xref);
}

/* The old one is nobody's any more; what it said of the hour goes with it. */
static void
blank_object (GByteArray   *out,
              const Source *source,
              guint         number)
{
  gsize offset = g_ascii_strtoull (source->entries + (gsize) number * XREF_ENTRY, NULL, 10);
  const char *begin = (const char *) out->data + offset;
  const char *end = offset < source->xref ? g_strstr_len (begin, source->xref - offset, "endobj\n") : NULL;

  if (end != NULL)
    memset (out->data + offset, ' ', end + strlen ("endobj") - begin);
}

GBytes *
mado_pdf_archive (GBytes     *pdf,
                  const char *title,
                  gint64      created_ms)
{
  g_autoptr (GDateTime) created = g_date_time_new_from_unix_utc (created_ms / 1000);
  g_autofree char *catalog = NULL;
  GByteArray *out;
  Source source;
  Offsets at;

  if (!read_source (pdf, &source) || (catalog = dup_catalog (&source)) == NULL || created == NULL)
    return pdf;
  out = g_byte_array_sized_new (source.length + 4096);
  g_byte_array_append (out, (const guint8 *) source.data, source.xref);
  blank_object (out, &source, source.root);
  blank_object (out, &source, source.info);
  put_objects (out, &source, catalog, title, created, &at);
  put_table (out, &source, &at);
  g_bytes_unref (pdf);
  return g_byte_array_free_to_bytes (out);
}
