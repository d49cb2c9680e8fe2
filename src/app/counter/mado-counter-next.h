/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/counter/mado-counter.h"

G_BEGIN_DECLS

/* What comes next when a visit stands at confirmation, in words. */

/* Nothing of this desk waits for acceptance any more. */
gboolean    mado_counter_is_all_accepted (MadoCounter *counter);
/* What Ctrl+Enter does now, for the key bar. */
const char *mado_counter_get_next_label  (MadoCounter *counter);
/* What the clerk has to look at now, and which key notes it (full). */
char       *mado_counter_describe_next   (MadoCounter *counter);

G_END_DECLS
