/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/mado-device-place.h"

/* build/src/ctl/madoguchi-ctl → build/src/device/@name */
static char *
beside_program (const char *name)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : NULL;
  g_autofree char *above = folder != NULL ? g_path_get_dirname (folder) : NULL;
  g_autofree char *path = above != NULL ? g_build_filename (above, "device", name, NULL) : NULL;

  return path != NULL && g_file_test (path, G_FILE_TEST_EXISTS) ? g_steal_pointer (&path) : NULL;
}

char *
mado_device_place (const char *name)
{
  const char *folder = g_getenv ("MADO_MODULE_DIR");
  char *path;

  if (folder != NULL && *folder != '\0')
    return g_build_filename (folder, "device", name, NULL);
  path = beside_program (name);
  return path != NULL ? path : g_build_filename (MADO_PKGLIBDIR, "device", name, NULL);
}
