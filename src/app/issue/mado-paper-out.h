/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-error.h"

G_BEGIN_DECLS

/* Hands a finished PDF to where the preferences say: "folder:PATH" (a file
 * @name.pdf there), a printer's name, or "" for the system's own printer. Blocks. A
 * printer that does not take it: NEEDS_PERSON, and the file is kept in @kept_in.
 * Returns the file, or "" when it went to a printer. */
char *mado_paper_out (GBytes      *pdf,
                      const char  *printer,
                      const char  *kept_in,
                      const char  *name,
                      gint64       copies,
                      GError     **error);

G_END_DECLS
