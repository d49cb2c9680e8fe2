/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A window that a visitor looks at, once it has its child: in training it says
 * so above what it shows. Nothing is done outside of training, or twice. */
void mado_training_screen_mark (GtkWindow *window);

G_END_DECLS
