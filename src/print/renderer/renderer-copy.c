/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/renderer/renderer.h"

#include <cairo-pdf.h>

#include "print/mado-pdf-squeeze.h"

/* What fits into an answer, and more than any paper form needs. */
#define MAX_COPY (6 * 1024 * 1024)
/* Points, a page of seven metres. */
#define MAX_SIDE 20000

/* cairo asks until it hears an error, so a copy that grows too large is given
 * up early. */
static cairo_status_t
append_cb (void                *closure,
           const unsigned char *data,
           unsigned int         length)
{
  GByteArray *copy = closure;

  if (copy->len + length > MAX_COPY)
    return CAIRO_STATUS_WRITE_ERROR;
  g_byte_array_append (copy, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static guint32
draw_copy (Renderer    *self,
           PopplerPage *page,
           double       width,
           double       height,
           GByteArray  *copy)
{
  cairo_surface_t *surface = cairo_pdf_surface_create_for_stream (append_cb, copy, width, height);
  cairo_t *cr;
  cairo_status_t status;

  cairo_pdf_surface_restrict_to_version (surface, CAIRO_PDF_VERSION_1_5);
  cr = cairo_create (surface);
  poppler_page_render_for_printing (page, cr);
  cairo_show_page (cr);
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_NO_MEMORY)
    return MADO_RENDER_REASON_MEMORY;
  if (status == CAIRO_STATUS_WRITE_ERROR)
    return MADO_RENDER_REASON_TOO_LARGE;
  if (status != CAIRO_STATUS_SUCCESS)
    self->n_faults++;
  return status == CAIRO_STATUS_SUCCESS ? 0 : MADO_RENDER_REASON_DAMAGED;
}

/* { page } → { width, height, a PDF of this page alone, drawn anew by cairo }:
 * nothing of the document's own objects, scripts, links or attachments is in
 * it, only what is seen, as lines, letters and pictures. */
guint32
renderer_copy (Renderer         *self,
               MadoRenderReader *in,
               GByteArray       *out)
{
  guint32 number = mado_render_get_u32 (in);
  GByteArray *copy = g_byte_array_new ();
  g_autoptr (GBytes) small = NULL;
  g_autoptr (PopplerPage) page = NULL;
  double width = 0, height = 0;
  guint32 reason = 0;

  if (!mado_render_reader_is_whole (in))
    reason = MADO_RENDER_REASON_PROTOCOL;
  else if ((page = renderer_get_page (self, number, &reason)) != NULL)
    {
      poppler_page_get_size (page, &width, &height);
      if (width > 0 && width < MAX_SIDE && height > 0 && height < MAX_SIDE)
        reason = draw_copy (self, page, width, height, copy);
      else
        reason = MADO_RENDER_REASON_TOO_LARGE;
    }
  small = mado_pdf_squeeze (mado_pdf_correct_widths (g_byte_array_free_to_bytes (copy)));
  if (reason != 0)
    return reason;
  mado_render_put_double (out, width);
  mado_render_put_double (out, height);
  mado_render_put_bytes (out, g_bytes_get_data (small, NULL), (guint32) g_bytes_get_size (small));
  return 0;
}
