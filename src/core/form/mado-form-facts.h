/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/form/mado-form-reader.h"
#include "core/procedure/mado-guidance.h"

G_BEGIN_DECLS

/* What guidance and conditions know of a case: its fields, the visitor's, the
 * household in its order, answers, picked procedures. @today ISO. (full) */
MadoFacts *mado_form_facts_new (MadoPack             *pack,
                                const MadoFormReader *reader,
                                const char           *today);

G_END_DECLS
