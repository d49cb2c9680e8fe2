/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/mado-application.h"

int
main (int    argc,
      char **argv)
{
  g_autoptr (MadoApplication) application = NULL;

  mado_application_set_language ();
  application = mado_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
