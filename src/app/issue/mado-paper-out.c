/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/issue/mado-paper-out.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "print/mado-pdf.h"

static char *
write_to (GBytes      *pdf,
          const char  *folder,
          const char  *name,
          GError     **error)
{
  g_autofree char *file = g_strconcat (name, ".pdf", NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_READ_ONLY, _("The folder %s cannot be made."), folder);
      return NULL;
    }
  return mado_pdf_write_file (pdf, path, error) ? g_steal_pointer (&path) : NULL;
}

/* From our standard input, so that no open copy stays on the disk. */
static gboolean
send_to_printer (GBytes      *pdf,
                 const char  *printer,
                 gint64       copies,
                 GError     **error)
{
  g_autofree char *count = g_strdup_printf ("%" G_GINT64_FORMAT, copies);
  g_autoptr (GSubprocess) lp = NULL;

  if (*printer != '\0')
    lp = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, error, "lp", "-n", count, "-d", printer,
                           "-", NULL);
  else
    lp = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, error, "lp", "-n", count, "-", NULL);
  return lp != NULL && g_subprocess_communicate (lp, pdf, NULL, NULL, NULL, error) && g_subprocess_wait_check (lp, NULL, error);
}

char *
mado_paper_out (GBytes      *pdf,
                const char  *printer,
                const char  *kept_in,
                const char  *name,
                gint64       copies,
                GError     **error)
{
  g_autoptr (GError) failed = NULL;
  g_autofree char *path = NULL;

  if (g_str_has_prefix (printer, "folder:"))
    return write_to (pdf, printer + strlen ("folder:"), name, error);
  if (send_to_printer (pdf, printer, copies, &failed))
    return g_strdup ("");
  path = write_to (pdf, kept_in, name, error);
  if (path != NULL)
    g_set_error (error, MADO_ERROR, MADO_ERROR_NEEDS_PERSON, _("The printer did not take the document (%s). It is kept as %s."),
                 failed->message, path);
  return NULL;
}
