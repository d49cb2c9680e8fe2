/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Signs in with the server, hands in all that waits in the place's journal and
 * takes what is new. Exit status; what is wrong is printed. */
int ctl_place_send (const char *dir,
                    const char *staff,
                    const char *password);

G_END_DECLS
