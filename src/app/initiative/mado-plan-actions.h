/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-page.h"

G_BEGIN_DECLS

/* Buttons for the commands that have no fixed place in the key bar; each says
 * its key and what it does on @page, and is pale while that cannot be done.
 * @commands: NULL-ended. */
void mado_plan_actions_fill (GtkBox            *box,
                             MadoPage          *page,
                             const char *const *commands);

G_END_DECLS
