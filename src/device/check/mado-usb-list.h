/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Classes of USB interfaces (usb.org, "Defined Class Codes"). */
#define MADO_USB_CLASS_SMART_CARD 0x0b
#define MADO_USB_CLASS_VIDEO      0x0e

/* Names of the devices that are plugged in and have an interface of this class
 * (full, ends with NULL), whatever their drivers make of them. @root:
 * "/sys/bus/usb/devices". Reads files: not on the main thread. */
char **mado_usb_list (const char *root,
                      guint8      interface_class);

G_END_DECLS
