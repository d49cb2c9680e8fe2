/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where a module or helper program of the devices is: the folder device below
 * MADO_MODULE_DIR, else below where this program was built, else the installed
 * place. */
char *mado_device_place (const char *name);

G_END_DECLS
