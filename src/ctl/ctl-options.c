/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ctl/ctl-options.h"

#include "core/crypto/mado-crypto.h"

#include <string.h>

gboolean
ctl_options_parse (const char          *name,
                   const GOptionEntry  *entries,
                   int                  argc,
                   char               **argv,
                   char              ***rest,
                   GError             **error)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();
  g_auto (GStrv) copy = NULL;

  /* The parser frees what it takes out. */
  g_strv_builder_add (all, name);
  for (int i = 0; i < argc; i++)
    g_strv_builder_add (all, argv[i]);
  copy = g_strv_builder_end (all);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse_strv (context, &copy, error))
    return FALSE;
  if (rest != NULL)
    *rest = g_strdupv (copy + 1);

  return TRUE;
}

gboolean
ctl_options_read_password (const char  *path,
                           char       **password,
                           GError     **error)
{
  g_autofree char *text = NULL;
  gsize length = 0;

  if (!g_file_get_contents (path, &text, &length, error))
    return FALSE;
  *password = g_strndup (text, strcspn (text, "\r\n"));
  mado_wipe (text, length);

  return TRUE;
}
