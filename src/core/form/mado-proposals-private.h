/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/form/mado-provider.h"

G_BEGIN_DECLS

/* mado-proposals-alike.c: compares @list (MadoProposal*) with what stands there,
 * fills in alike and takes out what says the same. */
void mado_proposals_drop_alike (MadoPack             *pack,
                                const MadoFormReader *reader,
                                GPtrArray            *list);

G_END_DECLS
