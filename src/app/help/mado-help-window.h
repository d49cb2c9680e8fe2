/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MadoHelpWindow:
 *
 * The first steps and the table of keys, for computers without a help viewer.
 * A window of its own, so that the page in front stays as it is; Esc or F1
 * closes it.
 */
#define MADO_TYPE_HELP_WINDOW (mado_help_window_get_type ())
G_DECLARE_FINAL_TYPE (MadoHelpWindow, mado_help_window, MADO, HELP_WINDOW, GtkWindow)

MadoHelpWindow *mado_help_window_new (GtkWindow *parent);

G_END_DECLS
