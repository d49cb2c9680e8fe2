/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "print/mado-form-piece.h"

G_BEGIN_DECLS

/* What setting and drawing of a piece share. */
#define MM_PER_POINT (25.4 / 72)
#define LEADING 1.16
#define ADDED_WIDTH 3.2

static inline double
type_size (const MadoFormPiece *self)
{
  return self->item->size * MM_PER_POINT;
}

static inline gboolean
is_added (const MadoFormPiece *self)
{
  return self->has_value && (self->value.marks & MADO_PRINT_ADDED) != 0;
}

static inline double
check_side (const MadoFormPiece *self)
{
  return type_size (self) * 0.92;
}

G_END_DECLS
