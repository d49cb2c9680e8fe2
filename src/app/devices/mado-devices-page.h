/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-context.h"
#include "app/mado-page.h"

G_BEGIN_DECLS

/**
 * MadoDevicesPage:
 *
 * What is plugged in: card reader, camera, scanner, printers, server. Of each
 * what was found, what is wrong and how to mend it. Looks when it is shown, and
 * again with Enter; a code that is scanned meanwhile proves the scanner.
 */
#define MADO_TYPE_DEVICES_PAGE (mado_devices_page_get_type ())
G_DECLARE_FINAL_TYPE (MadoDevicesPage, mado_devices_page, MADO, DEVICES_PAGE, GtkWidget)

MadoPage *mado_devices_page_new (MadoContext *context);

G_END_DECLS
