/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/exchange/mado-sheet-load.h"

#include <glib/gi18n-lib.h>
#include <gmodule.h>

const MadoSheetModule *
mado_sheet_load (GError **error)
{
  static GMutex lock;
  static const MadoSheetModule *loaded;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  const char *folder = g_getenv ("MADO_MODULE_DIR");
  g_autofree char *path = g_build_filename (folder != NULL ? folder : MADO_PKGLIBDIR, "core", "exchange", "sheet",
                                            "libmado-sheet." G_MODULE_SUFFIX, NULL);
  const MadoSheetModule *(*get) (void);
  GModule *module;

  if (loaded != NULL)
    return loaded;
  module = g_module_open (path, G_MODULE_BIND_LOCAL);
  if (module == NULL || !g_module_symbol (module, MADO_SHEET_MODULE_SYMBOL, (gpointer *) &get) || get ()->version != 1)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_UNSUPPORTED, _("The part of the program that knows workbooks cannot be loaded (%s)."),
                   module == NULL ? g_module_error () : path);
      return NULL;
    }
  g_module_make_resident (module);
  loaded = get ();
  return loaded;
}
