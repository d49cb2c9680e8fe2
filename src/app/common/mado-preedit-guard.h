/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MadoPreeditGuard:
 *
 * Knows whether the focused text of a window is being composed in an input
 * method, and sees to it that what is being composed is never lost when the
 * focus leaves: most input methods commit then by themselves; where one drops
 * the text instead, the guard puts it in.
 */
#define MADO_TYPE_PREEDIT_GUARD (mado_preedit_guard_get_type ())
G_DECLARE_FINAL_TYPE (MadoPreeditGuard, mado_preedit_guard, MADO, PREEDIT_GUARD, GObject)

MadoPreeditGuard *mado_preedit_guard_new           (GtkWindow        *window);
gboolean          mado_preedit_guard_is_composing  (MadoPreeditGuard *self);
/* The focused GtkText or GtkTextView, or NULL. */
GtkWidget        *mado_preedit_guard_get_text      (MadoPreeditGuard *self);

G_END_DECLS
