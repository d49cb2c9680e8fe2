/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Puts what the visitor sees on the second monitor, if there is one and @second
 * says so; else over the clerk's window, until it is taken away. Returns whether
 * it has a screen of its own, where it is shown at once. */
gboolean mado_visitor_place (GtkWindow *window,
                             GtkWindow *clerk,
                             gboolean   second);

G_END_DECLS
