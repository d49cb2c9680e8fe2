/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/form/mado-field-value.h"

G_BEGIN_DECLS

/*
 * What an entry shows around a field's value. Reading and writing of the value
 * itself is core/form's (mado-field-value.h); this only picks the words that
 * fit into one narrow line.
 */

/* The entry without the focus: 昭和60年4月1日, 〒985-0001, 男. The western year
 * and the age stand in the line below. */
char     *mado_field_words_at_rest    (const MadoField       *field,
                                       GVariant              *value);
/* What @text means so far, for the line below: 昭和60年4月1日（1985）41歳,
 * "1 男  2 女". NULL: nothing to say. */
char     *mado_field_words_describe   (const MadoField       *field,
                                       const char            *text,
                                       const MadoDateContext *dates);
/* Numbers and codes are typed half-width, whatever the input method makes. */
gboolean  mado_field_words_is_numeric (const MadoField       *field);
/* One digit picks: a choice of at most nine, or yes and no. */
gboolean  mado_field_words_takes_digit (const MadoField      *field);

G_END_DECLS
