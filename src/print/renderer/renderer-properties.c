/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/renderer/renderer.h"

#include <string.h>

#define MAX_TEXT 4000
#define MAX_ATTACHMENTS 500
#define MAX_FONTS 200
/* Of an attachment, in one answer. */
#define CHUNK (4 * 1024 * 1024)
/* Of an attachment at all. */
#define MAX_ATTACHED (64 * 1024 * 1024)

static void
put_owned (GByteArray *out,
           char       *text)
{
  mado_render_put_text (out, text != NULL && strlen (text) < MAX_TEXT ? text : "");
  g_free (text);
}

static void
put_time (GByteArray *out,
          GDateTime  *time)
{
  mado_render_put_i64 (out, time != NULL ? g_date_time_to_unix (time) : 0);
  g_clear_pointer (&time, g_date_time_unref);
}

static void
put_fonts (Renderer   *self,
           GByteArray *out)
{
  PopplerFontInfo *info = poppler_font_info_new (self->document);
  PopplerFontsIter *iter = NULL;
  guint32 at = out->len, n = 0, le;

  mado_render_put_u32 (out, 0);
  /* The first pages stand for the rest: looking at thousands takes seconds. */
  if (poppler_font_info_scan (info, 20, &iter) && iter != NULL)
    do
      {
        const char *name = poppler_fonts_iter_get_full_name (iter);

        mado_render_put_text (out, name != NULL && strlen (name) < MAX_TEXT ? name : "");
        mado_render_put_u32 (out, poppler_fonts_iter_is_embedded (iter));
        n++;
      }
    while (n < MAX_FONTS && poppler_fonts_iter_next (iter));
  if (iter != NULL)
    poppler_fonts_iter_free (iter);
  g_object_unref (info);
  le = GUINT32_TO_LE (n);
  memcpy (out->data + at, &le, sizeof le);
}

/* {} → { title, author, subject, keywords, creator, producer, version, kind
 * (PDF/A), created, changed (seconds, 0: unknown), permissions of poppler,
 * encrypted, count, count × (font, embedded) } */
guint32
renderer_properties (Renderer         *self,
                     MadoRenderReader *in,
                     GByteArray       *out)
{
  PopplerDocument *d = self->document;

  if (!mado_render_reader_is_whole (in) || d == NULL)
    return MADO_RENDER_REASON_PROTOCOL;
  put_owned (out, poppler_document_get_title (d));
  put_owned (out, poppler_document_get_author (d));
  put_owned (out, poppler_document_get_subject (d));
  put_owned (out, poppler_document_get_keywords (d));
  put_owned (out, poppler_document_get_creator (d));
  put_owned (out, poppler_document_get_producer (d));
  put_owned (out, poppler_document_get_pdf_version_string (d));
  put_owned (out, poppler_document_get_pdf_subtype_string (d));
  put_time (out, poppler_document_get_creation_date_time (d));
  put_time (out, poppler_document_get_modification_date_time (d));
  mado_render_put_u32 (out, poppler_document_get_permissions (d));
  mado_render_put_u32 (out, self->encrypted);
  put_fonts (self, out);
  return 0;
}

static void
free_attachments (GList *attachments)
{
  g_list_free_full (attachments, g_object_unref);
}

/* {} → { count, count × (name, description, bytes, changed) } */
guint32
renderer_attachments (Renderer         *self,
                      MadoRenderReader *in,
                      GByteArray       *out)
{
  GList *attachments;
  guint32 n = 0, le;

  if (!mado_render_reader_is_whole (in) || self->document == NULL)
    return MADO_RENDER_REASON_PROTOCOL;
  mado_render_put_u32 (out, 0);
  attachments = poppler_document_get_attachments (self->document);
  for (GList *l = attachments; l != NULL && n < MAX_ATTACHMENTS; l = l->next, n++)
    {
      PopplerAttachment *attachment = l->data;
      GDateTime *changed = poppler_attachment_get_mtime (attachment);

      put_owned (out, g_strdup (poppler_attachment_get_name (attachment)));
      put_owned (out, g_strdup (poppler_attachment_get_description (attachment)));
      mado_render_put_i64 (out, MIN (poppler_attachment_get_size (attachment), (gsize) G_MAXINT32));
      put_time (out, changed != NULL ? g_date_time_ref (changed) : NULL);
    }
  free_attachments (attachments);
  le = GUINT32_TO_LE (n);
  memcpy (out->data, &le, sizeof le);
  return 0;
}

static gboolean
collect_cb (const char  *buffer,
            gsize        count,
            gpointer     data,
            GError     **error)
{
  GByteArray *bytes = data;

  if (bytes->len + count > MAX_ATTACHED)
    {
      g_set_error_literal (error, POPPLER_ERROR, POPPLER_ERROR_INVALID, "too large");
      return FALSE;
    }
  g_byte_array_append (bytes, (const guint8 *) buffer, count);
  return TRUE;
}

/* { number, offset } → { size of all, bytes from the offset } */
guint32
renderer_attachment (Renderer         *self,
                     MadoRenderReader *in,
                     GByteArray       *out)
{
  guint32 number = mado_render_get_u32 (in), offset = mado_render_get_u32 (in);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  GList *attachments;
  PopplerAttachment *attachment;
  gboolean saved;

  if (!mado_render_reader_is_whole (in) || self->document == NULL)
    return MADO_RENDER_REASON_PROTOCOL;
  attachments = poppler_document_get_attachments (self->document);
  attachment = g_list_nth_data (attachments, MIN (number, G_MAXINT32));
  saved = attachment != NULL && poppler_attachment_save_to_callback (attachment, collect_cb, bytes, NULL);
  free_attachments (attachments);
  if (!saved)
    return attachment == NULL ? MADO_RENDER_REASON_PROTOCOL : MADO_RENDER_REASON_TOO_LARGE;
  offset = MIN (offset, bytes->len);
  mado_render_put_u32 (out, bytes->len);
  mado_render_put_bytes (out, bytes->data + offset, MIN (CHUNK, bytes->len - offset));
  return 0;
}
