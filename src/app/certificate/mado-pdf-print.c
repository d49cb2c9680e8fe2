/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/certificate/mado-pdf-print.h"

#include <glib/gi18n.h>
#include <math.h>

/* What office printers do. */
#define DPI 300.0
/* Dots of one page that the renderer draws at once; larger pages are drawn
 * coarser. */
#define MOST_DOTS 11000000.0

typedef struct
{
  GtkPrintOperation *operation;
  MadoPdfReader     *reader;
  char              *settings;
  GString           *failed;
  MadoPdfPrinted     printed;
  gpointer           data;
} Printing;

static void
printing_free (Printing *self)
{
  g_object_unref (self->operation);
  g_object_unref (self->reader);
  g_free (self->settings);
  g_string_free (self->failed, TRUE);
  g_free (self);
}

/* --- a page ------------------------------------------------------------------------ */

typedef struct
{
  GBytes *dots;
  guint   width;
  guint   height;
  double  points_wide;
  double  points_high;
} Sheet;

static void
sheet_free (gpointer data)
{
  g_bytes_unref (((Sheet *) data)->dots);
  g_free (data);
}

static gpointer
ask_sheet (MadoPdfFile  *file,
           gpointer      data,
           GError      **error)
{
  guint number = GPOINTER_TO_UINT (data);
  g_autoptr (GArray) pages = mado_pdf_file_get_pages (file, number, 1, error);
  MadoPdfPage *page = pages != NULL && pages->len == 1 ? &g_array_index (pages, MadoPdfPage, 0) : NULL;
  MadoPdfPicture picture;
  double scale;
  Sheet *sheet;

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
  sheet = g_new0 (Sheet, 1);
  sheet->dots = g_bytes_new (picture.dots, (gsize) picture.stride * picture.height);
  sheet->width = picture.width;
  sheet->height = picture.height;
  sheet->points_wide = page->width;
  sheet->points_high = page->height;
  return sheet;
}

static const cairo_user_data_key_t dots_key;

/* As large as it is, smaller where the paper is. */
static void
put_sheet (GtkPrintContext *context,
           const Sheet     *sheet)
{
  cairo_t *cr = gtk_print_context_get_cairo_context (context);
  double wide = gtk_print_context_get_width (context), high = gtk_print_context_get_height (context);
  double fit = MIN (1, MIN (wide / sheet->points_wide, high / sheet->points_high));
  cairo_surface_t *surface = cairo_image_surface_create_for_data ((guint8 *) g_bytes_get_data (sheet->dots, NULL), CAIRO_FORMAT_RGB24,
                                                                  sheet->width, sheet->height, sheet->width * 4);

  /* The printer's page may draw it later. */
  cairo_surface_set_user_data (surface, &dots_key, g_bytes_ref (sheet->dots), (cairo_destroy_func_t) g_bytes_unref);
  cairo_translate (cr, (wide - sheet->points_wide * fit) / 2, (high - sheet->points_high * fit) / 2);
  cairo_scale (cr, sheet->points_wide * fit / sheet->width, sheet->points_high * fit / sheet->height);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
  cairo_surface_destroy (surface);
}

/* What is missing must not be missed. */
static void
put_sentence (GtkPrintContext *context,
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

typedef struct
{
  Printing        *printing; /* borrowed; lives until "done" */
  GtkPrintContext *context;  /* owned */
  guint            page;
} Page;

static void
sheet_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      data)
{
  Page *page = data;
  Printing *self = page->printing;
  g_autoptr (GError) error = NULL;
  Sheet *sheet = mado_pdf_reader_ask_finish (MADO_PDF_READER (source), result, &error);

  if (sheet != NULL)
    {
      put_sheet (page->context, sheet);
      sheet_free (sheet);
    }
  else
    {
      put_sentence (page->context, error->message);
      g_string_append_printf (self->failed, "%s%u", self->failed->len > 0 ? ", " : "", page->page + 1);
    }
  gtk_print_operation_draw_page_finish (self->operation);
  g_object_unref (page->context);
  g_free (page);
}

static void
draw_page_cb (GtkPrintOperation *operation,
              GtkPrintContext   *context,
              int                number,
              Printing          *self)
{
  Page *page = g_new0 (Page, 1);

  page->printing = self;
  page->context = g_object_ref (context);
  page->page = number;
  gtk_print_operation_set_defer_drawing (operation);
  mado_pdf_reader_ask_async (self->reader, MADO_PDF_SOON, ask_sheet, GUINT_TO_POINTER (page->page), NULL, sheet_free, NULL, sheet_cb, page);
}

/* --- the job ---------------------------------------------------------------------------- */

static void
keep_settings (Printing *self)
{
  GtkPrintSettings *settings = gtk_print_operation_get_print_settings (self->operation);

  if (settings != NULL && self->settings != NULL)
    gtk_print_settings_to_file (settings, self->settings, NULL);
}

static void
done_cb (GtkPrintOperation       *operation,
         GtkPrintOperationResult  result,
         Printing                *self)
{
  g_autoptr (GError) error = NULL;

  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    gtk_print_operation_get_error (operation, &error);
  else if (result == GTK_PRINT_OPERATION_RESULT_CANCEL)
    g_set_error_literal (&error, MADO_ERROR, MADO_ERROR_CANCELLED, _("Printing was called off."));
  else
    keep_settings (self);
  self->printed (self->failed->len > 0 ? self->failed->str : NULL, error, self->data);
  printing_free (self);
}

void
mado_pdf_print (GtkWindow      *window,
                MadoPdfReader  *reader,
                const char     *title,
                const char     *settings,
                const char     *export_to,
                MadoPdfPrinted  printed,
                gpointer        data)
{
  Printing *self = g_new0 (Printing, 1);
  g_autoptr (GtkPrintSettings) kept = settings != NULL ? gtk_print_settings_new_from_file (settings, NULL) : NULL;

  self->operation = gtk_print_operation_new ();
  self->reader = g_object_ref (reader);
  self->settings = g_strdup (settings);
  self->failed = g_string_new (NULL);
  self->printed = printed;
  self->data = data;
  gtk_print_operation_set_job_name (self->operation, title);
  gtk_print_operation_set_n_pages (self->operation, mado_pdf_reader_get_n_pages (reader));
  gtk_print_operation_set_use_full_page (self->operation, TRUE);
  gtk_print_operation_set_unit (self->operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_show_progress (self->operation, export_to == NULL);
  gtk_print_operation_set_allow_async (self->operation, TRUE);
  gtk_print_operation_set_embed_page_setup (self->operation, TRUE);
  if (kept != NULL)
    gtk_print_operation_set_print_settings (self->operation, kept);
  if (export_to != NULL)
    gtk_print_operation_set_export_filename (self->operation, export_to);
  g_signal_connect (self->operation, "draw-page", G_CALLBACK (draw_page_cb), self);
  g_signal_connect (self->operation, "done", G_CALLBACK (done_cb), self);
  gtk_print_operation_run (self->operation, export_to != NULL ? GTK_PRINT_OPERATION_ACTION_EXPORT : GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           window, NULL);
}
