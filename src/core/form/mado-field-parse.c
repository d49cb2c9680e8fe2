/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/mado-checks.h"
#include "core/base/mado-text.h"
#include "core/form/mado-field-private.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

/* Typed text → value. The rules that a value must keep are in
 * mado-field-check.c, so that values from a card or slip meet the same. */

static GVariant *
refuse (GError    **error,
        const char *message)
{
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, message);
  return NULL;
}

gboolean
mado_field_is_name (const MadoField *field)
{
  const char *dot = strrchr (field->id, '.');
  const char *id = dot != NULL ? dot + 1 : field->id;

  return field->type == MADO_FIELD_TEXT &&
         (field->scope == MADO_SCOPE_PERSON || field->scope == MADO_SCOPE_PROCEDURE_PERSON) &&
         (g_str_has_suffix (id, "_name") || strcmp (id, "name") == 0);
}

MadoTextKind
mado_field_text_kind (const MadoField *field)
{
  switch (field->type)
    {
    case MADO_FIELD_KANA:
      return MADO_TEXT_KANA;
    case MADO_FIELD_PHONE:
      return MADO_TEXT_PHONE;
    case MADO_FIELD_EMAIL:
      return MADO_TEXT_EMAIL;
    case MADO_FIELD_POSTAL_CODE:
      return MADO_TEXT_POSTAL;
    case MADO_FIELD_NUMBER:
      return MADO_TEXT_NUMBER;
    default:
      if (g_str_has_suffix (field->id, "_name"))
        return MADO_TEXT_NAME;
      if (g_str_has_suffix (field->id, "_code") || g_str_has_suffix (field->id, "_number"))
        return MADO_TEXT_CODE;
      return field->section == MADO_SECTION_ADDR ? MADO_TEXT_ADDRESS : MADO_TEXT_PLAIN;
    }
}

static GVariant *
parse_date (const char       *text,
            MadoFieldContext *context,
            GError          **error)
{
  g_autofree char *iso = NULL;
  MadoDate date;

  if (!mado_date_parse (text, &context->dates, &date, error))
    return NULL;
  iso = mado_date_to_iso (&date);
  return mado_value_text (iso);
}

/* --- choices -------------------------------------------------------------------- */

/* The key number in @text, or 0. */
static guint
key_number (const char *text)
{
  gsize length = strlen (text);

  if (length == 0 || length > 3 || strspn (text, "0123456789") != length)
    return 0;
  return (guint) g_ascii_strtoull (text, NULL, 10);
}

static gboolean
begins_with (const char *choice_text,
             const char *typed_key)
{
  g_autofree char *key = mado_text_search_key (choice_text);

  return *key != 0 && g_str_has_prefix (key, typed_key);
}

GPtrArray *
mado_field_filter_choices (const MadoField *field,
                           const char      *typed,
                           const char      *language)
{
  GPtrArray *found = g_ptr_array_new ();
  g_autofree char *number = mado_text_fold_number (typed);
  g_autofree char *key = mado_text_search_key (typed);
  guint wanted = key_number (number);

  for (guint i = 0; i < field->n_choices; i++)
    {
      const MadoChoice *choice = &field->choices[i];

      if (*key == 0 ||
          (wanted != 0 && choice->key == wanted) ||
          (wanted == 0 && (begins_with (choice->kana, key) ||
                           begins_with (mado_text_get (choice->label, language), key) ||
                           begins_with (mado_text_get (choice->label, NULL), key))))
        g_ptr_array_add (found, (gpointer) choice);
    }
  return found;
}

/* Of several that begin alike, the one that is written out in full (父 beside
 * 父の父). */
static const MadoChoice *
exact_choice (GPtrArray  *found,
              const char *typed)
{
  g_autofree char *key = mado_text_search_key (typed);

  for (guint i = 0; i < found->len; i++)
    {
      const MadoChoice *choice = g_ptr_array_index (found, i);
      g_autofree char *label = mado_text_search_key (mado_text_get (choice->label, NULL));
      g_autofree char *kana = mado_text_search_key (choice->kana);

      if (strcmp (key, label) == 0 || strcmp (key, kana) == 0)
        return choice;
    }
  return NULL;
}

static const MadoChoice *
find_choice (const MadoField *field,
             const char      *typed,
             GError         **error)
{
  g_autoptr (GPtrArray) found = mado_field_filter_choices (field, typed, NULL);
  const MadoChoice *exact;
  g_autoptr (GString) names = NULL;

  if (found->len == 1)
    return g_ptr_array_index (found, 0);
  if (found->len == 0)
    {
      /* Translators: what the clerk typed into a field with a list of choices */
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
                   _("There is no choice “%s” here."), typed);
      return NULL;
    }
  exact = exact_choice (found, typed);
  if (exact != NULL)
    return exact;
  names = g_string_new (NULL);
  for (guint i = 0; i < found->len && i < 5; i++)
    {
      const MadoChoice *choice = g_ptr_array_index (found, i);

      g_string_append_printf (names, "%s%u %s", i > 0 ? ", " : "", choice->key,
                              mado_text_get (choice->label, NULL));
    }
  /* Translators: a list of numbers and choices */
  g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
               _("Several choices begin like this: %s. Type the number."), names->str);
  return NULL;
}

static GVariant *
parse_choice (const MadoField *field,
              const char      *typed,
              GError         **error)
{
  const MadoChoice *choice = find_choice (field, typed, error);

  return choice != NULL ? mado_value_text (choice->code) : NULL;
}

/* "1 3", "1,3", "1・3": each part is a choice; a repeated one counts once. The
 * list keeps the order of the pack, so equal sets are equal values. */
static GVariant *
parse_choices (const MadoField *field,
               const char      *typed,
               GError         **error)
{
  static const char *const separators[] = { ",", ".", "/", "、", "・" };
  g_autofree char *folded = mado_text_fold_width (typed);
  g_autoptr (GString) spaced = g_string_new (folded);
  g_auto (GStrv) parts = NULL;
  g_autoptr (GHashTable) chosen = g_hash_table_new (NULL, NULL);
  g_autoptr (GPtrArray) codes = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (separators); i++)
    g_string_replace (spaced, separators[i], " ", 0);
  parts = g_strsplit (spaced->str, " ", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      const MadoChoice *choice;

      if (*parts[i] == 0)
        continue;
      choice = find_choice (field, parts[i], error);
      if (choice == NULL)
        return NULL;
      g_hash_table_add (chosen, (gpointer) choice);
    }
  for (guint i = 0; i < field->n_choices; i++)
    if (g_hash_table_contains (chosen, &field->choices[i]))
      g_ptr_array_add (codes, (gpointer) field->choices[i].code);
  g_ptr_array_add (codes, NULL);
  return mado_value_texts ((const char *const *) codes->pdata);
}

static GVariant *
parse_yes_no (const char *typed,
              GError    **error)
{
  static const char *const yes[] = { "1", "はい", "y", "yes", "有", "あり", "ある", "○", "〇", NULL };
  static const char *const no[] = { "2", "いいえ", "n", "no", "無", "なし", "ない", "×", NULL };
  g_autofree char *folded = mado_text_fold_width (typed);
  g_autofree char *lower = g_ascii_strdown (folded, -1);

  if (g_strv_contains (yes, lower))
    return mado_value_bool (TRUE);
  if (g_strv_contains (no, lower))
    return mado_value_bool (FALSE);
  return refuse (error, _("Type 1 for yes or 2 for no."));
}

/* --- numbers and times ---------------------------------------------------------------- */

static GVariant *
parse_number (const char *typed,
              GError    **error)
{
  g_autofree char *text = mado_text_canonical (MADO_TEXT_NUMBER, typed);
  gint64 number;

  if (!g_ascii_string_to_signed (text, 10, G_MININT32 * G_GINT64_CONSTANT (1000000),
                                 G_MAXINT32 * G_GINT64_CONSTANT (1000000), &number, NULL))
    return refuse (error, _("This is not a whole number."));
  return mado_value_int (number);
}

/* 13:05, 1305, 13時5分 → minutes of the day, or -1. */
static int
parse_clock (const char *text)
{
  int hour = -1, minute = -1;
  char end = 0;

  if (!g_ascii_isdigit (text[0]))
    return -1;
  if (strlen (text) == 4 && strspn (text, "0123456789") == 4)
    {
      hour = (text[0] - '0') * 10 + text[1] - '0';
      minute = (text[2] - '0') * 10 + text[3] - '0';
    }
  else if (sscanf (text, "%2d:%2d%c", &hour, &minute, &end) != 2 &&
           !(sscanf (text, "%2d時%2d分%c", &hour, &minute, &end) == 2 && g_str_has_suffix (text, "分")))
    return -1;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
    return -1;
  return hour * 60 + minute;
}

static GVariant *
parse_time (const char       *typed,
            MadoFieldContext *context,
            GError          **error)
{
  g_autofree char *folded = mado_text_fold_width (typed);
  g_autofree char *iso = NULL;
  g_autofree char *value = NULL;
  MadoDate date;
  char *space;
  int minutes;

  g_strstrip (folded);
  space = strrchr (folded, ' ');
  if (space == NULL)
    return refuse (error, _("Type the date, a space and the time, like S60.4.1 13:05."));
  minutes = parse_clock (space + 1);
  if (minutes < 0)
    return refuse (error, _("This is not a time of day. Type it like 13:05."));
  *space = 0;
  if (!mado_date_parse (folded, &context->dates, &date, error))
    return NULL;
  if (!mado_date_is_complete (&date))
    return refuse (error, _("With a time, the day must be known."));
  iso = mado_date_to_iso (&date);
  value = g_strdup_printf ("%sT%02d:%02d", iso, minutes / 60, minutes % 60);
  return mado_value_text (value);
}

/* --- all ---------------------------------------------------------------------------------- */

static GVariant *
parse_by_type (const MadoField  *field,
               const char       *typed,
               MadoFieldContext *context,
               GError          **error)
{
  g_autofree char *text = NULL;

  switch (field->type)
    {
    case MADO_FIELD_DATE:
      return parse_date (typed, context, error);
    case MADO_FIELD_TIME:
      return parse_time (typed, context, error);
    case MADO_FIELD_CHOICE:
      return parse_choice (field, typed, error);
    case MADO_FIELD_CHOICES:
      return parse_choices (field, typed, error);
    case MADO_FIELD_YES_NO:
      return parse_yes_no (typed, error);
    case MADO_FIELD_NUMBER:
      return parse_number (typed, error);
    default:
      text = mado_text_canonical (mado_field_text_kind (field), typed);
      return mado_value_text (text);
    }
}

/* Fields where 12 digits in a row can be anything but a person's number. */
static gboolean
takes_long_digits (const MadoField *field)
{
  return field->type == MADO_FIELD_DATE || field->type == MADO_FIELD_TIME ||
         field->type == MADO_FIELD_CHOICE || field->type == MADO_FIELD_CHOICES ||
         field->type == MADO_FIELD_YES_NO;
}

GVariant *
mado_field_parse (const MadoField   *field,
                  const char        *typed,
                  MadoFieldContext  *context,
                  GError           **error)
{
  g_autofree char *trimmed = NULL;
  g_autoptr (GVariant) value = NULL;
  MadoEra era = context->dates.last_era;

  if (!mado_text_is_clean (typed, FALSE))
    return refuse (error, _("The text holds characters that cannot be written. Type it again."));
  trimmed = mado_text_canonical (MADO_TEXT_PLAIN, typed);
  if (*trimmed == 0)
    return mado_value_none ();
  if (!context->number_allowed && !takes_long_digits (field) && mado_check_contains_my_number (trimmed))
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_NEEDS_PERSON,
                           _("These 12 digits look like an individual number (My Number), which is "
                             "never kept here. Is it really another number?"));
      return NULL;
    }
  value = parse_by_type (field, trimmed, context, error);
  if (value == NULL)
    return NULL;
  if (!mado_field_check (field, value, context, error))
    {
      context->dates.last_era = era;
      return NULL;
    }
  return g_steal_pointer (&value);
}
