/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/mado-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define IDEOGRAPHIC_SPACE "\u3000"

gboolean
mado_text_is_clean (const char *text,
                    gboolean    multiline)
{
  if (text == NULL || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  for (const char *p = text; *p != 0; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n' && multiline)
        continue;
      if (g_unichar_type (c) == G_UNICODE_CONTROL)
        return FALSE;
    }
  return TRUE;
}

/* --- canonical form ------------------------------------------------------------ */

/* g_strstrip() knows no ideographic space. */
static char *
trim (const char *text)
{
  const char *end;

  while (*text != 0 && g_unichar_isspace (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  end = text + strlen (text);
  while (end > text)
    {
      const char *before = g_utf8_prev_char (end);

      if (!g_unichar_isspace (g_utf8_get_char (before)))
        break;
      end = before;
    }
  return g_strndup (text, (gsize) (end - text));
}

/* Runs of spaces (any kind) → @space. Ignores line feeds if @lines. */
static char *
join_spaces (const char *text,
             const char *space)
{
  GString *out = g_string_sized_new (strlen (text));

  for (const char *p = text; *p != 0;)
    {
      const char *next = g_utf8_next_char (p);

      if (!g_unichar_isspace (g_utf8_get_char (p)))
        {
          g_string_append_len (out, p, next - p);
          p = next;
          continue;
        }
      while (*next != 0 && g_unichar_isspace (g_utf8_get_char (next)))
        next = g_utf8_next_char (next);
      g_string_append (out, space);
      p = next;
    }
  return g_string_free (out, FALSE);
}

static char *
canonical_lines (const char *text)
{
  g_auto (GStrv) lines = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *unix_text = g_strdup (text);
  char *out = unix_text;

  for (const char *p = text; *p != 0; p++)
    if (*p != '\r')
      *out++ = *p;
  *out = 0;
  lines = g_strsplit (unix_text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *line = lines[i];
      g_autofree char *padded = g_strconcat ("|", line, NULL);
      g_autofree char *trimmed = trim (padded);

      /* The bar keeps an indent; only what hangs behind a line goes. */
      lines[i] = g_strdup (trimmed + 1);
      g_free (line);
    }
  joined = g_strjoinv ("\n", lines);
  return trim (joined);
}

static char *
canonical_kana (const char *text)
{
  g_autofree char *trimmed = trim (text);
  g_autofree char *wide = mado_text_fold_width (trimmed);
  g_autofree char *katakana = mado_text_to_katakana (wide);

  return join_spaces (katakana, IDEOGRAPHIC_SPACE);
}

/* Half-width digits, if that is all there is: "１，２００" → 1200. */
static char *
canonical_number (const char *text)
{
  g_autofree char *folded = mado_text_fold_number (text);
  GString *out = g_string_new (NULL);
  const char *p = folded;

  if (*p == '-' || *p == '+')
    p++;
  for (; *p != 0; p++)
    if (g_ascii_isdigit (*p))
      g_string_append_c (out, *p);
    else if (*p != ',')
      break;
  if (*p != 0 || out->len == 0)
    {
      g_string_free (out, TRUE);
      return trim (text);
    }
  while (out->len > 1 && out->str[0] == '0')
    g_string_erase (out, 0, 1);
  if (folded[0] == '-' && strcmp (out->str, "0") != 0)
    g_string_prepend_c (out, '-');
  return g_string_free (out, FALSE);
}

/* Brackets around the area code become hyphens: (022)364-1111. */
static char *
canonical_phone (const char *text)
{
  g_autofree char *folded = mado_text_fold_number (text);
  GString *out = g_string_new (NULL);

  for (const char *p = folded; *p != 0; p++)
    {
      char c = *p == '(' || *p == ')' || *p == '.' ? '-' : *p;

      if (c == '-' && (out->len == 0 || out->str[out->len - 1] == '-'))
        continue;
      g_string_append_c (out, c);
    }
  if (out->len > 0 && out->str[out->len - 1] == '-')
    g_string_truncate (out, out->len - 1);
  return g_string_free (out, FALSE);
}

static char *
canonical_postal (const char *text)
{
  g_autofree char *folded = mado_text_fold_number (text);
  const char *p = folded;
  GString *out = g_string_new (NULL);

  if (g_str_has_prefix (p, "〒"))
    p += strlen ("〒");
  for (; *p != 0; p++)
    if (!(*p == '-' && out->len == 3))
      g_string_append_c (out, *p);
  return g_string_free (out, FALSE);
}

static char *
canonical_email (const char *text)
{
  g_autofree char *trimmed = trim (text);

  return mado_text_fold_width (trimmed);
}

/* 「1-2-3」 and 「１－２－３」 are the same house: full-width, as registers print. */
static char *
canonical_address (const char *text)
{
  g_autofree char *trimmed = trim (text);
  GString *out = g_string_sized_new (strlen (trimmed) * 2);

  for (const char *p = trimmed; *p != 0; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == ' ')
        c = 0x3000;
      else if (c == 0x2212 || c == 0x2010)
        c = 0xff0d; /* the dashes of other keyboards → － */
      else if (c > ' ' && c < 0x7f)
        c += 0xfee0;
      g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

char *
mado_text_canonical (MadoTextKind kind,
                     const char  *text)
{
  g_autofree char *trimmed = NULL;

  switch (kind)
    {
    case MADO_TEXT_LINES:
      return canonical_lines (text);
    case MADO_TEXT_NAME:
      trimmed = trim (text);
      return join_spaces (trimmed, IDEOGRAPHIC_SPACE);
    case MADO_TEXT_KANA:
      return canonical_kana (text);
    case MADO_TEXT_NUMBER:
      return canonical_number (text);
    case MADO_TEXT_PHONE:
      return canonical_phone (text);
    case MADO_TEXT_POSTAL:
      return canonical_postal (text);
    case MADO_TEXT_EMAIL:
      return canonical_email (text);
    case MADO_TEXT_CODE:
      return mado_text_fold_number (text);
    case MADO_TEXT_ADDRESS:
      return canonical_address (text);
    case MADO_TEXT_PLAIN:
    default:
      return trim (text);
    }
}

/* --- letters ---------------------------------------------------------------------- */

/* Belongs to the letter before it. */
static gboolean
is_attached (gunichar c)
{
  return (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef) || c == 0x200d ||
         g_unichar_ismark (c);
}

gsize
mado_text_length (const char *text)
{
  gsize n = 0;

  for (const char *p = text; *p != 0; p = g_utf8_next_char (p))
    if (p == text || !is_attached (g_utf8_get_char (p)))
      n++;
  return n;
}

gsize
mado_text_offset (const char *text,
                  gsize       letters)
{
  const char *p = text;

  for (; *p != 0; p = g_utf8_next_char (p))
    if (p == text || !is_attached (g_utf8_get_char (p)))
      {
        if (letters == 0)
          break;
        letters--;
      }
  return (gsize) (p - text);
}

/* ASCII and signs that stand in names: ー ・ 々 〆 ヶ ' - . , and spaces. */
static gboolean
is_name_sign (gunichar c)
{
  static const char signs[] = " \u3000ー・々〆〇'’-‐－.．,，";

  return g_utf8_strchr (signs, -1, c) != NULL;
}

static gboolean
is_name_letter (gunichar c)
{
  switch (g_unichar_type (c))
    {
    case G_UNICODE_LOWERCASE_LETTER:
    case G_UNICODE_UPPERCASE_LETTER:
    case G_UNICODE_TITLECASE_LETTER:
    case G_UNICODE_MODIFIER_LETTER:
    case G_UNICODE_OTHER_LETTER:
      return TRUE;
    case G_UNICODE_NON_SPACING_MARK:
    case G_UNICODE_SPACING_MARK:
      return TRUE;
    case G_UNICODE_UNASSIGNED:
      /* Kanji newer than this library's tables. */
      return (c >= 0x20000 && c <= 0x3fffd);
    default:
      return is_name_sign (c);
    }
}

static gboolean
refuse_letter (gunichar  c,
               GError  **error)
{
  char letter[7] = { 0 };

  if (g_unichar_type (c) == G_UNICODE_PRIVATE_USE)
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
                   _("The name holds a character of another system's own (U+%04X), which cannot be "
                     "carried over. Look the character up, or type the common form."), c);
      return FALSE;
    }
  if (!g_unichar_isgraph (c))
    {
      g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
                   _("The name holds an invisible character (U+%04X). Type the name again."), c);
      return FALSE;
    }
  g_unichar_to_utf8 (c, letter);
  g_set_error (error, MADO_ERROR, MADO_ERROR_INVALID,
               _("The character %s cannot stand in a name."), letter);
  return FALSE;
}

gboolean
mado_text_check_name (const char *text,
                      GError    **error)
{
  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_INVALID,
                           _("The name holds damaged text. Type the name again."));
      return FALSE;
    }
  for (const char *p = text; *p != 0; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!is_name_letter (c))
        return refuse_letter (c, error);
    }
  return TRUE;
}
