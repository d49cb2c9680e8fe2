/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/procedure/mado-pack.h"

G_BEGIN_DECLS

/* handover.json: what a person compares before a certificate of a procedure is
 * handed over, and by which words it is known on the certificate. */
typedef struct
{
  const MadoField    *field;
  const char *const  *words; /* labels on the certificate, 本籍; of a choice: those that stand there once a person; may be empty */
  const char         *alone; /* code of the choice under which only the persons named may stand on it; NULL */
} MadoHandoverField;

typedef struct
{
  const char              *id; /* the procedure's */
  const MadoProcedure     *procedure;
  const MadoHandoverField *fields;
  guint                    n_fields;
} MadoHandoverRule;

/* NULL: the pack does not say; no certificate of it is compared. */
const MadoHandoverRule *mado_pack_get_handover (MadoPack   *self,
                                                const char *procedure);

G_END_DECLS
