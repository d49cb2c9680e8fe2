/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-error.h"

G_BEGIN_DECLS

/**
 * MadoSlipFields:
 *
 * What the codec asks the field dictionary; filled in by the caller, so that
 * the slip knows no pack. A tag is a field's number in slips, from 1 to
 * 16,383; a choice's number is from 1 to 4,095. Neither is ever given to
 * something else: a slip printed last year must still be read right.
 *
 * number() and code() are asked for fields with a tag only.
 *
 * A field without a tag (0) and a choice without a number (0) travel as text.
 * On reading, a tag without a name gives the field "#TAG" and a number without
 * a code the text "#NUMBER": shown as a plain list, never stored.
 */
typedef struct
{
  guint       (*tag)    (const char *field, gpointer data);
  const char *(*name)   (guint tag, gpointer data);
  guint       (*number) (const char *field, const char *code, gpointer data);
  const char *(*code)   (const char *field, guint number, gpointer data);
  gpointer      data;
} MadoSlipFields;

/* Knows no field: everything travels by name. */
extern const MadoSlipFields mado_slip_fields_none;

G_END_DECLS
