/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "print/render/mado-pdf-contents.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* libFuzzer: files given to a real renderer, in its own process. poppler may
 * break down over one; the program must not, and has a sentence. Needs
 * MADO_MODULE_DIR. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
check (gboolean  done,
       GError  **error)
{
  g_assert (done == (*error == NULL));
  g_assert (done || ((*error)->domain == MADO_ERROR && g_utf8_validate ((*error)->message, -1, NULL) && *(*error)->message != 0));
  g_clear_error (error);
}

static void
read_all (MadoPdfFile *file)
{
  GError *error = NULL;
  MadoPdfPicture picture;
  g_autoptr (GArray) pages = mado_pdf_file_get_pages (file, 0, 4, &error);
  g_autoptr (MadoPdfText) text = NULL;
  g_autoptr (GArray) links = NULL;
  g_autoptr (GArray) outline = NULL;
  guint32 notes;

  check (pages != NULL, &error);
  check (mado_pdf_file_draw (file, 0, 0.5, 0, 0, 0, 128, 128, &picture, &error), &error);
  text = mado_pdf_file_get_text (file, 0, &error);
  check (text != NULL, &error);
  links = mado_pdf_file_get_links (file, 0, &error);
  check (links != NULL, &error);
  outline = mado_pdf_file_get_outline (file, &error);
  check (outline != NULL, &error);
  check (mado_pdf_file_inspect (file, &notes, &error), &error);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  static char *path;
  g_autoptr (MadoPdfFile) file = NULL;
  GError *error = NULL;

  if (path == NULL)
    {
      g_autofree char *folder = g_dir_make_tmp ("mado-fuzz-XXXXXX", NULL);

      path = g_build_filename (folder, "fuzzed.pdf", NULL);
    }
  g_assert (g_file_set_contents_full (path, (const char *) data, size, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  file = mado_pdf_file_open (path, NULL, &error);
  check (file != NULL, &error);
  if (file != NULL)
    read_all (file);
  return 0;
}
