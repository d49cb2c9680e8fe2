/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MadoNumberView:
 *
 * A 個人番号 for the minute in which the clerk copies it into the core system:
 * masked, and legible only while Space has been pressed and the view has the
 * focus. The digits live in locked memory and are drawn one by one: no widget,
 * text layout, clipboard or screen reader ever gets them as a text. They are
 * wiped after a minute, when the view is no longer on the screen, and by
 * clear().
 *
 * Signals:
 *   "wiped" ()  by the time or because it left the screen
 */
#define MADO_TYPE_NUMBER_VIEW (mado_number_view_get_type ())
G_DECLARE_FINAL_TYPE (MadoNumberView, mado_number_view, MADO, NUMBER_VIEW, GtkWidget)

GtkWidget *mado_number_view_new     (void);
/* @number: twelve digits; the caller wipes its own. */
void       mado_number_view_set     (MadoNumberView *self,
                                     const char     *number);
void       mado_number_view_toggle  (MadoNumberView *self);
void       mado_number_view_clear   (MadoNumberView *self);
gboolean   mado_number_view_is_set  (MadoNumberView *self);

G_END_DECLS
