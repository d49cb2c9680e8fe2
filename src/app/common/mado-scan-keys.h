/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "device/scan/mado-wedge.h"

G_BEGIN_DECLS

/**
 * MadoScanKeys:
 *
 * Keyboard-wedge scanners in one window: their keys are recognised by their
 * speed and the code's prefix, whatever has the focus and whether or not an
 * input method is on. Keys that might be the head of a code are held for at
 * most 45 ms; a person's keys come back as the same events, in order, and are
 * not looked at by the recogniser again.
 *
 * Signals:
 *   "code" (char *code)  a whole code
 *   "broken" ()          one broke off; nothing of it reached the window
 *   "read" ()            before either of them: see get_facts()
 */
#define MADO_TYPE_SCAN_KEYS (mado_scan_keys_get_type ())
G_DECLARE_FINAL_TYPE (MadoScanKeys, mado_scan_keys, MADO, SCAN_KEYS, GObject)

/* @window: borrowed, weak. It is offered keys with mado_scan_keys_offer() by
 * whoever sees them first. */
MadoScanKeys         *mado_scan_keys_new        (GtkWindow       *window);
/* The same, and it looks at the keys of the window itself. */
MadoScanKeys         *mado_scan_keys_new_watching (GtkWindow     *window);
void                  mado_scan_keys_set_prefix (MadoScanKeys    *self,
                                                 const char      *prefix);
/* TRUE: the key is the scanner's, or not decided yet; nobody else gets it. */
gboolean              mado_scan_keys_offer      (MadoScanKeys    *self,
                                                 guint            keyval,
                                                 GdkModifierType  state,
                                                 GdkEvent        *event);
const MadoWedgeFacts *mado_scan_keys_get_facts  (MadoScanKeys    *self);
/* NULL when it has gone. */
GtkWindow            *mado_scan_keys_get_window (MadoScanKeys    *self);

/* Codes that are read while @window has the focus are swallowed, told to the
 * clerk and never opened: it is the visitor's. */
void                  mado_scan_keys_refuse_in  (GtkWindow       *window);
gboolean              mado_scan_keys_is_refused_in (GtkWindow    *window);

G_END_DECLS
