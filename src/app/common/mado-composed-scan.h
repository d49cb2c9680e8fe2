/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * MadoComposedScan:
 *
 * Catches a scanner's code that an input method took before the program saw
 * the keys: where the desktop's input method stands in front of every window
 * (Wayland), a scan arrives as a text being composed, "ＭＧ１：…", or as one
 * insertion. Such a text never stays in a field; "code" is emitted with it as
 * the input method made it (mado_wedge_read_text() puts it right).
 */
#define MADO_TYPE_COMPOSED_SCAN (mado_composed_scan_get_type ())
G_DECLARE_FINAL_TYPE (MadoComposedScan, mado_composed_scan, MADO, COMPOSED_SCAN, GObject)

MadoComposedScan *mado_composed_scan_new        (GtkWindow        *window);
void              mado_composed_scan_set_prefix (MadoComposedScan *self,
                                                 const char       *prefix);

G_END_DECLS
