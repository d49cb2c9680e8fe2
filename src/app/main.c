/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <malloc.h>

#include <unistd.h>

#include "app/mado-application.h"
#include "app/mado-language.h"

int
main (int    argc,
      char **argv)
{
  g_autoptr (MadoApplication) application = NULL;
  g_auto (GStrv) again = g_strdupv (argv);
  int status;

  /* One heap for all threads: each further one keeps megabytes for itself. */
  mallopt (M_ARENA_MAX, 1);

  mado_language_set ();
  application = mado_application_new ();
  status = g_application_run (G_APPLICATION (application), argc, argv);

  /* Training afresh: the same program once more, over an empty folder. */
  if (mado_application_starts_again (application))
    execv ("/proc/self/exe", again);

  return status;
}
