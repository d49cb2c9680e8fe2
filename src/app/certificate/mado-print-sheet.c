/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/certificate/mado-print-sheet.h"

#include <glib/gi18n.h>
#include <math.h>

#include "print/mado-training-mark.h"

/* What office printers do. */
#define DPI 300.0
/* Dots of one page that the renderer draws at once; larger pages are drawn
 * coarser. */
#define MOST_DOTS 11000000.0

struct _MadoPrintSheet
{
  GBytes *dots;
  guint   width;
  guint   height;
  double  points_wide;
  double  points_high;
};

void
mado_print_sheet_free (MadoPrintSheet *self)
{
  g_bytes_unref (self->dots);
  g_free (self);
}

gpointer
mado_print_sheet_ask (MadoPdfFile  *file,
                      gpointer      data,
                      GError      **error)
{
  guint number = GPOINTER_TO_UINT (data);
  g_autoptr (GArray) pages = mado_pdf_file_get_pages (file, number, 1, error);
  MadoPdfPage *page = pages != NULL && pages->len == 1 ? &g_array_index (pages, MadoPdfPage, 0) : NULL;
  MadoPdfPicture picture;
  double scale;
  MadoPrintSheet *sheet;

  if (pages == NULL)
    return NULL;
  if (page == NULL || page->width <= 0 || page->height <= 0)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DAMAGED, _("This page is damaged and cannot be shown."));
      return NULL;
    }
  scale = MIN (DPI / 72, sqrt (MOST_DOTS / (page->width * page->height)));
  if (!mado_pdf_file_draw (file, number, scale, 0, 0, 0, MAX (1, (guint) (page->width * scale)),
                           MAX (1, (guint) (page->height * scale)), &picture, error))
    return NULL;
  sheet = g_new0 (MadoPrintSheet, 1);
  sheet->dots = g_bytes_new (picture.dots, (gsize) picture.stride * picture.height);
  sheet->width = picture.width;
  sheet->height = picture.height;
  sheet->points_wide = page->width;
  sheet->points_high = page->height;
  return sheet;
}

static const cairo_user_data_key_t dots_key;

void
mado_print_sheet_put (const MadoPrintSheet *sheet,
                      GtkPrintContext      *context)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  double wide = gtk_print_context_get_width (context), high = gtk_print_context_get_height (context);
  double fit = MIN (1, MIN (wide / sheet->points_wide, high / sheet->points_high));
  cairo_surface_t *surface = cairo_image_surface_create_for_data ((guint8 *) g_bytes_get_data (sheet->dots, NULL), CAIRO_FORMAT_RGB24,
                                                                  sheet->width, sheet->height, sheet->width * 4);

  /* The printer's page may draw it later. */
  cairo_surface_set_user_data (surface, &dots_key, g_bytes_ref (sheet->dots), (cairo_destroy_func_t) g_bytes_unref);
  cairo_save (cr);
  cairo_translate (cr, (wide - sheet->points_wide * fit) / 2, (high - sheet->points_high * fit) / 2);
  cairo_scale (cr, sheet->points_wide * fit / sheet->width, sheet->points_high * fit / sheet->height);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (surface);
}

void
mado_print_sheet_mark (GtkPrintContext *context)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);

  cairo_save (cr);
  cairo_scale (cr, 72 / 25.4, 72 / 25.4);
  mado_training_mark_page (cr, gtk_print_context_get_width (context) * 25.4 / 72, gtk_print_context_get_height (context) * 25.4 / 72);
  cairo_restore (cr);
}

void
mado_print_sheet_put_sentence (GtkPrintContext *context,
                               const char      *text)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  PangoLayout *layout = gtk_print_context_create_pango_layout (context);

  pango_layout_set_width (layout, (int) (gtk_print_context_get_width (context) - 72) * PANGO_SCALE);
  pango_layout_set_text (layout, text, -1);
  cairo_move_to (cr, 36, 72);
  pango_cairo_show_layout (cr, layout);
  g_object_unref (layout);
}
