/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/render/mado-pdf-contents.h"

#include <glib/gi18n-lib.h>

#include "print/render/mado-pdf-file-private.h"

/* --- parts of an answer ------------------------------------------------------------ */

static MadoPdfArea
get_area (MadoRenderReader *in)
{
  MadoPdfArea area;

  area.x1 = mado_render_get_double (in);
  area.y1 = mado_render_get_double (in);
  area.x2 = mado_render_get_double (in);
  area.y2 = mado_render_get_double (in);
  return area;
}

static MadoPdfTarget
get_target (MadoRenderReader *in)
{
  MadoPdfTarget target;

  target.kind = mado_render_get_u32 (in);
  target.page = mado_render_get_u32 (in);
  target.address = mado_render_get_text (in);
  if (target.kind > MADO_PDF_ACTION_REFUSED)
    target.kind = MADO_PDF_ACTION_REFUSED;
  return target;
}

/* A number of an enumeration; what is beyond becomes the last. */
static guint32
get_kind (MadoRenderReader *in,
          guint32           last)
{
  guint32 kind = mado_render_get_u32 (in);

  return MIN (kind, last);
}

static GByteArray *
page_request (guint page)
{
  GByteArray *request = g_byte_array_new ();

  mado_render_put_u32 (request, page);
  return request;
}

typedef void (*ReadElement) (MadoRenderReader *in, gpointer element);

/* An answer that is a list: { count, elements }. */
static GArray *
get_list (MadoPdfFile       *self,
          guint32            kind,
          GByteArray        *request,
          gsize              wire_size,
          gsize              size,
          ReadElement        read,
          GDestroyNotify     clear,
          GError           **error)
{
  g_autoptr (GArray) list = g_array_new (FALSE, TRUE, size);
  MadoRenderReader in;
  guint32 n;

  g_array_set_clear_func (list, clear);
  if (!mado_pdf_file_call (self, kind, request, &in, error))
    return NULL;
  n = mado_render_get_count (&in, wire_size);
  g_array_set_size (list, n);
  for (guint32 i = 0; i < n; i++)
    read (&in, list->data + i * size);
  return mado_pdf_file_accept (self, &in, error) ? g_steal_pointer (&list) : NULL;
}

/* --- text -------------------------------------------------------------------------- */

void
mado_pdf_text_free (MadoPdfText *self)
{
  g_free (self->text);
  g_free (self->areas);
  g_free (self);
}

MadoPdfText *
mado_pdf_file_get_text (MadoPdfFile  *self,
                        guint         page,
                        GError      **error)
{
  g_autoptr (GByteArray) request = page_request (page);
  g_autoptr (MadoPdfText) text = g_new0 (MadoPdfText, 1);
  MadoRenderReader in;

  if (!mado_pdf_file_call (self, MADO_RENDER_TEXT, request, &in, error))
    return NULL;
  text->text = mado_render_get_text (&in);
  text->n_characters = mado_render_get_count (&in, 32);
  text->areas = g_new (MadoPdfArea, text->n_characters);
  for (glong i = 0; i < text->n_characters; i++)
    text->areas[i] = get_area (&in);
  if (g_utf8_strlen (text->text, -1) != text->n_characters)
    in.failed = TRUE;
  return mado_pdf_file_accept (self, &in, error) ? g_steal_pointer (&text) : NULL;
}

static void
hit_clear (gpointer data)
{
  g_free (((MadoPdfHit *) data)->line);
}

GArray *
mado_pdf_file_search (MadoPdfFile  *self,
                      const char   *text,
                      guint         first,
                      guint         end,
                      guint        *next,
                      GError      **error)
{
  g_autoptr (GByteArray) request = g_byte_array_new ();
  g_autoptr (GArray) hits = g_array_new (FALSE, TRUE, sizeof (MadoPdfHit));
  MadoRenderReader in;
  guint32 n;

  g_array_set_clear_func (hits, hit_clear);
  mado_render_put_text (request, text);
  mado_render_put_u32 (request, first);
  mado_render_put_u32 (request, end);
  if (!mado_pdf_file_call (self, MADO_RENDER_SEARCH, request, &in, error))
    return NULL;
  *next = mado_render_get_u32 (&in);
  n = mado_render_get_count (&in, 40);
  for (guint32 i = 0; i < n; i++)
    {
      MadoPdfHit hit;

      hit.page = mado_render_get_u32 (&in);
      hit.area = get_area (&in);
      hit.line = mado_render_get_text (&in);
      if (hit.page >= mado_pdf_file_get_n_pages (self))
        in.failed = TRUE;
      g_array_append_val (hits, hit);
    }
  /* A renderer that never gets on would keep us asking. */
  if (*next <= first && first < MIN (end, mado_pdf_file_get_n_pages (self)))
    in.failed = TRUE;
  return mado_pdf_file_accept (self, &in, error) ? g_steal_pointer (&hits) : NULL;
}

/* --- outline, links, fields ---------------------------------------------------------- */

static void
read_entry (MadoRenderReader *in,
            gpointer          element)
{
  MadoPdfEntry *entry = element;

  entry->depth = mado_render_get_u32 (in);
  entry->title = mado_render_get_text (in);
  entry->target = get_target (in);
}

static void
entry_clear (gpointer data)
{
  MadoPdfEntry *entry = data;

  g_free (entry->title);
  g_free (entry->target.address);
}

GArray *
mado_pdf_file_get_outline (MadoPdfFile  *self,
                           GError      **error)
{
  return get_list (self, MADO_RENDER_OUTLINE, NULL, 20, sizeof (MadoPdfEntry), read_entry, entry_clear, error);
}

static void
read_link (MadoRenderReader *in,
           gpointer          element)
{
  MadoPdfLink *link = element;

  link->area = get_area (in);
  link->target = get_target (in);
}

static void
link_clear (gpointer data)
{
  g_free (((MadoPdfLink *) data)->target.address);
}

GArray *
mado_pdf_file_get_links (MadoPdfFile  *self,
                         guint         page,
                         GError      **error)
{
  g_autoptr (GByteArray) request = page_request (page);

  return get_list (self, MADO_RENDER_LINKS, request, 44, sizeof (MadoPdfLink), read_link, link_clear, error);
}

static void
read_field (MadoRenderReader *in,
            gpointer          element)
{
  MadoPdfField *field = element;

  field->area = get_area (in);
  field->kind = get_kind (in, MADO_PDF_FIELD_SIGNATURE);
  field->name = mado_render_get_text (in);
  field->value = mado_render_get_text (in);
}

static void
field_clear (gpointer data)
{
  MadoPdfField *field = data;

  g_free (field->name);
  g_free (field->value);
}

GArray *
mado_pdf_file_get_fields (MadoPdfFile  *self,
                          guint         page,
                          GError      **error)
{
  g_autoptr (GByteArray) request = page_request (page);

  return get_list (self, MADO_RENDER_FIELDS, request, 44, sizeof (MadoPdfField), read_field, field_clear, error);
}

/* --- attachments --------------------------------------------------------------------- */

static void
read_attachment (MadoRenderReader *in,
                 gpointer          element)
{
  MadoPdfAttachment *attachment = element;

  attachment->name = mado_render_get_text (in);
  attachment->description = mado_render_get_text (in);
  attachment->size = mado_render_get_i64 (in);
  attachment->changed = mado_render_get_i64 (in);
}

static void
attachment_clear (gpointer data)
{
  MadoPdfAttachment *attachment = data;

  g_free (attachment->name);
  g_free (attachment->description);
}

GArray *
mado_pdf_file_get_attachments (MadoPdfFile  *self,
                               GError      **error)
{
  return get_list (self, MADO_RENDER_ATTACHMENTS, NULL, 24, sizeof (MadoPdfAttachment), read_attachment, attachment_clear, error);
}

GBytes *
mado_pdf_file_get_attachment (MadoPdfFile  *self,
                              guint         index,
                              GError      **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  guint32 size, length;

  do
    {
      g_autoptr (GByteArray) request = page_request (index);
      MadoRenderReader in;
      const guint8 *part;

      mado_render_put_u32 (request, bytes->len);
      if (!mado_pdf_file_call (self, MADO_RENDER_ATTACHMENT, request, &in, error))
        return NULL;
      size = mado_render_get_u32 (&in);
      part = mado_render_get_bytes (&in, &length);
      if (length > size || bytes->len + length > size || (length == 0 && bytes->len < size))
        in.failed = TRUE;
      if (part != NULL)
        g_byte_array_append (bytes, part, length);
      if (!mado_pdf_file_accept (self, &in, error))
        return NULL;
    }
  while (bytes->len < size);
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

/* --- properties ---------------------------------------------------------------------- */

/* Bits of PopplerPermissions. */
#define MAY_PRINT (1 << 0)
#define MAY_COPY (1 << 2)

static void
font_clear (gpointer data)
{
  g_free (((MadoPdfFont *) data)->name);
}

void
mado_pdf_properties_free (MadoPdfProperties *self)
{
  char *texts[] = { self->title, self->author, self->subject, self->keywords,
                    self->creator, self->producer, self->version, self->kind };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_clear_pointer (&self->fonts, g_array_unref);
  g_free (self);
}

static void
read_fonts (MadoRenderReader  *in,
            MadoPdfProperties *properties)
{
  guint32 n = mado_render_get_count (in, 8);

  properties->fonts = g_array_new (FALSE, TRUE, sizeof (MadoPdfFont));
  g_array_set_clear_func (properties->fonts, font_clear);
  for (guint32 i = 0; i < n; i++)
    {
      MadoPdfFont font;

      font.name = mado_render_get_text (in);
      font.embedded = mado_render_get_u32 (in) != 0;
      g_array_append_val (properties->fonts, font);
    }
}

MadoPdfProperties *
mado_pdf_file_get_properties (MadoPdfFile  *self,
                              GError      **error)
{
  g_autoptr (MadoPdfProperties) properties = g_new0 (MadoPdfProperties, 1);
  char **texts[] = { &properties->title, &properties->author, &properties->subject, &properties->keywords,
                     &properties->creator, &properties->producer, &properties->version, &properties->kind };
  MadoRenderReader in;
  guint32 permissions;

  if (!mado_pdf_file_call (self, MADO_RENDER_PROPERTIES, NULL, &in, error))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    *texts[i] = mado_render_get_text (&in);
  properties->created = mado_render_get_i64 (&in);
  properties->changed = mado_render_get_i64 (&in);
  permissions = mado_render_get_u32 (&in);
  properties->may_copy = (permissions & MAY_COPY) != 0;
  properties->may_print = (permissions & MAY_PRINT) != 0;
  properties->encrypted = mado_render_get_u32 (&in) != 0;
  read_fonts (&in, properties);
  return mado_pdf_file_accept (self, &in, error) ? g_steal_pointer (&properties) : NULL;
}

/* --- signatures ---------------------------------------------------------------------- */

static void
certificate_clear (gpointer data)
{
  MadoPdfCertificate *certificate = data;

  g_free (certificate->name);
  g_free (certificate->body);
  g_free (certificate->issuer);
  g_free (certificate->issuer_body);
  g_free (certificate->serial);
}

static void
signature_clear (gpointer data)
{
  MadoPdfSignature *signature = data;

  g_free (signature->signer);
  g_clear_pointer (&signature->chain, g_array_unref);
}

static void
read_certificate (MadoRenderReader   *in,
                  MadoPdfCertificate *certificate)
{
  certificate->name = mado_render_get_text (in);
  certificate->body = mado_render_get_text (in);
  certificate->issuer = mado_render_get_text (in);
  certificate->issuer_body = mado_render_get_text (in);
  certificate->serial = mado_render_get_text (in);
  certificate->not_before = mado_render_get_i64 (in);
  certificate->not_after = mado_render_get_i64 (in);
}

static void
read_seal (MadoRenderReader *in,
           MadoPdfSignature *signature)
{
  guint32 n;

  signature->seal = get_kind (in, MADO_PDF_SEAL_OTHER);
  signature->end = get_kind (in, MADO_PDF_CHAIN_LONG);
  n = mado_render_get_count (in, 36);
  signature->chain = g_array_new (FALSE, TRUE, sizeof (MadoPdfCertificate));
  g_array_set_clear_func (signature->chain, certificate_clear);
  g_array_set_size (signature->chain, n);
  for (guint32 i = 0; i < n; i++)
    read_certificate (in, &g_array_index (signature->chain, MadoPdfCertificate, i));
  if (signature->seal == MADO_PDF_SEAL_READ && n == 0)
    in->failed = TRUE;
}

static void
read_signature (MadoRenderReader *in,
                MadoPdfSignature *signature)
{
  signature->signer = mado_render_get_text (in);
  signature->time = mado_render_get_i64 (in);
  signature->state = get_kind (in, MADO_PDF_SIGNATURE_UNCHECKED);
  signature->certificate = get_kind (in, MADO_PDF_CERTIFICATE_UNCHECKED);
  signature->reach = mado_render_get_u32 (in);
  if (signature->reach > MADO_PDF_REACH_PART)
    in->failed = TRUE;
  read_seal (in, signature);
}

GArray *
mado_pdf_file_get_signatures (MadoPdfFile  *self,
                              GError      **error)
{
  g_autoptr (MadoRenderProcess) process = mado_pdf_file_second (self, error);
  g_autoptr (GArray) list = g_array_new (FALSE, TRUE, sizeof (MadoPdfSignature));
  MadoRenderReader in;
  guint32 n;

  g_array_set_clear_func (list, signature_clear);
  if (process == NULL || !mado_render_process_call (process, MADO_RENDER_SIGNATURES, NULL, -1, &in, error))
    return NULL;
  n = mado_render_get_count (&in, 36);
  g_array_set_size (list, n);
  for (guint32 i = 0; i < n; i++)
    read_signature (&in, &g_array_index (list, MadoPdfSignature, i));
  return mado_render_process_accept (process, &in, error) ? g_steal_pointer (&list) : NULL;
}
