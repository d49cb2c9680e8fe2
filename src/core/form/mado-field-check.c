/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/mado-checks.h"
#include "core/base/mado-kana.h"
#include "core/base/mado-text.h"
#include "core/form/mado-field-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The rules that every value of a field keeps, wherever it came from. */

#define DEFAULT_MAX_LETTERS 200

static gboolean
refuse (GError    **error,
        const char *message)
{
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, message);
  return FALSE;
}

/* --- dates --------------------------------------------------------------------- */

/* The day that a bound of the pack means now; FALSE: nothing known. */
static gboolean
resolve_bound (const char       *bound,
               MadoFieldContext *context,
               MadoDate         *date)
{
  const char *other;

  if (bound == NULL)
    return FALSE;
  if (strcmp (bound, "today") == 0)
    {
      *date = context->dates.today;
      return TRUE;
    }
  if (mado_date_parse_iso (bound, date))
    return TRUE;
  other = context->other != NULL ? context->other (bound, context->user_data) : NULL;
  return other != NULL && mado_date_parse_iso (other, date);
}

static gboolean
check_date (const MadoField  *field,
            const MadoDate   *date,
            MadoFieldContext *context,
            GError          **error)
{
  MadoDate bound, first = mado_date_earliest (date), last = mado_date_latest (date);

  if (!field->partial && !mado_date_is_complete (date))
    return refuse (error, _("Here the month and the day must be known."));
  if (resolve_bound (field->not_before, context, &bound))
    {
      g_autofree char *day = mado_date_to_wareki (&bound);

      bound = mado_date_earliest (&bound);
      if (mado_date_compare (&last, &bound) < 0)
        {
          g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
                       _("This date cannot be before %s."), day);
          return FALSE;
        }
    }
  if (resolve_bound (field->not_after, context, &bound))
    {
      g_autofree char *day = mado_date_to_wareki (&bound);

      bound = mado_date_latest (&bound);
      if (mado_date_compare (&first, &bound) > 0)
        {
          g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
                       _("This date cannot be after %s."), day);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
check_time (const MadoField  *field,
            const char       *text,
            MadoFieldContext *context,
            GError          **error)
{
  MadoDate date;
  int hour, minute;

  if (!mado_field_split_time (text, &date, &hour, &minute))
    return refuse (error, _("This is not a time of day. Type it like 13:05."));
  return check_date (field, &date, context, error);
}

/* --- text ----------------------------------------------------------------------- */

/* Characters that no printer and no other system will show. */
static gboolean
check_letters (const char *text,
               GError    **error)
{
  for (const char *p = text; *p != 0; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      GUnicodeType type = g_unichar_type (c);

      if (type == G_UNICODE_PRIVATE_USE || type == G_UNICODE_FORMAT || type == G_UNICODE_SURROGATE ||
          (c >= 0x1f000 && c <= 0x1faff) || c == 0xfffd)
        {
          g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
                       _("The character U+%04X cannot be printed or handed on. Type it another way."),
                       c);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
check_length (const MadoField *field,
              const char      *text,
              GError         **error)
{
  guint most = field->max_length > 0 ? field->max_length : DEFAULT_MAX_LETTERS;
  gsize length = mado_text_length (text);

  if (length <= most)
    return TRUE;
  g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
               _("This is too long: %d characters, at most %d."), (int) length, (int) most);
  return FALSE;
}

static gboolean
check_choice (const MadoField *field,
              const char      *code,
              GError         **error)
{
  for (guint i = 0; i < field->n_choices; i++)
    if (strcmp (field->choices[i].code, code) == 0)
      return TRUE;
  /* Translators: the code of a choice that the city's list no longer has */
  g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
               _("There is no choice “%s” here."), code);
  return FALSE;
}

/* Numbers that look like one, whatever field they were typed into. */
static gboolean
check_codes (const MadoField *field,
             const char      *text,
             GError         **error)
{
  if (g_str_has_suffix (field->id, "bank_code"))
    return mado_check_bank_code (text, error);
  if (g_str_has_suffix (field->id, "branch_code"))
    return mado_check_branch_code (text, error);
  if (g_str_has_suffix (field->id, "account_number"))
    return mado_check_account_number (text, error);
  return TRUE;
}

static gboolean
check_text (const MadoField  *field,
            const char       *text,
            MadoFieldContext *context,
            GError          **error)
{
  MadoDate date;

  switch (field->type)
    {
    case MADO_FIELD_DATE:
      if (!mado_date_parse_iso (text, &date))
        return refuse (error, _("This is not a date."));
      return check_date (field, &date, context, error);
    case MADO_FIELD_TIME:
      return check_time (field, text, context, error);
    case MADO_FIELD_CHOICE:
      return check_choice (field, text, error);
    case MADO_FIELD_PHONE:
      return mado_check_phone (text, error);
    case MADO_FIELD_EMAIL:
      return mado_check_email (text, error);
    case MADO_FIELD_POSTAL_CODE:
      return mado_check_postal_code (text, error);
    case MADO_FIELD_KANA:
      return mado_kana_check (text, error) && check_length (field, text, error);
    default:
      return check_length (field, text, error) &&
             (mado_field_is_name (field) ? mado_text_check_name (text, error)
                                         : check_letters (text, error)) &&
             check_codes (field, text, error);
    }
}

static gboolean
check_number (const MadoField *field,
              gint64           number,
              GError         **error)
{
  if (field->has_min && number < field->min)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
                   _("The number must be at least %d."), (int) field->min);
      return FALSE;
    }
  if (field->has_max && number > field->max)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
                   _("The number must be at most %d."), (int) field->max);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_choices (const MadoField *field,
               GVariant        *value,
               GError         **error)
{
  for (gsize i = 0; i < g_variant_n_children (value); i++)
    {
      g_autoptr (GVariant) boxed = g_variant_get_child_value (value, i);
      g_autoptr (GVariant) code = g_variant_get_variant (boxed);

      if (!g_variant_is_of_type (code, G_VARIANT_TYPE_STRING) ||
          !check_choice (field, g_variant_get_string (code, NULL), error))
        return FALSE;
    }
  return TRUE;
}

static const GVariantType *
type_of_field (const MadoField *field)
{
  switch (field->type)
    {
    case MADO_FIELD_CHOICES:
      return G_VARIANT_TYPE ("av");
    case MADO_FIELD_YES_NO:
      return G_VARIANT_TYPE_BOOLEAN;
    case MADO_FIELD_NUMBER:
      return G_VARIANT_TYPE_INT64;
    default:
      return G_VARIANT_TYPE_STRING;
    }
}

static gboolean
holds_my_number (const MadoField *field,
                 GVariant        *value)
{
  g_autofree char *text = NULL;

  if (field->type == MADO_FIELD_NUMBER)
    text = g_strdup_printf ("%012" G_GINT64_FORMAT, g_variant_get_int64 (value));
  else if (field->type == MADO_FIELD_TEXT)
    return mado_check_contains_my_number (g_variant_get_string (value, NULL));
  return text != NULL && text[0] != '0' && mado_check_my_number (text);
}

gboolean
mado_field_check (const MadoField  *field,
                  GVariant         *value,
                  MadoFieldContext *context,
                  GError          **error)
{
  if (mado_value_is_none (value))
    return TRUE;
  if (!g_variant_is_of_type (value, type_of_field (field)))
    return refuse (error, _("The value is of another kind than this field takes."));
  if (!context->number_allowed && holds_my_number (field, value))
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NEEDS_PERSON,
                           _("These 12 digits look like an individual number (My Number), which is "
                             "never kept here. Is it really another number?"));
      return FALSE;
    }
  switch (field->type)
    {
    case MADO_FIELD_CHOICES:
      return check_choices (field, value, error);
    case MADO_FIELD_YES_NO:
      return TRUE;
    case MADO_FIELD_NUMBER:
      return check_number (field, g_variant_get_int64 (value), error);
    default:
      if (!mado_text_is_clean (g_variant_get_string (value, NULL), FALSE))
        return refuse (error, _("The text holds characters that cannot be written. Type it again."));
      return check_text (field, g_variant_get_string (value, NULL), context, error);
    }
}
