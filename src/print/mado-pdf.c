/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/mado-pdf.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>

#include "print/mado-pdf-squeeze.h"
#include "print/mado-training-mark.h"

#define POINTS_PER_MM (72.0 / 25.4)

struct _MadoPdf
{
  GByteArray      *bytes;
  cairo_surface_t *surface;
  cairo_t         *cr;
  double           width;  /* of the page being drawn, mm */
  double           height;
};

static cairo_status_t
append_cb (void                *closure,
           const unsigned char *data,
           unsigned int         length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

MadoPdf *
mado_pdf_new (double      width_mm,
              double      height_mm,
              const char *title)
{
  MadoPdf *self = g_new0 (MadoPdf, 1);

  self->width = width_mm;
  self->height = height_mm;
  self->bytes = g_byte_array_new ();
  self->surface = cairo_pdf_surface_create_for_stream (append_cb, self->bytes,
                                                       width_mm * POINTS_PER_MM,
                                                       height_mm * POINTS_PER_MM);
  /* Version 1.4 has no ActualText, which keeps a selector that the font does
   * not know. */
  cairo_pdf_surface_restrict_to_version (self->surface, CAIRO_PDF_VERSION_1_5);
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata (self->surface, CAIRO_PDF_METADATA_CREATOR, "Madoguchi");
  self->cr = cairo_create (self->surface);
  cairo_scale (self->cr, POINTS_PER_MM, POINTS_PER_MM);
  return self;
}

void
mado_pdf_free (MadoPdf *self)
{
  g_clear_pointer (&self->cr, cairo_destroy);
  cairo_surface_finish (self->surface);
  cairo_surface_destroy (self->surface);
  g_clear_pointer (&self->bytes, g_byte_array_unref);
  g_free (self);
}

cairo_t *
mado_pdf_get_cairo (MadoPdf *self)
{
  return self->cr;
}

/* Of the page that has nothing on it yet. */
void
mado_pdf_set_page_size (MadoPdf *self,
                        double   width_mm,
                        double   height_mm)
{
  self->width = width_mm;
  self->height = height_mm;
  cairo_pdf_surface_set_size (self->surface, width_mm * POINTS_PER_MM,
                              height_mm * POINTS_PER_MM);
}

void
mado_pdf_end_page (MadoPdf *self)
{
  mado_training_mark_page (self->cr, self->width, self->height);
  cairo_show_page (self->cr);
}

/**
 * mado_pdf_finish:
 *
 * Ends the document; nothing can be drawn any more.
 *
 * Returns: (transfer full): the file, or %NULL if something could not be
 *   drawn
 */
GBytes *
mado_pdf_finish (MadoPdf  *self,
                 GError  **error)
{
  cairo_status_t status = cairo_status (self->cr);

  cairo_surface_finish (self->surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (self->surface);
  if (status != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_INTERNAL,
                   _("The page could not be drawn (%s). Nothing was printed."),
                   cairo_status_to_string (status));
      return NULL;
    }
  return mado_pdf_squeeze (g_byte_array_free_to_bytes (g_steal_pointer (&self->bytes)));
}

gboolean
mado_pdf_write (GBytes         *pdf,
                GOutputStream  *stream,
                GError        **error)
{
  gsize length;
  const void *data = g_bytes_get_data (pdf, &length);

  if (g_output_stream_write_all (stream, data, length, NULL, NULL, error))
    return TRUE;
  mado_error_convert (error);
  return FALSE;
}

/* The file is replaced as a whole and readable by its owner only: it may
 * hold what a citizen declared. */
gboolean
mado_pdf_write_file (GBytes      *pdf,
                     const char  *path,
                     GError     **error)
{
  gsize length;
  const char *data = g_bytes_get_data (pdf, &length);

  if (g_file_set_contents_full (path, data, length, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
    return TRUE;
  mado_error_convert (error);
  return FALSE;
}
