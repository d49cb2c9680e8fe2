/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "print/render/mado-pdf-reader.h"

G_BEGIN_DECLS

/* A document on the visitor's screen: one page at a time, as large as it fits,
 * nothing else. On the monitor that @connector names, if it is there; else a
 * window of its own. Esc closes it. */
GtkWindow *mado_present_window_new     (GtkWindow     *clerk,
                                        MadoPdfReader *reader,
                                        const char    *connector);
void       mado_present_window_go      (GtkWindow     *window,
                                        guint          page);

G_END_DECLS
