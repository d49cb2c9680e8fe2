/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/form/mado-alike.h"

#include <string.h>

#include "core/base/mado-text.h"
#include "core/form/mado-field-value.h"

/* --- texts ------------------------------------------------------------------------ */

static gboolean
is_digit (gunichar c)
{
  return c >= '0' && c <= '9';
}

/* A long-vowel mark is a dash only beside a number: コーポ keeps its own. */
static gboolean
is_dash (gunichar    c,
         gunichar    before,
         gunichar    after)
{
  static const gunichar dashes[] = { '-', 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0x2043, 0 };

  for (guint i = 0; dashes[i] != 0; i++)
    if (c == dashes[i])
      return TRUE;
  return c == 0x30fc && is_digit (before) && is_digit (after);
}

/* Half width, no spaces, capitals, one kind of dash. */
static GString *
plain (const char *text)
{
  g_autofree char *narrow = mado_text_fold_width (text);
  GString *out = g_string_new (NULL);
  gunichar before = 0;

  for (const char *p = narrow; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c))
        continue;
      if (is_dash (c, before, g_utf8_get_char (g_utf8_next_char (p))))
        c = '-';
      else if (c < 128)
        c = (gunichar) g_ascii_toupper ((char) c);
      g_string_append_unichar (out, c);
      before = c;
    }
  return out;
}

/* What is left when variants of a character are one. Numbers and dashes stay as
 * they are: the key of a text has no dashes. */
static char *
without_variants (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL), word = g_string_new (NULL);

  for (const char *p = text;; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c != 0 && c != '-' && !is_digit (c))
        {
          g_string_append_unichar (word, c);
          continue;
        }
      mado_text_append_search_key (out, word->str);
      g_string_truncate (word, 0);
      if (c == 0)
        return g_string_free (g_steal_pointer (&out), FALSE);
      g_string_append_unichar (out, c);
    }
}

static MadoAlike
compare (GString *a,
         GString *b)
{
  g_autofree char *x = NULL, *y = NULL;

  if (g_string_equal (a, b))
    return MADO_ALIKE_SAME;
  x = without_variants (a->str);
  y = without_variants (b->str);
  return g_str_equal (x, y) ? MADO_ALIKE_WRITTEN_OTHERWISE : MADO_ALIKE_DIFFERENT;
}

static void
string_free (GString *string)
{
  g_string_free (string, TRUE);
}

MadoAlike
mado_alike_text (const char *a,
                 const char *b)
{
  GString *x = plain (a), *y = plain (b);
  MadoAlike alike = compare (x, y);

  string_free (x);
  string_free (y);
  return alike;
}

/* --- addresses ------------------------------------------------------------------------ */

/* 一 to 九, 〇; -1: none of them. */
static int
kanji_digit (gunichar c)
{
  static const gunichar digits[] = { 0x3007, 0x4e00, 0x4e8c, 0x4e09, 0x56db, 0x4e94, 0x516d, 0x4e03, 0x516b, 0x4e5d };

  for (int i = 0; i < 10; i++)
    if (digits[i] == c)
      return i;
  return -1;
}

static int
kanji_unit (gunichar c)
{
  return c == 0x5341 ? 10 : c == 0x767e ? 100 : 0;
}

/* 二十三 → 23, 二三 → 23, 百五 → 105. Returns the end of the numeral. */
static const char *
append_numeral (GString    *out,
                const char *text)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  guint sum = 0, one = 0;
  gboolean units = FALSE;
  const char *p = text;

  for (; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      int digit = kanji_digit (c), unit = kanji_unit (c);

      if (digit < 0 && unit == 0)
        break;
      if (digit >= 0)
        {
          g_string_append_c (digits, (char) ('0' + digit));
          one = (guint) digit;
          continue;
        }
      sum += (guint) unit * (one > 0 ? one : 1);
      one = 0;
      units = TRUE;
    }
  if (units)
    g_string_append_printf (out, "%u", sum + one);
  else
    g_string_append (out, digits->str);
  return p;
}

/* What stands for a dash behind a number. */
static const char *
behind_word (const char *text)
{
  static const char *const words[] = { "丁目", "番地の", "番地ノ", "番地", "番", "号室", "号", "の", "ノ", "之" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_has_prefix (text, words[i]))
      return text + strlen (words[i]);
  return NULL;
}

static gboolean
is_number_at (const char *text)
{
  gunichar c = g_utf8_get_char (text);

  return is_digit (c) || kanji_digit (c) >= 0 || kanji_unit (c) > 0;
}

static GString *
plain_address (const char *text)
{
  g_autoptr (GString) folded = plain (text);
  GString *out = g_string_new (NULL);
  const char *p = folded->str;

  while (*p != '\0')
    {
      gboolean behind_number = out->len > 0 && is_digit ((guchar) out->str[out->len - 1]);
      const char *end = behind_number ? behind_word (p) : NULL;

      if (kanji_digit (g_utf8_get_char (p)) >= 0 || kanji_unit (g_utf8_get_char (p)) > 0)
        {
          if (behind_number) /* 1二 is no number that anybody writes */
            g_string_append_c (out, '-');
          p = append_numeral (out, p);
        }
      else if (end != NULL || *p == '-')
        {
          p = end != NULL ? end : p + 1;
          if (*p == '-') /* 丁目- */
            p++;
          if (behind_number && is_number_at (p))
            g_string_append_c (out, '-');
        }
      else
        {
          g_string_append_unichar (out, g_utf8_get_char (p));
          p = g_utf8_next_char (p);
        }
    }
  return out;
}

MadoAlike
mado_alike_address (const char *a,
                    const char *b)
{
  GString *x = plain_address (a), *y = plain_address (b);
  MadoAlike alike = compare (x, y);

  string_free (x);
  string_free (y);
  return alike;
}

/* --- values ----------------------------------------------------------------------------- */

gboolean
mado_alike_is_address (const MadoField  *field,
                       char            **prefix)
{
  static const char *const parts[] = { "prefecture", "municipality", "town", "block", "building" };
  const char *dot = strrchr (field->id, '.');

  for (guint i = 0; dot != NULL && i < G_N_ELEMENTS (parts); i++)
    if (g_str_equal (dot + 1, parts[i]))
      {
        if (prefix != NULL)
          *prefix = g_strndup (field->id, dot + 1 - field->id);
        return TRUE;
      }
  return FALSE;
}

MadoAlike
mado_alike_values (const MadoField *field,
                   GVariant        *a,
                   GVariant        *b)
{
  g_autofree char *x = NULL, *y = NULL;

  if (mado_value_equal (a, b))
    return MADO_ALIKE_SAME;
  if (!g_variant_is_of_type (a, G_VARIANT_TYPE_STRING) || !g_variant_is_of_type (b, G_VARIANT_TYPE_STRING))
    return MADO_ALIKE_DIFFERENT;
  x = mado_field_to_canonical (field, a);
  y = mado_field_to_canonical (field, b);
  if (mado_alike_is_address (field, NULL))
    return mado_alike_address (x, y);
  return field->type == MADO_FIELD_TEXT || field->type == MADO_FIELD_KANA ? mado_alike_text (x, y) : MADO_ALIKE_DIFFERENT;
}
