/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * ctl_options_parse:
 * @name: what the help calls the command, "madoguchi-ctl card read"
 * @entries: the options, translated by the program's catalogue
 * @argc, @argv: as a #CtlCommand gets them; left alone
 * @rest: (out) (optional) (transfer full): what is no option, in order
 *
 * What is parsed into @entries is the caller's to free, also after a fault.
 */
gboolean ctl_options_parse         (const char          *name,
                                    const GOptionEntry  *entries,
                                    int                  argc,
                                    char               **argv,
                                    char              ***rest,
                                    GError             **error);

/* The first line of a file, without its end. The caller wipes @password with
 * mado_wipe() before freeing it. */
gboolean ctl_options_read_password (const char          *path,
                                    char               **password,
                                    GError             **error);

G_END_DECLS
