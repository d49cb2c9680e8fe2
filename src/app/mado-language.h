/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The language that the person wishes, also where its locale is not installed.
 * First of all in main(). */
void mado_language_set (void);

G_END_DECLS
