/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-date.h"
#include "core/model/mado-value.h"
#include "core/procedure/mado-pack.h"

G_BEGIN_DECLS

/*
 * One field's value on its way between the clerk's keys, the record and the
 * eyes of people. The record holds the canonical form only.
 */

/**
 * MadoFieldContext:
 * @dates: today and the last era used; a spoken era is remembered here
 * @other: canonical text of another field of the same owner, for rules like
 *   "not before move_date"; NULL or "" if unknown. May be NULL
 * @number_allowed: a person looked at the 12 digits that look like a
 *   個人番号 and said that they are something else
 */
typedef struct
{
  MadoDateContext  dates;
  const char    *(*other) (const char *field_id, gpointer user_data);
  gpointer         user_data;
  gboolean         number_allowed;
} MadoFieldContext;

/**
 * mado_field_parse:
 *
 * What the clerk typed → the canonical value. Empty text gives a "none".
 * MADO_ERROR_INVALID with the sentence to show at the field;
 * MADO_ERROR_NEEDS_PERSON for 12 digits that may be a 個人番号.
 */
GVariant *mado_field_parse          (const MadoField   *field,
                                     const char        *typed,
                                     MadoFieldContext  *context,
                                     GError           **error);
/* The same rules over a value that came from elsewhere (card, slip, web). */
gboolean  mado_field_check          (const MadoField   *field,
                                     GVariant          *value,
                                     MadoFieldContext  *context,
                                     GError           **error);

/* For the screen. @today: dates of birth get an age; may be NULL.
 * @language as in mado_text_get(). */
char     *mado_field_display        (const MadoField   *field,
                                     GVariant          *value,
                                     const MadoDate    *today,
                                     const char        *language);
/* For paper, in Japanese: no western year, no age. */
char     *mado_field_print          (const MadoField   *field,
                                     GVariant          *value);
/* What stands in the entry when the clerk comes back to it; parses back to
 * the same value. */
char     *mado_field_edit_text      (const MadoField   *field,
                                     GVariant          *value);

/* As conditions see it: "yes"/"no", choice code, ISO date, decimal number;
 * "" for none; codes of a list joined by ",". */
char     *mado_field_to_canonical   (const MadoField   *field,
                                     GVariant          *value);
GVariant *mado_field_from_canonical (const MadoField   *field,
                                     const char        *text); /* NULL: not canonical */

/* Choices that fit what is typed so far: a key number, or the beginning of
 * kana or label (any kana, any width). All of them for "". (container) */
GPtrArray *mado_field_filter_choices (const MadoField  *field,
                                      const char       *typed,
                                      const char       *language);

/* Is it a person's name (family_name, given_name, former_family_name …)? */
gboolean  mado_field_is_name        (const MadoField   *field);

G_END_DECLS
