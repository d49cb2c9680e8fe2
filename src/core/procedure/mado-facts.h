/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/procedure/mado-guidance.h"

G_BEGIN_DECLS

/* Inside guidance: what is known, with everything the program computes from it. */

const char *mado_facts_get_today   (const MadoFacts *self);
const char *mado_facts_get         (const MadoFacts *self, const char *field);
MadoAnswer  mado_facts_get_answer  (const MadoFacts *self, const char *question);
guint       mado_facts_get_n_persons (const MadoFacts *self);
GPtrArray  *mado_facts_get_picks   (const MadoFacts *self);
/* Fields and computed facts; NULL = unknown. Borrowed from @self or @pack. */
const char *mado_facts_lookup      (const MadoFacts *self, MadoPack *pack, const char *name, int person);

G_END_DECLS
