/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/mado-sheet-load.h"

/* The module finds all of core in a program that has it. */
int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  const MadoSheetModule *module;
  g_autofree char *dir = g_build_filename (g_getenv ("MADO_BUILD_ROOT"), "src", NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("PK\3\4", 4);

  g_setenv ("MADO_MODULE_DIR", dir, TRUE);
  module = mado_sheet_load (&error);
  g_assert_no_error (error);
  g_assert_true (mado_sheet_load (NULL) == module);
  g_assert_null (module->sheet_read (bytes, &error));
  g_assert_error (error, MADO_ERROR, MADO_ERROR_DAMAGED);
  return 0;
}
