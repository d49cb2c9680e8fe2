/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/common/mado-field-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define MOST_DIGITS 9

char *
mado_field_words_at_rest (const MadoField *field,
                          GVariant        *value)
{
  return field->type == MADO_FIELD_DATE ? mado_field_print (field, value)
                                        : mado_field_display (field, value, NULL, NULL);
}

static char *
list_choices (const MadoField *field,
              const char      *text)
{
  g_autoptr (GPtrArray) found = mado_field_filter_choices (field, text, NULL);
  g_autoptr (GPtrArray) all = found->len > 1 ? g_ptr_array_ref (found) : mado_field_filter_choices (field, "", NULL);
  GString *out = g_string_new (NULL);

  /* What the number in the entry stands for comes first. */
  if (*text && found->len == 1)
    g_string_append_printf (out, "→ %s   ", mado_text_get (((MadoChoice *) found->pdata[0])->label, NULL));
  for (guint i = 0; i < all->len; i++)
    {
      const MadoChoice *choice = all->pdata[i];

      g_string_append_printf (out, "%s%u %s", i ? "  " : "", choice->key, mado_text_get (choice->label, NULL));
    }

  return g_string_free (out, FALSE);
}

static char *
describe_date (const MadoField       *field,
               const char            *text,
               const MadoDateContext *dates)
{
  /* A copy: looking must not change the last era. */
  MadoFieldContext context = { .dates = *dates };
  g_autoptr (GVariant) value = mado_field_parse (field, text, &context, NULL);
  g_autofree char *all = NULL;

  if (!value || mado_value_is_none (value))
    return NULL;

  /* What stands in the entry already is not said twice: a narrow column has room for the rest. */
  all = mado_field_display (field, value, &dates->today, NULL);
  return g_strdup (g_str_has_prefix (all, text) ? all + strlen (text) : all);
}

char *
mado_field_words_describe (const MadoField       *field,
                           const char            *text,
                           const MadoDateContext *dates)
{
  switch (field->type)
    {
    case MADO_FIELD_CHOICE:
    case MADO_FIELD_CHOICES:
      return list_choices (field, text);
    case MADO_FIELD_YES_NO:
      return g_strdup (_("1 Yes  2 No"));
    case MADO_FIELD_DATE:
    case MADO_FIELD_TIME:
      return *text && dates ? describe_date (field, text, dates) : NULL;
    default:
      return NULL;
    }
}

gboolean
mado_field_words_is_numeric (const MadoField *field)
{
  return field->type == MADO_FIELD_NUMBER || field->type == MADO_FIELD_PHONE ||
         field->type == MADO_FIELD_POSTAL_CODE || field->type == MADO_FIELD_EMAIL;
}

gboolean
mado_field_words_takes_digit (const MadoField *field)
{
  return field->type == MADO_FIELD_YES_NO ||
         (field->type == MADO_FIELD_CHOICE && field->n_choices <= MOST_DIGITS);
}
