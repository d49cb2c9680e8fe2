/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <malloc.h>

#include "app/mado-application.h"

int
main (int    argc,
      char **argv)
{
  g_autoptr (MadoApplication) application = NULL;

  /* One heap for all threads: each further one keeps megabytes for itself. */
  mallopt (M_ARENA_MAX, 1);

  mado_application_set_language ();
  application = mado_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
