/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/form/mado-form-reader.h"
#include "core/procedure/mado-guidance.h"

G_BEGIN_DECLS

/* Conditions of the pack over a case as one procedure sees it: its own fields
 * before the case's, and what guidance knows behind them. On the stack; the
 * texts it hands out live until it is cleared. */
typedef struct
{
  MadoPack             *pack;
  const MadoFormReader *reader;
  const MadoProcedure  *procedure;
  const char *const    *persons;
  guint                 n_persons;
  GPtrArray            *kept;
  MadoFacts           **facts; /* made on first use, shared by the scopes of one pass */
  MadoFacts            *own_facts;
  MadoExprScope         expr;
} MadoFormScope;

void mado_form_scope_init  (MadoFormScope        *self,
                            MadoPack             *pack,
                            const MadoFormReader *reader,
                            const MadoProcedure  *procedure,
                            MadoFacts           **facts); /* nullable */
void mado_form_scope_clear (MadoFormScope        *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MadoFormScope, mado_form_scope_clear)

char **mado_form_scope_persons (MadoFormScope *self,
                                const char    *role);

G_END_DECLS
