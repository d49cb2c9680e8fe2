/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/initiative/mado-plan-place.h"
#include "core/form/mado-plan-edit.h"

G_BEGIN_DECLS

/*
 * The steps of a row in a call for updates: a department enters, says 変更なし
 * or confirms; those who gather accept or return. Each is one command.
 */
typedef enum
{
  MADO_STEP_NO_CHANGE,
  MADO_STEP_CONFIRM,
  MADO_STEP_ACCEPT,
  MADO_STEP_RETURN, /* with a comment */
} MadoAnswerStep;

gboolean       mado_answer_is_step      (const char            *command);
MadoAnswerStep mado_answer_step         (const char            *command);
/* Is there something for this person to do with the row in this step now? */
gboolean       mado_answer_may          (MadoPlanPlace         *place,
                                         const MadoId          *row,
                                         MadoAnswerStep         step);
/* Puts the step into an edit of the row; those who gather judge every answer
 * that is confirmed. FALSE with what is missing. */
gboolean       mado_answer_put          (MadoPlanPlace         *place,
                                         MadoPlanEdit          *edit,
                                         MadoAnswerStep         step,
                                         const char            *comment,
                                         GError               **error);
/* The same as a write of its own. */
void           mado_answer_write_async  (MadoPlanPlace         *place,
                                         const MadoId          *row,
                                         MadoAnswerStep         step,
                                         const char            *comment,
                                         GAsyncReadyCallback    callback,
                                         gpointer               data);
gboolean       mado_answer_write_finish (MadoPlanPlace         *place,
                                         GAsyncResult          *result,
                                         GError               **error);

G_END_DECLS
