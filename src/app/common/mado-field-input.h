/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-date.h"
#include "core/procedure/mado-pack-types.h"

G_BEGIN_DECLS

/*
 * From what a clerk types to the canonical value of a field, and back. Pure
 * functions: the entry shows what they say.
 */
typedef struct
{
  MadoFieldType     type;
  const MadoChoice *choices; /* CHOICE and CHOICES */
  guint             n_choices;
  guint             max_length; /* letters; 0 = none */
  gboolean          partial;    /* DATE: month or day may be unknown */
  gboolean          has_min, has_max;
  gint64            min, max;
  gboolean          with_age;   /* DATE: of birth, shown with the age */
} MadoFieldInput;

/* As the city pack declares the field; choices stay the pack's. */
void      mado_field_input_from_field (MadoFieldInput     *self,
                                       const MadoField    *field);

/* %NULL without an error: the text is empty. Else a new, sunk value, or %NULL
 * with a sentence for the person. @dates: today and the last era used. */
GVariant *mado_field_input_parse    (const MadoFieldInput *self,
                                     const char           *text,
                                     MadoDateContext      *dates,
                                     GError              **error);
/* What to put into the entry for editing. @value NULL: "". */
char     *mado_field_input_format   (const MadoFieldInput *self,
                                     GVariant             *value);
/* What to show when the field is not being edited: 昭和60年4月1日, 〒985-0001,
 * "1 男". */
char     *mado_field_input_display  (const MadoFieldInput *self,
                                     GVariant             *value);
/* What the text means so far, for the line below: 昭和60年4月1日（1985）41歳,
 * "1 男　2 女". NULL: nothing to say. */
char     *mado_field_input_describe (const MadoFieldInput *self,
                                     const char           *text,
                                     const MadoDateContext *dates);
/* Numbers and codes are typed half-width, whatever the input method makes. */
gboolean  mado_field_input_is_numeric (const MadoFieldInput *self);

G_END_DECLS
