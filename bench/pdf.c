/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Foreign PDF documents: our confined renderer beside poppler-glib itself.
 *
 *   bench-pdf make FILE PAGES        a document of so many pages of Japanese text
 *   bench-pdf floor FILE [PAGE]      poppler alone: "open MS draw MS"
 *   bench-pdf first FILE ROUNDS      "ours MS floor MS": medians, rounds interleaved, each with a fresh process
 *   bench-pdf pages FILE             next page at the width of a window: "p50 MS p95 MS"
 *   bench-pdf search FILE WORD       "search MS hits N"
 *   bench-pdf long FILE              "open MS floor MS after5 KB after200 KB" (PSS of both processes)
 */
#include "config.h"

#include <cairo.h>
#include <pango/pangocairo.h>
#include <poppler.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "print/mado-pdf.h"
#include "print/render/mado-pdf-reader.h"

#define SCALE (100.0 / 72)

static double
now_ms (void)
{
  return g_get_monotonic_time () / 1000.0;
}

static int
compare (gconstpointer a,
         gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

static double
at_part (GArray *times,
         double  part)
{
  g_array_sort (times, compare);
  return g_array_index (times, double, MIN (times->len - 1, (guint) (times->len * part)));
}

/* --- a document ------------------------------------------------------------------------ */

static int
make (const char *path,
      int         pages)
{
  static const char line[] = "窓口で書類を一度だけ書き、一度だけ署名します。つぎの窓口でも同じ内容が使えます。";
  g_autoptr (MadoPdf) pdf = mado_pdf_new (MADO_A4_WIDTH, MADO_A4_HEIGHT, "bench");
  g_autoptr (GBytes) bytes = NULL;
  cairo_t *cr = mado_pdf_get_cairo (pdf);
  PangoLayout *layout = pango_cairo_create_layout (cr);
  PangoFontDescription *font = pango_font_description_from_string ("Noto Sans CJK JP");

  pango_font_description_set_absolute_size (font, 4 * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  for (int page = 0; page < pages; page++)
    {
      /* Thousands of full pages would take minutes to make. */
      for (int y = 0; y < (pages > 1000 ? 4 : 36); y++)
        {
          g_autofree char *text = g_strdup_printf ("%d-%d %s", page + 1, y + 1, line);

          pango_layout_set_text (layout, text, -1);
          cairo_move_to (cr, 20, 20 + 7 * y);
          pango_cairo_show_layout (cr, layout);
        }
      mado_pdf_end_page (pdf);
    }
  pango_font_description_free (font);
  g_object_unref (layout);
  bytes = mado_pdf_finish (pdf, NULL);
  return bytes != NULL && mado_pdf_write_file (bytes, path, NULL) ? 0 : 1;
}

/* --- poppler alone --------------------------------------------------------------------- */

static void
draw_floor (PopplerDocument *document,
            int              number)
{
  PopplerPage *page = poppler_document_get_page (document, number);
  double width, height;
  cairo_surface_t *surface;
  cairo_t *cr;

  poppler_page_get_size (page, &width, &height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width * SCALE, height * SCALE);
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, SCALE, SCALE);
  poppler_page_render (page, cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  g_object_unref (page);
}

static int
run_floor (const char *path)
{
  double begin = now_ms (), opened;
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *uri = g_filename_to_uri (absolute, NULL, NULL);
  PopplerDocument *document = poppler_document_new_from_file (uri, NULL, NULL);

  opened = now_ms ();
  if (document == NULL)
    return 1;
  poppler_document_get_n_pages (document);
  draw_floor (document, 0);
  g_print ("open %.2f draw %.2f\n", opened - begin, now_ms () - opened);
  return 0;
}

/* In a process of its own: fonts and caches are cold, as ours. */
static gboolean
ask_floor (const char *program,
           const char *path,
           double     *open_ms,
           double     *draw_ms)
{
  const char *argv[] = { program, "floor", path, NULL };
  g_autofree char *out = NULL;

  return g_spawn_sync (NULL, (char **) argv, NULL, 0, NULL, NULL, &out, NULL, NULL, NULL) &&
         sscanf (out, "open %lf draw %lf", open_ms, draw_ms) == 2;
}

/* --- ours -------------------------------------------------------------------------------- */

static gboolean
draw_ours (MadoPdfFile *file,
           guint        number)
{
  g_autoptr (GArray) pages = mado_pdf_file_get_pages (file, number, 1, NULL);
  MadoPdfPage *page = &g_array_index (pages, MadoPdfPage, 0);
  MadoPdfPicture picture;

  return mado_pdf_file_draw (file, number, SCALE, 0, 0, 0, page->width * SCALE, page->height * SCALE, &picture, NULL);
}

static int
run_first (const char *program,
           const char *path,
           int         rounds)
{
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) floor = g_array_new (FALSE, FALSE, sizeof (double));

  for (int i = 0; i < rounds; i++)
    {
      double begin, open_ms, draw_ms, took;
      g_autoptr (MadoPdfFile) file = NULL;

      /* As on the desktop, where one is ready before a document is chosen. */
      mado_pdf_file_prepare ();
      begin = now_ms ();
      file = mado_pdf_file_open (path, NULL, NULL);
      if (file == NULL || !draw_ours (file, 0))
        return 1;
      took = now_ms () - begin;
      g_array_append_val (ours, took);
      if (!ask_floor (program, path, &open_ms, &draw_ms))
        return 1;
      took = open_ms + draw_ms;
      g_array_append_val (floor, took);
    }
  g_print ("ours %.2f floor %.2f\n", at_part (ours, 0.5), at_part (floor, 0.5));
  return 0;
}

static int
run_pages (const char *path)
{
  g_autoptr (MadoPdfFile) file = mado_pdf_file_open (path, NULL, NULL);
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (double));
  guint n = mado_pdf_file_get_n_pages (file);

  for (guint i = 0; i < MIN (n, 200); i++)
    {
      double begin = now_ms (), took;

      if (!draw_ours (file, i))
        return 1;
      took = now_ms () - begin;
      g_array_append_val (times, took);
    }
  g_print ("p50 %.2f p95 %.2f\n", at_part (times, 0.5), at_part (times, 0.95));
  return 0;
}

typedef struct
{
  GMainLoop *loop;
  guint      hits;
} Search;

static void
found_cb (GArray   *hits,
          guint     done,
          gpointer  data)
{
  ((Search *) data)->hits += hits->len;
}

static void
searched_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  Search *search = data;

  g_assert (mado_pdf_reader_search_finish (MADO_PDF_READER (source), result, NULL));
  g_main_loop_quit (search->loop);
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  *(MadoPdfReader **) data = mado_pdf_reader_open_finish (result, NULL);
}

static int
run_search (const char *path,
            const char *word)
{
  Search search = { g_main_loop_new (NULL, FALSE), 0 };
  MadoPdfReader *reader = NULL;
  double begin;

  mado_pdf_reader_open_async (path, NULL, NULL, opened_cb, &reader);
  while (reader == NULL)
    g_main_context_iteration (NULL, TRUE);
  begin = now_ms ();
  mado_pdf_reader_search_async (reader, word, found_cb, &search, NULL, searched_cb, &search);
  g_main_loop_run (search.loop);
  g_print ("search %.1f hits %u\n", now_ms () - begin, search.hits);
  return 0;
}

static long
pss_of (int pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/smaps_rollup", pid);
  g_autofree char *text = NULL;
  const char *at;

  if (!g_file_get_contents (path, &text, NULL, NULL) || (at = strstr (text, "\nPss:")) == NULL)
    return 0;
  return atol (at + 5);
}

/* A renderer may not be looked at by others than root. */
static int
run_long (const char *program,
          const char *path)
{
  g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GArray) floor = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (MadoPdfFile) file = NULL;
  long after5 = 0, after200 = 0;

  for (int i = 0; i < 7; i++)
    {
      double begin, took, draw_ms;

      g_clear_pointer (&file, mado_pdf_file_close);
      mado_pdf_file_prepare ();
      begin = now_ms ();
      file = mado_pdf_file_open (path, NULL, NULL);
      took = now_ms () - begin;
      g_array_append_val (ours, took);
      if (file == NULL || !ask_floor (program, path, &took, &draw_ms))
        return 1;
      g_array_append_val (floor, took);
    }
  for (guint i = 0; i < 200; i++)
    {
      if (!draw_ours (file, i))
        return 1;
      if (i == 4)
        after5 = pss_of (mado_pdf_file_get_pid (file));
    }
  after200 = pss_of (mado_pdf_file_get_pid (file));
  g_print ("open %.2f floor %.2f after5 %ld after200 %ld\n", at_part (ours, 0.5), at_part (floor, 0.5), after5, after200);
  return 0;
}

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], "make"))
    return make (argv[2], atoi (argv[3]));
  if (argc >= 3 && g_str_equal (argv[1], "floor"))
    return run_floor (argv[2]);
  if (argc == 4 && g_str_equal (argv[1], "first"))
    return run_first (argv[0], argv[2], atoi (argv[3]));
  if (argc == 3 && g_str_equal (argv[1], "pages"))
    return run_pages (argv[2]);
  if (argc == 4 && g_str_equal (argv[1], "search"))
    return run_search (argv[2], argv[3]);
  if (argc == 3 && g_str_equal (argv[1], "long"))
    return run_long (argv[0], argv[2]);
  return 2;
}
