/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/counter/mado-counter.h"
#include "app/counter/mado-visitor-window.h"

G_BEGIN_DECLS

/* What a visit shows on the visitor's screen: only what he has to decide on. */

/* The forms that are signed on glass and what is declared on them; asks for
 * the signature. */
void mado_counter_show_declaration (MadoCounter       *counter,
                                    MadoVisitorWindow *window);
/* What was added after he signed (record paths); asks for a tap. */
void mado_counter_show_additions   (MadoCounter       *counter,
                                    MadoVisitorWindow *window,
                                    char             **additions);

G_END_DECLS
