/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MadoPinEntry:
 *
 * Takes a PIN and shows only how many letters it has. No text widget: those
 * keep copies, give their text to assistive programs, and hand keys to input
 * methods. What is typed lives in locked memory until it is taken.
 */
#define MADO_TYPE_PIN_ENTRY (mado_pin_entry_get_type ())
G_DECLARE_FINAL_TYPE (MadoPinEntry, mado_pin_entry, MADO, PIN_ENTRY, GtkWidget)

GtkWidget  *mado_pin_entry_new       (void);
/* Empty again; at most @most letters. @shown: it is printed on the card, so
 * the letters may be seen. */
void        mado_pin_entry_begin     (MadoPinEntry *self,
                                      const char   *spoken,
                                      guint         most,
                                      gboolean      shown);
/* A digit or letter (of the ten-key too), or BackSpace; FALSE: not for here. */
gboolean    mado_pin_entry_key       (MadoPinEntry *self,
                                      guint         keyval);
/* In the locked memory; mado_pin_entry_clear() wipes it. */
const char *mado_pin_entry_peek      (MadoPinEntry *self);
void        mado_pin_entry_clear     (MadoPinEntry *self);

G_END_DECLS
