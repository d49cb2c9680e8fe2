/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "sample.h"

/* make-slip FOLDER: a procedure slip as slip.pdf. */
int
main (int argc, char **argv)
{
  g_autoptr (MadoSlipSheet) sheet = sample_family ();
  g_autofree char *path = g_build_filename (argv[1], "slip.pdf", NULL);
  g_autoptr (GError) error = NULL;

  if (mado_slip_sheet_to_pdf_file (sheet, path, &error))
    return 0;
  g_printerr ("%s\n", error->message);
  return 1;
}
