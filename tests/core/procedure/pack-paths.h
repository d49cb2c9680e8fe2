/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-error.h"
#include "core/procedure/mado-guidance.h"

#include <glib/gstdio.h>
#include <string.h>

/* A pack of the source tree, loaded. */
static inline MadoPack *
load_pack (const char *folder)
{
  g_autofree char *dir = g_build_filename (g_getenv ("MADO_SOURCE_ROOT"), folder, NULL);
  g_autoptr(GError) error = NULL;
  MadoPack *pack = mado_pack_load (dir, &error);

  g_assert_no_error (error);
  return pack;
}
