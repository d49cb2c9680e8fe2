/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/mado-context.h"

G_BEGIN_DECLS

/* (transfer full): the code of a slip that a family filled in at home before it
 * came to move in: its names and birth dates, closed with the key of this
 * training. NULL while nobody has signed in. */
char *mado_training_slip_new (MadoContext  *context,
                              GError      **error);

G_END_DECLS
