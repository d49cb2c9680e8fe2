/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/mado-language.h"

#include <glib.h>
#include <libintl.h>
#include <locale.h>

static const char *
wished_language (void)
{
  static const char *const names[] = { "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *value = g_getenv (names[i]);

      if (value && *value)
        return value;
    }

  return "";
}

void
mado_language_set (void)
{
  g_autofree char *wish = g_strdup (wished_language ());
  const char *folder = g_getenv ("MADO_LOCALE_DIR");

  /* Without the locale the C library would fall back to ASCII and English;
   * with any UTF-8 locale the catalogue named by LANGUAGE is used. */
  if (!setlocale (LC_ALL, "") || g_str_equal (setlocale (LC_CTYPE, NULL), "C"))
    {
      g_setenv ("LC_ALL", "C.UTF-8", TRUE);
      setlocale (LC_ALL, "");
      if (g_str_has_prefix (wish, "ja"))
        g_setenv ("LANGUAGE", "ja", TRUE);
    }
  /* Kanji take their Japanese shapes, whatever the language of the screen. */
  g_setenv ("PANGO_LANGUAGE", "ja:en", FALSE);

  bindtextdomain (GETTEXT_PACKAGE, folder ? folder : MADO_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
