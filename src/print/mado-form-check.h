/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What mado_pack_check() cannot look into: the backgrounds of the forms in
 * @dir, each opened in the confined renderer. Adds to @faults (MadoPackFault).
 * Waits. */
void mado_form_check_backgrounds (const char *dir,
                                  GPtrArray  *faults);

G_END_DECLS
