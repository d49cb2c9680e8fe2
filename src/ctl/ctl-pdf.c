/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/ctl-group.h"
#include "print/render/mado-pdf-file.h"
#include "print/render/mado-png.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <signal.h>
#include <string.h>

/* madoguchi-ctl pdf render: a page as PNG, through the same confined renderer
 * as on the screen. 0: drawn; 1: refused, with the reason; 2: wrong words. What
 * people should know about a document that was drawn is on stderr as well. */

/* A3 at 600 dpi has 70 million dots. */
#define MAX_DOTS 72e6
#define MAX_SIDE 32767
/* Dots that are drawn at one time; more are drawn in bands. */
#define BAND_DOTS (10 * 1024 * 1024)

typedef struct
{
  const char *file;
  const char *page;
  const char *dpi;
  const char *password;
  const char *output;
} Options;

static gboolean
take_option (Options      *options,
             const char   *name,
             const char ***place)
{
  const struct { const char *name; const char **place; } known[] = {
    { "page", &options->page }, { "dpi", &options->dpi },
    { "password", &options->password }, { "output", &options->output },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_str_equal (known[i].name, name))
      {
        *place = known[i].place;
        return TRUE;
      }
  return FALSE;
}

/* "--name value" and "--name=value"; what stands alone is the file. */
static gboolean
read_options (int       argc,
              char    **argv,
              Options  *options)
{
  gboolean plain = FALSE;

  for (int i = 0; i < argc; i++)
    {
      const char *equals = strchr (argv[i], '=');
      g_autofree char *name = NULL;
      const char **place;

      if (!plain && g_str_equal (argv[i], "--"))
        plain = TRUE;
      else if (plain || !g_str_has_prefix (argv[i], "--"))
        {
          if (options->file != NULL)
            return FALSE;
          options->file = argv[i];
        }
      else
        {
          name = equals != NULL ? g_strndup (argv[i] + 2, equals - argv[i] - 2) : g_strdup (argv[i] + 2);
          if (!take_option (options, name, &place) || (equals == NULL && ++i == argc))
            return FALSE;
          *place = equals != NULL ? equals + 1 : argv[i];
        }
    }
  return options->file != NULL && options->output != NULL;
}

static gboolean
read_page (const char  *text,
           guint        n_pages,
           guint       *page,
           GError     **error)
{
  guint64 number = 0;
  g_autofree char *count = g_strdup_printf ("%u", n_pages);

  if (g_ascii_string_to_unsigned (text, 10, 1, n_pages, &number, NULL))
    {
      *page = number - 1;
      return TRUE;
    }
  /* TRANSLATORS: the first %s is what was asked for, the second how many there are */
  g_set_error (error, MADO_ERROR, MADO_ERROR_NOT_FOUND, _("There is no page %s. The document has pages 1 to %s."), text, count);
  return FALSE;
}

static gboolean
read_dpi (const char  *text,
          double      *dpi,
          GError     **error)
{
  char *end;

  *dpi = g_ascii_strtod (text, &end);
  if (end != text && *end == 0 && isfinite (*dpi) && *dpi >= 1 && *dpi <= 7200)
    return TRUE;
  g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID, _("“%s” is no resolution: a number from 1 to 7200 dots per inch is needed."), text);
  return FALSE;
}

static gboolean
measure (MadoPdfFile  *file,
         guint         page,
         double        dpi,
         guint        *width,
         guint        *height,
         GError      **error)
{
  g_autoptr (GArray) pages = mado_pdf_file_get_pages (file, page, 1, error);
  MadoPdfPage *found = pages != NULL && pages->len == 1 ? &g_array_index (pages, MadoPdfPage, 0) : NULL;
  double w, h;

  if (pages == NULL)
    return FALSE;
  if (found == NULL || found->width <= 0 || found->height <= 0)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DAMAGED, _("This page is damaged and cannot be shown."));
      return FALSE;
    }
  /* A point is 1/72 inch; what is less than a hundredth of a dot over is rounding. */
  w = MAX (1, ceil (found->width * dpi / 72 - 0.01));
  h = MAX (1, ceil (found->height * dpi / 72 - 0.01));
  if (w > MAX_SIDE || h > MAX_SIDE || w * h > MAX_DOTS)
    {
      g_autofree char *across = g_strdup_printf ("%.0f × %.0f", w, h);

      g_set_error (error, MADO_ERROR, MADO_ERROR_NO_SPACE,
                   _("The picture would have %s dots, which is too many. Ask for fewer dots per inch."), across);
      return FALSE;
    }
  *width = w;
  *height = h;
  return TRUE;
}

static gboolean
write_page (MadoPdfFile  *file,
            guint         page,
            double        dpi,
            const char   *path,
            GError      **error)
{
  g_autoptr (MadoPng) png = NULL;
  guint width, height, band;

  if (!measure (file, page, dpi, &width, &height, error))
    return FALSE;
  band = MIN (height, MAX (1, BAND_DOTS / width));
  for (guint y = 0; y < height; y += band)
    {
      guint rows = MIN (band, height - y);
      MadoPdfPicture picture;

      if (!mado_pdf_file_draw (file, page, dpi / 72, 0, 0, y, width, rows, &picture, error))
        return FALSE;
      if (png == NULL)
        png = mado_png_new (path, width, height, dpi,
                            rows == height && mado_png_is_grey (picture.dots, width, picture.stride, rows), error);
      if (png == NULL || !mado_png_add (png, picture.dots, picture.stride, rows, error))
        return FALSE;
    }
  return mado_png_finish (png, error);
}

static void
tell_notes (MadoPdfFile *file)
{
  g_auto (GStrv) texts = NULL;
  guint32 notes = 0;

  if (!mado_pdf_file_inspect (file, &notes, NULL))
    notes = MADO_PDF_NOTE_UNREAD;
  texts = mado_pdf_notes_to_text (notes);
  for (guint i = 0; texts[i] != NULL; i++)
    g_printerr ("%s\n", texts[i]);
}

static gboolean
render_page (const Options  *options,
             GError        **error)
{
  g_autoptr (MadoPdfFile) file = NULL;
  const char *lacking;
  double dpi;
  guint page;

  if (!read_dpi (options->dpi != NULL ? options->dpi : "150", &dpi, error))
    return FALSE;
  file = mado_pdf_file_open (options->file, options->password, error);
  if (file == NULL || !read_page (options->page != NULL ? options->page : "1", mado_pdf_file_get_n_pages (file), &page, error))
    return FALSE;
  lacking = mado_render_guards_lacking (mado_pdf_file_get_guards (file));
  if (lacking != NULL)
    g_printerr ("%s\n", lacking);
  if (!write_page (file, page, dpi, options->output, error))
    return FALSE;
  tell_notes (file);
  return TRUE;
}

static int
render (int argc, char **argv)
{
  Options options = { NULL };
  g_autoptr (GError) error = NULL;

  signal (SIGPIPE, SIG_IGN);
  if (!read_options (argc, argv, &options))
    {
      g_printerr (_("Name a PDF file and with --output the picture to write; --page, --dpi and --password say which page, how fine and with which password.\n"));
      return 2;
    }
  if (render_page (&options, &error))
    return 0;
  g_printerr ("%s: %s\n", mado_error_name (error->code), error->message);
  return 1;
}

const CtlCommand ctl_pdf_commands[] = {
  { "render", "FILE --output OUT.png [--page N] [--dpi D] [--password P]", N_("Draws a page of a PDF in the confined renderer."), render },
  { NULL, NULL, NULL, NULL },
};
