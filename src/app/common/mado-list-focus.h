/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Puts the focus into @list where it was last, else on its first focusable child.
 * May be called again: a page is asked for its focus when it comes to the front
 * and once more when it is mapped, and a step forward each time would leave the
 * focus beside the selected line. */
void mado_list_focus (GtkWidget *list);

G_END_DECLS
