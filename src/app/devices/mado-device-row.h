/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/devices/mado-device-check.h"

G_BEGIN_DECLS

/**
 * MadoDeviceRow:
 *
 * One device on the page: its number (the key that tests it anew), its title,
 * what was found and how to mend it, and a button for the pointer. Read aloud
 * it is one group with all of its sentences.
 */
#define MADO_TYPE_DEVICE_ROW (mado_device_row_get_type ())
G_DECLARE_FINAL_TYPE (MadoDeviceRow, mado_device_row, MADO, DEVICE_ROW, GtkWidget)

GtkWidget       *mado_device_row_new       (guint            number,
                                            MadoDeviceCheck *check);
MadoDeviceCheck *mado_device_row_get_check (MadoDeviceRow   *self);
/* "✗ Card reader: No card reader was found. → Plug it in …", a line each; for the help desk. */
void             mado_device_row_describe  (MadoDeviceRow   *self,
                                            GString         *out);

G_END_DECLS
