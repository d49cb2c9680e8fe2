/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/counter/mado-pin-entry.h"

G_BEGIN_DECLS

/**
 * MadoPinWindow:
 *
 * The visitor's screen while a PIN is wanted: which one, how often it may still
 * be wrong, how many digits stand there, and keys large enough for a finger. A
 * keypad or keyboard works as well. What is typed is never shown and lives in
 * the locked memory of its #MadoPinEntry.
 *
 * Where it lies over the clerk's window, the clerk's Ctrl+BackSpace takes it
 * away, as with a signature.
 *
 * Signals:
 *   "entered" ()  the visitor is done; whoever hears it takes the PIN and wipes it
 *   "typed" ()    a key was pressed: what was said of the last entry is past
 *   "left" (gboolean visitor)  given up, by the visitor or by the clerk
 */
#define MADO_TYPE_PIN_WINDOW (mado_pin_window_get_type ())
G_DECLARE_FINAL_TYPE (MadoPinWindow, mado_pin_window, MADO, PIN_WINDOW, GtkWindow)

MadoPinWindow *mado_pin_window_new       (void);
/* @card: what lies on the reader; @title: which PIN, of at most @most letters;
 * @tries -1: the card does not say. Shows itself. */
void           mado_pin_window_ask       (MadoPinWindow *self,
                                          const char    *card,
                                          const char    *title,
                                          int            tries,
                                          guint          most);
/* Beside the keys, or, when nothing is @asked any more, instead of them. */
void           mado_pin_window_tell      (MadoPinWindow *self,
                                          const char    *text,
                                          gboolean       wrong,
                                          gboolean       asked);
MadoPinEntry  *mado_pin_window_get_entry (MadoPinWindow *self);

G_END_DECLS
