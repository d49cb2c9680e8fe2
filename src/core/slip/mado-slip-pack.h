/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/procedure/mado-pack.h"
#include "core/slip/mado-slip-fields.h"

G_BEGIN_DECLS

/* The field dictionary of a city pack as the slip asks for it. Borrows @pack,
 * which has to stay. */
void mado_slip_fields_init_pack (MadoSlipFields *fields,
                                 MadoPack       *pack);

G_END_DECLS
