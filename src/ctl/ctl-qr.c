/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/mado-error.h"
#include "ctl/ctl-group.h"
#include "device/scan/mado-scan.h"

/* madoguchi-ctl qr decode: what the program reads in pictures, and how long it
 * takes, for measuring and for a look at a slip that will not be read. */

#define MOST_PIXELS (100 * 1000 * 1000)
#define REPEATS     5
#define LONG_MS     250 /* one this slow is measured once */

static GdkPixbuf *
load_picture (const char  *path,
              GError     **error)
{
  g_autoptr (GError) reason = NULL;
  GdkPixbuf *picture;
  int width = 0, height = 0;

  if (gdk_pixbuf_get_file_info (path, &width, &height) != NULL && (gint64) width * height > MOST_PIXELS)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, _("This picture is too large. Take one of the slip alone."));
      return NULL;
    }
  picture = gdk_pixbuf_new_from_file (path, &reason);
  if (picture != NULL)
    return picture;
  if (reason->domain == G_FILE_ERROR)
    g_propagate_error (error, g_steal_pointer (&reason));
  else
    g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DAMAGED, _("This is no picture that can be read, or it is damaged."));
  return NULL;
}

static int
compare_doubles (const void *a,
                 const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static void
print_result (const char      *path,
              double           ms,
              const GPtrArray *texts)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  /* As it was named, in whatever encoding, but never two columns or lines of it. */
  for (const char *p = path; *p != '\0'; p++)
    putchar (*p == '\t' || *p == '\n' || *p == '\r' ? '?' : *p);
  printf ("\t%s\t", g_ascii_formatd (number, sizeof number, "%.3f", ms));
  for (guint i = 0; i < texts->len; i++)
    {
      const char *text = ((const MadoScanText *) texts->pdata[i])->text;

      if (i > 0)
        putchar (' ');
      for (const guchar *p = (const guchar *) text; *p != '\0'; p++)
        printf ("%02x", *p);
    }
  putchar ('\n');
}

static gboolean
decode_file (const char  *path,
             GError     **error)
{
  g_autoptr (GdkPixbuf) picture = load_picture (path, error);
  g_autofree guint8 *grey = NULL;
  g_autoptr (GPtrArray) texts = NULL;
  double times[REPEATS];
  guint width, height, n = 0;

  if (picture == NULL)
    return FALSE;
  width = gdk_pixbuf_get_width (picture);
  height = gdk_pixbuf_get_height (picture);
  grey = mado_scan_grey_of_rgb (gdk_pixbuf_read_pixels (picture), width, height, gdk_pixbuf_get_rowstride (picture),
                                gdk_pixbuf_get_n_channels (picture));
  do
    {
      clock_t before = clock ();

      g_clear_pointer (&texts, g_ptr_array_unref);
      texts = mado_scan_find (grey, width, height, width, MADO_SCAN_STILL, error);
      if (texts == NULL)
        return FALSE;
      times[n++] = (clock () - before) * 1000.0 / CLOCKS_PER_SEC;
    }
  while (n < REPEATS && times[0] < LONG_MS);
  qsort (times, n, sizeof times[0], compare_doubles);
  print_result (path, times[n / 2], texts);
  return TRUE;
}

static int
decode (int argc, char **argv)
{
  gboolean all = TRUE;

  if (argc == 0)
    {
      g_printerr (_("Name the pictures to read.\n"));
      return 2;
    }
  for (int i = 0; i < argc; i++)
    {
      g_autoptr (GError) error = NULL;

      if (decode_file (argv[i], &error))
        continue;
      g_printerr ("%s: %s\n", argv[i], error->message);
      all = FALSE;
    }
  return all ? 0 : 1;
}

const CtlCommand ctl_qr_commands[] = {
  { "decode", "FILE…", N_("read the codes in pictures: name, CPU milliseconds, each text in hexadecimal"), decode },
  { NULL },
};
