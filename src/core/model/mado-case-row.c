/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/mado-case-row.h"

void
mado_case_row_free (MadoCaseRow *self)
{
  if (self == NULL)
    return;
  g_free (self->kind);
  g_free (self->ticket_no);
  g_free (self->case_no);
  g_free (self->event);
  g_free (self->name);
  g_free (self->kana);
  g_free (self->state);
  g_free (self->desk);
  g_free (self->day);
  g_free (self);
}
