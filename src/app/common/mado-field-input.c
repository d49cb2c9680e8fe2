/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/common/mado-field-input.h"

#include <glib/gi18n.h>

#include "core/base/mado-checks.h"
#include "core/base/mado-kana.h"
#include "core/base/mado-text.h"

static GVariant *
text_value (const char *text)
{
  return g_variant_ref_sink (g_variant_new_string (text));
}

static gboolean
invalid (GError    **error,
         const char *message)
{
  g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID, message);
  return FALSE;
}

/* --- choices ---------------------------------------------------------------- */

static gboolean
starts_folded (const char *candidate,
               const char *wanted)
{
  g_autofree char *a = mado_text_search_key (candidate);
  g_autofree char *b = mado_text_search_key (wanted);

  return *b && g_str_has_prefix (a, b);
}

static gboolean
choice_matches (const MadoChoice *choice,
                const char       *text)
{
  return starts_folded (mado_text_get (choice->label, NULL), text) ||
         (choice->kana && starts_folded (choice->kana, text));
}

static const MadoChoice *
find_number (const MadoFieldInput *self,
             const char           *text)
{
  g_autofree char *digits = mado_text_fold_number (text);
  guint64 key;

  if (!g_ascii_string_to_unsigned (digits, 10, 1, G_MAXUINT, &key, NULL))
    return NULL;

  for (guint i = 0; i < self->n_choices; i++)
    if (self->choices[i].key == key)
      return &self->choices[i];

  return NULL;
}

static const MadoChoice *
find_label (const MadoFieldInput *self,
            const char           *text)
{
  const MadoChoice *found = NULL;

  for (guint i = 0; i < self->n_choices; i++)
    {
      if (g_str_equal (mado_text_get (self->choices[i].label, NULL), text))
        return &self->choices[i];
      if (choice_matches (&self->choices[i], text))
        {
          if (found)
            return NULL; /* more than one begins like this */
          found = &self->choices[i];
        }
    }

  return found;
}

static const MadoChoice *
find_code (const MadoFieldInput *self,
           const char           *code)
{
  for (guint i = 0; i < self->n_choices; i++)
    if (g_str_equal (self->choices[i].code, code))
      return &self->choices[i];

  return NULL;
}

static const MadoChoice *
find_choice (const MadoFieldInput *self,
             const char           *text)
{
  const MadoChoice *choice = find_number (self, text);
  const char *label = strchr (text, ' ');

  if (choice)
    return choice;

  /* "1 男", as the entry shows it. */
  if (label && g_ascii_isdigit (*text))
    return find_label (self, label + 1);

  return find_label (self, text);
}

static GVariant *
parse_choice (const MadoFieldInput *self,
              const char           *text,
              GError              **error)
{
  const MadoChoice *choice = find_choice (self, text);

  if (choice)
    return text_value (choice->code);

  invalid (error, _("Choose one by its number."));
  return NULL;
}

static GVariant *
parse_choices (const MadoFieldInput *self,
               const char           *text,
               GError              **error)
{
  g_autofree char *folded = mado_text_fold_width (text);
  g_auto (GStrv) words = g_strsplit_set (folded, " ,、・", -1);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("av"));
  for (guint i = 0; words[i]; i++)
    {
      const MadoChoice *choice = *words[i] ? find_choice (self, words[i]) : NULL;

      if (choice)
        g_variant_builder_add (&builder, "v", g_variant_new_string (choice->code));
      else if (*words[i])
        {
          g_variant_builder_clear (&builder);
          invalid (error, _("Choose by number, several with a space between."));
          return NULL;
        }
    }

  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static GVariant *
parse_yes_no (const char *text,
              GError    **error)
{
  g_autofree char *folded = mado_text_fold_width (text);

  if (g_str_equal (folded, "1") || g_str_equal (text, _("1 Yes")) || starts_folded ("ハイ", text))
    return g_variant_ref_sink (g_variant_new_boolean (TRUE));
  if (g_str_equal (folded, "2") || g_str_equal (text, _("2 No")) || starts_folded ("イイエ", text))
    return g_variant_ref_sink (g_variant_new_boolean (FALSE));

  invalid (error, _("1 for yes, 2 for no."));
  return NULL;
}

/* --- numbers, dates, codes ---------------------------------------------------- */

static GVariant *
parse_number (const MadoFieldInput *self,
              const char           *text,
              GError              **error)
{
  g_autofree char *folded = mado_text_fold_number (text);
  gint64 number;

  if (!g_ascii_string_to_signed (folded, 10, G_MININT64, G_MAXINT64, &number, NULL))
    {
      invalid (error, _("This is not a number."));
      return NULL;
    }
  if ((self->has_min && number < self->min) || (self->has_max && number > self->max))
    {
      g_autofree char *least = self->has_min ? g_strdup_printf ("%" G_GINT64_FORMAT, self->min) : g_strdup ("");
      g_autofree char *most = self->has_max ? g_strdup_printf ("%" G_GINT64_FORMAT, self->max) : g_strdup ("");

      /* Translators: lowest and highest number that is allowed */
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID, _("The number must lie in %s to %s."), least, most);
      return NULL;
    }

  return g_variant_ref_sink (g_variant_new_int64 (number));
}

static GVariant *
parse_date (const MadoFieldInput *self,
            const char           *text,
            MadoDateContext      *dates,
            GError              **error)
{
  g_autofree char *iso = NULL;
  MadoDate date;

  if (!mado_date_parse (text, dates, &date, error))
    return NULL;
  if (!self->partial && !mado_date_is_complete (&date))
    {
      invalid (error, _("Month and day are needed here."));
      return NULL;
    }
  iso = mado_date_to_iso (&date);

  return text_value (iso);
}

static GVariant *
parse_checked (const char  *text,
               MadoTextKind kind,
               gboolean   (*check) (const char *, GError **),
               GError     **error)
{
  g_autofree char *canonical = mado_text_canonical (kind, text);

  return check (canonical, error) ? text_value (canonical) : NULL;
}

static GVariant *
parse_text (const MadoFieldInput *self,
            const char           *text,
            GError              **error)
{
  g_autofree char *canonical = mado_text_canonical (MADO_TEXT_PLAIN, text);

  if (self->max_length > 0 && mado_text_length (canonical) > self->max_length)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
                   ngettext ("No more than %u letter.", "No more than %u letters.", self->max_length),
                   self->max_length);
      return NULL;
    }
  if (mado_check_contains_my_number (canonical))
    {
      invalid (error, _("This looks like an Individual Number. It is never kept here; have staff enter it in the core system."));
      return NULL;
    }

  return text_value (canonical);
}

GVariant *
mado_field_input_parse (const MadoFieldInput *self,
                        const char           *text,
                        MadoDateContext      *dates,
                        GError              **error)
{
  g_autofree char *trimmed = mado_text_canonical (MADO_TEXT_PLAIN, text);

  if (!*trimmed)
    return NULL;

  switch (self->type)
    {
    case MADO_FIELD_CHOICE:
      return parse_choice (self, trimmed, error);
    case MADO_FIELD_CHOICES:
      return parse_choices (self, trimmed, error);
    case MADO_FIELD_YES_NO:
      return parse_yes_no (trimmed, error);
    case MADO_FIELD_NUMBER:
      return parse_number (self, trimmed, error);
    case MADO_FIELD_DATE:
      return parse_date (self, trimmed, dates, error);
    case MADO_FIELD_KANA:
      return parse_checked (trimmed, MADO_TEXT_KANA, mado_kana_check, error);
    case MADO_FIELD_PHONE:
      return parse_checked (trimmed, MADO_TEXT_PHONE, mado_check_phone, error);
    case MADO_FIELD_EMAIL:
      return parse_checked (trimmed, MADO_TEXT_EMAIL, mado_check_email, error);
    case MADO_FIELD_POSTAL_CODE:
      return parse_checked (trimmed, MADO_TEXT_POSTAL, mado_check_postal_code, error);
    case MADO_FIELD_TEXT:
    case MADO_FIELD_TIME:
    default:
      return parse_text (self, trimmed, error);
    }
}

/* --- showing -------------------------------------------------------------------- */

static char *
choice_text (const MadoFieldInput *self,
             const char           *code)
{
  const MadoChoice *choice = find_code (self, code);

  if (!choice)
    return g_strdup (code);

  return g_strdup_printf ("%u %s", choice->key, mado_text_get (choice->label, NULL));
}

static char *
choices_text (const MadoFieldInput *self,
              GVariant             *value)
{
  GString *out = g_string_new (NULL);
  GVariantIter iter;
  GVariant *item;

  g_variant_iter_init (&iter, value);
  while (g_variant_iter_next (&iter, "v", &item))
    {
      const MadoChoice *choice = g_variant_is_of_type (item, G_VARIANT_TYPE_STRING)
                                   ? find_code (self, g_variant_get_string (item, NULL)) : NULL;

      if (choice)
        g_string_append_printf (out, "%s%s", out->len ? " " : "", mado_text_get (choice->label, NULL));
      g_variant_unref (item);
    }

  return g_string_free (out, FALSE);
}

static char *
date_text (const char *iso,
           char     *(*write) (const MadoDate *))
{
  MadoDate date;

  return mado_date_parse_iso (iso, &date) ? write (&date) : g_strdup (iso);
}

static char *
show (const MadoFieldInput *self,
      GVariant             *value,
      gboolean              editing)
{
  const char *text;

  if (!value)
    return g_strdup ("");
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return g_strdup (g_variant_get_boolean (value) ? _("1 Yes") : _("2 No"));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    return g_strdup_printf ("%" G_GINT64_FORMAT, g_variant_get_int64 (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE ("av")))
    return choices_text (self, value);
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return g_strdup ("");

  text = g_variant_get_string (value, NULL);
  if (self->type == MADO_FIELD_CHOICE)
    return choice_text (self, text);
  if (self->type == MADO_FIELD_DATE)
    return date_text (text, editing ? mado_date_to_input : mado_date_to_wareki);
  if (self->type == MADO_FIELD_POSTAL_CODE && !editing)
    return mado_check_format_postal (text);
  if (self->type == MADO_FIELD_PHONE && !editing)
    return mado_check_format_phone (text);

  return g_strdup (text);
}

char *
mado_field_input_format (const MadoFieldInput *self,
                         GVariant             *value)
{
  return show (self, value, TRUE);
}

char *
mado_field_input_display (const MadoFieldInput *self,
                          GVariant             *value)
{
  return show (self, value, FALSE);
}

static char *
describe_choices (const MadoFieldInput *self,
                  const char           *text)
{
  GString *out = g_string_new (NULL);
  gboolean all = !*text || find_choice (self, text);

  for (guint i = 0; i < self->n_choices; i++)
    if (all || choice_matches (&self->choices[i], text))
      g_string_append_printf (out, "%s%u %s", out->len ? "  " : "", self->choices[i].key,
                              mado_text_get (self->choices[i].label, NULL));

  return g_string_free (out, FALSE);
}

static char *
describe_date (const MadoFieldInput  *self,
               const char            *text,
               const MadoDateContext *dates)
{
  MadoDateContext copy = *dates; /* looking must not change the last era */
  MadoDate date;

  if (!mado_date_parse (text, &copy, &date, NULL))
    return NULL;

  return mado_date_display (&date, self->with_age ? &dates->today : NULL);
}

char *
mado_field_input_describe (const MadoFieldInput  *self,
                           const char            *text,
                           const MadoDateContext *dates)
{
  switch (self->type)
    {
    case MADO_FIELD_CHOICE:
    case MADO_FIELD_CHOICES:
      return describe_choices (self, text);
    case MADO_FIELD_YES_NO:
      return g_strconcat (_("1 Yes"), "  ", _("2 No"), NULL);
    case MADO_FIELD_DATE:
      return *text && dates ? describe_date (self, text, dates) : NULL;
    default:
      return NULL;
    }
}

gboolean
mado_field_input_is_numeric (const MadoFieldInput *self)
{
  return self->type == MADO_FIELD_NUMBER || self->type == MADO_FIELD_PHONE ||
         self->type == MADO_FIELD_POSTAL_CODE || self->type == MADO_FIELD_EMAIL;
}

void
mado_field_input_from_field (MadoFieldInput  *self,
                             const MadoField *field)
{
  *self = (MadoFieldInput) {
    .type = field->type,
    .choices = field->choices,
    .n_choices = field->n_choices,
    .max_length = field->max_length,
    .partial = field->partial,
    .has_min = field->has_min,
    .has_max = field->has_max,
    .min = field->min,
    .max = field->max,
    .with_age = g_str_has_suffix (field->id, "birth_date"),
  };
}
