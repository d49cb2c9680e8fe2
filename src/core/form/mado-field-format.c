/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/mado-checks.h"
#include "core/form/mado-field-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

gboolean
mado_field_split_time (const char *iso,
                       MadoDate   *date,
                       int        *hour,
                       int        *minute)
{
  char day[MADO_DATE_ISO_LENGTH + 1];

  if (strlen (iso) != 16 || iso[10] != 'T' || iso[13] != ':' ||
      !g_ascii_isdigit (iso[11]) || !g_ascii_isdigit (iso[12]) ||
      !g_ascii_isdigit (iso[14]) || !g_ascii_isdigit (iso[15]))
    return FALSE;
  g_strlcpy (day, iso, sizeof day);
  *hour = (iso[11] - '0') * 10 + iso[12] - '0';
  *minute = (iso[14] - '0') * 10 + iso[15] - '0';
  return *hour < 24 && *minute < 60 && mado_date_parse_iso (day, date) && date->day != 0;
}

static const MadoChoice *
choice_of (const MadoField *field,
           const char      *code)
{
  for (guint i = 0; i < field->n_choices; i++)
    if (strcmp (field->choices[i].code, code) == 0)
      return &field->choices[i];
  return NULL;
}

/* A code that the pack no longer has is shown as it stands: nothing is lost
 * from sight. */
static const char *
choice_label (const MadoField *field,
              const char      *code,
              const char      *language)
{
  const MadoChoice *choice = choice_of (field, code);

  return choice != NULL ? mado_text_get (choice->label, language) : code;
}

typedef enum { FOR_SCREEN, FOR_PAPER, FOR_ENTRY, FOR_CONDITION } Purpose;

static void
append_choice (GString         *out,
               const MadoField *field,
               const char      *code,
               const char      *language,
               Purpose          purpose)
{
  const MadoChoice *choice = choice_of (field, code);

  if (purpose == FOR_CONDITION)
    g_string_append (out, code);
  else if (purpose == FOR_ENTRY && choice != NULL)
    g_string_append_printf (out, "%u", choice->key);
  else
    g_string_append (out, choice_label (field, code, language));
}

static char *
format_choices (const MadoField *field,
                GVariant        *value,
                const char      *language,
                Purpose          purpose)
{
  static const char *const separators[] = { "、", "、", " ", "," };
  GString *out = g_string_new (NULL);

  for (gsize i = 0; i < g_variant_n_children (value); i++)
    {
      g_autoptr (GVariant) boxed = g_variant_get_child_value (value, i);
      g_autoptr (GVariant) code = g_variant_get_variant (boxed);

      if (i > 0)
        g_string_append (out, separators[purpose]);
      append_choice (out, field, mado_value_get_text (code), language, purpose);
    }
  return g_string_free (out, FALSE);
}

static gboolean
is_birth_date (const MadoField *field)
{
  return g_str_has_suffix (field->id, "birth_date");
}

static char *
format_date (const char     *text,
             const MadoDate *today,
             Purpose         purpose)
{
  MadoDate date;

  if (purpose == FOR_CONDITION || !mado_date_parse_iso (text, &date))
    return g_strdup (text);
  if (purpose == FOR_ENTRY)
    return mado_date_to_input (&date);
  return purpose == FOR_PAPER ? mado_date_to_wareki (&date) : mado_date_display (&date, today);
}

static char *
format_time (const char *text,
             Purpose     purpose)
{
  MadoDate date;
  int hour, minute;
  g_autofree char *day = NULL;

  if (purpose == FOR_CONDITION || !mado_field_split_time (text, &date, &hour, &minute))
    return g_strdup (text);
  if (purpose == FOR_ENTRY)
    {
      day = mado_date_to_input (&date);
      return g_strdup_printf ("%s %02d:%02d", day, hour, minute);
    }
  day = mado_date_to_wareki (&date);
  return g_strdup_printf ("%s %d時%02d分", day, hour, minute);
}

static char *
format_yes_no (gboolean yes,
               Purpose  purpose)
{
  switch (purpose)
    {
    case FOR_ENTRY:
      return g_strdup (yes ? "1" : "2");
    case FOR_CONDITION:
      return g_strdup (yes ? "yes" : "no");
    case FOR_PAPER:
      return g_strdup (yes ? "はい" : "いいえ");
    case FOR_SCREEN:
    default:
      /* Translators: the answer that stands in a field */
      return g_strdup (yes ? _("Yes") : _("No"));
    }
}

static char *
format_text (const MadoField *field,
             const char      *text,
             const MadoDate  *today,
             const char      *language,
             Purpose          purpose)
{
  GString *out;

  switch (field->type)
    {
    case MADO_FIELD_DATE:
      return format_date (text, is_birth_date (field) ? today : NULL, purpose);
    case MADO_FIELD_TIME:
      return format_time (text, purpose);
    case MADO_FIELD_CHOICE:
      out = g_string_new (NULL);
      append_choice (out, field, text, language, purpose);
      return g_string_free (out, FALSE);
    case MADO_FIELD_PHONE:
      return purpose <= FOR_PAPER ? mado_check_format_phone (text) : g_strdup (text);
    case MADO_FIELD_POSTAL_CODE:
      return purpose <= FOR_PAPER ? mado_check_format_postal (text) : g_strdup (text);
    default:
      return g_strdup (text);
    }
}

static char *
format (const MadoField *field,
        GVariant        *value,
        const MadoDate  *today,
        const char      *language,
        Purpose          purpose)
{
  if (value == NULL || mado_value_is_none (value))
    return g_strdup ("");
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return format_text (field, g_variant_get_string (value, NULL), today, language, purpose);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    return g_strdup_printf ("%" G_GINT64_FORMAT, g_variant_get_int64 (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return format_yes_no (g_variant_get_boolean (value), purpose);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE ("av")))
    return format_choices (field, value, language, purpose);
  return g_strdup ("");
}

char *
mado_field_display (const MadoField *field,
                    GVariant        *value,
                    const MadoDate  *today,
                    const char      *language)
{
  return format (field, value, today, language, FOR_SCREEN);
}

char *
mado_field_print (const MadoField *field,
                  GVariant        *value)
{
  return format (field, value, NULL, NULL, FOR_PAPER);
}

char *
mado_field_edit_text (const MadoField *field,
                      GVariant        *value)
{
  return format (field, value, NULL, NULL, FOR_ENTRY);
}

char *
mado_field_to_canonical (const MadoField *field,
                         GVariant        *value)
{
  return format (field, value, NULL, NULL, FOR_CONDITION);
}

GVariant *
mado_field_from_canonical (const MadoField *field,
                           const char      *text)
{
  g_auto (GStrv) codes = NULL;
  gint64 number;

  if (*text == 0)
    return mado_value_none ();
  switch (field->type)
    {
    case MADO_FIELD_YES_NO:
      if (strcmp (text, "yes") != 0 && strcmp (text, "no") != 0)
        return NULL;
      return mado_value_bool (strcmp (text, "yes") == 0);
    case MADO_FIELD_NUMBER:
      if (!g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &number, NULL))
        return NULL;
      return mado_value_int (number);
    case MADO_FIELD_CHOICES:
      codes = g_strsplit (text, ",", -1);
      return mado_value_texts ((const char *const *) codes);
    default:
      return mado_value_text (text);
    }
}
