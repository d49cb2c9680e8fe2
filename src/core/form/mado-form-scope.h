/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/form/mado-form-reader.h"

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
  MadoExprScope         expr;
} MadoFormScope;

void mado_form_scope_init  (MadoFormScope        *self,
                            MadoPack             *pack,
                            const MadoFormReader *reader,
                            const MadoProcedure  *procedure);
void mado_form_scope_clear (MadoFormScope        *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MadoFormScope, mado_form_scope_clear)

G_END_DECLS
