/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>
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
  int width = 0, height = 0;

  if (gdk_pixbuf_get_file_info (path, &width, &height) != NULL && (gint64) width * height > MOST_PIXELS)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, _("This picture is too large. Take one of the slip alone."));
      return NULL;
    }
  return gdk_pixbuf_new_from_file (path, error);
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
  g_autofree char *number = g_strdup_printf ("%.3f", ms);

  g_print ("%s\t%s\t", path, number);
  for (guint i = 0; i < texts->len; i++)
    {
      const char *text = ((const MadoScanText *) texts->pdata[i])->text;

      if (i > 0)
        g_print (" ");
      for (const guchar *p = (const guchar *) text; *p != '\0'; p++)
        g_print ("%02x", *p);
    }
  g_print ("\n");
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
