/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/ctl-group.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <unistd.h>

static const struct
{
  const char       *name;
  const CtlCommand *commands;
} groups[] = {
  { "camera", ctl_camera_commands },
  { "card", ctl_card_commands },
  { "document", ctl_document_commands },
  { "pack", ctl_pack_commands },
  { "pdf", ctl_pdf_commands },
  { "place", ctl_place_commands },
  { "plan", ctl_plan_commands },
  { "paper", ctl_paper_commands },
  { "qr", ctl_qr_commands },
  { "slip", ctl_slip_commands },
};

static int
usage (void)
{
  g_printerr (_("Usage: madoguchi-ctl GROUP COMMAND [ARGUMENTS]\n"));
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    for (const CtlCommand *c = groups[i].commands; c->name != NULL; c++)
      g_printerr ("  %s %s %s\n      %s\n", groups[i].name, c->name, c->arguments, _(c->summary));
  return 2;
}

/* Called without one of the three, the next file to be opened would become it,
 * and a line of output might land there. What is opened instead cannot be used
 * in the direction that matters: whoever reads or writes hears of it. */
static void
keep_standard_files (void)
{
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
    if (fcntl (fd, F_GETFD) < 0 && open ("/dev/null", fd == STDOUT_FILENO ? O_RDONLY : O_WRONLY) < 0)
      _exit (2);
}

int
main (int argc, char **argv)
{
  const char *folder = g_getenv ("MADO_LOCALE_DIR");

  keep_standard_files ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : MADO_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");

  if (argc < 3)
    return usage ();
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    for (const CtlCommand *c = groups[i].commands; g_str_equal (groups[i].name, argv[1]) && c->name != NULL; c++)
      if (g_str_equal (c->name, argv[2]))
        return c->run (argc - 3, argv + 3);
  return usage ();
}
